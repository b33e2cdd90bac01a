/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The last look before a case is lodged: what, for whom, where it goes, what is to be brought. */
#include "base/tr.h"
#include "kiosk/screens/view.h"

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

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    const struct button lodge = {.id = "nav.next",
                                 .label = tr("没有错，登记"),
                                 .icon = ICON_CHECK,
                                 .look = BUTTON_DONE,
                                 .type = TYPE_ACTION};
    view_primary(&view, &lodge, NULL);
    view_title(&view, "check.title", tr("请核对"), view.low ? NULL : tr("登记后会打印一张收件凭证。"));
    if (!visit->uplink_up)
        notice(scene, "check.offline", &view.body, NOTICE_ATTENTION, ICON_CLOUD_OFF, NULL,
               tr("现在断网，联网后自动送达，编号有效"));
    char name[PERSON_NAME_BYTES];
    person_mask_name(visit->person->name, name, sizeof name);
    const struct unit *unit =
        visit->unit ? visit->unit : casework_route(visit->catalogue, visit->station, visit->item);
    /* what matters most comes first: the last rows go when there is no room */
    const struct field fields[] = {{tr("要办的事"), tr_words(&visit->item->name)},
                                   {tr("要带"), to_bring(visit, scene)},
                                   {tr("到哪里"), unit ? words_place(scene, unit) : ""},
                                   {tr("姓名"), name},
                                   {tr("多久办好"), words_limit(scene, visit->item)}};
    fields_card(scene, "check.fields", view.wide ? &view.body : view.show, fields, COUNT_OF(fields));
}

const struct screen screen_check = {
    .name = "check",
    .draw = draw,
};
