#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# claims.sh BUILD HOST: two programs with stock libusb at one device. Without it a second program could take an interface
# from under our driver and nobody would notice before the field, or one that died would hold it for ever; and a transfer
# could end differently from one host to the next.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/hosts/lib.sh
begin "$1"
serve --host "$2" --speed 5 || not_run "$(tail -1 "$folder/sim.log")"

reader=0400:C35A printer=04B8:0E28
claim() { [ "$(soon "$bin/usb-probe" "$run" claim "$1")" = "$2" ]; }
says() { [ "$(soon "$bin/usb-probe" "$run" "$1" "$2")" = "$3" ]; }
drop() { # without a word from the shell
    disown "$holder"
    kill -9 "$holder"
}
holder_has_it() { grep -q claimed "$folder/holder"; }

ok "it can be claimed" claim $reader claimed
ok "closing gives it back" claim $reader claimed
(inside "$bin/usb-probe" "$run" claim $reader hold) >"$folder/holder" &
holder=$!
pids+=("$holder")
ok "the first one has it" eventually holder_has_it
ok "the second one is refused" claim $reader LIBUSB_ERROR_BUSY
ok "the other device is free" claim $printer claimed
ok "still refused" claim $reader LIBUSB_ERROR_BUSY
drop
ok "a dead program holds nothing" eventually claim $reader claimed

(inside "$bin/usb-probe" "$run" claim $printer hold) >"$folder/holder" &
holder=$!
pids+=("$holder")
ok "the printer is held" eventually holder_has_it
ok "its name may be asked, its port not" says ask $printer $'id told\nport refused'
drop
ok "then both" eventually says ask $printer $'id told\nport told'

soon "$bin/usb-probe" "$run" tour >"$folder/tour"
ok "every transfer ends as on every host" diff tests/hosts/tour.txt "$folder/tour"
stop
tally
