/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A QR symbol through libqrencode: error level M, smallest version up to a limit.
 */
#ifndef LIQU_DRAW_QR_H
#define LIQU_DRAW_QR_H

#include "draw/surface.h"
#include <stddef.h>

struct qr {
    int modules;                   /* per side, without the quiet zone; 0: does not fit the limit */
    unsigned char dark[177 * 177]; /* 0 or 1, row by row */
};
/* All-alphanumeric text uses QR's alphanumeric mode. False: too long for max_version. */
bool qr_make(const char *text, int max_version, struct qr *ret) MUST_CHECK;
/* Black on white with 4 modules of quiet zone, its top left corner at x, y. Side = (modules + 8) × module_px.
 */
void qr_draw(struct surface *surface, const struct qr *qr, int x, int y, int module_px);

#endif
