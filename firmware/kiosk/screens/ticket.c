/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The case is lodged: its number, where to go, by when, what to bring, in the same order as on the slip that
 * prints meanwhile. Nothing here names anybody; sensitive cases show their zone only.
 */
#include "base/tr.h"
#include "kiosk/screens/ticket_parts.h"

static void draw_title(struct view *view)
{
    struct scene *scene = view->scene;
    struct text_style title = view_type(view, TYPE_BIG, COLOR_INK),
                      line = view_type(view, TYPE_TEXT, COLOR_INK);
    int icon_px = view_px(view, 120), gap = view_px(view, 28), room = view->show->w - icon_px - gap;
    const char *words = tr("这是收件凭证，不是受理通知。");
    int height = title.line_px + text_height(scene->fonts, &line, room, words);
    struct rect row = cut_top(view->show, height > icon_px ? height : icon_px, view_px(view, 16));
    scene_icon(scene, cut_left(&row, icon_px, gap), ICON_CHECK_CIRCLE, icon_px, COLOR_DONE);
    row = middle_of(row, height);
    say_cut(scene, "ticket.title", &row, &title, 0, tr("登记好了"));
    scene_say(scene, "", row, &line, 0, words);
}

void ticket_code(const struct view *view, struct rect box)
{
    struct scene *scene = view->scene;
    scene_round(scene, box, view_px(view, 12), COLOR_WHITE);
    scene_frame(scene, box, view_px(view, 12), view_px(view, 2), COLOR_LINE);
    scene_element(scene, ROLE_IMAGE, "ticket.qr", box, tr("窗口扫这个码，不用再报一遍"));
    if (view->visit->screen_url)
        scene_qr(scene, rect_inset(box, view_px(view, 4)), view->visit->screen_url, TICKET_CODE_VERSION);
}

static void draw_code(struct view *view, struct rect *from)
{
    struct scene *scene = view->scene;
    const struct item *item = view->visit->item;
    int side = view_px(view, view->low ? 300 : scene->theme.elder ? 330 : 398);
    int most = from->h - view_px(view, view->low ? 108 : 180); /* the number stands below */
    side = side < most ? side : most;
    struct rect row = cut_top(from, side, view_px(view, 10));
    struct rect code = cut_left(&row, side, view_px(view, 32));
    ticket_code(view, code);
    struct badge mode = words_mode_badge(item);
    const char *name = item->sensitive ? tr(words_zone(item->zone)->name) : tr_words(&item->name);
    struct text_style big = view_type(view, TYPE_H3, COLOR_INK),
                      small = view_type(view, TYPE_BODY, COLOR_INK2);
    if (text_height(scene->fonts, &big, row.w, name) > row.h)
        big = view_type(view, TYPE_BODY_B, COLOR_INK);
    int name_h = text_height(scene->fonts, &big, row.w, name);
    int line_h = text_height(scene->fonts, &small, row.w, tr("窗口扫这个码，不用再报一遍"));
    bool both = badge_height(scene) + name_h + line_h + 2 * view_px(view, 16) <= row.h;
    int badge_h = badge_height(scene) + view_px(view, 16);
    bool badged = badge_h + name_h <= row.h;
    row = middle_of(row, name_h + (badged ? badge_h : 0) + (both ? line_h + view_px(view, 16) : 0));
    if (badged)
        badge(scene, cut_top(&row, badge_height(scene), view_px(view, 16)), &mode, false);
    say_cut(scene, "ticket.item", &row, &big, view_px(view, 16), name);
    if (both)
        scene_say(scene, "", row, &small, 0, tr("窗口扫这个码，不用再报一遍"));
}

static void draw_number(struct view *view, struct rect *from)
{
    struct scene *scene = view->scene;
    struct text_style label = view_type(view, TYPE_NOTE, COLOR_INK2),
                      number = view_type(view, TYPE_NUMBER, COLOR_INK);
    const char *text = words_case_number(scene, view->visit->case_number);
    if (text_width(scene->fonts, &number, text) > from->w)
        number = view_type(view, TYPE_LABEL, COLOR_INK); /* a number broken in two is read wrongly */
    if (text_width(scene->fonts, &number, text) > from->w)
        number = view_type(view, TYPE_H2, COLOR_INK);
    if (!view->low)
        say_cut(scene, "", from, &label, 0, tr("办件编号"));
    say_cut(scene, "ticket.no", from, &number, view_px(view, 8), text);
}

/* ---- where, when, what ---- */

static const char *due(const struct view *view)
{
    const struct case_dates *dates = &view->visit->dates;
    struct scene *scene = view->scene;
    const char *accepted = words_day(scene, view->visit, dates->accepted.date),
               *done = words_day(scene, view->visit, dates->done.date);
    if (view->visit->item->limit.promised == 0)
        return tr("窗口当场办好");
    return scene_format(
        scene, dates->done.provisional ? tr("如 %s受理，\n暂按最迟 %s办好") : tr("如 %s受理，\n最迟 %s办好"),
        accepted, done);
}

static const char *heard(const struct view *view)
{
    const struct case_dates *dates = &view->visit->dates;
    const char *text = scene_format(
        view->scene, dates->heard.provisional ? tr("暂按最迟 %s告诉您是否受理") : tr("最迟 %s告诉您是否受理"),
        words_day(view->scene, view->visit, dates->heard.date));
    bool uncertain = dates->done.provisional || dates->heard.provisional;
    return uncertain ? scene_format(view->scene, tr("%s。放假安排未公布，日期暂定"), text) : text;
}

bool ticket_slipless(const struct visit *visit)
{
    return visit->slip_done && !visit->slip_printed;
}

/* Where they are named, if not here: of a sensitive case a paper's name says as much as its own. */
static const char *named_elsewhere(const struct view *view, int count)
{
    bool none = ticket_slipless(view->visit);
    if (view->visit->item->sensitive)
        return none ? tr("窗口会告诉您") : tr("都印在单子上");
    return scene_format(view->scene, none ? tr("%d 样，窗口会告诉您") : tr("%d 样，都印在单子上"), count);
}

/* The papers to bring, then the first that may follow later. Without names: how many, the slip names them. */
static struct fact papers(const struct view *view, bool by_name)
{
    const struct visit *visit = view->visit;
    struct scene *scene = view->scene;
    const char *bring = "", *later = NULL;
    int count = 0;
    for (size_t i = 0; i < visit->item->materials.count && i < CASE_MATERIALS_MAX; i++) {
        const struct material *material = item_material(visit->item, i);
        const char *name = tr_words(&material->name);
        if (casework_to_bring(material, visit->choices[i]))
            bring = scene_format(scene, "%s%s%s", bring, count++ ? tr("、") : "", name);
        else if (visit->choices[i] == CHOICE_DEFER && !later && !visit->item->sensitive) {
            struct deadline day = casework_deferred(visit->catalogue->calendar, &visit->dates, material);
            later =
                scene_format(scene, tr("%s可以晚交，最迟 %s"), name, words_day(scene, view->visit, day.date));
        }
    }
    if (visit->item->sensitive ? count > 0 : count > 1 && !by_name)
        bring = named_elsewhere(view, count);
    return (struct fact){ICON_WORK, COLOR_OUTLINE, tr("要带"),
                         count                    ? bring
                         : ticket_slipless(visit) ? tr("身份证")
                                                  : tr("身份证和这张纸单"),
                         later};
}

static bool fits_without_notes(const struct view *view, struct rect room, const struct fact *facts)
{
    struct fact bare[TICKET_FACTS];
    for (int i = 0; i < TICKET_FACTS; i++) {
        bare[i] = facts[i];
        bare[i].note = NULL;
    }
    return facts_list_height(view->scene, room.w, bare, TICKET_FACTS) <= room.h;
}

/* Whoever books a home visit cannot come: the number to ring comes first. */
static struct fact where_to_turn(const struct view *view)
{
    const struct unit *unit = view->visit->unit;
    struct scene *scene = view->scene;
    const char *open = words_hours(scene, &unit->hours), *place = words_place(scene, unit),
               *phone = scene_format(scene, tr("电话 %s"), unit->phone);
    if (view->visit->item->routing == ROUTE_AGENT)
        return (struct fact){ICON_CALL, COLOR_OUTLINE, tr("打电话，或到这里"), phone,
                             scene_format(scene, "%s\n%s", place, open)};
    const char *hours = view->compact ? scene_format(scene, "%s\n%s", open, phone)
                                      : scene_format(scene, tr("%s · 电话 %s"), open, unit->phone);
    return (struct fact){ICON_PLACE, COLOR_OUTLINE, tr("请到这里"), place, hours};
}

void ticket_facts(const struct view *view, struct fact ret[TICKET_FACTS])
{
    ret[0] = where_to_turn(view);
    ret[1] = (struct fact){ICON_EVENT, COLOR_OUTLINE, tr("什么时候办好"), due(view), heard(view)};
    ret[2] = papers(view, true);
}

static void draw_facts(struct view *view, struct rect room)
{
    struct scene *scene = view->scene;
    struct fact facts[TICKET_FACTS];
    ticket_facts(view, facts);
    if (!fits_without_notes(view, room, facts))
        facts[2] = papers(view, false);
    if (!fits_without_notes(view, room, facts))
        facts[0].label = facts[1].label = NULL; /* a place and a day are known for what they are */
    int count = facts_fit(scene, room.w, room.h, facts, TICKET_FACTS);
    facts_list(scene, room, facts, count);
}

static void draw_slip(struct view *view)
{
    const struct visit *visit = view->visit;
    bool none = ticket_slipless(visit);
    const struct button next = {.id = "nav.next",
                                .label = none               ? tr("记好了，结束")
                                         : visit->slip_done ? tr("下一步：取纸单")
                                                            : tr("纸单正在打印"),
                                .icon = none ? ICON_CHECK : ICON_RECEIPT_LONG,
                                .look = BUTTON_DONE,
                                .type = TYPE_ACTION,
                                .disabled = !visit->slip_done};
    view_primary(view, &next, NULL);
    if (view->scene->theme.elder && !visit->case_offline && !none)
        return; /* the button says that it prints; the room is for the facts */
    struct text_style style = view_type(view, TYPE_BODY, COLOR_INK);
    const char *text = none                  ? tr(TICKET_SLIPLESS)
                       : visit->case_offline ? tr("现在断网，联网后自动送达，编号有效。")
                       : visit->slip_done    ? tr("没有手机也可以，凭纸单去。")
                                          : tr("纸单正在打印。没有手机也可以，凭纸单去。");
    int room = view->body.w - style.px * 4 / 3 - view_px(view, 16);
    struct rect line =
        cut_bottom(&view->body, text_height(view->scene->fonts, &style, room, text), view_px(view, 16));
    say_with_icon(view->scene, &line,
                  none                  ? ICON_PRINT_DISABLED
                  : visit->case_offline ? ICON_CLOUD_OFF
                                        : ICON_PRINT,
                  COLOR_OUTLINE, &style, text);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        ticket_by_page(&view);
        return;
    }
    draw_slip(&view);
    draw_title(&view);
    bool apart = view.low || view.wide; /* code on the sign, facts beside or below it */
    struct rect panel = apart ? view.sign : view.body;
    int pad = view_px(&view, 40);
    card(scene, panel);
    scene_element(scene, ROLE_IMAGE, "ticket.panel", panel, "");
    panel = inset_xy(panel, pad, view_px(&view, apart ? 12 : 28));
    draw_code(&view, &panel);
    draw_number(&view, &panel);
    if (apart) {
        card(scene, view.body);
        draw_facts(&view, inset_xy(view.body, pad, 0));
        return;
    }
    scene_fill(scene, (struct rect){panel.x, panel.y, panel.w, view_px(&view, 2)}, COLOR_LINE);
    panel.h += view_px(&view, 24);
    draw_facts(&view, panel);
}

const struct screen screen_ticket = {
    .name = "ticket",
    .draw = draw,
};
