#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# trace.sh BUILD: what `trace on` writes, read by Wireshark's own eyes. Without it the file could be something that only we
# believe in: a person with a capture of the real device beside it would compare apples with pears.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/hosts/lib.sh
begin "$1"
command -v tshark >/dev/null || not_run "tshark is not installed"
serve --speed 5 || exit 3
pcap=$folder/trace.pcap
ctl "trace on $pcap" >/dev/null
soon "$bin/usb-probe" "$run" tour >/dev/null
ctl "plug keyboard" >/dev/null
ctl "trace off" >/dev/null
stop

shark() { HOME=$folder tshark -r "$pcap" "$@" 2>/dev/null; }
count() { shark -Y "$1" | wc -l; }
is() { # filter, how many
    local found
    found=$(count "$1")
    [ "$found" = "$2" ] || echo "$found of: $1"
    [ "$found" = "$2" ]
}
some() { [ "$(count "$1")" -gt 0 ]; }
first() { # filter, field…
    local filter=$1
    shift
    shark -Y "$filter" -T fields "${@/#/-e}" | head -1
}

ok "it can be read to its end" shark -q
ok "link type" test "$(capinfos -E "$pcap" | grep -c 'USB packets with Linux header and padding')" = 1
ok "nothing malformed" is "_ws.malformed || _ws.expert.severity == error" 0
ok "the reader by its id" is "usb.idVendor == 0x0400 && usb.idProduct == 0xc35a" 3
ok "the keyboard, plugged in late" is "usb.idVendor == 0x046d" 1
ok "a printer that Wireshark knows as one" some 'usbprinter.bRequest == 0'
ok "a bulk question" test "$(first 'usb.endpoint_address == 0x02 && usb.urb_type == 83' usb.capdata usb.transfer_type usb.urb_len usb.urb_status)" = $'aaaaaa9669000311ffed\t0x03\t10\t-115'
ok "and its answer" test "$(first 'usb.endpoint_address == 0x81 && usb.urb_type == 67 && usb.transfer_type == 3' usb.capdata usb.urb_status usb.urb_len)" = $'aaaaaa9669000400009094\t0\t11'
ok "each answer found its question" is 'usb.urb_type == 67 && usb.transfer_type != 1 && !usb.request_in' 0
ok "control: stalled" is 'usb.transfer_type == 2 && usb.urb_status == -32' 1
ok "stall and still halted" is 'usb.endpoint_address == 0x81 && usb.transfer_type == 3 && usb.urb_status == -32' 2
ok "clear feature" is 'usb.setup.bRequest == 1 && usb.urb_type == 83' 1
ok "given up in time" is 'usb.endpoint_address == 0x81 && usb.urb_status == -2' 2
ok "babble and too little room" is 'usb.urb_status == -75' 2
ok "protocol error" is 'usb.urb_status == -71' 1
ok "cable pulled" is 'usb.urb_status == -108' 1
ok "the hub's ports" is 'usb.device_address == 1 && usb.transfer_type == 1' 3
ok "half a megabyte cut to the snap length" test "$(first 'usb.urb_len == 524288' usb.data_len frame.cap_len frame.len)" = $'262080\t262144\t524352'
ok "moved until the paper was out" is 'usb.urb_len == 3968 && usb.urb_status == -2' 1
tally
