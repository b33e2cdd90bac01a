/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The bench as a picture: cards and switches on the left, the paper as it comes out on the right. Every
 * caption stands in Chinese and in English, so that there is no language to choose.
 */
#ifndef LIQU_TESTS_DESKBENCH_PANEL_H
#define LIQU_TESTS_DESKBENCH_PANEL_H

#include "tests/deskbench/bench.h"
#include "tests/deskbench/view.h"
#include "ui/scene.h"

/* The panel is drawn in the room there is, within these bounds; px. */
#define PANEL_LEAST_W 820
#define PANEL_LEAST_H 640
#define PANEL_MOST_W  1150
#define PANEL_MOST_H  1200

#define PANEL_MORE "paper.more" /* the key that turns to the next part of a long sheet */
#define PANEL_LOOK "look."      /* LOOK + piece_name: the key that shows this piece */

struct panel {
    int width, height;
    struct bench bench;
    bool connected;    /* the simulator answers */
    bool coming;       /* view shows what is just coming out */
    char looked[16];   /* the piece in view by choice; "": the newest */
    struct view view;  /* empty: nothing was printed, or the file could not be read */
    char refused[256]; /* what the simulator would not do or tell; "": nothing */
};

/* "s7" a sheet or a part, "t2" torn off: lasts as long as the simulator. */
void piece_name(const struct bench_piece *piece, char ret[16]);
/* The piece to be shown: the one chosen, while it is told of, or the newest; NULL: there is none. */
const struct bench_piece *panel_piece(const struct panel *panel);
/* The room for paper. */
void panel_paper_room(const struct panel *panel, int *ret_w, int *ret_h);
/* Fills a cleared scene, its theme included. Touchable ids are PANEL_MORE, PANEL_LOOK… and those of
 * bench_touch. */
void panel_draw(const struct panel *panel, struct scene *scene);

#endif
