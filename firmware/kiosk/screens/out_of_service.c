/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The station cannot serve now. Where else, and which number to call; it comes back by itself. */
#include "base/tr.h"
#include "kiosk/screens/fact_sheet.h"
#include "kiosk/screens/fault_words.h"

static void draw_sign(struct view *view, enum icon icon)
{
    int side = view_px(view, view->wide ? 160 : 240);
    struct rect sign = cut_top(view->show, side, view_px(view, 40));
    sign = (struct rect){sign.x + (sign.w - side) / 2, sign.y, side, side};
    scene_round(view->scene, sign, view_px(view, 40), COLOR_DANGER_TINT);
    scene_icon(view->scene, sign, icon, side * 2 / 3, COLOR_DANGER);
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
    facts_list_card(scene, "service.where", view->show, facts, count);
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
    struct text_style now = scene_type(view->scene, TYPE_LEAD, COLOR_INK2, ALIGN_LEFT);
    struct rect foot = cut_bottom(from, view_px(view, 96), view_gap(view));
    draw_language(view, &foot);
    say_middle(view->scene, "service.now", foot, &now, 0, words_now(view->scene, view->visit));
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
    room = inset_xy(room, view_px(&view, 48), view_px(&view, 64));
    draw_foot(&view, &room);
    if (!view.wide)
        cut_top(&room, view_px(&view, 96), 0);
    draw_sign(&view, words->icon);
    view_headline(&view, "service.title", tr("本机暂停使用"), tr("不是您的问题。修好后会自动恢复。"),
                  COLOR_INK);
    cut_top(&room, view_px(&view, 24), 0);
    draw_facts(&view, words);
    scene_again(scene, 60000);
}

const struct screen screen_out_of_service = {
    .name = "out_of_service",
    .draw = draw,
};
