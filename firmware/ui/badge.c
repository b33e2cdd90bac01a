/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

static const struct {
    enum color_role fill, ink;
} looks[BADGE_LOOKS] = {
    [BADGE_DONE] = {COLOR_DONE_TINT, COLOR_ON_DONE_TINT},
    [BADGE_HANDOFF] = {COLOR_TINT, COLOR_ON_TINT},
    [BADGE_GUIDE] = {COLOR_GUIDE_TINT, COLOR_ON_GUIDE_TINT},
    [BADGE_ATTENTION] = {COLOR_ATTENTION_TINT, COLOR_ON_ATTENTION_TINT},
    [BADGE_DANGER] = {COLOR_DANGER_TINT, COLOR_ON_DANGER_TINT},
    [BADGE_OFF] = {COLOR_OFF, COLOR_ON_OFF},
};

static struct text_style style_of(const struct scene *scene, const struct badge *badge)
{
    return scene_type(scene, badge->large ? TYPE_LABEL : TYPE_NOTE_B, looks[badge->look].ink, ALIGN_LEFT);
}

static int icon_px(const struct text_style *style)
{
    return style->px * 6 / 5;
}

static int content_width(const struct scene *scene, const struct badge *badge, const struct text_style *style)
{
    return icon_px(style) + scene_px(scene, 8) + text_width(scene->fonts, style, badge->label);
}

int badge_width(const struct scene *scene, const struct badge *badge)
{
    struct text_style style = style_of(scene, badge);
    return content_width(scene, badge, &style) + scene_px(scene, 28);
}

int badge_height(const struct scene *scene)
{
    return scene->theme.elder ? scene_either(scene, 64, 60) : scene_either(scene, 48, 46);
}

void badge(struct scene *scene, struct rect box, const struct badge *badge, bool fill_box)
{
    struct text_style style = style_of(scene, badge);
    int width = content_width(scene, badge, &style);
    struct rect plate = badge->large ? box : middle_of(box, badge_height(scene));
    if (!fill_box)
        plate.w = badge_width(scene, badge);
    scene_round(scene, plate, scene_px(scene, 10), looks[badge->look].fill);
    struct rect room = {plate.x + (plate.w - width) / 2, plate.y, width, plate.h};
    struct rect sign = cut_left(&room, icon_px(&style), scene_px(scene, 8));
    scene_icon(scene, sign, badge->icon, icon_px(&style), looks[badge->look].ink);
    say_middle(scene, "", room, &style, 1, badge->label);
}
