/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The carrier: takes sealed requests from the kiosk's link to the district and brings the answers back. It
 * reads nothing but the frame, keeps nothing on disk and decides nothing: the kiosk judges every answer
 * itself. Every request ends with exactly one reply (answer, refused, timeout, down) unless the kiosk cancels
 * it or goes.
 */
#ifndef LIQU_AGENT_CARRIER_H
#define LIQU_AGENT_CARRIER_H

#include "base/loop.h"

struct carrier;

struct carrier_options {
    const char *link_path;   /* RUN/agent.sock, where the kiosk listens */
    const char *uplink_path; /* RUN/district.sock */
    const char *station;     /* town × 100 + kiosk as digits: 31011411803 */
    const char *version;
};
/* Options are kept by pointer. */
struct carrier *carrier_start(struct loop *loop, const struct carrier_options *options);
void carrier_stop(struct carrier *carrier); /* takes NULL */

#endif
