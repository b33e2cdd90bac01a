/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Nobody is here. Nothing moves; only the minute repaints the clock, and every hour the page takes its other
 * form (paper above, ink below) so that no edge burns in.
 */
#include "base/clock.h"
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static const struct {
    enum icon icon;
    const char *name, *line;
} steps[] = {
    {ICON_TOUCH_APP, tr_later("1 点一点"), tr_later("选要办的事")},
    {ICON_BADGE, tr_later("2 放一放"), tr_later("身份证放发光处")},
    {ICON_RECEIPT_LONG, tr_later("3 拿一拿"), tr_later("纸从下面出来")},
};

static void draw_step(const struct view *view, struct rect box, int i)
{
    struct scene *scene = view->scene;
    int corner = view_either(view, 32, 16), radius = view_either(view, 72, 32);
    scene_round(scene, box, corner, COLOR_STEP_CARD);
    if (scene->theme.contrast)
        scene_frame(scene, box, corner, scene_px(scene, 4), COLOR_ON_BAR);
    struct rect words = inset_xy(box, view_either(view, 12, 4), 0);
    cut_top(&words, view_either(view, 40, 12), 0);
    struct rect disc = cut_top(&words, 2 * radius, view_either(view, 28, 6));
    int cx = disc.x + disc.w / 2, cy = disc.y + radius;
    scene_circle(scene, cx, cy, radius, COLOR_HELP);
    scene_icon(scene, disc, steps[i].icon, view_either(view, 88, 42), COLOR_ON_HELP);
    struct text_style name = scene_type(scene, TYPE_H2, COLOR_ON_BAR, ALIGN_CENTER);
    struct text_style line = scene_type(scene, TYPE_BODY, COLOR_ON_BAR2, ALIGN_CENTER);
    if (scene->theme.elder || view->wide || tr_current() == LANG_EN)
        name = scene_type(scene, TYPE_H3, COLOR_ON_BAR, ALIGN_CENTER);
    if (view->compact)
        name = scene_type(scene, TYPE_NOTE_B, COLOR_ON_BAR, ALIGN_CENTER);
    say_cut(scene, "", &words, &name, 0, tr(steps[i].name));
    if (words.h >= text_height(scene->fonts, &line, words.w, tr(steps[i].line)))
        scene_say(scene, "", words, &line, 0, tr(steps[i].line));
}

/* Both lines, or the first one where both find no room. */
static const char *brief_enough(const struct view *view, const struct text_style *style, int width,
                                int height, const char *words)
{
    if (text_height(view->scene->fonts, style, width, words) <= height)
        return words;
    return scene_format(view->scene, "%.*s", (int)strcspn(words, "\n"), words);
}

/* The dark half: what this machine is, and how it goes. */
static void draw_promise(const struct view *view, struct rect box)
{
    struct scene *scene = view->scene;
    struct text_style title = view_type(view, TYPE_DISPLAY, COLOR_ON_BAR);
    struct text_style line = view_type(view, TYPE_ACTION, COLOR_ON_BAR2);
    if (scene->theme.elder || view->wide || view->compact)
        line = view_type(view, TYPE_LEAD, COLOR_ON_BAR2);
    line.weight = FONT_REGULAR;
    line.line_px = line.px * (view->compact ? 27 : 30) / 20;
    if (view->compact && tr_current() == LANG_EN)
        title = view_type(view, TYPE_H1, COLOR_ON_BAR);
    else if (tr_current() == LANG_EN || text_width(scene->fonts, &title, tr("家门口办事")) > box.w)
        title = view_type(view, TYPE_TITLE, COLOR_ON_BAR);
    const char *name = tr("家门口办事"),
               *words = tr("证明、明细，当场打印，马上拿走。\n许可、登记，先收材料，一次说清。");
    bool cards = !view->compact || !scene->theme.elder; /* large ones are too wide for a small panel */
    int cards_h = view_either(view, 362, 136), title_h = text_height(scene->fonts, &title, box.w, name),
        after = view_either(view, 16, 6);
    if (view->compact)
        words = brief_enough(view, &line, box.w, box.h - title_h - after - (cards ? cards_h : 0), words);
    int line_h = text_height(scene->fonts, &line, box.w, words);
    if (!cards && box.h < title_h + after + line_h)
        box = middle_of(box, title_h);
    say_cut(scene, "idle.title", &box, &title, after, name);
    if (box.h >= line_h)
        say_cut(scene, "", &box, &line, view_either(view, 40, 14), words);
    if (box.h < cards_h || !cards)
        return;
    struct rect row = cut_top(&box, cards_h, 0);
    scene_element(scene, ROLE_IMAGE, "idle.how", row, "");
    for (int i = 0; i < (int)COUNT_OF(steps); i++)
        draw_step(view, column_of(row, i, COUNT_OF(steps), view_gap(view)), i);
}

static struct text_style hours_type(const struct view *view)
{
    return view_type(view, view->compact ? TYPE_NOTE : TYPE_TEXT, COLOR_INK);
}

/* Whether it can be used now, on a plate as wide as the words. */
struct open {
    enum offer offer;
    bool good;
    const char *words;
    struct text_style style;
    int icon_px, pad, width, height;
};

static struct open open_of(const struct view *view, int room)
{
    struct fonts *fonts = view->scene->fonts;
    bool elder = view->scene->theme.elder;
    struct open open = {.offer = visit_instant_offer(view->visit),
                        .icon_px = view_either(view, 48, 40),
                        .pad = view_either(view, 16, 12),
                        .height = elder ? view_either(view, 80, 68) : view_either(view, 68, 54)};
    open.good = open.offer == OFFER_OK;
    open.words = open.good ? tr("现在可以使用") : words_offer(open.offer);
    open.style = view_type(view, TYPE_FACT, open.good ? COLOR_ON_DONE_TINT : COLOR_ON_ATTENTION_TINT);
    int around = open.icon_px + 3 * open.pad, wraps;
    open.width = text_width(fonts, &open.style, open.words) + around;
    open.width = open.width < room ? open.width : room;
    wraps = text_height(fonts, &open.style, open.width - around, open.words);
    open.height = wraps > open.style.line_px ? wraps + open.pad : open.height;
    return open;
}

static void draw_open(const struct view *view, struct rect *from)
{
    struct scene *scene = view->scene;
    const struct open open = open_of(view, from->w);
    struct text_style hours = hours_type(view);
    struct rect row = cut_top(from, open.height, view_px(view, 12));
    struct rect plate = cut_left(&row, open.width, view_px(view, 24));
    scene_round(scene, plate, view_px(view, 10), open.good ? COLOR_DONE_TINT : COLOR_ATTENTION_TINT);
    struct rect words = inset_xy(plate, open.pad, 0);
    scene_icon(scene, cut_left(&words, open.icon_px, open.pad),
               open.good ? ICON_CHECK_CIRCLE : words_offer_icon(open.offer), open.icon_px,
               open.good ? COLOR_ON_DONE_TINT : COLOR_ON_ATTENTION_TINT);
    say_middle(scene, "idle.open", words, &open.style, 0, open.words);
    const char *today = words_staff_today(scene, view->visit);
    if (text_width(scene->fonts, &hours, today) <= row.w)
        say_middle(scene, "idle.hours", row, &hours, 1, today);
    else
        say_cut(scene, "idle.hours", from, &hours, view_px(view, 12), today);
}

/* Keeps what is short enough for a column; returns how many those are. */
static int short_ones(const struct view *view, const struct text_style *line, int room,
                      const struct item *const *items, int count, const struct item **ret)
{
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (text_width(view->scene->fonts, line, tr_words(&items[i]->result)) <= room)
            ret[kept++] = items[i];
    return kept;
}

/* What can be taken away at once, by what it gives: in two columns if these hold more, as many as there is
 * room for. */
static void draw_today(const struct view *view, struct rect box)
{
    enum { MOST = 16 };
    struct scene *scene = view->scene;
    const struct item *all[MOST], *whole[MOST], *brief[MOST], *const *items = whole;
    int count = (int)visit_items(view->visit, ZONE_ANY, FILTER_INSTANT, all, MOST);
    count = count < MOST ? count : MOST;
    struct text_style head = view_type(view, TYPE_BODY, COLOR_INK2),
                      line = view_type(view, TYPE_TEXT, COLOR_INK);
    if (visit_instant_offer(view->visit) != OFFER_OK) {
        const char *still = tr("办事指南和附近的服务点照常可以看。");
        if (text_height(scene->fonts, &line, box.w, still) <= box.h)
            say_cut(scene, "idle.today", &box, &line, 0, still);
        return;
    }
    int tick_w = view_px(view, 40), gap = view_px(view, 12), row_h = line.line_px + view_px(view, 8);
    int rows = (box.h - head.line_px - gap) / row_h, columns = 1;
    int kept = short_ones(view, &line, box.w / 2 - tick_w - 2 * gap, all, count, brief);
    count = short_ones(view, &line, box.w - tick_w - gap, all, count, whole);
    if (kept > rows) {
        items = brief;
        count = kept;
        columns = 2;
    }
    if (rows < 1 || count == 0)
        return;
    say_cut(scene, "idle.today", &box, &head, gap, tr("今天这里可以办"));
    box.h = rows * row_h;
    for (int i = 0; i < rows * columns && i < count; i++) {
        struct rect cell = cell_of(box, i, columns, rows, 0);
        struct rect tick = cut_left(&cell, tick_w, gap);
        scene_icon(scene, middle_of(tick, line.line_px), ICON_CHECK, tick_w, COLOR_DONE);
        say_middle(scene, "", cell, &line, 1, tr_words(&items[i]->result));
    }
}

/* After a crash in mid-page whoever stood here is told what is known, and the number to name. */
struct interruption {
    const char *strong, *text; /* strong is NULL when there was none */
};

static struct interruption interruption_of(const struct view *view)
{
    uint64_t number = visit_interrupted(view->visit, view->scene->now_ms);
    /* A new start is never in large type; where somebody has chosen it since, a small panel has no room. */
    if (!number || (view->compact && view->scene->theme.elder))
        return (struct interruption){0};
    return (struct interruption){tr("本机刚才重新启动了。"),
                                 scene_format(view->scene,
                                              tr("没有纸或者纸不完整的话，请把编号 %s 报给工作人员。"),
                                              words_case_number(view->scene, number))};
}

static int interruption_height(const struct view *view, int width)
{
    struct interruption told = interruption_of(view);
    return told.strong ? notice_height(view->scene, width, told.strong, told.text) + view_gap(view) : 0;
}

/* What is now, above the key: an interruption, whether it can be used, what there is. */
static void draw_state(const struct view *view, struct rect *from)
{
    struct interruption told = interruption_of(view);
    struct text_style hours = hours_type(view);
    if (told.strong) {
        notice(view->scene, "idle.interrupted", from, NOTICE_ATTENTION, ICON_INFO, told.strong, told.text);
        scene_again(view->scene, (int)(view->visit->interrupted_until_ms - view->scene->now_ms));
        if (from->h < open_of(view, from->w).height + 2 * hours.line_px)
            return;
    }
    draw_open(view, from);
    draw_today(view, *from);
}

static void draw_start(const struct view *view, struct rect box)
{
    const struct button start = {.id = "idle.start",
                                 .label = tr("请轻触屏幕开始"),
                                 .icon = ICON_TOUCH_APP,
                                 .look = BUTTON_PRIMARY,
                                 .type = tr_current() == LANG_EN ? TYPE_ACTION : TYPE_TITLE};
    box.y -= view_px(view, 4);
    button(view->scene, box, &start);
    view->scene->elsewhere = "idle.start";
}

#define COMPACT_START 128

/* Above the keys on a small panel: what they say, and a third of what is over on one of another shape. */
static int compact_paper(const struct view *view, int height)
{
    struct text_style hours = hours_type(view);
    bool elder = view->scene->theme.elder;
    int over = height - view_px(view, elder ? 630 : 670);
    return open_of(view, view->body.w).height + view_px(view, 12 + 2 * 16 + 16 + COMPACT_START) +
           text_height(view->scene->fonts, &hours, view->body.w,
                       words_staff_today(view->scene, view->visit)) +
           interruption_height(view, view->body.w) + (over > 0 ? over / 3 : 0);
}

static int paper_height(const struct view *view, int height)
{
    return view->compact ? compact_paper(view, height) : view_px(view, view->scene->theme.elder ? 720 : 648);
}

/* Portrait, normal reach: ink above and paper below, or the other way round in every second hour. */
static void draw_tall(struct view *view, bool swapped)
{
    int margin = view->body.x;
    struct rect room = {0, view->body.y - view_either(view, 36, 14), view->scene->theme.width, 0};
    room.h = view->body.y + view->body.h + view_either(view, 32, 14) - room.y;
    int paper_h = paper_height(view, room.h);
    struct rect paper = swapped ? cut_top(&room, paper_h, 0) : cut_bottom(&room, paper_h, 0);
    scene_fill(view->scene, room, COLOR_BAR);
    draw_promise(view, inset_xy(room, margin, view_either(view, 64, 16)));
    struct rect left = inset_xy(paper, margin, view_either(view, 36, 16));
    struct rect key = cut_bottom(&left, view_either(view, 224, COMPACT_START), view_either(view, 32, 14));
    draw_state(view, &left);
    draw_start(view, key);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    int64_t now_s = clock_now_s(visit->clock);
    if (!view.low && !view.wide) {
        draw_tall(&view, clock_minute_of_day(now_s) / 60 % 2 == 1);
        return;
    }
    struct rect back = rect_inset(*view.show, -view_px(&view, 20));
    if (view.low)
        back = (struct rect){0, back.y, scene->theme.width, back.h};
    scene_fill(scene, back, COLOR_BAR);
    draw_promise(&view, *view.show);
    draw_start(&view, cut_bottom(&view.body, view_px(&view, 224), view_px(&view, 32)));
    draw_state(&view, &view.body);
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "idle.start") == 0)
        visit_begin(visit);
}

const struct screen screen_idle = {
    .name = "idle",
    .draw = draw,
    .event = event,
};
