/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Anti-aliased shapes. Coordinates name corners of pixels, so a pixel's middle lies half a pixel further.
 * Edges are one pixel wide ramps over the distance to the true outline; only pixels on an edge cost a square
 * root.
 */
#include "base/err.h"
#include "draw/pixel.h"
#include "draw/surface.h"
#include <math.h>

static void put(uint32_t *pixel, color ink, float cover)
{
    if (cover >= 1)
        *pixel = ink;
    else if (cover > 0)
        *pixel = pixel_mix(*pixel, ink, (unsigned)(cover * 255 + 0.5f));
}

/* A disc or ring around cx, cy as far as it lies inside area; inner <= 0: a full disc. */
static void arc(struct surface *surface, struct rect area, int cx, int cy, int outer, int inner, color ink)
{
    area = rect_cut(area, surface->clip);
    float far = (float)outer + 0.5f, sure = (float)outer - 0.5f, hole = (float)inner - 0.5f,
          edge = (float)inner + 0.5f;
    for (int y = area.y; y < area.y + area.h; y++) {
        uint32_t *row = pixel_row(surface, y);
        float dy = (float)(y - cy) + 0.5f;
        for (int x = area.x; x < area.x + area.w; x++) {
            float dx = (float)(x - cx) + 0.5f, square = dx * dx + dy * dy;
            if (square >= far * far || (inner > 0 && square <= hole * hole))
                continue;
            if (square <= sure * sure && (inner <= 0 || square >= edge * edge)) {
                row[x] = ink;
                continue;
            }
            float distance = sqrtf(square), cover = far - distance;
            if (inner > 0 && distance - hole < cover)
                cover = distance - hole;
            put(&row[x], ink, cover);
        }
    }
}

static int fitting_radius(struct rect rect, int radius)
{
    int most = (rect.w < rect.h ? rect.w : rect.h) / 2;
    return radius > most ? most : radius;
}

static void corners(struct surface *surface, struct rect rect, int radius, int inner, color ink)
{
    int right = rect.x + rect.w - radius, bottom = rect.y + rect.h - radius;
    arc(surface, (struct rect){rect.x, rect.y, radius, radius}, rect.x + radius, rect.y + radius, radius,
        inner, ink);
    arc(surface, (struct rect){right, rect.y, radius, radius}, right, rect.y + radius, radius, inner, ink);
    arc(surface, (struct rect){rect.x, bottom, radius, radius}, rect.x + radius, bottom, radius, inner, ink);
    arc(surface, (struct rect){right, bottom, radius, radius}, right, bottom, radius, inner, ink);
}

void draw_round(struct surface *surface, struct rect rect, int radius, color fill)
{
    int r = fitting_radius(rect, radius);
    draw_fill(surface, (struct rect){rect.x + r, rect.y, rect.w - 2 * r, r}, fill);
    draw_fill(surface, (struct rect){rect.x, rect.y + r, rect.w, rect.h - 2 * r}, fill);
    draw_fill(surface, (struct rect){rect.x + r, rect.y + rect.h - r, rect.w - 2 * r, r}, fill);
    corners(surface, rect, r, 0, fill);
}

void draw_frame(struct surface *surface, struct rect rect, int radius, int stroke, color line)
{
    int r = fitting_radius(rect, radius), across = rect.w - 2 * r, down = rect.h - 2 * r;
    draw_fill(surface, (struct rect){rect.x + r, rect.y, across, stroke}, line);
    draw_fill(surface, (struct rect){rect.x + r, rect.y + rect.h - stroke, across, stroke}, line);
    draw_fill(surface, (struct rect){rect.x, rect.y + r, stroke, down}, line);
    draw_fill(surface, (struct rect){rect.x + rect.w - stroke, rect.y + r, stroke, down}, line);
    corners(surface, rect, r, r - stroke, line);
}

void draw_circle(struct surface *surface, int cx, int cy, int radius, color fill)
{
    arc(surface, (struct rect){cx - radius, cy - radius, 2 * radius, 2 * radius}, cx, cy, radius, 0, fill);
}

void draw_ring(struct surface *surface, int cx, int cy, int radius, int stroke, color line)
{
    arc(surface, (struct rect){cx - radius, cy - radius, 2 * radius, 2 * radius}, cx, cy, radius,
        radius - stroke, line);
}

static float clamp01(float value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

void draw_line(struct surface *surface, int x0, int y0, int x1, int y1, int stroke, color line)
{
    struct rect box = rect_union((struct rect){x0, y0, 1, 1}, (struct rect){x1, y1, 1, 1});
    box = rect_cut(rect_inset(box, -(stroke / 2 + 2)), surface->clip);
    float along_x = (float)(x1 - x0), along_y = (float)(y1 - y0), half = (float)stroke / 2;
    float square = along_x * along_x + along_y * along_y;
    for (int y = box.y; y < box.y + box.h; y++) {
        uint32_t *row = pixel_row(surface, y);
        for (int x = box.x; x < box.x + box.w; x++) {
            float dx = (float)(x - x0) + 0.5f, dy = (float)(y - y0) + 0.5f;
            float foot = square > 0 ? clamp01((dx * along_x + dy * along_y) / square) : 0;
            dx -= foot * along_x;
            dy -= foot * along_y;
            float near = half + 0.5f;
            if (dx * dx + dy * dy < near * near)
                put(&row[x], line, near - sqrtf(dx * dx + dy * dy));
        }
    }
}

#define POLYGON_POINTS 32
#define SLICES         4   /* scan lines a pixel row */
#define COLUMNS        512 /* of coverage kept at a time; wider polygons are drawn in several goes */

/* Where the outline crosses the height y, ascending. */
static int crossings(const struct point *points, int count, float y, float ret[POLYGON_POINTS])
{
    int found = 0;
    for (int i = 0; i < count; i++) {
        struct point a = points[i], b = points[(i + 1) % count];
        if (((float)a.y <= y) == ((float)b.y <= y))
            continue;
        float x = (float)a.x + (y - (float)a.y) * (float)(b.x - a.x) / (float)(b.y - a.y);
        int at = found++;
        for (; at > 0 && ret[at - 1] > x; at--)
            ret[at] = ret[at - 1];
        ret[at] = x;
    }
    return found;
}

/* Adds the part of [from, to) that lies in each of `count` pixels. */
static void add_span(float *cover, int count, float from, float to)
{
    from = from < 0 ? 0 : from;
    to = to > (float)count ? (float)count : to;
    for (int x = (int)from; (float)x < to; x++) {
        float left = from > (float)x ? from : (float)x, right = to < (float)(x + 1) ? to : (float)(x + 1);
        cover[x] += (right - left) / SLICES;
    }
}

static void polygon_part(struct surface *surface, const struct point *points, int count, struct rect part,
                         color fill)
{
    for (int y = part.y; y < part.y + part.h; y++) {
        float cover[COLUMNS] = {0}, at[POLYGON_POINTS];
        for (int slice = 0; slice < SLICES; slice++) {
            int found = crossings(points, count, (float)y + ((float)slice + 0.5f) / SLICES, at);
            for (int i = 0; i + 1 < found; i += 2)
                add_span(cover, part.w, at[i] - (float)part.x, at[i + 1] - (float)part.x);
        }
        uint32_t *row = pixel_row(surface, y) + part.x;
        for (int x = 0; x < part.w; x++)
            put(&row[x], fill, cover[x]);
    }
}

void draw_polygon(struct surface *surface, const struct point *points, int count, color fill)
{
    check(count >= 3 && count <= POLYGON_POINTS);
    struct rect box = {points[0].x, points[0].y, 1, 1};
    for (int i = 1; i < count; i++)
        box = rect_union(box, (struct rect){points[i].x, points[i].y, 1, 1});
    box = rect_cut(box, surface->clip);
    for (int x = box.x; x < box.x + box.w; x += COLUMNS) {
        struct rect part = rect_cut(box, (struct rect){x, box.y, COLUMNS, box.h});
        polygon_part(surface, points, count, part, fill);
    }
}
