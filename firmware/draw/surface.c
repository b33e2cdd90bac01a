/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "draw/surface.h"

#include "base/err.h"
#include "base/wipe.h"
#include "draw/pixel.h"
#include <string.h>
#include <sys/mman.h>

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

bool rect_empty(struct rect rect)
{
    return rect.w <= 0 || rect.h <= 0;
}

struct rect rect_cut(struct rect a, struct rect b)
{
    int x = larger(a.x, b.x), y = larger(a.y, b.y);
    struct rect cut = {x, y, smaller(a.x + a.w, b.x + b.w) - x, smaller(a.y + a.h, b.y + b.h) - y};
    return rect_empty(cut) ? (struct rect){x, y, 0, 0} : cut;
}

struct rect rect_union(struct rect a, struct rect b)
{
    if (rect_empty(a))
        return b;
    if (rect_empty(b))
        return a;
    int x = smaller(a.x, b.x), y = smaller(a.y, b.y);
    return (struct rect){x, y, larger(a.x + a.w, b.x + b.w) - x, larger(a.y + a.h, b.y + b.h) - y};
}

bool rect_holds(struct rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && x < rect.x + rect.w && y < rect.y + rect.h;
}

struct rect rect_inset(struct rect rect, int by)
{
    return (struct rect){rect.x + by, rect.y + by, rect.w - 2 * by, rect.h - 2 * by};
}

static size_t surface_bytes(const struct surface *surface)
{
    return (size_t)surface->stride * (size_t)surface->height * sizeof *surface->pixels;
}

void surface_init(struct surface *surface, int width, int height)
{
    check(width > 0 && height > 0 && width <= 16384 && height <= 16384);
    *surface =
        (struct surface){.width = width, .height = height, .stride = width, .clip = {0, 0, width, height}};
    /* Populated now: the page faults of a first full-screen draw would be seen as a slow first touch. */
    surface->pixels = mmap(NULL, surface_bytes(surface), PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    check(surface->pixels != MAP_FAILED);
}

void surface_wipe(struct surface *surface)
{
    wipe(surface->pixels, surface_bytes(surface));
}

void surface_finish(struct surface *surface)
{
    if (surface->pixels) {
        surface_wipe(surface);
        munmap(surface->pixels, surface_bytes(surface));
    }
    *surface = (struct surface){0};
}

void surface_clip(struct surface *surface, struct rect clip)
{
    surface->clip = rect_cut(clip, (struct rect){0, 0, surface->width, surface->height});
}

void draw_fill(struct surface *surface, struct rect rect, color fill)
{
    rect = rect_cut(rect, surface->clip);
    if (rect_empty(rect))
        return;
    uint32_t *first = pixel_row(surface, rect.y) + rect.x;
    for (int x = 0; x < rect.w; x++)
        first[x] = fill;
    /* The first row stays in the nearest cache; copying it down is several times a plain loop's speed. */
    for (int y = 1; y < rect.h; y++)
        memcpy(first + (long)y * surface->stride, first, (size_t)rect.w * sizeof *first);
}

/* Most of a line of text is empty: it is stepped over eight at a time. Where it is not, eight are mixed
 * without asking each how much it is covered: edges follow no pattern that a processor could guess. */
static void mask_row(uint32_t *to, const uint8_t *mask, int count, color ink)
{
    int x = 0;
    for (uint64_t eight; x + 8 <= count; x += 8) {
        memcpy(&eight, mask + x, sizeof eight);
        for (int i = 0; eight && i < 8; i++)
            to[x + i] = pixel_mix(to[x + i], ink, mask[x + i]);
    }
    for (; x < count; x++)
        to[x] = pixel_mix(to[x], ink, mask[x]);
}

void draw_mask(struct surface *surface, int x, int y, const uint8_t *mask, int w, int h, int pitch, color ink)
{
    struct rect seen = rect_cut((struct rect){x, y, w, h}, surface->clip);
    for (int row = seen.y; row < seen.y + seen.h; row++)
        mask_row(pixel_row(surface, row) + seen.x, mask + (long)(row - y) * pitch + (seen.x - x), seen.w,
                 ink);
}
