/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What came out of the printer, dot for dot. The simulated printer leaves sheet-N.png; the kiosk of a
 * development build leaves for each page it sent, in the folder LIQU_PAGES, two files named by the SM3 of the
 * raster: SM3.pbm   the raster itself, P4 SM3.json  {"width":W,"rows":H,"runs":[{"text","x","y","w","h"}]}:
 * one run a paragraph before wrapping, with the box of all its lines in dots of the page A text counts as
 * printed when the sheet equals the page in every dot of its run's box. The sheet may have blank rows before
 * and after the page: both are laid together at their first row with ink.
 */
#ifndef LIQU_TESTS_VISIT_PAPER_H
#define LIQU_TESTS_VISIT_PAPER_H

#include "base/err.h"
#include <stddef.h>
#include <stdint.h>

struct dots {
    int width, height;
    uint8_t *black; /* one byte a dot, 1 = black, row by row */
};

bool dots_load_png(const char *path, struct dots *ret, struct err *err) MUST_CHECK;
bool dots_load_pbm(const char *path, struct dots *ret, struct err *err) MUST_CHECK;
void dots_finish(struct dots *dots);
/* -1 for an empty sheet. */
int dots_first_ink(const struct dots *dots);

/* sheet-1.png, sheet-2.png … without a gap. */
int paper_count(const char *sheets);
void paper_path(const char *sheets, int n, char *ret, size_t size);

/* True when the text was really printed on this sheet; otherwise err says whether no page says so or the dots
 * differ. */
bool paper_says(const struct dots *sheet, const char *pages, const char *text, struct err *err) MUST_CHECK;
/* True when a page of this sheet is known and no printed run holds the text. */
bool paper_silent(const struct dots *sheet, const char *pages, const char *text, struct err *err) MUST_CHECK;

#endif
