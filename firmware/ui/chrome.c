/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Header and footer: the corners that never move. */
#include "ui/widget.h"

/* Widths and heights in design px: normal, elder */
static int sized(const struct scene *scene, int normal, int elder)
{
    return scene_px(scene, scene->theme.elder ? elder : normal);
}

static void seal(struct scene *scene, struct rect box, const struct header *words)
{
    scene_round(scene, box, scene_px(scene, 12), COLOR_SEAL);
    if (scene->theme.contrast)
        scene_frame(scene, box, scene_px(scene, 12), scene_px(scene, 3), COLOR_ON_SEAL);
    struct text_style style = scene_type(scene, TYPE_BODY_B, COLOR_ON_SEAL, ALIGN_CENTER);
    style.px = sized(scene, 36, 42);
    style.line_px = sized(scene, 38, 46);
    struct rect room = middle_of(box, 2 * style.line_px);
    scene_write(scene, cut_top(&room, style.line_px, 0), &style, 1, words->seal_top);
    scene_write(scene, room, &style, 1, words->seal_bottom);
}

void header_name(struct scene *scene, struct rect box, const struct header *words)
{
    struct rect mark = cut_left(&box, sized(scene, 76, 88), scene_px(scene, 16));
    seal(scene, middle_of(mark, sized(scene, 88, 112)), words);
    struct text_style name = scene_type(scene, TYPE_BODY_B, COLOR_ON_BAR, ALIGN_LEFT);
    struct text_style now = scene_type(scene, TYPE_NOTE, COLOR_ON_BAR2, ALIGN_LEFT);
    if (scene->theme.elder)
        name.px = scene_px(scene, 42);
    name.line_px = name.px * 13 / 10;
    int lines = text_measure(scene->fonts, &name, box.w, words->name, NULL);
    bool clock_too = !scene->theme.elder; /* large type needs the room for the name */
    box = middle_of(box, lines * name.line_px + (clock_too ? now.line_px : 0));
    say_cut(scene, "hd.station", &box, &name, 0, words->name);
    if (clock_too)
        scene_say(scene, "hd.now", box, &now, 1, words->now);
}

struct header_key {
    const char *id;
    enum icon icon;
    int width[2]; /* normal, elder */
};

static void header_key(struct scene *scene, struct rect box, const struct header_key *key, const char *label,
                       bool on_paper)
{
    bool pressed = scene_is_pressed(scene, key->id);
    enum color_role fill =
        on_paper ? (pressed ? COLOR_PRESSED : COLOR_CARD) : (pressed ? COLOR_BAR_LINE : COLOR_BAR_BUTTON);
    enum color_role ink = on_paper || (pressed && scene->theme.contrast) ? COLOR_INK : COLOR_ON_BAR;
    scene_round(scene, box, scene_px(scene, 16), fill);
    scene_frame(scene, box, scene_px(scene, 16), theme_border(&scene->theme),
                on_paper ? COLOR_EDGE : COLOR_BAR_LINE);
    struct text_style style = scene_type(scene, TYPE_NOTE_B, ink, ALIGN_CENTER);
    style.line_px = sized(scene, 36, 50);
    int icon_px = sized(scene, 42, 52);
    struct element *element = scene_element(scene, ROLE_BUTTON, key->id, box, label);
    element->text_w = text_width(scene->fonts, &style, label);
    element->text_h = icon_px + style.line_px;
    struct rect room = middle_of(box, icon_px + style.line_px);
    scene_icon(scene, cut_top(&room, icon_px, 0), key->icon, icon_px, on_paper ? COLOR_OUTLINE : ink);
    scene_write(scene, room, &style, 1, label);
}

static void help_key(struct scene *scene, struct rect box, const char *label, bool on_paper)
{
    bool pressed = scene_is_pressed(scene, "nav.help"), elder = scene->theme.elder;
    enum color_role ink = on_paper ? COLOR_ON_PRIMARY : COLOR_ON_HELP;
    scene_round(scene, box, scene_px(scene, 16),
                on_paper  ? COLOR_PRIMARY
                : pressed ? COLOR_ON_BAR2
                          : COLOR_HELP);
    struct text_style style = scene_type(scene, TYPE_LABEL, ink, elder ? ALIGN_CENTER : ALIGN_LEFT);
    style.px = sized(scene, 40, 42);
    style.line_px = sized(scene, 50, 50);
    int icon_px = scene_px(scene, 52), gap = elder ? 0 : scene_px(scene, 8);
    int width = text_width(scene->fonts, &style, label);
    struct element *element = scene_element(scene, ROLE_BUTTON, "nav.help", box, label);
    element->text_w = elder ? width : icon_px + gap + width;
    element->text_h = elder ? icon_px + style.line_px : style.line_px;
    struct rect room =
        elder ? middle_of(box, icon_px + style.line_px) : inset_xy(box, (box.w - element->text_w) / 2, 0);
    struct rect sign = elder ? cut_top(&room, icon_px, 0) : cut_left(&room, icon_px, gap);
    scene_icon(scene, sign, ICON_SUPPORT_AGENT, icon_px, ink);
    scene_write(scene, elder ? room : middle_of(room, style.line_px), &style, 1, label);
}

void header_keys(struct scene *scene, struct rect box, const struct header *words, bool on_paper)
{
    static const struct header_key repeat = {"nav.repeat", ICON_REPLAY, {148, 196}};
    static const struct header_key louder = {"nav.louder", ICON_VOLUME_UP, {128, 164}};
    int gap = scene_px(scene, 16);
    box = middle_of(box, sized(scene, 96, 128));
    struct rect help = cut_right(&box, sized(scene, 168, 164), gap);
    struct rect first, second;
    if (on_paper) {
        first = cut_left(&box, sized(scene, repeat.width[0], repeat.width[1]), gap);
        second = cut_left(&box, sized(scene, louder.width[0], louder.width[1]), gap);
    } else {
        second = cut_right(&box, sized(scene, louder.width[0], louder.width[1]), gap);
        first = cut_right(&box, sized(scene, repeat.width[0], repeat.width[1]), gap);
    }
    header_key(scene, first, &repeat, words->repeat, on_paper);
    header_key(scene, second, &louder, words->louder, on_paper);
    help_key(scene, help, words->help, on_paper);
}

void header(struct scene *scene, struct rect box, const struct header *words)
{
    scene_fill(scene, box, COLOR_BAR);
    if (scene->theme.contrast)
        scene_fill(scene, (struct rect){box.x, box.y + box.h - scene_px(scene, 4), box.w, scene_px(scene, 4)},
                   COLOR_LINE);
    struct rect room = inset_xy(box, scene_px(scene, 48), 0);
    int keys = scene_px(scene, scene->theme.elder ? 556 : 476);
    header_keys(scene, cut_right(&room, keys, scene_px(scene, 16)), words, false);
    header_name(scene, room, words);
}

/* ---- footer ---- */

static void back_key(struct scene *scene, struct rect box, const struct footer *words)
{
    const struct button back = {.id = "nav.back",
                                .label = words->back,
                                .icon = ICON_ARROW_BACK,
                                .look = BUTTON_SECONDARY,
                                .type = TYPE_LABEL,
                                .disabled = words->back_off};
    button(scene, box, &back);
}

static void phone(struct scene *scene, struct rect box, const struct footer *words)
{
    struct text_style label = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_LEFT);
    struct text_style number = scene_type(scene, TYPE_H3, COLOR_INK, ALIGN_LEFT);
    box = middle_of(box, label.line_px + number.line_px);
    say_cut(scene, "", &box, &label, 0, words->phone_label);
    scene_say(scene, "", box, &number, 1, words->phone);
}

static void tool_key(struct scene *scene, struct rect box, const struct tool *tool)
{
    bool elder = scene->theme.elder, pressed = scene_is_pressed(scene, tool->id);
    enum color_role ink = tool->on ? COLOR_ON_PRIMARY : COLOR_INK;
    scene_round(scene, box, scene_px(scene, 16),
                tool->on  ? COLOR_PRIMARY
                : pressed ? COLOR_LINE
                          : COLOR_TOOL);
    if (scene->theme.contrast)
        scene_frame(scene, box, scene_px(scene, 16), scene_px(scene, 3), COLOR_LINE);
    struct text_style style =
        scene_type(scene, tool->on ? TYPE_NOTE_B : TYPE_NOTE, ink, elder ? ALIGN_LEFT : ALIGN_CENTER);
    style.px = sized(scene, 30, 46);
    style.line_px = sized(scene, 38, 60);
    int icon_px = sized(scene, 42, 52), gap = scene_px(scene, 12),
        width = text_width(scene->fonts, &style, tool->label);
    struct element *element = scene_element(scene, ROLE_BUTTON, tool->id, box, tool->label);
    element->chosen = tool->on;
    element->text_w = elder ? icon_px + gap + width : width;
    element->text_h = elder ? style.line_px : icon_px + style.line_px;
    struct rect room =
        elder ? inset_xy(box, (box.w - element->text_w) / 2, 0) : middle_of(box, icon_px + style.line_px);
    struct rect sign = elder ? cut_left(&room, icon_px, gap) : cut_top(&room, icon_px, 0);
    scene_icon(scene, sign, tool->on ? ICON_CHECK : tool->icon, icon_px, tool->on ? ink : COLOR_OUTLINE);
    scene_write(scene, elder ? middle_of(room, style.line_px) : room, &style, 1, tool->label);
}

void footer(struct scene *scene, struct rect box, const struct footer *words)
{
    scene_fill(scene, box, COLOR_FOOT);
    scene_fill(scene, cut_top(&box, theme_border(&scene->theme), 0), COLOR_LINE);
    struct rect room = middle_of(inset_xy(box, scene_px(scene, 48), 0), sized(scene, 96, 120));
    struct rect left = cut_left(&room, sized(scene, 236, 300), scene_px(scene, 32));
    if (words->phone)
        phone(scene, left, words);
    else
        back_key(scene, left, words);
    for (int i = 0; i < words->tool_count; i++)
        tool_key(scene, column_of(room, i, words->tool_count, scene_px(scene, 16)), &words->tools[i]);
}
