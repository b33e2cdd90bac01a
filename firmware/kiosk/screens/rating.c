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

static void draw_bar(const struct view *view, struct rect box, bool words)
{
    int seconds = view->visit->seconds_left;
    if (seconds >= 0)
        progress_bar(view->scene, box, seconds, ENDS_S, COLOR_PRIMARY,
                     words ? scene_format(view->scene, tr("%d 秒后自动结束"), seconds) : "");
}

static void draw_skip(const struct view *view, struct rect box, const char *label)
{
    const struct button skip = {
        .id = "rating.skip", .label = label, .look = BUTTON_SECONDARY, .type = TYPE_LABEL};
    button(view->scene, box, &skip);
}

/* A small panel has room for five rows below each other only when the way out stands beside the question. */
static void draw_small_head(struct view *view)
{
    bool elder = view->scene->theme.elder;
    struct scene *scene = view->scene;
    struct text_style title = view_type(view, elder ? TYPE_LABEL : TYPE_H3, COLOR_INK);
    struct rect foot = cut_bottom(&view->body, view_px(view, elder ? 16 : 42), view_px(view, elder ? 8 : 10));
    draw_bar(view, foot, !elder);
    struct rect row = cut_top(&view->body, view_px(view, elder ? 86 : 92), view_px(view, elder ? 13 : 16));
    struct rect skip = cut_right(&row, view_px(view, elder ? 138 : 190), view_px(view, 13));
    draw_skip(view, skip, elder ? tr("不评") : tr("不评，结束"));
    const char *words = tr("这次办得满意吗？");
    row.w = balanced_width(scene, &title, row.w, words);
    say_middle(scene, "rating.title", row, &title, 0, words);
}

static void draw_head(struct view *view, bool tight)
{
    draw_skip(view, cut_bottom(&view->body, view_px(view, tight ? 96 : 128), view_px(view, 16)),
              tr("不评，结束"));
    if (view->visit->seconds_left >= 0)
        draw_bar(view, cut_bottom(&view->body, view_px(view, 64), view_px(view, tight ? 4 : 24)), true);
    view_sign(view, "rating.title", tr("这次办得满意吗？"), tr("可以不评。评价不能被工作人员修改。"));
}

/* As large as the longest of the rows allows. */
static enum type_role row_type(const struct view *view, bool tight)
{
    if (!view->compact)
        return tight ? TYPE_LABEL : TYPE_H2;
    struct text_style style = view_type(view, TYPE_TILE, COLOR_INK);
    int room = view->body.w - view_px(view, 64 + 3 * 16);
    for (size_t i = 0; i < COUNT_OF(stars); i++)
        if (text_width(view->scene->fonts, &style, tr(stars[i].words)) > room)
            return TYPE_LABEL;
    return TYPE_TILE;
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    bool tight = view.low || view.wide;
    if (view.compact)
        draw_small_head(&view);
    else
        draw_head(&view, tight);
    enum type_role type = row_type(&view, tight);
    int count = (int)COUNT_OF(stars), gap = tight ? view_px(&view, 16) : view_either(&view, 24, 13);
    for (int i = 0; i < count; i++) {
        const struct tile row = {.id = scene_format(scene, "rating.%d", count - i),
                                 .name = tr(stars[i].words),
                                 .icon = stars[i].icon,
                                 .icon_ink = stars[i].ink,
                                 .bare = true,
                                 .type = type};
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
