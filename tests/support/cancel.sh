#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# cancel.sh BUILD [OPTION…]: somebody gives up at every step of a document and of a hand-off: through help, on the countdown
# page, on the page of a fault. Without it one page could keep a person, a number or a page in the printer from whoever
# thinks better of it just there. One visit a step is written into BUILD/visits/cancel/ and played; options go to liqu-visit.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1
shift
folder=$build/visits/cancel
mkdir -p "$folder" || exit 3
rm -f "$folder"/*.visit

through_help="tap nav.help; expect screen help; tap nav.cancel"
on_countdown="clock +61; expect screen timeout; tap nav.cancel"
at_once="tap nav.cancel"
paper_in="speed 5; paper load 60; expect device printer online within 10"
nothing="issues printed=0 taken=0 void=0 unknown=0; cases lodged=0 reserved=0; visits done=0 fault=0"
way="" # how the resident got this far
district_ms=0 # how long the district takes

commands() { tr ';' '\n' <<<"$1" | sed 's/^ *//; /^$/d'; }

goes() { way+="; $1"; }

# One visit: there, out, and again for each way out; what the journal holds afterwards.
gives_up() { # name, screen, journal, way out…
    local name=$1 screen=$2 journal=$3 out
    shift 3
    {
        echo "# Somebody gives up (${name%%-*}, at ${name#*-}): the next one finds nothing of it."
        echo "start --district-ms $district_ms"
        for out in "$@"; do
            commands "$way"
            echo "expect screen $screen within 10"
            commands "$out"
            echo "speed 5" # again, whatever slowed it on the way
            echo "expect screen idle within 5"
            echo "expect journal issues printing=0 issued=0 reserved=0 within 20"
            [[ $way == *"card place"* ]] && echo "expect nothing-personal within 5"
        done
        commands "$journal" | sed 's/^/expect journal /; s/$/ within 10/'
        echo "expect journal visits open=0"
        echo "stop"
    } >"$folder/$name.visit"
}

# A page on which nothing is owed to anybody yet, named by what is done and the screen.
nothing_begun() { gives_up "$1" "${1#*-}" "$nothing" "$through_help" "$on_countdown"; }

# A step beside the way: what leads there is not part of the steps that follow.
aside() { # what leads there, name, screen, journal, way out…
    local before=$way
    goes "$1"
    shift
    gives_up "$@"
    way=$before
}

instant() {
    way="tap idle.start"
    nothing_begun instant-home
    goes "tap home.instant"
    nothing_begun instant-zone
    goes "tap item.TJ-001; expect element nav.next enabled within 20"
    nothing_begun instant-item
    goes "tap nav.next"
    nothing_begun instant-scan_card
    goes "expect screen scan_card; card place chen-zhiqiang; expect screen confirm within 5; card lift"
    nothing_begun instant-confirm
    goes "tap nav.next; expect screen input"
    nothing_begun instant-input
    goes "type 2609150008"
    aside "paper out; tap nav.next; expect screen device_fault within 20; expect journal issues issued=1" \
        instant-device_fault device_fault "issues void=2 unknown=0 printed=0; visits fault=2" \
        "$at_once; $paper_in" "$through_help; $paper_in"
    goes "speed 0.1; tap nav.next"
    district_ms=10000 gives_up instant-issuing issuing "issues void=1 unknown=0 printed=0; visits cancelled=1" "$through_help"
    goes "expect screen printing within 20; expect hanging 320 within 20"
    gives_up instant-printing printing "issues unknown=1 void=0 printed=0 taken=0; visits cancelled=1" \
        "$through_help"
    goes "speed 5; expect screen take_paper within 20"
    gives_up instant-take_paper take_paper "issues printed=1 taken=0 void=0; visits cancelled=1" "$through_help"
    goes "tap take_paper.done"
    gives_up instant-rating rating "issues taken=1 printed=0; visits cancelled=1" "$through_help"
}

handoff() {
    way="tap idle.start; tap zone.SD; tap item.SD-105; expect element nav.next enabled within 20"
    nothing_begun handoff-item
    goes "tap nav.next"
    nothing_begun handoff-scan_card
    goes "expect screen scan_card; card place zhao-xiaoyu; expect screen confirm within 5; card lift"
    nothing_begun handoff-confirm
    goes "tap nav.next; expect screen materials"
    nothing_begun handoff-materials
    goes "tap material.4.promise; tap nav.next"
    nothing_begun handoff-commitment
    goes "tap nav.next"
    nothing_begun handoff-check
    aside "paper out; expect device printer offline; tap nav.next" \
        handoff-device_fault device_fault "cases lodged=0; visits fault=2" \
        "$at_once; $paper_in" "$through_help; $paper_in"
    goes "speed 0.1; tap nav.next"
    aside "expect screen ticket within 10; expect hanging 80 within 20; paper out" \
        handoff-device_fault-slip device_fault "cases lodged=2; outbox waiting=0; visits fault=2" \
        "$at_once; $paper_in" "$through_help; $paper_in"
    gives_up handoff-ticket-printing ticket "cases lodged=1; outbox waiting=0; visits cancelled=1" "$through_help"
    goes "speed 5; expect element nav.next enabled within 20"
    gives_up handoff-ticket ticket "cases lodged=2; outbox waiting=0; visits cancelled=2" "$through_help" "$on_countdown"
    goes "tap nav.next"
    gives_up handoff-take_paper take_paper "cases lodged=1; outbox waiting=0; visits cancelled=1" "$through_help"
    goes "tap take_paper.done"
    gives_up handoff-rating rating "cases lodged=1; outbox waiting=0; visits cancelled=1" "$through_help"
}

instant
handoff
"$build/bin/liqu-visit" --jobs 2 --out "$build/visits" "$@" "$folder"/*.visit
