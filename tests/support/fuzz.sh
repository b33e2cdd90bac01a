#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# fuzz.sh DIR SECONDS NAME...: runs each fuzz target over its corpus for so long; a crash leaves its input in DIR.
set -u
dir=$1 seconds=$2
shift 2
passed=0 failed=0
for name in "$@"; do
    corpus=$dir/$name.corpus
    mkdir -p "$corpus"
    seeds=tests/fuzz/corpus/$name
    [ -d "$seeds" ] || seeds=
    if "$dir/$name" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 -artifact_prefix="$dir/$name-" \
        -print_final_stats=1 "$corpus" $seeds >"$dir/$name.log" 2>&1; then
        passed=$((passed + 1))
        runs=$(grep -o 'number_of_executed_units: *[0-9]*' "$dir/$name.log" | grep -o '[0-9]*$')
        echo "fuzz $name: ${runs:-0} inputs in $seconds s, no crash"
    else
        failed=$((failed + 1))
        echo "fuzz $name: FAILED, see $dir/$name.log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
