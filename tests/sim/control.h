/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The lines of sim.sock: what a person at the desk, a visit file or a test does to the simulated devices. */
#ifndef LIQU_TESTS_SIM_CONTROL_H
#define LIQU_TESTS_SIM_CONTROL_H

#include "base/socket.h"
#include "tests/sim/simbus.h"
#include "tests/sim/trace.h"

struct control {
    struct simbus *bus;
    struct trace *trace; /* NULL: off */
};

line_fn control_line; /* arg: struct control */

#endif
