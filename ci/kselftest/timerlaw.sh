#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# timerlaw as a test of the kernel's own runner: KTAP on stdout, everything else on stderr; exits 0, 1 or 4 (skip).
# TIMERLAW is the binary (default: in PATH), TIMERLAW_EXPECT a file of expectations (default: expect.toml beside this
# script, if there is one), TIMERLAW_OUT where results and reports stay (default: they don't).
here=$(dirname "$0")
timerlaw=${TIMERLAW:-timerlaw}
command -v "$timerlaw" >/dev/null || {
  echo "KTAP version 1"
  echo "1..0 # SKIP $timerlaw is not there: install it, or set TIMERLAW"
  exit 4
}
expect=${TIMERLAW_EXPECT:-}
[ -n "$expect" ] || [ ! -f "$here/expect.toml" ] || expect=$here/expect.toml

out=${TIMERLAW_OUT:-}
if [ -z "$out" ]; then
  scratch=$(mktemp -d) || exit 1
  trap 'rm -rf "$scratch"' EXIT
  out=$scratch/results
fi
"$timerlaw" gate --quiet --exit-style kselftest --out "$out" ${expect:+--expect "$expect"} "$@" >&2
code=$?
if [ -f "$out/report.ktap" ]; then
  cat "$out/report.ktap"
elif [ "$code" -eq 4 ]; then
  echo "KTAP version 1"
  echo "1..0 # SKIP the target cannot be tested here"
else
  echo "KTAP version 1"
  echo "Bail out! timerlaw gate wrote no report"
fi
exit "$code"
