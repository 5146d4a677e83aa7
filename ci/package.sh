#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The release: ci/package.sh [FOLDER] puts a .deb and a .tar.gz of static programs there (build/packages without one).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=ci/setup.sh
source ci/setup.sh

folder=$(mkdir -p "${1:-build/packages}" && cd "${1:-build/packages}" && pwd)
install_packages ci/packages.txt
build static
(cd build/static && cpack -G DEB -D CPACK_PACKAGE_DIRECTORY="$folder" &&
  cpack -G TGZ -D CPACK_PACKAGE_DIRECTORY="$folder") >&2 || give_up "cpack failed: see above"
rm -rf "$folder/_CPack_Packages"
ls "$folder"/*.deb "$folder"/*.tar.gz
