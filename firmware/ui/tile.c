/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

#define EDGE_PX 4

static int radius_px(const struct scene *scene)
{
    return scene_either(scene, 24, 16);
}

void card_tinted(struct scene *scene, struct rect box, enum color_role fill, enum color_role line)
{
    scene_round(scene, box, radius_px(scene), fill);
    scene_frame(scene, box, radius_px(scene), theme_border(&scene->theme), line);
}

void card(struct scene *scene, struct rect box)
{
    card_tinted(scene, box, COLOR_CARD, COLOR_LINE);
}

static struct rect body(struct scene *scene, struct rect box, const struct tile *tile)
{
    bool pressed = scene_is_pressed(scene, tile->id), flat = scene->theme.contrast;
    int edge = scene_px(scene, EDGE_PX), radius = radius_px(scene);
    enum color_role deep = tile->instant ? COLOR_DONE_DEEP : COLOR_LINE;
    if (pressed)
        box.y += edge;
    else if (!flat)
        scene_round(scene, (struct rect){box.x, box.y + edge, box.w, box.h}, radius, deep);
    enum color_role fill = tile->instant ? COLOR_DONE : pressed ? COLOR_PRESSED : COLOR_CARD;
    scene_round(scene, box, radius, pressed && tile->instant ? COLOR_DONE_DEEP : fill);
    if (!tile->instant)
        scene_frame(scene, box, radius, theme_border(&scene->theme), COLOR_LINE);
    return box;
}

static void icon_block(struct scene *scene, struct rect box, const struct tile *tile)
{
    int px = box.h * 62 / 100;
    if (tile->bare) {
        scene_icon(scene, box, tile->icon, box.h, tile->icon_ink);
        return;
    }
    scene_round(scene, box, radius_px(scene), tile->instant ? COLOR_DONE_BLOCK : COLOR_TINT);
    if (scene->theme.contrast && !tile->instant)
        scene_frame(scene, box, radius_px(scene), scene_px(scene, 3), COLOR_ON_TINT);
    scene_icon(scene, box, tile->icon, px, tile->instant ? COLOR_ON_DONE_BLOCK : COLOR_ON_TINT);
}

/* Name and second line in the middle of room. The second line goes first when there is no room for both. */
static void words(struct scene *scene, struct rect room, const struct tile *tile, struct element *element,
                  enum text_align align)
{
    struct text_style name = scene_type(scene, tile->type, tile->instant ? COLOR_ON_DONE : COLOR_INK, align);
    struct text_style line = scene_type(scene, TYPE_NOTE, tile->instant ? COLOR_ON_DONE2 : COLOR_INK2, align);
    int name_w, line_w = 0, width = balanced_width(scene, &name, room.w, tile->name);
    int name_h = text_measure(scene->fonts, &name, room.w, tile->name, &name_w) * name.line_px;
    int line_h =
        tile->line ? text_measure(scene->fonts, &line, room.w, tile->line, &line_w) * line.line_px : 0;
    if (name_h + line_h > room.h)
        line_h = line_w = 0;
    struct rect box = middle_of(room, name_h + line_h);
    element->text_w = element->box.w - room.w + (name_w > line_w ? name_w : line_w);
    element->text_h = element->box.h - room.h + name_h + line_h;
    struct rect top = cut_top(&box, name_h, 0);
    if (align == ALIGN_CENTER)
        top.x += (top.w - width) / 2;
    top.w = width;
    scene_write(scene, top, &name, 0, tile->name);
    if (line_h)
        scene_say(scene, "", box, &line, 0, tile->line);
}

/* Icon above the words, together in the middle. A small panel's icon stands there without its block. */
static void upright(struct scene *scene, struct rect room, const struct tile *tile, struct element *element)
{
    bool compact = scene->theme.compact;
    int icon_px = scene_either(scene, 96, 44), gap = scene_either(scene, 4, 2);
    struct text_style name = scene_type(scene, tile->type, COLOR_INK, ALIGN_CENTER);
    struct text_style line = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_CENTER);
    int height = icon_px + gap + text_height(scene->fonts, &name, room.w, tile->name) +
                 (tile->line ? text_height(scene->fonts, &line, room.w, tile->line) : 0);
    if (height < room.h)
        room = middle_of(room, height);
    else if (compact)
        icon_px -= height - room.h; /* the words come first */
    struct rect top = cut_top(&room, icon_px, gap);
    if (compact)
        scene_icon(scene, top, tile->icon, icon_px, tile->bare ? tile->icon_ink : COLOR_OUTLINE);
    else
        icon_block(scene, (struct rect){top.x + (top.w - icon_px) / 2, top.y, icon_px, icon_px}, tile);
    words(scene, room, tile, element, ALIGN_CENTER);
}

void tile(struct scene *scene, struct rect box, const struct tile *tile)
{
    struct element *element = scene_element(scene, ROLE_BUTTON, tile->id, box, tile->name);
    element->spoken = tile->line ? scene_format(scene, "%s，%s", tile->name, tile->line) : NULL;
    int pad = scene_either(scene, 24, tile->upright ? 8 : 16);
    struct rect room = inset_xy(body(scene, box, tile), pad, scene_px(scene, 4));
    int block = tile->bare ? scene_either(scene, 96, 64) : scene_either(scene, 116, 72);
    if (block > room.h)
        block = room.h;
    if (tile->upright) {
        upright(scene, inset_xy(room, 0, scene_either(scene, 8, 2)), tile, element);
        return;
    }
    if (tile->icon != ICON_NONE)
        icon_block(scene, middle_of(cut_left(&room, block, pad), block), tile);
    if (tile->chevron) {
        int chevron = scene_either(scene, 72, 44);
        struct rect at = cut_right(&room, chevron, 0);
        scene_icon(scene, at, ICON_CHEVRON_RIGHT, chevron, tile->instant ? COLOR_ON_DONE : COLOR_OUTLINE);
    }
    words(scene, room, tile, element, ALIGN_LEFT);
}
