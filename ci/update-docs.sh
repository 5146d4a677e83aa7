#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the generated parts of the documentation anew: docs/rules.md, docs/history.md, the traces of
# docs/walkthrough.md, and the README's table between the selftest markers. With --check it writes nothing: exit code 1
# if a page is out of date. (The table is not checked: it costs a whole selftest.)
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

case ${1:-} in
  --check)
    for page in rules.md history.md walkthrough.md; do
      diff -u "docs/$page" "$scratch/$page" >&2 || {
        printf 'timerlaw: docs/%s is out of date: run ci/update-docs.sh\n' "$page" >&2
        exit 1
      }
    done
    ;;
  '')
    cp "$scratch/rules.md" "$scratch/history.md" "$scratch/walkthrough.md" docs/
    "$timerlaw" selftest >"$scratch/table"
    sed -i -e '/<!-- selftest:begin -->/,/<!-- selftest:end -->/ {
      /<!-- selftest:begin -->/ r '"$scratch/table"'
      /<!-- selftest:/! d
    }' README.md
    ;;
  *)
    printf 'usage: ci/update-docs.sh [--check]\n' >&2
    exit 2
    ;;
esac
