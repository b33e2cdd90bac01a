/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

/* A line below each part of the name that was looked for. */
static void underline(struct scene *scene, struct rect box, const struct text_style *style,
                      const struct item_row *row)
{
    struct rect parts[4];
    size_t count = text_locate(scene->fonts, style, box.w, row->name, row->mark_from, row->mark_len, parts,
                               COUNT_OF(parts));
    int stroke = scene_px(scene, 4);
    for (size_t i = 0; i < count; i++) {
        int foot = parts[i].y + parts[i].h / 2 + style->px / 2 + stroke / 2;
        scene_fill(scene, (struct rect){box.x + parts[i].x, box.y + foot, parts[i].w, stroke}, COLOR_DONE);
    }
}

void item_row(struct scene *scene, struct rect box, const struct item_row *row)
{
    struct element *element = scene_element(scene, ROLE_BUTTON, row->id, box, row->name);
    element->spoken = row->facts ? scene_format(scene, "%s，%s", row->name, row->facts) : NULL;
    int radius = scene_either(scene, 20, 16);
    bool pressed = scene_is_pressed(scene, row->id);
    scene_round(scene, box, radius, row->off ? COLOR_OFF : pressed ? COLOR_PRESSED : COLOR_CARD);
    scene_frame(scene, box, radius, theme_border(&scene->theme), COLOR_LINE);

    struct rect room = inset_xy(box, scene_either(scene, 28, 10), 0);
    int icon_px = scene_either(scene, 52, 34), gap = scene_either(scene, 20, 2);
    bool words_only = scene->theme.compact && scene->theme.elder && !row->off; /* they need the width */
    if (!words_only)
        scene_icon(scene, cut_right(&room, icon_px, gap), row->off ? ICON_BLOCK : ICON_CHEVRON_RIGHT, icon_px,
                   row->off ? COLOR_ON_OFF : COLOR_OUTLINE);
    if (row->badge.label)
        badge(scene, cut_right(&room, badge_width(scene, &row->badge), gap), &row->badge, false);

    struct text_style name = scene_type(scene, TYPE_LABEL, COLOR_INK, ALIGN_LEFT);
    struct text_style facts = scene_type(scene, TYPE_NOTE, row->off ? COLOR_ON_OFF : COLOR_INK2, ALIGN_LEFT);
    if (scene->theme.compact) { /* two lines of name and one of facts in a low row */
        name.line_px = name.px * 6 / 5;
        facts.line_px = facts.px * 5 / 4;
    }
    int name_w, facts_w = 0;
    int name_h = text_measure(scene->fonts, &name, room.w, row->name, &name_w) * name.line_px;
    int facts_h =
        row->facts ? text_measure(scene->fonts, &facts, room.w, row->facts, &facts_w) * facts.line_px : 0;
    if (name_h + facts_h > box.h)
        facts_h = facts_w = 0; /* the second line goes before anything shrinks */
    element->text_w = box.w - room.w + (name_w > facts_w ? name_w : facts_w);
    element->text_h = name_h + facts_h;
    struct rect words = middle_of(room, name_h + facts_h);
    struct rect first = cut_top(&words, name_h, 0);
    scene_write(scene, first, &name, 0, row->name);
    underline(scene, first, &name, row);
    if (facts_h)
        scene_say(scene, "", words, &facts, 0, row->facts);
}
