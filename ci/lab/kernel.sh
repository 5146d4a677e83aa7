#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The lab: kernels, sandboxes and emulators to run programs in (docs/lab.md), fetched or built, and cached.
#   kernel.sh get NAME…|all   makes them ready; what is ready already takes no time
#   kernel.sh list [NAME]     name, kind, ready or missing, path, the command that makes it ready: separated by tabs
#   kernel.sh source NAME FOLDER   the source of a User-Mode kernel, unpacked there
#   kernel.sh path NAME       where it is; exit code 4 if it is not ready
set -uo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB=${XDG_CACHE_HOME:-$HOME/.cache}/timerlaw/lab
# shellcheck source=ci/setup.sh
. "$HERE/../setup.sh"
# shellcheck source=ci/lab/archive.sh
. "$HERE/archive.sh"
# shellcheck source=ci/lab/recipes.sh
. "$HERE/recipes.sh"

say() {
  printf 'timerlaw lab: %s%s\n' "${NAME:+$NAME: }" "$*" >&2
}

# Everything that can be made ready: name, kind, recipe, suite, package (a regular expression; the newest that matches),
# and the file that is wanted of it.
table() {
  cat <<'TABLE'
uml-5.10 uml uml bullseye linux-source-5\.10 linux
uml-6.1 uml uml bookworm linux-source-6\.1 linux
uml-6.12 uml uml trixie linux-source-6\.12 linux
uml-7.2 uml uml sid linux-source-7\.2 linux
uml-7.3 uml uml trixie-backports linux-source-7\.3 linux
uml-stock uml uml_stock bookworm user-mode-linux linux
qemu-5.10 qemu kernel bullseye linux-image-5\.10\.0-[0-9]+-cloud-amd64-unsigned vmlinuz
qemu-6.1 qemu kernel bookworm linux-image-6\.1\.0-[0-9]+-cloud-amd64 vmlinuz
qemu-6.1-rt qemu kernel bookworm linux-image-6\.1\.0-[0-9]+-rt-amd64 vmlinuz
qemu-6.12 qemu kernel trixie linux-image-6\.12\.[0-9]+\+deb13-cloud-amd64 vmlinuz
qemu-7.2 qemu kernel sid linux-binary-7\.2\..*-cloud-amd64 vmlinuz
qemu-system emulator emulator bookworm qemu-system-x86 qemu-system-x86_64
gvisor-2022 gvisor runsc bookworm runsc runsc
gvisor-2024 gvisor runsc trixie runsc runsc
qemu-user-x86_64 qemu-user qemu_user bookworm qemu-user-static qemu-x86_64-static
qemu-user-i386 qemu-user qemu_user bookworm qemu-user-static qemu-i386-static
qemu-user-aarch64 qemu-user qemu_user bookworm qemu-user-static qemu-aarch64-static
TABLE
}

# Sets NAME, KIND, RECIPE, SUITE, WANTED and FILE.
look_up() {
  local line
  line=$(table | awk -v name="$1" '$1 == name')
  [ -n "$line" ] || {
    printf 'timerlaw: no target %s in the lab; there are: %s\n' "'$1'" "$(table | awk '{ printf "%s%s", sep, $1; sep = ", " }')" >&2
    exit 2
  }
  read -r NAME KIND RECIPE SUITE WANTED FILE <<<"$line"
}

# What the thing is made by: it is made anew when that changes. The archive's newer versions are taken when it is made, not before.
recipe() {
  {
    printf '%s %s %s\n' "$SUITE" "$WANTED" "$FILE"
    recipe_inputs "$RECIPE"
  } | sha256sum | cut -c 1-16
}

ready_path() {
  local path="$LAB/ready/$NAME"
  [ -e "$path/$FILE" ] && [ "$(cat "$path/recipe" 2>/dev/null)" = "$(recipe)" ] && printf '%s/%s\n' "$(readlink -f "$path")" "$FILE"
}

get_command() {
  printf '%s/kernel.sh get %s\n' "$HERE" "$NAME"
}

# Two at once make one of them wait, then find it done.
get() {
  look_up "$1"
  ready_path >/dev/null && return
  install_packages "$HERE/packages.txt"
  mkdir -p "$LAB/ready" "$LAB/store" "$LAB/build"
  (
    flock 9
    ready_path >/dev/null && exit 0
    local started=$SECONDS
    open_suite "$SUITE"
    PACKAGE=$(newest_package "$SUITE" "$WANTED") || exit 4
    make_ready || exit 4
    say "ready after $((SECONDS - started)) s: $(ready_path)"
  ) 9>"$LAB/build/$NAME.lock" || exit 4
}

# Addressed by content: the package as the index names it, and the recipe. What is half made under that address is gone
# on with; what is whole appears in the store at once.
make_ready() {
  local address
  address=$NAME-$(printf '%s %s\n' "$(package_field "$SUITE" "$PACKAGE" SHA256)" "$(recipe)" | sha256sum | cut -c 1-16)
  if [ ! -d "$LAB/store/$address" ]; then
    local work="$LAB/build/$address"
    mkdir -p "$work/out"
    "make_$RECIPE" "$work" || give_up "$NAME could not be made: see above"
    recipe >"$work/out/recipe"
    package_field "$SUITE" "$PACKAGE" Version >"$work/out/version"
    mv "$work/out" "$LAB/store/$address"
    rm -rf "$work"
  fi
  ln -sfn "../store/$address" "$LAB/ready/$NAME"
}

# list [NAME]: that one, or those of that kind; all where there is none.
list() {
  local path wanted=${1:-}
  [ -z "$wanted" ] || table | grep -q -E "^($wanted [^ ]+|[^ ]+ $wanted) " || wanted=
  table | while read -r name kind _; do
    [ -z "$wanted" ] || [ "$wanted" = "$name" ] || [ "$wanted" = "$kind" ] || continue
    look_up "$name"
    path=$(ready_path) || path=
    printf '%s\t%s\t%s\t%s\t%s\n' "$NAME" "$KIND" "$([ -n "$path" ] && echo ready || echo missing)" "$path" "$(get_command)"
  done
}

NAME=
case ${1:-} in
  get)
    shift
    [ $# -gt 0 ] || set -- all
    [ "$1" != all ] || mapfile -t names < <(table | cut -d ' ' -f 1)
    [ "$1" != all ] || set -- "${names[@]}"
    for name; do
      get "$name"
    done
    ;;
  list) list "${2:-}" ;;
  source)
    look_up "${2:?a name}"
    [ "$RECIPE" = uml ] || give_up "$NAME is not built from source here"
    open_suite "$SUITE"
    PACKAGE=$(newest_package "$SUITE" "$WANTED") || exit 4
    unpack_source "${3:?a folder}" || exit 4
    printf '%s\n' "$3/$PACKAGE"
    ;;
  path)
    look_up "${2:?a name}"
    ready_path || give_up "$NAME is not ready; this makes it so:" "  $(get_command)"
    ;;
  *)
    sed -n '4,7s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
