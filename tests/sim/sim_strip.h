/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The paper that has passed the head since the last cut, dot for dot. A cut writes it as sheet-N.png before
 * it counts; what tears off at a paper change is torn-N.png. Nothing is trimmed: each piece begins with the
 * blank paper that stood between head and cutter, and a cut without a feed leaves the last lines on the next
 * piece, as on the real unit. What the printer's own letters say stands in sheet-N.txt beside it, a line
 * each; a sheet without any has no such file.
 */
#ifndef LIQU_TESTS_SIM_SIM_STRIP_H
#define LIQU_TESTS_SIM_SIM_STRIP_H

#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

struct strip_text {
    size_t row; /* of `rows`: the line ends above it */
    char *text;
};

enum piece_kind {
    PIECE_SHEET,
    PIECE_PART, /* cut like a sheet, but blank, or the printer lost some of what belongs on it */
    PIECE_TORN,
};
extern const char *const piece_names[]; /* sheet, part, torn */

struct strip_piece {
    enum piece_kind kind;
    unsigned number; /* of its file: sheets and parts are counted together, what is torn by itself */
};

struct sim_strip {
    const char *folder; /* kept by pointer */
    int width;          /* dots */
    int gap;            /* rows between head and cutter */
    int rows_per_m;     /* dots as well */
    struct buf rows;    /* stride bytes each, 1 = black */
    struct strip_text *texts;
    size_t text_count;
    unsigned sheets, torn, taken;
    struct strip_piece *pieces; /* all that left the printer, in order */
    size_t piece_count;
    bool broken; /* what hangs out now will be no whole sheet */
};

void sim_strip_init(struct sim_strip *strip, const char *folder, int width, int gap, int rows_per_m);
void sim_strip_finish(struct sim_strip *strip);
/* bits NULL: a blank row. */
void sim_strip_row(struct sim_strip *strip, const uint8_t *bits);
void sim_strip_text(struct sim_strip *strip, const char *text); /* of the rows that came last */
bool sim_strip_cut(struct sim_strip *strip, struct err *err) MUST_CHECK;
/* The paper is pulled out and fresh paper put in. A piece with anything printed on it is kept; more_to_come:
 * the rest of it will be printed on the fresh paper. */
bool sim_strip_change(struct sim_strip *strip, bool more_to_come, struct err *err) MUST_CHECK;
/* The printer forgets what it was to print: what is printed and not cut yet stays a part. */
void sim_strip_break(struct sim_strip *strip);
/* Rows that hang out of the printer, not yet cut. */
int sim_strip_hanging(const struct sim_strip *strip);
/* The same as a picture. */
bool sim_strip_peek(const struct sim_strip *strip, const char *path, struct err *err) MUST_CHECK;
void sim_strip_piece_path(const struct sim_strip *strip, const struct strip_piece *piece, char *ret,
                          size_t size);
/* FOLDER/sheet-N.png */
void sim_strip_path(const struct sim_strip *strip, unsigned sheet, char *ret, size_t size);

#endif
