/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Something broke, and the clock stands still meanwhile: what happened, what is kept, what to do. */
#include "base/tr.h"
#include "kiosk/screens/fact_sheet.h"
#include "kiosk/screens/fault_words.h"
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
    return words->waits ? tr("走后这份作废，改天再来重新打") : NULL;
}

static void draw_rows(struct view *view, const struct fault_words *words)
{
    const struct visit *visit = view->visit;
    struct scene *scene = view->scene;
    uint64_t number = number_to_tell(visit);
    const char *happened = tr(words->happened), *leaving = if_you_leave(visit, words),
               *kept = visit->case_number ? tr("已经登记好，编号有效")
                       : words->kept      ? tr(words->kept)
                                          : NULL;
    struct fact facts[6];
    int count = 0;
    if (visit->fault == FAULT_DATA_EMPTY && visit->empty_scope)
        happened = scene_format(scene, tr("%s（%s）"), happened, visit->empty_scope);
    facts[count++] = (struct fact){ICON_INFO, COLOR_OUTLINE, tr("发生了什么"), happened, NULL};
    facts[count++] = (struct fact){ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("接下来"), tr(words->next), NULL};
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
    fact_sheet(view, "fault.body", facts, count);
}

static void draw_buttons(struct view *view)
{
    const struct visit *visit = view->visit;
    const struct button call = call_button(view, BUTTON_PRIMARY), cancel = cancel_button(view);
    const struct button later = {.id = "fault.later",
                                 .label = visit->case_number ? tr("不等纸单了") : tr("先走，改天再来"),
                                 .icon = ICON_HOME,
                                 .look = BUTTON_SECONDARY,
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
    staff_notice(&view, "fault.called");
    draw_rows(&view, words);
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
