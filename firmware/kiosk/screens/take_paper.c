/* SPDX-License-Identifier: MulanPSL-2.0 */
/* It is done; the paper waits in the slot. Most kiosks cannot feel that it was taken, so the resident says
 * so. */
#include "base/tr.h"
#include "kiosk/screens/picture.h"
#include <string.h>

#define REMIND_S 20

struct mind {
    enum icon icon;
    const char *name, *line;
};

static void draw_mind(const struct view *view, struct rect box, const struct mind *mind)
{
    struct scene *scene = view->scene;
    struct text_style big = view_type(view, TYPE_H3, COLOR_INK),
                      small = view_type(view, TYPE_NOTE, COLOR_INK2);
    card(scene, box);
    box = inset_xy(box, view_px(view, 28), 0);
    scene_icon(scene, cut_left(&box, view_px(view, 64), view_px(view, 20)), mind->icon, view_px(view, 64),
               COLOR_DONE);
    int height = text_height(scene->fonts, &big, box.w, mind->name) +
                 text_height(scene->fonts, &small, box.w, mind->line);
    box = middle_of(box, height);
    say_cut(scene, "", &box, &big, 0, mind->name);
    scene_say(scene, "", box, &small, 0, mind->line);
}

/* On a small panel the icon stands before the name, and the line below both. */
static int small_mind_height(const struct view *view, int width, const struct mind *mind)
{
    struct text_style line = view_type(view, TYPE_NOTE, COLOR_INK2);
    return view_px(view, 44 + 20) +
           text_height(view->scene->fonts, &line, width - view_px(view, 28), mind->line);
}

static void draw_small_mind(const struct view *view, struct rect box, const struct mind *mind)
{
    struct text_style name = view_type(view, TYPE_LABEL, COLOR_INK),
                      line = view_type(view, TYPE_NOTE, COLOR_INK2);
    card(view->scene, box);
    box = inset_xy(box, view_px(view, 14), view_px(view, 8));
    struct rect row = cut_top(&box, view_px(view, 44), 0);
    int icon_px = view_px(view, 44), gap = view_px(view, 8);
    if (text_width(view->scene->fonts, &name, mind->name) + icon_px + gap <= row.w)
        scene_icon(view->scene, cut_left(&row, icon_px, gap), mind->icon, icon_px, COLOR_DONE);
    say_middle(view->scene, "", row, &name, 1, mind->name);
    scene_say(view->scene, "", box, &line, 0, mind->line);
}

/* Large type on a small panel has room for one line. */
static void draw_one_mind(struct view *view)
{
    struct text_style style = scene_type(view->scene, TYPE_LABEL, COLOR_INK, ALIGN_CENTER);
    const char *text = tr("请带好身份证和纸");
    int pad = view_px(view, 14), room = view->body.w - 2 * pad - style.px * 4 / 3 - view_px(view, 16);
    struct rect box = cut_bottom(&view->body, text_height(view->scene->fonts, &style, room, text) + 2 * pad,
                                 view_gap(view));
    card(view->scene, box);
    box = inset_xy(box, pad, pad);
    say_with_icon(view->scene, &box, ICON_BADGE, COLOR_DONE, &style, text);
}

static void draw_minds(struct view *view)
{
    const struct mind paper = {ICON_RECEIPT_LONG, tr("您的纸"),
                               view->visit->case_number ? tr("收件凭证 1 张") : tr("1 张，不用盖章")},
                      own = {ICON_BADGE, tr("您的身份证"), tr("请一起拿好")};
    int gap = view_gap(view), half = (view->body.w - gap) / 2;
    if (view->compact && view->scene->theme.elder) {
        draw_one_mind(view);
        return;
    }
    int first = small_mind_height(view, half, &paper), second = small_mind_height(view, half, &own);
    int height = !view->compact   ? view_px(view, view->scene->theme.elder ? 220 : 158)
                 : first > second ? first
                                  : second;
    struct rect row = cut_bottom(&view->body, height, view_either(view, 20, 14));
    (view->compact ? draw_small_mind : draw_mind)(view, column_of(row, 0, 2, gap), &paper);
    (view->compact ? draw_small_mind : draw_mind)(view, column_of(row, 1, 2, gap), &own);
}

/* The words of the bar go where large type leaves it no room. */
static void draw_reminder(struct view *view)
{
    int seconds = view->visit->seconds_left;
    bool bare = view->compact && view->scene->theme.elder;
    struct rect box =
        cut_bottom(&view->body, view_either(view, 64, bare ? 16 : 42), view_either(view, 20, 14));
    progress_bar(view->scene, box, seconds, REMIND_S, COLOR_DONE,
                 bare ? "" : scene_format(view->scene, tr("%d 秒后自动继续"), seconds));
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    bool brief = view.compact && scene->theme.elder; /* the picture says where */
    const struct button taken = {.id = "take_paper.done",
                                 .label = tr("拿好了"),
                                 .icon = ICON_DONE_ALL,
                                 .look = BUTTON_DONE,
                                 .type = TYPE_ACTION};
    view_primary(&view, &taken, NULL);
    view_headline(&view, "take.title", tr("办好了，请取走您的纸"), brief ? NULL : tr("纸在屏幕下面的出纸口"),
                  COLOR_DONE);
    if (visit->seconds_left >= 0)
        draw_reminder(&view);
    draw_minds(&view);
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
