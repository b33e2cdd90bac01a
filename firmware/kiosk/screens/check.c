/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The last look before a case is lodged: what, for whom, where it goes, what is to be brought. */
#include "base/tr.h"
#include "kiosk/screens/pages.h"
#include <string.h>

/* The papers to bring, named; more than three are counted. */
static const char *to_bring(const struct visit *visit, struct scene *scene)
{
    const char *text = "";
    int count = 0;
    for (size_t i = 0; i < visit->item->materials.count && i < CASE_MATERIALS_MAX; i++) {
        const struct material *material = item_material(visit->item, i);
        if (!casework_to_bring(material, visit->choices[i]))
            continue;
        if (count++ < 3)
            text = scene_format(scene, "%s%s%s", text, *text ? tr("、") : "", tr_words(&material->name));
    }
    if (scene->theme.elder && count > 1)
        return scene_format(scene, tr("%d 样，都印在单子上"), count);
    if (count > 3)
        return scene_format(scene, tr("%s等 %d 样"), text, count);
    return count > 0 ? text : tr("不用带纸");
}

#define FIELDS 5

static void fields_of(const struct view *view, struct field fields[FIELDS])
{
    const struct visit *visit = view->visit;
    struct scene *scene = view->scene;
    char name[PERSON_NAME_BYTES];
    person_mask_name(visit->person->name, name, sizeof name);
    const struct unit *unit =
        visit->unit ? visit->unit : casework_route(visit->catalogue, visit->station, visit->item);
    /* what matters most comes first: the last rows go when there is no room */
    const struct field all[FIELDS] = {{tr("要办的事"), tr_words(&visit->item->name)},
                                      {tr("要带"), to_bring(visit, scene)},
                                      {tr("到哪里"), unit ? words_place(scene, unit) : ""},
                                      {tr("姓名"), scene_copy(scene, name)},
                                      {tr("多久办好"), words_limit(scene, visit->item)}};
    memcpy(fields, all, sizeof all);
}

static struct button lodge_button(void)
{
    return (struct button){.id = "nav.next",
                           .label = tr("没有错，登记"),
                           .icon = ICON_CHECK,
                           .look = BUTTON_DONE,
                           .type = TYPE_ACTION};
}

/* ---- a small panel ---- */

/* Icons instead of labels: the words have the width. */
static void facts_of(const struct field fields[FIELDS], struct fact facts[FIELDS])
{
    static const enum icon icons[FIELDS] = {ICON_EDIT, ICON_WORK, ICON_PLACE, ICON_BADGE, ICON_EVENT};
    for (int i = 0; i < FIELDS; i++)
        facts[i] = (struct fact){icons[i], COLOR_OUTLINE, NULL, fields[i].value, NULL};
}

static void draw_small(struct view *view)
{
    static const char *const offline = tr_later("现在断网，联网后自动送达，编号有效");
    const struct button lodge = lodge_button();
    struct field fields[FIELDS];
    struct fact facts[FIELDS];
    fields_of(view, fields);
    facts_of(fields, facts);
    const char *title = tr("请核对");
    int room = view->body.h - view_primary_height(view) - pages_title_height(view, title);
    int above = view->visit->uplink_up
                    ? 0
                    : notice_height(view->scene, view->body.w, NULL, tr(offline)) + view_gap(view);
    struct list list = pages_of_facts(view, room - above, room, facts, FIELDS);
    pages_primary(view, &list, &lodge, NULL);
    pages_title(view, "check.title", title, &list);
    if (above && list.page == 0)
        notice(view->scene, "check.offline", &view->body, NOTICE_ATTENTION, ICON_CLOUD_OFF, NULL,
               tr(offline));
    pages_facts(view, "check.fields", facts, &list);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        draw_small(&view);
        return;
    }
    const struct button lodge = lodge_button();
    view_primary(&view, &lodge, NULL);
    view_title(&view, "check.title", tr("请核对"), view.low ? NULL : tr("登记后会打印一张收件凭证。"));
    if (!visit->uplink_up)
        notice(scene, "check.offline", &view.body, NOTICE_ATTENTION, ICON_CLOUD_OFF, NULL,
               tr("现在断网，联网后自动送达，编号有效"));
    struct field fields[FIELDS];
    fields_of(&view, fields);
    fields_card(scene, "check.fields", view.wide ? &view.body : view.show, fields, FIELDS);
}

const struct screen screen_check = {
    .name = "check",
    .draw = draw,
};
