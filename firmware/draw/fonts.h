/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The faces behind text_run.h: which one draws a character, at which size. Internal to draw/.
 *
 * FreeType and HarfBuzz read a face out of the mapped file, so that its tables are neither read at the start
 * nor kept a second time; only what is really drawn is ever brought into memory.
 */
#ifndef LIQU_DRAW_FONTS_H
#define LIQU_DRAW_FONTS_H

#include "draw/run_cache.h"
#include "draw/text_run.h"
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

struct face {
    const char *file, *family;
    int index;
    void *map; /* the whole file, read only: its pages belong to the page cache, not to us */
    size_t map_bytes;
    FT_Face ft;    /* NULL while a fallback was not asked for */
    hb_font_t *hb; /* NULL before the face's first word */
    int px;
};

#define FALLBACKS_MAX 8

struct fonts {
    struct arena *arena;
    FT_Library library;
    hb_buffer_t *shaped; /* NULL before the first word of a visit */
    struct face faces[FONT_WEIGHTS];
    struct face fallback[FALLBACKS_MAX];
    size_t fallback_count;
    struct run_cache *runs;
    int middle[FONT_WEIGHTS]; /* from the baseline up to the middle of ascent and descent, 1/1000 em */
    int blank[FONT_WEIGHTS];  /* width of U+0020, 1/1000 em */
};

/* The first face of the chain that has the character; NULL: none. */
struct face *fonts_face(struct fonts *fonts, enum font_weight weight, uint32_t rune);
/* Sets the face to the size. */
void fonts_size(struct face *face, int px);

#endif
