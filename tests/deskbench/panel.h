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

#define PANEL_WIDTH  680
#define PANEL_HEIGHT 940
#define PANEL_PAPER  750 /* the height there is for one sheet */

struct panel {
    struct bench bench;
    bool connected;                      /* the simulator answers */
    struct picture hanging;              /* what is just coming out */
    struct picture sheets[BENCH_SHEETS]; /* of bench.newest; empty when a file could not be read */
    char refused[256];                   /* what the simulator would not do or tell; "": nothing */
};

/* Fills a cleared scene, its theme included. Touchable ids are those of bench_touch. */
void panel_draw(const struct panel *panel, struct scene *scene);

#endif
