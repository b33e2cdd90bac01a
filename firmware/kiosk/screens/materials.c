/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Which papers there are, and for those that leave a choice: bring it, sign a commitment, or hand it in
 * later. */
#include "base/tr.h"
#include "kiosk/screens/list.h"
#include "kiosk/screens/materials_parts.h"
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

bool material_asks(const struct material *material)
{
    return casework_offers(material, CHOICE_PROMISE) || casework_offers(material, CHOICE_DEFER);
}

/* The papers that leave a choice, as many a page as the room takes. */
struct plan {
    int pages;
    int height;                                  /* of the fullest page: the rest stays where it is */
    int first, count, asked[CASE_MATERIALS_MAX]; /* of this page */
};

static int block_height(const struct view *view, const struct material *material)
{
    struct text_style label = view_type(view, TYPE_BODY_B, COLOR_INK);
    return text_height(view->scene->fonts, &label, view->body.w, tr_words(&material->name)) +
           view_px(view, 8 + 96 + 20);
}

static struct plan plan_choices(const struct view *view, int room)
{
    const struct item *item = view->visit->item;
    struct plan plan = {0};
    int all = 0, used = 0, begin = 0;
    for (size_t i = 0; i < item->materials.count && i < CASE_MATERIALS_MAX; i++) {
        if (!material_asks(item_material(item, i)))
            continue;
        int height = block_height(view, item_material(item, i));
        if (plan.pages == 0 || used + height > room) {
            plan.pages++;
            used = 0;
            begin = all;
        }
        used += height;
        plan.height = used > plan.height ? used : plan.height;
        plan.asked[all++] = (int)i;
        if (plan.pages - 1 <= view->visit->paper_page) {
            plan.first = begin;
            plan.count = all - begin;
        }
    }
    return plan;
}

/* Where the table stands above the choices, it keeps nearly half of the room. */
static struct plan plan_in(const struct view *view, int height)
{
    return plan_choices(view, view->show == &view->body ? height * 55 / 100 : height);
}

static int count_pages(const struct view *view, int pager_height)
{
    struct rect show = *view->show;
    struct plan plan = plan_in(view, view->body.h - pager_height);
    if (view->show == &view->body)
        show.h -= pager_height + plan.height;
    int pages = materials_pages(view, &show, view->visit->item, view->visit->choices);
    return pages > plan.pages ? pages : plan.pages;
}

/* What is offered for a paper; returns how many. */
static int offered_for(const struct material *material, int offered[COUNT_OF(choices)])
{
    int count = 0;
    for (int choice = CHOICE_HAVE; choice <= CHOICE_DEFER; choice++)
        if (casework_offers(material, (enum material_choice)choice))
            offered[count++] = choice;
    return count;
}

bool material_choices_stack(const struct view *view, int width, const struct material *material)
{
    struct text_style style = view_type(view, TYPE_BODY_B, COLOR_INK);
    int offered[COUNT_OF(choices)], count = offered_for(material, offered);
    int room = (width - view_px(view, 16)) / 2 - view_px(view, 16);
    if (!view->compact)
        return false;
    for (int i = 0; i < count; i++)
        if (text_width(view->scene->fonts, &style, tr(choices[offered[i]].label)) > room)
            return true;
    return false;
}

void material_choices(const struct view *view, struct rect box, int index)
{
    const struct material *material = item_material(view->visit->item, (size_t)index);
    int offered[COUNT_OF(choices)], count = offered_for(material, offered);
    bool stack = material_choices_stack(view, box.w, material);
    for (int i = 0; i < count; i++) {
        const struct segment choice = {
            .id = scene_format(view->scene, "material.%d.%s", index + 1, choices[offered[i]].id),
            .label = tr(choices[offered[i]].label),
            .radio = true,
            .chosen = (int)view->visit->choices[index] == offered[i]};
        segment(view->scene,
                stack ? row_of(box, i, count, view_gap(view)) : column_of(box, i, count, view_px(view, 16)),
                &choice);
    }
}

static void draw_choice(struct view *view, struct rect box, int i)
{
    struct text_style label = view_type(view, TYPE_BODY_B, COLOR_INK);
    const struct material *material = item_material(view->visit->item, (size_t)i);
    say_cut(view->scene, "", &box, &label, view_px(view, 8), tr_words(&material->name));
    material_choices(view, box, i);
}

static void draw_choices(struct view *view)
{
    struct plan plan = plan_in(view, view->body.h);
    struct rect area = cut_bottom(&view->body, plan.height, 0);
    for (int i = plan.first; i < plan.first + plan.count; i++) {
        const struct material *material = item_material(view->visit->item, (size_t)plan.asked[i]);
        int gap = view_px(view, 20);
        draw_choice(view, cut_top(&area, block_height(view, material) - gap, gap), plan.asked[i]);
    }
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    const struct button next = {.id = "nav.next",
                                .label = tr("下一步：核对"),
                                .icon = ICON_ARROW_FORWARD,
                                .look = BUTTON_PRIMARY,
                                .type = TYPE_ACTION};
    if (view.compact) {
        materials_by_page(&view, &next);
        return;
    }
    view_primary(&view, &next, NULL);
    view_title(&view, "materials.title", tr("看看要带什么"), NULL);
    int pages = count_pages(&view, 0);
    if (pages > 1)
        pages = count_pages(&view, list_pager_height(&view, &view.body));
    struct list list = list_of_papers(visit, pages);
    list_pager(&view, &view.body, &list);
    draw_choices(&view);
    materials_table(&view, view.show, visit->item, visit->choices, pages > 1 ? visit->paper_page : -1);
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
