/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Layout by cutting: a screen takes strips off the rectangle that is left. px of the panel.
 */
#ifndef LIQU_UI_LAYOUT_H
#define LIQU_UI_LAYOUT_H

#include "draw/surface.h"

/* The strip that was cut; `from` loses it and the gap beside it. Never more than is there. */
struct rect cut_top(struct rect *from, int height, int gap);
struct rect cut_bottom(struct rect *from, int height, int gap);
struct rect cut_left(struct rect *from, int width, int gap);
struct rect cut_right(struct rect *from, int width, int gap);
/* Cell i of `count` equal ones side by side, or one above the other; the rounding rest is spread. */
struct rect column_of(struct rect rect, int i, int count, int gap);
struct rect row_of(struct rect rect, int i, int count, int gap);
/* Cell i of a grid, filled row by row. */
struct rect cell_of(struct rect rect, int i, int columns, int rows, int gap);
/* A rectangle of that height in the middle of the other. */
struct rect middle_of(struct rect rect, int height);
struct rect inset_xy(struct rect rect, int x, int y);

#endif
