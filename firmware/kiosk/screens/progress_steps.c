/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/progress_steps.h"

#include "base/tr.h"

static const char *stage_words(const struct view *view, enum issue_stage stage)
{
    if (stage == STAGE_ASKING)
        return tr("正在查您的记录");
    if (stage == STAGE_FOUND)
        return tr("查到您的记录");
    if (stage == STAGE_NUMBERED)
        return scene_format(view->scene, tr("已编号 %s"),
                            words_case_number(view->scene, view->visit->document_number));
    return tr("正在打印");
}

static void draw_step(struct view *view, struct rect row, enum issue_stage stage, bool done)
{
    static const enum icon icons[] = {[STAGE_ASKING] = ICON_HOURGLASS,
                                      [STAGE_FOUND] = ICON_CHECK_CIRCLE,
                                      [STAGE_NUMBERED] = ICON_CHECK_CIRCLE,
                                      [STAGE_PRINTING] = ICON_PRINT};
    struct text_style style = view_type(view, done ? TYPE_TEXT : TYPE_FACT, COLOR_INK);
    int icon_px = view_px(view, 56);
    scene_icon(view->scene, cut_left(&row, icon_px, view_px(view, 20)),
               done ? ICON_CHECK_CIRCLE : icons[stage], icon_px, done ? COLOR_DONE : COLOR_OUTLINE);
    say_middle(view->scene, "", row, &style, 1, stage_words(view, stage));
}

void progress_steps(struct view *view, const char *hint)
{
    enum issue_stage now = view->visit->stage;
    struct text_style hint_style = scene_type(view->scene, TYPE_BODY, COLOR_INK2, ALIGN_CENTER);
    int height = text_height(view->scene->fonts, &hint_style, view->body.w - view_px(view, 80), hint);
    struct rect line = cut_bottom(&view->body, height + view_px(view, 20), view_px(view, 12));
    say_with_icon(view->scene, &line, ICON_FRONT_HAND, COLOR_OUTLINE, &hint_style, hint);
    enum issue_stage first = now == STAGE_ASKING ? STAGE_ASKING : STAGE_FOUND;
    int rows = (int)(now - first) + 1, row_h = view_px(view, view->scene->theme.elder ? 96 : 84),
        pad = view_px(view, 20);
    struct rect box = cut_bottom(&view->body, rows * row_h + 2 * pad, view_px(view, 20));
    scene_element(view->scene, ROLE_IMAGE, "print.steps", box, "");
    card(view->scene, box);
    box = inset_xy(box, view_px(view, 40), pad);
    for (int i = 0; i < rows; i++)
        draw_step(view, row_of(box, i, rows, 0), (enum issue_stage)(first + i), i < rows - 1);
}
