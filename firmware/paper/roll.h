/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A roll of paper being laid out: pieces are put down from the top, each with its box in dots (8 a mm; 7.1 on
 * a page of 512), and only when all of them are known and printable is anything drawn. Internal to paper/.
 */
#ifndef LIQU_PAPER_ROLL_H
#define LIQU_PAPER_ROLL_H

#include "base/buf.h"
#include "draw/qr.h"
#include "paper/paper.h"

/* The sizes of the design language; nothing on paper is smaller than TYPE_SMALL. */
enum type {
    TYPE_SMALL,
    TYPE_SMALL_BOLD,
    TYPE_BODY,
    TYPE_STRONG, /* body, bold */
    TYPE_NAME,   /* of a paper to bring, of a station */
    TYPE_FACT,
    TYPE_NUMBER,
    TYPE_HEADING, /* a document's title */
    TYPE_TITLE,   /* a slip's title */
    TYPE_BAR,     /* white, in an inverse bar */
};

struct mark; /* one piece */
struct roll {
    struct fonts *fonts;
    int left, width; /* of what may be printed on, without the margins */
    int y;           /* where the next piece goes */
    int paper_width;
    bool missing_glyph;
    struct arena *arena;
    struct mark *marks;
    size_t mark_count, mark_size;
};

void roll_init(struct roll *roll, struct fonts *fonts, int paper_width);
/* 58 mm: labels stand over their values. */
bool roll_is_narrow(const struct roll *roll);
void roll_finish(struct roll *roll);

/* A paragraph at box.x, box.y wrapped into box.w. Returns its height; roll->y stays. */
int roll_put(struct roll *roll, enum type type, enum text_align align, struct rect box, const char *text);
int roll_text_width(const struct roll *roll, enum type type, const char *text);
int roll_line_height(const struct roll *roll, enum type type);

/* All below take the full width and move roll->y. */
void roll_gap(struct roll *roll, int dots);
void roll_text(struct roll *roll, enum type type, enum text_align align, const char *text);
void roll_format(struct roll *roll, enum type type, enum text_align align, const char *format, ...)
    PRINTF(4, 5);
/* Centred; several lines become about equally long, or break behind the first ，. */
void roll_title(struct roll *roll, enum type type, const char *text);
void roll_rule(struct roll *roll);
void roll_thin_rule(struct roll *roll);
void roll_bar(struct roll *roll, const char *text);   /* white on black */
void roll_label(struct roll *roll, const char *text); /* in a small frame, over what it names */
/* ☐ or ☑ before a name; `under` (may be NULL) stands below it in small type. */
void roll_tick(struct roll *roll, bool ticked, enum type type, const char *name, const char *under);
/* "Signature ______ date ____", to be filled with a pen. */
void roll_pen_lines(struct roll *roll, const char *signature, const char *date);

void roll_frame(struct roll *roll, struct rect box, int radius, int stroke);
/* Side of the symbol with its quiet zone, 4 dots a module. */
int roll_qr_side(const struct qr *qr);
/* qr is copied. */
void roll_qr(struct roll *roll, const struct qr *qr, int x, int y);

/* Draws everything into a page of its own; nothing is drawn unless the result is PAPER_OK. */
enum paper_result roll_page(const struct roll *roll, struct page *ret) MUST_CHECK;

#endif
