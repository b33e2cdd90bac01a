/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The paper is coming. */
#include "base/tr.h"
#include "kiosk/screens/picture.h"
#include "kiosk/screens/progress_steps.h"

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    const char *line = visit->print_attempt > 1 ? tr("刚才那张作废，同一个编号重打") : tr("大约 8 秒");
    view_headline(&view, "print.title", tr("正在打印，请稍等"), line, COLOR_INK);
    progress_steps(&view, tr("请先不要拉纸，出好了会告诉您。"));
    picture_paper(&view, *view.show, PAPER_PICTURE_GROWING, scene->now_ms - visit->shown_at_ms);
}

const struct screen screen_printing = {
    .name = "printing",
    .draw = draw,
};
