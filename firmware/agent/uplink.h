/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The local uplink: a SOCK_SEQPACKET socket to the district on the same machine, one JSON object a message.
 * It connects by itself and again every 500 ms after a loss; connected and idle it never wakes up.
 */
#ifndef LIQU_AGENT_UPLINK_H
#define LIQU_AGENT_UPLINK_H

#include "base/loop.h"
#include <stddef.h>

struct uplink;

struct uplink_handler {
    void (*changed)(void *arg, bool up); /* only when it changes; down at first */
    void (*message)(void *arg, const void *message, size_t len);
};

/* path and handler are kept by pointer. The first connection is tried in the loop's next turn. */
struct uplink *uplink_start(struct loop *loop, const char *path, const struct uplink_handler *handler,
                            void *arg);
void uplink_stop(struct uplink *uplink); /* takes NULL; changed is not called any more */
bool uplink_is_up(const struct uplink *uplink);
/* False: the message did not leave, because the uplink is down or the district does not read. */
bool uplink_send(struct uplink *uplink, const void *message, size_t len) MUST_CHECK;

#endif
