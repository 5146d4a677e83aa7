#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Does the gate give the same exit code each time, under load? Repeats it, with every core busy beside it, and counts.
#
#   ci/gate-repeat.sh TIMES OPTION...      options are those of `timerlaw gate`
#   ci/gate-repeat.sh 200 --target host --expect ci/expect/host.toml --programs 2000 --exhaustive-one-in 10000
#
# BUSY loops (default: twice as many as there are cores) keep the machine busy. Prints how often each exit code came; fails
# if there was more than one. TIMERLAW is the binary (default: that of build/release).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
timerlaw=${TIMERLAW:-$root/build/release/conformance/cli/timerlaw}
[ $# -ge 1 ] || {
  sed -n '5,6s/^# *//p' "$0" >&2
  exit 2
}
times=$1
shift

scratch=$(mktemp -d)
busy=()
finish() {
  [ "${#busy[@]}" -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
for ((i = 0; i < ${BUSY:-2 * $(nproc)}; ++i)); do
  # Ends with this script, however that ends.
  bash -c 'while kill -0 "$1" 2>/dev/null; do for ((j = 0; j < 100000; ++j)); do :; done; done' busy "$$" &
  busy+=($!)
done

declare -A count=()
for ((i = 1; i <= times; ++i)); do
  code=0
  "$timerlaw" gate --quiet --out "$scratch/$i" "$@" >"$scratch/said" 2>"$scratch/complained" || code=$?
  count[$code]=$((${count[$code]:-0} + 1))
  # What differs from the first is worth reading.
  if [ "$i" -eq 1 ]; then
    first=$code
  elif [ "$code" -ne "$first" ]; then
    printf 'run %s: exit code %s\n' "$i" "$code"
    cat "$scratch/said" "$scratch/complained"
  fi
  rm -rf "${scratch:?}/$i"
done
for code in "${!count[@]}"; do
  printf 'exit code %s: %s of %s\n' "$code" "${count[$code]}" "$times"
done
[ "${#count[@]}" -eq 1 ]
