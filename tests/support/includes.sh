#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# Reads every #include "…" against the table of who may include whom. An arrow allows what it names and whatever that
# may include. Only a program's main.c knows everything it needs. Without this, layers grow into each other unnoticed.
set -u
cd "$(dirname "$0")/../.." || exit 3

declare -A allows=(
    [base]=""
    [person]="base"
    [link]="person"
    [catalogue]="base"
    [casework]="catalogue person"
    [seal]="base"
    [ticket]="casework seal"
    [journal]="casework seal"
    [draw]="base"
    [ui]="draw"
    [paper]="draw casework ticket"
    [diag]="link journal"
    [kiosk]="person link catalogue casework seal ticket journal draw ui paper diag"
    [device]="drivers link"
    [agent]="link"
    [district]="ticket casework seal"
    [tool]="person link catalogue casework seal ticket journal draw ui paper diag agent district"
    [drivers]="link person"
    [tests/sim]="base"
    [tests/hosts]="link tests/sim"
    [tests/deskbench]="ui"
    [tests/faults]="tests/sim link"
    [tests/visit]="tests/sim"
)

# The folder of the table that a path belongs to: firmware/kiosk/screens/x.c -> kiosk.
folder_of() {
    case $1 in
    tests/sim/* | tests/hosts/* | tests/deskbench/* | tests/faults/* | tests/visit/*) echo "${1%/*}" ;;
    firmware/*) local rest=${1#firmware/} && echo "${rest%%/*}" ;;
    *) echo "${1%%/*}" ;;
    esac
}

# Everything a folder may include, itself first.
closure() {
    local queue=("$1") seen=" $1 " next
    for ((i = 0; i < ${#queue[@]}; i++)); do
        for next in ${allows[${queue[i]}]}; do
            [[ $seen == *" $next "* ]] && continue
            seen+="$next "
            queue+=("$next")
        done
    done
    echo "$seen"
}

passed=0 failed=0
fault() {
    echo "$1"
    failed=$((failed + 1))
}

for folder in "${!allows[@]}"; do
    may=$(closure "$folder")
    case $folder in
    drivers | tests/*) root=$folder ;;
    *) root=firmware/$folder ;;
    esac
    [ -d "$root" ] || continue
    while IFS=: read -r file line text; do
        [ "$(basename "$file")" = main.c ] && continue
        included=$(sed 's/.*"\(.*\)".*/\1/' <<<"$text")
        target=$(folder_of "$included")
        if [[ $included != */* ]]; then
            fault "$file:$line: \"$included\": write the whole path below firmware/ or the root"
        elif [ -z "${allows[$target]+known}" ]; then
            fault "$file:$line: \"$included\": its folder is not in the table of tests/support/includes.sh"
        elif [[ $may != *" $target "* ]]; then
            fault "$file:$line: $folder may not include $target (\"$included\")"
        else
            passed=$((passed + 1))
        fi
    done < <(grep -rHn --include='*.[ch]' --include='*.def' '^ *# *include *"' "$root")
done
for path in firmware/*/; do
    folder=$(basename "$path")
    [ -n "${allows[$folder]+known}" ] || fault "firmware/$folder: this folder is not in the table"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
