#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# qemu.sh BUILD: our device programs under a real kernel (its xhci, usbfs, usblp), the simulated reader and printer on
# QEMU's usb-redir. Without it everything we know of libusb would be known from our own usbfs.
# Emulated (TCG), half a minute. Kernel and udevd are the installed ones of Debian, or those of LIQU_KERNEL=FOLDER, as kernel.sh
# unpacks them. Our rules are tried too: the programs run as their users, and what is not listed is refused from the first
# moment on (usbcore.authorized_default=0).
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/hosts/lib.sh
begin "$1"
LIMIT=$((SECONDS + 150)) # whatever happens

command -v qemu-system-x86_64 >/dev/null || not_run "qemu-system-x86_64 is not installed"
qemu-system-x86_64 -device help 2>/dev/null | grep -q usb-redir || not_run "this QEMU has no usb-redir"
[ "$(uname -m)" = x86_64 ] || not_run "the programs are not for x86_64"
[[ $1 != *asan* ]] || not_run "sanitized programs do not run in there"
if [ -z "${LIQU_KERNEL:-}" ] && ! ls /boot/vmlinuz-*-amd64 >/dev/null 2>&1; then
    why=$(tests/hosts/kernel.sh "$1/kernel" 2>&1) || not_run "no Debian kernel here, and none to be had: $why"
    LIQU_KERNEL=$1/kernel
fi
kernel=$(ls "${LIQU_KERNEL:-}"/boot/vmlinuz-*-amd64 2>/dev/null | sort -V | tail -1)
modules=${LIQU_KERNEL:-}/lib/modules/${kernel##*/vmlinuz-}
[ -n "$kernel" ] && [ -d "$modules" ] || not_run "no Debian kernel in ${LIQU_KERNEL:-/boot}"

files=("$bin/vm-init=init" "$bin/liqu-device=bin/liqu-device")
options=
udevadm=$(ls "${LIQU_KERNEL:-}"/bin/udevadm "$(command -v udevadm)" 2>/dev/null | head -1)
if [ -n "$udevadm" ]; then
    printf '%s\n' root:x:0:0::/: liqu-reader:x:901:901::/: liqu-printer:x:902:902::/: >"$folder/passwd"
    printf '%s\n' root:x:0: liqu:x:900:liqu-reader,liqu-printer liqu-reader:x:901: liqu-printer:x:902: >"$folder/group"
    "$bin/liqu-device" --ids udev >"$folder/rules"
    files+=("$udevadm=bin/udevadm" "$folder/rules=lib/udev/rules.d/60-liqu.rules" "$folder/passwd=etc/passwd"
        "$folder/group=etc/group" "/dev/null=etc/liqu/usb-listed-only")
    options=usbcore.authorized_default=0
fi
python3 tests/hosts/initramfs.py "$folder/initramfs" "$modules" xhci-pci usblp usbhid hid-generic -- "${files[@]}" || exit 3
serve --host usbredir || exit 3
ctl 'card place li-guiying' >/dev/null

console=$folder/console
: >"$console"
slot() { printf -- '-chardev socket,id=%s,path=%s/%s.usb -device usb-redir,chardev=%s,id=usb-%s' "$1" "$run" "$1" "$1" "$1"; }
# shellcheck disable=SC2046
qemu-system-x86_64 -accel tcg,thread=multi -m 512 -smp 2 -nodefaults -no-reboot -display none \
    -kernel "$kernel" -initrd "$folder/initramfs" -append "console=ttyS0 quiet panic=-1 mitigations=off $options" \
    -serial "file:$console" -device qemu-xhci,p2=8,p3=8 $(slot reader) $(slot printer) $(slot keyboard) \
    2>"$folder/qemu.log" &
machine=$!
pids+=("$machine")

seen=0 # lines of the console that were looked at
heard() { # regex, seconds
    local until=$((SECONDS + $2)) at
    while [ $SECONDS -lt $until ] && [ $SECONDS -lt $LIMIT ] && kill -0 "$machine" 2>/dev/null; do
        at=$(tail -n +$((seen + 1)) "$console" | grep -n -m 1 -E "$1" | cut -d: -f1)
        [ -n "$at" ] && return 0
        sleep 0.1
    done
    echo "not heard: $1; the console ends with"
    tail -n 5 "$console"
    tail -n 2 "$folder/qemu.log"
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
if [ -n "$udevadm" ]; then
    ok "udevd is there" grep -q 'udevd is there' "$console"
    ok "the reader's program is no root" grep -q 'reader: runs as 901' "$console"
    ok "the printer's program is no root" grep -q 'printer: runs as 902' "$console"
    ok "the keyboard gets no driver" heard '046D: authorized 0, interfaces 0' 10
else
    ok "the keyboard is the kernel's affair" heard '046D: authorized 1, interfaces 1' 10
fi
ok "no program has ended" test "$(grep -c 'its program ended' "$console")" = 0
kill "$machine"
wait "$machine" 2>/dev/null
stop
tally
