#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the generated parts of the documentation anew: docs/rules.md, docs/history.md, the traces of
# docs/walkthrough.md, docs/reproducers but CPU-12.c and CLK-7-smp.c, and the table of docs/selftest.md with its last line in the README. With --check it writes nothing:
# exit code 1 if a page is out of date. (The table is not checked: it costs a whole selftest.)
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

build release timerlaw
timerlaw=build/release/conformance/cli/timerlaw
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$timerlaw" rules --markdown >"$scratch/rules.md"
"$timerlaw" diff-profiles --history >"$scratch/history.md"
ci/walkthrough.sh "$timerlaw" <docs/walkthrough.md >"$scratch/walkthrough.md"

mkdir "$scratch/reproducers"
# The rule, and the number of the trace that shows it best.
while read -r rule number; do
  "$timerlaw" reproduce --rule "$rule" model/evidence/"$number"-*.trace >"$scratch/reproducers/$rule.c"
done <<TRACES
PT-ARM-6 110
OVR-9 290
CPU-13 294
OVR-10 300
ITR-13 301
CPU-14 302
CLK-7 305
CLK-3 306
TRACES

# between NAME TEXT FILE: the text becomes what stands between the markers of that name.
between() {
  sed -i -e "/<!-- $1:begin -->/,/<!-- $1:end -->/ {
    /<!-- $1:begin -->/ r $2
    /<!-- $1:/! d
  }" "$3"
}

case ${1:-} in
  --check)
    cp docs/reproducers/{CPU-12,CLK-7-smp}.c "$scratch/reproducers"
    for page in rules.md history.md walkthrough.md reproducers; do
      diff -r -u "docs/$page" "$scratch/$page" >&2 || {
        printf 'timerlaw: docs/%s is out of date: run ci/update-docs.sh\n' "$page" >&2
        exit 1
      }
    done
    ;;
  '')
    cp -r "$scratch/rules.md" "$scratch/history.md" "$scratch/walkthrough.md" "$scratch/reproducers" docs/
    "$timerlaw" selftest >"$scratch/table"
    between selftest "$scratch/table" docs/selftest.md
    tail -n 1 "$scratch/table" >"$scratch/line"
    between selftest-line "$scratch/line" README.md
    ;;
  *)
    printf 'usage: ci/update-docs.sh [--check]\n' >&2
    exit 2
    ;;
esac
