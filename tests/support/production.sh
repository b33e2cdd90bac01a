#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# production.sh BUILD PRODUCTION_BUILD: a production kiosk cannot be looked into or driven from outside: the inspect
# socket and every development switch are compiled out. The development build is held against the same words, so that
# a renamed switch cannot make this test empty.
set -u
cd "$(dirname "$0")/../.." || exit 3
passed=0 failed=0
verdict() { # title, 0 or 1
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        echo "$1"
        failed=$((failed + 1))
    fi
}

for program in "$1/bin/liqu-kiosk" "$2/bin/liqu-kiosk"; do
    [ -x "$program" ]
    verdict "$program: was not built" $?
done
for word in inspect.sock LIQU_PAGES LIQU_LEAK LIQU_CRASH_AT; do
    grep -qaF "$word" "$1/bin/liqu-kiosk"
    verdict "$word: not in the development build, so this test proves nothing" $?
    ! grep -qaF "$word" "$2/bin/liqu-kiosk"
    verdict "$word: still in the production build" $?
done
"$2/bin/liqu-kiosk" --inspect >/dev/null 2>&1
[ $? = 2 ]
verdict "the production kiosk takes --inspect" $?
"$2/bin/liqu-kiosk" ctl /nowhere state >/dev/null 2>&1
[ $? = 2 ]
verdict "the production kiosk still is a client of the inspect socket" $?
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
