/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

#define DISC_PX 52

static void disc(struct scene *scene, struct rect at, int i, int now)
{
    int radius = scene_px(scene, DISC_PX) / 2, cx = at.x + at.w / 2, cy = at.y + radius;
    struct rect box = {cx - radius, cy - radius, 2 * radius, 2 * radius};
    if (i < now) {
        scene_circle(scene, cx, cy, radius, COLOR_DONE);
        scene_icon(scene, box, ICON_CHECK, scene_px(scene, 36), COLOR_ON_DONE);
        return;
    }
    scene_circle(scene, cx, cy, radius, i == now ? COLOR_PRIMARY : COLOR_PAPER);
    if (i > now)
        scene_ring(scene, cx, cy, radius, scene_px(scene, 3), COLOR_EDGE);
    struct text_style style =
        scene_type(scene, TYPE_NOTE_B, i == now ? COLOR_ON_PRIMARY : COLOR_INK2, ALIGN_CENTER);
    scene_write(scene, middle_of(box, style.line_px), &style, 1, scene_format(scene, "%d", i + 1));
}

void stepper(struct scene *scene, struct rect box, const char *const *labels, int count, int now)
{
    int line_y = box.y + scene_px(scene, 24);
    for (int i = 1; i < count; i++) {
        struct rect here = column_of(box, i, count, 0), before = column_of(box, i - 1, count, 0);
        struct rect line = {before.x + before.w / 2, line_y, here.x + here.w / 2 - before.x - before.w / 2,
                            scene_px(scene, 4)};
        scene_fill(scene, line, i <= now ? COLOR_DONE : COLOR_EDGE);
    }
    for (int i = 0; i < count; i++) {
        struct rect at = column_of(box, i, count, 0);
        disc(scene, at, i, now);
        struct text_style style = scene_type(scene, i == now ? TYPE_NOTE_B : TYPE_NOTE,
                                             i == now ? COLOR_INK : COLOR_INK2, ALIGN_CENTER);
        cut_top(&at, scene_px(scene, DISC_PX + 8), 0);
        scene_say(scene, i == now ? "stepper" : "", at, &style, 1, labels[i]);
    }
}
