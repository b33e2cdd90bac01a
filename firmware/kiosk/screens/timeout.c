/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Are you still here? An opaque page: what was on the screen is covered. Only the number and one block change
 * a second. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static void draw_blocks(const struct view *view, struct rect box, int left, int total)
{
    for (int i = 0; i < total; i++)
        scene_round(view->scene,
                    column_of(box, i, total, view_either(view, total > 20 ? 7 : 11, total > 20 ? 4 : 6)),
                    view_either(view, 8, 4), i < left ? COLOR_NIGHT_MARK : COLOR_NIGHT_OFF);
}

static void draw_keys(struct view *view)
{
    const struct header words = {.repeat = tr("再读一遍"), .louder = tr("大声点"), .help = tr("求助")};
    struct rect box = cut_top(
        &view->body, view->scene->theme.elder ? view_either(view, 128, 104) : view_either(view, 96, 84),
        view_either(view, 24, 10));
    header_keys(view->scene, box, &words, false);
}

static void draw_buttons(struct view *view)
{
    struct scene *scene = view->scene;
    bool brief = view->compact && scene->theme.elder; /* the line above says that all is erased */
    const struct button cancel = {.id = "nav.cancel",
                                  .label = brief ? tr("不办了") : tr("不办了，退出并清除"),
                                  .icon = ICON_LOGOUT,
                                  .look = BUTTON_NIGHT,
                                  .type = TYPE_LABEL};
    button(scene, cut_bottom(&view->body, view_either(view, 128, 96), view_either(view, 36, 16)), &cancel);
    struct rect box =
        cut_bottom(&view->body, view_either(view, 300, brief ? 150 : 140), view_either(view, 36, 16));
    struct text_style style =
        scene_type(scene, brief ? TYPE_H1 : TYPE_TITLE, COLOR_ON_NIGHT_MARK, ALIGN_LEFT);
    const char *label = tr("我还在，继续");
    bool pressed = scene_is_pressed(scene, "nav.continue");
    if (pressed)
        box.y += view_px(view, 4);
    scene_round(scene, box, view_either(view, 40, 20), COLOR_NIGHT_MARK);
    struct element *element = scene_element(scene, ROLE_BUTTON, "nav.continue", box, label);
    int icon_px = view_either(view, 128, 72), gap = view_either(view, 32, 14), widest,
        room = box.w - icon_px - gap - view_either(view, 64, 24);
    int height = text_measure(scene->fonts, &style, room, label, &widest) * style.line_px;
    element->text_w = widest + icon_px + gap;
    element->text_h = height;
    struct rect face = inset_xy(box, (box.w - element->text_w) / 2, 0);
    scene_icon(scene, cut_left(&face, icon_px, gap), ICON_FRONT_HAND, icon_px, COLOR_ON_NIGHT_MARK);
    scene_write(scene, middle_of(face, height), &style, 0, label);
}

/* Both lines, or the first of them where a small panel has no room for more. */
static const char *fitting(const struct view *view, const struct text_style *style, int height,
                           const char *words)
{
    if (text_height(view->scene->fonts, style, view->show->w, words) <= height)
        return words;
    const char *first = scene_format(view->scene, "%.*s", (int)strcspn(words, "\n"), words);
    return broken_at_pause(view->scene, style, view->show->w, first);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin_bare(&view, visit, scene);
    scene_fill(scene, (struct rect){0, 0, scene->theme.width, scene->theme.height}, COLOR_NIGHT);
    int left = visit->seconds_left > 0 ? visit->seconds_left : 0, total = scene->theme.elder ? 30 : 20;
    draw_keys(&view);
    draw_buttons(&view);
    struct text_style title = scene_type(scene, TYPE_TITLE, COLOR_ON_NIGHT, ALIGN_CENTER);
    if (view.compact && text_width(scene->fonts, &title, tr("您还在吗？")) > view.show->w)
        title = scene_type(scene, TYPE_H3, COLOR_ON_NIGHT, ALIGN_CENTER);
    struct text_style seconds = scene_type(scene, TYPE_SECONDS, COLOR_NIGHT_MARK, ALIGN_CENTER);
    struct text_style line =
        scene_type(scene, view.low ? TYPE_BODY : TYPE_LEAD, COLOR_ON_NIGHT, ALIGN_CENTER);
    if (view.low || view.compact)
        seconds.line_px = seconds.px; /* digits have nothing below the line */
    const char *words =
        scene_format(scene, tr("%d 秒后退出，您的信息会清除。\n按“继续”，填好的都还在。"), left);
    if (view.compact)
        words =
            fitting(&view, &line, view.show->h - title.line_px - seconds.line_px - view_px(&view, 60), words);
    int height = title.line_px + seconds.line_px + text_height(scene->fonts, &line, view.show->w, words) +
                 view_either(&view, 72 + 36, 60);
    struct rect box = middle_of(*view.show, height < view.show->h ? height : view.show->h);
    say_cut(scene, "timeout.title", &box, &title, 0, tr("您还在吗？"));
    scene_say(scene, "timeout.count", cut_top(&box, seconds.line_px, 0), &seconds, 1,
              scene_format(scene, "%d", left));
    view_say_evenly(&view, "timeout.text", &box, &line, view_either(&view, 48, 16), words);
    draw_blocks(&view, cut_top(&box, view_either(&view, 36, 28), 0), left, total);
}

const struct screen screen_timeout = {
    .name = "timeout",
    .draw = draw,
};
