#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# run.sh BUILD: the kiosk in a window, your hands in a second one, and how to play with them.
set -eu
bin=$1/bin
state=${LIQU_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/liqu}
cat <<TXT
Two windows open. Left, the kiosk: touch it with the mouse. Right, your hands: click a card, a fault or a sheet; click what is dark to undo it.
The same by typing, in another terminal:
  $bin/liqu-sim ctl $state/run/sim.sock 'card place li-guiying'   … 'card lift', 'paper out', 'paper load', 'printer unplug'
  $bin/liqu-sim ctl $state/run/run.sock 'kill kiosk'              … 'stop district', 'restart district', 'list'
Sheets: $state/sheets/ (of the run before: sheets.old)   Logs: $state/log/   End: close either window or press Ctrl-C here.
TXT
exec "$bin/liqu-run" --sim --bench --inspect
