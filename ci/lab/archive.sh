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
  APT_CONFIG="$folder/apt.conf" "$@"
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

# fetch SUITE PACKAGE: prints the path of its .deb, downloaded unless it is there already.
fetch() {
  local suite=$1 package=$2 sum size file
  sum=$(package_field "$suite" "$package" SHA256)
  file="$LAB/deb/$(basename "$(package_field "$suite" "$package" Filename)")"
  mkdir -p "$LAB/deb"
  (
    flock 9
    if ! is_file_of_sum "$file" "$sum"; then
      size=$(package_field "$suite" "$package" Size)
      say "downloading $(basename "$file"), $((size / 1000000 + 1)) MB"
      # Under a name of its own until it is whole.
      mkdir -p "$file.part"
      (cd "$file.part" && in_suite "$suite" apt-get -qq download "$package" >&2) || give_up "$package cannot be downloaded: see above"
      mv "$file.part"/*.deb "$file" && rmdir "$file.part"
      is_file_of_sum "$file" "$sum" || give_up "$file: not what the index of $suite says; delete it and try again"
    fi
  ) 9>"$file.lock" || exit 4
  rm -f "$file.lock"
  printf '%s\n' "$file"
}

is_file_of_sum() {
  [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$2" ]
}
