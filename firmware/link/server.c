/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/socket.h"
#include "link/connection.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* After a connection was turned away, or could not be accepted, the next is looked at only this much later:
 * whoever knocks in a tight loop costs the kiosk five accepts a second, and its audit five rows. */
#define KNOCK_MS 200

struct link_server {
    struct connection_spec spec;
    char path[108];
    int fd;
    uid_t allowed;
    struct watch *watch;
    struct timer rest;
    struct link *link; /* NULL: the place is free */
};

static void on_rested(void *arg)
{
    struct link_server *server = arg;
    watch_events(server->watch, POLLIN);
}

static void rest(struct link_server *server)
{
    watch_events(server->watch, 0);
    timer_start(server->spec.loop, &server->rest, KNOCK_MS, on_rested, server);
}

static void on_gone(void *owner)
{
    struct link_server *server = owner;
    server->link = NULL;
    rest(server);
}

static void turn_away(struct link_server *server, int fd, const char *why)
{
    close(fd);
    rest(server);
    if (server->spec.handler->refused)
        server->spec.handler->refused(server->spec.arg, why);
}

/* A killed peer's successor may knock before its last messages were read. */
static void bury(struct link_server *server)
{
    if (!server->link || !connection_hung_up(server->link))
        return;
    struct link *link = server->link;
    server->link = NULL;
    if (connection_greeted(link) && server->spec.handler->closed)
        server->spec.handler->closed(server->spec.arg, link);
    connection_close(link);
}

static void on_knock(void *arg, short revents)
{
    (void)revents;
    struct link_server *server = arg;
    uid_t uid;
    int fd = socket_accept(server->fd, &uid);
    if (fd < 0) {
        rest(server); /* without a free descriptor the knock stays, and would spin the loop */
        return;
    }
    bury(server);
    if (uid != server->allowed)
        turn_away(server, fd, "a connection of a user who may not");
    else if (server->link)
        turn_away(server, fd, "a second connection");
    else
        server->link = connection_open(fd, &server->spec);
}

/* A peer of another user must reach the socket; who it is, the kernel says at each accept. */
static bool listen_to(const char *path, uid_t allowed, int *ret_fd, struct err *err)
{
    if (!socket_listen(path, SOCK_SEQPACKET, ret_fd, err))
        return false;
    if (allowed == geteuid() || chmod(path, 0666) == 0)
        return true;
    close(*ret_fd);
    return err_errno(err, "%s: cannot be opened to its peer", path);
}

bool link_server_open(struct loop *loop, const char *path, enum link_class link_class, uid_t allowed,
                      const char *version, const struct link_handler *handler, void *arg,
                      struct link_server **ret, struct err *err)
{
    struct link_server *server = calloc(1, sizeof *server);
    check(server);
    if (!listen_to(path, allowed, &server->fd, err)) {
        free(server);
        return false;
    }
    server->spec = (struct connection_spec){.loop = loop,
                                            .link_class = link_class,
                                            .side = WIRE_TO_KIOSK,
                                            .version = version,
                                            .handler = handler,
                                            .arg = arg,
                                            .gone = on_gone,
                                            .owner = server};
    server->allowed = allowed;
    snprintf(server->path, sizeof server->path, "%s", path);
    server->watch = loop_watch(loop, server->fd, POLLIN, on_knock, server);
    *ret = server;
    return true;
}

void link_server_close(struct link_server *server)
{
    if (!server)
        return;
    connection_close(server->link);
    timer_stop(&server->rest);
    watch_stop(server->watch);
    close(server->fd);
    unlink(server->path);
    free(server);
}
