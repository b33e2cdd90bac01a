/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/devices/script.h"

#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES 65536

/* AA, or AA*1016 */
static bool take_token(const char *token, struct buf *ret)
{
    char *end;
    unsigned long byte = strtoul(token, &end, 16), count = 1;
    if (end != token + 2 || byte > 0xFF)
        return false;
    if (*end == '*')
        count = strtoul(end + 1, &end, 10);
    if (*end || count > 4096)
        return false;
    while (count--)
        buf_byte(ret, (uint8_t)byte);
    return true;
}

/* What makes the sum over a frame zero; the line may begin with noise. */
static bool take_sum(struct buf *ret)
{
    static const uint8_t preamble[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};
    const uint8_t *frame = ret->len ? memmem(ret->data, ret->len, preamble, sizeof preamble) : NULL;
    uint8_t sum = 0;
    if (!frame)
        return false;
    for (const uint8_t *at = frame + sizeof preamble; at < ret->data + ret->len; at++)
        sum ^= *at;
    buf_byte(ret, sum);
    return true;
}

static bool take_bytes(char *text, struct buf *ret)
{
    char *rest;
    for (char *token = strtok_r(text, " ", &rest); token; token = strtok_r(NULL, " ", &rest))
        if (!(strcmp(token, "CHK") == 0 ? take_sum(ret) : take_token(token, ret)))
            return false;
    return true;
}

static struct script_line *add(struct script *script, enum script_kind kind, int number)
{
    if (script->line_count == SCRIPT_LINES)
        return NULL;
    struct script_line *line = &script->lines[script->line_count++];
    *line = (struct script_line){.kind = kind, .number = number};
    return line;
}

static struct script_line *add_bytes(struct script *script, enum script_kind kind, char *text, int number)
{
    struct script_line *line = add(script, kind, number);
    if (line && *text && *text != ' ')
        line->endpoint = (uint8_t)strtoul(text, &text, 16);
    return line && take_bytes(text, &line->bytes) ? line : NULL;
}

static bool take_device(struct script *script, char *text, int number)
{
    return add_bytes(script, SCRIPT_DEVICE, text, number) != NULL;
}

static bool take_host(struct script *script, char *text, int number)
{
    const struct script_line *line = add_bytes(script, SCRIPT_HOST, text, number);
    return line && line->bytes.len;
}

static bool take_more(struct script *script, char *text, int number)
{
    (void)number;
    if (!script->line_count)
        return false;
    struct script_line *line = &script->lines[script->line_count - 1];
    return line->kind <= SCRIPT_DEVICE && take_bytes(text, &line->bytes);
}

static bool take_order(struct script *script, char *text, int number)
{
    struct script_line *line = add(script, SCRIPT_ORDER, number);
    if (line)
        buf_text(&line->bytes, text);
    return line != NULL;
}

static bool take_timeout(struct script *script, char *text, int number)
{
    return !*text && add(script, SCRIPT_TIMEOUT, number);
}

static bool take_stall(struct script *script, char *text, int number)
{
    return !*text && add(script, SCRIPT_STALL, number);
}

static bool take_ms(struct script *script, enum script_kind kind, const char *text, int number)
{
    struct script_line *line = add(script, kind, number);
    if (line)
        line->ms = atoi(text);
    return line && line->ms > 0;
}

static bool take_wait(struct script *script, char *text, int number)
{
    return take_ms(script, SCRIPT_WAIT, text, number);
}

static bool take_busy(struct script *script, char *text, int number)
{
    return take_ms(script, SCRIPT_BUSY, text, number);
}

static bool take_reset(struct script *script, char *text, int number)
{
    return !*text && add(script, SCRIPT_RESET, number);
}

static bool take_unplug(struct script *script, char *text, int number)
{
    return !*text && add(script, SCRIPT_UNPLUG, number);
}

static bool add_log(struct script *script, const char *text, bool wanted)
{
    if (script->log_count == SCRIPT_LOGS)
        return false;
    struct script_log *log = &script->logs[script->log_count++];
    log->wanted = wanted;
    return text_copy(log->text, sizeof log->text, text);
}

static bool take_logged(struct script *script, char *text, int number)
{
    (void)number;
    return add_log(script, text, true);
}

static bool take_unlogged(struct script *script, char *text, int number)
{
    (void)number;
    return add_log(script, text, false);
}

static bool take_name(struct script *script, char *text, int number)
{
    (void)number;
    return text_copy(script->device, sizeof script->device, text);
}

static bool take_options(struct script *script, char *text, int number)
{
    char *rest = NULL;
    (void)number;
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (script->option_count == SCRIPT_OPTIONS ||
            !text_copy(script->options[script->option_count++], sizeof script->options[0], word))
            return false;
    return true;
}

static bool take_soiled(struct script *script, char *text, int number)
{
    (void)number;
    script->soiled = !*text;
    return script->soiled;
}

static bool take_event(struct script *script, char *text, int number)
{
    (void)number;
    return script->event_count < SCRIPT_EVENTS &&
           text_copy(script->events[script->event_count++], sizeof script->events[0], text);
}

static bool take_line(struct script *script, char *line, int number)
{
    static const struct {
        const char *begin;
        bool (*take)(struct script *script, char *text, int number);
    } kinds[] = {{">", take_host},           {"<", take_device},
                 {" ", take_more},           {"do ", take_order},
                 {"timeout", take_timeout},  {"unplug", take_unplug},
                 {"stall", take_stall},      {"wait ", take_wait},
                 {"busy ", take_busy},       {"reset", take_reset},
                 {"program ", take_options}, {"soiled", take_soiled},
                 {"device ", take_name},     {"event ", take_event},
                 {"logged ", take_logged},   {"unlogged ", take_unlogged}};
    char *comment = strchr(line, '#');
    if (comment)
        *comment = '\0';
    size_t len = strlen(line);
    while (len && line[len - 1] == ' ')
        line[--len] = '\0';
    if (!len)
        return true;
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strncmp(line, kinds[i].begin, strlen(kinds[i].begin)) == 0)
            return kinds[i].take(script, line + strlen(kinds[i].begin), number);
    return false;
}

static bool load(struct script *script, const char *path, bool part, struct err *err);

/* use NAME: a file beside this one. */
static bool load_part(struct script *script, const char *path, const char *name, struct err *err)
{
    char beside[512];
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash + 1 - path) : 0;
    snprintf(beside, sizeof beside, "%.*s%s", folder, path, name);
    return load(script, beside, true, err);
}

static bool load(struct script *script, const char *path, bool part, struct err *err)
{
    struct buf text = {0};
    if (!buf_read_file(&text, path, FILE_MAX_BYTES, err))
        return false;
    bool ok = true;
    int number = 1;
    char *rest = (char *)text.data;
    for (char *line; ok && (line = strsep(&rest, "\n")); number++)
        if (strncmp(line, "use ", 4) == 0 && !part)
            ok = load_part(script, path, line + 4, err);
        else if (!take_line(script, line, number))
            ok = err_set(err, "%s:%d: this line cannot be read; see tests/devices/script.h", path, number);
    buf_finish(&text);
    return ok;
}

bool script_load(const char *path, struct script *ret, struct err *err)
{
    *ret = (struct script){0};
    if (!load(ret, path, false, err))
        return false;
    return ret->device[0] || err_set(err, "%s: no line `device MODEL`", path);
}

void script_finish(struct script *script)
{
    for (size_t i = 0; i < script->line_count; i++)
        buf_finish(&script->lines[i].bytes);
}
