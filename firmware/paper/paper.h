/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What goes on paper: the document the district answered and the slip of a lodged case, laid out for 384, 512
 * or 576 dots as a 1-bit raster. The printer process sees only that raster. Nothing is ever printed as □: a
 * text that no font can draw refuses the whole page.
 */
#ifndef LIQU_PAPER_PAPER_H
#define LIQU_PAPER_PAPER_H

#include "casework/casework.h"
#include "draw/text_run.h"
#include "ticket/document.h"
#include "ticket/ticket.h"

struct page_run { /* one paragraph before wrapping, with the box of all its lines */
    char *text;
    struct rect box; /* dots */
};
struct page {
    uint8_t *bits;   /* width/8 × rows, bit 1 = black, MSB left */
    int width, rows; /* dots */
    int code_rows;   /* a document's: down to the middle of its code; a piece without these proves nothing */
    struct page_run *runs;
    size_t run_count;
};
/* Wipes and frees. */
void page_finish(struct page *page);
int page_mm(const struct page *page); /* paper it needs, cut margin included */

enum paper_result {
    PAPER_OK,
    PAPER_NO_GLYPH,
    PAPER_TOO_LONG /* over 4 MiB or 1 m, or a code over version 15 */
};

struct paper_setup {
    struct fonts *fonts;
    const struct station *station;
    const struct catalogue *catalogue;
    bool demo; /* inverse bar 演示 DEMO */
    bool
        english; /* slips: the visit's language, as tr_current(); documents stay as the district wrote them */
};

/* code: the COSE bytes of the verification code. */
enum paper_result paper_document(const struct paper_setup *setup, const struct document *document,
                                 const void *code, size_t code_len, struct page *ret) MUST_CHECK;

struct slip {
    const struct item *item;
    const struct unit *unit;
    uint64_t case_number;
    struct case_dates dates;
    int64_t lodged;                                   /* s */
    enum material_choice choices[CASE_MATERIALS_MAX]; /* by material, from 0 */
    const char *masked_name;
    const char *url; /* the slip's ticket, ≤ version 15 */
    bool offline;    /* 将在联网后送达 */
};
enum paper_result paper_slip(const struct paper_setup *setup, const struct slip *slip,
                             struct page *ret) MUST_CHECK;

/* Asked before anything is issued: can this name be printed in every weight that a page uses? */
bool paper_can_print(const struct paper_setup *setup, const char *name);

/* Development builds: writes FOLDER/SM3HEX.json (the runs) and FOLDER/SM3HEX.pbm (the raster) for tests that
 * compare a cut sheet with what was meant. */
struct err;
bool page_save(const struct page *page, const char *folder, struct err *err) MUST_CHECK;

#endif
