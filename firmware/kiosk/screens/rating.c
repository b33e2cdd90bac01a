/* SPDX-License-Identifier: MulanPSL-2.0 */
/* How was it? Five rows, best on top; nobody has to. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

#define ENDS_S 15

static const struct {
    const char *words;
    enum icon icon;
    enum color_role ink;
} stars[] = {
    {tr_later("非常满意"), ICON_VERY_SATISFIED, COLOR_DONE},
    {tr_later("满意"), ICON_SATISFIED, COLOR_DONE},
    {tr_later("基本满意"), ICON_NEUTRAL, COLOR_OUTLINE},
    {tr_later("不满意"), ICON_DISSATISFIED, COLOR_DANGER},
    {tr_later("非常不满意"), ICON_VERY_DISSATISFIED, COLOR_DANGER},
};

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    bool tight = view.low || view.wide;
    const struct button skip = {
        .id = "rating.skip", .label = tr("不评，结束"), .look = BUTTON_SECONDARY, .type = TYPE_LABEL};
    button(scene, cut_bottom(&view.body, view_px(&view, tight ? 96 : 128), view_px(&view, 16)), &skip);
    if (visit->seconds_left >= 0)
        progress_bar(scene, cut_bottom(&view.body, view_px(&view, 64), view_px(&view, tight ? 4 : 24)),
                     visit->seconds_left, ENDS_S, COLOR_PRIMARY,
                     scene_format(scene, tr("%d 秒后自动结束"), visit->seconds_left));
    view_sign(&view, "rating.title", tr("这次办得满意吗？"), tr("可以不评。评价不能被工作人员修改。"));
    int count = (int)COUNT_OF(stars), gap = view_px(&view, tight ? 16 : 24);
    for (int i = 0; i < count; i++) {
        const struct tile row = {.id = scene_format(scene, "rating.%d", count - i),
                                 .name = tr(stars[i].words),
                                 .icon = stars[i].icon,
                                 .icon_ink = stars[i].ink,
                                 .bare = true,
                                 .type = tight ? TYPE_LABEL : TYPE_H2};
        tile(scene, row_of(view.body, i, count, gap), &row);
    }
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "rating.skip") == 0)
        visit_rate(visit, 0);
    else if (strncmp(id, "rating.", 7) == 0 && id[7] >= '1' && id[7] <= '5')
        visit_rate(visit, id[7] - '0');
}

const struct screen screen_rating = {
    .name = "rating",
    .draw = draw,
    .event = event,
};
