/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/umock_wire.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* The program's thread does nothing but wait for us; one that is stopped in a debugger must not stop the bus.
 */
#define PATIENCE_MS 5000

enum { ANSWER_DONE = 3, ANSWER_READ_MEMORY = 5, ANSWER_WRITE_MEMORY = 6 };

static bool await(int fd, short events)
{
    struct pollfd poll_fd = {.fd = fd, .events = events};
    int got;
    do
        got = poll(&poll_fd, 1, PATIENCE_MS);
    while (got < 0 && errno == EINTR);
    return got == 1 && poll_fd.revents & events;
}

static bool send_all(int fd, const void *bytes, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t sent = send(fd, (const char *)bytes + done, len - done, MSG_NOSIGNAL);
        if (sent > 0)
            done += (size_t)sent;
        else if (sent == 0 || errno != EAGAIN || !await(fd, POLLOUT))
            return false;
    }
    return true;
}

static bool receive_all(int fd, void *ret, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t got = recv(fd, (char *)ret + done, len - done, 0);
        if (got > 0)
            done += (size_t)got;
        else if (got == 0 || errno != EAGAIN || !await(fd, POLLIN))
            return false;
    }
    return true;
}

bool umock_receive(int fd, struct umock_request *ret)
{
    return receive_all(fd, ret, sizeof *ret);
}

void umock_answer(int fd, long result)
{
    const struct umock_request answer = {ANSWER_DONE, (unsigned long)(result < 0 ? -1 : result),
                                         (unsigned long)(result < 0 ? -result : 0)};
    (void)!send_all(fd, &answer, sizeof answer);
}

static bool peek(void *arg, void *ret, unsigned long address, size_t len)
{
    const int *fd = arg;
    const struct umock_request wish = {ANSWER_READ_MEMORY, address, len};
    return send_all(*fd, &wish, sizeof wish) && receive_all(*fd, ret, len);
}

static bool poke(void *arg, const void *bytes, unsigned long address, size_t len)
{
    const int *fd = arg;
    const struct umock_request wish = {ANSWER_WRITE_MEMORY, address, len};
    return send_all(*fd, &wish, sizeof wish) && send_all(*fd, bytes, len);
}

struct usbfs_memory umock_memory(int *fd)
{
    return (struct usbfs_memory){peek, poke, fd};
}
