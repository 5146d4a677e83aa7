# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by kernel.sh: how each kind of target is made. make_KIND FOLDER leaves the result in FOLDER/out, and goes on
# where an earlier one was stopped. NAME, SUITE, PACKAGE and FILE say of what.

# What a change of must make the thing anew.
recipe_inputs() {
  declare -f "make_${1//-/_}" unpack
  [ "$1" != uml ] || cat "$HERE/uml.config"
}

# unpack SUITE PACKAGE FOLDER
unpack() {
  local deb
  deb=$(fetch "$1" "$2") || exit 4
  mkdir -p "$3"
  dpkg -x "$deb" "$3"
}

# A User-Mode kernel with virtual time, from the distribution's source.
make_uml() {
  local folder=$1 source="$1/$PACKAGE"
  if [ ! -f "$folder/unpacked" ]; then
    unpack "$SUITE" "$PACKAGE" "$folder/package" || return
    say "unpacking $PACKAGE"
    rm -rf "$source"
    tar -C "$folder" -xf "$folder/package/usr/src/$PACKAGE.tar.xz" || return
    rm -rf "$folder/package"
    touch "$folder/unpacked"
  fi
  say "building $PACKAGE; this takes 1 to 3 minutes on 2 cores"
  {
    make -C "$source" ARCH=um CC=gcc-12 KCONFIG_ALLCONFIG="$HERE/uml.config" allnoconfig &&
      grep -qx CONFIG_UML_TIME_TRAVEL_SUPPORT=y "$source/.config" &&
      make -C "$source" ARCH=um CC=gcc-12 -j "$(nproc)" linux
  } >"$folder/log" 2>&1 || {
    tail -n 20 "$folder/log" >&2
    return 1
  }
  strip -o "$folder/out/linux" "$source/linux"
}

# The distribution's own User-Mode kernel, in real time.
make_uml_stock() {
  unpack "$SUITE" "$PACKAGE" "$1/package" && cp "$1/package/usr/bin/linux.uml" "$1/out/linux"
}
