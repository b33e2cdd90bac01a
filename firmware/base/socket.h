/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Unix sockets of the house: places, listening, connecting; and the one-line text servers (inspect, sim, run,
 * admin): one UTF-8 line in, one line out, "ok", "ok JSON" or "error CODE TEXT", after the effect took place.
 */
#ifndef LIQU_BASE_SOCKET_H
#define LIQU_BASE_SOCKET_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/loop.h"
#include <sys/types.h>

/* type: SOCK_STREAM or SOCK_SEQPACKET. The socket is non-blocking, CLOEXEC, mode 0600; a left-over file is
 * replaced, a socket at which somebody listens is not. A path too long for a Unix socket is one sentence that
 * names the limit. */
bool socket_listen(const char *path, int type, int *ret_fd, struct err *err) MUST_CHECK;
/* Never waits. The socket is non-blocking, CLOEXEC. */
bool socket_connect(const char *path, int type, int *ret_fd, struct err *err) MUST_CHECK;
/* Accepts one; -1 when none waits. ret_uid (may be NULL) is the peer's SO_PEERCRED user. */
int socket_accept(int listen_fd, uid_t *ret_uid);

/* ---- line server ---- */
struct line_server;
struct line_client;
/* Answer now with line_answer, or keep client and answer later (a wait). line has no newline, is UTF-8 and
 * writable; what is no UTF-8 or longer than 64 KiB is answered with an error and never comes here. */
typedef void line_fn(void *arg, struct line_client *client, char *line);

/* Only the own user (and root) is served. */
bool line_server_open(struct loop *loop, const char *path, line_fn *fn, void *arg, struct line_server **ret,
                      struct err *err) MUST_CHECK;
void line_server_close(struct line_server *server); /* takes NULL; unlinks the path */
/* Writes the text and a newline. A client that went away meanwhile is no error. One answer a line. */
void line_answer(struct line_client *client, const char *format, ...) PRINTF(2, 3);
void line_answer_raw(struct line_client *client, const char *text);

/* ---- line client (blocking) ---- */
/* Sends one line, reads one answer line (without newline) into ret. Returns an exit code for `ctl`: 0 ok, 1
 * "error …", 2 no connection (err filled). timeout_ms -1: for ever. */
int line_ask(const char *path, const char *line, int timeout_ms, struct buf *ret, struct err *err);

#endif
