/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Where else: this station, its town's centre, the district centre; address, hours, telephone. */
#include "base/tr.h"
#include "kiosk/screens/view.h"

static struct fact of_unit(const struct view *view, const struct unit *unit)
{
    struct scene *scene = view->scene;
    return (struct fact){ICON_PLACE, COLOR_OUTLINE, words_hours(scene, &unit->hours),
                         words_place(scene, unit), scene_format(scene, tr("电话 %s"), unit->phone)};
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct station *station = visit->station;
    const struct unit *town = catalogue_unit(visit->catalogue, station->town);
    const struct unit *district = catalogue_unit(visit->catalogue, "district");
    struct view view;
    view_begin(&view, visit, scene);
    view_title(&view, "stations.title", tr("附近的服务点"), NULL);
    const char *here =
        scene_format(scene, tr("%s %s"), tr_words(&station->name), tr_words(&station->address));
    struct fact facts[3];
    int count = 0;
    facts[count++] = (struct fact){ICON_HOUSE, COLOR_DONE, words_hours(scene, &station->hours), here,
                                   scene_format(scene, tr("您在这里 · 电话 %s"), station->phone)};
    if (town)
        facts[count++] = of_unit(&view, town);
    if (district)
        facts[count++] = of_unit(&view, district);
    struct rect *show = view.low || view.wide ? &view.body : view.show;
    for (int i = 0; i < count; i++) {
        if (facts_list_height(scene, show->w, &facts[i], 1) > show->h)
            break;
        facts_list_card(scene, "", show, &facts[i], 1);
        if (view.low && i == 0)
            show = &view.sign;
    }
}

const struct screen screen_stations = {
    .name = "stations",
    .draw = draw,
};
