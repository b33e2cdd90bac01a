/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the desk launcher was asked to do. All texts point into argv.
 */
#ifndef LIQU_TOOL_RUN_OPTIONS_H
#define LIQU_TOOL_RUN_OPTIONS_H

#include "base/err.h"

struct options {
    const char *state, *config; /* NULL: not given */
    const char *window;         /* fit, 1:1 or left; NULL: the kiosk's own default, left beside a bench */
    const char *uplink;         /* local or down; NULL: what the station file says */
    bool inspect;
    bool no_reader, no_printer, no_agent; /* that program is not started */
    bool sim;
    bool bench; /* a window with the simulated devices beside the kiosk */
    const char *reader,
        *printer; /* simulated models, "none" for an empty port; NULL: liqu-sim's own default */
    const char *cards, *sheets, *speed;
};

/* False: bad usage, one sentence in err. */
bool run_options(char **argv, struct options *ret, struct err *err) MUST_CHECK;
extern const char run_usage[];

#endif
