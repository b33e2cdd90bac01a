/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Starts programs, notices their end and starts them again: at most 5 starts within 30 s, waiting 100 ms, 200
 * ms … 3.2 s between them; after that the program stays down until asked for by name. The desk's counterpart
 * of systemd.
 */
#ifndef LIQU_BASE_SUPERVISE_H
#define LIQU_BASE_SUPERVISE_H

#include "base/attr.h"
#include "base/err.h"
#include "base/loop.h"
#include <sys/types.h>

struct supervisor;

struct child_spec {
    const char *name;             /* reader, printer … ; copied */
    const char *const *argv;      /* NULL-terminated; copied */
    const char *const *env;       /* extra KEY=VALUE, NULL-terminated, may be NULL; copied */
    const char *const *first_env; /* extra for the first start only (crash injection), may be NULL; copied */
};

struct child_state {
    const char *name;
    pid_t pid; /* 0: not running */
    int starts;
    bool alive;
    bool given_up;
    int exit_code; /* of the last end, -1 after a signal; 0 before the first end */
};

typedef void supervise_fn(void *arg, const struct child_state *state); /* on every start and end */

struct supervisor *supervisor_create(struct loop *loop, supervise_fn *changed, void *arg);
/* Sends SIGTERM, waits up to 3 s, then SIGKILL. Takes NULL. */
void supervisor_destroy(struct supervisor *supervisor);
bool supervisor_add(struct supervisor *supervisor, const struct child_spec *spec, struct err *err) MUST_CHECK;
/* NULL for an unknown name. Valid until the next turn of the loop. */
const struct child_state *supervisor_find(struct supervisor *supervisor, const char *name);
size_t supervisor_count(struct supervisor *supervisor);
const struct child_state *supervisor_at(struct supervisor *supervisor, size_t i);
/* SIGKILL; returns once the process is gone. It is restarted as after any end. False: not running or unknown.
 */
bool supervisor_kill(struct supervisor *supervisor, const char *name, struct err *err) MUST_CHECK;
/* SIGTERM (SIGKILL after 3 s), then a fresh start at once; returns when the new one runs. Also revives one
 * given up. */
bool supervisor_restart(struct supervisor *supervisor, const char *name, struct err *err) MUST_CHECK;
/* SIGTERM (SIGKILL after 3 s); it stays down until supervisor_restart. Returns once the process is gone; true
 * as well when none ran. */
bool supervisor_stop(struct supervisor *supervisor, const char *name, struct err *err) MUST_CHECK;

#endif
