/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "district/server.h"

#include "base/log.h"
#include "base/socket.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    struct connection *next;
    struct server *server;
    struct watch *watch;
    int fd;
    struct held *held;
};

/* An answer that waits for its delay. */
struct held {
    struct held *next;
    struct connection *connection;
    struct timer timer;
    struct buf answer;
};

struct server {
    struct loop *loop;
    struct watch *watch;
    int fd, delay_ms;
    char *path;
    struct district *district;
    struct connection *connections;
    uint8_t message[DISTRICT_MESSAGE_MAX];
};

static void release(struct held *held)
{
    struct held **link = &held->connection->held;
    while (*link != held)
        link = &(*link)->next;
    *link = held->next;
    timer_stop(&held->timer);
    buf_finish(&held->answer);
    free(held);
}

static void hang_up(struct connection *connection)
{
    struct connection **link = &connection->server->connections;
    while (*link != connection)
        link = &(*link)->next;
    *link = connection->next;
    while (connection->held)
        release(connection->held);
    watch_stop(connection->watch);
    close(connection->fd);
    free(connection);
}

static void send_held(void *arg)
{
    struct held *held = arg;
    struct connection *connection = held->connection;
    ssize_t sent = send(connection->fd, held->answer.data, held->answer.len, MSG_NOSIGNAL);
    bool ok = sent == (ssize_t)held->answer.len;
    release(held);
    if (!ok) {
        log_notice("peer_gone", "a peer does not take its answer");
        hang_up(connection);
    }
}

static void handle(struct connection *connection, size_t len)
{
    struct server *server = connection->server;
    struct held *held = calloc(1, sizeof *held);
    check(held);
    held->connection = connection;
    held->next = connection->held;
    connection->held = held;
    if (district_handle(server->district, server->message, len, &held->answer))
        timer_start(server->loop, &held->timer, server->delay_ms, send_held, held);
    else
        release(held);
}

static void on_message(void *arg, short revents)
{
    (void)revents;
    struct connection *connection = arg;
    struct server *server = connection->server;
    ssize_t got = recv(connection->fd, server->message, sizeof server->message, MSG_TRUNC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        hang_up(connection);
    else if ((size_t)got > sizeof server->message)
        log_notice("dropped", "a message of %zd bytes is too long", got);
    else
        handle(connection, (size_t)got);
}

static void on_connect(void *arg, short revents)
{
    (void)revents;
    struct server *server = arg;
    uid_t uid;
    int fd = socket_accept(server->fd, &uid);
    if (fd < 0)
        return;
    if (uid != geteuid() && uid != 0) {
        log_notice("turned_away", "a connection of another user");
        close(fd);
        return;
    }
    struct connection *connection = calloc(1, sizeof *connection);
    check(connection);
    connection->server = server;
    connection->fd = fd;
    connection->next = server->connections;
    server->connections = connection;
    connection->watch = loop_watch(server->loop, fd, POLLIN, on_message, connection);
}

bool server_open(struct loop *loop, const char *path, struct district *district, int delay_ms,
                 struct server **ret, struct err *err)
{
    int fd;
    if (!socket_listen(path, SOCK_SEQPACKET, &fd, err))
        return false;
    struct server *server = calloc(1, sizeof *server);
    check(server);
    server->loop = loop;
    server->fd = fd;
    server->delay_ms = delay_ms;
    server->path = strdup(path);
    check(server->path);
    server->district = district;
    server->watch = loop_watch(loop, fd, POLLIN, on_connect, server);
    *ret = server;
    return true;
}

void server_close(struct server *server)
{
    if (!server)
        return;
    while (server->connections)
        hang_up(server->connections);
    watch_stop(server->watch);
    close(server->fd);
    unlink(server->path);
    free(server->path);
    free(server);
}
