#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# run.sh BUILD: the kiosk in a window, the simulated devices in a second one, and how to play with them.
set -eu
bin=$1/bin
state=${LIQU_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/liqu}
cat <<TXT
Two windows open: the kiosk, and beside it its simulated devices: click a card, a fault or a sheet; click again to undo.
The same by typing, in another terminal:
  $bin/liqu-sim ctl $state/run/sim.sock 'card place li-guiying'   … 'card lift', 'paper out', 'paper load', 'printer unplug'
Sheets: $state/sheets/   Logs: $state/log/   End: close the kiosk's window or press Ctrl-C here.
TXT
exec "$bin/liqu-run" --sim --bench --inspect
