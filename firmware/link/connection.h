/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One connected socket of either side: greets, receives, sends, ends. Server and peer own one each.
 */
#ifndef LIQU_LINK_CONNECTION_H
#define LIQU_LINK_CONNECTION_H

#include "link/wire.h"

struct connection_spec {
    struct loop *loop;
    enum link_class link_class;
    enum wire_side side; /* ours: WIRE_TO_KIOSK in the kiosk */
    const char *version;
    const struct link_handler *handler; /* members may be NULL */
    void *arg;
    void (*gone)(void *owner); /* it ended by itself (after `closed`): forget the pointer, it frees itself */
    void *owner;
};

/* Takes fd. The peer greets at once, the kiosk answers; a connection that says nothing is dropped after 2 s.
 */
struct link *connection_open(int fd, const struct connection_spec *spec);
/* Without any callback. Takes NULL; may be called from within a callback. */
void connection_close(struct link *link);
bool connection_greeted(const struct link *link);
/* The other end has left, though its last messages may still lie unread. */
bool connection_hung_up(const struct link *link);

#endif
