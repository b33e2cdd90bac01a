#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# ids.sh BUILD: without it the table people buy devices by could name one that is not supported, or a udev rule could be
# missing for one that is.
set -u
cd "$(dirname "$0")/../.." || exit 3
device=$1/bin/liqu-device
source tests/support/tally.sh

table() { diff <(sed -n '/^<!-- ids -->$/,/^<!-- \/ids -->$/{/^<!--/!p}' drivers/README.md) <("$device" --ids table); }
rows() { [ "$("$device" --ids udev | grep -c '^SUBSYSTEM')" = "$(grep -hc '^    {.vid' drivers/*/*.c | awk '{ n += $1 } END { print n }')" ]; }
json() { "$device" --ids json | python3 -c 'import json, sys; assert json.load(sys.stdin)'; }
usage() { "$device" --ids other 2>/dev/null; [ $? = 2 ]; }

ok "drivers/README.md shows the id rows; paste the output of liqu-device --ids table" table
ok "one udev rule a row" rows
ok "the JSON list can be read" json
ok "an unknown form is a mistake of use" usage
tally
