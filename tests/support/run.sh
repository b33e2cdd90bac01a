#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# run.sh BUILD: the kiosk in a window, on simulated devices, and how to play with them.
set -eu
bin=$1/bin
state=${LIQU_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/liqu}
cat <<TXT
The kiosk opens in a window. Its devices are simulated; in another terminal:
  $bin/liqu-sim ctl $state/run/sim.sock 'card place li-guiying'   lay a card on the reader (cards: tests/sim/cards/)
  $bin/liqu-sim ctl $state/run/sim.sock 'card lift'               take it back
  $bin/liqu-sim ctl $state/run/sim.sock 'paper out'               … 'paper load 60', 'cover open', 'printer unplug'
Sheets that were cut: $state/sheets/   Logs: $state/log/   End: close the window or press Ctrl-C here.
TXT
exec "$bin/liqu-run" --sim --inspect
