/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A conversation as named sequential steps. Each has a limit in time; one that fails or overruns ends the
 * conversation, but steps marked `always` still run. There is one error path: the first failure's step and
 * reason.
 */
#ifndef LIQU_DRIVERS_USB_STEPS_H
#define LIQU_DRIVERS_USB_STEPS_H

#include "base/err.h"
#include "base/loop.h"

struct step {
    const char *name;       /* NULL ends the table */
    void (*run)(void *arg); /* begins; some time later steps_next, steps_jump or steps_fail */
    int timeout_ms;         /* 0: the step may take for ever (it waits for people) */
    bool always;
};

/* failed is NULL after a good end, else the name of the step that failed and why. */
typedef void steps_done_fn(void *arg, const char *failed, const char *why);

/* In the owner's memory, zero-initialised. */
struct steps {
    struct loop *loop;
    const struct step *table, *at; /* at is NULL while nothing runs */
    const char *failed;
    char why[64];
    struct timer timer;
    steps_done_fn *done;
    void *arg;
};

/* A conversation that still runs is dropped without a word. */
void steps_start(struct steps *steps, struct loop *loop, const struct step *table, steps_done_fn *done,
                 void *arg);
void steps_stop(struct steps *steps); /* without `done` */
bool steps_running(const struct steps *steps);
const char *steps_name(const struct steps *steps); /* of the step that runs, or "" */
void steps_next(struct steps *steps);
void steps_jump(struct steps *steps, const char *name); /* the name must be in the table */
void steps_fail(struct steps *steps, const char *why);

#endif
