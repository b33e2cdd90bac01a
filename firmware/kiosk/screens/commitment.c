/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The commitment in full, before anything is agreed to. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

/* Long commitments step down in type as far as 30 px, the smallest allowed. */
static struct text_style fitting(const struct view *view, int width, int height, const char *text)
{
    static const enum type_role roles[] = {TYPE_TEXT, TYPE_BODY, TYPE_NOTE};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct text_style style = view_type(view, roles[i], COLOR_INK);
        if (text_height(view->scene->fonts, &style, width, text) <= height)
            return style;
    }
    struct text_style smallest = view_type(view, TYPE_NOTE, COLOR_INK);
    for (int px = 38; px >= 30; px -= 2) {
        smallest.px = view_px(view, px);
        smallest.line_px = view_px(view, px * 4 / 3);
        if (text_height(view->scene->fonts, &smallest, width, text) <= height)
            break;
    }
    return smallest;
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct material *material = item_material(visit->item, (size_t)visit->commitment);
    struct view view;
    view_begin(&view, visit, scene);
    const struct button agree = {.id = "nav.next",
                                 .label = tr("我已看清，愿意承诺"),
                                 .icon = ICON_CHECK,
                                 .look = BUTTON_PRIMARY,
                                 .type = TYPE_FACT};
    const struct button refuse = {.id = scene_format(scene, "material.%d.have", visit->commitment + 1),
                                  .label = tr("不承诺，我带材料来"),
                                  .look = BUTTON_SECONDARY,
                                  .type = scene->theme.elder ? TYPE_NOTE_B : TYPE_BODY_B};
    view_primary(&view, &agree, &refuse);
    view_title(&view, "commitment.title", tr("承诺书"), tr("请听完或看完再选择"));
    if (!view.low)
        notice(scene, "commitment.after", view.show, NOTICE_ATTENTION, ICON_INFO, NULL,
               scene_format(scene, tr("%d 个月内会核查，不实将撤销"), material->recheck_months));
    struct rect box = view.wide ? view.body : *view.show,
                room = inset_xy(box, view_px(&view, 36), view_px(&view, 24));
    const char *text = tr_words(&material->text);
    struct text_style style = fitting(&view, room.w, room.h, text);
    int height = text_height(scene->fonts, &style, room.w, text);
    box.h = height + 2 * (room.y - box.y);
    card(scene, box);
    room.h = height;
    scene_say(scene, "commitment.text", room, &style, 0, text);
    if (view.low)
        notice(scene, "commitment.after", &view.body, NOTICE_ATTENTION, ICON_INFO, NULL,
               scene_format(scene, tr("%d 个月内会核查，不实将撤销"), material->recheck_months));
}

static void event(struct visit *visit, const char *id)
{
    if (strncmp(id, "material.", 9) == 0)
        visit_commit(visit, false);
}

const struct screen screen_commitment = {
    .name = "commitment",
    .draw = draw,
    .event = event,
};
