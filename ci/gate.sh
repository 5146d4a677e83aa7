#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Gates a target: installs what is missing, builds, and runs `timerlaw gate` against the target's file in ci/expect.
#
#   ci/gate.sh [TARGET [OPTION...]]      this host, by default; options are those of `timerlaw gate`
#
# A kernel of the lab is fetched or built first. Results and reports are in $GATE_OUT (default: ./gate-TARGET). Exit codes:
# docs/exit-codes.md.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

target=${1:-host}
shift $(($# > 0 ? 1 : 0))

# The file of expectations: one for all kernels of the lab, whose versions differ by conditions; one for each version
# where they are different programs.
expectations() {
  case $1 in
    host) echo host ;;
    uml:* | qemu:*) echo lab ;;
    gvisor) echo gvisor-2024 ;;
    gvisor:* | qemu-user:*) echo "${1%%:*}-${1#*:}" ;;
    qemu-user) echo "qemu-user-$(uname -m)" ;;
    *) give_up "no file of expectations for the target $1: call \`timerlaw gate --target $1 --expect FILE\`" ;;
  esac
}

file="$ROOT/ci/expect/$(expectations "$target").toml"
install_packages "$ROOT/ci/packages.txt"
build release timerlaw timerlaw-agent timerlaw-boot timerlaw-init
case $target in
  host) ;;
  */*) ;;
  *)
    names=("${target/:/-}")
    names=("${names[0]%+*}")  # uml:NAME+cpu is the same kernel
    [ "$target" != gvisor ] || names=(gvisor-2024)
    [ "$target" != qemu-user ] || names=("qemu-user-$(uname -m)")
    [[ $target != qemu:* ]] || names+=(qemu-system)
    "$ROOT/ci/lab/kernel.sh" get "${names[@]}" >&2 || give_up "$target could not be made ready: see above"
    ;;
esac
# A sandbox's law is nearest to that of no kernel.
law=()
[[ $target != gvisor* ]] || law=(--profile "$ROOT/ci/profiles/gvisor.toml")
exec "$ROOT/build/release/conformance/cli/timerlaw" gate --target "$target" "${law[@]}" --expect "$file" \
  --out "${GATE_OUT:-gate-${target//[:\/]/-}}" "$@"
