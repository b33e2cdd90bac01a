#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# items.sh BUILD [OPTION…]: opens the page of every item of the catalogue, in both languages. Without it an item whose page
# cannot be reached, has lost its name or its way out would be found by the resident who asks for it. The visits are
# written from the item files into BUILD/visits/items/ and played; options go to liqu-visit.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1
shift
folder=$build/visits/items
mkdir -p "$folder" || exit 3

field() { sed -n "s/^$2: //p" "$1"; }
name_in() { sed -n "s/^name: {zh: \(.*\), en: \"\{0,1\}\([^\"]*\)\"\{0,1\}}\$/\\$2/p" "$1"; }

# What the page offers: a card, or a place where it can be done.
offers() {
    if [ "$1" = guide ]; then
        echo "expect element nav.next absent"
        echo "expect element item.where"
    else
        echo "expect element nav.next enabled within 5"
    fi
}

open_all() { # language, number of the name in `name_in`
    echo "# Every page of the catalogue opens under its own name ($1)."
    echo "start --lang $1"
    echo "tap idle.start"
    for file in assets/catalogue/items/*.yaml; do
        echo "tap zone.$(field "$file" zone)"
        echo "tap item.$(field "$file" code)"
        echo "expect screen item"
        echo "expect text \"$(name_in "$file" "$2")\""
        offers "$(field "$file" mode)"
        echo "tap nav.back"
        echo "expect screen zone"
        echo "tap nav.back"
    done
    echo "stop"
}

open_all zh 1 >"$folder/items-zh.visit"
open_all en 2 >"$folder/items-en.visit"
"$build/bin/liqu-visit" --jobs 2 --out "$build/visits" "$@" "$folder"/items-*.visit
