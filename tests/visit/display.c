/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/display.h"

#include "tests/visit/process.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OPEN_MS 20000

/* Xvfb writes its number and a newline once it accepts connections. */
static bool read_number(int fd, int *ret)
{
    char text[16] = "";
    size_t len = 0;
    while (len < sizeof text - 1 && (len == 0 || text[len - 1] != '\n')) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        if (poll(&ready, 1, OPEN_MS) <= 0 || read(fd, text + len, 1) != 1)
            return false;
        len++;
    }
    *ret = atoi(text);
    return true;
}

bool display_open(struct display *ret, struct err *err)
{
    int ends[2];
    char fd[16];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_errno(err, "cannot make a pipe");
    snprintf(fd, sizeof fd, "%d", ends[1]);
    const char *argv[] = {"Xvfb",         "-displayfd", fd,    "-screen",  "0",
                          "1080x1920x24", "-nolisten",  "tcp", "-noreset", NULL};
    struct display display = {0};
    struct process_spec spec = {.argv = argv, .output = "/dev/null", .keep_fd = ends[1]};
    bool ok = process_start(&spec, &display.pid, err);
    close(ends[1]);
    if (ok && !read_number(ends[0], &display.number)) {
        ok = err_set(err, "Xvfb: no display appeared; is the package xvfb installed?");
        process_stop(display.pid);
    }
    close(ends[0]);
    if (ok)
        *ret = display;
    return ok;
}

void display_close(struct display *display)
{
    process_stop(display->pid);
    display->pid = 0;
}
