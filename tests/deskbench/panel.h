/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The bench as a picture: cards and switches on the left, the paper as it comes out on the right. Every
 * caption stands in Chinese and in English, so that there is no language to choose.
 */
#ifndef LIQU_TESTS_DESKBENCH_PANEL_H
#define LIQU_TESTS_DESKBENCH_PANEL_H

#include "tests/deskbench/bench.h"
#include "tests/deskbench/picture.h"
#include "ui/scene.h"

#define PANEL_WIDTH  652
#define PANEL_HEIGHT 940
#define PANEL_PAPER  750          /* the height there is for one sheet */
#define PANEL_MORE   "paper.more" /* the key that turns to the rest of a long one */

struct panel {
    struct bench bench;
    bool connected;                      /* the simulator answers */
    struct picture hanging;              /* what is just coming out */
    struct picture sheets[BENCH_SHEETS]; /* of bench.newest; empty when a file could not be read */
    int skip;                            /* px of the topmost paper that were turned past */
    char refused[256];                   /* what the simulator would not do or tell; "": nothing */
};

/* Turns to the next part of the topmost paper; from the last one back to its beginning. */
void panel_turn(struct panel *panel);
/* Fills a cleared scene, its theme included. Touchable ids are PANEL_MORE and those of bench_touch. */
void panel_draw(const struct panel *panel, struct scene *scene);

#endif
