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

/* Whether the two keys need the whole width, so that the page's number stands above them. */
static bool is_stacked(const struct view *view, const struct rect *from)
{
    return from->w < view_either(view, 900, 480) || view->scene->theme.elder;
}

static struct text_style page_style(const struct view *view)
{
    struct text_style style = scene_type(view->scene, TYPE_LABEL, COLOR_INK, ALIGN_CENTER);
    style.weight = FONT_REGULAR;
    return style;
}

int list_pager_height(const struct view *view, const struct rect *from)
{
    return view_px(view, 104) + view_px(view, 24) +
           (is_stacked(view, from) ? page_style(view).line_px + view_px(view, 16) : 0);
}

void list_pager(struct view *view, struct rect *from, const struct list *list)
{
    if (list->pages == 1)
        return;
    bool stacked = is_stacked(view, from);
    struct text_style style = page_style(view);
    struct rect row = cut_bottom(from, view_px(view, 104), view_px(view, stacked ? 16 : 24));
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
    int gap = view_px(view, 16), width = stacked ? (row.w - gap) / 2 : view_px(view, 300);
    button(view->scene, cut_left(&row, width, gap), &prev);
    button(view->scene, cut_right(&row, width, gap), &next);
    if (stacked)
        row = cut_bottom(from, style.line_px, view_px(view, 24));
    say_middle(view->scene, "list.page", row, &style, 1,
               scene_format(view->scene, tr("第 %d 页，共 %d 页"), list->page + 1, list->pages));
}

struct rect list_elder_cell(struct view *view, int row)
{
    struct rect rows = view->body;
    rows.h -= view_px(view, 4);
    return row_of(rows, row, LIST_ELDER_ROWS + 1, view_px(view, view->low || view->wide ? 16 : 32));
}

void list_elder_more(struct view *view, const struct list *list)
{
    if (list->pages == 1)
        return;
    bool last = list->page == list->pages - 1;
    const struct tile more = {.id = "list.next",
                              .name = last ? tr("从头看") : tr("看别的"),
                              .line = view->low ? NULL
                                      : last    ? tr("第一页")
                                                : tr("下一页"),
                              .icon = last ? ICON_REPLAY : ICON_ARROW_FORWARD,
                              .chevron = true,
                              .type = TYPE_TILE};
    tile(view->scene, list_elder_cell(view, LIST_ELDER_ROWS), &more);
}
