/* SPDX-License-Identifier: MulanPSL-2.0 */
/* System calls are made directly: the C library's and a sanitizer's own functions stand behind ours. */
#undef _FORTIFY_SOURCE
#include "tests/support/test_time.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* What the C library declares and we put in its place. */
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size);

static bool begun;
static int64_t now_us;

static int real_time(clockid_t clock, struct timespec *ret)
{
    return (int)syscall(SYS_clock_gettime, clock, ret);
}

void test_time_begin(void)
{
    struct timespec now;
    if (begun)
        return;
    real_time(CLOCK_MONOTONIC, &now);
    now_us = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
    begun = true;
}

void test_time_pass(int ms)
{
    now_us += (int64_t)ms * 1000;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
    if (!begun || clock != CLOCK_MONOTONIC)
        return real_time(clock, ret);
    *ret = (struct timespec){.tv_sec = now_us / 1000000, .tv_nsec = now_us % 1000000 * 1000};
    return 0;
}

static int real_poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    const struct timespec timeout = {.tv_sec = timeout_ms / 1000, .tv_nsec = timeout_ms % 1000 * 1000000L};
    return (int)syscall(SYS_ppoll, fds, count, timeout_ms < 0 ? NULL : &timeout, NULL, 0);
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    if (!begun || timeout_ms < 0)
        return real_poll(fds, count, timeout_ms);
    int ready = real_poll(fds, count, 0);
    if (!ready)
        test_time_pass(timeout_ms);
    return ready;
}

int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size)
{
    (void)size;
    return poll(fds, count, timeout_ms);
}
