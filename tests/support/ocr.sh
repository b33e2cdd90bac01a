#!/bin/bash
# SPDX-License-Identifier: MulanPSL-2.0
# ocr.sh BUILD [OPTION…]: reads a cut document and a cut slip with tesseract. The visits compare sheets with the kiosk's own
# page, dot for dot; without this a page that is wrong from the start (mirrored, inverted, letters over each other) would
# pass, as long as it was printed as it was drawn. Options go to liqu-visit.
set -u
cd "$(dirname "$0")/../.." || exit 3
build=$1
shift
folder=$(realpath -m "$build/visits/ocr")
mkdir -p "$folder" || exit 3
rm -f "$folder"/*.png
export OMP_THREAD_LIMIT=1
dpi=203 # of the print head: 8 dots a millimetre
passed=0 failed=0

# The visit as it stands, but its sheet is kept.
keep_sheet() { sed "/^expect sheets 1/a sheet save 1 $folder/$1.png" "tests/visits/$1.visit" >"$folder/$1.visit"; }

reads() { # sheet, words that must be found on it; blanks do not count
    local sheet=$1 read words
    shift
    read=$(tesseract "$folder/$sheet.png" - -l chi_sim --dpi $dpi 2>"$folder/$sheet.log" | tr -d ' \n')
    for words in "$@"; do
        if [[ $read == *"$words"* ]]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "$folder/$sheet.png: \"$words\" cannot be read on it, but: $read"
        fi
    done
}

keep_sheet instant-document
keep_sheet hand-off
"$build/bin/liqu-visit" --jobs 2 --out "$build/visits" "$@" "$folder"/{instant-document,hand-off}.visit ||
    failed=$((failed + 1))
reads instant-document 社会保险缴费情况 李桂英 310199195103070021 8,200.00
reads hand-off 食品经营许可证新办 赵\*雨 118-03- 场所平面布局图
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
