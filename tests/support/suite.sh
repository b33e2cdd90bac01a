# SPDX-License-Identifier: MulanPSL-2.0
# Sourced by check.sh and check-all.sh: `suite NAME COMMAND…` runs one suite, prints its line with its seconds (what a
# failing one said stands above) and adds it up; `suites_end` names those that failed and prints the total. A suite whose last
# line is "not run: REASON" and that ended with 0 counts for nothing.
said=$(mktemp)
trap 'rm -f "$said"' EXIT
all_passed=0 all_failed=0 failed_suites=()

suite() { # name, command…
    local name=$1 from=$SECONDS last good bad
    shift
    "$@" >"$said" 2>&1
    local code=$?
    last=$(tail -1 "$said")
    if [[ $last == "not run: "* ]] && [ "$code" = 0 ]; then
        printf '%-28s %s\n' "$name" "$last"
        return
    fi
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}
        [ "$code" != 0 ] && [ "$bad" = 0 ] && bad=1
    else
        good=0 bad=1
    fi
    [ "$bad" = 0 ] || failed_suites+=("$name: $(sed '$d' "$said" | tail -1)")
    [ "$bad" = 0 ] || sed '$d; s/^/    /' "$said"
    [ "$good" = 0 ] && [ "$bad" = 1 ] && sed 's/^/    /' <<<"$last"
    printf '%-28s %s passed, %s failed  (%s s)\n' "$name" "$good" "$bad" "$((SECONDS - from))"
    all_passed=$((all_passed + good)) all_failed=$((all_failed + bad))
}

suites_end() {
    [ "$all_failed" = 0 ] || printf 'failed: %s\n' "${failed_suites[@]}"
    echo "$all_passed passed, $all_failed failed"
    [ "$all_failed" = 0 ]
}
