#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# kernel.sh FOLDER: unpacks Debian's kernel, and its udev where this machine has none, into FOLDER, for qemu.sh. Downloaded,
# not installed: nothing of this machine's own kernel or boot loader is touched. Done once.
set -eu
folder=$1
[ ! -e "$folder/done" ] || exit 0
packages=$(apt-cache depends "linux-image-$(dpkg --print-architecture)" | sed -n 's/^ *Depends: \(linux-image-.*\)/\1/p' | head -1)
[ -n "$packages" ] || { echo "kernel: the package list knows no kernel; apt-get update brings it" >&2; exit 3; }
command -v udevadm >/dev/null || packages+=" udev libkmod2"
rm -rf "$folder"
mkdir -p "$folder/packages"
# shellcheck disable=SC2086
(cd "$folder/packages" && apt-get download -q $packages) >"$folder/log" 2>&1 || { tail -n 1 "$folder/log" >&2; exit 3; }
for package in "$folder"/packages/*.deb; do dpkg-deb -x "$package" "$folder"; done
rm -r "$folder/packages"
touch "$folder/done"
