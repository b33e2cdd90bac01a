#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# qemu.sh BUILD: our device programs under a real kernel (its xhci, usbfs, usblp), the simulated reader and printer on
# QEMU's usb-redir. Without it everything we know of libusb would be known from our own usbfs.
# Emulated (TCG), a minute or so. The kernel is the installed Debian one, or LIQU_KERNEL=FOLDER with boot/ and lib/modules/, as
# `dpkg-deb -x linux-image-….deb FOLDER` leaves it.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/hosts/lib.sh
begin "$1"

command -v qemu-system-x86_64 >/dev/null || not_run "qemu-system-x86_64 is not installed"
qemu-system-x86_64 -device help 2>/dev/null | grep -q usb-redir || not_run "this QEMU has no usb-redir"
[ "$(uname -m)" = x86_64 ] || not_run "the programs are not for x86_64"
[[ $1 != *asan* ]] || not_run "sanitized programs do not run in there"
kernel=$(ls "${LIQU_KERNEL:-}"/boot/vmlinuz-*-amd64 2>/dev/null | sort -V | tail -1)
modules=${LIQU_KERNEL:-}/lib/modules/${kernel##*/vmlinuz-}
[ -n "$kernel" ] && [ -d "$modules" ] || not_run "no Debian kernel here; LIQU_KERNEL=FOLDER names one"

python3 tests/hosts/initramfs.py "$folder/initramfs" "$bin/vm-init" "$bin/liqu-device" "$modules" \
    xhci-pci usblp usbhid hid-generic || exit 3
serve --host usbredir || exit 3
ctl 'card place li-guiying' >/dev/null

console=$folder/console
: >"$console"
slot() { printf -- '-chardev socket,id=%s,path=%s/%s.usb -device usb-redir,chardev=%s,id=usb-%s' "$1" "$run" "$1" "$1" "$1"; }
# shellcheck disable=SC2046
qemu-system-x86_64 -accel tcg,thread=multi -m 512 -smp 2 -nodefaults -no-reboot -display none \
    -kernel "$kernel" -initrd "$folder/initramfs" -append "console=ttyS0 quiet panic=-1 mitigations=off" \
    -serial "file:$console" -device qemu-xhci,p2=8,p3=8 $(slot reader) $(slot printer) $(slot keyboard) \
    2>"$folder/qemu.log" &
machine=$!
pids+=("$machine")

seen=0 # lines of the console that were looked at
heard() { # regex, seconds
    local until=$((SECONDS + $2)) at
    while [ $SECONDS -lt $until ] && kill -0 "$machine" 2>/dev/null; do
        at=$(tail -n +$((seen + 1)) "$console" | grep -n -m 1 -E "$1" | cut -d: -f1)
        [ -n "$at" ] && return 0
        sleep 0.1
    done
    echo "not heard: $1; the console ends with"
    tail -5 "$console" "$folder/qemu.log"
    return 1
}
from_here() { seen=$(wc -l <"$console"); }
sheets() { [ "$(ctl 'sheet list' | grep -o '"n":' | wc -l)" = "$1" ]; }

ok "the machine comes up" heard 'the machine is up' 60
ok "the reader is found" heard 'reader: status online' 30
ok "the card is read" heard 'reader: card 李桂英' 20
ok "a page is printed and proved" heard 'printer: job 1 printed pid' 60
ok "one sheet lies in the tray" eventually sheets 1

from_here
ctl 'fault reader stall 81 0 1' >/dev/null
ctl 'card lift' >/dev/null
ctl 'card place zhang-san' >/dev/null
ok "a stall is lived through" heard 'reader: card 张三' 60

from_here
ctl 'reader unplug' >/dev/null
ok "the cable is missed" heard 'reader: status absent unplugged' 15
ctl 'card lift' >/dev/null
ctl 'reader plug' >/dev/null
ok "and found again" heard 'reader: status online' 30
ctl 'card place li-guiying' >/dev/null
ok "it reads as before" heard 'reader: card 李桂英' 20

from_here
ctl 'printer unplug' >/dev/null
ok "the printer is missed" heard 'printer: status absent unplugged' 15
ctl 'printer plug' >/dev/null
ok "printed again, though usblp took it first" heard 'printer: job 2 printed pid' 60
ok "two sheets" eventually sheets 2

from_here
ctl 'plug keyboard' >/dev/null
ok "a keyboard is told by both" heard 'reader: unknown 046D:C31C 030101' 20
ok "a keyboard is told by both" heard 'printer: unknown 046D:C31C 030101' 20
ok "no program has ended" test "$(grep -c 'its program ended' "$console")" = 0
kill "$machine"
wait "$machine" 2>/dev/null
stop
end
