#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plants a one-line bug in a history of kernel/time and lets `git bisect run ci/bisect.sh` find it. Exit code 0 if the commit
# that it names is the one. It keeps its tree in the lab's cache, so that a second time builds only what differs.
#   bisect-demo.sh [COMMITS]    how many commits the history has (16)
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB=${XDG_CACHE_HOME:-$HOME/.cache}/timerlaw/lab
COMMITS=${1:-16}
PLANTED=$((COMMITS * 5 / 8))
TREE=$LAB/build/bisect/linux-source-6.12

if [ ! -f "$TREE/linux" ]; then
  "$HERE/kernel.sh" source uml-6.12 "$LAB/build/bisect" >&2
  make -C "$TREE" ARCH=um CC=gcc-12 KCONFIG_ALLCONFIG="$HERE/uml.config" allnoconfig >/dev/null
  make -C "$TREE" ARCH=um CC=gcc-12 -j "$(nproc)" linux >/dev/null 2>&1
fi
cd "$TREE"
git() {
  command git -c user.name=lab -c user.email=lab@localhost -c advice.detachedHead=false -c gc.auto=0 "$@"
}
# A history of that folder alone: all else is as it was built.
if [ ! -d .git ]; then
  git init -q
  git add -f kernel/time/*.c
  git commit -q -m "as released"
  git tag released
fi
git bisect reset >/dev/null 2>&1 || true
git checkout -q -f -B history released
for commit in $(seq "$COMMITS"); do
  if [ "$commit" = "$PLANTED" ]; then
    sed -i 's/overrun = timer_overrun_to_int(timr, 0);/overrun = timer_overrun_to_int(timr, 1);/' kernel/time/posix-timers.c
    git commit -q -a -m "planted: one overrun too many"
    git tag -f planted >/dev/null
  else
    printf '/* %d */\n' "$commit" >>kernel/time/itimer.c
    git commit -q -a -m "harmless $commit"
  fi
done
git bisect start history released >&2
BUILD="make ARCH=um CC=gcc-12 -j $(nproc) linux" git bisect run "$HERE/../bisect.sh" "$HERE/overrun.program" >&2
found=$(git rev-parse refs/bisect/bad)
git bisect reset >&2
git log -1 --format='found %h: %s' "$found"
[ "$found" = "$(git rev-parse planted)" ]
