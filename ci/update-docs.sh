#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the generated parts of the documentation anew: docs/rules.md, and the README's table between the
# selftest markers. With --check it writes nothing: exit code 1 if docs/rules.md is out of date. (The table is not
# checked: it costs a whole selftest.)
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

build release timerlaw
timerlaw=build/release/conformance/cli/timerlaw
rules=$("$timerlaw" rules --markdown)

case ${1:-} in
  --check)
    diff -u docs/rules.md - <<<"$rules" >&2 || {
      printf 'timerlaw: docs/rules.md is out of date: run ci/update-docs.sh\n' >&2
      exit 1
    }
    ;;
  '')
    printf '%s\n' "$rules" >docs/rules.md
    table=$(mktemp)
    trap 'rm -f "$table"' EXIT
    "$timerlaw" selftest >"$table"
    sed -i -e '/<!-- selftest:begin -->/,/<!-- selftest:end -->/ {
      /<!-- selftest:begin -->/ r '"$table"'
      /<!-- selftest:/! d
    }' README.md
    ;;
  *)
    printf 'usage: ci/update-docs.sh [--check]\n' >&2
    exit 2
    ;;
esac
