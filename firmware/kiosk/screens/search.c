/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Looking for an item by typing: keys in the order of the alphabet, what is found above them. In low reach
 * the field stands in the freed top; on a wide panel the keys have a column of their own; a small one has its
 * form in search_pages.c.
 */
#include "base/tr.h"
#include "kiosk/screens/search_pages.h"
#include <string.h>

#define RESULTS_MAX 4
#define LETTERS     26
#define DIGITS      10

static void draw_entry(struct view *view, size_t found)
{
    const struct entry field = {
        .id = "search.box",
        .text = view->visit->query,
        .placeholder = tr("输入您要办的事"),
        .note = *view->visit->query ? scene_format(view->scene, tr("找到 %d 项"), (int)found) : NULL};
    view_title(view, "search.title", tr("找要办的事"), NULL);
    entry(view->scene, cut_top(view->show, view_px(view, 128), view_px(view, 20)), &field);
}

/* ---- keys ---- */

static void letter_key(const struct view *view, struct rect box, char letter)
{
    const char label[] = {letter, '\0'};
    key_cap(view->scene, box, scene_format(view->scene, "key.%s", label), ICON_NONE, label);
}

/* A row of digits above the letters; 删除 takes what the last row leaves. */
static void draw_keys(struct view *view)
{
    int columns = view->low ? DIGITS : 7, rows = LETTERS / columns + 1, gap = view_px(view, 16);
    int height = view_px(view, view->low ? 96 : view->scene->theme.elder ? 112 : 108);
    struct rect keys = view->body;
    if (!view->wide)
        keys = cut_bottom(&view->body, (rows + 1) * (height + gap) - gap, gap);
    keys.h -= view_px(view, 4); /* the hard lower edge */
    struct rect digits = row_of(keys, 0, rows + 1, gap);
    for (int i = 0; i < DIGITS; i++)
        letter_key(view, column_of(digits, i, DIGITS, gap), (char)('0' + (i + 1) % DIGITS));
    cut_top(&keys, digits.h, gap);
    for (int i = 0; i < LETTERS; i++)
        letter_key(view, cell_of(keys, i, columns, rows, gap), (char)('A' + i));
    struct rect back = cell_of(keys, LETTERS, columns, rows, gap);
    back.w = keys.x + keys.w - back.x;
    key_cap(view->scene, back, "key.back", ICON_BACKSPACE, tr("删除"));
}

/* ---- what was found ---- */

void search_hit_row(const struct view *view, struct rect box, const struct search_hit *hit)
{
    struct scene *scene = view->scene;
    struct search_span span = tr_current() == LANG_EN ? hit->en : hit->zh;
    struct badge badge = words_mode_badge(hit->item);
    if (view->wide || view->compact || scene->theme.elder)
        badge.label = NULL;
    const struct item_row row = {.id = scene_format(scene, "item.%s", hit->item->code),
                                 .name = tr_words(&hit->item->name),
                                 .facts = hit->alias ? scene_format(scene, tr("也叫“%s”"), hit->alias) : NULL,
                                 .badge = badge,
                                 .mark_from = span.from,
                                 .mark_len = span.len};
    item_row(scene, box, &row);
}

static void draw_hits(struct view *view, const struct search_hit *hits, int count)
{
    struct rect room = view->low ? view->body : *view->show;
    bool elder = view->scene->theme.elder;
    int gap = view_px(view, 16), least = view_px(view, !elder ? 128 : view->wide ? 224 : 176);
    int rows = (room.h + gap) / (least + gap);
    rows = rows < 1 ? 1 : rows > RESULTS_MAX ? RESULTS_MAX : rows;
    int height = (room.h + gap) / rows - gap;
    for (int i = 0; i < count && i < rows; i++)
        search_hit_row(view, cut_top(&room, height < least ? height : least, gap), &hits[i]);
}

/* Above the keys where there is room for it beside what is found, else in its place. */
static void draw_hint(struct view *view)
{
    const char *text = tr("按拼音第一个字母，比如“社保”按 S B");
    struct text_style style = view_type(view, TYPE_TEXT, COLOR_INK);
    bool stays = view->show == &view->body && !view->scene->theme.elder;
    int room = view->body.w - style.px * 4 / 3 - view_px(view, 16);
    struct rect line = stays ? cut_bottom(&view->body, text_height(view->scene->fonts, &style, room, text),
                                          view_px(view, 16))
                             : *view->show;
    if (stays || !*view->visit->query)
        say_with_icon(view->scene, &line, ICON_INFO, COLOR_OUTLINE, &style, text);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct search_hit hits[SEARCH_HITS];
    size_t count = search_items(visit->catalogue, visit->query, hits, COUNT_OF(hits));
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        search_pages(&view, hits, (int)(count < COUNT_OF(hits) ? count : COUNT_OF(hits)));
        return;
    }
    draw_keys(&view);
    draw_entry(&view, count);
    draw_hint(&view);
    if (*visit->query && count == 0)
        notice(scene, "search.none", view.show, NOTICE_ATTENTION, ICON_SUPPORT_AGENT, tr("没有找到。"),
               tr("可以请工作人员帮您。"));
    else
        draw_hits(&view, hits, (int)(count < RESULTS_MAX ? count : RESULTS_MAX));
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "key.half") == 0)
        visit_turn_keys(visit);
    else if (strncmp(id, "key.", 4) == 0)
        visit_type(visit, strcmp(id + 4, "back") == 0 ? '\b' : id[4]);
    if (strcmp(id, "search.all") == 0)
        visit_turn_page(visit, 1);
    if (strncmp(id, "item.", 5) == 0)
        visit_open_item(visit, id + 5);
}

const struct screen screen_search = {
    .name = "search",
    .draw = draw,
    .event = event,
};
