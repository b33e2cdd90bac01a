/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Command lines, the same way for every program: one row an option, whose value lands in a field of the
 * caller's struct. "--name VALUE" and "--name=VALUE" are the same; "--" ends the options.
 */
#ifndef LIQU_BASE_OPTIONS_H
#define LIQU_BASE_OPTIONS_H

#include "base/err.h"

struct option_row {
    const char *name;  /* with its dashes; NULL ends the table */
    size_t offset;     /* of a bool (a switch) or a const char * (a value, pointing into argv) */
    bool is_switch;    /* takes no value */
    const char *words; /* the value is one of these: "fit|1:1"; NULL: anything but the empty text */
};
#define OPTION_VALUE(type, word, field)                                                                      \
    {                                                                                                        \
        .name = (word), .offset = offsetof(type, field)                                                      \
    }
#define OPTION_WORDS(type, word, field, choices)                                                             \
    {                                                                                                        \
        .name = (word), .offset = offsetof(type, field), .words = (choices)                                  \
    }
#define OPTION_SWITCH(type, word, field)                                                                     \
    {                                                                                                        \
        .name = (word), .offset = offsetof(type, field), .is_switch = true                                   \
    }

/* Reads argv from argv[1] to its NULL. What is no option (a lone "-" is none) is gathered, in order, at
 * argv[1] and after, with a NULL behind; *ret_operands says how many. False: one sentence in err; ret may be
 * half filled. */
bool options_read(const struct option_row *rows, char **argv, void *ret, int *ret_operands,
                  struct err *err) MUST_CHECK;
/* options_read for a program that takes no operands. */
bool options_only(const struct option_row *rows, char **argv, void *ret, struct err *err) MUST_CHECK;
/* Does argv ask how the program is used, with --help or -h before a "--"? */
bool options_ask_help(char *const *argv);
/* If so, prints the usage to stdout and exits with EXIT_OK. */
void options_help(char *const *argv, const char *usage);
/* Prints "PROGRAM: TEXT" and the usage to stderr and exits with EXIT_USAGE. */
NORETURN void options_exit(const char *program, const char *usage, const struct err *err);

#endif
