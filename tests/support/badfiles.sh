#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# badfiles.sh BUILD: what a technician meets when a file is wrong. Every case must end with code 3 and one sentence that
# names the file (and the line, where a file has lines), with no program left running and nothing half-done.
set -u
cd "$(dirname "$0")/../.." || exit 3
bin=$(cd "$1/bin" && pwd) || exit 3
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy TZ=Asia/Shanghai
unset LIQU_STATE LIQU_RUN

passed=0 failed=0
fault() {
    echo "$case: $1"
    sed 's/^/    /' "$room/said"
    ok=0
}

# A fresh state folder with keys, and a copy of the assets to spoil.
prepare() {
    case=$1
    state=$room/s
    rm -rf "$state" "$room/assets"
    "$bin/liqu" provision --state "$state" >/dev/null || exit 3
    cp -r assets "$room/assets"
    export LIQU_ASSETS=$room/assets
}

uplink=(--uplink down)
run() { timeout 20 "$bin/liqu-run" --state "$state" "${uplink[@]}" --no-reader --no-printer "$@" >"$room/said" 2>&1; }

# refused WORDS [OPTION…]: runs, and judges.
refused() {
    local words=$1 code
    shift
    ok=1
    run "$@"
    code=$?
    [ "$code" = 3 ] || fault "exit code $code, not 3"
    [ "$(wc -l <"$room/said")" = 1 ] || fault "$(wc -l <"$room/said") lines, not one sentence"
    grep -qE "$words" "$room/said" || fault "the sentence does not match: $words"
    pgrep -f "$state/" >/dev/null && fault "a program still runs"
    [ -e "$state/run/run.sock" ] && fault "a socket was left behind"
    passed=$((passed + ok)) failed=$((failed + 1 - ok))
}

no_journal() { [ ! -e "$state/journal.db" ] || { echo "$case: a journal was made" && failed=$((failed + 1)); }; }

prepare "missing --config"
refused 'nowhere\.yaml' --config "$room/nowhere.yaml"
no_journal

prepare "station file that is no YAML"
printf 'id: 118-03\n  town: [\n' >"$state/station.yaml"
refused 'station\.yaml:[0-9]+'
no_journal

prepare "station file with an unknown key"
sed '$a colour: red' assets/station.demo.yaml >"$state/station.yaml"
refused 'station\.yaml:[0-9]+:[0-9]+: .*colour'
no_journal

prepare "station file with a wrong type"
sed 's/^demo:.*/demo: perhaps/' assets/station.demo.yaml >"$state/station.yaml"
refused 'station\.yaml:[0-9]+:[0-9]+'
no_journal

prepare "station file with an uplink that is not built"
sed 's/^uplink:.*/uplink: nats/' assets/station.demo.yaml >"$state/station.yaml"
uplink=()
refused 'station\.yaml: uplink: nats: .*local'
no_journal
uplink=(--uplink down)

prepare "item file with an unknown key"
sed -i '$a colour: red' "$room/assets/catalogue/items/SD-105.yaml"
refused 'SD-105\.yaml:[0-9]+:[0-9]+'
no_journal

prepare "item file that promises more than the law allows"
sed -i 's/promised: 12/promised: 99/' "$room/assets/catalogue/items/SD-105.yaml"
refused 'SD-105\.yaml:[0-9]+:[0-9]+'
no_journal

prepare "missing fonts"
rm -rf "$room/assets/fonts"/*
refused 'fonts'
no_journal

prepare "trust list that is no JSON"
printf '{"version":1,\n"keys":[' >"$state/trust.json"
refused 'trust\.json'
no_journal

prepare "trust list of a production station on a demo station"
sed -i 's/^{"version":1,\(.*\)"demo": *true,"hosts"/{"version":1,\1"demo":false,"hosts"/; 0,/"demo": *true/s//"demo": false/' "$state/trust.json"
refused 'trust\.json'
no_journal

prepare "missing key"
rm "$state"/keys/ticket-*.key
refused 'ticket-118-03\.key'
no_journal

# What an editor of service items meets: linted CODE WORDS FOLDER
linted() {
    ok=1
    "$bin/liqu" catalogue lint "$3" >"$room/said" 2>&1
    code=$?
    [ "$code" = "$1" ] || fault "exit code $code, not $1"
    [ "$(wc -l <"$room/said")" = 1 ] || fault "$(wc -l <"$room/said") lines, not one sentence"
    grep -qE "$2" "$room/said" || fault "the sentence does not match: $2"
    passed=$((passed + ok)) failed=$((failed + 1 - ok))
}

prepare "lint of a good catalogue"
linted 0 '^Catalogue good: [0-9]+ items' "$room/assets/catalogue"

case="lint of a folder that is not there"
linted 3 'nowhere: cannot read the folder' "$room/nowhere"

prepare "lint of an item with a paper that is left open"
sed -i 's/从业人员健康证明/其他材料/' "$room/assets/catalogue/items/SD-105.yaml"
linted 1 '/SD-105\.yaml:[0-9]+:[0-9]+: ' "$room/assets/catalogue"

# Starts a desk in the background and waits until its kiosk answers; stop_desk ends it.
start_desk() {
    run &
    desk=$!
    for _ in $(seq 100); do [ -e "$state/run/admin.sock" ] && return; sleep 0.1; done
    fault "the kiosk did not start"
}
stop_desk() {
    "$bin/liqu-sim" ctl "$state/run/run.sock" stop >/dev/null
    wait "$desk" || fault "it did not end well"
}

prepare "journal of a newer version"
start_desk
stop_desk
# SQLite keeps user_version at offset 60, big-endian.
printf '\0\0\003\347' | dd of="$state/journal.db" bs=1 seek=60 conv=notrunc status=none
before=$(sha256sum <"$state/journal.db")
refused 'journal\.db'
[ "$before" = "$(sha256sum <"$state/journal.db")" ] || { echo "$case: the journal was changed" && failed=$((failed + 1)); }

prepare "damaged journal"
head -c 8192 /dev/urandom >"$state/journal.db"
before=$(sha256sum <"$state/journal.db")
refused 'journal\.db'
[ "$before" = "$(sha256sum <"$state/journal.db")" ] || { echo "$case: the journal was changed" && failed=$((failed + 1)); }

prepare "state folder that cannot be written"
state=/proc/liqu
refused '/proc/liqu'

prepare "state folder that is a file"
state=$room/file
touch "$state"
refused '/file: a folder is needed here.*--state'

prepare "state folder below one that cannot be made"
state=/proc/liqu/s/t
refused '/proc/liqu: cannot make this folder; choose another with --state'

prepare "state folder too long for a socket"
state=$room/$(printf 'x%.0s' $(seq 100))
refused 'too long'
no_journal

prepare "a second launcher on one state folder"
ok=1
start_desk
"$bin/liqu-run" --state "$state" >"$room/said" 2>&1
code=$?
[ "$code" = 3 ] || fault "exit code $code, not 3"
grep -q 'another liqu-run' "$room/said" || fault "the sentence does not say why"
stop_desk
passed=$((passed + ok)) failed=$((failed + 1 - ok))

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
