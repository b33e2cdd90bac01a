/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A software surface and what can be drawn on it: fills, rounded shapes, lines, 8-bit masks. 32 bits a pixel,
 * 00RRGGBB, opaque. Everything is clipped to surface.clip. Lengths in px. No allocation while drawing.
 */
#ifndef LIQU_DRAW_SURFACE_H
#define LIQU_DRAW_SURFACE_H

#include "base/attr.h"
#include <stdbool.h>
#include <stdint.h>

struct rect {
    int x, y, w, h;
};
bool rect_empty(struct rect rect);
struct rect rect_cut(struct rect a, struct rect b); /* intersection; w = h = 0 when none */
struct rect rect_union(struct rect a,
                       struct rect b); /* smallest around both; an empty one counts for nothing */
bool rect_holds(struct rect rect, int x, int y);
struct rect rect_inset(struct rect rect, int by);

typedef uint32_t color; /* 0x00RRGGBB */

struct surface {
    uint32_t *pixels;
    int width, height, stride; /* stride in pixels */
    struct rect clip;          /* always inside the surface */
};
/* Memory of its own, prefaulted; surface_finish frees (and wipes) it. */
void surface_init(struct surface *surface, int width, int height);
void surface_finish(struct surface *surface);
/* Zeroes every pixel, also of memory that belongs to somebody else. */
void surface_wipe(struct surface *surface);
void surface_clip(struct surface *surface, struct rect clip);

void draw_fill(struct surface *surface, struct rect rect, color fill);
/* Anti-aliased corners. */
void draw_round(struct surface *surface, struct rect rect, int radius, color fill);
/* An outline of `stroke` px inside rect. */
void draw_frame(struct surface *surface, struct rect rect, int radius, int stroke, color line);
void draw_circle(struct surface *surface, int cx, int cy, int radius, color fill);
void draw_ring(struct surface *surface, int cx, int cy, int radius, int stroke, color line);
/* A straight stroke with round ends, anti-aliased. */
void draw_line(struct surface *surface, int x0, int y0, int x1, int y1, int stroke, color line);
/* Filled polygon (even-odd), anti-aliased, at most 32 points. */
struct point {
    int x, y;
};
void draw_polygon(struct surface *surface, const struct point *points, int count, color fill);
/* mask: w × h coverage bytes, `pitch` bytes a row. */
void draw_mask(struct surface *surface, int x, int y, const uint8_t *mask, int w, int h, int pitch,
               color ink);

/* PNG of the whole surface. */
struct err;
bool surface_write_png(const struct surface *surface, const char *path, struct err *err) MUST_CHECK;

#endif
