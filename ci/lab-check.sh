#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A short run on each kind of target that is not this host, with recorded findings expected: User-Mode Linux as the
# distribution builds it (downloaded, if it is not in the lab's cache), and what the cache holds of virtual-time kernels,
# gVisor and emulators (docs/lab.md). A divergence fails, and so does a target that is there and does not run; what is not
# there is skipped, and counted.
set -uo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

TIMERLAW=$ROOT/build/release/conformance/cli/timerlaw
KERNEL=$ROOT/ci/lab/kernel.sh
build release timerlaw timerlaw-agent timerlaw-agent-i386 timerlaw-boot timerlaw-init
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
conform=0 skipped=0 failed=0

skip() {
  printf '%-22s skipped: %s\n' "$1" "$2"
  skipped=$((skipped + 1))
}

# check TARGET EXPECTATIONS [options]: of timerlaw run
check() {
  local target=$1 expect=$2 code=0 started=$SECONDS
  shift 2
  "$TIMERLAW" run --target "$target" --expect "$ROOT/ci/expect/$expect" --seed 1 --quiet --shrink-time 5s \
    --out "$scratch/$target" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || code=$?
  if [ "$code" = 0 ]; then
    printf '%-22s conforms: %s programs, %s s\n' "$target" "$(sed -n -E 's/^ *programs +([0-9]+) run.*/\1/p' "$scratch/out")" \
      "$((SECONDS - started))"
    conform=$((conform + 1))
    return
  fi
  printf '%-22s FAILED: exit code %s\n' "$target" "$code"
  sed 's/^/    /' "$scratch/out" "$scratch/err"
  rm -rf "$ROOT/build/failed-lab-results"
  cp -r "$scratch/$target" "$ROOT/build/failed-lab-results" 2>/dev/null
  failed=$((failed + 1))
}

# in_cache NAME: of the lab's
in_cache() {
  "$KERNEL" path "$1" >/dev/null 2>&1
}

if in_cache uml-stock || timeout 60 "$KERNEL" get uml-stock >"$scratch/get" 2>&1; then
  check uml:stock lab.toml --programs 300
else
  skip uml:stock "$(tail -n 1 "$scratch/get")"
fi

# reproduce TARGET COMMAND...: the C files of what check has found, compiled and run there
reproduce() {
  local target=$1
  shift
  "$TIMERLAW" report --format md --out "$scratch/$target.md" "$scratch/$target" 2>"$scratch/err" &&
    "$ROOT/ci/reproducers.sh" "$scratch/$target.md" "$@" >"$scratch/out" 2>>"$scratch/err"
  local code=$?
  printf '%-22s %s\n' "$target" "$(sed -n '$s/^timerlaw: //p' "$scratch/out")"
  [ "$code" = 0 ] || {
    sed 's/^/    /' "$scratch/out" "$scratch/err"
    failed=$((failed + 1))
  }
}

# The newest is enough: VirtualTime.* runs others.
for name in 7.3 7.2 6.12 6.1 5.10 none; do
  if [ "$name" = none ]; then
    skip uml "no virtual-time kernel in the cache: $KERNEL get uml-6.12"
  elif in_cache "uml-$name"; then
    check "uml:$name" lab.toml --programs 1000
    break
  fi
done

# Both releases differ from Linux in the same ways: docs/findings-gvisor.md.
for version in 2024 2022 none; do
  if [ "$version" = none ]; then
    skip gvisor "not in the cache: $KERNEL get gvisor-2024"
  elif in_cache "gvisor-$version"; then
    check "gvisor:$version" "gvisor-$version.toml" --profile "$ROOT/ci/profiles/gvisor.toml" --programs 20
    reproduce "gvisor:$version" "$ROOT/ci/lab/boot.sh" gvisor "gvisor-$version"
    break
  fi
done

for abi in x86_64 i386 aarch64; do
  if ! in_cache "qemu-user-$abi"; then
    skip "qemu-user:$abi" "not in the cache: $KERNEL get qemu-user-$abi"
  elif [ "$abi" != "$(uname -m)" ] && [ ! -x "$ROOT/build/release/conformance/agent/timerlaw-agent-$abi" ]; then
    skip "qemu-user:$abi" "no agent for $abi was built"
  else
    check "qemu-user:$abi" "qemu-user-$abi.toml" --programs 100
    [ "$abi" = aarch64 ] || reproduce "qemu-user:$abi" "$ROOT/ci/lab/boot.sh" qemu-user "qemu-user-$abi"
  fi
done

printf 'timerlaw: %s targets conform, %s skipped, %s failed\n' "$conform" "$skipped" "$failed"
[ "$failed" = 0 ]
