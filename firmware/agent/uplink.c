/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "agent/uplink.h"

#include "agent/frame.h"
#include "base/log.h"
#include "base/socket.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define RETRY_MS 500

struct uplink {
    struct loop *loop;
    const char *path;
    const struct uplink_handler *handler;
    void *arg;
    int fd; /* -1: down */
    struct watch *watch;
    struct timer retry;
    uint8_t message[FRAME_MAX_BYTES];
};

static void try_connect(void *arg);

static void hang_up(struct uplink *uplink)
{
    watch_stop(uplink->watch);
    uplink->watch = NULL;
    close(uplink->fd);
    uplink->fd = -1;
}

static void lose(struct uplink *uplink)
{
    log_notice("uplink_down", "the district closed the connection");
    hang_up(uplink);
    timer_start(uplink->loop, &uplink->retry, RETRY_MS, try_connect, uplink);
    uplink->handler->changed(uplink->arg, false);
}

static void on_message(void *arg, short revents)
{
    (void)revents;
    struct uplink *uplink = arg;
    /* MSG_TRUNC: the true length comes back, so a message that was cut is seen. */
    ssize_t got = recv(uplink->fd, uplink->message, sizeof uplink->message, MSG_TRUNC);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0)
        lose(uplink);
    else if ((size_t)got > sizeof uplink->message)
        log_notice("uplink_dropped", "a message of %zd bytes is too long", got);
    else
        uplink->handler->message(uplink->arg, uplink->message, (size_t)got);
}

static void try_connect(void *arg)
{
    struct uplink *uplink = arg;
    int fd;
    if (!socket_connect(uplink->path, SOCK_SEQPACKET, &fd, NULL)) {
        timer_start(uplink->loop, &uplink->retry, RETRY_MS, try_connect, uplink);
        return;
    }
    uplink->fd = fd;
    uplink->watch = loop_watch(uplink->loop, fd, POLLIN, on_message, uplink);
    log_info("uplink_up", "connected to the district");
    uplink->handler->changed(uplink->arg, true);
}

struct uplink *uplink_start(struct loop *loop, const char *path, const struct uplink_handler *handler,
                            void *arg)
{
    struct uplink *uplink = calloc(1, sizeof *uplink);
    check(uplink);
    uplink->loop = loop;
    uplink->path = path;
    uplink->handler = handler;
    uplink->arg = arg;
    uplink->fd = -1;
    timer_start(loop, &uplink->retry, 0, try_connect, uplink);
    return uplink;
}

void uplink_stop(struct uplink *uplink)
{
    if (!uplink)
        return;
    timer_stop(&uplink->retry);
    if (uplink->fd >= 0)
        hang_up(uplink);
    free(uplink);
}

bool uplink_is_up(const struct uplink *uplink)
{
    return uplink->fd >= 0;
}

bool uplink_send(struct uplink *uplink, const void *message, size_t len)
{
    /* A broken connection is not torn down here but in the loop's next turn, so that a sender never finds its
     * own requests answered under its feet. */
    return uplink->fd >= 0 && send(uplink->fd, message, len, MSG_NOSIGNAL) == (ssize_t)len;
}
