#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# check.sh BUILD ASAN_BUILD PRODUCTION_BUILD: what `make check` runs once everything is built. One line a suite with its
# seconds; what a failing suite said stands above its line; the last line adds all up.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1 asan=$2 production=$3
said=$(mktemp)
trap 'rm -f "$said"' EXIT
all_passed=0 all_failed=0

suite() { # name, command…
    local name=$1 from=$SECONDS last good bad
    shift
    "$@" >"$said" 2>&1
    local code=$?
    last=$(tail -1 "$said")
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}
        [ "$code" != 0 ] && [ "$bad" = 0 ] && bad=1
    else
        good=0 bad=1
    fi
    [ "$bad" = 0 ] || sed '$d; s/^/    /' "$said"
    [ "$good" = 0 ] && [ "$bad" = 1 ] && sed 's/^/    /' <<<"$last"
    printf '%-28s %s passed, %s failed  (%s s)\n' "$name" "$good" "$bad" "$((SECONDS - from))"
    all_passed=$((all_passed + good)) all_failed=$((all_failed + bad))
}

visit=$build/bin/liqu-visit
# The heart of it, once more under the sanitizers.
core=()
for name in instant-document hand-off card-lifted paper-out-mid-print idle-timeout kiosk-killed-with-document-in-printer; do
    core+=("tests/visits/$name.visit")
done

suite "includes" tests/support/includes.sh
suite "units" tests/support/units.sh "$build"
suite "device ids" tests/devices/ids.sh "$build"
suite "devices" tests/devices/run.sh "$build"
suite "bad files" tests/support/badfiles.sh "$build"
suite "production build" tests/support/production.sh "$build" "$production"
suite "visits" "$visit" --jobs 2 --speed 3 --out "$build/visits" tests/visits/*.visit
suite "visits that must fail" "$visit" --speed 3 --out "$build/visits" \
    --must-fail 'nothing-personal: kiosk: .*stands in its memory' tests/visits/selftest/*.visit
suite "units, sanitized" tests/support/units.sh "$asan"
suite "visits, sanitized" "$visit" --asan --jobs 2 --speed 3 --out "$asan/visits" "${core[@]}"
echo "$all_passed passed, $all_failed failed"
[ "$all_failed" = 0 ]
