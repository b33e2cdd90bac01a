/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/glyphs.h"

#include "base/err.h"
#include "base/wipe.h"
#include <hb-ft.h>
#include <stdlib.h>
#include <string.h>
#include FT_OUTLINE_H

/* Only upwards and downwards: the advances stay those of the design, and a line is as wide as it was
 * measured. */
#define LOAD_FLAGS FT_LOAD_TARGET_LIGHT
#define BOLD_SHARE 24 /* 1/24 em: what FreeType thickens by */

/* One glyph of a run, where it stands from the run's pen; its mask is its own. */
struct placed {
    int left, top, w, h; /* top: from the baseline, downwards */
    uint8_t *mask;
};

/* The regular faces of the chain's end serve bold text as well. */
static void thicken(struct fonts *fonts, const struct face *face)
{
    FT_Outline *outline = &face->ft->glyph->outline;
    FT_Pos strength = (FT_Pos)face->px * 64 / BOLD_SHARE;
    bool own = face == &fonts->faces[FONT_BOLD];
    if (own || face->ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    FT_Outline_Embolden(outline, strength);
    FT_Outline_Translate(outline, -strength / 2, -strength / 2);
}

/* False: a face that cannot draw its own glyph; nothing is shown there, like a character without ink. */
static bool render(struct fonts *fonts, const struct face *face, const struct run_key *key, FT_UInt glyph)
{
    if (FT_Load_Glyph(face->ft, glyph, LOAD_FLAGS) != 0)
        return false;
    if (key->weight == FONT_BOLD)
        thicken(fonts, face);
    return FT_Render_Glyph(face->ft->glyph, FT_RENDER_MODE_NORMAL) == 0;
}

static struct placed place(const struct face *face, int x, int y)
{
    const FT_GlyphSlot slot = face->ft->glyph;
    const FT_Bitmap *bitmap = &slot->bitmap;
    struct placed placed = {.left = x + slot->bitmap_left,
                            .top = y - slot->bitmap_top,
                            .w = (int)bitmap->width,
                            .h = (int)bitmap->rows};
    if (!placed.w || !placed.h)
        return placed;
    placed.mask = malloc((size_t)placed.w * (size_t)placed.h);
    check(placed.mask);
    for (int row = 0; row < placed.h; row++)
        memcpy(placed.mask + (size_t)row * (size_t)placed.w, bitmap->buffer + (long)row * bitmap->pitch,
               (size_t)placed.w);
    return placed;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static struct rect ink_of(const struct placed *placed, size_t count)
{
    struct rect ink = {0};
    for (size_t i = 0; i < count; i++)
        ink = rect_union(ink, (struct rect){placed[i].left, placed[i].top, placed[i].w, placed[i].h});
    return ink;
}

/* Where two glyphs of a word reach into each other the darker one is seen. */
static void lay(struct run *run, int from_left, const struct placed *placed)
{
    for (int row = 0; row < placed->h; row++) {
        uint8_t *to = run->mask + (long)(placed->top - run->top + row) * run->w + (placed->left - from_left);
        const uint8_t *from = placed->mask + (long)row * placed->w;
        for (int x = 0; x < placed->w; x++)
            to[x] = (uint8_t)larger(to[x], from[x]);
    }
}

/* A run never begins left of its pen: what would is moved right, so that neighbours do not touch. */
static const struct run *put_together(struct fonts *fonts, const struct run_key *key, struct placed *placed,
                                      size_t count, int advance)
{
    struct rect ink = ink_of(placed, count);
    int before = ink.x < 0 ? -ink.x : 0, right = larger(advance, ink.x + ink.w);
    struct run like = {.width = right + before, .left = ink.x + before, .top = ink.y, .w = ink.w, .h = ink.h};
    struct run *run = run_cache_add(fonts->runs, key, &like);
    for (size_t i = 0; i < count; i++) {
        if (placed[i].mask)
            lay(run, ink.x, &placed[i]);
        free(placed[i].mask);
    }
    free(placed);
    return run;
}

/* ---- shaping ---- */

static void open_shaping(struct fonts *fonts, struct face *face)
{
    if (!face->hb) {
        face->hb = hb_ft_font_create(face->ft, NULL);
        hb_ft_font_set_load_flags(face->hb, LOAD_FLAGS);
    }
    if (!fonts->shaped)
        fonts->shaped = hb_buffer_create();
    check(hb_buffer_allocation_successful(fonts->shaped));
}

static void shape(struct fonts *fonts, const struct run_key *key, struct face *face)
{
    open_shaping(fonts, face);
    hb_buffer_clear_contents(fonts->shaped);
    hb_buffer_add_utf8(fonts->shaped, key->text, (int)key->len, 0, (int)key->len);
    hb_buffer_guess_segment_properties(fonts->shaped);
    hb_buffer_set_direction(fonts->shaped, HB_DIRECTION_LTR);
    hb_shape(face->hb, fonts->shaped, NULL, 0);
}

/* 26.6 to the px before it. */
static int floor_px(int at)
{
    return at >> 6;
}

const struct run *glyphs_draw(struct fonts *fonts, const struct run_key *key, struct face *face)
{
    fonts_size(face, key->px);
    shape(fonts, key, face);
    unsigned count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(fonts->shaped, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(fonts->shaped, &count);
    struct placed *placed = calloc(count + 1, sizeof *placed);
    check(placed);
    int x = 0, y = 0;
    for (unsigned i = 0; i < count; i++) {
        if (render(fonts, face, key, infos[i].codepoint))
            placed[i] = place(face, floor_px(x + positions[i].x_offset), floor_px(y - positions[i].y_offset));
        x += positions[i].x_advance;
        y -= positions[i].y_advance;
    }
    return put_together(fonts, key, placed, count, floor_px(x));
}

void glyphs_forget(struct fonts *fonts)
{
    hb_buffer_destroy(fonts->shaped);
    fonts->shaped = NULL;
}
