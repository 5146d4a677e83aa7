#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The search for false alarms: random programs on an idle host, then with every core busy twice over and the child stopped
# and continued at random. A sound law and a sound oracle leave no divergence without an explanation.
#
#   ci/soak.sh [PROGRAMS [SEED]]     a million of each, by default
#
# Ends by itself: a phase that is not done after SOAK_HOURS (default 6) counts as failed. Exit code: the worse of the
# two phases', as docs/exit-codes.md has them.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

programs=${1:-1000000}
seed=${2:-$(date +%s)}
limit=$((${SOAK_HOURS:-6} * 3600))
cd "$ROOT"
install_packages ci/packages.txt
build release timerlaw timerlaw-agent

busy=()
be_idle() {
  [ "${#busy[@]}" -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true
  busy=()
}
trap be_idle EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Twice as many loops as cores. Each ends with its time or with this script, however that ends.
be_busy() {
  local core
  for ((core = 0; core < 2 * $(nproc); ++core)); do
    bash -c 'while ((SECONDS < $1)) && kill -0 "$2" 2>/dev/null; do :; done' busy "$limit" "$$" &
    busy+=($!)
  done
}

out="timerlaw-results/soak-$(date -u +%Y%m%dT%H%M%SZ)"

# judge PHASE OPTION...
judge() {
  local phase=$1 code=0
  shift
  printf '== %s: %s programs, seed %s\n' "$phase" "$programs" "$seed"
  timeout --signal=INT --kill-after=120 "$limit" build/release/conformance/cli/timerlaw run --programs "$programs" \
    --seed "$seed" --expect ci/expect/host.toml --out "$out/$phase" "$@" || code=$?
  # By `timeout`: the phase did not finish.
  [ "$code" -ne 124 ] && [ "$code" -ne 137 ] || code=4
  printf '== %s: exit code %s\n' "$phase" "$code"
  return "$code"
}

idle=0
judge idle || idle=$?
[ "$idle" -ne 130 ] || exit 130
be_busy
busy_code=0
judge busy --stop-randomly || busy_code=$?
be_idle
printf '== idle %s, busy %s; results in %s\n' "$idle" "$busy_code" "$out"
for code in 2 1 4 3; do
  if [ "$idle" -eq "$code" ] || [ "$busy_code" -eq "$code" ]; then
    exit "$code"
  fi
done
exit "$((idle > busy_code ? idle : busy_code))"
