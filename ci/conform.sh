#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Judges this host: installs what is missing, builds, and hands its arguments to `timerlaw run`.
set -euo pipefail
# shellcheck source=ci/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

install_packages "$ROOT/ci/packages.txt"
build release timerlaw timerlaw-agent
exec "$ROOT/build/release/conformance/cli/timerlaw" run "$@"
