# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by kernel.sh: packages of any suite of the machine's own Debian archive, through a configuration of apt's that
# touches nothing of the machine's. What is downloaded is checked against the suite's signed index.

# The archive that this machine installs from, or DEBIAN_MIRROR.
archive_address() {
  local address=${DEBIAN_MIRROR:-}
  if [ -z "$address" ]; then
    command -v apt-get >/dev/null || give_up "the lab's kernels are Debian packages, and this machine has no apt"
    # All that any source says, without its suites; the first one called "debian" is the archive.
    address=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -E '/debian/?$' | head -n 1)
  fi
  [ -n "$address" ] || give_up "no Debian archive among this machine's apt sources: name one, DEBIAN_MIRROR=http://…/debian"
  printf '%s\n' "${address%/}"
}

# in_suite SUITE COMMAND…: an apt command that sees that suite alone, and no installed package.
in_suite() {
  local suite=$1 folder="$LAB/apt/$1"
  shift
  # Some machines, containers above all, keep apt from caching what it has read.
  APT_CONFIG="$folder/apt.conf" "$@" -o Dir::Cache::pkgcache=pkgcache.bin -o Dir::Cache::srcpkgcache=srcpkgcache.bin
}

# Reads the suite's index where that is missing, or a day old.
open_suite() {
  local suite=$1 folder="$LAB/apt/$1" keyring=/usr/share/keyrings/debian-archive-keyring.gpg address
  [ -f "$keyring" ] || give_up "no $keyring to check signatures with: install debian-archive-keyring"
  address=$(archive_address) || exit 4
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/parts"
  (
    flock 9
    if [ -n "$(find "$folder/read" -mmin -1440 2>/dev/null)" ] && grep -qF " $address " "$folder/sources.list"; then
      exit 0
    fi
    : >"$folder/status"
    printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$address" "$suite" >"$folder/sources.list"
    cat >"$folder/apt.conf" <<CONFIG
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "$folder/parts";
Dir::State::Lists "$folder/lists";
Dir::State::status "$folder/status";
Dir::Cache "$folder/cache";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
APT::Sandbox::User "";
CONFIG
    say "reading the index of $suite at $address"
    in_suite "$suite" apt-get -qq update >&2 || give_up "the index of $suite at $address cannot be read: see above"
    touch "$folder/read"
  ) 9>"$folder/lock" || exit 4
}

# The newest package of the suite whose name matches.
newest_package() {
  local name
  name=$(in_suite "$1" apt-cache pkgnames | grep -Ex -- "$2" | sort -V | tail -n 1)
  [ -n "$name" ] || give_up "no package $2 in $1 at $(archive_address): the archive may have dropped it"
  printf '%s\n' "$name"
}

# package_field SUITE PACKAGE FIELD
package_field() {
  in_suite "$1" apt-cache show --no-all-versions "$2" | sed -n "s/^$3: //p" | head -n 1
}

# fetch SUITE PACKAGE…: prints the paths of their .debs, downloaded unless they are there already.
fetch() {
  local suite=$1 wanted file size sum missing=()
  shift
  wanted=$(in_suite "$suite" apt-get --print-uris download "$@" | sed -E "s/^'[^']*' //") || give_up "$suite has not all of $*"
  mkdir -p "$LAB/deb"
  (
    flock 9
    while read -r file size sum; do
      is_file_of_sum "$LAB/deb/$file" "${sum#SHA256:}" || missing+=("$file $size")
    done <<<"$wanted"
    [ "${#missing[@]}" -gt 0 ] || exit 0
    say "downloading $(printf '%s\n' "${missing[@]}" | awk '{ bytes += $2 } END { printf "%d file%s, %d MB", NR, (NR > 1 ? "s" : ""), bytes / 1e6 + 1 }')"
    # Apart until they are whole. A file's name begins with its package's; apt keeps one that was downloaded before.
    mkdir -p "$LAB/deb/part"
    (cd "$LAB/deb/part" && in_suite "$suite" apt-get -qq download "${missing[@]%%_*}" >&2) ||
      give_up "the download failed, see above; the same command goes on with it"
    mv "$LAB/deb/part"/*.deb "$LAB/deb" && rmdir "$LAB/deb/part"
  ) 9>"$LAB/deb/lock" || exit 4
  while read -r file size sum; do
    is_file_of_sum "$LAB/deb/$file" "${sum#SHA256:}" || give_up "$LAB/deb/$file: not what the index of $suite says; delete it and try again"
    printf '%s\n' "$LAB/deb/$file"
  done <<<"$wanted"
}

is_file_of_sum() {
  [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]
}
