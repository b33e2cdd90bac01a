/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/story.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (256 * 1024)

static bool take_quoted(char **at, char **ret_word)
{
    char *in = *at + 1, *out = in;
    *ret_word = in;
    while (*in && *in != '"') {
        if (*in == '\\' && (in[1] == '"' || in[1] == '\\'))
            in++;
        *out++ = *in++;
    }
    if (*in != '"' || (in[1] && !isspace((unsigned char)in[1])))
        return false;
    *at = in[1] ? in + 2 : in + 1;
    *out = '\0';
    return true;
}

static bool take_word(char **at, char **ret_word)
{
    if (**at == '"')
        return take_quoted(at, ret_word);
    *ret_word = *at;
    while (**at && !isspace((unsigned char)**at))
        (*at)++;
    if (**at)
        *(*at)++ = '\0';
    return true;
}

static bool split(char *text, struct story_line *line, struct err *err)
{
    for (;;) {
        while (isspace((unsigned char)*text))
            text++;
        if (*text == '\0' || *text == '#')
            return true;
        char *word;
        if (line->count == STORY_WORDS)
            return err_set(err, "too many words");
        if (!take_word(&text, &word))
            return err_set(err, "a quoted word does not end properly");
        line->words[line->count++] = word;
    }
}

static const char *name_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = arena_text(arena, slash ? slash + 1 : path);
    char *dot = strrchr(name, '.');
    if (dot)
        *dot = '\0';
    return name;
}

static size_t count_lines(const char *text)
{
    size_t count = 1;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static bool split_all(char *text, struct story *story, struct err *err)
{
    story->lines = arena_alloc(story->arena, count_lines(text) * sizeof *story->lines);
    for (int number = 1; text; number++) {
        char *next = strchr(text, '\n');
        if (next)
            *next++ = '\0';
        struct story_line line = {.number = number};
        if (!split(text, &line, err))
            return err_prefix(err, "%s:%d", story->path, number);
        if (line.count)
            story->lines[story->count++] = line;
        text = next;
    }
    if (!story->count)
        return err_set(err, "%s: no command in this file", story->path);
    return true;
}

/* The comment a visit opens with says what would be lost without it; the tour shows it. "" without one. */
static const char *purpose_of(struct arena *arena, const char *text)
{
    if (*text != '#')
        return "";
    char *purpose = arena_text(arena, text + strspn(text, "# "));
    purpose[strcspn(purpose, "\n")] = '\0';
    return purpose;
}

bool story_load(const char *path, struct story *ret, struct err *err)
{
    struct buf file = {0};
    if (!buf_read_file(&file, path, FILE_MAX, err)) {
        buf_finish(&file);
        return false;
    }
    struct story story = {.arena = arena_create()};
    story.path = arena_text(story.arena, path);
    story.name = name_of(story.arena, path);
    char *text = arena_text(story.arena, buf_string(&file));
    story.purpose = purpose_of(story.arena, text);
    buf_finish(&file);
    bool ok = split_all(text, &story, err);
    if (!ok) {
        story_finish(&story);
        return false;
    }
    *ret = story;
    return true;
}

void story_finish(struct story *story)
{
    arena_destroy(story->arena);
    *story = (struct story){0};
}

void story_join(const struct story_line *line, size_t first, struct buf *ret)
{
    for (size_t i = first; i < line->count; i++) {
        if (i > first)
            buf_byte(ret, ' ');
        buf_text(ret, line->words[i]);
    }
}

long story_duration_ms(const char *text)
{
    static const struct {
        const char *unit;
        double ms;
    } units[] = {{"", 1000}, {"s", 1000}, {"ms", 1}, {"m", 60000}};
    char *end;
    if (!isdigit((unsigned char)*text))
        return -1;
    double number = strtod(text, &end);
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (strcmp(end, units[i].unit) == 0 && number * units[i].ms < 86400000.0)
            return (long)(number * units[i].ms);
    return -1;
}
