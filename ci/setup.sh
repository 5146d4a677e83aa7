# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by the scripts beside it: installs what a build needs, and builds. All of its output goes to stderr, because
# stdout belongs to what is run afterwards. Whatever fails here ends the script with exit code 4: nothing was judged.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

give_up() {
  printf 'timerlaw: %s\n' "$@" >&2
  exit 4
}

# The packages named in the files that are not installed, one a line.
missing_packages() {
  local package
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@" | while read -r package; do
    # No answer at all means that dpkg has never heard of it.
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      printf '%s\n' "$package"
  done
}

# install_packages LIST_FILE...
install_packages() {
  command -v dpkg-query >/dev/null || {
    printf 'timerlaw: not a Debian machine: the packages of %s are taken to be there\n' "$*" >&2
    return
  }
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    # A sudo that would ask for a password can do so on a terminal only.
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as_root=(sudo)
    else
      give_up "packages are missing, and neither root nor sudo is there to install them. As root:" \
        "  apt-get install --no-install-recommends ${missing[*]}"
    fi
  fi
  printf 'timerlaw: installing %s\n' "${missing[*]}" >&2
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update >&2 || give_up "'apt-get update' failed: see above"
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 ||
    give_up "'apt-get install ${missing[*]}' failed: see above"
}

# What is compiled for one preset serves another: no object names the folder that it was built in.
export CCACHE_NOHASHDIR=1

# build PRESET [TARGET...]: configures once, then builds; does nothing where nothing has changed.
build() {
  local preset=$1 folder="$ROOT/build/$1"
  shift
  if [ ! -f "$folder/build.ninja" ] || [ "$ROOT/CMakePresets.json" -nt "$folder/build.ninja" ]; then
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache)
    (cd "$ROOT" && cmake --preset "$preset" "${launcher[@]}") >&2 || give_up "'cmake --preset $preset' failed: see above"
  fi
  cmake --build "$folder" ${1:+--target "$@"} >&2 || give_up "'cmake --build build/$preset' failed: see above"
}
