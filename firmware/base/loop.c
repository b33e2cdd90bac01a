/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/loop.h"

#include "base/clock.h"
#include "base/err.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct watch {
    struct watch *next;
    struct loop *loop;
    int fd;
    short events;
    watch_fn *fn; /* NULL: stopped, freed after the round */
    void *arg;
};

struct loop {
    struct watch *watches;
    struct timer *timers; /* sorted by due_ms */
    bool stopped, has_dead;
    int result, signal_fd;
    struct pollfd *polls;
    struct watch **polled;
    size_t poll_size;
};

struct loop *loop_create(void)
{
    struct loop *loop = calloc(1, sizeof *loop);
    check(loop);
    loop->signal_fd = -1;
    return loop;
}

void loop_destroy(struct loop *loop)
{
    if (!loop)
        return;
    for (struct watch *watch = loop->watches, *next; watch; watch = next) {
        next = watch->next;
        free(watch);
    }
    if (loop->signal_fd >= 0)
        close(loop->signal_fd);
    free(loop->polls);
    free(loop->polled);
    free(loop);
}

struct watch *loop_watch(struct loop *loop, int fd, short events, watch_fn *fn, void *arg)
{
    struct watch *watch = calloc(1, sizeof *watch);
    check(watch && fn && fd >= 0);
    *watch =
        (struct watch){.next = loop->watches, .loop = loop, .fd = fd, .events = events, .fn = fn, .arg = arg};
    loop->watches = watch;
    return watch;
}

void watch_events(struct watch *watch, short events)
{
    watch->events = events;
}

void watch_stop(struct watch *watch)
{
    if (!watch)
        return;
    watch->fn = NULL;
    watch->loop->has_dead = true;
}

static void sweep(struct loop *loop)
{
    for (struct watch **link = &loop->watches; *link;) {
        struct watch *watch = *link;
        if (watch->fn) {
            link = &watch->next;
            continue;
        }
        *link = watch->next;
        free(watch);
    }
    loop->has_dead = false;
}

void timer_start(struct loop *loop, struct timer *timer, int64_t delay_ms, timer_fn *fn, void *arg)
{
    timer_stop(timer);
    timer->fn = fn;
    timer->arg = arg;
    timer->loop = loop;
    timer->due_ms = clock_real_mono_ms() + (delay_ms > 0 ? delay_ms : 0);
    struct timer **link = &loop->timers;
    while (*link && (*link)->due_ms <= timer->due_ms)
        link = &(*link)->next;
    timer->next = *link;
    *link = timer;
}

void timer_stop(struct timer *timer)
{
    if (!timer->loop)
        return;
    for (struct timer **link = &timer->loop->timers; *link; link = &(*link)->next)
        if (*link == timer) {
            *link = timer->next;
            break;
        }
    timer->loop = NULL;
    timer->next = NULL;
}

bool timer_running(const struct timer *timer)
{
    return timer->loop != NULL;
}

static size_t gather(struct loop *loop)
{
    size_t count = 0;
    for (struct watch *watch = loop->watches; watch; watch = watch->next)
        count++;
    if (count > loop->poll_size) {
        free(loop->polls);
        free(loop->polled);
        loop->polls = calloc(count, sizeof *loop->polls);
        loop->polled = calloc(count, sizeof(struct watch *));
        check(loop->polls && loop->polled);
        loop->poll_size = count;
    }
    size_t i = 0;
    for (struct watch *watch = loop->watches; watch; watch = watch->next, i++) {
        loop->polls[i] = (struct pollfd){.fd = watch->fd, .events = watch->events};
        loop->polled[i] = watch;
    }
    return count;
}

static void fire_timers(struct loop *loop)
{
    int64_t now = clock_real_mono_ms();
    while (loop->timers && loop->timers->due_ms <= now && !loop->stopped) {
        struct timer *timer = loop->timers;
        loop->timers = timer->next;
        timer->loop = NULL;
        timer->next = NULL;
        timer->fn(timer->arg);
    }
}

void loop_turn(struct loop *loop, int max_wait_ms)
{
    if (loop->has_dead)
        sweep(loop);
    size_t count = gather(loop);
    int64_t wait = max_wait_ms;
    if (loop->timers) {
        int64_t until = loop->timers->due_ms - clock_real_mono_ms();
        if (until < 0)
            until = 0;
        if (wait < 0 || until < wait)
            wait = until;
    }
    int ready = poll(loop->polls, (nfds_t)count, wait > 3600000 ? 3600000 : (int)wait);
    check(ready >= 0 || errno == EINTR || errno == EAGAIN);
    fire_timers(loop);
    for (size_t i = 0; ready > 0 && i < count; i++)
        /* A watch stopped by an earlier callback of this round has no fn any more. */
        if (loop->polls[i].revents && loop->polled[i]->fn && !loop->stopped)
            loop->polled[i]->fn(loop->polled[i]->arg, loop->polls[i].revents);
}

int loop_run(struct loop *loop)
{
    loop->stopped = false;
    while (!loop->stopped)
        loop_turn(loop, -1);
    return loop->result;
}

void loop_stop(struct loop *loop, int result)
{
    loop->stopped = true;
    loop->result = result;
}

static void on_signal(void *arg, short revents)
{
    (void)revents;
    struct loop *loop = arg;
    struct signalfd_siginfo info;
    if (read(loop->signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
        loop_stop(loop, 0);
}

void loop_catch_signals(struct loop *loop)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    check(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    signal(SIGPIPE, SIG_IGN);
    loop->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    check(loop->signal_fd >= 0);
    loop_watch(loop, loop->signal_fd, POLLIN, on_signal, loop);
}
