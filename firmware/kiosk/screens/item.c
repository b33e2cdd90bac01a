/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One service: what you get, what to bring, how long, what it costs. The button is the consent; who does not
 * agree finds under item.guide where else it can be done. A service that cannot be finished here now says
 * why, and where instead.
 */
#include "base/tr.h"
#include "kiosk/screens/item_parts.h"
#include "kiosk/screens/list.h"
#include "kiosk/screens/materials_table.h"
#include <stdlib.h>
#include <string.h>

void item_title(struct view *view, const struct item *item, struct rect *from, enum type_role type)
{
    struct scene *scene = view->scene;
    struct badge mode = words_mode_badge(item);
    struct text_style note = view_type(view, TYPE_NOTE, COLOR_INK2), name = view_type(view, type, COLOR_INK);
    struct rect row = cut_top(from, badge_height(scene), view_px(view, 12));
    badge(scene, cut_left(&row, badge_width(scene, &mode), view_px(view, 16)), &mode, false);
    const char *kind = item->mode == MODE_INSTANT ? tr("现在就能打印") : tr("先登记，再由窗口办理");
    const char *line = scene_format(scene, "%s · %s", item->code, kind);
    if (item->mode == MODE_GUIDE || visit_offer(view->visit, item) != OFFER_OK ||
        text_width(scene->fonts, &note, line) > row.w)
        line = item->code;
    say_middle(scene, "item.code", row, &note, 1, line);
    struct rect title = *from;
    title.w = balanced_width(scene, &name, title.w, tr_words(&item->name));
    say_cut(scene, "item.title", &title, &name, view_either(view, 20, 14), tr_words(&item->name));
    cut_top(from, title.y - from->y, 0);
}

void item_facts(struct scene *scene, const struct item *item, struct fact ret[ITEM_FACTS])
{
    const char *limit = words_limit(scene, item), *fee = words_fee(scene, item),
               *result = tr_words(&item->result);
    if (item->mode == MODE_INSTANT) {
        const struct fact facts[] = {{ICON_RECEIPT_LONG, COLOR_OUTLINE, tr("您会拿到"), result, NULL},
                                     {ICON_SCHEDULE, COLOR_OUTLINE, tr("要多久"), limit, NULL},
                                     {ICON_BADGE, COLOR_OUTLINE, tr("要带"), tr("本人居民身份证"), NULL},
                                     {ICON_PAYMENTS, COLOR_OUTLINE, tr("费用"), fee, NULL}};
        memcpy(ret, facts, sizeof facts);
        return;
    }
    const char *trips = scene_format(scene, tr("最多 %d 次"), item->trips);
    const struct fact facts[] = {{ICON_EVENT, COLOR_OUTLINE, tr("多久办好"), limit, NULL},
                                 {ICON_PAYMENTS, COLOR_OUTLINE, tr("费用"), fee, NULL},
                                 {ICON_WALK, COLOR_OUTLINE, tr("要跑几次"), trips, NULL},
                                 {ICON_VERIFIED_USER, COLOR_OUTLINE, tr("会拿到"), result, NULL}};
    memcpy(ret, facts, sizeof facts);
}

static void draw_facts(struct view *view, const struct item *item)
{
    struct fact facts[ITEM_FACTS];
    item_facts(view->scene, item, facts);
    facts_card(view->scene, "item.facts", view->show, facts, COUNT_OF(facts));
}

/* Inputs with a default are choices right here and add no step. */
bool item_asks(const struct input *input)
{
    return input->default_value && input->kind == INPUT_CHOICE;
}

static int choice_key_height(const struct view *view)
{
    return view_either(view, 104, view->scene->theme.elder ? 124 : 88); /* two lines of large words */
}

int item_choice_height(const struct view *view, int width, const struct input *input)
{
    struct text_style label = view_type(view, TYPE_H3, COLOR_INK);
    return text_height(view->scene->fonts, &label, width, tr_words(&input->label)) + view_px(view, 12) +
           choice_key_height(view);
}

void item_choice(struct view *view, struct rect *from, const struct input *input, const char *chosen)
{
    struct scene *scene = view->scene;
    const struct choice *choices = input->choices.items;
    int count = (int)input->choices.count, gap = view_px(view, 16);
    struct text_style label = view_type(view, TYPE_H3, COLOR_INK);
    struct rect box = cut_top(from, item_choice_height(view, from->w, input), view_gap(view));
    say_cut(scene, scene_format(scene, "input.%s", input->name), &box, &label, view_px(view, 12),
            tr_words(&input->label));
    for (int i = 0; i < count; i++) {
        const struct segment choice = {.id =
                                           scene_format(scene, "input.%s.%s", input->name, choices[i].value),
                                       .label = tr_words(&choices[i].label),
                                       .radio = true,
                                       .chosen = chosen && strcmp(chosen, choices[i].value) == 0};
        segment(scene, column_of(box, i, count, gap), &choice);
    }
}

/* In large type and low reach they are cut off the foot of the body. */
static void draw_input(struct view *view, const struct input *input, const char *chosen)
{
    struct rect foot;
    bool at_foot = view->low || view->scene->theme.elder;
    if (at_foot)
        foot = cut_bottom(&view->body, item_choice_height(view, view->body.w, input), view_gap(view));
    item_choice(view, at_foot ? &foot : &view->body, input, chosen);
}

static void draw_inputs(struct view *view, const struct item *item)
{
    for (size_t i = 0; i < item->inputs.count; i++)
        if (item_asks(item_input(item, i)))
            draw_input(view, item_input(item, i), view->visit->inputs[i]);
}

static void draw_steps(struct view *view)
{
    static const char *const words[] = {tr_later("把身份证平放在屏幕下面发光的地方"),
                                        tr_later("核对是不是您本人"), tr_later("等打印，取走您的纸")};
    struct scene *scene = view->scene;
    struct rect *from = view_roomier(view);
    struct text_style head = view_type(view, TYPE_H3, COLOR_INK),
                      line = view_type(view, TYPE_TEXT, COLOR_INK);
    struct text_style number = scene_type(scene, TYPE_BODY_B, COLOR_ON_TINT, ALIGN_CENTER);
    int pad = view_px(view, 28), row_h = view_px(view, 76), head_h = head.line_px + view_px(view, 12);
    int height = 2 * pad + head_h + (int)COUNT_OF(words) * row_h;
    int room = from->w - 2 * view_px(view, 36) - view_px(view, 76);
    bool fits = height <= from->h;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        fits = fits && text_width(scene->fonts, &line, tr(words[i])) <= room;
    if (!fits)
        return; /* the confirm page and the pictures say it again */
    struct rect box = cut_top(from, height, view_px(view, 24));
    card(scene, box);
    box = inset_xy(box, view_px(view, 36), pad);
    say_cut(scene, "item.steps", &box, &head, view_px(view, 12), tr("接下来"));
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        struct rect row = cut_top(&box, row_h, 0),
                    sign = cut_left(&row, view_px(view, 56), view_px(view, 20));
        scene_circle(scene, sign.x + sign.w / 2, sign.y + sign.h / 2, sign.w / 2, COLOR_TINT);
        scene_write(scene, middle_of(sign, number.line_px), &number, 1,
                    scene_format(scene, "%d", (int)i + 1));
        say_middle(scene, "", row, &line, 1, tr(words[i]));
    }
}

/* ---- who agrees, and who does not ---- */

static const char *unit_words(const struct view *view, const struct unit *unit)
{
    return scene_format(view->scene, tr("%s · 电话 %s"), words_hours(view->scene, &unit->hours), unit->phone);
}

/* Where else it can be done, in one sentence. */
const char *item_elsewhere(const struct view *view, const struct item *item)
{
    if (item->guide.zh)
        return tr_words(&item->guide);
    const struct unit *unit = casework_route(view->visit->catalogue, view->visit->station, item);
    return unit ? scene_format(view->scene, tr("可以到这里办：%s，%s"), words_place(view->scene, unit),
                               unit_words(view, unit))
                : tr("工作人员可以告诉您到哪里办。");
}

struct fact item_where(const struct view *view, const struct item *item)
{
    const struct unit *unit = casework_route(view->visit->catalogue, view->visit->station, item);
    struct fact where = {ICON_PLACE, COLOR_OUTLINE, tr("可以到这里办"), item_elsewhere(view, item), NULL};
    if (unit && item->mode != MODE_GUIDE) {
        where.value = words_place(view->scene, unit);
        where.note = unit_words(view, unit);
    }
    return where;
}

struct button item_agree(const struct view *view, const struct item *item)
{
    return (struct button){.id = "nav.next",
                           .label = tr("同意并刷身份证"),
                           .icon = ICON_BADGE,
                           .look = item->mode == MODE_INSTANT ? BUTTON_DONE : BUTTON_PRIMARY,
                           .type = view->scene->theme.elder ? TYPE_FACT : TYPE_ACTION};
}

struct button item_disagree(const struct view *view)
{
    bool guide = visit_sheet_open(view->visit) == SHEET_GUIDE;
    return (struct button){.id = "item.guide",
                           .label = guide ? tr("收起") : tr("不同意"),
                           .look = BUTTON_SECONDARY,
                           .type = TYPE_LABEL,
                           .spoken = tr("不同意，看看到哪里办")};
}

struct button item_home(void)
{
    return (struct button){.id = "nav.home",
                           .label = tr("回到首页"),
                           .icon = ICON_HOME,
                           .look = BUTTON_PRIMARY,
                           .type = TYPE_ACTION};
}

/* A guide is no trouble: it only is not done here. */
struct reason {
    const char *strong, *text;
};

static struct reason reason_of(const struct view *view, enum offer offer)
{
    if (offer == OFFER_GUIDE_ONLY)
        return (struct reason){NULL, words_offer(offer)};
    return (struct reason){words_offer_sentence(view->scene, offer), tr("不是您的问题。")};
}

int item_notice_height(const struct view *view, int width, enum offer offer)
{
    struct reason reason = reason_of(view, offer);
    return notice_height(view->scene, width, reason.strong, reason.text);
}

void item_notice(struct view *view, struct rect *from, enum offer offer)
{
    struct reason reason = reason_of(view, offer);
    notice(view->scene, "item.offer", from, reason.strong ? NOTICE_TROUBLE : NOTICE_ATTENTION,
           words_offer_icon(offer), reason.strong, reason.text);
}

static void draw_consent(struct view *view, const struct item *item)
{
    struct scene *scene = view->scene;
    bool guide = visit_sheet_open(view->visit) == SHEET_GUIDE;
    const struct button agree = item_agree(view, item), disagree = item_disagree(view);
    view_primary(view, &agree, &disagree);
    const char *text = guide ? item_elsewhere(view, item) : tr_words(&view->visit->catalogue->consent.text);
    struct text_style style = view_type(view, TYPE_NOTE, COLOR_INK2);
    int room = view->body.w - style.px * 4 / 3 - view_px(view, 16);
    struct rect box =
        cut_bottom(&view->body, text_height(scene->fonts, &style, room, text), view_px(view, 16));
    say_with_icon(scene, &box, guide ? ICON_PLACE : ICON_VERIFIED_USER, guide ? COLOR_OUTLINE : COLOR_DONE,
                  &style, text);
}

static void draw_refusal(struct view *view, const struct item *item, enum offer offer)
{
    const struct button home = item_home();
    view_primary(view, &home, NULL);
    item_notice(view, view->show, offer);
    struct fact where = item_where(view, item);
    facts_list_card(view->scene, "item.where", view_roomier(view), &where, 1);
}

/* Page by page, where there is room for the keys that turn them. */
static void draw_papers(struct view *view, const struct item *item)
{
    struct rect *from = view_roomier(view), less = *from;
    int pages = materials_pages(view, from, item, NULL), pager = list_pager_height(view, &view->body);
    if (from == &view->body)
        less.h -= pager;
    if (pages > 1)
        pages = view->body.h >= pager ? materials_pages(view, &less, item, NULL) : 1;
    struct list list = list_of_papers(view->visit, pages);
    list_pager(view, &view->body, &list);
    materials_table(view, from, item, NULL, pages > 1 ? view->visit->paper_page : -1);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct item *item = visit->item;
    enum offer offer = visit_offer(visit, item);
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        item_pages(&view, item, offer);
        return;
    }
    item_title(&view, item, view.show, TYPE_H2);
    if (offer == OFFER_OK)
        draw_consent(&view, item);
    else
        draw_refusal(&view, item, offer);
    bool brief = scene->theme.elder && item->mode == MODE_HANDOFF; /* the papers say more than the facts */
    if (offer == OFFER_OK && scene->theme.elder)
        draw_inputs(&view, item); /* the choice comes before the facts when there is room for one of them */
    if (item->mode != MODE_GUIDE && !brief)
        draw_facts(&view, item);
    if (offer == OFFER_OK && !scene->theme.elder)
        draw_inputs(&view, item);
    if (item->mode == MODE_HANDOFF)
        draw_papers(&view, item);
    if (item->mode == MODE_INSTANT && offer == OFFER_OK)
        draw_steps(&view);
}

static void choose(struct visit *visit, const char *name_and_value)
{
    for (size_t i = 0; i < visit->item->inputs.count; i++) {
        const char *name = item_input(visit->item, i)->name;
        size_t len = strlen(name);
        if (strncmp(name_and_value, name, len) == 0 && name_and_value[len] == '.')
            visit_choose_input(visit, i, name_and_value + len + 1);
    }
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "item.guide") == 0)
        visit_turn_sheet(visit, SHEET_GUIDE);
    if (strncmp(id, "input.", 6) == 0)
        choose(visit, id + 6);
}

const struct screen screen_item = {
    .name = "item",
    .draw = draw,
    .event = event,
};
