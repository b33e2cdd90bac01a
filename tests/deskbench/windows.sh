#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# windows.sh BUILD: both windows on a desk with a window manager, and a real pointer. Lost without it: a first click that
# only gives focus and does nothing, windows that cover each other, a kiosk left without hands, sheets that the next start
# removes. Needs Xvfb, openbox and xdotool.
set -u
cd "$(dirname "$0")/../.." || exit 3
bin=$1/bin
room=$(mktemp -d /tmp/liqu-windows-XXXXXX)
source tests/support/tally.sh
pids=()

finish() {
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null
    done
    rm -rf "$room"
}
trap finish EXIT

check() { ok "at $size: $1" "${@:2}"; }

# Until the command succeeds, at most 10 s.
until_true() {
    for _ in {1..100}; do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.1
    done
    return 1
}

# kiosk or bench; by its class, for not every tool reads a title that is not Latin.
window() { xdotool search --onlyvisible --class "liqu-$1" 2>/dev/null | tail -1; }
has_window() { [ -n "$(window "$1")" ]; }
sim() { "$bin/liqu-sim" ctl "$state/run/sim.sock" "$1"; }
kiosk() { "$bin/liqu-kiosk" ctl "$state/run/inspect.sock" "$1"; }
card_lies() { sim state | grep -q '"cards":\["'; }
plate_empty() { sim state | grep -q '"cards":\[\]'; }
shows() { kiosk state | grep -q "\"screen\":\"$1\""; }

geometry() { # sets X Y WIDTH HEIGHT of the window
    X=0 Y=0 WIDTH=0 HEIGHT=0
    has_window "$1" || return
    eval "$(xdotool getwindowgeometry --shell "$(window "$1")" | grep -E '^(X|Y|WIDTH|HEIGHT)=')"
}
# One click of a pointer that comes from elsewhere.
click() {
    xdotool mousemove --sync "$1" "$2" click 1
}
# The first card's key: at the same place in every panel, which is shown dot by dot or, on a narrow desk, smaller.
click_card() {
    geometry bench
    click $((X + 60)) $((Y + (WIDTH < 820 ? 54 : 72)))
}
click_kiosk_start() {
    local box x y w h
    geometry kiosk
    box=$(kiosk tree | grep -o '"id":"idle.start"[^}]*' | grep -o '"[xywh]":[0-9]*' | tr -d '"' | tr : =)
    eval "$box"
    click $((X + (x + w / 2) * WIDTH / 1080)) $((Y + (y + h / 2) * HEIGHT / 1920))
}

# As the cross of its frame does.
close_window() {
    xdotool windowactivate --sync "$(window "$1")" key --clearmodifiers alt+F4
}

start() {
    : >"$room/said"
    LIQU_STATE=$state "$bin/liqu-run" --sim --bench --inspect >"$room/said" 2>&1 &
    run=$!
    pids+=("$run")
    until_true has_window kiosk && until_true has_window bench && until_true kiosk state && until_true sim state &&
        sleep 1 # the window manager has given focus to one of them
}

# xdotool counts the frame twice, so what it says may be 1 px to the right and a title bar too low.
side_by_side() {
    local right high=$((${size#*x} + 24))
    geometry kiosk
    right=$((X + WIDTH))
    [ "$WIDTH" -gt 0 ] && [ "$X" -ge 0 ] && [ "$X" -lt 20 ] && [ $((Y + HEIGHT)) -le "$high" ] || return 1
    geometry bench
    [ "$X" -ge "$right" ] && [ $((X + WIDTH)) -le "${size%x*}" ] && [ $((Y + HEIGHT)) -le "$high" ]
}

run_ends() {
    until_true bash -c "! kill -0 $run 2>/dev/null" && wait "$run"
}

on_desk() {
    size=$1
    state=$room/$size
    mkdir "$state"
    Xvfb -displayfd 5 -screen 0 "${size}x24" -nolisten tcp 5>"$state/display" 2>/dev/null &
    pids+=($!)
    until_true test -s "$state/display"
    export DISPLAY=:$(<"$state/display")
    openbox >/dev/null 2>&1 &
    pids+=($!)
    until_true xdotool get_desktop
    check "both windows open" start
    check "they stand side by side, the kiosk at the left" side_by_side
    click_card
    check "the first click into the hands lays a card" until_true card_lies
    click_kiosk_start
    check "the first click into the kiosk starts a visit" until_true shows home
    sleep 0.5 # sooner it would be a finger that trembles
    click_card
    check "and back: it takes the card away" until_true plate_empty
    echo sheet >"$state/sheets/sheet-1.png"
    "$bin/liqu-sim" ctl "$state/run/run.sock" 'kill bench' >/dev/null
    check "hands that crash come back" until_true has_window bench
    close_window bench
    check "closing the hands ends all" run_ends
    check "and says so" grep -q "window of the hands was closed, so the kiosk ends" "$room/said"
    check "a second start" start
    check "the sheets of the first are kept" test -s "$state/sheets.old/sheet-1.png"
    close_window kiosk
    check "closing the kiosk ends all" run_ends
    check "and says so" grep -q "window of the kiosk was closed, so the window of the hands ends" "$room/said"
}

on_desk 1920x1200
on_desk 1366x768
on_desk 1024x768
tally
