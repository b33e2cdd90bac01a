/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The station cannot serve now. Where else, and which number to call; it comes back by itself. */
#include "base/tr.h"
#include "kiosk/screens/fact_sheet.h"
#include "kiosk/screens/fault_words.h"

static void draw_sign(struct view *view, enum icon icon)
{
    int side = view->wide ? view_px(view, 160) : view_either(view, 240, view->scene->theme.elder ? 84 : 112);
    struct rect sign = cut_top(view->show, side, view_either(view, 40, 16));
    sign = (struct rect){sign.x + (sign.w - side) / 2, sign.y, side, side};
    scene_round(view->scene, sign, view_either(view, 40, 20), COLOR_DANGER_TINT);
    scene_icon(view->scene, sign, icon, side * 2 / 3, COLOR_DANGER);
}

/* Where a small panel has no room for all: first without the labels, then without what happened; where else
 * and whom to call is always said. */
static int first_that_fits(const struct view *view, struct fact *facts, int count)
{
    int width = view->show->w - 2 * view_px(view, 18), height = view->show->h;
    struct fact bare[3];
    for (int i = 0; i < count; i++) {
        bare[i] = facts[i];
        bare[i].note = NULL;
    }
    if (facts_list_height(view->scene, width, bare, count) <= height)
        return 0;
    for (int i = 0; i < count; i++)
        bare[i].label = facts[i].label = NULL;
    return facts_list_height(view->scene, width, bare, count) <= height ? 0 : 1;
}

static void draw_facts(struct view *view, const struct fault_words *words)
{
    struct scene *scene = view->scene;
    struct fact facts[3];
    int count = 0;
    facts[count++] = (struct fact){ICON_INFO, COLOR_OUTLINE, tr("发生了什么"), tr(words->happened), NULL};
    if (fact_nearest(view, tr("可以到这里办"), &facts[count]))
        count++;
    facts[count++] = (struct fact){ICON_SUPPORT_AGENT, COLOR_OUTLINE, tr("打电话"),
                                   scene_format(scene, tr("%s 或 12345"), view->visit->station->phone),
                                   words_staff_today(scene, view->visit)};
    int first = view->compact ? first_that_fits(view, facts, count) : 0;
    facts_list_card(scene, "service.where", view->show, facts + first, count - first);
}

/* At the foot, where the footer's key is on other pages: the one who cannot read this has nobody to ask. */
static void draw_language(const struct view *view, struct rect *foot)
{
    const struct button language = {.id = "nav.lang",
                                    .label = tr("English"),
                                    .icon = ICON_LANGUAGE,
                                    .look = BUTTON_SECONDARY,
                                    .type = TYPE_LABEL};
    struct text_style style = view_type(view, TYPE_LABEL, COLOR_INK);
    int width = text_width(view->scene->fonts, &style, language.label) + 2 * style.px + view_px(view, 48);
    button(view->scene, cut_right(foot, width, view_gap(view)), &language);
}

static void draw_foot(const struct view *view, struct rect *from)
{
    bool small = view->compact && view->scene->theme.elder;
    struct text_style now = scene_type(view->scene, small ? TYPE_NOTE : TYPE_LEAD, COLOR_INK2, ALIGN_LEFT);
    struct rect foot = cut_bottom(from, view_px(view, 96), view_gap(view));
    draw_language(view, &foot);
    const char *words = words_now(view->scene, view->visit);
    if (text_height(view->scene->fonts, &now, foot.w, words) <= foot.h)
        say_middle(view->scene, "service.now", foot, &now, 0, words);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct fault_words *words = fault_words(visit->out_of_service);
    struct view view;
    view_begin_bare(&view, visit, scene);
    /* the one key is at the foot in any case */
    struct rect room = {0, 0, scene->theme.width, scene->theme.height};
    view.show = &room;
    scene_fill(scene, room, COLOR_PAPER);
    room = inset_xy(room, view_either(&view, 48, 20), view_either(&view, 64, 20));
    draw_foot(&view, &room);
    if (!view.wide && !view.compact)
        cut_top(&room, view_px(&view, 96), 0);
    draw_sign(&view, words->icon);
    view_headline(&view, "service.title", tr("本机暂停使用"), tr("不是您的问题。修好后会自动恢复。"),
                  COLOR_INK);
    cut_top(&room, view_either(&view, 24, 4), 0);
    draw_facts(&view, words);
    scene_again(scene, 60000);
}

const struct screen screen_out_of_service = {
    .name = "out_of_service",
    .draw = draw,
};
