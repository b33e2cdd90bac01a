/* SPDX-License-Identifier: MulanPSL-2.0 */
/* A text that one page does not hold, in parts that end where a reader would pause. */
#include "base/err.h"
#include "base/text.h"
#include "ui/widget.h"
#include <stdlib.h>
#include <string.h>

enum pause { PAUSE_NONE, PAUSE_WORD, PAUSE_CLAUSE, PAUSE_SENTENCE };

/* What kind of pause follows the character that ends before `rest`. */
static enum pause pause_after(uint32_t rune, const char *rest)
{
    const char *peek = rest;
    uint32_t next = text_next(&peek);
    if (rune == U'。' || rune == U'！' || rune == U'？' || rune == U'\n')
        return PAUSE_SENTENCE;
    if (rune == U'；' || rune == U'，')
        return rune == U'；' ? PAUSE_SENTENCE : PAUSE_CLAUSE;
    if (next == U' ' && (rune == U'.' || rune == U'?' || rune == U'!' || rune == U';'))
        return PAUSE_SENTENCE;
    if (next == U' ')
        return rune == U',' ? PAUSE_CLAUSE : PAUSE_WORD;
    return text_is_han(rune) && text_is_han(next) ? PAUSE_WORD : PAUSE_NONE;
}

struct room {
    struct fonts *fonts;
    const struct text_style *style;
    int width, height;
};

/* Whether the text up to `end` fits. It is cut there and mended again. */
static bool fits(const struct room *room, char *text, char *end)
{
    char kept = *end;
    *end = '\0';
    bool ok = text_height(room->fonts, room->style, room->width, text) <= room->height;
    *end = kept;
    return ok;
}

/* The furthest pause of that kind up to which the text fits; NULL: none. */
static char *furthest(const struct room *room, char *text, enum pause least)
{
    char *found = NULL;
    const char *at = text;
    for (uint32_t rune; (rune = text_next(&at));) {
        if (pause_after(rune, at) < least)
            continue;
        if (!fits(room, text, (char *)at))
            break;
        found = (char *)at;
    }
    return found;
}

static char *end_of_part(const struct room *room, char *text)
{
    char *end = text + strlen(text);
    if (fits(room, text, end))
        return end;
    for (int least = PAUSE_SENTENCE; least > PAUSE_NONE; least--) {
        char *found = furthest(room, text, (enum pause)least);
        if (found)
            return found;
    }
    return end; /* not even a word: it is shown as it is */
}

void text_parts(const struct scene *scene, const struct text_style *style, int width, int height,
                const char *text, struct text_parts *ret)
{
    const struct room room = {scene->fonts, style, width, height};
    char *copy = strdup(text), *at = copy;
    check(copy);
    *ret = (struct text_parts){.text = text};
    while (*at && ret->count < TEXT_PARTS) {
        char *end = ret->count == TEXT_PARTS - 1 ? at + strlen(at) : end_of_part(&room, at);
        ret->from[ret->count++] = (size_t)(at - copy);
        at = end + strspn(end, " \n");
        ret->from[ret->count] = (size_t)(at - copy);
    }
    free(copy);
}

const char *text_part(struct scene *scene, const struct text_parts *parts, int i)
{
    return scene_format(scene, "%.*s", (int)(parts->from[i + 1] - parts->from[i]),
                        parts->text + parts->from[i]);
}
