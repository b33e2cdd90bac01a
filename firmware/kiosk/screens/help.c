/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Help from people: who is coming, which number to call, and both ways out. Reached from every page. */
#include "base/tr.h"
#include "kiosk/screens/fact_sheet.h"

/* Large type on a small panel: what is there to read comes before how it is introduced. */
static bool is_tight(const struct view *view)
{
    return view->compact && view->scene->theme.elder;
}

static void draw_buttons(struct view *view)
{
    const struct visit *visit = view->visit;
    bool busy = visit->number != 0;
    const struct button on = {.id = "nav.continue",
                              .label = busy ? tr("回去接着办") : tr("知道了"),
                              .icon = busy ? ICON_ARROW_BACK : ICON_CHECK,
                              .look = BUTTON_PRIMARY,
                              .type = is_tight(view) && tr_current() == LANG_EN ? TYPE_FACT : TYPE_ACTION};
    const struct button call = call_button(view, BUTTON_SECONDARY), cancel = cancel_button(view);
    view_primary(view, &on, NULL);
    if (busy)
        view_pair(view, &cancel, &call);
    else
        button(view->scene, cut_bottom(&view->body, view_either(view, 120, 96), view_gap(view)), &call);
}

static void draw_facts(struct view *view)
{
    const struct visit *visit = view->visit;
    const struct station *station = visit->station;
    struct scene *scene = view->scene;
    struct fact facts[4];
    int count = 0;
    if (visit->data_wrong)
        facts[count++] = (struct fact){ICON_BADGE, COLOR_OUTLINE, tr("证件上的信息错了"),
                                       tr("请带身份证到派出所更正"), tr("更正好再来办。本机没有保存。")};
    facts[count++] = (struct fact){ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("打电话"),
                                   scene_format(scene, tr("%s 或 12345"), station->phone), NULL};
    facts[count++] =
        (struct fact){ICON_GROUPS, COLOR_OUTLINE, tr("找人"),
                      scene_format(scene, tr("%s %s"), tr_words(&station->name), tr_words(&station->address)),
                      words_staff_today(scene, visit)};
    if (fact_nearest(view, tr("也可以到这里办"), &facts[count]))
        count++;
    fact_sheet(view, "help.ways", facts, count);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    draw_buttons(&view);
    const char *line =
        visit->number ? tr("您填好的都还在，看完可以接着办。") : tr("可以打电话，也可以找工作人员。");
    view_title(&view, "help.title", visit->data_wrong ? tr("信息不对怎么办") : tr("需要帮忙？"),
               is_tight(&view) || (view.compact && visit->data_wrong) ? NULL : line);
    staff_notice(&view, "help.called");
    draw_facts(&view);
}

const struct screen screen_help = {
    .name = "help",
    .draw = draw,
};
