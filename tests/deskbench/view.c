/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/view.h"

#include <math.h>
#include <string.h>

#define LARGEST  0.75
#define SMALLEST 0.36 /* the body text of a sheet has 9 px then */
#define STEP     0.01
#define BAND     10 /* rows without ink between which paper may be cut: more than a row of modules */

static bool blank(const struct picture *sheet, int row)
{
    const uint8_t *dots = sheet->dots + (size_t)row * (size_t)sheet->w;
    for (int x = 0; x < sheet->w; x++)
        if (dots[x])
            return false;
    return true;
}

/* The row behind the widest blank band that ends in [least, most]; -1: there is none. The widest stands
 * between two subjects rather than between two lines of one. */
static int find_cut(const struct picture *sheet, int least, int most)
{
    int band = 0, best = -1, widest = BAND - 1;
    for (int row = least > BAND ? least - BAND : 0; row < most; row++) {
        band = blank(sheet, row) ? band + 1 : 0;
        if (row + 1 >= least && band > widest) {
            best = row + 1;
            widest = band;
        }
    }
    return best;
}

static int most_of(int a, int b)
{
    return a > b ? a : b;
}

/* Into exactly as many columns of at most `rows` rows, or fewer. False: not without cutting through ink. */
static bool cut_into(const struct picture *sheet, int rows, int columns, struct layout *ret)
{
    ret->count = ret->cuts[0] = 0;
    for (int from = 0; from < sheet->h; from = ret->cuts[ret->count]) {
        int left = columns - ++ret->count, to = sheet->h;
        if (left < 0)
            return false;
        if (to - from > rows)
            to = find_cut(sheet, most_of(sheet->h - rows * left, from + rows / 2), from + rows);
        if (to < 0)
            return false;
        ret->cuts[ret->count] = to;
    }
    return true;
}

/* Into as many as it takes, of at most `rows` rows; through ink only where it is higher than that. */
static void cut_all(const struct picture *sheet, int rows, struct layout *ret)
{
    int from = 0;
    for (ret->count = 0; from < sheet->h && ret->count < VIEW_CUTS; from = ret->cuts[ret->count]) {
        int to = sheet->h;
        if (to - from > rows)
            to = find_cut(sheet, from + rows * 3 / 4, from + rows);
        if (to < 0)
            to = find_cut(sheet, from + BAND, from + rows);
        ret->cuts[++ret->count] = to < 0 ? from + rows : to;
    }
}

static double widest(const struct picture *sheet, int w, int columns)
{
    return fmin(LARGEST, (double)(w - VIEW_GAP * (columns - 1)) / columns / sheet->w);
}

/* The largest scale at which all of it is in sight; false: none that can be read. */
static bool fit(const struct picture *sheet, int w, int h, int columns, struct layout *ret)
{
    for (double scale = widest(sheet, w, columns); scale >= SMALLEST; scale -= STEP)
        if (cut_into(sheet, (int)(h / scale), columns, ret)) {
            ret->scale = scale;
            ret->columns = columns;
            ret->parts = 1;
            return true;
        }
    return false;
}

void layout_find(const struct picture *sheet, int w, int h, struct layout *ret)
{
    struct layout best = {0}, one;
    for (int columns = 1; columns <= VIEW_COLUMNS; columns++)
        if (fit(sheet, w, h, columns, &one) && one.scale > best.scale)
            best = one;
    if (best.count == 0) {
        best.columns = VIEW_COLUMNS;
        best.scale = fmax(widest(sheet, w, VIEW_COLUMNS), 0.1);
        cut_all(sheet, (int)(h / best.scale), &best);
        best.parts = (best.count + best.columns - 1) / best.columns;
    }
    *ret = best;
}

static void show_part(struct view *view)
{
    const struct layout *layout = &view->layout;
    for (int i = 0; i < VIEW_COLUMNS; i++) {
        int column = view->part * layout->columns + i;
        picture_finish(&view->columns[i]);
        if (i < layout->columns && column < layout->count)
            picture_shrink(&view->sheet, layout->cuts[column], layout->cuts[column + 1], layout->scale,
                           &view->columns[i]);
    }
}

bool view_load(struct view *view, const char *path, int w, int h, struct err *err)
{
    view_finish(view);
    if (!picture_load(&view->sheet, path, err))
        return false;
    layout_find(&view->sheet, w, h, &view->layout);
    show_part(view);
    return true;
}

void view_turn(struct view *view)
{
    if (!view->sheet.dots)
        return;
    view->part = (view->part + 1) % view->layout.parts;
    show_part(view);
}

void view_finish(struct view *view)
{
    picture_finish(&view->sheet);
    for (int i = 0; i < VIEW_COLUMNS; i++)
        picture_finish(&view->columns[i]);
    *view = (struct view){0};
}
