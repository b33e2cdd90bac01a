/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "link/connection.h"

#include "base/text.h"
#include "base/wipe.h"
#include "link/page.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A peer says hello in the same turn in which it connects; whoever holds the one place silently longer is
 * none. */
#define HELLO_MS 2000
/* Room to notice surplus descriptors and close them; what does not even fit here the kernel closes. */
#define FDS_SEEN 4

struct link {
    struct connection_spec spec;
    int fd;
    struct watch *watch;
    struct timer timer; /* the greeting's limit; later, at 0 ms, the end of a doomed link */
    bool opened, doomed, dead;
    int calls; /* callbacks on the stack: memory stays until the last returns */
    size_t in_size;
    uint8_t *in; /* secret: a person may pass through it */
};

static void destroy(struct link *link)
{
    secret_destroy(link->in, link->in_size);
    free(link);
}

static void enter(struct link *link)
{
    link->calls++;
}

static void leave(struct link *link)
{
    if (--link->calls == 0 && link->dead)
        destroy(link);
}

void connection_close(struct link *link)
{
    if (!link || link->dead)
        return;
    link->dead = true;
    link->opened = false;
    watch_stop(link->watch);
    timer_stop(&link->timer);
    close(link->fd);
    if (link->calls == 0)
        destroy(link);
}

static void end(struct link *link)
{
    enter(link);
    bool tell = link->opened;
    link->opened = false;
    if (tell && link->spec.handler->closed)
        link->spec.handler->closed(link->spec.arg, link);
    if (!link->dead)
        link->spec.gone(link->spec.owner);
    connection_close(link);
    leave(link);
}

static void on_doom(void *arg)
{
    end(arg);
}

/* Ends in the next turn, because a caller further up may still use the link in this one. */
static void doom(struct link *link)
{
    if (link->doomed || link->dead)
        return;
    link->doomed = true;
    watch_events(link->watch, 0);
    timer_start(link->spec.loop, &link->timer, 0, on_doom, link);
}

void link_refuse(struct link *link, const char *why)
{
    if (link->doomed || link->dead)
        return;
    doom(link);
    if (link->spec.handler->refused)
        link->spec.handler->refused(link->spec.arg, why);
}

static void on_silence(void *arg)
{
    struct link *link = arg;
    enter(link);
    link_refuse(link, "a connection that does not say hello");
    leave(link);
}

static bool transmit(struct link *link, enum link_type type, uint64_t visit, const void *body,
                     const void *tail, size_t tail_len, int fd)
{
    if (link->doomed || link->dead)
        return false;
    size_t size = wire_body_size(type);
    struct wire_header header = {
        .visit = visit, .length = (uint32_t)(size + tail_len), .type = (uint16_t)type};
    /* Gathered from where the parts stand: no copy of a person is left behind here. */
    struct iovec parts[] = {{&header, sizeof header}, {(void *)body, size}, {(void *)tail, tail_len}};
    struct msghdr msg = {.msg_iov = parts, .msg_iovlen = tail_len ? 3 : 2};
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {.bytes = {0}};
    if (fd >= 0) {
        msg.msg_control = control.bytes;
        msg.msg_controllen = sizeof control.bytes;
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(cmsg), &fd, sizeof fd);
    }
    ssize_t sent;
    do
        sent = sendmsg(link->fd, &msg, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0)
        doom(link);
    return sent >= 0;
}

bool link_send(struct link *link, enum link_type type, uint64_t visit, const void *body)
{
    return transmit(link, type, visit, body, NULL, 0, -1);
}

bool link_send_tail(struct link *link, enum link_type type, uint64_t visit, const void *body,
                    const void *tail, size_t len)
{
    check(len <= LINK_TAIL_MAX);
    return transmit(link, type, visit, body, tail, len, -1);
}

bool link_send_fd(struct link *link, enum link_type type, uint64_t visit, const void *body, int fd)
{
    return transmit(link, type, visit, body, NULL, 0, fd);
}

static bool greet(struct link *link)
{
    struct link_hello hello = {
        .magic = LINK_MAGIC, .link_class = link->spec.link_class, .table_hash = wire_table_hash()};
    text_copy(hello.version, sizeof hello.version, link->spec.version);
    return link_send(link, LINK_HELLO, 0, &hello);
}

static const char *greeting_fault(const struct link *link, const struct link_message *message)
{
    if (message->type != LINK_HELLO)
        return "a message before hello";
    const struct link_hello *hello = message->body;
    if (hello->table_hash != wire_table_hash())
        return "the other side was built from another message table";
    return hello->link_class == (uint32_t)link->spec.link_class ? NULL : "hello of another class";
}

static void greeted(struct link *link, const struct link_message *message)
{
    const char *fault = greeting_fault(link, message);
    if (fault) {
        link_refuse(link, fault);
        return;
    }
    if (link->spec.side == WIRE_TO_KIOSK && !greet(link))
        return;
    timer_stop(&link->timer);
    link->opened = true;
    if (link->spec.handler->opened)
        link->spec.handler->opened(link->spec.arg, link);
}

static void dispatch(struct link *link, struct link_message *message)
{
    if (!link->opened)
        greeted(link, message);
    else if (message->type == LINK_HELLO)
        link_refuse(link, "a second hello");
    else if (link->spec.handler->message)
        link->spec.handler->message(link->spec.arg, link, message);
}

/* How many descriptors came along; the first FDS_SEEN are in fds. */
static size_t take_fds(struct msghdr *msg, int fds[FDS_SEEN])
{
    size_t count = 0;
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
        if (cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_RIGHTS)
            continue;
        size_t bytes = cmsg->cmsg_len - CMSG_LEN(0);
        for (size_t at = 0; at + sizeof(int) <= bytes && count < FDS_SEEN; at += sizeof(int))
            memcpy(&fds[count++], CMSG_DATA(cmsg) + at, sizeof(int));
    }
    return count;
}

/* Everything that can be said about a message without knowing what it is for. */
static bool judge(struct link *link, size_t got, int flags, size_t fd_count, const int fds[FDS_SEEN],
                  struct link_message *ret, struct err *err)
{
    if (flags & (MSG_TRUNC | MSG_CTRUNC))
        return err_set(err, "a message longer than any of this link");
    if (!wire_parse(link->in, got, link->spec.link_class, link->spec.side, ret, err))
        return false;
    if (fd_count != (ret->type == LINK_PRINT ? 1 : 0))
        return err_set(err, "%s with %zu descriptors", link_type_word(ret->type), fd_count);
    if (ret->type != LINK_PRINT)
        return true;
    ret->fd = fds[0];
    return page_check(fds[0], ret->body, err);
}

static void take(struct link *link, size_t got, int flags, size_t fd_count, int fds[FDS_SEEN])
{
    struct link_message message;
    struct err err;
    if (!judge(link, got, flags, fd_count, fds, &message, &err)) {
        link_refuse(link, err.text);
        return;
    }
    dispatch(link, &message);
    if (fd_count)
        fds[0] = message.fd; /* -1: the handler took it */
}

static void on_ready(void *arg, short revents)
{
    struct link *link = arg;
    if (link->doomed || !(revents & (POLLIN | POLLHUP | POLLERR)))
        return;
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(FDS_SEEN * sizeof(int))];
    } control;
    struct iovec whole = {link->in, link->in_size};
    struct msghdr msg = {.msg_iov = &whole,
                         .msg_iovlen = 1,
                         .msg_control = control.bytes,
                         .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(link->fd, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    int fds[FDS_SEEN];
    size_t fd_count = got >= 0 ? take_fds(&msg, fds) : 0;
    enter(link);
    /* An empty packet cannot be told from the end of the connection, and no message is empty. */
    if (got <= 0)
        doom(link);
    else
        take(link, (size_t)got, msg.msg_flags, fd_count, fds);
    for (size_t i = 0; i < fd_count; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    if (got > 0)
        wipe(link->in, (size_t)got);
    leave(link);
}

struct link *connection_open(int fd, const struct connection_spec *spec)
{
    struct link *link = calloc(1, sizeof *link);
    check(link);
    link->spec = *spec;
    link->fd = fd;
    link->in_size = wire_max(spec->link_class, spec->side);
    link->in = secret_create(link->in_size);
    /* Three sealed envelopes may wait for an agent that is just connecting to the district. */
    int room = 4 * LINK_TAIL_MAX;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    link->watch = loop_watch(spec->loop, fd, POLLIN, on_ready, link);
    timer_start(spec->loop, &link->timer, HELLO_MS, on_silence, link);
    if (spec->side == WIRE_TO_PEER && !greet(link))
        return link; /* doomed: ends in the next turn like any other */
    return link;
}

bool connection_greeted(const struct link *link)
{
    return link->opened;
}

bool connection_hung_up(const struct link *link)
{
    struct pollfd look = {.fd = link->fd};
    return poll(&look, 1, 0) > 0 && (look.revents & (POLLHUP | POLLERR)) != 0;
}
