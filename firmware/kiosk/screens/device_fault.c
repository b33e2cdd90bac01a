/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Something broke, and the clock stands still meanwhile: what happened, what is kept, what to do. */
#include "base/tr.h"
#include "kiosk/screens/fault_words.h"
#include "kiosk/screens/view.h"
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

static void draw_rows(struct view *view, const struct fault_words *words)
{
    const struct visit *visit = view->visit;
    struct scene *scene = view->scene;
    struct fact facts[4];
    int count = 0;
    const char *happened = tr(words->happened);
    if (visit->fault == FAULT_DATA_EMPTY && visit->empty_scope)
        happened = scene_format(scene, tr("%s（%s）"), happened, visit->empty_scope);
    facts[count++] = (struct fact){ICON_INFO, COLOR_OUTLINE, tr("发生了什么"), happened, NULL};
    if (words->kept)
        facts[count++] = (struct fact){ICON_INVENTORY, COLOR_DONE, tr("替您留着什么"), tr(words->kept), NULL};
    if (visit->document_number && visit->fault == FAULT_PRINT_UNKNOWN)
        facts[count++] = (struct fact){ICON_RECEIPT_LONG, COLOR_OUTLINE, tr("文件编号"),
                                       words_case_number(scene, visit->document_number), NULL};
    facts[count++] = (struct fact){ICON_BADGE, COLOR_OUTLINE, tr("您可以怎么做"), tr(words->next), NULL};
    facts_list_card(scene, "fault.body", view->show, facts, count);
}

static void draw_buttons(struct view *view)
{
    const struct visit *visit = view->visit;
    const struct button call = {.id = "fault.call",
                                .label = visit->staff_called ? tr("再叫一次工作人员") : tr("呼叫工作人员"),
                                .icon = ICON_SUPPORT_AGENT,
                                .look = BUTTON_PRIMARY,
                                .type = TYPE_ACTION};
    const struct button later = {.id = "fault.later",
                                 .label = visit->case_number ? tr("不等纸单了") : tr("先走，改天再来"),
                                 .icon = ICON_HOME,
                                 .look = BUTTON_SECONDARY,
                                 .type = TYPE_LABEL};
    const struct button cancel = {.id = "nav.cancel",
                                  .label = tr("不办了"),
                                  .icon = ICON_LOGOUT,
                                  .look = BUTTON_DANGER,
                                  .type = TYPE_LABEL};
    view_primary(view, &call, NULL);
    view_pair(view, &later, &cancel);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct fault_words *words = fault_words(visit->fault);
    struct view view;
    view_begin(&view, visit, scene);
    draw_buttons(&view);
    draw_title(&view, words);
    if (visit->staff_called)
        notice(scene, "fault.called", &view.body, NOTICE_GOOD, ICON_CAMPAIGN, tr("已通知工作人员。"),
               scene_format(scene, tr("电话 %s"), visit->station->phone));
    draw_rows(&view, words);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "fault.later") == 0)
        visit_fault_later(visit);
    if (strcmp(id, "fault.call") == 0)
        visit_call_staff(visit);
}

const struct screen screen_device_fault = {
    .name = "device_fault",
    .draw = draw,
    .event = event,
};
