# SPDX-License-Identifier: MulanPSL-2.0
# Sourced by the scripts beside it. `begin BUILD` makes a folder; `serve OPTION…` starts a simulator in it and waits until it
# answers; counting is tally.sh's. Everything that was started ends with the script.
source tests/support/tally.sh
pids=()

begin() { # build
    bin=$1/bin
    folder=$(mktemp -d /tmp/liqu-hosts.XXXXXX)
    run=$folder/run
    trap finish EXIT
}

finish() {
    [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null
    wait 2>/dev/null
    rm -rf "$folder"
}

ctl() { "$bin/liqu-sim" ctl "$run/sim.sock" "$1"; }
# Becomes the program itself, so that $! is its number and not a shell's.
inside() { exec "$bin/liqu-sim" exec --run "$run" -- "$@"; }
# One that has to come to an end.
soon() { timeout -k 1 30 "$bin/liqu-sim" exec --run "$run" -- "$@"; }

serve() { # options of liqu-sim serve
    "$bin/liqu-sim" serve --run "$run" "$@" 2>"$folder/sim.log" &
    pids+=($!)
    server=$!
    for _ in {1..100}; do
        [ -S "$run/sim.sock" ] && return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    wait "$server"
}

stop() { # the simulator
    kill "$server"
    wait "$server"
    pids=()
}

# Until a command says yes; 5 s.
eventually() {
    for _ in {1..100}; do
        "$@" && return 0
        sleep 0.05
    done
    return 1
}
