/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/socket.h"

#include "base/clock.h"
#include "base/text.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* An inspect tree of a full screen is some 20 KiB; a line beyond this is somebody's mistake. */
#define LINE_MAX_BYTES 65536

static bool address(const char *path, struct sockaddr_un *ret, struct err *err)
{
    *ret = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof ret->sun_path)
        return err_set(err,
                       "%s: this path is too long for a Unix socket (%zu bytes, at most %zu); choose a "
                       "shorter state folder",
                       path, strlen(path), sizeof ret->sun_path - 1);
    strcpy(ret->sun_path, path);
    return true;
}

/* A socket file outlives its program, and only such a one may be replaced. */
static bool somebody_listens(const struct sockaddr_un *addr, int type)
{
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool yes = fd >= 0 && (connect(fd, (const struct sockaddr *)addr, sizeof *addr) == 0 || errno == EAGAIN ||
                           errno == EPROTOTYPE);
    if (fd >= 0)
        close(fd);
    return yes;
}

bool socket_listen(const char *path, int type, int *ret_fd, struct err *err)
{
    struct sockaddr_un addr;
    if (!address(path, &addr, err))
        return false;
    if (somebody_listens(&addr, type))
        return err_set(err, "%s: another program answers here; stop that one first", path);
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_errno(err, "%s: cannot make a socket", path);
    unlink(path);
    mode_t mask = umask(0177);
    bool ok = bind(fd, (struct sockaddr *)&addr, sizeof addr) == 0 && listen(fd, 8) == 0;
    umask(mask);
    if (!ok) {
        err_errno(err, "%s: cannot listen here", path);
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

bool socket_connect(const char *path, int type, int *ret_fd, struct err *err)
{
    struct sockaddr_un addr;
    if (!address(path, &addr, err))
        return false;
    /* Non-blocking from the start: where nobody accepts and the queue is full, connecting would wait for
     * ever. */
    int fd = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return err_errno(err, "%s: cannot make a socket", path);
    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0) {
        err_errno(err, "%s: cannot connect", path);
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

int socket_accept(int listen_fd, uid_t *ret_uid)
{
    int fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return -1;
    struct ucred cred;
    socklen_t len = sizeof cred;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) < 0) {
        close(fd);
        return -1;
    }
    if (ret_uid)
        *ret_uid = cred.uid;
    return fd;
}

struct line_client {
    struct line_client *next;
    struct line_server *server;
    struct watch *watch;
    int fd;
    struct buf in, out;
    bool gone;   /* the peer left */
    bool skips;  /* up to the end of a line that is too long and was answered */
    int pending; /* answers still owed; the client lives until they were given */
};

struct line_server {
    struct loop *loop;
    struct watch *watch;
    int fd;
    char path[108];
    line_fn *fn;
    void *arg;
    struct line_client *clients;
};

static void client_destroy(struct line_client *client)
{
    for (struct line_client **link = &client->server->clients; *link; link = &(*link)->next)
        if (*link == client) {
            *link = client->next;
            break;
        }
    watch_stop(client->watch);
    close(client->fd);
    buf_finish(&client->in);
    buf_finish(&client->out);
    free(client);
}

static void client_flush(struct line_client *client)
{
    while (client->out.len && !client->gone) {
        ssize_t sent = send(client->fd, client->out.data, client->out.len, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        if (sent < 0) {
            client->gone = true;
            break;
        }
        buf_consume(&client->out, (size_t)sent);
    }
    watch_events(client->watch, (short)(client->gone ? 0 : client->out.len ? POLLIN | POLLOUT : POLLIN));
}

/* What is no line of text is answered here, so that no handler and no answer ever holds it. */
static void take_line(struct line_client *client, const uint8_t *bytes, size_t len)
{
    client->pending++;
    if (!text_valid((const char *)bytes, len)) {
        line_answer_raw(client, "error 2 this line is no UTF-8 text");
        return;
    }
    char *line = malloc(len + 1);
    check(line);
    memcpy(line, bytes, len);
    line[len] = '\0';
    client->server->fn(client->server->arg, client, line);
    free(line);
}

static void take_lines(struct line_client *client)
{
    uint8_t *end;
    while (client->in.len && (end = memchr(client->in.data, '\n', client->in.len))) {
        size_t len = (size_t)(end - client->in.data);
        if (!client->skips)
            take_line(client, client->in.data, len);
        client->skips = false;
        buf_consume(&client->in, len + 1);
    }
    if (client->in.len > LINE_MAX_BYTES && !client->skips) {
        client->pending++;
        client->skips = true;
        line_answer_raw(client, "error 2 this line is too long");
    }
    if (client->skips)
        buf_consume(&client->in, client->in.len);
}

static void on_client(void *arg, short revents)
{
    struct line_client *client = arg;
    if (revents & POLLOUT)
        client_flush(client);
    if (revents & (POLLIN | POLLHUP | POLLERR)) {
        uint8_t bytes[4096];
        ssize_t got = recv(client->fd, bytes, sizeof bytes, 0);
        if (got > 0)
            buf_append(&client->in, bytes, (size_t)got);
        else if (got == 0 || (errno != EAGAIN && errno != EINTR))
            client->gone = true;
        take_lines(client);
        if (client->gone)
            watch_events(client->watch, 0);
    }
    if (client->gone && client->pending > 0) {
        /* The answer is still owed to a callback: a hung-up descriptor would spin the loop, so it is not
         * watched. */
        watch_stop(client->watch);
        client->watch = NULL;
        return;
    }
    if (client->gone)
        client_destroy(client);
}

static void on_connect(void *arg, short revents)
{
    (void)revents;
    struct line_server *server = arg;
    uid_t uid;
    int fd = socket_accept(server->fd, &uid);
    if (fd < 0)
        return;
    if (uid != geteuid() && uid != 0) {
        close(fd);
        return;
    }
    struct line_client *client = calloc(1, sizeof *client);
    check(client);
    client->server = server;
    client->fd = fd;
    client->next = server->clients;
    server->clients = client;
    client->watch = loop_watch(server->loop, fd, POLLIN, on_client, client);
}

bool line_server_open(struct loop *loop, const char *path, line_fn *fn, void *arg, struct line_server **ret,
                      struct err *err)
{
    int fd;
    if (!socket_listen(path, SOCK_STREAM, &fd, err))
        return false;
    struct line_server *server = calloc(1, sizeof *server);
    check(server);
    *server = (struct line_server){.loop = loop, .fd = fd, .fn = fn, .arg = arg};
    strcpy(server->path, path); /* socket_listen has checked the length */
    server->watch = loop_watch(loop, fd, POLLIN, on_connect, server);
    *ret = server;
    return true;
}

void line_server_close(struct line_server *server)
{
    if (!server)
        return;
    while (server->clients)
        client_destroy(server->clients);
    watch_stop(server->watch);
    close(server->fd);
    unlink(server->path);
    free(server);
}

void line_answer_raw(struct line_client *client, const char *text)
{
    client->pending--;
    if (!client->watch) {
        if (client->pending <= 0)
            client_destroy(client);
        return;
    }
    buf_text(&client->out, text);
    buf_byte(&client->out, '\n');
    client_flush(client);
}

void line_answer(struct line_client *client, const char *format, ...)
{
    char text[2048];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    line_answer_raw(client, text);
}

static bool wait_for(int fd, short events, int64_t until_ms)
{
    int64_t left = until_ms < 0 ? -1 : until_ms - clock_real_mono_ms();
    if (until_ms >= 0 && left < 0)
        left = 0;
    struct pollfd poll_fd = {.fd = fd, .events = events};
    int ready;
    do
        ready = poll(&poll_fd, 1, (int)left);
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

int line_ask(const char *path, const char *line, int timeout_ms, struct buf *ret, struct err *err)
{
    int fd;
    if (!socket_connect(path, SOCK_STREAM, &fd, err))
        return 2;
    int64_t until = timeout_ms < 0 ? -1 : clock_real_mono_ms() + timeout_ms;
    struct buf out = {0};
    buf_text(&out, line);
    buf_byte(&out, '\n');
    bool ok = true;
    while (ok && out.len) {
        ssize_t sent = send(fd, out.data, out.len, MSG_NOSIGNAL);
        if (sent > 0)
            buf_consume(&out, (size_t)sent);
        else
            ok = errno == EAGAIN && wait_for(fd, POLLOUT, until);
    }
    buf_finish(&out);
    size_t start = ret->len;
    while (ok && !(ret->len > start && ret->data[ret->len - 1] == '\n')) {
        uint8_t bytes[4096];
        ok = wait_for(fd, POLLIN, until);
        ssize_t got = ok ? recv(fd, bytes, sizeof bytes, 0) : -1;
        if (got > 0)
            buf_append(ret, bytes, (size_t)got);
        else if (ok && (got == 0 || errno != EAGAIN))
            ok = false;
    }
    close(fd);
    if (!ok) {
        err_set(err, "%s: no answer", path);
        return 2;
    }
    ret->data[--ret->len] = 0;
    return strncmp((char *)ret->data + start, "ok", 2) == 0 ? 0 : 1;
}
