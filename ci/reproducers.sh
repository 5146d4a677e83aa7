#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compiles the C files of a Markdown report, and runs each where the report's divergences were seen.
#
#   ci/reproducers.sh REPORT.md [COMMAND...]    COMMAND runs a program elsewhere: ci/lab/boot.sh gvisor gvisor-2024
#
# Prints what each says, and how many show their divergence. Exits 1 if one does not compile, or none shows; CC is the
# compiler.
set -uo pipefail
[ $# -ge 1 ] && [ -r "$1" ] || {
  sed -n '5s/^# *//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}
report=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Each block of C is a file.
awk -v folder="$scratch" '
  /^```c$/ { file = sprintf("%s/%03d.c", folder, ++count); next }
  /^```$/  { file = "" }
  file     { print > file }' "$report"

shown=0 lawful=0 untested=0 failed=0
for file in "$scratch"/*.c; do
  [ -e "$file" ] || break
  options=(-static -pthread)
  ! grep -q '^// For i386' "$file" || options+=(-m32)
  if ! "${CC:-cc}" -Wall -Werror "${options[@]}" -o "$scratch/reproducer" "$file"; then
    sed -n 2p "$file"
    failed=$((failed + 1))
    continue
  fi
  code=0
  # It may block all signals, and wait for one that never comes.
  timeout -s KILL 120 "$@" "$scratch/reproducer" >"$scratch/says" 2>&1 </dev/null || code=$?
  case $code in
    0) lawful=$((lawful + 1)) ;;
    1) shown=$((shown + 1)) ;;
    *) untested=$((untested + 1)) ;;
  esac
  printf '%s: %s\n' "$(sed -n -E '2s,^// ([A-Z0-9-]+):.*,\1,p' "$file")" "$(tail -n 1 "$scratch/says")"
done
printf 'timerlaw: %s C files show their divergence, %s say lawful, %s could not be tested, %s do not compile\n' \
  "$shown" "$lawful" "$untested" "$failed"
[ "$failed" = 0 ] && [ "$shown" -gt 0 ]
