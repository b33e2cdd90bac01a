/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/progress_steps.h"

#include "base/tr.h"

static const char *stage_words(const struct view *view, enum issue_stage stage)
{
    if (stage == STAGE_ASKING)
        return tr("正在查您的记录");
    if (stage == STAGE_FOUND)
        return tr("查到您的记录");
    if (stage == STAGE_NUMBERED && view->compact && view->scene->theme.elder)
        return tr("已编号"); /* a number broken in two is read wrongly; the paper says it */
    if (stage == STAGE_NUMBERED)
        return scene_format(view->scene, tr("已编号 %s"),
                            words_case_number(view->scene, view->visit->document_number));
    return tr("正在打印");
}

static struct text_style step_style(const struct view *view, bool done)
{
    return view_type(view, done ? TYPE_TEXT : TYPE_FACT, COLOR_INK);
}

static int icon_size(const struct view *view)
{
    return view_either(view, 56, 44);
}

static int icon_gap(const struct view *view)
{
    return view_either(view, 20, 12);
}

static void draw_step(struct view *view, struct rect row, enum issue_stage stage, bool done)
{
    static const enum icon icons[] = {[STAGE_ASKING] = ICON_HOURGLASS,
                                      [STAGE_FOUND] = ICON_CHECK_CIRCLE,
                                      [STAGE_NUMBERED] = ICON_CHECK_CIRCLE,
                                      [STAGE_PRINTING] = ICON_PRINT};
    struct text_style style = step_style(view, done);
    scene_icon(view->scene, cut_left(&row, icon_size(view), icon_gap(view)),
               done ? ICON_CHECK_CIRCLE : icons[stage], icon_size(view), done ? COLOR_DONE : COLOR_OUTLINE);
    say_middle(view->scene, "", row, &style, view->compact ? 0 : 1, stage_words(view, stage));
}

/* Which stages are told: all until now. Large type on a small panel tells the first that is done, for the
 * title says what is done now. */
struct span {
    enum issue_stage first;
    int count;
    bool now; /* the last one is not done yet */
};

static struct span span_of(const struct view *view)
{
    enum issue_stage now = view->visit->stage, first = now == STAGE_ASKING ? STAGE_ASKING : STAGE_FOUND;
    if (view->compact && view->scene->theme.elder)
        return (struct span){first, now > first, false};
    return (struct span){first, (int)(now - first) + 1, true};
}

static int step_height(const struct view *view, int width, enum issue_stage stage, bool done)
{
    if (!view->compact)
        return view_px(view, view->scene->theme.elder ? 96 : 84);
    struct text_style style = step_style(view, done);
    int room = width - icon_size(view) - icon_gap(view);
    return text_height(view->scene->fonts, &style, room, stage_words(view, stage)) + view_px(view, 12);
}

static int card_pad_x(const struct view *view)
{
    return view_either(view, 40, 18);
}

static int card_pad_y(const struct view *view)
{
    return view_either(view, 20, 8);
}

static int card_height(const struct view *view, struct span span)
{
    int width = view->body.w - 2 * card_pad_x(view), height = 2 * card_pad_y(view);
    for (int i = 0; i < span.count; i++)
        height += step_height(view, width, span.first + (enum issue_stage)i, !span.now || i < span.count - 1);
    return height;
}

/* The picture says more than the steps, once a small panel has no room for both. */
static bool crowds_out(const struct view *view, struct span span)
{
    return view->compact && view->body.h - card_height(view, span) < view_px(view, 140);
}

static void draw_card(struct view *view, struct span span)
{
    struct rect box = cut_bottom(&view->body, card_height(view, span), view_either(view, 20, 14));
    scene_element(view->scene, ROLE_IMAGE, "print.steps", box, "");
    card(view->scene, box);
    box = inset_xy(box, card_pad_x(view), card_pad_y(view));
    int width = box.w;
    for (int i = 0; i < span.count; i++) {
        enum issue_stage stage = span.first + (enum issue_stage)i;
        bool done = !span.now || i < span.count - 1;
        draw_step(view, cut_top(&box, step_height(view, width, stage, done), 0), stage, done);
    }
}

void progress_steps(struct view *view, const char *hint)
{
    struct text_style hint_style = scene_type(view->scene, TYPE_BODY, COLOR_INK2, ALIGN_CENTER);
    int icon_room = view->compact ? hint_style.px * 4 / 3 + view_px(view, 16) : view_px(view, 80);
    if (view->compact)
        hint = broken_at_pause(view->scene, &hint_style, view->body.w - icon_room, hint);
    int height = text_height(view->scene->fonts, &hint_style, view->body.w - icon_room, hint);
    struct rect line = cut_bottom(&view->body, height + view_either(view, 20, 8), view_px(view, 12));
    say_with_icon(view->scene, &line, ICON_FRONT_HAND, COLOR_OUTLINE, &hint_style, hint);
    struct span span = span_of(view);
    if (span.count > 0 && !crowds_out(view, span))
        draw_card(view, span);
}
