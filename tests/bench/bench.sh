#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# bench.sh BUILD: figures, each beside a floor measured in the same run: the least that a machine could do instead.
# Milliseconds of one machine say little, the ratio travels. Nothing here passes or fails.
set -eu
cd "$(dirname "$0")/../.."
bin=$(cd "$1/bin" && pwd)
tree=$PWD
starts=${BENCH_STARTS:-12} taps=${BENCH_TAPS:-20} cards=${BENCH_CARDS:-5} idle=${BENCH_IDLE:-20}
# Beside the build, because durable writes want a disk and /tmp may be memory.
room=$(mktemp -d "$1/bench.XXXXXX")
room=$(cd "$room" && pwd)
export TZ=Asia/Shanghai LIQU_ASSETS=$tree/assets
unset LIQU_STATE LIQU_RUN

children=()
finish() {
    [ ! -e "$room/s/run/run.sock" ] || "$bin/liqu-sim" ctl "$room/s/run/run.sock" stop >/dev/null 2>&1 || true
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$room"
}
trap finish EXIT

row() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" >>"$room/figures"; } # title, unit, ours, floor, what the floor is
need() { # seconds, path
    for _ in $(seq $(($1 * 20))); do [ ! -e "$2" ] || return 0; sleep 0.05; done
    echo "bench: $2 did not appear within $1 s" >&2
    exit 1
}
ask() { "$bin/liqu-sim" ctl "$room/s/run/$1" "$2"; }

# ---- a display of its own, whose frame buffer is a file ----
mkdir "$room/screen"
Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp -noreset -fbdir "$room/screen" 3>"$room/number" 2>/dev/null &
children+=($!)
frame=$room/screen/Xvfb_screen0
need 20 "$frame"
until [ -s "$room/number" ]; do sleep 0.05; done
export DISPLAY=:$(<"$room/number") SDL_VIDEODRIVER=x11 SDL_AUDIODRIVER=dummy
unset WAYLAND_DISPLAY
font=$(sed -n 's/^regular: {file: \([^,]*\),.*/\1/p' assets/fonts/fonts.yaml)

# ---- start ----
"$bin/liqu" provision --state "$room/s" >/dev/null
floor=$("$bin/bench-watch" start "$frame" "$starts" -- "$bin/bench-floor" "$font" </dev/null)
ours=$("$bin/bench-watch" start "$frame" "$starts" -- "$bin/liqu-kiosk" --state "$room/s" --config assets/station.demo.yaml --window 1:1)
row "start to idle screen, median" us "${ours% *}" "${floor% *}" "SDL2 window, 16 lines"
row "start to idle screen, 95 of 100" us "${ours#* }" "${floor#* }" "SDL2 window, 16 lines"

# ---- tap to painted ----
mkfifo "$room/lines"
"$bin/bench-floor" "$font" <>"$room/lines" &
floor_pid=$!
sleep 2
floor=$("$bin/bench-watch" tap "$frame" "$taps" "$room/lines" other back)

# What a process used so far: CPU time in ns, and how often it went to sleep by itself, over all its threads.
used() {
    local pid ns=0 sleeps=0 run rest file value
    for pid; do
        for file in /proc/"$pid"/task/*/schedstat; do
            read -r run rest <"$file" && ns=$((ns + run))
        done
        for file in /proc/"$pid"/task/*/status; do
            value=$(sed -n 's/^voluntary_ctxt_switches:[^0-9]*//p' "$file") && sleeps=$((sleeps + value))
        done
    done
    echo "$ns $sleeps"
}
pss() { sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$1/smaps_rollup"; }

# idle PID…: per cent of one core and wake-ups a second while nobody touches anything.
idle() {
    local before after
    before=($(used "$@"))
    sleep "$idle"
    after=($(used "$@"))
    awk -v ns=$((after[0] - before[0])) -v wakes=$((after[1] - before[1])) -v s="$idle" \
        'BEGIN { printf "%.3f %.2f\n", ns / s / 1e7, wakes / s }'
}
floor_idle=$(idle $floor_pid)
floor_pss=$(pss $floor_pid)
kill $floor_pid && wait $floor_pid 2>/dev/null || true

"$bin/liqu-run" --state "$room/s" --sim --inspect --window 1:1 >"$room/said" 2>&1 &
run_pid=$!
children+=($run_pid)
need 20 "$room/s/run/inspect.sock"
ask inspect.sock 'wait idle 20000' >/dev/null
sleep 8 # devices have said what they are
ask inspect.sock 'tap idle.start' >/dev/null
ours=$("$bin/bench-watch" tap "$frame" "$taps" "$room/s/run/inspect.sock" 'tap zone.SD' 'tap nav.back')
row "tap to painted, median" us "${ours% *}" "${floor% *}" "a line, 16 lines of text"
row "tap to painted, 95 of 100" us "${ours#* }" "${floor#* }" "a line, 16 lines of text"

# ---- card found to confirm page painted, without what the model takes: 40 ms to select, read_ms, 120 ms for the address ----
model=$((40000 + 120000 + $(sed -n 's/^read_ms: //p' tests/sim/cards/li-guiying.yaml) * 1000))
for i in $(seq "$cards"); do
    for id in home.instant item.SH-001 nav.next; do ask inspect.sock "tap $id" >/dev/null; done
    ask sim.sock "trace on $room/$i.pcap" >/dev/null
    "$bin/bench-watch" card "$frame" "$room/$i.pcap" "$room/s/run/sim.sock" 'card place li-guiying' >>"$room/cards"
    ask sim.sock 'trace off' >/dev/null
    ask sim.sock 'card lift' >/dev/null
    for id in nav.help nav.cancel idle.start; do ask inspect.sock "tap $id" >/dev/null; done
done
ours=$(sort -n "$room/cards" | awk -v model="$model" '{ us[NR] = $1 - model } END { printf "%.1f", us[int((NR + 1) / 2)] }')
row "card found to painted, our part, median" us "$ours" "${floor% *}" "a line, 16 lines of text"

# ---- idle: back to the idle screen, then nothing ----
ask run.sock 'restart kiosk' >/dev/null
need 20 "$room/s/run/inspect.sock"
ask inspect.sock 'wait idle 20000' >/dev/null
sleep 8
list=$(ask run.sock list)
pid_of() { sed -n "s/.*\"name\":\"$1\",\"pid\":\([0-9]*\).*/\1/p" <<<"$list"; }
names=(kiosk reader printer agent district)
pids=($run_pid)
for name in "${names[@]}"; do pids+=("$(pid_of "$name")"); done
ours=$(idle "${pids[@]}")
row "idle, six programs: CPU of one core" % "${ours% *}" "${floor_idle% *}" "SDL2 window, waiting"
row "idle, six programs: wake-ups" /s "${ours#* }" "${floor_idle#* }" "SDL2 window, waiting"

# ---- memory ----
sleep 1000 &
sleep_pid=$!
row "memory of liqu-kiosk (PSS)" KiB "$(pss "$(pid_of kiosk)")" "$floor_pss" "SDL2 window"
for name in reader printer agent district; do
    row "memory of $name (PSS)" KiB "$(pss "$(pid_of "$name")")" "$(pss $sleep_pid)" "sleep"
done
row "memory of liqu-run (PSS)" KiB "$(pss $run_pid)" "$(pss $sleep_pid)" "sleep"
kill $sleep_pid
ask run.sock stop >/dev/null

# ---- modules ----
"$bin/bench-modules" "$room" >>"$room/figures"

awk -F'\t' '
    BEGIN { printf "%-40s %-5s %12s %12s %8s  %s\n", "figure", "unit", "ours", "floor", "ratio", "the floor is" }
    { printf "%-40s %-5s %12s %12s %8s  %s\n", $1, $2, $3, $4, ($4 > 0) ? sprintf("%.2f", $3 / $4) : "-", $5 }
' "$room/figures"
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1); $starts starts, $taps taps, $cards cards, $idle s idle; medians."
