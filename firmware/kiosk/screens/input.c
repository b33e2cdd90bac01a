/* SPDX-License-Identifier: MulanPSL-2.0 */
/* One question that the card cannot answer: a choice, or digits on a pad. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static const struct input *question(const struct visit *visit)
{
    return item_input(visit->item, (size_t)visit->input_index);
}

static void draw_choices(struct view *view, const struct input *input)
{
    const struct choice *choices = input->choices.items;
    const char *chosen = view->visit->inputs[view->visit->input_index];
    int count = (int)input->choices.count, gap = view_gap(view);
    int height = view_either(view, 144, view->scene->theme.elder ? 120 : 104),
        room = (view->body.h + gap) / (count > 0 ? count : 1) - gap;
    for (int i = 0; i < count; i++) {
        const struct segment choice = {
            .id = scene_format(view->scene, "input.%s.%s", input->name, choices[i].value),
            .label = tr_words(&choices[i].label),
            .radio = true,
            .chosen = chosen && strcmp(chosen, choices[i].value) == 0};
        segment(view->scene, cut_top(&view->body, height < room ? height : room, gap), &choice);
    }
}

static void draw_typed(struct view *view)
{
    struct scene *scene = view->scene;
    struct rect box = cut_top(view->show, view_either(view, 144, 70), view_either(view, 32, 14));
    card_tinted(scene, box, COLOR_CARD, COLOR_EDGE);
    struct text_style style = scene_type(scene, TYPE_NUMBER, COLOR_INK, ALIGN_CENTER);
    say_middle(scene, "input.typed", inset_xy(box, view_px(view, 24), 0), &style, 1, view->visit->typed);
}

static void draw_key(const struct view *view, struct rect box, const char *key)
{
    bool back = strcmp(key, "back") == 0;
    if (*key)
        key_cap(view->scene, box, scene_format(view->scene, "key.%s", key), back ? ICON_BACKSPACE : ICON_NONE,
                back ? tr("删除") : key);
}

/* Three rows of four: large text leaves a small panel no room for a fourth row. */
static void draw_wide_pad(struct view *view)
{
    static const char *const keys[] = {"1", "2", "3", "back", "4", "5", "6", "0", "7", "8", "9", ""};
    int gap = view_gap(view);
    for (int i = 0; i < (int)COUNT_OF(keys); i++) {
        struct rect box = cell_of(view->body, i, 4, 3, gap);
        if (strcmp(keys[i], "0") == 0)
            box.h = view->body.y + view->body.h - box.y; /* over two rows */
        box.h -= view_px(view, 4);                       /* the hard lower edge */
        draw_key(view, box, keys[i]);
    }
}

static void draw_pad(struct view *view)
{
    static const char *const keys[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"};
    if (view->compact && view->scene->theme.elder) {
        draw_wide_pad(view);
        return;
    }
    int gap = view_either(view, 20, 13), most = view_px(view, 4 * 150 + 3 * 20);
    struct rect pad = cut_bottom(&view->body, view->body.h < most ? view->body.h : most, 0);
    for (int i = 0; i < (int)COUNT_OF(keys); i++)
        draw_key(view, cell_of(pad, i, 3, 4, gap), keys[i]);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct input *input = question(visit);
    struct view view;
    view_begin(&view, visit, scene);
    bool answered =
        input->kind == INPUT_CHOICE ? visit->inputs[visit->input_index] != NULL : *visit->typed != '\0';
    const struct button next = {.id = "nav.next",
                                .label = tr("下一步"),
                                .icon = ICON_ARROW_FORWARD,
                                .look = BUTTON_PRIMARY,
                                .type = TYPE_ACTION,
                                .disabled = !answered};
    view_primary(&view, &next, NULL);
    view_title(&view, scene_format(scene, "input.%s", input->name), tr_words(&input->label), NULL);
    if (input->kind == INPUT_CHOICE) {
        draw_choices(&view, input);
        return;
    }
    draw_typed(&view);
    draw_pad(&view);
}

static void event(struct visit *visit, const char *id)
{
    const struct input *input = question(visit);
    size_t len = strlen(input->name);
    if (strncmp(id, "input.", 6) == 0 && strncmp(id + 6, input->name, len) == 0 && id[6 + len] == '.')
        visit_choose_input(visit, (size_t)visit->input_index, id + 6 + len + 1);
    if (strncmp(id, "key.", 4) == 0)
        visit_type(visit, strcmp(id + 4, "back") == 0 ? '\b' : id[4]);
}

const struct screen screen_input = {
    .name = "input",
    .draw = draw,
    .event = event,
};
