/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Something broke, and the clock stands still meanwhile: what happened, what is kept, what to do. */
#include "base/tr.h"
#include "kiosk/screens/fact_sheet.h"
#include "kiosk/screens/fault_words.h"
#include "kiosk/screens/pages.h"
#include <string.h>

static void draw_title(struct view *view, const struct fault_words *words)
{
    struct scene *scene = view->scene;
    struct text_style title = view_type(view, TYPE_BIG, COLOR_INK),
                      line = view_type(view, TYPE_TEXT, COLOR_INK2);
    int side = view_px(view, 152), gap = view_px(view, 32), room = view->show->w - side - gap;
    if (text_width(scene->fonts, &title, tr(words->title)) > room)
        title = view_type(view, TYPE_H2, COLOR_INK);
    int height = text_height(scene->fonts, &title, room, tr(words->title)) +
                 text_height(scene->fonts, &line, room, tr(words->line));
    struct rect row = cut_top(view->show, height > side ? height : side, view_px(view, 24));
    struct rect sign = middle_of(cut_left(&row, side, gap), side);
    scene_round(scene, sign, view_px(view, 32), COLOR_DANGER_TINT);
    scene_icon(scene, sign, words->icon, view_px(view, 96), COLOR_DANGER);
    row = middle_of(row, height);
    say_cut(scene, "fault.title", &row, &title, 0, tr(words->title));
    scene_say(scene, "", row, &line, 0, tr(words->line));
}

/* The number by which people can help, once there is one. */
static uint64_t number_to_tell(const struct visit *visit)
{
    if (visit->case_number)
        return visit->case_number;
    return visit->fault == FAULT_PRINT_UNKNOWN ? visit->document_number : 0;
}

static const char *if_you_leave(const struct visit *visit, const struct fault_words *words)
{
    if (visit->case_number)
        return tr("记下编号就行，到窗口报编号");
    return words->waits ? tr("走后不再打，改天再来重新办") : NULL;
}

/* A lodged case is not to be lodged once more. */
static const char *next_step(const struct visit *visit, const struct fault_words *words)
{
    bool lodge_again = visit->case_number && !words->waits && visit->fault != FAULT_PRINT_UNKNOWN;
    return lodge_again ? tr("已经登记了，不用再登记一次") : tr(words->next);
}

#define FACTS 8

static int facts_of(const struct view *view, const struct fault_words *words, struct fact facts[FACTS])
{
    const struct visit *visit = view->visit;
    struct scene *scene = view->scene;
    uint64_t number = number_to_tell(visit);
    const char *happened = tr(words->happened), *leaving = if_you_leave(visit, words),
               *kept = visit->case_number ? tr("已经登记好，编号有效")
                       : words->kept      ? tr(words->kept)
                                          : NULL;
    int count = 0;
    if (visit->fault == FAULT_DATA_EMPTY && visit->empty_scope)
        happened = scene_format(scene, tr("%s（%s）"), happened, visit->empty_scope);
    facts[count++] = (struct fact){ICON_INFO, COLOR_OUTLINE, tr("发生了什么"), happened, NULL};
    facts[count++] =
        (struct fact){ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("接下来"), next_step(visit, words), NULL};
    if (number)
        facts[count++] = (struct fact){ICON_RECEIPT_LONG, COLOR_OUTLINE,
                                       visit->case_number ? tr("办件编号") : tr("文件编号"),
                                       words_case_number(scene, number), NULL};
    if (kept)
        facts[count++] = (struct fact){ICON_INVENTORY, COLOR_DONE, tr("替您留着什么"), kept, NULL};
    if (leaving)
        facts[count++] = (struct fact){ICON_WALK, COLOR_OUTLINE, tr("您可以先走"), leaving, NULL};
    if (!visit->case_number && fact_nearest(view, tr("急着要"), &facts[count]))
        count++;
    return count;
}

static struct button later_button(const struct view *view)
{
    bool lodged = view->visit->case_number != 0, brief = view->compact && view->scene->theme.elder;
    return (struct button){.id = "fault.later",
                           .label = lodged ? (brief ? tr("不等了") : tr("不等纸单了"))
                                           : (brief ? tr("先走") : tr("先走，改天再来")),
                           .icon = ICON_HOME,
                           .look = BUTTON_SECONDARY,
                           .type = TYPE_LABEL};
}

static void draw_buttons(struct view *view)
{
    const struct button call = call_button(view, BUTTON_PRIMARY), cancel = cancel_button(view),
                        later = later_button(view);
    view_primary(view, &call, NULL);
    view_pair(view, &later, &cancel);
}

/* ---- a small panel: rows on pages that one key turns ---- */

static struct text_style small_title(const struct view *view, int width, const char *title)
{
    struct text_style style = view_type(view, TYPE_H2, COLOR_INK);
    return text_width(view->scene->fonts, &style, title) <= width ? style
                                                                  : view_type(view, TYPE_H3, COLOR_INK);
}

/* Large type has room for the title only; its line is the first of the rows. */
static void draw_small_title(struct view *view, const struct fault_words *words)
{
    struct scene *scene = view->scene;
    bool elder = scene->theme.elder;
    int side = elder ? 0 : view_px(view, 54), gap = elder ? 0 : view_px(view, 12);
    const char *text = tr(words->title);
    struct text_style title = small_title(view, view->body.w - side - gap, text),
                      line = view_type(view, TYPE_NOTE, COLOR_INK2);
    int height = text_height(scene->fonts, &title, view->body.w - side - gap, text);
    struct rect row = cut_top(&view->body, height > side ? height : side, view_px(view, elder ? 6 : 2));
    struct rect sign = middle_of(cut_left(&row, side, gap), side);
    if (side) {
        scene_round(scene, sign, view_px(view, 12), COLOR_DANGER_TINT);
        scene_icon(scene, sign, words->icon, view_px(view, 40), COLOR_DANGER);
    }
    scene_say(scene, "fault.title", middle_of(row, height), &title, 0, text);
    if (!elder)
        view_say_evenly(view, "", &view->body, &line, view_px(view, 8), tr(words->line));
}

/* A sentence says itself what it is about; a number and a place do not. */
static int small_facts(const struct view *view, const struct fault_words *words, struct fact rows[2 * FACTS])
{
    struct fact facts[FACTS];
    int count = facts_of(view, words, facts), rows_count = 0;
    bool elder = view->scene->theme.elder;
    if (staff_fact(view, &rows[rows_count]))
        rows_count++;
    if (elder)
        rows[rows_count++] = (struct fact){words->icon, COLOR_DANGER, NULL, tr(words->line), NULL};
    for (int i = 0; i < count; i++) {
        struct fact *row = &rows[rows_count++];
        *row = facts[i];
        if (row->icon == ICON_PLACE)
            rows_count += fact_telephone(view, row, &rows[rows_count]);
        else if (row->icon != ICON_RECEIPT_LONG)
            row->label = NULL;
        else if (elder)
            row->icon = ICON_NONE; /* the number needs the width */
    }
    return rows_count;
}

static void draw_small(struct view *view, const struct fault_words *words)
{
    struct scene *scene = view->scene;
    struct fact rows[2 * FACTS];
    int count = small_facts(view, words, rows);
    struct button call = call_button(view, BUTTON_PRIMARY), cancel = cancel_button(view),
                  later = later_button(view), turn = pages_key(view);
    struct rect whole = view->body;
    view->body.h -= view_primary_height(view);
    view_pair(view, &later, &cancel);
    draw_small_title(view, words);
    struct list list = pages_round(view, view->body.h, view->body.h, rows, count, 0);
    pages_facts(view, "fault.body", rows, &list);
    struct text_style number = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_RIGHT);
    if (list.pages > 1 && view->body.h >= number.line_px)
        scene_say(scene, "list.page", view->body, &number, 1,
                  scene_format(scene, "%d / %d", list.page + 1, list.pages));
    view->body = whole;
    if (list.pages > 1)
        call.type = pages_type_beside(view, call.label, false);
    view_primary(view, &call, list.pages > 1 ? &turn : NULL);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct fault_words *words = fault_words(visit->fault);
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        draw_small(&view, words);
        return;
    }
    draw_buttons(&view);
    draw_title(&view, words);
    staff_notice(&view, "fault.called");
    struct fact facts[FACTS];
    int count = facts_of(&view, words, facts);
    fact_sheet(&view, "fault.body", facts, count);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "fault.later") == 0)
        visit_fault_later(visit);
}

const struct screen screen_device_fault = {
    .name = "device_fault",
    .draw = draw,
    .event = event,
};
