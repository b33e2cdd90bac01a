#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# check-all.sh BUILD ASAN_BUILD CLANG_BUILD FUZZ_DIR SECONDS FUZZER…: what takes longer than a newcomer waits for. Runs after
# check.sh, on the same builds.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/support/suite.sh
build=$1 asan=$2 clang=$3 fuzz=$4 seconds=$5
shift 5

suite "lint" tests/support/style.sh
suite "units, clang" tests/support/units.sh "$clang"
suite "visits, clang" "$clang/bin/liqu-visit" --jobs 4 --speed 3 --out "$clang/visits" tests/visits/*.visit
suite "screens, sanitized" "$asan/bin/liqu-gallery"
suite "devices, sanitized" tests/devices/run.sh "$asan"
suite "all visits, sanitized" "$build/bin/liqu-visit" --asan --jobs 3 --speed 3 --out "$asan/visits" tests/visits/*.visit
# Every kind of fault at every place, and a thousand in one run.
suite "fault matrix" "$build/bin/liqu-faults" matrix --jobs 2
suite "fault matrix, sanitized" "$build/bin/liqu-faults" slice --jobs 2 --device "$asan/bin/liqu-device"
# Programs that pause at random where the machine might let others run.
suite "faults, tarrying" "$build/bin/liqu-faults" slice --jobs 2 --tarry
suite "fault storm" "$build/bin/liqu-faults" storm --seed "$RANDOM"
suite "fault storm, sanitized" "$build/bin/liqu-faults" storm --seed 1 --device "$asan/bin/liqu-device"
# Real time: nothing may depend on the simulator's haste.
suite "visits, unhurried" "$build/bin/liqu-visit" --jobs 4 --speed 1 --out "$build/visits" tests/visits/*.visit
suite "windows on a desk" tests/deskbench/windows.sh "$build"
# Other people's receipt software against our printer model; needs node, npm and the npm registry.
suite "peers of the printer" tests/peers/peers.sh "$build"
# The kiosk killed right before and right after each durable write of a visit.
suite "crashes" "$build/bin/liqu-visit" --jobs 2 --speed 5 --out "$build/crashes" --crashes \
    tests/visits/{instant-document,hand-off,paper-out-mid-print}.visit
# The simulated bus on its other feet.
suite "umockdev" tests/hosts/claims.sh "$build" umockdev
suite "devices on umockdev" env LIQU_SIM_HOST=umockdev tests/devices/run.sh "$build"
suite "without fuse or namespaces" tests/hosts/bare.sh "$build"
suite "usbredir, sanitized" tests/hosts/usbredir.sh "$asan"
suite "traces read by Wireshark" tests/hosts/trace.sh "$build"
suite "under a kernel in QEMU" tests/hosts/qemu.sh "$build"
suite "fuzz" tests/support/fuzz.sh "$fuzz" "$seconds" "$@"
suites_end
