#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The packages of ci/package.sh, used as somebody would who has no sources: the .deb alone in a root of its own, the
# archive anywhere, and the library by another project.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=ci/setup.sh
source ci/setup.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf 'package-test: %s\n' "$1" >&2
  exit 1
}

# Divergences of this kernel (exit code 1) are not the package's business.
judged() {
  local code=0
  "$@" >"$scratch/out.txt" 2>&1 || code=$?
  { [ "$code" -eq 0 ] || [ "$code" -eq 1 ]; } && grep -q ' 200 judged' "$scratch/out.txt" ||
    { cat "$scratch/out.txt" >&2; fail "exit code $code: $*"; }
}

ci/package.sh "$scratch/packages" >/dev/null

# The root holds nothing but the package: no C library, no shell.
root=$scratch/root
mkdir -p "$root/proc" "$root/tmp"
dpkg-deb -x "$scratch"/packages/*.deb "$root"
# shellcheck disable=SC2016
judged unshare --mount --map-root-user sh -c 'mount --rbind /proc "$1/proc" && shift && exec "$@"' sh "$root" \
  chroot "$root" /usr/bin/timerlaw run --programs 200 --seed 1 --out /tmp/results
judged unshare --mount --map-root-user sh -c 'mount --rbind /proc "$1/proc" && shift && exec "$@"' sh "$root" \
  chroot "$root" /usr/bin/timerlaw run --abi i386 --programs 200 --seed 1 --out /tmp/results-i386
for file in share/man/man1/timerlaw.1.gz share/man/man1/timerlaw.1 share/timerlaw/corpus/lemmas.prog \
  share/timerlaw/expect/host.toml share/doc/timerlaw/README.md share/timerlaw/profiles/gvisor.toml; do
  [ -e "$root/usr/$file" ] || [ "${file%.gz}" != "$file" ] || fail "the package lacks $file"
done

mkdir "$scratch/archive"
tar -xzf "$scratch"/packages/*.tar.gz -C "$scratch/archive" --strip-components=1
judged env -i "$scratch/archive/bin/timerlaw" run --programs 200 --seed 1 --out "$scratch/results"
"$scratch/archive/bin/timerlaw" --version | grep -q 'commit .*results schema' || fail "--version lacks the commit"

cmake -S conformance/example -B "$scratch/judge" -D CMAKE_PREFIX_PATH="$scratch/archive" >&2
cmake --build "$scratch/judge" >&2
code=0
"$scratch/judge/judge" >"$scratch/judge.txt" || code=$?
{ [ "$code" -eq 1 ] && grep -q 'step 2 breaks PT-GET-1' "$scratch/judge.txt"; } || fail "the example says: $(cat "$scratch/judge.txt")"

man --warnings -E UTF-8 -l -Tutf8 "$scratch/archive/share/man/man1/timerlaw.1" >/dev/null 2>"$scratch/man.txt"
[ ! -s "$scratch/man.txt" ] || fail "the manual page: $(cat "$scratch/man.txt")"
completed=$(bash --norc -c 'source "$1"; COMP_WORDS=(timerlaw run --clo); COMP_CWORD=2; _timerlaw; echo "${COMPREPLY[@]}"
  COMP_WORDS=(timerlaw run --clock v); COMP_CWORD=3; _timerlaw; echo "${COMPREPLY[@]}"
  COMP_WORDS=(timerlaw iden); COMP_CWORD=1; _timerlaw; echo "${COMPREPLY[@]}"' \
  bash "$scratch/archive/share/bash-completion/completions/timerlaw" | tr '\n' ' ')
[ "$completed" = "--clock vdso identify " ] || fail "bash completes to $completed"
printf 'packages: %s\n' "$(cd "$scratch/packages" && stat -c '%n %s bytes' -- * | paste -sd, | sed 's/,/, /g')"
