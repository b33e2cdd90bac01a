/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/log.h"

#include "base/clock.h"
#include "base/text.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    const char *program;
    int fd;
    char path[1024], old_path[1024 + 2]; /* of fd, unless it is stderr */
} sink = {.program = "liqu", .fd = STDERR_FILENO};

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",     [LOG_INFO] = "info",   [LOG_NOTICE] = "notice",
    [LOG_WARNING] = "warning", [LOG_ERROR] = "error",
};

static int open_file(const char *path)
{
    return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool log_open(const char *program, const char *path, struct err *err)
{
    sink.program = program;
    if (!path)
        return true;
    if (strlen(path) >= sizeof sink.path)
        return err_set(err, "%s: the name of the log is too long", path);
    int fd = open_file(path);
    if (fd < 0)
        return err_errno(err, "%s: cannot open the log; check that its folder exists and is writable", path);
    log_close();
    sink.fd = fd;
    snprintf(sink.path, sizeof sink.path, "%s", path);
    snprintf(sink.old_path, sizeof sink.old_path, "%s.1", path);
    return true;
}

void log_close(void)
{
    if (sink.fd != STDERR_FILENO)
        close(sink.fd);
    sink.fd = STDERR_FILENO;
}

/* Whether the file at sink.path is still the one that was opened, and not one that another program began. */
static bool still_there(void)
{
    struct stat open, there;
    return fstat(sink.fd, &open) == 0 && stat(sink.path, &there) == 0 && open.st_ino == there.st_ino &&
           open.st_dev == there.st_dev;
}

/* The lock stands on the full file: of two programs that find it full, only the first renames it, and the
 * second goes over to the file that the first began. */
static bool begin_file(void)
{
    if (flock(sink.fd, LOCK_EX) != 0 || (still_there() && rename(sink.path, sink.old_path) != 0))
        return false;
    int fd = open_file(sink.path);
    if (fd < 0)
        return false;
    close(sink.fd);
    sink.fd = fd;
    return true;
}

static bool has_room(size_t len)
{
    struct stat file;
    return sink.fd == STDERR_FILENO || fstat(sink.fd, &file) != 0 ||
           file.st_size + (off_t)len <= LOG_FILE_MAX || begin_file();
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
    if (len > 0 && has_room((size_t)len)) {
        /* One write a line: lines of several programs in one file stay whole. A full disk must not stop a
         * visit. */
        ssize_t written = write(sink.fd, line, (size_t)len);
        (void)written;
    }
}
