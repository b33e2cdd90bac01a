#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# usbredir.sh BUILD: a guest on libusbredirparser at the simulator's sockets, over Unix sockets and over TCP. Without it a
# virtual machine would be the first to find out what is wrong with them.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/hosts/lib.sh
begin "$1"

play() { # port or nothing
    local said
    said=$(timeout 120 "$bin/redir-guest" "$run" "$@")
    [[ $(tail -1 <<<"$said") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]] || { echo "$said"; return 1; }
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    sed '$d' <<<"$said"
}

serve --host usbredir || exit 3
ok "over Unix sockets" play
ok "no program is let in" test "$("$bin/liqu-sim" exec --run "$run" -- true 2>&1 | grep -c 'for a guest')" = 1
stop
serve --host usbredir --printer clone-settings || exit 3
ok "settings" play settings
stop
port=$((20000 + RANDOM % 20000))
serve --host usbredir --port $port || exit 3
ok "over TCP" play $port
stop
tally
