/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/search_pages.h"

#include "base/tr.h"
#include "kiosk/screens/list.h"
#include <string.h>

#define COLUMNS 5
#define ROWS    3

/* The last key of each half leads to the next; it is as wide as what is left of the row. */
static const struct {
    const char *keys, *next;
} halves[VISIT_KEY_HALVES] = {{"ABCDEFGHIJKLM", "N-Z"}, {"NOPQRSTUVWXYZ", "0-9"}, {"1234567890", "A-M"}};

static int key_height(const struct view *view)
{
    return view_px(view, view->scene->theme.elder ? 90 : 86);
}

static void draw_keys(struct view *view)
{
    int gap = view_gap(view), shown = view->visit->key_half;
    struct rect keys = cut_bottom(&view->body, ROWS * (key_height(view) + gap) - gap, gap);
    keys.h -= view_px(view, 4); /* the hard lower edge */
    int count = (int)strlen(halves[shown].keys);
    for (int i = 0; i < count; i++) {
        const char label[] = {halves[shown].keys[i], '\0'};
        key_cap(view->scene, cell_of(keys, i, COLUMNS, ROWS, gap), scene_format(view->scene, "key.%s", label),
                ICON_NONE, label);
    }
    struct rect next = cell_of(keys, count, COLUMNS, ROWS, gap);
    next.w = keys.x + keys.w - next.x;
    key_cap(view->scene, next, "key.half", ICON_NONE, halves[shown].next);
}

static void draw_entry(struct view *view)
{
    bool elder = view->scene->theme.elder;
    struct rect row = cut_top(&view->body, view_px(view, elder ? 94 : 90), view_gap(view));
    const struct entry field = {
        .id = "search.box", .text = view->visit->query, .placeholder = tr("要找的事")};
    struct rect back = cut_right(&row, view_px(view, elder ? 124 : 112), view_gap(view));
    back.h -= view_px(view, 4);
    row.h = back.h;
    key_cap(view->scene, back, "key.back", ICON_NONE, tr("删除"));
    entry(view->scene, row, &field);
}

/* ---- above the keys ---- */

static void draw_hint(struct view *view)
{
    const char *text = tr("按拼音第一个字母，比如“社保”按 S B");
    struct text_style style = view_type(view, TYPE_NOTE, COLOR_INK);
    if (view->scene->theme.elder)
        say_cut(view->scene, "", &view->body, &style, 0, text);
    else
        say_with_icon(view->scene, &view->body, ICON_INFO, COLOR_OUTLINE, &style, text);
}

static void draw_none(struct view *view)
{
    bool elder = view->scene->theme.elder;
    notice(view->scene, "search.none", &view->body, NOTICE_ATTENTION, ICON_SUPPORT_AGENT,
           elder ? NULL : tr("没有找到。"), elder ? tr("没有找到。") : tr("可以请工作人员帮您。"));
}

/* What finds room, or the best one and the way to all of them; in large type the way alone. */
static void draw_first(struct view *view, const struct search_hit *hits, int count)
{
    bool elder = view->scene->theme.elder;
    int gap = view_gap(view), fit = elder ? 1 : 2, shown = count <= fit ? count : fit - 1;
    const struct button all = {.id = "search.all",
                               .label = scene_format(view->scene, tr("看找到的 %d 项"), count),
                               .icon = ICON_CHEVRON_RIGHT,
                               .icon_behind = true,
                               .look = BUTTON_SECONDARY,
                               .type = TYPE_LABEL};
    if (shown < count)
        button(view->scene, cut_bottom(&view->body, view_px(view, elder ? 110 : 86), gap), &all);
    for (int i = 0; i < shown; i++) {
        int left = shown - i, height = (view->body.h + gap) / left - gap,
            most = view_px(view, elder ? 160 : 118);
        search_hit_row(view, cut_top(&view->body, height < most ? height : most, gap), &hits[i]);
    }
}

/* ---- the pages of what is found ---- */

static void draw_found(struct view *view, const struct search_hit *hits, int count)
{
    int per_page = view->scene->theme.elder ? 2 : 4, gap = view_gap(view), most = view_px(view, 200);
    struct list list = {.pages = (count + per_page - 1) / per_page, .page = view->visit->page - 1};
    list.page = list.page < list.pages ? list.page : list.pages - 1;
    list.first = list.page * per_page;
    list.count = count - list.first < per_page ? count - list.first : per_page;
    view_title(view, "search.title", scene_format(view->scene, tr("找到 %d 项"), count), NULL);
    list_pager(view, &view->body, &list);
    int height = (view->body.h + gap) / per_page - gap;
    for (int i = 0; i < list.count; i++)
        search_hit_row(view, cut_top(&view->body, height < most ? height : most, gap), &hits[list.first + i]);
}

void search_pages(struct view *view, const struct search_hit *hits, int count)
{
    if (view->visit->page > 0 && count > 0) {
        draw_found(view, hits, count);
        return;
    }
    draw_keys(view);
    draw_entry(view);
    if (!*view->visit->query)
        draw_hint(view);
    else if (count == 0)
        draw_none(view);
    else
        draw_first(view, hits, count);
}
