/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

static const struct {
    enum color_role fill, line, ink;
} looks[NOTICE_LOOKS] = {
    [NOTICE_GOOD] = {COLOR_DONE_TINT, COLOR_DONE, COLOR_ON_DONE_TINT},
    [NOTICE_ATTENTION] = {COLOR_ATTENTION_TINT, COLOR_ATTENTION_LINE, COLOR_ON_ATTENTION_TINT},
    [NOTICE_TROUBLE] = {COLOR_DANGER_TINT, COLOR_DANGER, COLOR_ON_DANGER_TINT},
};

struct sizes {
    struct text_style bold, plain;
    int pad_x, pad_y, icon_px, icon_gap;
    int strong_w, strong_h, height; /* of the words; strong_h 0: on one line with the text */
    bool one_line;
};

static struct sizes measure(const struct scene *scene, enum color_role ink, int width, const char *strong,
                            const char *text)
{
    struct sizes sizes = {.bold = scene_type(scene, TYPE_FACT, ink, ALIGN_LEFT),
                          .plain = scene_type(scene, TYPE_TEXT, ink, ALIGN_LEFT),
                          .pad_x = scene_either(scene, 32, 16),
                          .pad_y = scene_either(scene, 26, 12),
                          .icon_px = scene_either(scene, 56, 44),
                          .icon_gap = scene_either(scene, 20, 12)};
    int room = width - 2 * sizes.pad_x - sizes.icon_px - sizes.icon_gap;
    sizes.strong_w = strong ? text_width(scene->fonts, &sizes.bold, strong) : 0;
    sizes.one_line = sizes.strong_w + text_width(scene->fonts, &sizes.plain, text) <= room;
    sizes.strong_h = strong && !sizes.one_line ? text_height(scene->fonts, &sizes.bold, room, strong) : 0;
    sizes.height = sizes.strong_h + text_height(scene->fonts, &sizes.plain, room, text);
    return sizes;
}

static int box_height(const struct sizes *sizes)
{
    return 2 * sizes->pad_y + (sizes->height > sizes->icon_px ? sizes->height : sizes->icon_px);
}

int notice_height(const struct scene *scene, int width, const char *strong, const char *text)
{
    struct sizes sizes = measure(scene, COLOR_INK, width, strong, text);
    return box_height(&sizes);
}

void notice(struct scene *scene, const char *id, struct rect *from, enum notice_look look, enum icon icon,
            const char *strong, const char *text)
{
    struct sizes sizes = measure(scene, looks[look].ink, from->w, strong, text);
    struct rect box = cut_top(from, box_height(&sizes), scene_either(scene, 24, 14));
    scene_element(scene, ROLE_IMAGE, id, box, "");
    scene_round(scene, box, scene_px(scene, 20), looks[look].fill);
    scene_frame(scene, box, scene_px(scene, 20), theme_border(&scene->theme), looks[look].line);
    box = inset_xy(box, sizes.pad_x, 0);
    struct rect sign = cut_left(&box, sizes.icon_px, sizes.icon_gap);
    scene_icon(scene, sign, icon, sizes.icon_px, looks[look].ink);
    box = middle_of(box, sizes.height);
    if (strong && sizes.one_line)
        scene_say(scene, "", cut_left(&box, sizes.strong_w, 0), &sizes.bold, 1, strong);
    else if (strong)
        say_cut(scene, "", &box, &sizes.bold, 0, strong);
    if (scene->theme.compact && !sizes.one_line)
        text = broken_at_pause(scene, &sizes.plain, box.w, text); /* in as many lines */
    scene_say(scene, "", box, &sizes.plain, 0, text);
}

void progress_bar(struct scene *scene, struct rect box, int left, int total, enum color_role fill,
                  const char *text)
{
    struct text_style style = scene_type(scene, TYPE_BODY, COLOR_INK, ALIGN_RIGHT);
    int height = scene_px(scene, 16);
    int width = text_width(scene->fonts, &style, text);
    if (*text)
        say_middle(scene, "", cut_right(&box, width, scene_px(scene, 24)), &style, 1, text);
    struct rect bar = middle_of(box, height);
    scene_round(scene, bar, height / 2, scene->theme.contrast ? COLOR_OFF : COLOR_LINE);
    if (scene->theme.contrast)
        scene_frame(scene, bar, height / 2, scene_px(scene, 2), COLOR_LINE);
    bar.w = bar.w * left / (total > 0 ? total : 1);
    if (bar.w >= height)
        scene_round(scene, bar, height / 2, fill);
}
