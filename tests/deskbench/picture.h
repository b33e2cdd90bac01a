/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A sheet of paper as coverage of ink.
 */
#ifndef LIQU_TESTS_DESKBENCH_PICTURE_H
#define LIQU_TESTS_DESKBENCH_PICTURE_H

#include "base/err.h"
#include <stdint.h>

/* Zero-initialise; finish with picture_finish. */
struct picture {
    int w, h;
    uint8_t *dots; /* w × h, 0 paper, 255 ink; NULL: none */
};
/* A PNG, dot by dot; replaces what was there. On failure the picture is empty. */
bool picture_load(struct picture *picture, const char *path, struct err *err) MUST_CHECK;
/* Rows [from, to) at a scale of at most 1; replaces what was in ret. */
void picture_shrink(const struct picture *picture, int from, int to, double scale, struct picture *ret);
/* The paper carries a resident's words: wipes. */
void picture_finish(struct picture *picture);

#endif
