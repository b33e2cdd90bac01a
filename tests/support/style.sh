#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# What a reader would stumble over: a missing licence line, a file grown too long, a word that means "not done yet", a
# path of one person's machine, a translation that does not compile, code that clang-format would lay out otherwise.
set -u
cd "$(dirname "$0")/../.." || exit 3

passed=0 failed=0
verdict() { # title, faults (one a line)
    if [ -z "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s:\n%s\n' "$1" "$(head -20 <<<"$2")"
    fi
}

code=$(git ls-files '*.c' '*.h' '*.def')
texts=$(git ls-files '*.c' '*.h' '*.def' '*.sh' '*.mk' '*.yaml' '*.visit' '*.po' Makefile)

verdict "no SPDX line at the top" \
    "$(for file in $texts; do head -2 "$file" | grep -q 'SPDX-License-Identifier: MulanPSL-2.0' || echo "$file"; done)"
verdict "longer than 600 lines: a noun inside wants its own file" \
    "$(wc -l $code | awk '$1 > 600 && $2 != "total" { print $2 ": " $1 }')"
verdict "words that mean 'not done yet'" "$(grep -nwE 'TO[D]O|FI[X]ME|XX[X]|HA[C]K' $texts)"
verdict "a path of somebody's own machine" "$(grep -nE '/home/[a-z]|/wor[k]/' $texts)"
verdict "no include guard" \
    "$(for file in $(git ls-files '*.h'); do grep -q '^#ifndef LIQU_' "$file" || echo "$file"; done)"
verdict "a visit that does not open with a comment" \
    "$(for file in $(git ls-files '*.visit'); do head -1 "$file" | grep -q '^# ' || echo "$file"; done)"
if command -v clang-format >/dev/null; then
    verdict "laid out otherwise than .clang-format says (clang-format -i FILE)" \
        "$(clang-format --dry-run $(git ls-files '*.c' '*.h') 2>&1 | grep -oE '^[^:]+:[0-9]+' | sort -u -t: -k1,1)"
fi
if command -v cppcheck >/dev/null; then
    # Our headers are found; those of libraries are left out, so what they define is unknown to it.
    verdict "cppcheck" "$(cppcheck -q -j2 --std=c11 --enable=warning,performance,portability --inline-suppr \
        --suppress=missingInclude --suppress=unknownMacro -D_GNU_SOURCE -DLIQU_DEVELOPMENT -Ifirmware -I. \
        --template='{file}:{line}: {message}' firmware drivers tests 2>&1)"
fi
if command -v msgfmt >/dev/null; then
    verdict "a translation with a mistake" \
        "$(for file in $(git ls-files 'assets/po/*.po'); do msgfmt --check -o /dev/null "$file" 2>&1; done)"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
