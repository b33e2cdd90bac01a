/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What would you like to do? Six zones that look alike, and the one filled block: what can be taken away at
 * once. */
#include "base/tr.h"
#include "kiosk/screens/list.h"
#include <string.h>

static const char *instant_line(const struct view *view, const char *kinds)
{
    int count = (int)visit_items(view->visit, ZONE_ANY, FILTER_INSTANT, NULL, 0);
    bool ok = visit_instant_offer(view->visit) == OFFER_OK;
    if (view->scene->theme.elder)
        return tr("养老金、社保、敬老卡");
    if (view->compact)
        return ok ? scene_format(view->scene, tr("%d 项现在就能打印"), count) : NULL;
    return ok ? scene_format(view->scene, tr("%s，%d 项现在就能打印"), kinds, count) : kinds;
}

/* English names are longer. */
static enum type_role name_type(const struct view *view)
{
    bool english = tr_current() == LANG_EN;
    if (view->scene->theme.elder)
        return view->compact && english ? TYPE_LABEL : TYPE_TILE;
    if (view->low || view->compact)
        return english ? TYPE_LABEL : TYPE_H3;
    return english ? TYPE_H3 : TYPE_TILE;
}

static void instant_tile(const struct view *view, struct rect box)
{
    const struct zone_words *words = words_zone(ZONE_ANY);
    const struct tile instant = {.id = "home.instant",
                                 .name = tr(words->name),
                                 .line = instant_line(view, tr(words->line)),
                                 .icon = words->icon,
                                 .instant = true,
                                 .chevron = true,
                                 .type = view->scene->theme.elder ? name_type(view) : TYPE_H2};
    tile(view->scene, box, &instant);
}

static void zone_tile(const struct view *view, struct rect box, int zone)
{
    const struct zone_words *words = words_zone(zone);
    bool elder = view->scene->theme.elder, upright = (view->low || view->wide || view->compact) && !elder;
    const struct tile look = {.id = scene_format(view->scene, "zone.%s", zone_codes[zone]),
                              .name = tr(words->name),
                              .line = view->low || view->compact ? NULL : tr(words->line),
                              .icon = words->icon,
                              .upright = upright,
                              .chevron = elder,
                              .type = name_type(view)};
    tile(view->scene, box, &look);
}

static enum type_role small_type(const struct view *view)
{
    if (view->compact && !view->scene->theme.elder)
        return TYPE_NOTE_B;
    return view->scene->theme.elder || view->low ? name_type(view) : TYPE_H3;
}

static void stations_tile(const struct view *view, struct rect box)
{
    const struct tile stations = {.id = "home.stations",
                                  .name = tr("附近的服务点"),
                                  .line = view->low || view->compact ? NULL : tr("地点、电话、开门时间"),
                                  .icon = ICON_PLACE,
                                  .upright = view->compact && !view->scene->theme.elder,
                                  .chevron = !view->low,
                                  .type = small_type(view)};
    tile(view->scene, box, &stations);
}

static void search_tile(const struct view *view, struct rect box)
{
    const struct tile search = {.id = "home.search",
                                .name = tr("找要办的事"),
                                .line = view->low || view->compact ? NULL : tr("按拼音第一个字母找"),
                                .icon = ICON_SEARCH,
                                .upright = view->compact && !view->scene->theme.elder,
                                .chevron = !view->low,
                                .type = small_type(view)};
    tile(view->scene, box, &search);
}

static void search_entry(const struct view *view, struct rect box)
{
    const struct entry search = {
        .id = "home.search", .text = "", .placeholder = tr("输入您要办的事"), .opens = true};
    entry(view->scene, box, &search);
}

/* Large text: what is asked for most comes first. */
static void draw_elder(struct view *view)
{
    enum { SEARCH = ZONE_ANY + 1, STATIONS };
    static const int order[] = {ZONE_ANY, ZONE_SH, ZONE_ZH, ZONE_BD, ZONE_CX,
                                ZONE_SD,  ZONE_TJ, SEARCH,  STATIONS};
    struct list list = list_of(view->visit, COUNT_OF(order), LIST_ELDER_ROWS);
    for (int i = 0; i < list.count; i++) {
        struct rect cell = list_elder_cell(view, i, LIST_ELDER_ROWS);
        int entry = order[list.first + i];
        if (entry == ZONE_ANY)
            instant_tile(view, cell);
        else if (entry == SEARCH)
            search_tile(view, cell);
        else if (entry == STATIONS)
            stations_tile(view, cell);
        else
            zone_tile(view, cell, entry);
    }
    list_elder_more(view, &list, LIST_ELDER_ROWS);
}

/* Below the zones: the other places, and the field that leads to the keys. Low reach and a small panel have
 * room for one row, a wide panel has the field in its left column. */
static void draw_other_ways(struct view *view)
{
    int gap = view_px(view, 28);
    if (view->low || view->compact) {
        struct rect row = cut_bottom(&view->body, view_either(view, 120, 92), view_either(view, 20, 18));
        row.y -= view_px(view, 4);
        search_tile(view, column_of(row, 0, 2, view_gap(view)));
        stations_tile(view, column_of(row, 1, 2, view_gap(view)));
        return;
    }
    search_entry(view, cut_bottom(view->show, view_px(view, 132), gap));
    struct rect row = cut_bottom(&view->body, view_px(view, view->wide ? 148 : 160), gap);
    row.y -= view_px(view, 4);
    stations_tile(view, row);
}

/* What does not work today is said before anything is chosen. In low reach each row says it. */
static void draw_banner(struct view *view)
{
    enum offer offer = visit_instant_offer(view->visit);
    if (offer == OFFER_OK || view->low)
        return;
    const char *sentence = words_offer_sentence(view->scene, offer);
    bool high =
        notice_height(view->scene, view->show->w, sentence, tr("不是您的问题。")) > view_px(view, 124);
    bool brief = view->compact && (view->scene->theme.elder || high); /* the item's page says the rest */
    notice(view->scene, "home.banner", view->show, NOTICE_ATTENTION, words_offer_icon(offer),
           brief ? NULL : sentence, brief ? sentence : tr("不是您的问题。"));
}

/* A small panel has room for the title or for what does not work. */
static bool banner_for_title(const struct view *view)
{
    return view->compact && visit_instant_offer(view->visit) != OFFER_OK;
}

static void draw_elder_title(struct view *view)
{
    if (!view->compact)
        view_sign(view, "home.title", tr("您今天要办什么？"), tr("请轻轻点一下，不着急。"));
    else if (!banner_for_title(view))
        view_sign(view, "home.title", tr("您想办什么？"), NULL);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    if (scene->theme.elder) {
        draw_elder_title(&view);
        draw_banner(&view);
        draw_elder(&view);
        return;
    }
    bool off = banner_for_title(&view);
    if (!off)
        view_sign(&view, "home.title", view.compact ? tr("您想办什么？") : tr("您想办哪一类？"),
                  view.compact ? NULL : tr("先选事情，后放身份证。看办事指南不用证件。"));
    draw_banner(&view);
    draw_other_ways(&view);
    int gap = view.compact ? view_gap(&view) : view_px(&view, view.low ? 20 : 28);
    int most = view.compact ? view_px(&view, off ? 88 : 112) : view_px(&view, view.low ? 152 : 220);
    instant_tile(&view, view.wide ? view.sign : cut_top(&view.body, most, gap));
    int columns = view.low || view.wide ? 3 : 2;
    for (int zone = 0; zone < ZONES; zone++)
        zone_tile(&view, cell_of(view.body, zone, columns, ZONES / columns, view_gap(&view)), zone);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "home.instant") == 0)
        visit_open_zone(visit, ZONE_ANY, FILTER_INSTANT);
    if (strcmp(id, "home.search") == 0)
        visit_open(visit, VISIT_SEARCH);
    if (strcmp(id, "home.stations") == 0)
        visit_open(visit, VISIT_STATIONS);
    for (int zone = 0; strncmp(id, "zone.", 5) == 0 && zone < ZONES; zone++)
        if (strcmp(id + 5, zone_codes[zone]) == 0)
            visit_open_zone(visit, zone, FILTER_ALL);
}

const struct screen screen_home = {
    .name = "home",
    .draw = draw,
    .event = event,
};
