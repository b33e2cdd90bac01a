/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The ticket on a small panel: the number first, then where, when and what to bring, and the code alone on
 * the last page, so large that a phone reads it from where its owner stands. One key turns them round and
 * round: the way on is always there, for all of it is on the slip too.
 */
#include "base/tr.h"
#include "kiosk/screens/pages.h"
#include "kiosk/screens/ticket_parts.h"
#include <math.h>
#include <string.h>

/* A number that finds no room on one line breaks before its serial. */
static const char *number_of(const struct view *view, const struct text_style *style)
{
    const char *text = words_case_number(view->scene, view->visit->case_number);
    if (text_width(view->scene->fonts, style, text) <= view->body.w)
        return text;
    size_t serial = 0, dashes = 0;
    for (size_t i = 0; text[i] && dashes < 3; i++)
        if (text[i] == '-' && ++dashes == 3)
            serial = i + 1;
    return scene_format(view->scene, "%.*s\n%s", (int)serial, text, text + serial);
}

/* As large as one line allows, for a number broken in two is read wrongly. */
static struct text_style number_style(const struct view *view)
{
    static const enum type_role types[] = {TYPE_NUMBER, TYPE_H2, TYPE_H3, TYPE_LABEL, TYPE_NOTE_B};
    const char *text = words_case_number(view->scene, view->visit->case_number);
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        struct text_style style = view_type(view, types[i], COLOR_INK);
        if (text_width(view->scene->fonts, &style, text) <= view->body.w)
            return style;
    }
    return view_type(view, TYPE_NUMBER, COLOR_INK);
}

struct head {
    struct text_style line, label, number;
    const char *words, *name, *digits; /* name NULL: no room */
};

/* Sensitive cases show their zone only. */
static const char *name_of(const struct view *view)
{
    const struct item *item = view->visit->item;
    const char *name = item->sensitive ? tr(words_zone(item->zone)->name) : tr_words(&item->name);
    return view->scene->theme.elder ? name : scene_format(view->scene, "%s · %s", tr("办件编号"), name);
}

static struct head head_of(const struct view *view)
{
    struct head head = {.line = view_type(view, TYPE_TEXT, COLOR_INK),
                        .label = view_type(view, TYPE_NOTE, COLOR_INK2),
                        .number = number_style(view)};
    head.words = ticket_slipless(view->visit) ? tr(TICKET_SLIPLESS)
                 : view->visit->case_offline  ? tr("现在断网，联网后自动送达，编号有效。")
                                              : tr("这是收件凭证，不是受理通知。");
    head.words = broken_at_pause(view->scene, &head.line, view->body.w, head.words);
    head.name = name_of(view);
    head.digits = number_of(view, &head.number);
    return head;
}

static int head_height(const struct view *view, const struct head *head)
{
    struct fonts *fonts = view->scene->fonts;
    return text_height(fonts, &head->line, view->body.w, head->words) + view_px(view, 10) +
           (head->name ? text_height(fonts, &head->label, view->body.w, head->name) : 0) +
           text_height(fonts, &head->number, view->body.w, head->digits) + view_px(view, 10);
}

static void draw_head(struct view *view, const struct head *head)
{
    say_cut(view->scene, "", &view->body, &head->line, view_px(view, 10), head->words);
    if (head->name)
        say_cut(view->scene, "ticket.item", &view->body, &head->label, 0, head->name);
    say_cut(view->scene, "ticket.no", &view->body, &head->number, view_px(view, 10), head->digits);
}

/* 1.5 mm a module in the largest version that is allowed, with its quiet zone and frame. */
static int code_side(const struct view *view)
{
    enum { MODULES = 17 + 4 * TICKET_CODE_VERSION + 8 };
    int module_px = (int)ceil(1.5 * view->visit->station->screen.px_per_mm);
    return MODULES * module_px + 2 * view_px(view, 4);
}

static void draw_code(struct view *view)
{
    struct scene *scene = view->scene;
    struct text_style line = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_CENTER);
    const char *words = tr("窗口扫这个码，不用再报一遍");
    int side = code_side(view);
    if (view->body.h - text_height(scene->fonts, &line, view->body.w, words) - view_px(view, 6) >= side)
        view_say_evenly(view, "", &view->body, &line, view_px(view, 6), words);
    struct rect box = cut_top(&view->body, side, 0);
    ticket_code(view, (struct rect){box.x + (box.w - side) / 2, box.y, side, side});
}

static const char *next_words(const struct view *view)
{
    bool elder = view->scene->theme.elder;
    if (ticket_slipless(view->visit))
        return elder ? tr("记好了") : tr("记好了，结束");
    if (view->visit->slip_done)
        return elder ? tr("取纸单") : tr("下一步：取纸单");
    return elder ? tr("正在打印") : tr("纸单正在打印");
}

static void draw_buttons(struct view *view)
{
    bool done = view->visit->slip_done;
    const char *label = next_words(view);
    const struct button turn = pages_key(view),
                        next = {.id = "nav.next",
                                .label = label,
                                .icon = ticket_slipless(view->visit) ? ICON_CHECK : ICON_RECEIPT_LONG,
                                .look = BUTTON_DONE,
                                .type = pages_type_beside(view, label, !done),
                                .disabled = !done};
    view_primary(view, &next, &turn);
}

/* Large type needs the width of the icons, and a place and a day are known for what they are. */
static void facts_of(const struct view *view, struct fact facts[TICKET_FACTS])
{
    ticket_facts(view, facts);
    for (int i = 0; i < TICKET_FACTS && view->scene->theme.elder; i++) {
        facts[i].icon = ICON_NONE;
        if (i < 2)
            facts[i].label = NULL;
    }
}

void ticket_by_page(struct view *view)
{
    const char *title = tr("登记好了");
    struct head head = head_of(view);
    struct fact facts[TICKET_FACTS];
    facts_of(view, facts);
    draw_buttons(view);
    int room = view->body.h - pages_title_height(view, title);
    if (head_height(view, &head) > room)
        head.name = NULL;
    struct list list = pages_round(view, room - head_height(view, &head), room, facts, TICKET_FACTS, 1);
    bool code = list.page == list.pages - 1, tight = code && room < code_side(view);
    (tight ? pages_heading : pages_title)(view, "ticket.title", title, &list);
    if (list.page == 0)
        draw_head(view, &head);
    if (list.count > 0)
        pages_facts(view, "ticket.panel", facts, &list);
    if (code)
        draw_code(view);
}
