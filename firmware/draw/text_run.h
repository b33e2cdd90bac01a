/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Text: SDL2_ttf with HarfBuzz, one font object per face, a bounded cache of runs of our own, fallback fonts
 * for rare characters. Line breaking follows the Chinese rules of the design language: no line begins with
 * ，。！？：；）”》、 and none ends with （“《; nothing breaks inside a number, between a number and its
 * measure word, or inside a Latin word. Text never shrinks.
 */
#ifndef LIQU_DRAW_TEXT_RUN_H
#define LIQU_DRAW_TEXT_RUN_H

#include "base/err.h"
#include "draw/surface.h"

enum font_weight { FONT_REGULAR, FONT_BOLD, FONT_ICON, FONT_WEIGHTS };
enum text_align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct text_style {
    int px;      /* em size in px */
    int line_px; /* distance of lines; 0: 1.4 × px */
    enum font_weight weight;
    enum text_align align;
    color ink;
};

struct fonts;

/* list: ASSETS/fonts/fonts.yaml {regular, bold, icons, fallback: [paths]} with face indexes. A missing or
 * broken font is one sentence with the file:line that names it. Needs no display. */
bool fonts_open(const char *list, struct fonts **ret, struct err *err) MUST_CHECK;
/* The same for the fallback faces, which fonts_open only notes: they are large, and the first page needs none
 * of them. Whoever draws rare characters asks this before. */
bool fonts_check_rare(const char *list, struct err *err) MUST_CHECK;
void fonts_close(struct fonts *fonts); /* takes NULL */
/* Drops and zeroes every cached run: the end of a visit. */
void fonts_forget(struct fonts *fonts);

/* True when some font of the chain draws every character; otherwise ret_rune (may be NULL) is the first that
 * none does. */
bool fonts_cover(struct fonts *fonts, const char *text, uint32_t *ret_rune);

/* One line, no wrapping. */
int text_width(struct fonts *fonts, const struct text_style *style, const char *text);
/* One line without wrapping; x, y is the top left corner of its line box. */
void text_line(struct surface *surface, struct fonts *fonts, const struct text_style *style, int x, int y,
               const char *text);

/* Wraps into width; '\n' always breaks. Returns the number of lines; ret_width (may be NULL) is the widest.
 */
int text_measure(struct fonts *fonts, const struct text_style *style, int width, const char *text,
                 int *ret_width);
/* Where bytes [from, from + len) of a wrapped, left-aligned text lie: one box a line, relative to its top
 * left corner. At most max; returns how many. */
size_t text_locate(struct fonts *fonts, const struct text_style *style, int width, const char *text,
                   size_t from, size_t len, struct rect *ret, size_t max);
int text_height(struct fonts *fonts, const struct text_style *style, int width, const char *text);
/* Draws wrapped from the top of rect, aligned inside it, at most max_lines (0: all; the last then ends in …).
 * Returns the height used. Drawing is clipped to the surface, not to rect. */
int text_block(struct surface *surface, struct fonts *fonts, const struct text_style *style, struct rect rect,
               int max_lines, const char *text);
/* Draws everything that text_block or text_icon will need of this text into the cache of runs, and nothing
 * anywhere. */
void text_prepare(struct fonts *fonts, const struct text_style *style, const char *text);
void text_icon_prepare(struct fonts *fonts, uint32_t icon, int px);
/* An icon by code point, centred in rect, px em. */
void text_icon(struct surface *surface, struct fonts *fonts, uint32_t icon, int px, color ink,
               struct rect rect);

#endif
