/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A printer on a network port, for peers that speak to one so: what a client writes goes to the bulk OUT
 * endpoint, what the printer says comes back. One client at a time; a printer that is not plugged in takes
 * the connection and nothing else, as a print server does whose printer is off.
 */
#include "tests/sim/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OUT_SIZE 512
#define IN_SIZE  512

struct host_tcp {
    struct usim_host host; /* first */
    struct loop *loop;
    int port, client; /* -1: nobody */
    struct watch *on_port, *on_client;
    struct usim_dev *dev; /* NULL: not plugged in */
    struct usim_xfer out, in;
    bool out_flies, in_flies;
    uint8_t out_bytes[OUT_SIZE], in_bytes[IN_SIZE];
    struct timer turn; /* transfers are reaped outside their own callbacks */
};

static uint8_t first_endpoint(const struct usim_shape *shape, uint8_t direction)
{
    for (const uint8_t *d = shape->desc; d < shape->desc + shape->desc_len; d += d[0])
        if (d[1] == 5 && (d[2] & 0x80) == direction)
            return d[2];
    return 0;
}

static void hang_up(struct host_tcp *host)
{
    watch_stop(host->on_client);
    host->on_client = NULL;
    if (host->client >= 0)
        close(host->client);
    host->client = -1;
    if (host->out_flies && host->dev)
        usim_discard(host->dev, &host->out); /* the cable to the client is out: the rest never comes */
}

/* What is on its way is taken before more is read: a printer that takes nothing fills the client's window. */
static void on_client(void *arg, short revents)
{
    struct host_tcp *host = arg;
    (void)revents;
    if (host->out_flies || !host->dev) {
        watch_events(host->on_client, 0);
        return;
    }
    ssize_t len = read(host->client, host->out_bytes, sizeof host->out_bytes);
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (len <= 0) {
        hang_up(host);
        return;
    }
    host->out = (struct usim_xfer){.owner = host,
                                   .type = USIM_BULK,
                                   .ep = first_endpoint(host->dev->shape, 0),
                                   .buf = host->out_bytes,
                                   .len = (int)len};
    host->out_flies = true;
    usim_submit(host->dev, &host->out);
}

static void listen_in(struct host_tcp *host)
{
    host->in = (struct usim_xfer){.owner = host,
                                  .type = USIM_BULK,
                                  .ep = first_endpoint(host->dev->shape, 0x80),
                                  .buf = host->in_bytes,
                                  .len = sizeof host->in_bytes};
    if (!host->in.ep)
        return;
    host->in_flies = true;
    usim_submit(host->dev, &host->in);
}

static void on_turn(void *arg)
{
    struct host_tcp *host = arg;
    for (struct usim_xfer *xfer; host->dev && (xfer = usim_reap(host->dev, host));) {
        if (xfer == &host->out)
            host->out_flies = false;
        if (xfer != &host->in)
            continue;
        host->in_flies = false;
        /* Answers are few and short: a client that does not read loses them, as on the real port. */
        if (host->client >= 0 && xfer->actual &&
            send(host->client, host->in_bytes, (size_t)xfer->actual, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
            hang_up(host);
    }
    if (host->dev && host->dev->plugged && !host->in_flies)
        listen_in(host);
    if (host->on_client && host->dev && !host->out_flies)
        watch_events(host->on_client, POLLIN);
}

static void on_xfer(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    struct host_tcp *host = arg;
    (void)dev, (void)xfer;
    if (event == 'C')
        timer_start(host->loop, &host->turn, 0, on_turn, host);
}

static void on_port(void *arg, short revents)
{
    struct host_tcp *host = arg;
    (void)revents;
    int fd = accept4(host->port, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0)
        return;
    if (host->client >= 0) {
        close(fd);
        return;
    }
    host->client = fd;
    host->on_client = loop_watch(host->loop, fd, POLLIN, on_client, host);
}

static bool plug(struct usim_host *base, struct usim_dev *dev, struct err *err)
{
    struct host_tcp *host = (struct host_tcp *)base;
    (void)err;
    host->dev = dev;
    dev->on_host = on_xfer;
    dev->host_arg = host;
    timer_start(host->loop, &host->turn, 0, on_turn, host);
    return true;
}

static void unplug(struct usim_host *base, struct usim_dev *dev)
{
    struct host_tcp *host = (struct host_tcp *)base;
    while (usim_drop(dev, host))
        ;
    host->out_flies = host->in_flies = false;
    host->dev = NULL;
}

static bool join(struct usim_host *base, pid_t pid, struct buf *ret, struct err *err)
{
    (void)base, (void)pid, (void)ret;
    return err_set(err, "this printer is reached over TCP; no program here sees it as a device");
}

static void close_host(struct usim_host *base)
{
    struct host_tcp *host = (struct host_tcp *)base;
    hang_up(host);
    watch_stop(host->on_port);
    timer_stop(&host->turn);
    close(host->port);
    free(host);
}

/* ADDRESS:PORT of this machine. */
static bool parse(const char *text, struct sockaddr_in *ret)
{
    char address[16];
    unsigned port;
    int end = 0;
    *ret = (struct sockaddr_in){.sin_family = AF_INET};
    if (sscanf(text, "%15[0-9.]:%5u%n", address, &port, &end) != 2 || text[end] || !port || port > 65535)
        return false;
    ret->sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, address, &ret->sin_addr) == 1 && ntohl(ret->sin_addr.s_addr) >> 24 == 127;
}

bool host_tcp_open(struct loop *loop, const char *place, struct usim_host **ret, struct err *err)
{
    struct sockaddr_in address;
    int one = 1;
    if (!parse(place, &address))
        return err_set(err, "%s: say 127.X.Y.Z:PORT", place);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 4) < 0) {
        err_errno(err, "%s", place);
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct host_tcp *host = calloc(1, sizeof *host);
    check(host);
    *host = (struct host_tcp){
        .host = {"tcp", plug, unplug, join, close_host}, .loop = loop, .port = fd, .client = -1};
    host->on_port = loop_watch(loop, fd, POLLIN, on_port, host);
    *ret = &host->host;
    return true;
}
