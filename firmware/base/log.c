/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/log.h"

#include "base/clock.h"
#include "base/text.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    const char *program;
    int fd;
} sink = {.program = "liqu", .fd = STDERR_FILENO};

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",     [LOG_INFO] = "info",   [LOG_NOTICE] = "notice",
    [LOG_WARNING] = "warning", [LOG_ERROR] = "error",
};

bool log_open(const char *program, const char *path, struct err *err)
{
    sink.program = program;
    if (!path)
        return true;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_errno(err, "%s: cannot open the log; check that its folder exists and is writable", path);
    log_close();
    sink.fd = fd;
    return true;
}

void log_close(void)
{
    if (sink.fd != STDERR_FILENO)
        close(sink.fd);
    sink.fd = STDERR_FILENO;
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    char text[1024], quoted[2 * sizeof text + 64], when[40], line[sizeof quoted + 256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    text_json_quote(text, quoted, sizeof quoted);
    clock_iso(clock_real_s(), when, sizeof when);
    int len = snprintf(line, sizeof line,
                       "{\"time\":\"%s\",\"level\":\"%s\",\"program\":\"%s\",\"event\":\"%s\",\"text\":%s}\n",
                       when, level_names[level], sink.program, event, quoted);
    if (len > 0) {
        /* One write a line: lines of several programs in one file stay whole. A full disk must not stop a
         * visit. */
        ssize_t written = write(sink.fd, line, (size_t)len);
        (void)written;
    }
}
