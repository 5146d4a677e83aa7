# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sourced by kernel.sh: how each target is made. make_RECIPE FOLDER leaves the result in FOLDER/out, and goes on
# where an earlier one was stopped. NAME, SUITE, PACKAGE and FILE say of what.

# What a change of must make the thing anew.
recipe_inputs() {
  declare -f "make_$1"
  [ "$1" != uml ] || {
    declare -f unpack_source
    cat "$HERE/uml.config"
  }
}

# unpack SUITE FOLDER PACKAGE…
unpack() {
  local suite=$1 folder=$2 debs deb
  shift 2
  debs=$(fetch "$suite" "$@") || exit 4
  mkdir -p "$folder"
  while read -r deb; do
    dpkg -x "$deb" "$folder" || return
  done <<<"$debs"
}

# unpack_source FOLDER: of a kernel, once.
unpack_source() {
  local folder=$1 source="$1/$PACKAGE"
  [ ! -f "$folder/unpacked" ] || return 0
  unpack "$SUITE" "$folder/package" "$PACKAGE" || return
  say "unpacking $PACKAGE"
  rm -rf "$source"
  tar -C "$folder" -xf "$folder/package/usr/src/$PACKAGE.tar.xz" || return
  rm -rf "$folder/package"
  # Linux 6.1 forgets input that comes while it sleeps in virtual time led from outside: it looks for devices with a
  # handler for that, of which there is none here, and takes the event for handled. 5.10 and 6.12 do not.
  [ "$NAME" != uml-6.1 ] ||
    sed -i 's/sigio_run_timetravel_handlers();/mark_sigio_pending();/' "$source/arch/um/os-Linux/signal.c" || return
  touch "$folder/unpacked"
}

# A User-Mode kernel with virtual time, from the distribution's source.
make_uml() {
  local folder=$1 source="$1/$PACKAGE"
  unpack_source "$folder" || return
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
  unpack "$SUITE" "$1/package" "$PACKAGE" && cp "$1/package/usr/bin/linux.uml" "$1/out/linux"
}

# A stock kernel, and the modules that a virtual machine's line to the host needs, in the order in which they load.
make_kernel() {
  local folder=$1 package="$1/package" module file place=0
  unpack "$SUITE" "$package" "$PACKAGE" || return
  # Debian has split the modules off, and dropped the signed variant's.
  case $PACKAGE in
    linux-binary-*) unpack "$SUITE" "$package" "${PACKAGE/binary/modules}" || return ;;
  esac
  file=$(find "$package/boot" "$package/usr/lib/modules" -name 'vmlinuz*' 2>/dev/null | head -n 1)
  cp "$file" "$folder/out/vmlinuz" || return
  mkdir -p "$folder/out/modules"
  for module in virtio virtio_ring virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_console; do
    # What is built in is not there.
    file=$(find "$package" -name "$module.ko" -o -name "$module.ko.xz" | head -n 1)
    [ -n "$file" ] || continue
    place=$((place + 1))
    case $file in
      *.xz) xz -dc "$file" >"$folder/out/modules/$place-$module.ko" || return ;;
      *) cp "$file" "$folder/out/modules/$place-$module.ko" || return ;;
    esac
  done
}

# QEMU with everything that it needs, down to the C library, so that it runs on any machine and nothing is installed.
make_emulator() {
  local folder=$1 needed packages
  needed=$(in_suite "$SUITE" apt-get -qq --no-install-recommends --print-uris install "$PACKAGE" | sed -E "s/^'[^']*' ([^_]+)_.*/\\1/")
  mapfile -t packages <<<"$needed"
  unpack "$SUITE" "$folder/out/root" "${packages[@]}" || return
  rm -rf "$folder/out/root/usr/share/doc" "$folder/out/root/usr/share/locale" "$folder/out/root/usr/share/man"
  cat >"$folder/out/$FILE" <<'SCRIPT'
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/root
for loader in "$root"/lib64/ld-linux-x86-64.so.2 "$root"/usr/lib64/ld-linux-x86-64.so.2; do
  [ -x "$loader" ] && break
done
libraries=$root/lib/x86_64-linux-gnu:$root/usr/lib/x86_64-linux-gnu
export QEMU_MODULE_DIR=$root/usr/lib/x86_64-linux-gnu/qemu
exec "$loader" --library-path "$libraries" "$root/usr/bin/qemu-system-x86_64" -L "$root/usr/share/qemu" -L "$root/usr/share/seabios" "$@"
SCRIPT
  chmod +x "$folder/out/$FILE"
}

make_runsc() {
  unpack "$SUITE" "$1/package" "$PACKAGE" && cp "$1/package/usr/bin/runsc" "$1/out/runsc"
}

make_qemu_user() {
  unpack "$SUITE" "$1/package" "$PACKAGE" && cp "$1/package/usr/bin/$FILE" "$1/out/$FILE"
}
