/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One thread, one poll: file descriptors and timers. Every program of the house turns around one of these.
 * Callbacks may add and remove any watch or timer, their own included.
 */
#ifndef LIQU_BASE_LOOP_H
#define LIQU_BASE_LOOP_H

#include "base/attr.h"
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct loop;
struct watch;
typedef void watch_fn(void *arg, short revents);
typedef void timer_fn(void *arg);

/* In the caller's memory, zero-initialised; must be stopped before that memory goes. */
struct timer {
    timer_fn *fn;
    void *arg;
    int64_t due_ms; /* clock_real_mono_ms */
    struct loop *loop;
    struct timer *next;
};

struct loop *loop_create(void);
void loop_destroy(struct loop *loop); /* takes NULL; forgets its watches, closes no descriptor */

/* events: POLLIN, POLLOUT. POLLERR and POLLHUP are always reported. The loop does not own fd. */
struct watch *loop_watch(struct loop *loop, int fd, short events, watch_fn *fn, void *arg);
void watch_events(struct watch *watch, short events);
void watch_stop(struct watch *watch); /* takes NULL; call before closing fd */

/* (Re)starts. One shot. delay_ms < 0 counts as 0. */
void timer_start(struct loop *loop, struct timer *timer, int64_t delay_ms, timer_fn *fn, void *arg);
void timer_stop(struct timer *timer); /* harmless when not running */
bool timer_running(const struct timer *timer);

/* Runs until loop_stop; returns the value given to it. SIGTERM and SIGINT stop it with 0 once
 * loop_catch_signals was called. */
int loop_run(struct loop *loop);
/* One round; waits at most max_wait_ms (-1: until something happens). */
void loop_turn(struct loop *loop, int max_wait_ms);
void loop_stop(struct loop *loop, int result);
/* Blocks SIGTERM and SIGINT and takes them through a signalfd; ignores SIGPIPE. */
void loop_catch_signals(struct loop *loop);

#endif
