#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs all tests: installs what is missing, builds, and hands its arguments to ctest. A test that was skipped fails the
# run unless ci/skips.txt lists it with its reason.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_packages "$ROOT/ci/packages.txt"
build release

report="$ROOT/build/release/ctest.xml"
rm -f "$report"
ctest --test-dir "$ROOT/build/release" --output-on-failure --no-tests=error --parallel "$(nproc)" \
  --output-junit "$report" "$@"
# Where ctest only listed something, there is no report.
[ -f "$report" ] || exit 0

skipped=$(sed -n -E 's/.*<testcase name="([^"]*)".* status="(notrun|disabled)".*/\1/p' "$report" | sort)
listed=$(sed -E -e 's/[[:space:]]*#.*//' -e '/^$/d' "$ROOT/ci/skips.txt" | sort)
unlisted=$(comm -23 <(printf '%s\n' "$skipped") <(printf '%s\n' "$listed"))
printf 'timerlaw: %s tests skipped\n' "$(grep -c . <<<"$skipped" || true)"
[ -z "$unlisted" ] || {
  printf 'timerlaw: skipped, and not listed in ci/skips.txt:\n%s\n' "$unlisted" >&2
  exit 1
}
