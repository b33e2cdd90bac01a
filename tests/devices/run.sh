#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# run.sh BUILD [FILE.chat…]: plays the conversations, all by default, against the liqu-device of this build. Mostly they wait,
# so several are held at once.
set -u
cd "$(dirname "$0")/../.." || exit 3
export build=$1
shift
[ $# -gt 0 ] || set -- tests/devices/*/*.chat
export ASAN_OPTIONS=max_free_fill_size=1048576:free_fill_byte=0:detect_leaks=1

play() {
    said=$("$build/bin/liqu-chat" "$build/bin/liqu-device" "$1" 2>&1) && echo pass && return
    printf '%s\n%s\n' "$1" "$(sed 's/^/    /' <<<"$said")"
}
export -f play

said=$(printf '%s\0' "$@" | xargs -0 -P 4 -I{} bash -c 'play "$1"' _ {})
passed=$(grep -cx pass <<<"$said") failed=$(($# - $(grep -cx pass <<<"$said")))
grep -vx pass <<<"$said"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
