/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The C library's poll must not come as an inline function: this file has its own in its place. */
#undef _FORTIFY_SOURCE
#include "tests/faults/time.h"

#include "base/err.h"
#include "tests/faults/shared_time.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WATCHED_MAX 64
/* Ours stands before the sanitizer's library; what was freed is not kept for long, or memory would seem to
 * grow. */
#define SANITIZED "verify_asan_link_order=0:detect_leaks=1:quarantine_size_mb=1"
#define HANG_S    60                          /* real ones: others may keep the machine busy */
#define BEGIN_US  ((int64_t)100000 * 1000000) /* long past every "not yet" of a clock that begins at 0 */

/* What the C library declares and we put in its place. */
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size);

static struct {
    struct shared_time *page; /* NULL: not opened */
    int page_fd, answers;
    struct program {
        pid_t pid; /* 0: none */
        int pidfd, wakes[TIME_THREADS];
        uint32_t woken[TIME_THREADS]; /* when all waited last */
        bool ended;
        int status;
    } programs[TIME_PROGRAMS];
    bool asking; /* a round is under way */
    bool hung;
} shared;

static int really_poll(struct pollfd *fds, nfds_t count, const struct timespec *timeout)
{
    return (int)syscall(SYS_ppoll, fds, count, timeout, NULL, 0);
}

static int look(struct pollfd *fds, nfds_t count)
{
    const struct timespec none = {0};
    return really_poll(fds, count, &none);
}

void shared_time_open(void)
{
    shared.page_fd = memfd_create("shared-time", MFD_CLOEXEC);
    check(shared.page_fd >= 0 && ftruncate(shared.page_fd, sizeof *shared.page) == 0);
    void *map = mmap(NULL, sizeof *shared.page, PROT_READ | PROT_WRITE, MAP_SHARED, shared.page_fd, 0);
    shared.answers = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    check(map != MAP_FAILED && shared.answers >= 0);
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++) {
            shared.programs[i].wakes[t] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
            check(shared.programs[i].wakes[t] >= 0);
        }
    shared.page = map;
    atomic_store(&shared.page->now_us, BEGIN_US);
}

void shared_time_tarry(bool tarry)
{
    shared.page->tarry = tarry;
}

/* ---- programs ---- */

static int inherit(int fd)
{
    int copy = dup(fd); /* a copy survives exec */
    check(copy >= 0);
    return copy;
}

pid_t shared_time_start(int number, const char *preload, char *const argv[])
{
    struct program *program = &shared.programs[number];
    check(!program->pid);
    memset(&shared.page->program[number], 0, sizeof shared.page->program[number]);
    memset(program->woken, 0, sizeof program->woken);
    pid_t pid = fork();
    check(pid >= 0);
    if (!pid) {
        char text[80];
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        snprintf(text, sizeof text, "%d %d %d %d %d", inherit(shared.page_fd), inherit(shared.answers),
                 inherit(program->wakes[0]), inherit(program->wakes[1]), number);
        setenv(TIME_ENV, text, 1);
        setenv("LD_PRELOAD", preload, 1);
        setenv("ASAN_OPTIONS", SANITIZED, 0);
        execv(argv[0], argv);
        _exit(EXIT_ENVIRONMENT);
    }
    program->pid = pid;
    program->ended = shared.hung = false;
    program->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    check(program->pidfd >= 0);
    shared.asking = false;
    return pid;
}

static void bury(struct program *program)
{
    if (waitpid(program->pid, &program->status, WNOHANG) != program->pid)
        return;
    close(program->pidfd);
    program->pid = 0;
    program->ended = true;
}

bool shared_time_ended(int number, int *ret_status)
{
    struct program *program = &shared.programs[number];
    if (program->pid)
        bury(program);
    if (program->ended)
        *ret_status = program->status;
    return program->ended;
}

void shared_time_touched(void)
{
    shared.asking = false;
}

bool shared_time_hung(void)
{
    return shared.hung;
}

/* ---- do all wait? ---- */

static void begin_round(void)
{
    const uint64_t once = 1;
    atomic_fetch_add(&shared.page->round, 1);
    shared.asking = true;
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++)
            if (shared.programs[i].pid)
                check(write(shared.programs[i].wakes[t], &once, sizeof once) > 0);
}

static bool all_answered(void)
{
    uint32_t round = atomic_load(&shared.page->round);
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++)
            if (shared.programs[i].pid && atomic_load(&shared.page->program[i].thread[t].answered) != round)
                return false;
    return true;
}

/* No thread has moved since the last time all waited, so none can have woken another behind our back. */
static bool none_moved(void)
{
    bool still = true;
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++) {
            uint32_t woken = atomic_load(&shared.page->program[i].thread[t].woken);
            still &= !shared.programs[i].pid || woken == shared.programs[i].woken[t];
            shared.programs[i].woken[t] = woken;
        }
    return still;
}

static int64_t first_due(int64_t until_us)
{
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++) {
            int64_t due = atomic_load(&shared.page->program[i].thread[t].until_us);
            if (shared.programs[i].pid && due < until_us)
                until_us = due;
        }
    return until_us;
}

static bool any_program(void)
{
    bool any = false;
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        any |= shared.programs[i].pid != 0;
    return any;
}

static void kill_silent(void)
{
    uint32_t round = atomic_load(&shared.page->round);
    shared.hung = true;
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        for (size_t t = 0; t < TIME_THREADS; t++)
            if (shared.programs[i].pid && atomic_load(&shared.page->program[i].thread[t].answered) != round)
                kill(shared.programs[i].pid, SIGKILL);
}

/* Waits really: for our own descriptors (how many are ready is returned), an answer, the end of a program. */
static int wait_for_programs(const struct pollfd *fds, nfds_t count)
{
    const struct timespec limit = {.tv_sec = HANG_S};
    struct pollfd all[WATCHED_MAX + 1 + TIME_PROGRAMS];
    check(count <= WATCHED_MAX);
    memcpy(all, fds, count * sizeof *fds);
    nfds_t n = count;
    all[n++] = (struct pollfd){.fd = shared.answers, .events = POLLIN};
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        all[n++] =
            (struct pollfd){.fd = shared.programs[i].pid ? shared.programs[i].pidfd : -1, .events = POLLIN};
    int ready = really_poll(all, n, &limit);
    if (ready == 0)
        kill_silent();
    if (ready <= 0)
        return 0;
    uint64_t times;
    if (all[count].revents)
        check(read(shared.answers, &times, sizeof times) > 0);
    for (size_t i = 0; i < TIME_PROGRAMS; i++)
        if (all[count + 1 + i].revents)
            bury(&shared.programs[i]);
    int own = 0;
    for (nfds_t i = 0; i < count; i++)
        own += all[i].revents != 0;
    return own;
}

/* Once nothing moves any more: on to the first instant somebody waits for. True when that was ours. */
static bool advance(int64_t until_us)
{
    int64_t due = first_due(until_us);
    check(due != TIME_NEVER); /* all wait for ever: a test that would never end */
    if (due > atomic_load(&shared.page->now_us))
        atomic_store(&shared.page->now_us, due);
    return due >= until_us;
}

static int wait_until(struct pollfd *fds, nfds_t count, int64_t until_us)
{
    for (;;) {
        if (any_program() && !shared.asking)
            begin_round();
        if (any_program() && !all_answered()) {
            if (wait_for_programs(fds, count) > 0)
                return look(fds, count);
            continue;
        }
        int ready = look(fds, count); /* said before they waited */
        if (ready)
            return ready;
        shared.asking = false;
        if (none_moved() && advance(until_us))
            return 0;
    }
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    if (!shared.page) {
        const struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
        return really_poll(fds, count, timeout_ms < 0 ? NULL : &timeout);
    }
    int ready = look(fds, count);
    if (ready)
        return ready;
    if (timeout_ms == 0) {
        shared.asking = false; /* a timer of ours runs now and may wake somebody */
        return 0;
    }
    int64_t now_us = atomic_load(&shared.page->now_us);
    return wait_until(fds, count, timeout_ms < 0 ? TIME_NEVER : now_us + (int64_t)timeout_ms * 1000);
}

int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size)
{
    (void)size;
    return poll(fds, count, timeout_ms);
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
    if (!shared.page || clock != CLOCK_MONOTONIC)
        return (int)syscall(SYS_clock_gettime, clock, ret);
    int64_t now_us = atomic_load(&shared.page->now_us);
    *ret = (struct timespec){now_us / 1000000, now_us % 1000000 * 1000};
    return 0;
}
