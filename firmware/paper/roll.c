/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "paper/roll.h"

#include "base/err.h"
#include "base/wipe.h"
#include "paper/mark.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define SIDE       12 /* margin on both sides */
#define RULE       3
#define THIN_RULE  2
#define MODULE     4
#define QR_QUIET   4
#define NARROW     480
#define WHITE      0xFFFFFF
#define PEN_HEIGHT 84 /* room for a signature: a good centimetre */

static const struct text_style types[] = {
    [TYPE_SMALL] = {.px = 26, .line_px = 38, .weight = FONT_REGULAR},
    [TYPE_SMALL_BOLD] = {.px = 26, .line_px = 38, .weight = FONT_BOLD},
    [TYPE_BODY] = {.px = 30, .line_px = 42, .weight = FONT_REGULAR},
    [TYPE_STRONG] = {.px = 30, .line_px = 42, .weight = FONT_BOLD},
    [TYPE_NAME] = {.px = 34, .line_px = 46, .weight = FONT_BOLD},
    [TYPE_FACT] = {.px = 40, .line_px = 52, .weight = FONT_BOLD},
    [TYPE_NUMBER] = {.px = 46, .line_px = 60, .weight = FONT_BOLD},
    [TYPE_HEADING] = {.px = 52, .line_px = 66, .weight = FONT_BOLD},
    [TYPE_TITLE] = {.px = 64, .line_px = 84, .weight = FONT_BOLD},
    [TYPE_BAR] = {.px = 34, .line_px = 60, .weight = FONT_BOLD, .ink = WHITE},
};

void roll_init(struct roll *roll, struct fonts *fonts, int paper_width)
{
    *roll = (struct roll){.fonts = fonts,
                          .left = SIDE,
                          .width = paper_width - 2 * SIDE,
                          .y = SIDE,
                          .paper_width = paper_width,
                          .arena = arena_create()};
}

bool roll_is_narrow(const struct roll *roll)
{
    return roll->paper_width < NARROW;
}

/* On narrow paper the two largest give way a step, so that a date keeps to one line. */
static const struct text_style *style_of(const struct roll *roll, enum type type)
{
    if (roll_is_narrow(roll) && type == TYPE_FACT)
        return &types[TYPE_NAME];
    if (roll_is_narrow(roll) && type == TYPE_TITLE)
        return &types[TYPE_HEADING];
    return &types[type];
}

void roll_finish(struct roll *roll)
{
    for (size_t i = 0; i < roll->mark_count; i++)
        if (roll->marks[i].text)
            wipe(roll->marks[i].text, strlen(roll->marks[i].text));
    free(roll->marks);
    arena_destroy(roll->arena);
    *roll = (struct roll){0};
}

static struct mark *add(struct roll *roll, enum mark_kind kind, struct rect box)
{
    if (roll->mark_count == roll->mark_size) {
        roll->mark_size = roll->mark_size ? 2 * roll->mark_size : 64;
        roll->marks = realloc(roll->marks, roll->mark_size * sizeof *roll->marks);
        check(roll->marks);
    }
    struct mark *mark = &roll->marks[roll->mark_count++];
    *mark = (struct mark){.kind = kind, .box = box};
    return mark;
}

static void fill(struct roll *roll, struct rect box)
{
    add(roll, MARK_FILL, box);
}

int roll_put(struct roll *roll, enum type type, enum text_align align, struct rect box, const char *text)
{
    if (!fonts_cover(roll->fonts, text, NULL))
        roll->missing_glyph = true;
    box.h = text_height(roll->fonts, style_of(roll, type), box.w, text);
    struct mark *mark = add(roll, MARK_TEXT, box);
    mark->text = arena_text(roll->arena, text);
    mark->style = *style_of(roll, type);
    mark->style.align = align;
    return box.h;
}

int roll_text_width(const struct roll *roll, enum type type, const char *text)
{
    return text_width(roll->fonts, style_of(roll, type), text);
}

int roll_line_height(const struct roll *roll, enum type type)
{
    return style_of(roll, type)->line_px;
}

void roll_gap(struct roll *roll, int dots)
{
    roll->y += dots;
}

void roll_text(struct roll *roll, enum type type, enum text_align align, const char *text)
{
    roll->y += roll_put(roll, type, align, (struct rect){roll->left, roll->y, roll->width, 0}, text);
}

void roll_format(struct roll *roll, enum type type, enum text_align align, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int len = vasprintf(&text, format, args);
    va_end(args);
    check(len >= 0);
    roll_text(roll, type, align, text);
    wipe(text, (size_t)len);
    free(text);
}

/* The narrowest box that asks for no more lines. */
static int balanced_width(const struct roll *roll, const struct text_style *style, const char *text)
{
    int width = roll->width, lines = text_measure(roll->fonts, style, width, text, NULL);
    while (lines > 1 && text_measure(roll->fonts, style, width - style->px / 2, text, NULL) == lines)
        width -= style->px / 2;
    return width;
}

void roll_title(struct roll *roll, enum type type, const char *text)
{
    const struct text_style *style = style_of(roll, type);
    const char *comma = strstr(text, "，");
    struct buf broken CLEANUP(buf_finish) = {0};
    if (comma && text_width(roll->fonts, style, text) > roll->width) {
        comma += strlen("，");
        buf_printf(&broken, "%.*s\n%s", (int)(comma - text), text, comma);
        text = buf_string(&broken);
    }
    int width = balanced_width(roll, style, text);
    struct rect box = {roll->left + (roll->width - width) / 2, roll->y, width, 0};
    roll->y += roll_put(roll, type, ALIGN_CENTER, box, text);
}

static void rule(struct roll *roll, int thick, int gap)
{
    fill(roll, (struct rect){roll->left, roll->y + gap, roll->width, thick});
    roll->y += 2 * gap + thick;
}

void roll_rule(struct roll *roll)
{
    rule(roll, RULE, 12);
}

void roll_thin_rule(struct roll *roll)
{
    rule(roll, THIN_RULE, 3);
}

void roll_bar(struct roll *roll, const char *text)
{
    struct rect bar = {roll->left, roll->y, roll->width, 0};
    bar.h = text_height(roll->fonts, style_of(roll, TYPE_BAR), bar.w, text);
    fill(roll, bar);
    roll_put(roll, TYPE_BAR, ALIGN_CENTER, bar, text);
    roll->y += bar.h;
}

void roll_label(struct roll *roll, const char *text)
{
    int width = roll_text_width(roll, TYPE_SMALL_BOLD, text) + 24,
        height = roll_line_height(roll, TYPE_SMALL_BOLD) + 4;
    roll_frame(roll, (struct rect){roll->left, roll->y, width, height}, 8, THIN_RULE);
    roll_put(roll, TYPE_SMALL_BOLD, ALIGN_LEFT, (struct rect){roll->left + 12, roll->y + 2, width - 24, 0},
             text);
    roll->y += height + 4;
}

void roll_tick(struct roll *roll, bool ticked, enum type type, const char *name, const char *under)
{
    const int side = 32, indent = 52;
    struct rect box = {roll->left + 4, roll->y + (roll_line_height(roll, type) - side) / 2, side, side};
    add(roll, ticked ? MARK_TICKED : MARK_UNTICKED, box);
    struct rect words = {roll->left + indent, roll->y, roll->width - indent, 0};
    words.y += roll_put(roll, type, ALIGN_LEFT, words, name);
    if (under)
        words.y += roll_put(roll, TYPE_SMALL, ALIGN_LEFT, words, under);
    roll->y = words.y + 4;
}

static void pen_line(struct roll *roll, int x, int width, const char *words)
{
    int words_width = roll_text_width(roll, TYPE_BODY, words) + 10, bottom = roll->y + PEN_HEIGHT;
    struct rect box = {x, bottom - roll_line_height(roll, TYPE_BODY), words_width, 0};
    roll_put(roll, TYPE_BODY, ALIGN_LEFT, box, words);
    fill(roll, (struct rect){x + words_width, bottom - THIN_RULE, width - words_width, THIN_RULE});
}

void roll_pen_lines(struct roll *roll, const char *signature, const char *date)
{
    int first = roll->width * 3 / 5;
    pen_line(roll, roll->left, first - 12, signature);
    pen_line(roll, roll->left + first, roll->width - first, date);
    roll->y += PEN_HEIGHT + 8;
}

void roll_frame(struct roll *roll, struct rect box, int radius, int stroke)
{
    struct mark *mark = add(roll, MARK_FRAME, box);
    mark->radius = radius;
    mark->stroke = stroke;
}

int roll_qr_side(const struct qr *qr)
{
    return (qr->modules + 2 * QR_QUIET) * MODULE;
}

void roll_qr(struct roll *roll, const struct qr *qr, int x, int y)
{
    struct mark *mark = add(roll, MARK_QR, (struct rect){x, y, roll_qr_side(qr), roll_qr_side(qr)});
    mark->qr = memcpy(arena_alloc(roll->arena, sizeof *qr), qr, sizeof *qr);
    mark->module = MODULE;
}
