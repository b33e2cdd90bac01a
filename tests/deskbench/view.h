/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Looking at one sheet: as large as all of it can be seen in one column or in two, and part by part where it
 * could no longer be read. It is cut between lines only, where no ink is, so never through a QR code.
 */
#ifndef LIQU_TESTS_DESKBENCH_VIEW_H
#define LIQU_TESTS_DESKBENCH_VIEW_H

#include "tests/deskbench/picture.h"

#define VIEW_COLUMNS 2
#define VIEW_GAP     12 /* px between columns */
#define VIEW_CUTS    64 /* 10 m of paper; what is longer is not shown */

/* How a sheet is laid out. */
struct layout {
    double scale;
    int columns;             /* side by side in one part */
    int cuts[VIEW_CUTS + 1]; /* column i shows rows [cuts[i], cuts[i + 1]) */
    int count;               /* of columns in all parts */
    int parts;
};
/* In a room of w × h px. */
void layout_find(const struct picture *sheet, int w, int h, struct layout *ret);

/* Zero-initialise; finish with view_finish. */
struct view {
    struct picture sheet;
    struct layout layout;
    int part;                             /* the one that is shown */
    struct picture columns[VIEW_COLUMNS]; /* of it; empty where there is none */
};
/* False: nothing is shown. */
bool view_load(struct view *view, const char *path, int w, int h, struct err *err) MUST_CHECK;
/* To the next part; from the last one back to the first. */
void view_turn(struct view *view);
void view_finish(struct view *view);

#endif
