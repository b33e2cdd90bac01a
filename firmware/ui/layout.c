/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/layout.h"

static int at_most(int wanted, int there)
{
    return wanted < there ? wanted : there;
}

struct rect cut_top(struct rect *from, int height, int gap)
{
    int cut = at_most(height, from->h), gone = at_most(height + gap, from->h);
    struct rect strip = {from->x, from->y, from->w, cut};
    from->y += gone;
    from->h -= gone;
    return strip;
}

struct rect cut_bottom(struct rect *from, int height, int gap)
{
    int cut = at_most(height, from->h);
    struct rect strip = {from->x, from->y + from->h - cut, from->w, cut};
    from->h -= at_most(height + gap, from->h);
    return strip;
}

struct rect cut_left(struct rect *from, int width, int gap)
{
    int cut = at_most(width, from->w), gone = at_most(width + gap, from->w);
    struct rect strip = {from->x, from->y, cut, from->h};
    from->x += gone;
    from->w -= gone;
    return strip;
}

struct rect cut_right(struct rect *from, int width, int gap)
{
    int cut = at_most(width, from->w);
    struct rect strip = {from->x + from->w - cut, from->y, cut, from->h};
    from->w -= at_most(width + gap, from->w);
    return strip;
}

struct rect column_of(struct rect rect, int i, int count, int gap)
{
    int begin = (rect.w + gap) * i / count, end = (rect.w + gap) * (i + 1) / count - gap;
    return (struct rect){rect.x + begin, rect.y, end - begin, rect.h};
}

struct rect row_of(struct rect rect, int i, int count, int gap)
{
    int begin = (rect.h + gap) * i / count, end = (rect.h + gap) * (i + 1) / count - gap;
    return (struct rect){rect.x, rect.y + begin, rect.w, end - begin};
}

struct rect cell_of(struct rect rect, int i, int columns, int rows, int gap)
{
    return column_of(row_of(rect, i / columns, rows, gap), i % columns, columns, gap);
}

struct rect middle_of(struct rect rect, int height)
{
    return (struct rect){rect.x, rect.y + (rect.h - height) / 2, rect.w, height};
}

struct rect inset_xy(struct rect rect, int x, int y)
{
    return (struct rect){rect.x + x, rect.y + y, rect.w - 2 * x, rect.h - 2 * y};
}
