#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# bench.sh BUILD: figures, each beside a floor measured in the same run: the least that a machine could do instead.
# Milliseconds of one machine say little, the ratio travels. Nothing here passes or fails; how to read the table stands in
# tests/README.md.
set -eu
cd "$(dirname "$0")/../.."
bin=$(cd "$1/bin" && pwd)
tree=$PWD
starts=${BENCH_STARTS:-12} taps=${BENCH_TAPS:-20} cards=${BENCH_CARDS:-9} idle=${BENCH_IDLE:-20} pages=${BENCH_PAGES:-3}
# Beside the build, because durable writes want a disk and /tmp may be memory.
room=$(mktemp -d "$1/bench.XXXXXX")
room=$(cd "$room" && pwd)
# In a UTF-8 locale the floor would parse Xlib's compose table as it starts and the kiosk would not: a floor too high.
export TZ=Asia/Shanghai LC_ALL=C LIQU_ASSETS=$tree/assets
unset LIQU_STATE LIQU_RUN

children=()
finish() {
    [ ! -e "$room/s/run/run.sock" ] || "$bin/liqu-sim" ctl "$room/s/run/run.sock" stop >/dev/null 2>&1 || true
    for pid in "${children[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$room"
}
trap finish EXIT

# title, unit, ours, floor, what the floor is, aim ("1.3x": of the floor; else in the unit, or -)
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$room/figures"; }
need() { # seconds, path
    for _ in $(seq $(($1 * 20))); do [ ! -e "$2" ] || return 0; sleep 0.05; done
    echo "bench: $2 did not appear within $1 s" >&2
    exit 1
}
ask() { "$bin/liqu-sim" ctl "$room/s/run/$1" "$2"; }

# ---- two displays of their own, whose frame buffers are files: one for the floor, one for the kiosk ----
display() { # folder
    mkdir "$1"
    Xvfb -displayfd 3 -screen 0 1080x1920x24 -nolisten tcp -noreset -fbdir "$1" 3>"$1/number" 2>/dev/null &
    children+=($!)
    need 20 "$1/Xvfb_screen0"
    until [ -s "$1/number" ]; do sleep 0.05; done
}
display "$room/screen"
display "$room/beside"
frame=$room/screen/Xvfb_screen0 beside=$room/beside/Xvfb_screen0
export DISPLAY=:$(<"$room/screen/number") SDL_VIDEODRIVER=x11 SDL_AUDIODRIVER=dummy
unset WAYLAND_DISPLAY
font=$(sed -n 's/^regular: {file: \([^,]*\),.*/\1/p' assets/fonts/fonts.yaml)
words="SDL2 window, 16 lines of text"

# ---- start ----
"$bin/liqu" provision --state "$room/s" >/dev/null
{ read -r floor && read -r ours; } < <("$bin/bench-watch" start "$frame" "$starts" -- "$bin/bench-floor" "$font" \
    -- "$bin/liqu-kiosk" --state "$room/s" --config assets/station.demo.yaml --window 1:1 </dev/null)
floor=($floor) ours=($ours)
row "start to idle screen, fastest" us "${ours[0]}" "${floor[0]}" "$words" 1.3x
row "start to idle screen, median" us "${ours[1]}" "${floor[1]}" "$words" 1.3x
row "start to idle screen, 95 of 100" us "${ours[2]}" "${floor[2]}" "$words" -
row "start to idle screen, CPU time" us "${ours[3]}" "${floor[3]}" "$words" 1.3x
unset floor ours

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

# idle "PID…"…: for each group per cent of one core and wake-ups a second while nobody touches anything.
idle() {
    local before=() after i=0 group
    for group; do before+=("$(used $group)"); done
    sleep "$idle"
    for group; do
        after=($(used $group))
        awk -v ns=$((after[0] - ${before[i]% *})) -v wakes=$((after[1] - ${before[i]#* })) -v s="$idle" \
            'BEGIN { printf "%.4f %.2f\n", ns / s / 1e7, wakes / s }'
        i=$((i + 1))
    done
}

# ---- tap to painted ----
mkfifo "$room/lines"
DISPLAY=:$(<"$room/beside/number") "$bin/bench-floor" "$font" <>"$room/lines" &
floor_pid=$!
children+=($floor_pid)
"$bin/liqu-run" --state "$room/s" --sim --inspect --window 1:1 >"$room/said" 2>&1 &
run_pid=$!
children+=($run_pid)
need 20 "$room/s/run/inspect.sock"
ask inspect.sock 'wait idle 20000' >/dev/null
sleep 8 # devices have said what they are
ask inspect.sock 'tap idle.start' >/dev/null
{ read -r floor && read -r ours; } < <("$bin/bench-watch" tap "$taps" "$beside" "$room/lines" other back \
    "$frame" "$room/s/run/inspect.sock" 'tap zone.SD' 'tap nav.back')
floor=($floor) ours=($ours)
row "tap to painted, fastest" us "${ours[0]}" "${floor[0]}" "$words" 1.3x
row "tap to painted, median" us "${ours[1]}" "${floor[1]}" "$words" 1.3x
row "tap to painted, 95 of 100" us "${ours[2]}" "${floor[2]}" "$words" -
painted=("${floor[@]}")
unset floor ours

# ---- cards: the reading, and from the found card to the confirm page what is not the reader's own time ----
model() { "$bin/liqu-sim" ctl "$room/u/run/sim.sock" "$1" >/dev/null; }
bare() { "$bin/liqu-sim" exec --run "$room/u/run" -- "$bin/bench-usb" "$1"; }
mkdir -p "$room/u/run"
"$bin/liqu-sim" serve --run "$room/u/run" >"$room/u/said" 2>&1 &
children+=($!)
need 20 "$room/u/run/sim.sock"
for i in $(seq "$cards"); do
    model "trace on $room/floor.pcap"
    model 'card place li-guiying'
    bare card
    model 'trace off'
    model 'card lift'
    "$bin/bench-watch" trace "$room/floor.pcap" >>"$room/bare"
    for id in home.instant item.SH-001 nav.next; do ask inspect.sock "tap $id" >/dev/null; done
    sleep 0.5 # the page has been painted and the reader is asking
    ask sim.sock "trace on $room/$i.pcap" >/dev/null
    "$bin/bench-watch" card "$frame" "$room/$i.pcap" "$room/s/run/sim.sock" 'card place li-guiying' >>"$room/cards"
    ask sim.sock 'trace off' >/dev/null
    ask sim.sock 'card lift' >/dev/null
    for id in nav.help nav.cancel idle.start; do ask inspect.sock "tap $id" >/dev/null; done
done
nth() { cut -d ' ' -f "$2" "$1" | sort -n | sed -n "$3p"; } # file, column, which of the sorted
half=$(((cards + 1) / 2))
row "card read through liqu-device" us "$(nth "$room/cards" 2 $half)" "$(nth "$room/bare" 1 $half)" "libusb, one transfer after the other" 1.1x
row "card to painted, our part, fastest" us "$(nth "$room/cards" 1 1)" "${painted[0]}" "the tap's: a page of text" 5000
row "card to painted, our part, median" us "$(nth "$room/cards" 1 $half)" "${painted[1]}" "the tap's: a page of text" 5000

# ---- idle: back to the idle screen, then nothing ----
ask run.sock 'restart kiosk' >/dev/null
need 20 "$room/s/run/inspect.sock"
ask inspect.sock 'wait idle 20000' >/dev/null
"$bin/liqu-sim" exec --run "$room/u/run" -- "$bin/bench-usb" wait 2>/dev/null &
bare_pid=$!
children+=($bare_pid)
sleep 8
list=$(ask run.sock list)
pid_of() { sed -n "s/.*\"name\":\"$1\",\"pid\":\([0-9]*\).*/\1/p" <<<"$list"; }
names=(kiosk reader printer agent district)
pids=($run_pid)
for name in "${names[@]}"; do pids+=("$(pid_of "$name")"); done
{ read -r floor && read -r usb && read -r all && read -r reader && read -r printer; } < <(
    idle "$floor_pid" "$bare_pid" "${pids[*]}" "$(pid_of reader)" "$(pid_of printer)"
)
idle_rows() { # title, ours, floor, what the floor is, aims
    row "$1: CPU of one core" % "${2% *}" "${3% *}" "$4" "$5"
    row "$1: wake-ups" /s "${2#* }" "${3#* }" "$4" "$6"
}
idle_rows "idle, all six programs" "$all" "$floor" "SDL2 window, waiting" 0.02 1
idle_rows "idle, liqu-device reader" "$reader" "$usb" "libusb, waiting for bytes" 0.02 1
idle_rows "idle, liqu-device printer" "$printer" "$usb" "libusb, waiting for bytes" 0.02 1

# ---- memory, as if these programs had the machine to themselves ----
# Every page that they touch is counted once, also one that is a file's: private pages in each program, a file's in the
# program that holds most of it. Half of the window's memory is the display's.
memory() { # PID…
    local pid
    for pid; do sed "s/^[0-9a-f]*-[0-9a-f]* /map $pid &/" "/proc/$pid/smaps"; done | awk '
        $1 == "map" { name = NF > 7 ? $8 : "-"; file = name ~ /^\//; shm = name ~ /^\/SYSV/; pid = $2 }
        $1 == "Rss:" { rss = $2 }
        $1 == "Shared_Dirty:" { shared = $2 }
        $1 == "Private_Dirty:" {
            if (shm) own += rss / 2
            else if (!file) own += rss
            else { own += $2; clean[pid, name] += rss - $2 }
        }
        END {
            for (key in clean) {
                split(key, at, SUBSEP)
                if (clean[key] > most[at[2]]) most[at[2]] = clean[key]
            }
            for (name in most) own += most[name]
            printf "%d", own
        }'
}
sleep 1000 &
sleep_pid=$!
children+=($sleep_pid)
row "memory of liqu-kiosk alone" KiB "$(memory "$(pid_of kiosk)")" "$(memory $floor_pid)" "SDL2 window" 35840
row "memory of all six programs" KiB "$(memory "${pids[@]}")" "$(memory $floor_pid)" "SDL2 window" 51200
for name in reader printer agent district; do
    row "memory of $name alone" KiB "$(memory "$(pid_of "$name")")" "$(memory $sleep_pid)" "sleep" -
done
row "memory of liqu-run alone" KiB "$(memory $run_pid)" "$(memory $sleep_pid)" "sleep" -
kill $sleep_pid $floor_pid $bare_pid
ask run.sock stop >/dev/null

# ---- 30 cm of paper ----
for _ in $(seq "$pages"); do bare print; done | sort -n >"$room/bare"
floor=$(sed -n "$(((pages + 1) / 2))p" "$room/bare")
"$bin/liqu-sim" exec --run "$room/u/run" -- "$bin/liqu-device" printer --state "$room/u" >>"$room/u/said" 2>&1 &
children+=($!)
row "30 cm printed, cut and proven" us "$("$bin/bench-print" "$room/u/run" "$pages")" "$floor" "libusb, the same bytes at once" 1.11x

# ---- modules ----
"$bin/bench-modules" "$room" >>"$room/figures"

awk -F'\t' '
    BEGIN { printf "%-40s %-4s %10s %10s %7s %7s  %s\n", "figure", "unit", "ours", "floor", "ratio", "aim", "the floor is" }
    {
        printf "%-40s %-4s %10s %10s %7s %7s  %s\n", $1, $2, $3, $4, ($4 > 0) ? sprintf("%.2f", $3 / $4) : "-", $6, $5
    }
' "$room/figures"
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1); $starts starts, $taps taps, $cards cards, $pages pages, $idle s idle; medians."
