/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The faces behind text_run.h: which one draws a character, at which size. Internal to draw/.
 */
#ifndef LIQU_DRAW_FONTS_H
#define LIQU_DRAW_FONTS_H

#include "draw/run_cache.h"
#include "draw/text_run.h"
#include <SDL2/SDL_ttf.h>

/* The file behind a face, read piece by piece: FreeType reads by twos and fours, and for one glyph goes
 * several times round the same places: its advance, where its outline begins, the outline. */
#define FONT_PIECES      6
#define FONT_PIECE_BYTES 1024

struct font_piece {
    Sint64 at;
    size_t len;
    uint8_t bytes[FONT_PIECE_BYTES];
};

struct font_file {
    int fd;
    Sint64 at, size;
    struct font_piece pieces[FONT_PIECES];
    size_t oldest; /* is given up for the next */
};

/* One font object per face: SDL2_ttf throws a face's glyphs away when its size changes, the drawn runs stay
 * with us. */
struct face {
    const char *file, *family;
    int index;
    TTF_Font *font;           /* NULL while a fallback was not asked for */
    struct font_file *source; /* what font reads from; owned by it */
    int px;
    bool bold; /* thickened by SDL2_ttf, for faces without a bold of their own */
};

#define FALLBACKS_MAX 8

struct fonts {
    struct arena *arena;
    struct face faces[FONT_WEIGHTS];
    struct face fallback[FALLBACKS_MAX];
    size_t fallback_count;
    struct run_cache *runs;
    int middle[FONT_WEIGHTS]; /* from the baseline up to the middle of ascent and descent, 1/1000 em */
    int blank[FONT_WEIGHTS];  /* width of U+0020, 1/1000 em */
};

/* The first face of the chain that has the character; NULL: none. */
struct face *fonts_face(struct fonts *fonts, enum font_weight weight, uint32_t rune);
/* The face's font set to the size and weight. */
TTF_Font *fonts_at(struct fonts *fonts, struct face *face, enum font_weight weight, int px);

#endif
