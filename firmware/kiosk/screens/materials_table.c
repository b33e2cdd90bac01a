/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/materials_table.h"

#include "base/tr.h"

static enum material_choice choice_of(const enum material_choice *choices, size_t i)
{
    return choices && i < CASE_MATERIALS_MAX ? choices[i] : CHOICE_HAVE;
}

static int to_bring(const struct item *item, const enum material_choice *choices)
{
    int count = 0;
    for (size_t i = 0; i < item->materials.count; i++)
        count += casework_to_bring(item_material(item, i), choice_of(choices, i));
    return count;
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
    return (struct paper){tr_words(&material->name), words_material(scene, material, choice),
                          words_material_badge(material, choice)};
}

static int tag_width(struct scene *scene, const struct item *item, const enum material_choice *choices)
{
    int widest = scene_px(scene, 200);
    for (size_t i = 0; i < item->materials.count; i++) {
        struct badge tag = paper_of(scene, item, choices, i).badge;
        int width = badge_width(scene, &tag);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static int row_height(const struct view *view, int room, const struct paper *paper)
{
    struct text_style name = view_type(view, TYPE_BODY, COLOR_INK),
                      what = view_type(view, TYPE_NOTE, COLOR_INK2);
    return text_height(view->scene->fonts, &name, room, paper->name) +
           text_height(view->scene->fonts, &what, room, paper->what) + view_px(view, 16);
}

static void draw_row(const struct view *view, struct rect row, const struct paper *paper, int tag_w)
{
    struct scene *scene = view->scene;
    struct text_style name = view_type(view, TYPE_BODY, COLOR_INK),
                      what = view_type(view, TYPE_NOTE, COLOR_INK2);
    scene_fill(scene, (struct rect){row.x, row.y, row.w, view_px(view, 2)}, COLOR_LINE);
    badge(scene, cut_right(&row, tag_w, view_px(view, 20)), &paper->badge, true);
    row = middle_of(row, row_height(view, row.w, paper) - view_px(view, 16));
    say_cut(scene, "", &row, &name, 0, paper->name);
    scene_say(scene, "", row, &what, 0, paper->what);
}

void materials_table(const struct view *view, struct rect *from, const struct item *item,
                     const enum material_choice *choices)
{
    struct scene *scene = view->scene;
    int pad_x = view_px(view, 36), pad_y = view_px(view, 20), tag_w = tag_width(scene, item, choices);
    int count = (int)item->materials.count, shown = 0, height = 2 * pad_y;
    int room = from->w - 2 * pad_x - tag_w - view_px(view, 20);
    struct text_style head = view_type(view, TYPE_H3, COLOR_INK),
                      rest = view_type(view, TYPE_NOTE, COLOR_INK2);
    const char *headline =
        scene_format(scene, tr("材料 %d 样，您要带 %d 样"), count, to_bring(item, choices));
    height += text_height(scene->fonts, &head, from->w - 2 * pad_x, headline) + view_px(view, 8);
    int heights[CASE_MATERIALS_MAX];
    for (; shown < count && shown < CASE_MATERIALS_MAX; shown++) {
        struct paper paper = paper_of(scene, item, choices, (size_t)shown);
        heights[shown] = row_height(view, room, &paper);
        if (height + heights[shown] + (shown < count - 1 ? rest.line_px : 0) > from->h)
            break;
        height += heights[shown];
    }
    height += shown < count ? rest.line_px : 0;
    struct rect box = cut_top(from, height, view_px(view, 20));
    scene_element(scene, ROLE_IMAGE, "item.materials", box, "");
    card(scene, box);
    box = inset_xy(box, pad_x, pad_y);
    say_cut(scene, "item.bring", &box, &head, view_px(view, 8), headline);
    for (int i = 0; i < shown; i++) {
        struct paper paper = paper_of(scene, item, choices, (size_t)i);
        draw_row(view, cut_top(&box, heights[i], 0), &paper, tag_w);
    }
    if (shown < count)
        scene_say(scene, "", box, &rest, 1,
                  scene_format(scene, tr("还有 %d 样，都印在单子上"), count - shown));
}
