/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Where else: this station, its town's centre, the district centre; address, hours, telephone. */
#include "base/tr.h"
#include "kiosk/screens/list.h"

/* Hours above the place, telephone below it; on a small panel the other way round, because what stands last
 * gives way when large type needs the room. */
static struct fact place(const struct view *view, enum icon icon, enum color_role ink, const char *name,
                         const char *hours, const char *phone)
{
    struct fact fact = {icon, ink, hours, name, phone};
    if (view->compact) {
        fact.label = phone;
        fact.note = hours;
    }
    return fact;
}

static struct fact of_unit(const struct view *view, const struct unit *unit)
{
    struct scene *scene = view->scene;
    return place(view, ICON_PLACE, COLOR_OUTLINE, words_place(scene, unit), words_hours(scene, &unit->hours),
                 scene_format(scene, tr("电话 %s"), unit->phone));
}

static struct fact of_here(const struct view *view)
{
    const struct station *station = view->visit->station;
    struct scene *scene = view->scene;
    return place(view, ICON_HOUSE, COLOR_DONE,
                 scene_format(scene, tr("%s %s"), tr_words(&station->name), tr_words(&station->address)),
                 words_hours(scene, &station->hours),
                 scene_format(scene, tr("您在这里 · 电话 %s"), station->phone));
}

/* Page by page, nothing left out: which of them a small panel shows now. */
static struct list page_of(const struct view *view, struct fact *facts, int count, int room)
{
    struct list list = {.pages = 1};
    int used = 0, width = view->body.w - 2 * view_px(view, 18), gap = view_gap(view);
    for (int i = 0, begin = 0; i < count; i++) {
        int height = facts_list_height(view->scene, width, &facts[i], 1) + gap;
        if (used > 0 && used + height > room + gap) {
            list.pages++;
            begin = i;
            used = 0;
        }
        used += height;
        if (list.pages - 1 > view->visit->page)
            continue;
        list.page = list.pages - 1;
        list.first = begin;
        list.count = i + 1 - begin;
    }
    return list;
}

static void draw_pages(struct view *view, struct fact *facts, int count)
{
    struct list list = page_of(view, facts, count, view->body.h);
    if (list.pages > 1)
        list = page_of(view, facts, count, view->body.h - list_pager_height(view, &view->body));
    list_pager(view, &view->body, &list);
    for (int i = list.first; i < list.first + list.count; i++)
        facts_list_card(view->scene, "", &view->body, &facts[i], 1);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct station *station = visit->station;
    const struct unit *town = catalogue_unit(visit->catalogue, station->town);
    const struct unit *district = catalogue_unit(visit->catalogue, "district");
    struct view view;
    view_begin(&view, visit, scene);
    if (!view.compact || !scene->theme.elder ||
        visit->page == 0) /* large type needs its room for the hours */
        view_title(&view, "stations.title", tr("附近的服务点"), NULL);
    struct fact facts[3];
    int count = 0;
    facts[count++] = of_here(&view);
    if (town)
        facts[count++] = of_unit(&view, town);
    if (district)
        facts[count++] = of_unit(&view, district);
    if (view.compact) {
        draw_pages(&view, facts, count);
        return;
    }
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
