/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/materials_table.h"

#include "base/tr.h"

static enum material_choice choice_of(const enum material_choice *choices, size_t i)
{
    return choices && i < CASE_MATERIALS_MAX ? choices[i] : CHOICE_HAVE;
}

/* What may be promised or follow later. */
static int to_choose(const struct item *item)
{
    int count = 0;
    for (size_t i = 0; i < item->materials.count; i++)
        count += item_material(item, i)->tag > MATERIAL_BRING;
    return count;
}

static int to_bring(const struct item *item, const enum material_choice *choices)
{
    int count = 0;
    for (size_t i = 0; i < item->materials.count; i++)
        count += casework_to_bring(item_material(item, i), choice_of(choices, i));
    return count;
}

const char *materials_headline(struct scene *scene, const struct item *item,
                               const enum material_choice *choices)
{
    return scene_format(scene, tr("材料 %d 样，您要带 %d 样"), (int)item->materials.count,
                        to_bring(item, choices));
}

struct paper {
    const char *name, *what;
    struct badge badge;
};

static struct paper paper_of(struct scene *scene, const struct item *item,
                             const enum material_choice *choices, size_t i)
{
    const struct material *material = item_material(item, i);
    enum material_choice choice = choice_of(choices, i);
    struct paper paper = {tr_words(&material->name), words_material(scene, material, choice),
                          words_material_badge(material, choice)};
    if (choices && casework_to_bring(material, choice))
        paper.badge = words_material_badge(&(struct material){.tag = MATERIAL_BRING}, choice);
    return paper;
}

static int tag_width(struct scene *scene, const struct item *item, const enum material_choice *choices)
{
    int widest = scene_either(scene, 200, 120);
    for (size_t i = 0; i < item->materials.count; i++) {
        struct badge tag = paper_of(scene, item, choices, i).badge;
        int width = badge_width(scene, &tag);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* ---- a row ---- */

/* Beside its tag, name above words; on a small panel the name has the whole width, and below it stands the
 * tag with the words beside it, which give way when they are long. */
struct row_style {
    struct text_style name, what;
    int pad, tag_w, tag_gap, gap; /* gap: between name and tag */
};

static struct row_style row_style_of(const struct view *view, int tag_w)
{
    return (struct row_style){.name = view_type(view, view->compact ? TYPE_BODY_B : TYPE_BODY, COLOR_INK),
                              .what = view_type(view, TYPE_NOTE, COLOR_INK2),
                              .pad = view_px(view, 16),
                              .tag_w = tag_w,
                              .tag_gap = view_either(view, 20, 10),
                              .gap = view_px(view, 2)};
}

static int what_height(const struct view *view, int width, const struct paper *paper,
                       const struct row_style *style)
{
    int height =
        text_height(view->scene->fonts, &style->what, width - style->tag_w - style->tag_gap, paper->what);
    int most = (view->scene->theme.elder ? 1 : 2) * style->what.line_px;
    return view->compact && height > most ? 0 : height;
}

static int row_height(const struct view *view, int width, const struct paper *paper,
                      const struct row_style *style)
{
    int what_h = what_height(view, width, paper, style), tag_h = badge_height(view->scene);
    int beside = width - (view->compact ? 0 : style->tag_w + style->tag_gap);
    return text_height(view->scene->fonts, &style->name, beside, paper->name) + style->pad +
           (view->compact ? style->gap + (what_h < tag_h ? tag_h : what_h) : what_h);
}

static void draw_row(const struct view *view, struct rect row, const struct paper *paper, int tag_w)
{
    struct scene *scene = view->scene;
    const struct row_style style = row_style_of(view, tag_w);
    scene_fill(scene, (struct rect){row.x, row.y, row.w, view_px(view, 2)}, COLOR_LINE);
    int what_h = what_height(view, row.w, paper, &style), height = row_height(view, row.w, paper, &style);
    if (!view->compact)
        badge(scene, cut_right(&row, tag_w, style.tag_gap), &paper->badge, true);
    row = middle_of(row, height - style.pad);
    say_cut(scene, "", &row, &style.name, view->compact ? style.gap : 0, paper->name);
    if (view->compact)
        badge(scene, cut_left(&row, tag_w, style.tag_gap), &paper->badge, true);
    if (what_h)
        scene_say(scene, "", view->compact ? middle_of(row, what_h) : row, &style.what, 0, paper->what);
}

/* ---- the table ---- */

/* What the table needs and what it has. */
struct table {
    struct text_style head, rest;
    const char *headline;
    int pad_x, pad_y, tag_w;
    int top;                                    /* the headline with what is around the rows */
    int room;                                   /* for rows */
    int count, row_heights[CASE_MATERIALS_MAX]; /* papers */
};

/* Before anything is chosen, what has to be brought and, where one line holds it, what need not. */
static const char *headline_of(struct scene *scene, const struct text_style *style, int width,
                               const struct item *item, const enum material_choice *choices)
{
    if (choices)
        return materials_headline(scene, item, choices);
    int all = (int)item->materials.count, must = (int)item_to_bring(item), free = to_choose(item);
    const char *both = scene_format(scene, tr("材料 %d 样，要带 %d 样，%d 样可承诺或晚交"), all, must, free);
    if (free && text_width(scene->fonts, style, both) <= width)
        return both;
    return scene_format(scene, tr("材料 %d 样，您要带 %d 样"), all, must);
}

static void measure(const struct view *view, const struct rect *from, const struct item *item,
                    const enum material_choice *choices, struct table *ret)
{
    struct scene *scene = view->scene;
    size_t all = item->materials.count;
    *ret = (struct table){.head = view_type(view, view->compact ? TYPE_BODY_B : TYPE_H3, COLOR_INK),
                          .rest = view_type(view, TYPE_NOTE, COLOR_INK2),
                          .pad_x = view_either(view, 36, 16),
                          .pad_y = view_either(view, 20, 10),
                          .tag_w = tag_width(scene, item, choices),
                          .count = (int)(all < CASE_MATERIALS_MAX ? all : CASE_MATERIALS_MAX)};
    int width = from->w - 2 * ret->pad_x;
    ret->headline = headline_of(scene, &ret->head, width, item, choices);
    ret->top =
        2 * ret->pad_y + text_height(scene->fonts, &ret->head, width, ret->headline) + view_px(view, 8);
    ret->room = from->h - ret->top;
    const struct row_style style = row_style_of(view, ret->tag_w);
    for (int i = 0; i < ret->count; i++) {
        struct paper paper = paper_of(scene, item, choices, (size_t)i);
        ret->row_heights[i] = row_height(view, width, &paper, &style);
    }
}

/* How many papers from `first` on there is room for; their height. */
static int fitting(const struct table *table, int first, int room, int *ret_height)
{
    int i = first;
    *ret_height = 0;
    for (; i < table->count && *ret_height + table->row_heights[i] <= room; i++)
        *ret_height += table->row_heights[i];
    return i - first;
}

/* Where a page begins; past the last page, how many there are. 0: some paper alone finds no room. */
static int page_begin(const struct table *table, int page, int *ret_pages)
{
    int first = 0, begin = 0, height;
    for (*ret_pages = 0; first < table->count; ++*ret_pages) {
        int fit = fitting(table, first, table->room, &height);
        if (*ret_pages <= page)
            begin = first;
        if (fit == 0) {
            *ret_pages = 1;
            return 0;
        }
        first += fit;
    }
    return begin;
}

int materials_pages(const struct view *view, const struct rect *from, const struct item *item,
                    const enum material_choice *choices)
{
    struct table table;
    int pages;
    measure(view, from, item, choices, &table);
    page_begin(&table, 0, &pages);
    return pages;
}

void materials_table(const struct view *view, struct rect *from, const struct item *item,
                     const enum material_choice *choices, int page)
{
    struct scene *scene = view->scene;
    struct table table;
    int pages, height;
    measure(view, from, item, choices, &table);
    int first = page_begin(&table, page < 0 ? 0 : page, &pages);
    int shown = fitting(&table, first, table.room, &height);
    bool more = (page < 0 || pages == 1) && shown < table.count;
    if (more)
        shown = fitting(&table, first, table.room - table.rest.line_px, &height);
    struct rect box =
        cut_top(from, table.top + height + (more ? table.rest.line_px : 0), view_either(view, 20, 14));
    scene_element(scene, ROLE_IMAGE, "item.materials", box, "");
    card(scene, box);
    box = inset_xy(box, table.pad_x, table.pad_y);
    say_cut(scene, "item.bring", &box, &table.head, view_px(view, 8), table.headline);
    for (int i = first; i < first + shown; i++) {
        struct paper paper = paper_of(scene, item, choices, (size_t)i);
        draw_row(view, cut_top(&box, table.row_heights[i], 0), &paper, table.tag_w);
    }
    if (more)
        scene_say(scene, "", box, &table.rest, 1,
                  scene_format(scene, tr("还有 %d 样，都印在单子上"), table.count - shown));
}
