#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# check.sh BUILD ASAN_BUILD PRODUCTION_BUILD: what `make check` runs once everything is built. One line a suite with its
# seconds; what a failing suite said stands above its line; the last line adds all up.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1 asan=$2 production=$3
source tests/support/suite.sh

visit=$build/bin/liqu-visit
# The heart of it, once more under the sanitizers.
core=()
for name in instant-document hand-off card-lifted paper-out-mid-print idle-timeout kiosk-killed-with-document-in-printer; do
    core+=("tests/visits/$name.visit")
done

suite "includes" tests/support/includes.sh
suite "units" tests/support/units.sh "$build"
suite "screens" "$build/bin/liqu-gallery" --check tests/screens
suite "device ids" tests/devices/ids.sh "$build"
suite "devices" tests/devices/run.sh "$build"
suite "faults on the cable" "$build/bin/liqu-faults" slice --jobs 2
suite "recovery ladder" "$build/bin/liqu-faults" ladder
suite "two programs, one device" tests/hosts/claims.sh "$build" fuse
suite "usbredir" tests/hosts/usbredir.sh "$build"
suite "bad files" tests/support/badfiles.sh "$build"
suite "lines by hand" tests/support/lines.sh "$build"
suite "production build" tests/support/production.sh "$build" "$production"
suite "visits" "$visit" --jobs 4 --speed 3 --out "$build/visits" tests/visits/*.visit
suite "pages of all items" tests/support/items.sh "$build" --speed 3
suite "sheets read by OCR" tests/support/ocr.sh "$build" --speed 3
suite "cancel at every step" tests/support/cancel.sh "$build" --speed 3
suite "visits that must fail" "$visit" --speed 3 --out "$build/visits" \
    --must-fail 'nothing-personal: kiosk: .*stands in its memory' tests/visits/selftest/*.visit
suite "units, sanitized" tests/support/units.sh "$asan"
suite "visits, sanitized" "$visit" --asan --jobs 2 --speed 3 --out "$asan/visits" "${core[@]}"
suites_end
