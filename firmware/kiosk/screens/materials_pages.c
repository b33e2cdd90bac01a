/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The papers on a small panel: each with its choice below it or its tag beside it, as many on a page as find
 * room. How many there are to bring stands above the first. */
#include "base/tr.h"
#include "kiosk/screens/materials_parts.h"
#include "kiosk/screens/materials_table.h"
#include "kiosk/screens/pages.h"

struct sizes {
    struct text_style name, what;
    int pad_x, pad_y, row_pad, gap, key_h;
    int width;              /* of a row */
    int room;               /* for the rows of a page */
    struct text_style head; /* how many there are, above the first */
    const char *headline;
};

static struct sizes sizes_of(const struct view *view)
{
    struct sizes sizes = {.name = view_type(view, TYPE_BODY_B, COLOR_INK),
                          .what = view_type(view, TYPE_NOTE, COLOR_INK2),
                          .pad_x = view_px(view, 16),
                          .pad_y = view_px(view, 4),
                          .row_pad = view_px(view, 8),
                          .gap = view_px(view, 6),
                          .key_h = view_px(view, view->scene->theme.elder ? 88 : 84)};
    sizes.width = view->body.w - 2 * sizes.pad_x;
    sizes.head = view_type(view, TYPE_FACT, COLOR_INK);
    sizes.headline = materials_headline(view->scene, view->visit->item, view->visit->choices);
    return sizes;
}

struct paper {
    const struct material *material;
    enum material_choice choice;
    const char *name, *what;
    struct badge tag;
    int index;
};

static struct paper paper_of(const struct view *view, int i)
{
    const struct material *material = item_material(view->visit->item, (size_t)i);
    enum material_choice choice = view->visit->choices[i];
    return (struct paper){.material = material,
                          .choice = choice,
                          .name = tr_words(&material->name),
                          .what = words_material(view->scene, material, choice),
                          .tag = words_material_badge(material, choice),
                          .index = i};
}

/* ---- a paper with a choice ---- */

static int keys_height(const struct view *view, const struct sizes *sizes, const struct material *material)
{
    int rows = material_choices_stack(view, sizes->width, material) ? 2 : 1;
    return rows * sizes->key_h + (rows - 1) * view_gap(view);
}

/* Without what is said about it. */
static int brief_height(const struct view *view, const struct sizes *sizes, const struct paper *paper)
{
    return text_height(view->scene->fonts, &sizes->name, sizes->width, paper->name) + sizes->gap +
           keys_height(view, sizes, paper->material) + 2 * sizes->row_pad;
}

/* What is said about it goes where a page would not hold it; the keys stay. */
static int what_height(const struct view *view, const struct sizes *sizes, const struct paper *paper)
{
    int height = text_height(view->scene->fonts, &sizes->what, sizes->width, paper->what);
    return brief_height(view, sizes, paper) + height <= sizes->room ? height : 0;
}

static int asked_height(const struct view *view, const struct sizes *sizes, const struct paper *paper)
{
    return brief_height(view, sizes, paper) + what_height(view, sizes, paper);
}

static void draw_asked(const struct view *view, struct rect row, const struct sizes *sizes,
                       const struct paper *paper)
{
    say_cut(view->scene, "", &row, &sizes->name, 0, paper->name);
    if (what_height(view, sizes, paper))
        say_cut(view->scene, "", &row, &sizes->what, 0, paper->what);
    cut_top(&row, sizes->gap, 0);
    material_choices(view, cut_top(&row, keys_height(view, sizes, paper->material), 0), paper->index);
}

/* ---- a paper with a tag: beside the name, or below a name that leaves it no room ---- */

static bool tag_beside(const struct view *view, const struct sizes *sizes, const struct paper *paper)
{
    return text_width(view->scene->fonts, &sizes->name, paper->name) + badge_width(view->scene, &paper->tag) +
               sizes->row_pad <=
           sizes->width;
}

static int tagged_height(const struct view *view, const struct sizes *sizes, const struct paper *paper)
{
    int name_h = text_height(view->scene->fonts, &sizes->name, sizes->width, paper->name),
        tag_h = badge_height(view->scene);
    if (!tag_beside(view, sizes, paper))
        return name_h + tag_h + 2 * sizes->row_pad;
    return (name_h > tag_h ? name_h : tag_h) + 2 * sizes->row_pad;
}

static void draw_tagged(const struct view *view, struct rect row, const struct sizes *sizes,
                        const struct paper *paper)
{
    int tag_w = badge_width(view->scene, &paper->tag);
    if (tag_beside(view, sizes, paper)) {
        badge(view->scene, cut_right(&row, tag_w, sizes->row_pad), &paper->tag, true);
        say_middle(view->scene, "", row, &sizes->name, 0, paper->name);
        return;
    }
    say_cut(view->scene, "", &row, &sizes->name, 0, paper->name);
    badge(view->scene, row, &paper->tag, false);
}

/* ---- pages ---- */

static int row_height(const struct view *view, const struct sizes *sizes, int i)
{
    const struct paper paper = paper_of(view, i);
    return material_asks(paper.material) ? asked_height(view, sizes, &paper)
                                         : tagged_height(view, sizes, &paper);
}

static int paper_count(const struct view *view)
{
    size_t count = view->visit->item->materials.count;
    return (int)(count < CASE_MATERIALS_MAX ? count : CASE_MATERIALS_MAX);
}

static int head_height(const struct view *view, const struct sizes *sizes)
{
    return text_height(view->scene->fonts, &sizes->head, sizes->width, sizes->headline) + 2 * sizes->row_pad;
}

/* The visit's page: which papers stand on it. A paper too high for a page has one of its own. */
static struct list list_of_rows(const struct view *view, const struct sizes *sizes)
{
    struct list list = {0};
    int count = paper_count(view), wanted = view->visit->paper_page;
    for (int first = 0; first < count; list.pages++) {
        int room = sizes->room - (first == 0 ? head_height(view, sizes) : 0);
        int height = row_height(view, sizes, first), fit = 1;
        while (first + fit < count && (height += row_height(view, sizes, first + fit)) <= room)
            fit++;
        if (list.pages <= wanted) {
            list.first = first;
            list.count = fit;
            list.page = list.pages;
        }
        first += fit;
    }
    return list;
}

static void draw_rows(struct view *view, const struct sizes *sizes, const struct list *list)
{
    int head_h = list->page == 0 ? head_height(view, sizes) : 0, height = 2 * sizes->pad_y + head_h;
    for (int i = list->first; i < list->first + list->count; i++)
        height += row_height(view, sizes, i);
    struct rect box = cut_top(&view->body, height, 0);
    scene_element(view->scene, ROLE_IMAGE, "item.materials", box, "");
    card(view->scene, box);
    box = inset_xy(box, sizes->pad_x, sizes->pad_y);
    if (head_h)
        scene_say(view->scene, "item.bring", inset_xy(cut_top(&box, head_h, 0), 0, sizes->row_pad),
                  &sizes->head, 0, sizes->headline);
    for (int i = list->first; i < list->first + list->count; i++) {
        const struct paper paper = paper_of(view, i);
        struct rect row = cut_top(&box, row_height(view, sizes, i), 0);
        if (i > list->first || head_h)
            scene_fill(view->scene, (struct rect){row.x, row.y, row.w, view_px(view, 2)}, COLOR_LINE);
        row = inset_xy(row, 0, sizes->row_pad);
        (material_asks(paper.material) ? draw_asked : draw_tagged)(view, row, sizes, &paper);
    }
}

void materials_by_page(struct view *view, const struct button *next)
{
    const char *title = tr("看看要带什么");
    struct sizes sizes = sizes_of(view);
    sizes.room = view->body.h - view_primary_height(view) - pages_title_height(view, title) - 2 * sizes.pad_y;
    struct list list = list_of_rows(view, &sizes);
    pages_primary(view, &list, next, NULL);
    pages_title(view, "materials.title", title, &list);
    draw_rows(view, &sizes, &list);
}
