#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# lines.sh BUILD: what somebody meets who types lines and visits by hand: wrong ones are answered with a sentence and change
# nothing, files are looked for where the person is, and a second program beside a running one does it no harm.
set -u
cd "$(dirname "$0")/../.." || exit 3
source tests/support/tally.sh
bin=$(cd "$1/bin" && pwd) || exit 3
room=$(mktemp -d)
state="$room/state with blanks 状态"
mkdir -p "$room/here/a b"
trap 'rm -rf "$room"' EXIT
export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy TZ=Asia/Shanghai
unset LIQU_STATE LIQU_RUN

# Both clients do the same, for every socket.
says() { # exit code, words of the answer, socket, line
    local client answer code
    for client in liqu-sim liqu-kiosk; do
        answer=$(cd "$room/here" && timeout 20 "$bin/$client" ctl "$state/run/$3.sock" "$4" 2>&1)
        code=$?
        [ "$code" = "$1" ] && grep -qE -- "$2" <<<"$answer" && continue
        echo "$client: $4: code $code, $answer"
        return 1
    done
}
writes() { # file, socket, line…
    local file=$1 socket=$2 line
    shift 2
    for line in "$@"; do says 0 '^ok' "$socket" "$line" || return 1; done
    [ -s "$room/here/$file" ]
}
ends_with() { # exit code, words, command…
    local code words=$2 want=$1
    shift 2
    timeout 20 "$@" >"$room/said" 2>&1
    code=$?
    [ "$code" = "$want" ] && grep -qE -- "$words" "$room/said" && return
    echo "code $code, $(cat "$room/said")"
    return 1
}
visit_says() { # exit code, words, line…
    local code=$1 words=$2
    shift 2
    printf '%s\n' "# A visit of lines.sh" "$@" >"$room/try.visit"
    ends_with "$code" "$words" "$bin/liqu-visit" --out "$room/out" "$room/try.visit"
}

"$bin/liqu-run" --state "$state" --sim --inspect --window 1:1 >"$room/desk" 2>&1 &
desk=$!
for _ in $(seq 100); do [ -e "$state/run/sim.sock" ] && [ -e "$state/run/inspect.sock" ] && break; sleep 0.1; done
ok "the kiosk is there" says 0 '^ok$' inspect 'wait idle 10000'

ok "tree takes no word" says 1 '^error' inspect 'tree x'
ok "state takes no word" says 1 '^error' inspect 'state x'
ok "more keys than fit" says 1 'at most [0-9]+ keys' inspect "type $(printf '1%.0s' $(seq 200))"
ok "no key of this page" says 1 'no such key' inspect 'type 1'
ok "no element of this page" says 1 'no element home.search on idle' inspect 'tap home.search'
for time in 90 90s 2m 3000ms 0; do
    ok "clock +$time" says 0 '^ok$' inspect "clock +$time"
done
for time in 1h 1500ms x 576001m 99999999999999999999 '' -5 1.5; do
    ok "clock +$time is refused" says 1 '^error.*seconds' inspect "clock +$time"
done
ok "not UTF-8" says 1 '^error.*UTF-8' admin $'journal \xff'
ok "two lines at once" says 2 'one line at a time' admin $'journal count\njournal count'
ok "nobody listens" says 2 'cannot connect' nowhere 'state'

ok "a picture lies where the caller is" writes a.png inspect 'shot a.png'
ok "with blanks in its name" writes 'a b/c d.png' inspect 'shot a b/c d.png'
ok "a trace too" writes 'e f.pcap' sim 'trace on e f.pcap' 'trace off'

ok "a second district" ends_with 3 'district\.sock: another program answers here' "$bin/liqu-district" --state "$state"
ok "a second simulation" ends_with 3 'sim\.sock: another program answers here' "$bin/liqu-sim" serve --run "$state/run"
ok "a second kiosk" ends_with 3 'another program has it open' "$bin/liqu-kiosk" --state "$state"
ok "the first ones are still there" says 0 '^ok' sim 'state'
for name in kiosk reader printer agent district; do
    ok "$name runs since the start" says 0 "\"$name\",\"pid\":[0-9]+,\"starts\":1,\"alive\":true" run list
done
ok "the district's socket is still there" test -S "$state/run/district.sock"
ok "no warning" eval '! grep -hE "\"level\":\"(warning|error)\"" "$state"/log/*.log'
ok "the desk ends" eval '"$bin/liqu-sim" ctl "$state/run/run.sock" stop >/dev/null && wait "$desk"'

long=$room/$(printf 'x%.0s' $(seq 100))
ok "an agent whose folder is too long for a socket" ends_with 3 'too long' "$bin/liqu-agent" --state "$long" --station 31011411803
ok "a device whose folder is too long" ends_with 3 'too long' "$bin/liqu-device" reader --state "$long"
ok "nothing was made for them" test ! -e "$long"
for point in printer:1 kiosk kiosk:0 kiosk:x nobody:1; do
    ok "LIQU_CRASH_AT=$point" ends_with 3 'LIQU_CRASH_AT=.*kiosk:N' env LIQU_CRASH_AT="$point" "$bin/liqu-run" --state "$state" --sim
done

ok "a visit in an unknown language" visit_says 2 'lang fr: it must be one of zh, en' 'start --lang fr'
ok "on an unknown line" visit_says 2 'uplink nats: it must be one of local, down' 'start --uplink nats'
ok "with a model that is not there" visit_says 2 'sam-nope: .*(model|reader)' 'start --reader sam-nope'
ok "without a card nothing is left behind" visit_says 0 '^1 passed' 'start' 'expect nothing-personal' 'stop'
ok "but only on the first page" visit_says 1 'the screen is home, not idle' 'start' 'tap idle.start' 'expect nothing-personal within 200ms'
tally
