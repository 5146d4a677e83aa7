#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every file that can hold a comment says its licence near its beginning. Names those that do not.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Pages, data and saved traces cannot, or need not: the LICENSE file holds for them.
missing=$(git ls-files -z -- ':!*.md' ':!*.json' ':!ci/*.txt' ':!model/evidence/*.txt' ':!ci/kselftest/config' ':!ci/kselftest/settings' ':!*.trace' ':!*.edges' ':!*.program' ':!*.png' ':!*.svg' \
  ':!LICENSE' ':!conformance/formats/fuzz_corpus' ':!.gitignore' ':!.clang-format' ':!.clang-tidy' |
  xargs -0 -r -n 1 sh -c 'head -n 3 -- "$0" | grep -q "SPDX-License-Identifier: \(Apache-2.0\|MIT OR GPL-2.0-only\)$\|SPDX-License-Identifier: Apache-2.0 " || printf "%s\n" "$0"')
[ -z "$missing" ] || {
  printf 'no SPDX line in:\n%s\n' "$missing" >&2
  exit 1
}
