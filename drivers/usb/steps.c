/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/usb/steps.h"

#include <stdio.h>
#include <string.h>

static void on_timeout(void *arg)
{
    struct steps *steps = arg;
    char why[sizeof steps->why];
    snprintf(why, sizeof why, "no answer in %d ms", steps->at->timeout_ms);
    steps_fail(steps, why);
}

static void finish(struct steps *steps)
{
    const char *failed = steps->failed;
    steps->at = NULL;
    steps->done(steps->arg, failed, failed ? steps->why : NULL);
}

/* Enters the step, or after a failure the next one marked `always`. */
static void go(struct steps *steps, const struct step *step)
{
    timer_stop(&steps->timer);
    while (steps->failed && step->name && !step->always)
        step++;
    if (!step->name) {
        finish(steps);
        return;
    }
    steps->at = step;
    if (step->timeout_ms)
        timer_start(steps->loop, &steps->timer, step->timeout_ms, on_timeout, steps);
    step->run(steps->arg);
}

void steps_start(struct steps *steps, struct loop *loop, const struct step *table, steps_done_fn *done,
                 void *arg)
{
    steps_stop(steps);
    *steps = (struct steps){.loop = loop, .table = table, .done = done, .arg = arg};
    go(steps, table);
}

void steps_stop(struct steps *steps)
{
    timer_stop(&steps->timer);
    steps->at = NULL;
}

bool steps_running(const struct steps *steps)
{
    return steps->at != NULL;
}

const char *steps_name(const struct steps *steps)
{
    return steps->at ? steps->at->name : "";
}

void steps_next(struct steps *steps)
{
    if (steps->at)
        go(steps, steps->at + 1);
}

void steps_jump(struct steps *steps, const char *name)
{
    const struct step *step = steps->table;
    while (step->name && strcmp(step->name, name) != 0)
        step++;
    check(step->name);
    if (steps->at)
        go(steps, step);
}

void steps_fail(struct steps *steps, const char *why)
{
    if (!steps->at)
        return;
    if (!steps->failed) {
        steps->failed = steps->at->name;
        snprintf(steps->why, sizeof steps->why, "%s", why);
    }
    go(steps, steps->at + 1);
}
