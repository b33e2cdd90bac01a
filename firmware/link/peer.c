/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/socket.h"
#include "link/connection.h"
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define RETRY_MS 500

struct link_peer {
    struct connection_spec spec;
    char *path;
    struct timer retry;
    struct link *link;
};

static void on_retry(void *arg);

static void retry(struct link_peer *peer)
{
    timer_start(peer->spec.loop, &peer->retry, RETRY_MS, on_retry, peer);
}

static void on_gone(void *owner)
{
    struct link_peer *peer = owner;
    peer->link = NULL;
    retry(peer);
}

static void on_retry(void *arg)
{
    struct link_peer *peer = arg;
    int fd;
    /* Silent: while the kiosk is away this fails twice a second, and its coming back is told by `opened`. */
    if (socket_connect(peer->path, SOCK_SEQPACKET, &fd, NULL))
        peer->link = connection_open(fd, &peer->spec);
    else
        retry(peer);
}

struct link_peer *link_peer_start(struct loop *loop, const char *path, enum link_class link_class,
                                  const char *version, const struct link_handler *handler, void *arg)
{
    struct link_peer *peer = calloc(1, sizeof *peer);
    check(peer);
    peer->spec = (struct connection_spec){.loop = loop,
                                          .link_class = link_class,
                                          .side = WIRE_TO_PEER,
                                          .version = version,
                                          .handler = handler,
                                          .arg = arg,
                                          .gone = on_gone,
                                          .owner = peer};
    peer->path = strdup(path);
    check(peer->path);
    timer_start(loop, &peer->retry, 0, on_retry, peer);
    return peer;
}

void link_peer_stop(struct link_peer *peer)
{
    if (!peer)
        return;
    connection_close(peer->link);
    timer_stop(&peer->retry);
    free(peer->path);
    free(peer);
}

struct link *link_peer_link(struct link_peer *peer)
{
    return peer->link && connection_greeted(peer->link) ? peer->link : NULL;
}
