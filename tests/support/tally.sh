# SPDX-License-Identifier: MulanPSL-2.0
# Sourced by scripts that check one thing after another: `ok WHAT COMMAND…` counts, `tally` prints the last line that
# suite.sh reads and says with its code whether all was well, `not_run WHY` ends a suite that cannot be run here.
passed=0 failed=0

ok() { # what, command…
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $what"
    fi
}

tally() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
}

# suite.sh counts nothing.
not_run() { # why
    echo "not run: $1"
    exit 0
}
