/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What both halves of the panel are drawn with. All lengths in px of the panel.
 */
#ifndef LIQU_TESTS_DESKBENCH_PARTS_H
#define LIQU_TESTS_DESKBENCH_PARTS_H

#include "tests/deskbench/panel.h"
#include "ui/layout.h"

#define MARGIN  14
#define GAP     5
#define HEADING 26
#define RADIUS  8
#define SLOT    10 /* where paper comes out */
#define CHIP    38 /* height of the row below the paper */

struct key {
    const char *id, *first, *second; /* two lines */
    bool on, off;                    /* off: cannot be touched now */
};

struct text_style bench_type(const struct scene *scene, int px, enum font_weight weight, enum color_role ink,
                             enum text_align align);
void write_line(struct scene *scene, struct rect box, const struct text_style *style, const char *text);
void draw_key(struct scene *scene, struct rect box, const struct key *key);
/* Chinese and English side by side, cut off the top. */
void draw_heading(struct scene *scene, struct rect *from, const char *zh, const char *en);

/* The right half. */
void draw_paper(const struct panel *panel, struct scene *scene, struct rect room);

#endif
