/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Header and footer: the corners that never move. */
#include "ui/widget.h"

/* Widths and heights in design px: normal, elder */
static int sized(const struct scene *scene, int normal, int elder)
{
    return scene_px(scene, scene->theme.elder ? elder : normal);
}

/* The same, and on a compact panel */
struct size {
    int normal, elder, compact, compact_elder;
};

static int size_of(const struct scene *scene, struct size size)
{
    bool elder = scene->theme.elder;
    return scene->theme.compact ? (elder ? size.compact_elder : size.compact)
                                : (elder ? size.elder : size.normal);
}

static int size_px(const struct scene *scene, struct size size)
{
    return scene_px(scene, size_of(scene, size));
}

static int type_px(const struct scene *scene, struct size size)
{
    return theme_type_px(&scene->theme, size_of(scene, size));
}

static int margin(const struct scene *scene)
{
    return scene_either(scene, 48, 20);
}

static int key_gap(const struct scene *scene)
{
    return scene_either(scene, 16, 14);
}

static void seal(struct scene *scene, struct rect box, const struct header *words)
{
    scene_round(scene, box, scene_px(scene, 12), COLOR_SEAL);
    if (scene->theme.contrast)
        scene_frame(scene, box, scene_px(scene, 12), scene_px(scene, 3), COLOR_ON_SEAL);
    struct text_style style = scene_type(scene, TYPE_BODY_B, COLOR_ON_SEAL, ALIGN_CENTER);
    style.px = type_px(scene, (struct size){36, 42, 32, 42});
    style.line_px = size_px(scene, (struct size){38, 46, 33, 46});
    struct rect room = middle_of(box, 2 * style.line_px);
    scene_write(scene, cut_top(&room, style.line_px, 0), &style, 1, words->seal_top);
    scene_write(scene, room, &style, 1, words->seal_bottom);
}

static const struct size seal_width = {76, 88, 68, 80};
#define COMPACT_NAME_W 280 /* less is no room for the station's name */

void header_name(struct scene *scene, struct rect box, const struct header *words)
{
    struct rect mark = cut_left(&box, size_px(scene, seal_width), scene_px(scene, 16));
    seal(scene, middle_of(mark, size_px(scene, (struct size){88, 112, 76, 104})), words);
    if (scene->theme.compact && box.w < scene_px(scene, COMPACT_NAME_W))
        return; /* 更多 says where and when */
    struct text_style name = scene_type(scene, TYPE_BODY_B, COLOR_ON_BAR, ALIGN_LEFT);
    struct text_style now = scene_type(scene, TYPE_NOTE, COLOR_ON_BAR2, ALIGN_LEFT);
    if (scene->theme.elder)
        name.px = theme_type_px(&scene->theme, 42);
    name.line_px = name.px * 13 / 10;
    int lines = text_measure(scene->fonts, &name, box.w, words->name, NULL);
    bool clock_too = !scene->theme.elder; /* large type needs the room for the name */
    box = middle_of(box, lines * name.line_px + (clock_too ? now.line_px : 0));
    say_cut(scene, "hd.station", &box, &name, 0, words->name);
    if (clock_too)
        scene_say(scene, "hd.now", box, &now, 1, words->now);
}

/* Icon above the word, for a key too narrow for both side by side. */
static void stacked(struct scene *scene, struct rect box, struct element *element, enum icon icon,
                    enum color_role icon_ink, const struct text_style *style, int icon_px)
{
    element->text_w = text_width(scene->fonts, style, element->label);
    element->text_h = icon_px + style->line_px;
    struct rect room = middle_of(box, element->text_h);
    scene_icon(scene, cut_top(&room, icon_px, 0), icon, icon_px, icon_ink);
    scene_write(scene, room, style, 1, element->label);
}

struct header_key {
    const char *id;
    enum icon icon;
    struct size width;
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
    style.line_px = size_px(scene, (struct size){36, 50, 36, 48});
    int icon_px = size_px(scene, (struct size){42, 52, 40, 46});
    struct element *element = scene_element(scene, ROLE_BUTTON, key->id, box, label);
    stacked(scene, box, element, key->icon, on_paper ? COLOR_OUTLINE : ink, &style, icon_px);
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
    style.px = type_px(scene, (struct size){40, 42, 36, 42});
    style.line_px = size_px(scene, (struct size){50, 50, 44, 48});
    int icon_px = size_px(scene, (struct size){52, 52, 44, 46}), gap = elder ? 0 : scene_px(scene, 8);
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
    static const struct header_key repeat = {"nav.repeat", ICON_REPLAY, {148, 196, 136, 186}};
    static const struct header_key louder = {"nav.louder", ICON_VOLUME_UP, {128, 164, 116, 164}};
    int gap = key_gap(scene);
    box = middle_of(box, size_px(scene, (struct size){96, 128, 84, 104}));
    struct rect help = cut_right(&box, size_px(scene, (struct size){168, 164, 144, 128}), gap);
    struct rect first, second;
    if (on_paper) {
        first = cut_left(&box, size_px(scene, repeat.width), gap);
        second = cut_left(&box, size_px(scene, louder.width), gap);
    } else {
        second = cut_right(&box, size_px(scene, louder.width), gap);
        first = cut_right(&box, size_px(scene, repeat.width), gap);
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
    struct rect room = inset_xy(box, margin(scene), 0);
    int keys = size_px(scene, (struct size){476, 556, 424, 506});
    header_keys(scene, cut_right(&room, keys, key_gap(scene)), words, false);
    if (room.w >= size_px(scene, seal_width))
        header_name(scene, room, words);
}

/* ---- footer ---- */

static void compact_back_key(struct scene *scene, struct rect box, const struct footer *words)
{
    bool off = words->back_off;
    enum color_role ink = off ? COLOR_ON_OFF : COLOR_OUTLINE;
    struct element *element = scene_element(scene, ROLE_BUTTON, "nav.back", box, words->back);
    element->enabled = !off;
    scene_round(scene, box, scene_px(scene, 16),
                off                                   ? COLOR_OFF
                : scene_is_pressed(scene, "nav.back") ? COLOR_PRESSED
                                                      : COLOR_CARD);
    scene_frame(scene, box, scene_px(scene, 16), scene_px(scene, 3), off ? COLOR_LINE : COLOR_OUTLINE);
    struct text_style style = scene_type(scene, TYPE_LABEL, ink, ALIGN_CENTER);
    style.line_px = sized(scene, 38, 50);
    stacked(scene, box, element, off ? ICON_BLOCK : ICON_ARROW_BACK, ink, &style, sized(scene, 38, 44));
}

static void back_key(struct scene *scene, struct rect box, const struct footer *words)
{
    if (scene->theme.compact) {
        compact_back_key(scene, box, words);
        return;
    }
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
    bool one_line = text_width(scene->fonts, &label, words->phone_label) <= box.w;
    box = middle_of(box, label.line_px + number.line_px);
    if (one_line)
        say_cut(scene, "", &box, &label, 0, words->phone_label);
    else
        scene_icon(scene, cut_top(&box, label.line_px, 0), ICON_CALL, label.px, COLOR_OUTLINE);
    number.align = one_line ? ALIGN_LEFT : ALIGN_CENTER;
    scene_say(scene, "", box, &number, 1, words->phone);
}

static void tool_key(struct scene *scene, struct rect box, const struct tool *tool)
{
    bool beside = scene->theme.elder && !scene->theme.compact, pressed = scene_is_pressed(scene, tool->id);
    enum color_role ink = tool->on ? COLOR_ON_PRIMARY : COLOR_INK;
    enum icon icon = tool->on ? ICON_CHECK : tool->icon;
    scene_round(scene, box, scene_px(scene, 16),
                tool->on  ? COLOR_PRIMARY
                : pressed ? COLOR_LINE
                          : COLOR_TOOL);
    if (scene->theme.contrast)
        scene_frame(scene, box, scene_px(scene, 16), scene_px(scene, 3), COLOR_LINE);
    struct text_style style =
        scene_type(scene, tool->on ? TYPE_NOTE_B : TYPE_NOTE, ink, beside ? ALIGN_LEFT : ALIGN_CENTER);
    style.px = type_px(scene, (struct size){30, 46, 30, 42});
    style.line_px = size_px(scene, (struct size){38, 60, 38, 50});
    int icon_px = size_px(scene, (struct size){42, 52, 40, 46});
    struct element *element = scene_element(scene, ROLE_BUTTON, tool->id, box, tool->label);
    element->chosen = tool->on;
    if (!beside) {
        stacked(scene, box, element, icon, tool->on ? ink : COLOR_OUTLINE, &style, icon_px);
        return;
    }
    int gap = scene_px(scene, 12);
    element->text_w = icon_px + gap + text_width(scene->fonts, &style, tool->label);
    element->text_h = style.line_px;
    struct rect room = inset_xy(box, (box.w - element->text_w) / 2, 0);
    scene_icon(scene, cut_left(&room, icon_px, gap), icon, icon_px, tool->on ? ink : COLOR_OUTLINE);
    scene_write(scene, middle_of(room, style.line_px), &style, 1, tool->label);
}

void footer(struct scene *scene, struct rect box, const struct footer *words)
{
    scene_fill(scene, box, COLOR_FOOT);
    scene_fill(scene, cut_top(&box, theme_border(&scene->theme), 0), COLOR_LINE);
    struct rect room =
        middle_of(inset_xy(box, margin(scene), 0), size_px(scene, (struct size){96, 120, 84, 104}));
    struct rect left =
        cut_left(&room, size_px(scene, (struct size){236, 300, 124, 150}), scene_either(scene, 32, 14));
    if (words->phone)
        phone(scene, left, words);
    else
        back_key(scene, left, words);
    for (int i = 0; i < words->tool_count; i++)
        tool_key(scene, column_of(room, i, words->tool_count, key_gap(scene)), &words->tools[i]);
}
