/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

/* Icon, then label above value above note. Painted only when box is given a height. */
struct fact_style {
    struct text_style label, value, note;
    int icon_px, gap;
};

static struct fact_style style_of(const struct scene *scene, enum type_role value)
{
    return (struct fact_style){.label = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_LEFT),
                               .value = scene_type(scene, value, COLOR_INK, ALIGN_LEFT),
                               .note = scene_type(scene, TYPE_BODY, COLOR_INK2, ALIGN_LEFT),
                               .icon_px = scene_either(scene, 60, 44),
                               .gap = scene_either(scene, 22, 12)};
}

/* On a small panel a sentence of two lines breaks where one would breathe. */
static const char *value_of(struct scene *scene, int width, const struct fact *fact,
                            const struct fact_style *style)
{
    return scene->theme.compact ? broken_at_pause(scene, &style->value, width, fact->value) : fact->value;
}

static int fact_height(struct scene *scene, int width, const struct fact *fact,
                       const struct fact_style *style)
{
    int room = width - (fact->icon ? style->icon_px + style->gap : 0);
    int height = text_height(scene->fonts, &style->value, room, value_of(scene, room, fact, style));
    if (fact->label)
        height += text_height(scene->fonts, &style->label, room, fact->label);
    if (fact->note)
        height += text_height(scene->fonts, &style->note, room, fact->note);
    return height;
}

static void fact(struct scene *scene, struct rect box, const struct fact *fact,
                 const struct fact_style *style, bool icon_in_middle)
{
    struct rect sign = cut_left(&box, fact->icon ? style->icon_px : 0, fact->icon ? style->gap : 0);
    sign = icon_in_middle ? middle_of(sign, style->icon_px)
                          : cut_top(&sign, style->icon_px + scene_px(scene, 8), 0);
    if (fact->icon)
        scene_icon(scene, sign, fact->icon, style->icon_px, fact->ink);
    if (fact->label)
        say_cut(scene, "", &box, &style->label, 0, fact->label);
    say_cut(scene, "", &box, &style->value, 0, value_of(scene, box.w, fact, style));
    if (fact->note)
        say_cut(scene, "", &box, &style->note, 0, fact->note);
}

static int grid_row_height(struct scene *scene, int width, const struct fact *facts, int count,
                           const struct fact_style *style)
{
    int highest = 0;
    for (int i = 0; i < count; i++) {
        int height = fact_height(scene, width, &facts[i], style);
        highest = height > highest ? height : highest;
    }
    return highest;
}

/* On a small panel a column is too narrow for two: label and value side by side. */
static void facts_as_fields(struct scene *scene, const char *id, struct rect *from, const struct fact *facts,
                            int count)
{
    struct field fields[8];
    for (int i = 0; i < count; i++)
        fields[i] = (struct field){facts[i].label, facts[i].value};
    fields_card(scene, id, from, fields, count);
}

void facts_card(struct scene *scene, const char *id, struct rect *from, const struct fact *facts, int count)
{
    if (scene->theme.compact) {
        facts_as_fields(scene, id, from, facts, count);
        return;
    }
    struct fact_style style = style_of(scene, TYPE_FACT);
    style.icon_px = scene_px(scene, 52);
    int pad_x = scene_px(scene, 36), pad_y = scene_px(scene, 28), gap = scene_px(scene, 24);
    int columns = scene->theme.elder ? 1 : 2, rows = 0;
    int width = (from->w - 2 * pad_x - (columns - 1) * gap) / columns;
    int heights[8], height = 2 * pad_y - gap;
    for (; rows < (int)COUNT_OF(heights) && rows * columns < count; rows++) {
        int first = rows * columns, in_row = count - first < columns ? count - first : columns;
        heights[rows] = grid_row_height(scene, width, facts + first, in_row, &style);
        if (height + heights[rows] + gap > from->h)
            break;
        height += heights[rows] + gap;
    }
    if (rows == 0)
        return;
    struct rect box = cut_top(from, height, scene_px(scene, 20));
    scene_element(scene, ROLE_IMAGE, id, box, "");
    card(scene, box);
    box = inset_xy(box, pad_x, pad_y);
    for (int i = 0; i < count && i < rows * columns; i++) {
        struct rect row = {box.x + (width + gap) * (i % columns), box.y, width, heights[i / columns]};
        fact(scene, row, &facts[i], &style, true);
        if (i % columns == columns - 1)
            cut_top(&box, heights[i / columns], gap);
    }
}

/* Above and below each fact of a list. */
static int list_pad(const struct scene *scene)
{
    return scene_either(scene, 16, 8);
}

static enum type_role value_type(const struct scene *scene)
{
    return scene->theme.elder || scene->theme.compact ? TYPE_FACT : TYPE_H3;
}

int facts_list_height(struct scene *scene, int width, const struct fact *facts, int count)
{
    struct fact_style style = style_of(scene, value_type(scene));
    int height = 0;
    for (int i = 0; i < count; i++)
        height += fact_height(scene, width, &facts[i], &style) + 2 * list_pad(scene);
    return height;
}

int facts_list(struct scene *scene, struct rect box, const struct fact *facts, int count)
{
    struct fact_style style = style_of(scene, value_type(scene));
    int pad = list_pad(scene), top = box.y;
    for (int i = 0; i < count; i++) {
        if (i > 0)
            scene_fill(scene, (struct rect){box.x, box.y, box.w, scene_px(scene, 2)}, COLOR_LINE);
        struct rect row = cut_top(&box, fact_height(scene, box.w, &facts[i], &style) + 2 * pad, 0);
        fact(scene, inset_xy(row, 0, pad), &facts[i], &style, false);
    }
    return box.y - top;
}

int facts_fit(struct scene *scene, int width, int height, struct fact *facts, int count)
{
    for (int i = count; i-- > 0 && facts_list_height(scene, width, facts, count) > height;)
        facts[i].note = NULL;
    while (count > 1 && facts_list_height(scene, width, facts, count) > height)
        count--;
    return count;
}

void facts_list_card(struct scene *scene, const char *id, struct rect *from, struct fact *facts, int count)
{
    int pad = scene_either(scene, 36, 18), width = from->w - 2 * pad;
    count = facts_fit(scene, width, from->h, facts, count);
    struct rect box =
        cut_top(from, facts_list_height(scene, width, facts, count), scene_either(scene, 24, 14));
    scene_element(scene, ROLE_IMAGE, id, box, "");
    card(scene, box);
    facts_list(scene, inset_xy(box, pad, 0), facts, count);
}

/* Sizes of a fields_card. */
struct fields_style {
    struct text_style label, value;
    int pad_x, pad_y, label_w, row_pad;
    bool stacked; /* large type on a small panel: the label above its value */
};

static struct fields_style fields_style_of(const struct scene *scene)
{
    bool elder = scene->theme.elder, compact = scene->theme.compact;
    return (struct fields_style){
        .label = scene_type(scene, compact ? TYPE_NOTE : TYPE_BODY, COLOR_INK2, ALIGN_LEFT),
        .value = scene_type(scene, compact ? TYPE_FACT : TYPE_H3, COLOR_INK, ALIGN_LEFT),
        .pad_x = scene_either(scene, 40, 18),
        .pad_y = scene_either(scene, 16, 8),
        .label_w = elder ? scene_either(scene, 260, 184) : scene_either(scene, 220, 136),
        .row_pad = scene_either(scene, 35, 16),
        .stacked = elder && compact};
}

static int field_height(const struct scene *scene, int width, const struct field *field,
                        const struct fields_style *style)
{
    int whole = width - 2 * style->pad_x, room = whole - style->label_w;
    if (style->stacked)
        return text_height(scene->fonts, &style->label, whole, field->label) +
               text_height(scene->fonts, &style->value, whole, field->value) + style->row_pad;
    int label_h = text_height(scene->fonts, &style->label, style->label_w - style->pad_y, field->label);
    int value_h = text_height(scene->fonts, &style->value, room, field->value);
    return (label_h > value_h ? label_h : value_h) + style->row_pad;
}

int fields_fit(const struct scene *scene, int width, int height, const struct field *fields, int count,
               int *ret_height)
{
    struct fields_style style = fields_style_of(scene);
    int fit = 0, total = 2 * style.pad_y;
    for (; fit < count; fit++) {
        int row = field_height(scene, width, &fields[fit], &style);
        if (total + row > height)
            break;
        total += row;
    }
    *ret_height = total;
    return fit;
}

void fields_card(struct scene *scene, const char *id, struct rect *from, const struct field *fields,
                 int count)
{
    struct fields_style style = fields_style_of(scene);
    int total, shown = fields_fit(scene, from->w, from->h, fields, count, &total), width = from->w;
    struct rect box = cut_top(from, total, scene_either(scene, 24, 14));
    scene_element(scene, ROLE_IMAGE, id, box, "");
    card(scene, box);
    box = inset_xy(box, style.pad_x, style.pad_y);
    for (int i = 0; i < shown; i++) {
        struct rect row = cut_top(&box, field_height(scene, width, &fields[i], &style), 0);
        if (i > 0)
            scene_fill(scene, (struct rect){row.x, row.y, row.w, scene_px(scene, 2)}, COLOR_LINE);
        if (style.stacked) {
            row = inset_xy(row, 0, style.row_pad / 2);
            say_cut(scene, "", &row, &style.label, 0, fields[i].label);
            scene_say(scene, "", row, &style.value, 0, fields[i].value);
            continue;
        }
        struct rect left = cut_left(&row, style.label_w, 0);
        left.w -= style.pad_y;
        say_middle(scene, "", left, &style.label, 0, fields[i].label);
        say_middle(scene, "", row, &style.value, 0, fields[i].value);
    }
}
