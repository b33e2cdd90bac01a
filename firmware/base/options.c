/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The row whose name opens the argument, alone or before a "=". */
static const struct option_row *find(const struct option_row *rows, const char *argument)
{
    for (const struct option_row *row = rows; row->name; row++) {
        size_t len = strlen(row->name);
        if (strncmp(argument, row->name, len) == 0 && (!argument[len] || argument[len] == '='))
            return row;
    }
    return NULL;
}

static bool is_one_of(const char *words, const char *value)
{
    size_t len = strlen(value);
    for (const char *word = words; word; word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL)
        if (strcspn(word, "|") == len && memcmp(word, value, len) == 0)
            return true;
    return false;
}

/* *at moves on when the value is an argument of its own. */
static bool take(const struct option_row *row, char ***at, void *ret, struct err *err)
{
    char *joined = strchr(**at, '=');
    if (row->is_switch) {
        *(bool *)((char *)ret + row->offset) = true;
        return !joined || err_set(err, "%s: it takes no value", row->name);
    }
    const char *value = joined ? joined + 1 : *++*at;
    if (!value || !*value)
        return err_set(err, "%s: a value must follow", row->name);
    if (row->words && !is_one_of(row->words, value))
        return err_set(err, "%s %s: it must be one of %s", row->name, value, row->words);
    *(const char **)((char *)ret + row->offset) = value;
    return true;
}

bool options_read(const struct option_row *rows, char **argv, void *ret, int *ret_operands, struct err *err)
{
    int operands = 0;
    bool over = false;
    for (char **at = argv + 1; *at; at++) {
        bool dashed = (*at)[0] == '-' && (*at)[1];
        if (over || !dashed) {
            argv[1 + operands++] = *at;
            continue;
        }
        if (strcmp(*at, "--") == 0) {
            over = true;
            continue;
        }
        const struct option_row *row = find(rows, *at);
        if (!row)
            return err_set(err, "%s: no such option", *at);
        if (!take(row, &at, ret, err))
            return false;
    }
    argv[1 + operands] = NULL;
    *ret_operands = operands;
    return true;
}

bool options_only(const struct option_row *rows, char **argv, void *ret, struct err *err)
{
    int operands;
    return options_read(rows, argv, ret, &operands, err) &&
           (operands == 0 || err_set(err, "%s: one argument too many", argv[1]));
}

bool options_ask_help(char *const *argv)
{
    for (char *const *at = argv + 1; *at && strcmp(*at, "--") != 0; at++)
        if (strcmp(*at, "--help") == 0 || strcmp(*at, "-h") == 0)
            return true;
    return false;
}

void options_help(char *const *argv, const char *usage)
{
    if (!options_ask_help(argv))
        return;
    fputs(usage, stdout);
    exit(EXIT_OK);
}

void options_exit(const char *program, const char *usage, const struct err *err)
{
    fprintf(stderr, "%s: %s\n%s", program, err->text, usage);
    exit(EXIT_USAGE);
}
