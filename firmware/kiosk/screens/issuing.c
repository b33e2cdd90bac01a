/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The district is asked; nothing to do but wait a moment. */
#include "base/tr.h"
#include "kiosk/screens/picture.h"
#include "kiosk/screens/progress_steps.h"

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    view_headline(&view, "issuing.title", tr("正在查询，请稍等"), tr("一般只要几秒钟"), COLOR_INK);
    progress_steps(&view, tr("请不要走开，马上就好。"));
    struct rect wait = *view.show;
    picture_paper(&view, wait, PAPER_PICTURE_NONE, scene->now_ms - visit->shown_at_ms);
    scene_icon(scene, wait, ICON_HOURGLASS, view.low ? view_px(&view, 120) : view_either(&view, 200, 100),
               COLOR_OUTLINE);
}

const struct screen screen_issuing = {
    .name = "issuing",
    .draw = draw,
};
