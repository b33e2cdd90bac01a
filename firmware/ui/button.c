/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

#define FLAT    (-1)
#define EDGE_PX 4 /* the hard lower edge of what can be pressed: 1 mm */

struct look {
    enum color_role fill, pressed, ink, line;
    int edge; /* colour of the hard lower edge; FLAT: none */
};

static const struct look looks[BUTTON_LOOKS] = {
    [BUTTON_PRIMARY] = {COLOR_PRIMARY, COLOR_PRIMARY_DEEP, COLOR_ON_PRIMARY, COLOR_PRIMARY,
                        COLOR_PRIMARY_DEEP},
    [BUTTON_DONE] = {COLOR_DONE, COLOR_DONE_DEEP, COLOR_ON_DONE, COLOR_DONE, COLOR_DONE_DEEP},
    [BUTTON_SECONDARY] = {COLOR_CARD, COLOR_PRESSED, COLOR_OUTLINE, COLOR_OUTLINE, FLAT},
    [BUTTON_DANGER] = {COLOR_CARD, COLOR_PRESSED, COLOR_DANGER, COLOR_DANGER, FLAT},
    [BUTTON_NIGHT] = {COLOR_NIGHT, COLOR_NIGHT_OFF, COLOR_ON_NIGHT, COLOR_ON_NIGHT, FLAT},
};
static const struct look look_off = {COLOR_OFF, COLOR_OFF, COLOR_ON_OFF, COLOR_LINE, FLAT};

/* Paints the body; returns where its face lies: moved down while pressed. */
static struct rect body(struct scene *scene, struct rect box, const struct look *look, bool pressed,
                        int radius)
{
    int edge = scene_px(scene, EDGE_PX);
    if (look->edge != FLAT && pressed)
        box.y += edge;
    if (look->edge != FLAT && !pressed)
        scene_round(scene, (struct rect){box.x, box.y + edge, box.w, box.h}, radius,
                    (enum color_role)look->edge);
    scene_round(scene, box, radius, pressed ? look->pressed : look->fill);
    if (look->edge == FLAT)
        scene_frame(scene, box, radius, scene_px(scene, 3), look->line);
    return box;
}

/* Icon and words together in the middle; what they need goes into the element. */
static void face(struct scene *scene, struct rect box, struct element *element,
                 const struct text_style *style, const struct button *button, enum icon icon,
                 enum color_role icon_ink)
{
    struct rect room = inset_xy(box, scene_either(scene, 12, 6), 0);
    int icon_px = icon ? style->px * 6 / 5 : 0, gap = icon ? scene_either(scene, 18, 10) : 0, widest;
    int one_line = text_width(scene->fonts, style, button->label);
    if (one_line <= room.w && one_line + icon_px + gap > room.w)
        icon = ICON_NONE, icon_px = gap = 0; /* the words say it; a broken line would be worse */
    int width = balanced_width(scene, style, room.w - icon_px - gap, button->label);
    int height = text_measure(scene->fonts, style, width, button->label, &widest) * style->line_px;
    element->text_w = widest + icon_px + gap + (box.w - room.w);
    element->text_h = height;
    struct rect group = {room.x + (room.w - widest - icon_px - gap) / 2, room.y, widest + icon_px + gap,
                         room.h};
    struct rect sign = button->icon_behind ? cut_right(&group, icon_px, gap) : cut_left(&group, icon_px, gap);
    if (icon)
        scene_icon(scene, middle_of(sign, icon_px), icon, icon_px, icon_ink);
    struct text_style words = *style;
    words.align = ALIGN_CENTER;
    scene_write(scene, middle_of(group, height), &words, 0, button->label);
}

void button(struct scene *scene, struct rect box, const struct button *button)
{
    const struct look *look = button->disabled ? &look_off : &looks[button->look];
    struct element *element = scene_element(scene, ROLE_BUTTON, button->id, box, button->label);
    element->enabled = !button->disabled;
    element->spoken = button->spoken ? scene_copy(scene, button->spoken) : NULL;
    struct rect at = body(scene, box, look, scene_is_pressed(scene, button->id), scene_either(scene, 20, 16));
    struct text_style style = scene_type(scene, button->type, look->ink, ALIGN_CENTER);
    enum icon icon = button->disabled ? ICON_BLOCK : button->icon;
    face(scene, at, element, &style, button, icon, look->ink);
}

/* The icon above the words, because there is no room for it beside them. */
static void face_stacked(struct scene *scene, struct rect box, struct element *element,
                         const struct text_style *style, const char *label, enum icon icon,
                         enum color_role icon_ink)
{
    struct text_style words = *style;
    struct rect group = middle_of(box, style->px + style->line_px);
    words.align = ALIGN_CENTER;
    element->text_w = text_width(scene->fonts, style, label);
    element->text_h = group.h;
    scene_icon(scene, cut_top(&group, style->px, 0), icon, style->px, icon_ink);
    scene_write(scene, group, &words, 1, label);
}

static enum icon segment_icon(const struct segment *segment)
{
    if (segment->disabled)
        return ICON_BLOCK;
    if (segment->radio)
        return segment->chosen ? ICON_RADIO_ON : ICON_RADIO_OFF;
    return segment->chosen ? ICON_CHECK : segment->icon;
}

void segment(struct scene *scene, struct rect box, const struct segment *segment)
{
    static const struct look off = {COLOR_CARD, COLOR_PRESSED, COLOR_INK, COLOR_EDGE, FLAT};
    static const struct look on = {COLOR_PRIMARY, COLOR_PRIMARY_DEEP, COLOR_ON_PRIMARY, COLOR_PRIMARY, FLAT};
    const struct look *look = segment->disabled ? &look_off : segment->chosen ? &on : &off;
    struct element *element = scene_element(scene, ROLE_CHOICE, segment->id, box, segment->label);
    element->chosen = segment->chosen;
    element->enabled = !segment->disabled;
    body(scene, box, look, scene_is_pressed(scene, segment->id), scene_px(scene, 16));
    struct text_style style =
        scene_type(scene, segment->chosen ? TYPE_BODY_B : TYPE_BODY, look->ink, ALIGN_CENTER);
    const struct button words = {.label = segment->label};
    enum icon icon = segment_icon(segment);
    enum color_role icon_ink =
        segment->chosen || segment->radio || segment->disabled ? look->ink : segment->icon_ink;
    if (segment->icon_above && icon)
        face_stacked(scene, box, element, &style, segment->label, icon, icon_ink);
    else
        face(scene, box, element, &style, &words, icon, icon_ink);
}

void key_cap(struct scene *scene, struct rect box, const char *id, enum icon icon, const char *label)
{
    static const struct look look = {COLOR_CARD, COLOR_PRESSED, COLOR_INK, COLOR_EDGE, COLOR_LINE};
    struct element *element = scene_element(scene, ROLE_KEY, id, box, label);
    struct rect at = body(scene, box, &look, scene_is_pressed(scene, id), scene_px(scene, 16));
    scene_frame(scene, at, scene_px(scene, 16), theme_border(&scene->theme), COLOR_EDGE);
    struct text_style style = scene_type(scene, TYPE_ACTION, look.ink, ALIGN_CENTER);
    bool narrow = box.w < scene_either(scene, 100, 84) ||
                  text_width(scene->fonts, &style, label) > box.w - scene_px(scene, 24);
    style = scene_type(scene, narrow ? TYPE_H3 : TYPE_ACTION, look.ink, ALIGN_CENTER);
    const struct button words = {.label = label};
    face(scene, at, element, &style, &words, icon, COLOR_OUTLINE);
}
