/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/pages.h"

#include "base/tr.h"
#include <string.h>

/* ---- facts ---- */

#define FACTS_MAX 12

static int card_width(const struct view *view)
{
    return view->body.w - 2 * view_px(view, 18);
}

/* How many facts from the first on a page holds; never none on a whole page. */
static int fitting(const struct view *view, int room, bool whole, const struct fact *facts, int count)
{
    struct fact some[FACTS_MAX];
    int fit = 0;
    for (; fit < count && fit < FACTS_MAX; fit++) {
        some[fit] = facts[fit];
        if (facts_list_height(view->scene, card_width(view), some, fit + 1) > room)
            break;
    }
    return fit == 0 && whole ? 1 : fit;
}

/* Fills begins with the first fact of each page and, behind the last, their count. Returns the pages. */
static int divide(const struct view *view, int first_room, int room, const struct fact *facts, int count,
                  int begins[FACTS_MAX + 1])
{
    int pages = 0;
    for (int first = 0; first < count && pages < FACTS_MAX; pages++) {
        begins[pages] = first;
        first += fitting(view, pages == 0 ? first_room : room, pages > 0 || first_room == room, facts + first,
                         count - first);
    }
    begins[pages] = count;
    return pages;
}

/* As few pages as hold them, then as even as they get: one lonely fact on the last looks forgotten. */
static int divide_evenly(const struct view *view, int first_room, int room, const struct fact *facts,
                         int count, int begins[FACTS_MAX + 1])
{
    int pages = divide(view, first_room, room, facts, count, begins);
    for (int less = room - view_px(view, 20); less > 0; less -= view_px(view, 20)) {
        int even[FACTS_MAX + 1];
        if (divide(view, less < first_room ? less : first_room, less, facts, count, even) != pages)
            break;
        memcpy(begins, even, sizeof even);
    }
    return pages;
}

/* Its facts too, if they are on that page. */
static struct list page_of(int page, int pages, int of_facts, const int begins[FACTS_MAX + 1])
{
    struct list list = {.page = page, .pages = pages};
    if (page < of_facts) {
        list.first = begins[page];
        list.count = begins[page + 1] - begins[page];
    }
    return list;
}

struct list pages_of_facts(const struct view *view, int first_room, int room, const struct fact *facts,
                           int count)
{
    int begins[FACTS_MAX + 1], wanted = view->visit->paper_page;
    int pages = divide_evenly(view, first_room, room, facts, count, begins);
    return page_of(wanted < pages ? wanted : pages - 1, pages, pages, begins);
}

struct list pages_round(const struct view *view, int first_room, int room, const struct fact *facts,
                        int count, int behind)
{
    int begins[FACTS_MAX + 1], of_facts = divide_evenly(view, first_room, room, facts, count, begins);
    int pages = of_facts + behind;
    return page_of(view->visit->paper_page % pages, pages, of_facts, begins);
}

/* Of a fact that is too high even alone the note goes first, then the label. */
static void fit_alone(const struct view *view, struct fact *fact)
{
    if (facts_list_height(view->scene, card_width(view), fact, 1) > view->body.h)
        fact->note = NULL;
    if (facts_list_height(view->scene, card_width(view), fact, 1) > view->body.h)
        fact->label = NULL;
}

void pages_facts(struct view *view, const char *id, const struct fact *facts, const struct list *list)
{
    struct fact some[FACTS_MAX];
    int count = list->count < FACTS_MAX ? list->count : FACTS_MAX;
    for (int i = 0; i < count; i++)
        some[i] = facts[list->first + i];
    if (count == 1)
        fit_alone(view, some);
    facts_list_card(view->scene, id, &view->body, some, count);
}

/* ---- titles ---- */

static int number_width(const struct view *view)
{
    return view_px(view, view->scene->theme.elder ? 132 : 92);
}

static struct text_style title_style(const struct view *view, const char *title)
{
    struct text_style page = view_type(view, TYPE_PAGE, COLOR_INK);
    if (text_width(view->scene->fonts, &page, title) <= view->body.w - number_width(view))
        return page;
    return view_type(view, TYPE_H3, COLOR_INK);
}

int pages_title_height(const struct view *view, const char *title)
{
    struct text_style style = title_style(view, title);
    return text_height(view->scene->fonts, &style, view->body.w - number_width(view), title) +
           view_px(view, 10);
}

/* The row's height is the title's with its gap; the number stands beside its first line. */
static void draw_title(struct view *view, const char *id, const struct text_style *style, int height,
                       const char *title, const struct list *list)
{
    struct text_style number = scene_type(view->scene, TYPE_NOTE, COLOR_INK2, ALIGN_RIGHT);
    struct rect row = cut_top(&view->body, height, 0), at_right = cut_right(&row, number_width(view), 0);
    scene_say(view->scene, id, row, style, 0, title);
    at_right.h = style->line_px;
    if (list->pages > 1)
        say_middle(view->scene, "list.page", at_right, &number, 1,
                   scene_format(view->scene, "%d / %d", list->page + 1, list->pages));
}

void pages_title(struct view *view, const char *id, const char *title, const struct list *list)
{
    struct text_style style = title_style(view, title);
    draw_title(view, id, &style, pages_title_height(view, title), title, list);
}

void pages_heading(struct view *view, const char *id, const char *title, const struct list *list)
{
    struct text_style style = view_type(view, TYPE_NOTE_B, COLOR_INK2);
    draw_title(view, id, &style, style.line_px + view_px(view, 4), title, list);
}

/* ---- buttons ---- */

void pages_primary(struct view *view, const struct list *list, const struct button *go_on,
                   const struct button *aside)
{
    const struct button next = {.id = "list.next",
                                .label = tr("下一页"),
                                .icon = ICON_CHEVRON_RIGHT,
                                .icon_behind = true,
                                .look = BUTTON_PRIMARY,
                                .type = TYPE_ACTION};
    view_primary(view, list->page == list->pages - 1 ? go_on : &next, aside);
}

struct button pages_key(const struct view *view)
{
    return (struct button){.id = "list.next",
                           .label = tr("下一页"),
                           .icon = ICON_CHEVRON_RIGHT,
                           .icon_behind = true,
                           .look = BUTTON_SECONDARY,
                           .type = view->scene->theme.elder ? TYPE_NOTE_B : TYPE_LABEL};
}

enum type_role pages_type_beside(const struct view *view, const char *label, bool icon)
{
    static const enum type_role types[] = {TYPE_ACTION, TYPE_LABEL};
    int thirds = view->scene->theme.elder ? 400 : 325;
    int room = view->body.w - view->body.w * thirds / 1000 - view_gap(view) - view_px(view, 16);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        struct text_style style = view_type(view, types[i], COLOR_INK);
        int sign = icon ? style.px * 6 / 5 + view_px(view, 10) : 0;
        if (text_width(view->scene->fonts, &style, label) + sign <= room)
            return types[i];
    }
    return TYPE_NOTE_B;
}
