/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The programs' side of shared_time.h: poll and the monotonic clock of a program that was started with
 * TIME_ENV="SHARED ANSWERS WAKE… PROGRAM" (descriptors, and which of the programs it is). Built as a library
 * of its own; without that variable it changes nothing. System calls are made directly: a sanitizer's own
 * poll may stand behind ours.
 */
#include "tests/faults/shared_time.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define WATCHED_MAX  64
#define TARRY_NS     1500000
#define TARRY_ONE_IN 4

/* What the C library declares and we put in its place. */
int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size);

static struct shared_time *shared;
static int answers, wakes[TIME_THREADS], program;

__attribute__((constructor)) static void join_time(void)
{
    int page;
    const char *text = getenv(TIME_ENV);
    if (!text || sscanf(text, "%d %d %d %d %d", &page, &answers, &wakes[0], &wakes[1], &program) != 5)
        return;
    void *map = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
    if (map != MAP_FAILED)
        shared = map;
    close(page);
    unsetenv(TIME_ENV);
}

static int really_poll(struct pollfd *fds, nfds_t count, const struct timespec *timeout)
{
    return (int)syscall(SYS_ppoll, fds, count, timeout, NULL, 0);
}

static int look(struct pollfd *fds, nfds_t count)
{
    const struct timespec none = {0};
    return really_poll(fds, count, &none);
}

/* As if the machine let somebody else run just here: what holds only by luck shows sooner. */
static void tarry(void)
{
    static __thread unsigned seed;
    if (!shared->tarry)
        return;
    if (!seed)
        seed = (unsigned)syscall(SYS_gettid);
    const struct timespec pause = {.tv_nsec = rand_r(&seed) % TARRY_NS};
    if (rand_r(&seed) % TARRY_ONE_IN == 0)
        syscall(SYS_nanosleep, &pause, NULL);
}

/* Which of the program's threads this is; they are counted as they first wait. */
static int this_thread(void)
{
    static __thread int number = -1;
    if (number < 0)
        number = (int)atomic_fetch_add(&shared->program[program].threads, 1);
    if (number >= TIME_THREADS)
        abort(); /* more threads than shared_time.h knows: it would lie about waiting */
    return number;
}

static int wait_until(struct pollfd *fds, nfds_t count, int64_t until_us)
{
    int number = this_thread();
    struct time_thread *self = &shared->program[program].thread[number];
    struct pollfd all[WATCHED_MAX + 1];
    if (count > WATCHED_MAX)
        abort();
    memcpy(all, fds, count * sizeof *fds);
    all[count] = (struct pollfd){.fd = wakes[number], .events = POLLIN};
    atomic_store(&self->until_us, until_us);
    for (;;) {
        uint64_t times = 1;
        uint32_t round = atomic_load(&shared->round);
        tarry();
        int ready = look(fds, count);
        tarry();
        if (ready || atomic_load(&shared->now_us) >= until_us) {
            atomic_fetch_add(&self->woken, 1);
            tarry();
            return ready;
        }
        /* Also when the call for this round woke an earlier wait, which found something to do. */
        if (atomic_exchange(&self->answered, round) != round && write(answers, &times, sizeof times) < 0)
            return -1;
        tarry();
        if (really_poll(all, count + 1, NULL) < 0)
            return -1;
        tarry();
        if (all[count].revents && read(wakes[number], &times, sizeof times) < 0)
            return -1;
    }
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    if (!shared) {
        const struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
        return really_poll(fds, count, timeout_ms < 0 ? NULL : &timeout);
    }
    int ready = look(fds, count);
    if (ready || timeout_ms == 0)
        return ready;
    return wait_until(
        fds, count, timeout_ms < 0 ? TIME_NEVER : atomic_load(&shared->now_us) + (int64_t)timeout_ms * 1000);
}

int __poll_chk(struct pollfd *fds, nfds_t count, int timeout_ms, size_t size)
{
    (void)size;
    return poll(fds, count, timeout_ms);
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
    if (!shared || clock != CLOCK_MONOTONIC)
        return (int)syscall(SYS_clock_gettime, clock, ret);
    int64_t now_us = atomic_load(&shared->now_us);
    *ret = (struct timespec){now_us / 1000000, now_us % 1000000 * 1000};
    return 0;
}
