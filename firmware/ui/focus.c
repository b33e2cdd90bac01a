/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/focus.h"

#include <stdlib.h>
#include <string.h>

#define RING_PX 8 /* 2 mm, 1.5 mm off */
#define GAP_PX  6

static bool touchable(const struct element *element)
{
    return element->role != ROLE_TEXT && element->role != ROLE_IMAGE;
}

/* 0: content; 1: the filled button; 2: what stands on every page */
static int rank(const struct element *element)
{
    if (strcmp(element->id, "nav.next") == 0 || strcmp(element->id, "nav.continue") == 0)
        return 1;
    return strncmp(element->id, "nav.", 4) == 0 || strncmp(element->id, "mode.", 5) == 0 ? 2 : 0;
}

static bool reads_before(const struct element *a, const struct element *b)
{
    if (rank(a) != rank(b))
        return rank(a) < rank(b);
    return a->box.y != b->box.y ? a->box.y < b->box.y : a->box.x < b->box.x;
}

const struct element *focus_first(const struct scene *scene)
{
    const struct element *first = NULL;
    for (size_t i = 0; i < scene->element_count; i++) {
        const struct element *element = &scene->elements[i];
        if (touchable(element) && (!first || reads_before(element, first)))
            first = element;
    }
    return first;
}

static bool overlap(int a, int a_len, int b, int b_len)
{
    return a < b + b_len && b < a + a_len;
}

/* How far the arrow has to go to it; 0: it does not lie that way. Left and right stay in the row, up and down
 * may change the column, but dearly. */
static int distance(struct rect from, struct rect to, enum ui_key key)
{
    int dx = to.x + to.w / 2 - (from.x + from.w / 2), dy = to.y + to.h / 2 - (from.y + from.h / 2);
    bool sideways = key == KEY_LEFT || key == KEY_RIGHT;
    int ahead = sideways ? dx : dy;
    if (key == KEY_UP || key == KEY_LEFT)
        ahead = -ahead;
    bool same_row = overlap(from.y, from.h, to.y, to.h);
    if (ahead <= 0 || sideways != same_row)
        return 0;
    return ahead + (sideways ? abs(dy) : overlap(from.x, from.w, to.x, to.w) ? abs(dx) / 8 : 2 * abs(dx));
}

const struct element *focus_toward(const struct scene *scene, const struct element *from, enum ui_key key)
{
    const struct element *best = NULL;
    int best_distance = 0;
    for (size_t i = 0; i < scene->element_count; i++) {
        const struct element *element = &scene->elements[i];
        int way = touchable(element) && element != from ? distance(from->box, element->box, key) : 0;
        if (way > 0 && (!best || way < best_distance)) {
            best = element;
            best_distance = way;
        }
    }
    return best;
}

void focus_draw(struct scene *scene)
{
    const struct element *element = *scene->focused ? scene_find(scene, scene->focused) : NULL;
    if (!element)
        return;
    const struct theme *theme = &scene->theme;
    int out = theme_px(theme, RING_PX + GAP_PX);
    scene_frame(scene, rect_inset(element->box, -out), theme_px(theme, 20) + out, theme_px(theme, RING_PX),
                COLOR_INK);
}
