#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Which commit broke it? For `git bisect run`, in a kernel tree that has been configured for User-Mode Linux (docs/lab.md):
#   git bisect run …/ci/bisect.sh some.program           bad where this program diverges
#   git bisect run …/ci/bisect.sh [options of timerlaw run]   bad where a run finds a divergence that it is not told to expect
# Options follow a program, too: those of `timerlaw check`. BUILD is the command that builds the kernel, KERNEL what comes of it.
# Exit code: 0 good, 1 bad, 125 cannot be told (does not build, does not boot), 128 stop: wrong usage.
set -uo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TIMERLAW=${TIMERLAW:-$HERE/../build/release/conformance/cli/timerlaw}
BUILD=${BUILD:-make ARCH=um -j $(nproc)}
KERNEL=${KERNEL:-uml:./linux}
CANNOT_TELL=125 STOP=128

[ -x "$TIMERLAW" ] || {
  printf 'timerlaw: no %s: build it first, or say where it is: TIMERLAW=PATH\n' "$TIMERLAW" >&2
  exit $STOP
}
log=$(mktemp) || exit $STOP
results=$(mktemp -d) || exit $STOP
trap 'rm -rf "$log" "$results"' EXIT

if ! sh -c "$BUILD" >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  printf 'timerlaw: this commit does not build\n' >&2
  exit $CANNOT_TELL
fi
if [ -f "${1:-}" ]; then
  program=$1
  shift
  "$TIMERLAW" exec --target "$KERNEL" "$program" >"$results/traces" || exit $CANNOT_TELL
  "$TIMERLAW" check "$@" "$results/traces" >&2
  case $? in
    0 | 3) exit 0 ;;
    1) exit 1 ;;
    2) exit $STOP ;;
    *) exit $CANNOT_TELL ;;
  esac
fi
"$TIMERLAW" run --target "$KERNEL" --jobs 1 --shrink-time 0s --quiet --exit-style bisect --out "$results/run" "$@" >&2
