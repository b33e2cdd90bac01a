/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Help from people: who is coming, which number to call, and both ways out. Reached from every page. */
#include "base/tr.h"
#include "kiosk/screens/view.h"

static void draw_buttons(struct view *view)
{
    const struct visit *visit = view->visit;
    const struct button on = {.id = "nav.continue",
                              .label = tr("回去接着办"),
                              .icon = ICON_ARROW_BACK,
                              .look = BUTTON_PRIMARY,
                              .type = TYPE_ACTION};
    const struct button call = {.id = "nav.call",
                                .label = visit->staff_called ? tr("再叫一次") : tr("呼叫工作人员"),
                                .icon = ICON_CAMPAIGN,
                                .look = BUTTON_SECONDARY,
                                .type = TYPE_LABEL};
    const struct button cancel = {.id = "nav.cancel",
                                  .label = tr("不办了"),
                                  .icon = ICON_LOGOUT,
                                  .look = BUTTON_DANGER,
                                  .type = TYPE_LABEL};
    view_primary(view, &on, NULL);
    view_pair(view, &cancel, &call);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct station *station = visit->station;
    struct view view;
    view_begin(&view, visit, scene);
    draw_buttons(&view);
    view_title(&view, "help.title", visit->data_wrong ? tr("信息不对怎么办") : tr("需要帮忙？"),
               tr("您填好的都还在，看完可以接着办。"));
    if (visit->staff_called)
        notice(scene, "help.called", view.show, NOTICE_GOOD, ICON_CAMPAIGN, tr("已通知工作人员。"),
               scene_format(scene, tr("电话 %s"), station->phone));
    const struct fact wrong = {ICON_BADGE, COLOR_OUTLINE, tr("证件上的信息"),
                               tr("身份证上的信息错了，要到派出所更正。本机没有保存。"), NULL};
    const struct fact phone = {ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("打电话"),
                               scene_format(scene, tr("%s 或 12345"), station->phone), NULL};
    const struct fact desk = {
        ICON_PLACE, COLOR_OUTLINE, tr("找人"),
        scene_format(scene, tr("%s %s"), tr_words(&station->name), tr_words(&station->address)),
        words_staff_today(scene, visit)};
    struct fact facts[3];
    int count = 0;
    if (visit->data_wrong)
        facts[count++] = wrong;
    facts[count++] = phone;
    facts[count++] = desk;
    facts_list_card(scene, "help.ways", view.show, facts, count);
}

const struct screen screen_help = {
    .name = "help",
    .draw = draw,
};
