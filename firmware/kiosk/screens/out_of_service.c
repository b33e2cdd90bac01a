/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The station cannot serve now. Where else, and which number to call; it comes back by itself. */
#include "base/tr.h"
#include "kiosk/screens/fault_words.h"
#include "kiosk/screens/view.h"

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct unit *town = catalogue_unit(visit->catalogue, visit->station->town);
    struct view view;
    view_begin_bare(&view, visit, scene);
    scene_fill(scene, (struct rect){0, 0, scene->theme.width, scene->theme.height}, COLOR_PAPER);
    /* nothing to touch, so nothing has to be low */
    struct rect room = {0, 0, scene->theme.width, scene->theme.height};
    room = inset_xy(room, view_px(&view, 64), view_px(&view, 96));
    struct rect *show = view.show = &room;
    scene_icon(scene, cut_top(show, view_px(&view, 180), view_px(&view, 48)),
               fault_words(visit->out_of_service)->icon, view_px(&view, 180), COLOR_DANGER);
    view_title(&view, "service.title", tr("本机暂停使用"), tr("不是您的问题。修好后会自动恢复。"));
    struct fact facts[3];
    int count = 0;
    facts[count++] = (struct fact){ICON_INFO, COLOR_OUTLINE, tr("发生了什么"),
                                   tr(fault_words(visit->out_of_service)->happened), NULL};
    if (town)
        facts[count++] = (struct fact){
            ICON_PLACE, COLOR_OUTLINE, tr("可以到这里办"), words_place(scene, town),
            scene_format(scene, tr("%s · 电话 %s"), words_hours(scene, &town->hours), town->phone)};
    facts[count++] = (struct fact){ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("打电话"),
                                   scene_format(scene, tr("%s 或 12345"), visit->station->phone), NULL};
    struct text_style now = scene_type(scene, TYPE_LEAD, COLOR_INK2, ALIGN_CENTER);
    scene_say(scene, "service.now", cut_bottom(show, now.line_px, view_px(&view, 24)), &now, 1,
              words_now(scene, visit));
    facts_list_card(scene, "service.where", show, facts, count);
    scene_again(scene, 60000);
}

const struct screen screen_out_of_service = {
    .name = "out_of_service",
    .draw = draw,
};
