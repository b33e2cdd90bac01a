/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The bus as a pcap that Wireshark opens (link type 220, Linux USB with the padded header), as usbmon would
 * have seen it: transfers, the root hub's news of its ports, and for each device the three requests with
 * which a kernel takes it in; those are written down here, for no kernel sends them to devices behind fuse
 * and umockdev, and without them Wireshark does not know what speaks.
 */
#ifndef LIQU_TESTS_SIM_TRACE_H
#define LIQU_TESTS_SIM_TRACE_H

#include "tests/sim/usim.h"

struct trace;

bool trace_open(const char *path, struct trace **ret, struct err *err) MUST_CHECK;
void trace_close(struct trace *trace); /* takes NULL */
usim_event trace_event;                /* arg: the trace */
/* A device that is plugged in already. */
void trace_device(struct trace *trace, const struct usim_dev *dev);

#endif
