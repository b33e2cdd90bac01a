/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The services of a zone, or everything that can be taken away at once; filtered, eight a page. */
#include "base/tr.h"
#include "kiosk/screens/list.h"
#include <string.h>

static const struct {
    const char *id, *label;
    enum icon icon;
    enum color_role ink;
    int share; /* of the row's width */
} filters[FILTERS] = {
    [FILTER_ALL] = {"zone.f.all", tr_later("全部"), ICON_GRID_VIEW, COLOR_OUTLINE, 85},
    [FILTER_INSTANT] = {"zone.f.instant", tr_later("立等可取"), ICON_BOLT, COLOR_DONE, 125},
    [FILTER_HANDOFF] = {"zone.f.handoff", tr_later("转办"), ICON_SYNC_ALT, COLOR_OUTLINE, 95},
    [FILTER_GUIDE] = {"zone.f.guide", tr_later("指南"), ICON_MENU_BOOK, COLOR_ON_GUIDE_TINT, 85},
};

static void draw_filter(struct view *view, struct rect box, enum zone_filter i)
{
    const struct visit *visit = view->visit;
    int count = (int)visit_items(visit, visit->zone, i, NULL, 0);
    const char *words = tr(filters[i].label);
    const struct segment filter = {.id = filters[i].id,
                                   .label = view->compact ? words
                                                          : scene_format(view->scene, "%s %d", words, count),
                                   .icon = filters[i].icon,
                                   .icon_ink = filters[i].ink,
                                   .chosen = visit->filter == i,
                                   .disabled = count == 0 && visit->filter != i,
                                   .icon_above = view->compact};
    segment(view->scene, box, &filter);
}

/* The width of a filter. On a small panel only the words have room: each what they need, and what is left in
 * equal parts. */
static void filter_widths(const struct view *view, int room, int ret[FILTERS])
{
    struct text_style bold = view_type(view, TYPE_BODY_B, COLOR_INK);
    int sum = 0, least = view_px(view, 85), compact = view->compact;
    for (int i = 0; i < FILTERS; i++) {
        int words = text_width(view->scene->fonts, &bold, tr(filters[i].label)) + view_px(view, 13);
        ret[i] = !compact ? filters[i].share : words > least ? words : least;
        sum += ret[i];
    }
    for (int i = 0; i < FILTERS; i++)
        ret[i] = compact ? ret[i] + (room - sum) / FILTERS : room * ret[i] / sum;
}

/* Side by side above the rows, or two by two in the left column. */
static void draw_filters(struct view *view)
{
    int height = view_either(view, 88, 85), gap = view_either(view, 16, 14);
    if (view->wide) {
        struct rect block = cut_top(view->show, 2 * height + gap, view_px(view, 20));
        for (int i = 0; i < FILTERS; i++)
            draw_filter(view, cell_of(block, i, 2, 2, gap), (enum zone_filter)i);
        return;
    }
    struct rect row = cut_top(&view->body, height, view_either(view, 20, 14));
    int widths[FILTERS];
    filter_widths(view, row.w - (FILTERS - 1) * gap, widths);
    for (int i = 0; i < FILTERS; i++)
        draw_filter(view, cut_left(&row, i == FILTERS - 1 ? row.w : widths[i], gap), (enum zone_filter)i);
}

static void draw_compact_title(struct view *view, const char *title, int total)
{
    const char *count = scene_format(view->scene, tr("共 %d 项"), total);
    struct text_style name = view_type(view, TYPE_H2, COLOR_INK),
                      small = view_type(view, TYPE_NOTE, COLOR_INK2);
    struct rect row = cut_top(&view->body, name.line_px, view_px(view, 12));
    say_middle(view->scene, "zone.count",
               cut_right(&row, text_width(view->scene->fonts, &small, count), view_px(view, 12)), &small, 1,
               count);
    say_middle(view->scene, "zone.title", row, &name, 0, title);
}

static void draw_title(struct view *view, int total)
{
    const struct zone_words *words = words_zone(view->visit->zone);
    if (view->low || view->wide || view->scene->theme.elder) {
        view_sign(view, "zone.title", tr(words->name),
                  view->compact ? NULL : scene_format(view->scene, tr("共 %d 项"), total));
        return;
    }
    if (view->compact) {
        draw_compact_title(view, tr(words->name), total);
        return;
    }
    struct rect row = cut_top(&view->body, view_px(view, 96), view_px(view, 20));
    struct rect sign = cut_left(&row, view_px(view, 96), view_px(view, 24));
    scene_round(view->scene, sign, view_px(view, 24), COLOR_TINT);
    scene_icon(view->scene, sign, words->icon, view_px(view, 60), COLOR_ON_TINT);
    const char *count = scene_format(view->scene, tr("共 %d 项"), total);
    struct text_style name = view_type(view, TYPE_H2, COLOR_INK),
                      small = view_type(view, TYPE_BODY, COLOR_INK2);
    struct rect right = cut_right(&row, text_width(view->scene->fonts, &small, count), view_px(view, 16));
    say_middle(view->scene, "zone.count", right, &small, 1, count);
    say_middle(view->scene, "zone.title", row, &name, 0, tr(words->name));
}

static void draw_row(struct view *view, struct rect box, const struct item *item)
{
    struct scene *scene = view->scene;
    enum offer offer = visit_offer(view->visit, item);
    bool off = offer != OFFER_OK && offer != OFFER_GUIDE_ONLY;
    const char *id = scene_format(scene, "item.%s", item->code),
               *facts = view->compact ? words_row_brief(scene, view->visit, item)
                                      : words_row_facts(scene, view->visit, item);
    if (scene->theme.elder) {
        struct tile tile_of = {
            .id = id,
            .name = tr_words(&item->name),
            .line = view->low ? NULL : facts,
            .icon = off             ? words_offer_icon(offer)
                    : view->compact ? ICON_NONE
                                    : words_zone(item->zone)->icon,
            .chevron = !view->compact,
            .type = view->low || (view->compact && (off || tr_current() == LANG_EN)) ? TYPE_LABEL : TYPE_H3};
        tile(scene, box, &tile_of);
        return;
    }
    struct badge badge = words_mode_badge(item);
    if (off)
        badge = (struct badge){.look = BADGE_OFF, .icon = words_offer_icon(offer), .label = tr("暂停")};
    if (view->wide || view->compact)
        badge.label = NULL; /* half as wide: the words and the sign say it */
    const struct item_row row = {
        .id = id, .name = tr_words(&item->name), .facts = facts, .badge = badge, .off = off};
    item_row(scene, box, &row);
}

/* Eight in a column, or four beside four on a wide panel; never higher than a row of two lines needs. */
static struct rect row_place(const struct view *view, int i, int per_page, bool all_fit)
{
    int columns = view->wide && per_page > 4 ? 2 : 1, rows = per_page / columns,
        gap = view_either(view, 16, 14);
    int height = (view->body.h + gap) / rows - gap, most = view_px(view, rows < 8 || all_fit ? 176 : 140);
    if (view->compact)
        most = view_px(view, 132);
    if (height > most)
        height = most;
    struct rect place = column_of(view->body, i / rows, columns, gap);
    return (struct rect){place.x, place.y + i % rows * (height + gap), place.w, height};
}

static void draw_rows(struct view *view, const struct item *const *items, int total)
{
    bool elder = view->scene->theme.elder;
    int per_page = (int)visit_page_size(view->visit);
    struct list list = list_of(view->visit, total, per_page);
    if (elder)
        list_elder_more(view, &list, per_page);
    else
        list_pager(view, view->wide ? view->show : &view->body, &list);
    for (int i = 0; i < list.count; i++)
        draw_row(view,
                 elder ? list_elder_cell(view, i, per_page) : row_place(view, i, per_page, total < per_page),
                 items[list.first + i]);
    if (total == 0) {
        struct text_style style = view_type(view, TYPE_TEXT, COLOR_INK2);
        say_cut(view->scene, "zone.none", &view->body, &style, 0,
                tr("这里还没有可以办的事。可以请工作人员帮您。"));
    }
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct item *items[256];
    size_t total = visit_items(visit, visit->zone, visit->filter, items, COUNT_OF(items));
    struct view view;
    view_begin(&view, visit, scene);
    draw_title(&view, (int)total);
    if (visit->zone != ZONE_ANY && !scene->theme.elder)
        draw_filters(&view);
    draw_rows(&view, items, (int)(total < COUNT_OF(items) ? total : COUNT_OF(items)));
}

static void event(struct visit *visit, const char *id)
{
    if (strncmp(id, "item.", 5) == 0)
        visit_open_item(visit, id + 5);
    for (int i = 0; i < FILTERS; i++)
        if (strcmp(id, filters[i].id) == 0)
            visit_filter(visit, (enum zone_filter)i);
}

const struct screen screen_zone = {
    .name = "zone",
    .draw = draw,
    .event = event,
};
