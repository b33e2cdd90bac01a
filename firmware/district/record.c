/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "district/record.h"

#include "base/buf.h"
#include "base/err.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONTH_PLACE  "{m-"
#define MONTHS_PLACE "{months}"

void record_month(uint32_t today, int months_ago, char ret[24])
{
    int month = (int)(today / 10000) * 12 + (int)(today / 100 % 100) - 1 - months_ago;
    snprintf(ret, 24, "%d年%d月", month / 12, month % 12 + 1);
}

/* N of a "{m-N}" at the start of text; 0: there is none. */
static int month_place(const char *text, const char **ret_end)
{
    if (strncmp(text, MONTH_PLACE, strlen(MONTH_PLACE)) != 0)
        return 0;
    char *end;
    long n = strtol(text + strlen(MONTH_PLACE), &end, 10);
    if (n < 1 || n > 1200 || *end != '}')
        return 0;
    *ret_end = end + 1;
    return (int)n;
}

/* How many months ago a table row speaks of; 0: of none. */
static int row_month(const json_t *row)
{
    size_t i;
    json_t *cell;
    json_array_foreach(row, i, cell)
    {
        const char *text = json_string_value(cell), *end;
        for (; text && *text; text++) {
            int n = month_place(text, &end);
            if (n)
                return n;
        }
    }
    return 0;
}

struct fill {
    const struct record_question *question;
    int shown; /* months */
};

/* The answer whose "{NAME}" stands at the start of text, or NULL. */
static const char *answer_place(const char *text, const json_t *answers, const char **ret_end)
{
    const char *name;
    json_t *answer;
    json_object_foreach((json_t *)answers, name, answer)
    {
        size_t len = strlen(name);
        if (text[0] == '{' && strncmp(text + 1, name, len) == 0 && text[1 + len] == '}') {
            *ret_end = text + len + 2;
            return json_string_value(answer);
        }
    }
    return NULL;
}

static json_t *fill_text(const char *text, const struct fill *fill)
{
    struct buf filled = {0};
    const char *end, *answer;
    char month[24];
    while (*text) {
        int n = month_place(text, &end);
        if (n) {
            record_month(fill->question->today, n, month);
            buf_text(&filled, month);
            text = end;
        } else if (strncmp(text, MONTHS_PLACE, strlen(MONTHS_PLACE)) == 0) {
            buf_printf(&filled, "%d", fill->shown);
            text += strlen(MONTHS_PLACE);
        } else if ((answer = answer_place(text, fill->question->answers, &end))) {
            buf_text(&filled, answer);
            text = end;
        } else {
            buf_byte(&filled, (uint8_t)*text++);
        }
    }
    json_t *string = json_stringn(buf_string(&filled), filled.len);
    check(string);
    buf_finish(&filled);
    return string;
}

/* Copies any shape, filling the texts in it. */
static json_t *fill_value(const json_t *value, const struct fill *fill)
{
    if (json_is_string(value))
        return fill_text(json_string_value(value), fill);
    if (!json_is_array(value))
        return json_deep_copy(value);
    json_t *array = json_array(), *item;
    size_t i;
    json_array_foreach(value, i, item) json_array_append_new(array, fill_value(item, fill));
    return array;
}

/* Drops the rows outside the range; returns how many rows of months were there, and how many stay. */
static int narrow(json_t *table, int months, int *ret_shown)
{
    json_t *rows = json_object_get(table, "rows");
    int found = 0, shown = 0;
    for (size_t i = json_array_size(rows); i-- > 0;) {
        int month = row_month(json_array_get(rows, i));
        found += month > 0;
        if (months && month > months)
            json_array_remove(rows, i);
        else
            shown += month > 0;
    }
    *ret_shown = shown;
    return found;
}

static bool kept_under(const json_t *body, const json_t *answers)
{
    const char *name;
    json_t *text;
    json_object_foreach(json_object_get(body, "when"), name, text)
    {
        if (answers && !json_equal(text, json_object_get(answers, name)))
            return false;
    }
    return true;
}

json_t *record_fill(const json_t *body, const struct record_question *question)
{
    if (!kept_under(body, question->answers))
        return NULL;
    json_t *record = json_deep_copy(body), *value, *table;
    struct fill fill = {.question = question};
    int found = 0;
    size_t i;
    check(record);
    json_object_del(record, "when");
    json_array_foreach(json_object_get(record, "tables"), i, table)
    {
        int shown;
        found += narrow(table, question->months, &shown);
        if (shown > fill.shown)
            fill.shown = shown;
    }
    if (found && !fill.shown) {
        json_decref(record);
        return NULL;
    }
    json_array_foreach(json_object_get(record, "tables"), i, table)
    {
        value = json_object_get(table, "rows");
        json_object_set_new(table, "rows", fill_value(value, &fill));
    }
    json_object_set_new(record, "rows", fill_value(json_object_get(record, "rows"), &fill));
    json_object_set_new(record, "notes", fill_value(json_object_get(record, "notes"), &fill));
    return record;
}
