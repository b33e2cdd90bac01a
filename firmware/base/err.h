/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Errors as sentences. What can fail returns bool and fills a struct err; callers prefix on the way up, so
 * that the final text reads as a path: "slip: printer: cut: no answer in 500 ms". An error is logged once, by
 * whoever decides what to do about it. Never put personal data into an error text.
 */
#ifndef LIQU_BASE_ERR_H
#define LIQU_BASE_ERR_H

#include "base/attr.h"
#include <stdbool.h>
#include <stddef.h>

struct err {
    char text[768]; /* UTF-8, no newline; longer texts are cut at a character */
};

/* Replaces the text. Always false, so that failing is one line: return err_set(err, "..."). err may be NULL.
 */
bool err_set(struct err *err, const char *format, ...) PRINTF(2, 3);
/* err_set with ": " and the words of errno behind it. */
bool err_errno(struct err *err, const char *format, ...) PRINTF(2, 3);
/* Puts "FORMAT: " before the text that stands there. Always false. */
bool err_prefix(struct err *err, const char *format, ...) PRINTF(2, 3);

/* Exit codes of every program. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_REFUSED = 1, /* checked and refused, or failed */
    EXIT_USAGE = 2,
    EXIT_ENVIRONMENT = 3, /* a bad file or environment; one sentence says which and what to do */
    EXIT_INTERNAL = 4,    /* an impossible thing happened: see check() */
};

/* Prints "PROGRAM: TEXT" to stderr as one line and exits with the code. */
NORETURN void err_exit(const char *program, enum exit_code code, const struct err *err);

/* For what cannot happen, out of memory included: records where, stops with EXIT_INTERNAL; the supervisor
 * restarts the program. No core is written, because memory may hold a resident's data. */
#define check(condition) ((condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))
NORETURN void check_failed(const char *condition, const char *file, int line);

#endif
