/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/list.h"

#include "base/tr.h"

struct list list_of(const struct visit *visit, int total, int per_page)
{
    struct list list = {.pages = total > 0 ? (total + per_page - 1) / per_page : 1};
    /* Large lists have one key, which leads from the last page to the first. */
    if (visit_has(visit, VISIT_ELDER))
        list.page = visit->page % list.pages;
    else
        list.page = visit->page < list.pages ? visit->page : list.pages - 1;
    list.first = list.page * per_page;
    list.count = total - list.first < per_page ? total - list.first : per_page;
    return list;
}

struct list list_of_papers(const struct visit *visit, int pages)
{
    return (struct list){.page = visit->paper_page < pages ? visit->paper_page : pages - 1, .pages = pages};
}

/* Whether the two keys need the whole width, so that the page's number stands above them. A small panel has
 * no room above: there it is only “1 / 5”, and nothing beside large keys. */
static bool is_stacked(const struct view *view, const struct rect *from)
{
    if (view->compact)
        return false;
    return from->w < view_px(view, 900) || view->scene->theme.elder;
}

static struct text_style page_style(const struct view *view)
{
    struct text_style style =
        scene_type(view->scene, view->compact ? TYPE_NOTE : TYPE_LABEL, COLOR_INK, ALIGN_CENTER);
    style.weight = FONT_REGULAR;
    return style;
}

static int key_height(const struct view *view)
{
    return view_either(view, 104, view->scene->theme.elder ? 96 : 84);
}

static bool says_page(const struct view *view)
{
    return !view->compact || !view->scene->theme.elder;
}

static int key_width(const struct view *view, const struct rect *row, bool stacked)
{
    if (stacked || !says_page(view))
        return (row->w - view_px(view, 16)) / 2;
    return view_either(view, 300, 184);
}

static const char *page_words(const struct view *view, const struct list *list)
{
    return scene_format(view->scene, view->compact ? "%d / %d" : tr("第 %d 页，共 %d 页"), list->page + 1,
                        list->pages);
}

int list_pager_height(const struct view *view, const struct rect *from)
{
    return key_height(view) + view_gap(view) +
           (is_stacked(view, from) ? page_style(view).line_px + view_px(view, 16) : 0);
}

void list_pager(struct view *view, struct rect *from, const struct list *list)
{
    if (list->pages == 1)
        return;
    bool stacked = is_stacked(view, from);
    struct text_style style = page_style(view);
    struct rect row = cut_bottom(from, key_height(view), stacked ? view_px(view, 16) : view_gap(view));
    const struct button prev = {.id = "list.prev",
                                .label = tr("上一页"),
                                .icon = ICON_CHEVRON_LEFT,
                                .look = BUTTON_SECONDARY,
                                .type = TYPE_LABEL,
                                .disabled = list->page == 0};
    const struct button next = {.id = "list.next",
                                .label = tr("下一页"),
                                .icon = ICON_CHEVRON_RIGHT,
                                .icon_behind = true,
                                .look = BUTTON_SECONDARY,
                                .type = TYPE_LABEL,
                                .disabled = list->page == list->pages - 1};
    int gap = view_px(view, 16), width = key_width(view, &row, stacked);
    button(view->scene, cut_left(&row, width, gap), &prev);
    button(view->scene, cut_right(&row, width, gap), &next);
    if (stacked)
        row = cut_bottom(from, style.line_px, view_px(view, 24));
    if (says_page(view))
        say_middle(view->scene, "list.page", row, &style, 1, page_words(view, list));
}

/* On a small panel the way on is as low as a key, so that long names have the room. */
static struct rect compact_cell(const struct view *view, struct rect rows, int row, int count)
{
    int gap = view_px(view, 16);
    struct rect more = cut_bottom(&rows, view_px(view, 96), gap);
    return row == count ? more : row_of(rows, row, count, gap);
}

struct rect list_elder_cell(struct view *view, int row, int rows)
{
    struct rect room = view->body;
    room.h -= view_px(view, 4);
    if (view->compact)
        return compact_cell(view, room, row, rows);
    return row_of(room, row, rows + 1, view_px(view, view->low || view->wide ? 16 : 32));
}

void list_elder_more(struct view *view, const struct list *list, int rows)
{
    if (list->pages == 1)
        return;
    bool last = list->page == list->pages - 1;
    const struct tile more = {.id = "list.next",
                              .name = last ? tr("从头看") : tr("看别的"),
                              .line = view->low || view->compact ? NULL
                                      : last                     ? tr("第一页")
                                                                 : tr("下一页"),
                              .icon = last ? ICON_REPLAY : ICON_ARROW_FORWARD,
                              .chevron = !view->compact,
                              .type = view->compact && tr_current() == LANG_EN ? TYPE_H3 : TYPE_TILE};
    tile(view->scene, list_elder_cell(view, rows, rows), &more);
}
