/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A roll becomes dots. It is drawn in bands through one small surface, so that a metre of paper does not ask
 * for a metre of pixels; what is darker than half becomes black.
 */
#include "base/err.h"
#include "base/wipe.h"
#include "paper/mark.h"
#include "paper/roll.h"
#include <stdlib.h>
#include <string.h>

#define BAND      256
#define TAIL      24   /* white below the last piece */
#define ROWS_MAX  8000 /* 1 m */
#define BYTES_MAX (4 * 1024 * 1024)
#define DOTS_MM   8
#define CUT_MM    15 /* from the head to the knife */
#define BLACK     0x000000
#define WHITE     0xFFFFFF

static void paint_text(struct surface *surface, struct fonts *fonts, const struct mark *mark, struct rect box)
{
    text_block(surface, fonts, &mark->style, box, 0, mark->text);
}

static void paint_fill(struct surface *surface, struct fonts *fonts, const struct mark *mark, struct rect box)
{
    (void)fonts;
    (void)mark;
    draw_fill(surface, box, BLACK);
}

static void paint_frame(struct surface *surface, struct fonts *fonts, const struct mark *mark,
                        struct rect box)
{
    (void)fonts;
    draw_frame(surface, box, mark->radius, mark->stroke, BLACK);
}

static void paint_unticked(struct surface *surface, struct fonts *fonts, const struct mark *mark,
                           struct rect box)
{
    (void)fonts;
    (void)mark;
    draw_frame(surface, box, 6, 3, BLACK);
}

static void paint_ticked(struct surface *surface, struct fonts *fonts, const struct mark *mark,
                         struct rect box)
{
    (void)fonts;
    (void)mark;
    int fifth = box.w / 5, knee_x = box.x + 2 * fifth, knee_y = box.y + box.h - fifth - 2;
    draw_round(surface, box, 6, BLACK);
    draw_line(surface, box.x + fifth, box.y + box.h / 2 + 1, knee_x, knee_y, 4, WHITE);
    draw_line(surface, knee_x, knee_y, box.x + box.w - fifth, box.y + fifth + 3, 4, WHITE);
}

static void paint_qr(struct surface *surface, struct fonts *fonts, const struct mark *mark, struct rect box)
{
    (void)fonts;
    qr_draw(surface, mark->qr, box.x, box.y, mark->module);
}

typedef void paint_mark(struct surface *surface, struct fonts *fonts, const struct mark *mark,
                        struct rect box);
static paint_mark *const paint[MARK_KINDS] = {
    [MARK_TEXT] = paint_text,     [MARK_FILL] = paint_fill,         [MARK_FRAME] = paint_frame,
    [MARK_TICKED] = paint_ticked, [MARK_UNTICKED] = paint_unticked, [MARK_QR] = paint_qr,
};

static void paint_band(struct surface *surface, const struct roll *roll, int top)
{
    draw_fill(surface, surface->clip, WHITE);
    for (size_t i = 0; i < roll->mark_count; i++) {
        const struct mark *mark = &roll->marks[i];
        /* Ink may overshoot its line box by a few dots. */
        if (mark->box.y > top + BAND + DOTS_MM || mark->box.y + mark->box.h + DOTS_MM < top)
            continue;
        struct rect box = mark->box;
        box.y -= top;
        paint[mark->kind](surface, roll->fonts, mark, box);
    }
}

static void pack_row(const uint32_t *pixels, int width, uint8_t *ret)
{
    for (int x = 0; x < width; x++)
        if ((pixels[x] & 0xFF) < 128)
            ret[x / 8] |= (uint8_t)(0x80 >> x % 8);
}

static void draw_bits(const struct roll *roll, struct page *page)
{
    struct surface surface;
    surface_init(&surface, page->width, BAND);
    for (int top = 0; top < page->rows; top += BAND) {
        paint_band(&surface, roll, top);
        int rows = page->rows - top < BAND ? page->rows - top : BAND;
        for (int y = 0; y < rows; y++)
            pack_row(surface.pixels + (long)y * surface.stride, page->width,
                     page->bits + (long)(top + y) * page->width / 8);
    }
    surface_finish(&surface);
}

/* The box of the ink's lines, not of the room they were given. */
static struct rect tight(const struct roll *roll, const struct mark *mark)
{
    struct rect box = mark->box;
    int width;
    text_measure(roll->fonts, &mark->style, box.w, mark->text, &width);
    box.x += mark->style.align == ALIGN_RIGHT    ? box.w - width
             : mark->style.align == ALIGN_CENTER ? (box.w - width) / 2
                                                 : 0;
    box.w = width;
    return box;
}

/* A forced line end is no part of the words. */
static char *words_of(const char *text)
{
    char *words = strdup(text), *to = words;
    check(words);
    for (const char *from = words; *from; from++)
        if (*from != '\n')
            *to++ = *from;
    *to = '\0';
    return words;
}

static void take_runs(const struct roll *roll, struct page *page)
{
    page->runs = calloc(roll->mark_count, sizeof *page->runs);
    check(page->runs || !roll->mark_count);
    for (size_t i = 0; i < roll->mark_count; i++) {
        const struct mark *mark = &roll->marks[i];
        if (mark->kind == MARK_TEXT && *mark->text)
            page->runs[page->run_count++] = (struct page_run){words_of(mark->text), tight(roll, mark)};
    }
}

enum paper_result roll_page(const struct roll *roll, struct page *ret)
{
    if (roll->missing_glyph)
        return PAPER_NO_GLYPH;
    struct page page = {.width = roll->paper_width, .rows = roll->y + TAIL};
    size_t bytes = (size_t)page.width / 8 * (size_t)page.rows;
    if (page.rows > ROWS_MAX || bytes > BYTES_MAX)
        return PAPER_TOO_LONG;
    page.bits = calloc(1, bytes);
    check(page.bits);
    draw_bits(roll, &page);
    take_runs(roll, &page);
    *ret = page;
    return PAPER_OK;
}

void page_finish(struct page *page)
{
    if (page->bits)
        wipe(page->bits, (size_t)page->width / 8 * (size_t)page->rows);
    free(page->bits);
    for (size_t i = 0; i < page->run_count; i++) {
        wipe(page->runs[i].text, strlen(page->runs[i].text));
        free(page->runs[i].text);
    }
    free(page->runs);
    *page = (struct page){0};
}

int page_mm(const struct page *page)
{
    /* 512 dots are 180 dpi: the same 72 mm across, and longer. */
    int rows_a_metre = page->width == 512 ? 7087 : 1000 * DOTS_MM;
    return (int)(((int64_t)page->rows * 1000 + rows_a_metre - 1) / rows_a_metre) + CUT_MM;
}
