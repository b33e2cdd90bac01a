/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One pixel, shared by the files of draw/: laying a color over another.
 */
#ifndef LIQU_DRAW_PIXEL_H
#define LIQU_DRAW_PIXEL_H

#include "draw/surface.h"

/* cover: 0 leaves `under`, 255 gives `over`. Red and blue travel in one multiplication. */
static inline uint32_t pixel_mix(uint32_t under, color over, unsigned cover)
{
    uint32_t part = cover + (cover >> 7), rest = 256 - part;
    uint32_t red_blue = ((under & 0xFF00FF) * rest + (over & 0xFF00FF) * part) >> 8 & 0xFF00FF;
    uint32_t green = ((under & 0x00FF00) * rest + (over & 0x00FF00) * part) >> 8 & 0x00FF00;
    return red_blue | green;
}

static inline uint32_t *pixel_row(struct surface *surface, int y)
{
    return surface->pixels + (long)y * surface->stride;
}

#endif
