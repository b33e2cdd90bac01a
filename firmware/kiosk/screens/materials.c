/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Which papers there are, and for those that leave a choice: bring it, sign a commitment, or hand it in
 * later. */
#include "base/tr.h"
#include "kiosk/screens/materials_table.h"
#include <stdio.h>
#include <string.h>

static const struct {
    const char *id, *label;
} choices[] = {
    [CHOICE_HAVE] = {"have", tr_later("我会带来")},
    [CHOICE_PROMISE] = {"promise", tr_later("签承诺书")},
    [CHOICE_DEFER] = {"defer", tr_later("晚点交")},
};

static bool asks(const struct material *material)
{
    return casework_offers(material, CHOICE_PROMISE) || casework_offers(material, CHOICE_DEFER);
}

static void draw_choice(struct view *view, size_t i, const struct material *material)
{
    struct scene *scene = view->scene;
    struct text_style label = view_type(view, TYPE_BODY_B, COLOR_INK);
    int words_h = text_height(scene->fonts, &label, view->body.w, tr_words(&material->name));
    struct rect box = cut_bottom(&view->body, words_h + view_px(view, 8 + 96), view_px(view, 20));
    say_cut(scene, "", &box, &label, view_px(view, 8), tr_words(&material->name));
    int count = 0, offered[COUNT_OF(choices)];
    for (int choice = CHOICE_HAVE; choice <= CHOICE_DEFER; choice++)
        if (casework_offers(material, (enum material_choice)choice))
            offered[count++] = choice;
    for (int c = 0; c < count; c++) {
        const struct segment segment_of = {
            .id = scene_format(scene, "material.%d.%s", (int)i + 1, choices[offered[c]].id),
            .label = tr(choices[offered[c]].label),
            .radio = true,
            .chosen = (int)view->visit->choices[i] == offered[c]};
        segment(scene, column_of(box, c, count, view_px(view, 16)), &segment_of);
    }
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct item *item = visit->item;
    struct view view;
    view_begin(&view, visit, scene);
    const struct button next = {.id = "nav.next",
                                .label = tr("下一步：核对"),
                                .icon = ICON_ARROW_FORWARD,
                                .look = BUTTON_PRIMARY,
                                .type = TYPE_ACTION};
    view_primary(&view, &next, NULL);
    for (size_t i = item->materials.count; i-- > 0;)
        if (i < CASE_MATERIALS_MAX && asks(item_material(item, i)))
            draw_choice(&view, i, item_material(item, i));
    view_title(&view, "materials.title", tr("看看要带什么"), NULL);
    materials_table(&view, view.show, item, visit->choices);
}

static void event(struct visit *visit, const char *id)
{
    unsigned number;
    char word[16];
    if (sscanf(id, "material.%u.%15s", &number, word) != 2 || number == 0)
        return;
    for (size_t choice = 0; choice < COUNT_OF(choices); choice++)
        if (strcmp(word, choices[choice].id) == 0)
            visit_choose(visit, number - 1, (enum material_choice)choice);
}

const struct screen screen_materials = {
    .name = "materials",
    .draw = draw,
    .event = event,
};
