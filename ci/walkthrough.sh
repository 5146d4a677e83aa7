#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The walkthrough with its traces simulated anew: reads the page from stdin, writes it to stdout. What stands between
# `<!-- trace OPTIONS -->` and `<!-- /trace -->` becomes what `timerlaw simulate OPTIONS` makes of the last program above
# it; `<!-- trace FILE -->` shows a recorded trace. A rule that the page names has to exist.
#
# usage: ci/walkthrough.sh TIMERLAW <PAGE >NEW_PAGE
set -euo pipefail

timerlaw=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
page=$scratch/page
program=$scratch/program
cat >"$page"

"$timerlaw" rules | cut -d' ' -f1 | sort -u >"$scratch/rules"
unknown=$(grep -oE '\b[A-Z][A-Z0-9]+(-[A-Z0-9]+)+\b' "$page" | sort -u | comm -13 "$scratch/rules" -)
if [ -n "$unknown" ]; then
  printf 'timerlaw: the walkthrough names rules that do not exist: %s\n' "${unknown//$'\n'/ }" >&2
  exit 1
fi

fenced() {
  printf '\n```\n'
  cat
  printf '```\n'
}

# The line about the target, and a recorded trace's comments, are left out.
simulated() {
  local options=()
  read -ra options <<<"$1"
  "$timerlaw" simulate "${options[@]}" "$program" >"$scratch/trace"
  # shellcheck disable=SC2016  # Markdown's backticks
  printf '`timerlaw simulate %s`:\n' "$1"
  sed 1d "$scratch/trace" | fenced
}
recorded() {
  printf '[%s](../%s), recorded:\n' "${1##*/}" "$1"
  sed -e '/^#/d' -e '/^timerlaw target/d' -e '/^$/d' "$1" | fenced
}

in_program=false in_trace=false
while IFS= read -r line; do
  case $line in
    'timerlaw program '*)
      in_program=true
      : >"$program"
      ;;
    '```') in_program=false ;;
    '<!-- /trace -->') in_trace=false ;;
  esac
  if $in_trace; then continue; fi
  printf '%s\n' "$line"
  if $in_program; then printf '%s\n' "$line" >>"$program"; fi
  case $line in
    '<!-- trace '*' -->')
      in_trace=true
      argument=${line#'<!-- trace '}
      argument=${argument%' -->'}
      if [[ $argument == --* ]]; then simulated "$argument"; else recorded "$argument"; fi
      ;;
  esac
done <"$page"
if $in_trace; then
  printf 'timerlaw: the walkthrough has a trace without its end, <!-- /trace -->\n' >&2
  exit 1
fi
