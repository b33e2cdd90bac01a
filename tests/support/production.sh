#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# production.sh BUILD PRODUCTION_BUILD: a production kiosk cannot be looked into or driven from outside: the inspect
# socket and every development switch are compiled out. The development build is held against the same words, so that
# a renamed switch cannot make this test empty.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/support/tally.sh

has() { grep -qaF "$1" "$2"; }
lacks() { ! has "$@"; }
refuses() {
    "$@" >/dev/null 2>&1
    [ $? = 2 ]
}

for program in "$1/bin/liqu-kiosk" "$2/bin/liqu-kiosk"; do
    ok "$program is built" test -x "$program"
done
for word in inspect.sock LIQU_PAGES LIQU_LEAK LIQU_CRASH_AT; do
    ok "$word: in the development build, or this test proves nothing" has "$word" "$1/bin/liqu-kiosk"
    ok "$word: not in the production build" lacks "$word" "$2/bin/liqu-kiosk"
done
ok "the production kiosk refuses --inspect" refuses "$2/bin/liqu-kiosk" --inspect
ok "the production kiosk is no client of the inspect socket" refuses "$2/bin/liqu-kiosk" ctl /nowhere state
tally
