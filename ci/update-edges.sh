#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Finds all edges anew, the certain points and the differences between profiles too, and writes
# generators/corpus/NAME.edges. With --check it writes nothing: exit code 1 if a file is
# out of date. Takes Z3.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$ROOT"

case ${1:-} in
  --check | '') ;;
  *)
    printf 'usage: ci/update-edges.sh [--check]\n' >&2
    exit 2
    ;;
esac
build release timerlaw
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
edges() {
  nice build/release/conformance/cli/timerlaw edges "$@"
}
edges --out "$scratch" >&2
edges --certain >"$scratch/certain.edges"
edges --differ all all >"$scratch/differences.edges"

if [ "${1:-}" != --check ]; then
  cp "$scratch"/*.edges generators/corpus/
  exit
fi
for file in "$scratch"/*.edges; do
  diff -u "generators/corpus/${file##*/}" "$file" >&2 || {
    printf 'timerlaw: generators/corpus/%s is out of date: run ci/update-edges.sh\n' "${file##*/}" >&2
    exit 1
  }
done
