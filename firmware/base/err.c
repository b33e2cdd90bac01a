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

bool err_set(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    text_cut(err->text, sizeof err->text - 1);
    return false;
}

bool err_errno(struct err *err, const char *format, ...)
{
    int number = errno;
    if (!err)
        return false;
    va_list args;
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    size_t len = strlen(err->text);
    snprintf(err->text + len, sizeof err->text - len, ": %s", strerror(number));
    text_cut(err->text, sizeof err->text - 1);
    return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
    if (!err)
        return false;
    char tail[sizeof err->text];
    memcpy(tail, err->text, sizeof tail);
    va_list args;
    va_start(args, format);
    int len = vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    if (len >= 0 && (size_t)len < sizeof err->text)
        snprintf(err->text + len, sizeof err->text - (size_t)len, ": %s", tail);
    text_cut(err->text, sizeof err->text - 1);
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
