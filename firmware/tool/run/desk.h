/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A kiosk on a desk: its programs under one supervisor, and run.sock, through which tests look at them and
 * end them:
 *
 *     list            ok [{"name","pid","starts","alive"}]
 *     kill NAME       SIGKILL; answered once the program is gone; it is started again as after any end
 *     restart NAME    answered once the new one runs
 *     stop NAME       answered once the program is gone; it stays down until restart NAME
 *     stop            answered once everything is down
 *
 * A program that ends with 2 or 3 at its very first start has met bad usage or a bad file and has said so on
 * stderr: everything is stopped and the desk ends with the same code. The kiosk or the bench ending with 0
 * (its window was closed) ends the desk too, with a sentence. LIQU_CRASH_AT=NAME:N reaches only the first
 * start of NAME.
 */
#ifndef LIQU_TOOL_RUN_DESK_H
#define LIQU_TOOL_RUN_DESK_H

#include "base/err.h"
#include "base/place.h"
#include "tool/run/options.h"
#include <stdint.h>

struct desk_plan {
    const struct options *options;
    const struct place *place;
    const char *config;              /* the station file */
    uint64_t station;                /* its number: 31011411803 */
    int screen_width, screen_height; /* of the kiosk's panel, px */
    int head_dots, near_end_mm;      /* of the printer, for its program; 0: the station does not say */
    char add_reader[16];             /* ids that no driver's row names; "": none */
    bool district;                   /* whether a district runs on this machine */
    const char *programs;            /* folder of the binaries */
};

/* Runs until the desk ends; ret_code is its exit code. False: it could not even begin, nothing is left
 * running. */
bool desk_run(const struct desk_plan *plan, int *ret_code, struct err *err) MUST_CHECK;

#endif
