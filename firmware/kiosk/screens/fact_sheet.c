/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/fact_sheet.h"

#include "base/clock.h"
#include "base/tr.h"

static bool fits(const struct view *view, struct rect room, struct fact *facts, int count)
{
    return facts_list_height(view->scene, room.w - 2 * view_px(view, 36), facts, count) <= room.h;
}

void fact_sheet(struct view *view, const char *id, struct fact *facts, int count)
{
    int above = view->show == &view->body ? 0 : count;
    while (above > 0 && !fits(view, *view->show, facts, above))
        above--;
    if (above > 0)
        facts_list_card(view->scene, id, view->show, facts, above);
    if (above < count && fits(view, view->body, facts + above, 1))
        facts_list_card(view->scene, above ? "" : id, &view->body, facts + above, count - above);
}

bool fact_nearest(const struct view *view, const char *label, struct fact *ret)
{
    const struct unit *town = catalogue_unit(view->visit->catalogue, view->visit->station->town);
    if (!town)
        return false;
    struct scene *scene = view->scene;
    const char *window = scene_format(scene, tr("%s · 电话 %s"), tr_words(&town->place), town->phone);
    *ret = (struct fact){ICON_PLACE, COLOR_OUTLINE, label, tr_words(&town->name),
                         scene_format(scene, "%s\n%s", window, words_hours(scene, &town->hours))};
    return true;
}

bool fact_telephone(const struct view *view, struct fact *nearest, struct fact *ret)
{
    const struct unit *town = catalogue_unit(view->visit->catalogue, view->visit->station->town);
    bool elder = view->scene->theme.elder;
    if (!town)
        return false;
    nearest->note = elder ? NULL : tr_words(&town->place);
    *ret = (struct fact){ICON_CALL, COLOR_OUTLINE, NULL, town->phone,
                         elder ? NULL : words_hours(view->scene, &town->hours)};
    return true;
}

static bool staff_here(const struct visit *visit)
{
    int64_t now_s = clock_now_s(visit->clock);
    int minute = clock_minute_of_day(now_s), from, to;
    return opening_today(&visit->station->hours, clock_weekday(clock_date(now_s)), &from, &to) &&
           minute >= from && minute < to;
}

void staff_notice(struct view *view, const char *id)
{
    const char *phone = view->visit->station->phone;
    struct scene *scene = view->scene;
    if (!view->visit->staff_called)
        return;
    if (staff_here(view->visit))
        notice(scene, id, &view->body, NOTICE_GOOD, ICON_CAMPAIGN, tr("已经记下您在叫人。"),
               scene_format(scene, tr("着急请打 %s"), phone));
    else
        notice(scene, id, &view->body, NOTICE_ATTENTION, ICON_PERSON_OFF, tr("现在没有人。"),
               scene_format(scene, tr("请打 %s 或 12345"), phone));
}

bool staff_fact(const struct view *view, struct fact *ret)
{
    const char *phone = view->visit->station->phone;
    struct scene *scene = view->scene;
    bool brief = scene->theme.elder; /* the number has one line */
    if (!view->visit->staff_called)
        return false;
    if (staff_here(view->visit))
        *ret = (struct fact){ICON_CAMPAIGN, COLOR_DONE, NULL, tr("已经记下您在叫人。"),
                             brief ? phone : scene_format(scene, tr("着急请打 %s"), phone)};
    else
        *ret = (struct fact){ICON_PERSON_OFF, COLOR_DANGER, NULL, tr("现在没有人。"),
                             brief ? phone : scene_format(scene, tr("请打 %s 或 12345"), phone)};
    return true;
}

struct button call_button(const struct view *view, enum button_look look)
{
    bool primary = look == BUTTON_PRIMARY, again = view->visit->staff_called;
    return (struct button){.id = "fault.call",
                           .label = !again    ? tr("呼叫工作人员")
                                    : primary ? tr("再叫一次工作人员")
                                              : tr("再叫一次"),
                           .icon = primary ? ICON_SUPPORT_AGENT : ICON_CAMPAIGN,
                           .look = look,
                           .type = primary ? TYPE_ACTION : TYPE_LABEL};
}

struct button cancel_button(const struct view *view)
{
    return (struct button){.id = "nav.cancel",
                           .label = view->visit->case_number ? tr("退出") : tr("不办了"),
                           .icon = ICON_LOGOUT,
                           .look = BUTTON_DANGER,
                           .type = TYPE_LABEL};
}
