#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# units.sh BUILD: runs every unit test program of a build and adds up what they say. A program that crashes counts as
# one failure more.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1
export TZ=Asia/Shanghai LIQU_ASSETS=${LIQU_ASSETS:-$PWD/assets}
# Under AddressSanitizer freed memory is zeroed by the sanitizer, not by our own free.
export ASAN_OPTIONS=max_free_fill_size=1048576:free_fill_byte=0:detect_leaks=1

# Two at a time: most of them wait for timers of their own.
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
run_one() {
    "$1/unit/$2" >"$3/$2" 2>&1
    echo $? >"$3/$2.code"
}
export -f run_one
for source in tests/unit/*_test.c; do basename "$source" .c; done |
    xargs -P 2 -I{} bash -c 'run_one "$@"' _ "$build" {} "$said"

count() { sed -n "s/^\[  $1  \] \([0-9]*\) test.*/\1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'; }

passed=0 failed=0
for source in tests/unit/*_test.c; do
    name=$(basename "$source" .c)
    code=$(cat "$said/$name.code")
    good=$(count PASSED "$said/$name") bad=$(count FAILED "$said/$name")
    [ "$code" != 0 ] && [ "$bad" = 0 ] && bad=1
    [ "$code" != 0 ] && printf '%s (exit code %s)\n%s\n' "$name" "$code" "$(tail -40 "$said/$name")"
    passed=$((passed + good)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
