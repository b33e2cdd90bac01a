#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# run.sh BUILD [FILE.chat…]: plays the conversations, all by default, against the liqu-device of this build.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1
shift
[ $# -gt 0 ] || set -- tests/devices/*/*.chat
export ASAN_OPTIONS=max_free_fill_size=1048576:free_fill_byte=0:detect_leaks=1

passed=0 failed=0
for chat in "$@"; do
    if said=$("$build/bin/liqu-chat" "$build/bin/liqu-device" "$chat" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n%s\n' "$chat" "$(sed 's/^/    /' <<<"$said")"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
