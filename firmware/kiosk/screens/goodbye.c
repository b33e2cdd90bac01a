/* SPDX-License-Identifier: MulanPSL-2.0 */
/* All done; a touch anywhere begins the next visit. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin_bare(&view, visit, scene);
    scene_fill(scene, (struct rect){0, 0, scene->theme.width, scene->theme.height}, COLOR_BAR);
    struct text_style title = scene_type(scene, TYPE_DISPLAY, COLOR_ON_BAR, ALIGN_CENTER);
    struct text_style line = scene_type(scene, TYPE_H2, COLOR_ON_BAR2, ALIGN_CENTER);
    if (tr_current() == LANG_EN)
        title = scene_type(scene, TYPE_TITLE, COLOR_ON_BAR, ALIGN_CENTER);
    const struct button again = {.id = "idle.start",
                                 .label = tr("下一位请轻触屏幕"),
                                 .icon = ICON_TOUCH_APP,
                                 .look = BUTTON_SECONDARY,
                                 .type = TYPE_LABEL};
    button(scene,
           cut_bottom(&view.body, view_either(&view, 168, scene->theme.elder ? 128 : 104),
                      view_either(&view, 64, 20)),
           &again);
    scene->elsewhere = "idle.start";
    int icon_px = view.low || view.wide ? view_px(&view, 180) : view_either(&view, 320, 200);
    const char *take = tr("请带好身份证和纸");
    struct text_style erased = scene_type(scene, TYPE_LEAD, COLOR_ON_BAR2, ALIGN_CENTER);
    const char *gone = tr("您的信息已经清除");
    int height = icon_px + text_height(scene->fonts, &title, view.show->w, tr("办好了")) +
                 text_height(scene->fonts, &line, view.show->w, take) +
                 text_height(scene->fonts, &erased, view.show->w, gone) + view_px(&view, 96);
    struct rect box = middle_of(*view.show, height < view.show->h ? height : view.show->h);
    scene_icon(scene, cut_top(&box, icon_px, view_px(&view, 48)), ICON_CHECK_CIRCLE, icon_px, COLOR_ON_BAR);
    say_cut(scene, "goodbye.title", &box, &title, view_px(&view, 16), tr("办好了"));
    view_say_evenly(&view, "goodbye.take", &box, &line, view_px(&view, 32), take);
    view_say_evenly(&view, "goodbye.erased", &box, &erased, 0, gone);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "idle.start") == 0)
        visit_begin(visit);
}

const struct screen screen_goodbye = {
    .name = "goodbye",
    .draw = draw,
    .event = event,
};
