/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A screen as a display list: what is painted (nodes) and what is there for the resident (elements:
 * everything that can be touched or read, for hit tests, the five keys, speech and tests). A screen appends;
 * the ui compares with the list before and repaints only what differs. All texts are copied into the scene's
 * own secret memory, because they may name a person; scene_clear zeroes it.
 */
#ifndef LIQU_UI_SCENE_H
#define LIQU_UI_SCENE_H

#include "ui/icon.h"
#include "ui/theme.h"
#include <stdint.h>

#define SCENE_NODES    1024
#define SCENE_ELEMENTS 192
#define SCENE_TEXT     32768
#define SCENE_ID       40 /* an id with its NUL */

enum node_kind {
    NODE_FILL,
    NODE_ROUND,
    NODE_FRAME,
    NODE_CIRCLE,
    NODE_RING,
    NODE_LINE,
    NODE_POLYGON,
    NODE_TEXT,
    NODE_ICON,
    NODE_QR,
    NODE_DOTS
};

#define NODE_POINTS 6
struct node {
    enum node_kind kind;
    struct rect box; /* nothing is painted outside */
    color ink;
    int radius, stroke;
    int max;                          /* text: lines; QR: version */
    int count;                        /* polygon */
    struct point points[NODE_POINTS]; /* polygon, line */
    struct text_style style;
    uint32_t icon, text; /* text: offset into the scene's texts */
    const uint8_t *dots; /* NODE_DOTS: box.w × box.h, borrowed */
    uint64_t hash;       /* of all of the above, the text and the dots themselves */
};

enum role { ROLE_TEXT, ROLE_BUTTON, ROLE_CHOICE, ROLE_KEY, ROLE_IMAGE };

struct element {
    const char *id; /* "" for plain text */
    enum role role;
    const char *label, *spoken; /* spoken: NULL when the label is what is said */
    struct rect box;
    bool enabled, focused, chosen;
    int text_w, text_h; /* what the words need, px; more than the box is an overflow */
};

struct scene {
    struct theme theme;
    struct fonts *fonts; /* borrowed */
    struct node nodes[SCENE_NODES];
    size_t node_count;
    struct element elements[SCENE_ELEMENTS];
    size_t element_count;
    char texts[SCENE_TEXT];
    size_t text_len;
    char pressed[SCENE_ID], focused[SCENE_ID]; /* ids, "" for none: set by the ui before a screen draws */
    const char *elsewhere;                     /* what a touch beside every element means; NULL: nothing */
    int again_ms;                              /* -1: stands still */
    int64_t now_ms;                            /* real monotonic, the same for the whole drawing */
};

/* In memory of its own (base/wipe.h). Out of memory stops the program. */
struct scene *scene_create(struct fonts *fonts);
void scene_destroy(struct scene *scene); /* takes NULL; wipes */
/* Empty again; the old texts are zeroed. */
void scene_clear(struct scene *scene);

/* A design length in panel px; one of two, the second on a compact panel; a type role of the theme. */
int scene_px(const struct scene *scene, int design_px);
int scene_either(const struct scene *scene, int design_px, int compact_px);
struct text_style scene_type(const struct scene *scene, enum type_role type, enum color_role ink,
                             enum text_align align);

/* ---- painting. Rectangles are panel px. ---- */
void scene_fill(struct scene *scene, struct rect box, enum color_role fill);
void scene_round(struct scene *scene, struct rect box, int radius, enum color_role fill);
void scene_frame(struct scene *scene, struct rect box, int radius, int stroke, enum color_role line);
void scene_circle(struct scene *scene, int cx, int cy, int radius, enum color_role fill);
void scene_ring(struct scene *scene, int cx, int cy, int radius, int stroke, enum color_role line);
void scene_line(struct scene *scene, int x0, int y0, int x1, int y1, int stroke, enum color_role line);
void scene_polygon(struct scene *scene, const struct point *points, int count, enum color_role fill);
/* Centred in box. */
void scene_icon(struct scene *scene, struct rect box, enum icon icon, int px, enum color_role ink);
/* From the top of box, wrapped, at most max_lines (0: all). No element is made. Returns the height. */
int scene_write(struct scene *scene, struct rect box, const struct text_style *style, int max_lines,
                const char *text);
/* The symbol with its quiet zone centred in box, as large as whole modules allow; black on white in every
 * mode. */
void scene_qr(struct scene *scene, struct rect box, const char *text, int max_version);
/* A picture of one ink: box.w × box.h coverage bytes, borrowed until the next drawing. */
void scene_dots(struct scene *scene, struct rect box, const uint8_t *dots, enum color_role ink);

/* ---- texts ---- */
/* Copies and formats into the scene's memory; valid until scene_clear. Use these for anything that names a
 * person. */
const char *scene_copy(struct scene *scene, const char *text);
const char *scene_format(struct scene *scene, const char *format, ...) PRINTF(2, 3);

/* ---- elements ---- */
/* Adds one; enabled. id and label are copied. The caller may fill in more. */
struct element *scene_element(struct scene *scene, enum role role, const char *id, struct rect box,
                              const char *label);
/* scene_write plus its text element (id may be ""). Returns the height. */
int scene_say(struct scene *scene, const char *id, struct rect box, const struct text_style *style,
              int max_lines, const char *text);
bool scene_is_pressed(const struct scene *scene, const char *id);
/* A sheet lies over this rectangle: what is below it can no longer be touched. */
void scene_cover(struct scene *scene, struct rect box);
/* NULL: none there. Later elements lie on top; texts are never hit. */
const struct element *scene_hit(const struct scene *scene, int x, int y);
const struct element *scene_find(const struct scene *scene, const char *id);

/* The screen wants to be drawn again in at most so many ms. */
void scene_again(struct scene *scene, int delay_ms);

/* ---- showing ---- */
#define SCENE_DAMAGE 16
struct damage {
    struct rect rects[SCENE_DAMAGE];
    size_t count;
};
void damage_add(struct damage *damage, struct rect rect);
/* What differs between the two lists, as few rectangles. */
void scene_compare(const struct scene *before, const struct scene *after, struct damage *ret);
/* Replays the list inside the rectangle. */
void scene_paint(const struct scene *scene, struct surface *surface, struct rect rect);
/* Draws the letters and icons of a page that is expected soon into the cache of runs. */
void scene_prepare(const struct scene *scene);

#endif
