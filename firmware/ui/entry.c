/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

#include "base/text.h"

/* Magnifier, what was typed with a caret behind it or what may be typed, and the note at the right. */
void entry(struct scene *scene, struct rect box, const struct entry *entry)
{
    bool empty = !*entry->text, pressed = scene_is_pressed(scene, entry->id);
    const char *text = empty ? entry->placeholder : entry->text;
    struct element *element =
        scene_element(scene, entry->opens ? ROLE_BUTTON : ROLE_IMAGE, entry->id, box, text);
    int radius = scene_px(scene, 20), icon_px = scene_either(scene, 52, 44),
        gap = scene_either(scene, 28, 12);
    scene_round(scene, box, radius, pressed ? COLOR_PRESSED : COLOR_CARD);
    scene_frame(scene, box, radius, scene_px(scene, 3), entry->opens ? COLOR_EDGE : COLOR_OUTLINE);

    struct rect room = inset_xy(box, scene_either(scene, 36, 16), 0);
    scene_icon(scene, cut_left(&room, icon_px, gap), ICON_SEARCH, icon_px, COLOR_OUTLINE);
    struct text_style note = scene_type(scene, TYPE_BODY, COLOR_INK2, ALIGN_RIGHT);
    if (entry->opens)
        scene_icon(scene, cut_right(&room, icon_px, gap), ICON_KEYBOARD, icon_px, COLOR_OUTLINE);
    else if (entry->note)
        say_middle(scene, "", cut_right(&room, text_width(scene->fonts, &note, entry->note), gap), &note, 1,
                   entry->note);
    struct text_style style =
        scene_type(scene, empty ? TYPE_TEXT : TYPE_ACTION, empty ? COLOR_INK2 : COLOR_INK, ALIGN_LEFT);
    int width, tail = room.w - scene_px(scene, 20);
    while ((width = text_width(scene->fonts, &style, text)) > tail)
        text_next(&text); /* what was typed last stays in sight */
    element->text_w = box.w - room.w + width;
    element->text_h = style.line_px;
    scene_write(scene, middle_of(room, style.line_px), &style, 1, text);
    if (!empty) {
        struct rect caret = middle_of(room, style.px * 4 / 3);
        scene_fill(scene,
                   (struct rect){caret.x + width + scene_px(scene, 16), caret.y, scene_px(scene, 4), caret.h},
                   COLOR_OUTLINE);
    }
}
