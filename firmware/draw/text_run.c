/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A line is drawn in pieces: blanks, stretches of characters that are exactly one em wide, and words. The
 * first two are measured by counting, so that wrapping a page costs next to nothing; words come from the
 * cache of drawn runs.
 */
#include "draw/text_run.h"

#include "base/buf.h"
#include "base/text.h"
#include "draw/fonts.h"
#include "draw/wrap.h"
#include <string.h>

#define THIN_GAP 8 /* 1/8 em between Han and a directly adjoining digit or Latin letter */

struct painter {
    struct fonts *fonts;
    const struct text_style *style;
};

enum piece_kind { PIECE_BLANKS, PIECE_EMS, PIECE_WORD };
struct piece {
    enum piece_kind kind;
    const char *text;
    size_t len;
    int count;         /* characters */
    int gap_px;        /* before it */
    struct face *face; /* not for blanks */
};

/* Han, CJK punctuation and full-width forms have an advance of one em in every face of the chain's head. */
static bool is_one_em(uint32_t rune)
{
    return text_is_han(rune) || (rune >= 0x3000 && rune <= 0x303F) || (rune >= 0xFF01 && rune <= 0xFF60);
}

static bool is_latin(uint32_t rune)
{
    return (rune >= '0' && rune <= '9') || ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z');
}

/* A date reads as one word: 2026年11月23日. */
static bool is_date_unit(uint32_t rune)
{
    return rune == U'年' || rune == U'月' || rune == U'日';
}

static bool wants_gap(uint32_t before, uint32_t after)
{
    if (is_date_unit(before) || is_date_unit(after))
        return false;
    return (text_is_han(before) && is_latin(after)) || (is_latin(before) && text_is_han(after));
}

static enum piece_kind classify(const struct painter *painter, uint32_t rune, struct face **ret_face)
{
    *ret_face = NULL;
    if (rune == ' ' || rune == '\n')
        return PIECE_BLANKS;
    struct face *own = &painter->fonts->faces[painter->style->weight];
    struct face *face = fonts_face(painter->fonts, painter->style->weight, rune);
    /* What no font has is drawn as that font's box; paper asks fonts_cover first. */
    *ret_face = face ? face : own;
    return *ret_face == own && is_one_em(rune) ? PIECE_EMS : PIECE_WORD;
}

/* The next piece of [*at, end); *last is the character before it, 0 at the start. */
static bool next_piece(const struct painter *painter, const char **at, const char *end, uint32_t *last,
                       struct piece *ret)
{
    const char *next = *at;
    if (*at >= end)
        return false;
    uint32_t rune = text_next(&next);
    *ret = (struct piece){.text = *at};
    ret->kind = classify(painter, rune, &ret->face);
    ret->gap_px = wants_gap(*last, rune) ? painter->style->px / THIN_GAP : 0;
    enum piece_kind kind = ret->kind;
    struct face *face = ret->face;
    do {
        *last = rune;
        *at = next;
        ret->count++;
        if (next >= end)
            break;
        rune = text_next(&next);
        kind = classify(painter, rune, &face);
    } while (kind == ret->kind && face == ret->face && !wants_gap(*last, rune));
    ret->len = (size_t)(*at - ret->text);
    return true;
}

/* The ink box of what SDL2_ttf drew: many rows of a line are empty. */
static struct rect ink_of(const SDL_Surface *drawn)
{
    int top = drawn->h, bottom = 0, left = drawn->w, right = 0;
    for (int y = 0; y < drawn->h; y++) {
        const uint8_t *row = (const uint8_t *)drawn->pixels + (long)y * drawn->pitch;
        int from = 0, to = drawn->w;
        while (from < to && !row[from])
            from++;
        while (to > from && !row[to - 1])
            to--;
        if (from == to)
            continue;
        top = y < top ? y : top;
        bottom = y + 1;
        left = from < left ? from : left;
        right = to > right ? to : right;
    }
    return bottom ? (struct rect){left, top, right - left, bottom - top} : (struct rect){0};
}

static const struct run *draw_run(struct fonts *fonts, const struct run_key *key, struct face *face)
{
    TTF_Font *font = fonts_at(fonts, face, (enum font_weight)key->weight, key->px);
    struct buf text CLEANUP(buf_finish) = {0}; /* wiped: it may be a name */
    buf_append(&text, key->text, key->len);
    /* Shaded with white on black: the palette's index is the coverage itself. */
    SDL_Surface *drawn = TTF_RenderUTF8_Shaded(font, buf_string(&text), (SDL_Color){255, 255, 255, 255},
                                               (SDL_Color){0, 0, 0, 255});
    struct run like = {0};
    if (!drawn) /* nothing but characters without width */
        return run_cache_add(fonts->runs, key, &like);
    struct rect ink = ink_of(drawn);
    like = (struct run){
        .width = drawn->w, .left = ink.x, .top = ink.y - TTF_FontAscent(font), .w = ink.w, .h = ink.h};
    struct run *run = run_cache_add(fonts->runs, key, &like);
    for (int y = 0; y < ink.h; y++)
        memcpy(run->mask + (long)y * ink.w,
               (const uint8_t *)drawn->pixels + (long)(ink.y + y) * drawn->pitch + ink.x, (size_t)ink.w);
    SDL_FreeSurface(drawn);
    return run;
}

static const struct run *run_of(const struct painter *painter, struct face *face, const char *text,
                                size_t len)
{
    struct run_key key = {(int)painter->style->weight, painter->style->px, text, len};
    const struct run *run = run_cache_find(painter->fonts->runs, &key);
    return run ? run : draw_run(painter->fonts, &key, face);
}

static int piece_width(const struct painter *painter, const struct piece *piece)
{
    const struct text_style *style = painter->style;
    switch (piece->kind) {
    case PIECE_BLANKS:
        return (piece->count * painter->fonts->blank[style->weight] * style->px + 500) / 1000;
    case PIECE_EMS:
        return piece->count * style->px;
    case PIECE_WORD:
        break;
    }
    return run_of(painter, piece->face, piece->text, piece->len)->width;
}

static int measure(void *context, const char *text, size_t len)
{
    const struct painter *painter = context;
    struct piece piece;
    uint32_t last = 0;
    int width = 0;
    for (const char *at = text; next_piece(painter, &at, text + len, &last, &piece);)
        width += piece.gap_px + piece_width(painter, &piece);
    return width;
}

static void paint_run(struct surface *surface, const struct painter *painter, int x, int baseline,
                      const struct run *run)
{
    draw_mask(surface, x + run->left, baseline + run->top, run->mask, run->w, run->h, run->w,
              painter->style->ink);
}

/* Character by character: the next text has many of them too, and whole lines are seldom the same. */
static void paint_ems(struct surface *surface, const struct painter *painter, int x, int baseline,
                      const struct piece *piece)
{
    const char *end = piece->text + piece->len, *next = piece->text;
    for (const char *at = next; at < end; at = next, x += painter->style->px) {
        text_next(&next);
        paint_run(surface, painter, x, baseline, run_of(painter, piece->face, at, (size_t)(next - at)));
    }
}

static void paint(struct surface *surface, const struct painter *painter, int x, int baseline,
                  const char *text, size_t len)
{
    struct piece piece;
    uint32_t last = 0;
    for (const char *at = text; next_piece(painter, &at, text + len, &last, &piece);) {
        x += piece.gap_px;
        if (piece.kind == PIECE_EMS)
            paint_ems(surface, painter, x, baseline, &piece);
        else if (piece.kind == PIECE_WORD)
            paint_run(surface, painter, x, baseline, run_of(painter, piece.face, piece.text, piece.len));
        x += piece_width(painter, &piece);
    }
}

static int line_px(const struct text_style *style)
{
    return style->line_px ? style->line_px : (style->px * 14 + 5) / 10;
}

static int baseline_in_line(const struct painter *painter)
{
    const struct text_style *style = painter->style;
    return line_px(style) / 2 + (painter->fonts->middle[style->weight] * style->px + 500) / 1000;
}

/* A partial repaint asks for whole paragraphs; only lines that reach into the clip are worth drawing. */
static bool is_seen(const struct surface *surface, const struct text_style *style, int y)
{
    int overshoot = style->px / 2;
    return y + line_px(style) + overshoot > surface->clip.y &&
           y - overshoot < surface->clip.y + surface->clip.h;
}

int text_width(struct fonts *fonts, const struct text_style *style, const char *text)
{
    struct painter painter = {fonts, style};
    return measure(&painter, text, strlen(text));
}

void text_line(struct surface *surface, struct fonts *fonts, const struct text_style *style, int x, int y,
               const char *text)
{
    struct painter painter = {fonts, style};
    if (is_seen(surface, style, y))
        paint(surface, &painter, x, y + baseline_in_line(&painter), text, strlen(text));
}

int text_measure(struct fonts *fonts, const struct text_style *style, int width, const char *text,
                 int *ret_width)
{
    struct painter painter = {fonts, style};
    struct wrap_line line;
    int lines = 0, widest = 0;
    while (wrap_next(&text, width, measure, &painter, &line)) {
        lines++;
        int wide = ret_width ? measure(&painter, line.text, line.len) : 0;
        widest = wide > widest ? wide : widest;
    }
    if (ret_width)
        *ret_width = widest;
    return lines;
}

size_t text_locate(struct fonts *fonts, const struct text_style *style, int width, const char *text,
                   size_t from, size_t len, struct rect *ret, size_t max)
{
    struct painter painter = {fonts, style};
    struct wrap_line line;
    const char *begin = text + from, *end = begin + len;
    size_t count = 0;
    for (int y = 0; count < max && wrap_next(&text, width, measure, &painter, &line); y += line_px(style)) {
        const char *first = begin > line.text ? begin : line.text, *stop = line.text + line.len;
        stop = end < stop ? end : stop;
        if (first >= stop)
            continue;
        int x = measure(&painter, line.text, (size_t)(first - line.text));
        ret[count++] =
            (struct rect){x, y, measure(&painter, line.text, (size_t)(stop - line.text)) - x, line_px(style)};
    }
    return count;
}

int text_height(struct fonts *fonts, const struct text_style *style, int width, const char *text)
{
    return text_measure(fonts, style, width, text, NULL) * line_px(style);
}

static int aligned_x(const struct text_style *style, struct rect rect, int width)
{
    switch (style->align) {
    case ALIGN_LEFT:
        return rect.x;
    case ALIGN_CENTER:
        return rect.x + (rect.w - width) / 2;
    case ALIGN_RIGHT:
        return rect.x + rect.w - width;
    }
    return rect.x;
}

/* The last line that there is room for ends in …: as many characters as fit before it, words cut where they
 * must. */
static int shorten(struct painter *painter, int width, struct wrap_line *line)
{
    int room = width - measure(painter, "…", strlen("…")), wide = 0;
    const char *at = line->text;
    line->len = 0;
    while (text_next(&at) && at[-1] != '\n') {
        int reached = measure(painter, line->text, (size_t)(at - line->text));
        if (reached > room)
            break;
        wide = reached;
        line->len = (size_t)(at - line->text);
    }
    return wide;
}

int text_block(struct surface *surface, struct fonts *fonts, const struct text_style *style, struct rect rect,
               int max_lines, const char *text)
{
    struct painter painter = {fonts, style};
    struct wrap_line line;
    int used = 0, lines = 0, baseline = baseline_in_line(&painter);
    while ((!max_lines || lines < max_lines) && wrap_next(&text, rect.w, measure, &painter, &line)) {
        lines++;
        bool cut = max_lines && lines == max_lines && *text;
        if (is_seen(surface, style, rect.y + used)) {
            int wide = cut ? shorten(&painter, rect.w, &line) : measure(&painter, line.text, line.len);
            int x = aligned_x(style, rect, wide);
            paint(surface, &painter, x, rect.y + used + baseline, line.text, line.len);
            if (cut)
                paint(surface, &painter, x + wide, rect.y + used + baseline, "…", strlen("…"));
        }
        used += line_px(style);
    }
    return used;
}

void text_prepare(struct fonts *fonts, const struct text_style *style, const char *text)
{
    struct painter painter = {fonts, style};
    struct surface nowhere = {0};
    paint(&nowhere, &painter, 0, 0, text, strlen(text));
}

static struct text_style icon_style(int px, color ink)
{
    return (struct text_style){.px = px, .line_px = px, .weight = FONT_ICON, .ink = ink};
}

void text_icon_prepare(struct fonts *fonts, uint32_t icon, int px)
{
    char text[5] = {0};
    text_put(icon, text);
    struct text_style style = icon_style(px, 0);
    text_prepare(fonts, &style, text);
}

void text_icon(struct surface *surface, struct fonts *fonts, uint32_t icon, int px, color ink,
               struct rect rect)
{
    char text[5] = {0};
    text_put(icon, text);
    struct text_style style = icon_style(px, ink);
    int width = text_width(fonts, &style, text);
    text_line(surface, fonts, &style, rect.x + (rect.w - width) / 2, rect.y + (rect.h - px) / 2, text);
}
