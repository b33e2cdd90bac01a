#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# tree.sh BUILD OUT: OUT/liqu.tar with the production programs, data, words and udev rules where a board has them.
set -eu
build=$1 out=$2
root=$out/root
rm -rf "$root"
install -d "$root/usr/bin" "$root/usr/share/liqu" "$root/usr/share/locale" "$root/usr/lib/udev/rules.d"
for program in liqu-kiosk liqu-device liqu-agent; do
    install -m 0755 --strip "$build/bin/$program" "$root/usr/bin/$program"
done
# The demo's invented people belong to the district, never to a station.
cp -R assets/catalogue assets/fonts "$root/usr/share/liqu/"
cp -R "$build/locale/." "$root/usr/share/locale/"
"$build/bin/liqu-device" --ids udev >"$root/usr/lib/udev/rules.d/60-liqu.rules"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$root" -cf "$out/liqu.tar" .
echo "$out/liqu.tar: $(tar -tf "$out/liqu.tar" | grep -vc '/$') files, $(stat -c %s "$out/liqu.tar") bytes"
