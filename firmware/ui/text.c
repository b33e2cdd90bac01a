/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/widget.h"

#include <string.h>

int balanced_width(const struct scene *scene, const struct text_style *style, int width, const char *text)
{
    int lines = text_measure(scene->fonts, style, width, text, NULL);
    int low = width / 2, high = width;
    while (lines > 1 && high - low > style->px / 4) {
        int middle = (low + high) / 2;
        *(text_measure(scene->fonts, style, middle, text, NULL) > lines ? &low : &high) = middle;
    }
    return high;
}

/* Bytes of a pause at the start of text, with the blank behind it; 0: none there. */
static size_t pause_at(const char *text)
{
    static const char *const pauses[] = {"，", "。", "；", "：", "？", "? ", ". ", "; ", ": "};
    for (size_t i = 0; i < COUNT_OF(pauses); i++)
        if (strncmp(text, pauses[i], strlen(pauses[i])) == 0)
            return strlen(pauses[i]);
    return 0;
}

/* A line for each breath; `text` itself where that takes more lines. */
static const char *broken_at_all(struct scene *scene, const struct text_style *style, int width,
                                 const char *text)
{
    const char *broken = "", *from = text;
    for (const char *at = text; *at;) {
        size_t len = pause_at(at);
        at += len ? len : 1;
        if (len == 0 || !*at)
            continue;
        broken = scene_format(scene, "%s%.*s\n", broken, (int)(at - from) - (at[-1] == ' '), from);
        from = at;
    }
    broken = scene_format(scene, "%s%s", broken, from);
    return text_measure(scene->fonts, style, width, broken, NULL) >
                   text_measure(scene->fonts, style, width, text, NULL)
               ? text
               : broken;
}

const char *broken_at_pause(struct scene *scene, const struct text_style *style, int width, const char *text)
{
    const char *best = text;
    int narrowest = width + 1;
    if (strchr(text, '\n') || text_width(scene->fonts, style, text) <= width)
        return text;
    if (text_measure(scene->fonts, style, width, text, NULL) > 2)
        return broken_at_all(scene, style, width, text);
    for (const char *at = text; *at; at++) {
        size_t len = pause_at(at);
        if (len == 0 || !at[len])
            continue;
        int first = (int)(at - text) + (int)len - (at[len - 1] == ' ');
        const char *broken = scene_format(scene, "%.*s\n%s", first, text, at + len);
        int widest, lines = text_measure(scene->fonts, style, width, broken, &widest);
        if (lines == 2 && widest < narrowest) {
            narrowest = widest;
            best = broken;
        }
    }
    return best;
}

void say_middle(struct scene *scene, const char *id, struct rect box, const struct text_style *style,
                int max_lines, const char *text)
{
    int lines = text_measure(scene->fonts, style, box.w, text, NULL);
    if (max_lines > 0 && lines > max_lines)
        lines = max_lines;
    scene_say(scene, id, middle_of(box, lines * style->line_px), style, max_lines, text);
}

void say_cut(struct scene *scene, const char *id, struct rect *from, const struct text_style *style, int gap,
             const char *text)
{
    int height = text_measure(scene->fonts, style, from->w, text, NULL) * style->line_px;
    scene_say(scene, id, cut_top(from, height, gap), style, 0, text);
}

void say_with_icon(struct scene *scene, struct rect *from, enum icon icon, enum color_role icon_ink,
                   const struct text_style *style, const char *text)
{
    int icon_px = style->px * 4 / 3, gap = scene_px(scene, 16), widest;
    int room = from->w - icon_px - gap;
    int height = text_measure(scene->fonts, style, room, text, &widest) * style->line_px;
    struct rect line = cut_top(from, height > icon_px ? height : icon_px, 0);
    if (style->align == ALIGN_CENTER)
        line = inset_xy(line, (room - widest) / 2, 0);
    struct text_style left = *style;
    left.align = ALIGN_LEFT;
    struct rect box = cut_left(&line, icon_px, gap);
    scene_icon(scene, middle_of(box, icon_px), icon, icon_px, icon_ink);
    line.w = widest > line.w ? widest : line.w;
    say_middle(scene, "", line, &left, 0, text);
}
