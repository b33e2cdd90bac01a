/* SPDX-License-Identifier: MulanPSL-2.0 */
/* It is done; the paper waits in the slot. Most kiosks cannot feel that it was taken, so the resident says
 * so. */
#include "base/tr.h"
#include "kiosk/screens/picture.h"
#include <string.h>

#define REMIND_S 20

static void draw_mind(const struct view *view, struct rect box, enum icon icon, const char *name,
                      const char *line)
{
    struct scene *scene = view->scene;
    struct text_style big = view_type(view, TYPE_H3, COLOR_INK),
                      small = view_type(view, TYPE_NOTE, COLOR_INK2);
    card(scene, box);
    box = inset_xy(box, view_px(view, 28), 0);
    scene_icon(scene, cut_left(&box, view_px(view, 64), view_px(view, 20)), icon, view_px(view, 64),
               COLOR_DONE);
    int height =
        text_height(scene->fonts, &big, box.w, name) + text_height(scene->fonts, &small, box.w, line);
    box = middle_of(box, height);
    say_cut(scene, "", &box, &big, 0, name);
    scene_say(scene, "", box, &small, 0, line);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    const struct button taken = {.id = "take_paper.done",
                                 .label = tr("拿好了"),
                                 .icon = ICON_DONE_ALL,
                                 .look = BUTTON_DONE,
                                 .type = TYPE_ACTION};
    view_primary(&view, &taken, NULL);
    view_headline(&view, "take.title", tr("办好了，请取走您的纸"), tr("纸在屏幕下面的出纸口"), COLOR_DONE);
    if (visit->seconds_left >= 0)
        progress_bar(scene, cut_bottom(&view.body, view_px(&view, 64), view_px(&view, 20)),
                     visit->seconds_left, REMIND_S, COLOR_DONE,
                     scene_format(scene, tr("%d 秒后自动继续"), visit->seconds_left));
    struct rect row =
        cut_bottom(&view.body, view_px(&view, scene->theme.elder ? 220 : 158), view_px(&view, 20));
    const char *paper = visit->case_number ? tr("收件凭证 1 张") : tr("1 张，不用盖章");
    draw_mind(&view, column_of(row, 0, 2, view_px(&view, 24)), ICON_RECEIPT_LONG, tr("您的纸"), paper);
    draw_mind(&view, column_of(row, 1, 2, view_px(&view, 24)), ICON_BADGE, tr("您的身份证"),
              tr("请一起拿好"));
    picture_paper(&view, *view.show, PAPER_PICTURE_DONE, scene->now_ms - visit->shown_at_ms);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "take_paper.done") == 0)
        visit_paper_taken(visit);
}

const struct screen screen_take_paper = {
    .name = "take_paper",
    .draw = draw,
    .event = event,
};
