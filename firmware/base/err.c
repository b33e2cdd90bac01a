/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/err.h"

#include "base/log.h"
#include "base/text.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

PRINTF(2, 0) static void put(struct err *err, const char *format, va_list args)
{
    vsnprintf(err->text, sizeof err->text, format, args);
    text_cut(err->text, sizeof err->text - 1);
}

static void add(struct err *err, const char *text)
{
    size_t len = strlen(err->text);
    text_copy(err->text + len, sizeof err->text - len, text);
}

bool err_set(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    put(err, format, args);
    va_end(args);
    return false;
}

bool err_errno(struct err *err, const char *format, ...)
{
    int number = errno;
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    put(err, format, args);
    va_end(args);
    add(err, ": ");
    add(err, strerror(number));
    return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    struct err tail = *err;
    va_list args;
    va_start(args, format);
    put(err, format, args);
    va_end(args);
    add(err, ": ");
    add(err, tail.text);
    return false;
}

void err_exit(const char *program, enum exit_code code, const struct err *err)
{
    fprintf(stderr, "%s: %s\n", program, err->text);
    exit(code);
}

void check_failed(const char *condition, const char *file, int line)
{
    log_write(LOG_ERROR, "check", "%s:%d: %s", file, line, condition);
    _exit(EXIT_INTERNAL);
}
