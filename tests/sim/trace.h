/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The bus as a pcap that Wireshark opens (link type 220, Linux USB with the padded header). */
#ifndef LIQU_TESTS_SIM_TRACE_H
#define LIQU_TESTS_SIM_TRACE_H

#include "tests/sim/usim.h"

struct trace;

bool trace_open(const char *path, struct trace **ret, struct err *err) MUST_CHECK;
void trace_close(struct trace *trace); /* takes NULL */
usim_event trace_event;                /* arg: the trace */

#endif
