/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What would you like to do? Six zones that look alike, and the one filled block: what can be taken away at
 * once. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static void instant_tile(const struct view *view, struct rect box)
{
    const struct item *none[1];
    int count = (int)visit_items(view->visit, ZONE_ANY, FILTER_INSTANT, none, 0);
    const struct zone_words *words = words_zone(ZONE_ANY);
    const struct tile instant = {
        .id = "home.instant",
        .name = tr(words->name),
        .line = view->scene->theme.elder
                    ? tr("养老金、社保、敬老卡")
                    : scene_format(view->scene, tr("%s，%d 项现在就能打印"), tr(words->line), count),
        .icon = words->icon,
        .instant = true,
        .chevron = true,
        .type = TYPE_H2};
    tile(view->scene, box, &instant);
}

static void zone_tile(const struct view *view, struct rect box, int zone)
{
    const struct zone_words *words = words_zone(zone);
    const struct tile look = {
        .id = scene_format(view->scene, "zone.%s", zone_codes[zone]),
        .name = tr(words->name),
        .line = view->low || view->scene->theme.elder ? NULL : tr(words->line),
        .icon = words->icon,
        .upright = view->low,
        .type = view->low || tr_current() == LANG_EN || view->scene->theme.elder ? TYPE_H3 : TYPE_TILE};
    tile(view->scene, box, &look);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    view_sign(&view, "home.title", tr("您想办哪一类？"), tr("先选事情，后放身份证。看办事指南不用证件。"));
    int gap = view_px(&view, view.low ? 20 : 28), instant_h = view_px(&view, view.low ? 164 : 220);
    struct rect *top = view.wide ? view.show : &view.body;
    instant_tile(&view, cut_top(top, instant_h, gap));
    int columns = view.low && !scene->theme.elder ? 3 : 2;
    struct rect grid = view.body;
    grid.h -= view_px(&view, 4);
    for (int zone = 0; zone < ZONES; zone++)
        zone_tile(&view, cell_of(grid, zone, columns, ZONES / columns, view_px(&view, 24)), zone);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "home.instant") == 0)
        visit_open_zone(visit, ZONE_ANY, FILTER_INSTANT);
    for (int zone = 0; strncmp(id, "zone.", 5) == 0 && zone < ZONES; zone++)
        if (strcmp(id + 5, zone_codes[zone]) == 0)
            visit_open_zone(visit, zone, FILTER_ALL);
}

const struct screen screen_home = {
    .name = "home",
    .draw = draw,
    .event = event,
};
