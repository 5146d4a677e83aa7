#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Gates every target of the lab, and makes one report of all.
#
#   ci/gate-all.sh OUT [TARGET...]      all targets, by default
#
# OUT/TARGET has each one's results and reports, OUT/report.html and .md those of all together. Exit code: the first of
# 1, 2, 4, 3 that any target's gate gave; 0 if all conform.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || {
  sed -n '5s/^# *//p' ci/gate-all.sh >&2
  exit 2
}
out=$1
shift
targets=("$@")
[ $# -gt 0 ] || targets=(host uml:stock uml:5.10 uml:6.1 uml:6.12 uml:7.2 uml:7.3 uml:5.10+cpu uml:6.1+cpu
  uml:6.12+cpu uml:7.2+cpu uml:7.3+cpu qemu:5.10 qemu:6.1 qemu:6.1-rt qemu:6.12
  qemu:7.2 gvisor:2022 gvisor:2024 qemu-user:x86_64 qemu-user:i386 qemu-user:aarch64)

mkdir -p "$out"
codes=" "
folders=()
for target in "${targets[@]}"; do
  code=0
  GATE_OUT="$out/${target//:/-}" ci/gate.sh "$target" --quiet || code=$?
  printf 'timerlaw: %s: exit code %s\n' "$target" "$code" >&2
  codes+="$code "
  [ ! -f "$out/${target//:/-}/run.json" ] || folders+=("$out/${target//:/-}")
done
if [ "${#folders[@]}" -gt 0 ]; then
  for format in html md; do
    build/release/conformance/cli/timerlaw report --format "$format" --out "$out/report.$format" "${folders[@]}"
  done
fi
for code in 130 143 1 2 4 3; do
  [[ $codes != *" $code "* ]] || exit "$code"
done
