/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A sheet of paper as coverage of ink, at half its size, or somewhat smaller where all of it can then be
 * seen.
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
/* A PNG, at most max_h high if it stays readable then; replaces what was there. On failure the picture is
 * empty. */
bool picture_load(struct picture *picture, const char *path, int max_h, struct err *err) MUST_CHECK;
/* The paper carries a resident's words: wipes. */
void picture_finish(struct picture *picture);

#endif
