#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An agent in one of the lab's targets: programs in on stdin, traces out on stdout, kernel messages on stderr.
#   boot.sh [options of timerlaw-boot] uml|qemu|gvisor|qemu-user NAME|PATH AGENT [agent options]
#   timerlaw run --target 'cmd:ci/lab/boot.sh uml uml-6.12'
set -uo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# Installed, this lies in share/timerlaw/lab; in the source tree it runs what was built last.
BOOT=$HERE/../../../libexec/timerlaw/timerlaw-boot
[ -x "$BOOT" ] || BOOT=${TIMERLAW_BUILD:-$HERE/../../build/release}/conformance/lab/timerlaw-boot

give_up() {
  printf 'timerlaw: %s\n' "$@" >&2
  exit 4
}

# kvm_works AGENT: a /dev/kvm that opens says little, so a machine is booted, once in each life of this one.
kvm_works() {
  local verdict
  verdict=${XDG_CACHE_HOME:-$HOME/.cache}/timerlaw/lab/kvm-$(cat /proc/sys/kernel/random/boot_id)
  [ -w /dev/kvm ] || return
  if [ ! -s "$verdict" ]; then
    if timeout 10 "$BOOT" --qemu "$emulator -accel kvm -cpu host" qemu "$kernel" "$1" </dev/null 2>/dev/null | grep -q 'tl{H'; then
      echo works >"$verdict"
    else
      echo fails >"$verdict"
    fi
  fi
  grep -qx works "$verdict"
}

options=()
while [[ ${1:-} == --* ]]; do
  options+=("$1" "${2:-}")
  shift 2
done
[ $# -ge 3 ] || {
  sed -n '4,5s/^# *//p' "$0" >&2
  exit 2
}
kind=$1 kernel=$2
shift 2
# A name of the lab's, unless it is a file.
if [ ! -f "$kernel" ]; then
  name=$kernel
  kernel=$("$HERE/kernel.sh" path "$name") || exit
  [ "$name" != uml-stock ] || options=(--time real "${options[@]}")
fi
case $kind in
  uml | qemu)
    [ -x "$BOOT" ] || give_up "no $BOOT: build timerlaw first, or say where it was built: TIMERLAW_BUILD=FOLDER"
    if [ "$kind" = qemu ]; then
      emulator=$("$HERE/kernel.sh" path qemu-system) || exit
      if kvm_works "$1"; then
        emulator+=" -accel kvm -cpu host"
      else
        # QEMU 7.2 leaves half of RAX in the flags where an interrupt comes behind cmpxchg16b: docs/findings.md.
        emulator+=" -accel tcg -cpu max,cx16=off"
      fi
      options=(--qemu "$emulator" "${options[@]}")
    fi
    exec "$BOOT" "${options[@]}" "$kind" "$kernel" "$@"
    ;;
  # A sandbox for one command, made by whoever asks: it needs no rights, no network and no daemon.
  gvisor) exec "$kernel" --rootless --network=none --ignore-cgroups do "$@" ;;
  qemu-user) exec "$kernel" "$@" ;;
  *) give_up "'$kind' is none of uml, qemu, gvisor, qemu-user" ;;
esac
