#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The HTML report in a real browser: a page that is always the same, driven by ci/browser_test.py. Screenshots are left
# in build/browser.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_packages "$ROOT/ci/packages.txt" "$ROOT/ci/packages-browser.txt"
build release timerlaw_sample_page
pictures="$ROOT/build/browser"
mkdir -p "$pictures"
"$ROOT/build/release/reports/html/timerlaw_sample_page" "$ROOT/model/oracle/golden" >"$pictures/page.html"
# The browser leaves its profiles behind.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Debian's own Python has Debian's modules.
TMPDIR="$scratch" /usr/bin/python3 "$ROOT/ci/browser_test.py" "$pictures/page.html" "$pictures"
