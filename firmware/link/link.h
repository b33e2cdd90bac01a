/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The links: SOCK_SEQPACKET Unix sockets. The kiosk listens, one socket and one connection per class; every
 * accept is checked against SO_PEERCRED; the first message both ways is hello. Whatever does not fit its
 * struct exactly closes the connection and is told to the owner, who audits it.
 */
#ifndef LIQU_LINK_LINK_H
#define LIQU_LINK_LINK_H

#include "base/err.h"
#include "base/loop.h"
#include "link/messages.h"
#include <sys/types.h>

struct link;

struct link_message {
    enum link_type type;
    uint64_t visit;   /* 0: outside a visit */
    const void *body; /* the struct of this type, checked: enums in range, texts terminated, person_valid */
    const uint8_t *tail;
    size_t tail_len;
    int fd; /* with PRINT the memfd, else -1. The handler takes it by setting -1; otherwise it is closed. */
};

struct link_handler {
    void (*opened)(void *arg, struct link *link); /* hello done */
    void (*message)(void *arg, struct link *link,
                    struct link_message *message); /* may be wiped after return */
    void (*closed)(void *arg, struct link *link);  /* an opened link went; do not use it after return */
    void (*refused)(void *arg,
                    const char *why); /* server side: a connection or message that was turned away */
};

/* ---- the kiosk's side ---- */
struct link_server;
bool link_server_open(struct loop *loop, const char *path, enum link_class link_class, uid_t allowed,
                      const char *version, const struct link_handler *handler, void *arg,
                      struct link_server **ret, struct err *err) MUST_CHECK;
void link_server_close(struct link_server *server); /* takes NULL */

/* ---- the peer's side: connects, and again every 500 ms after a loss ---- */
struct link_peer;
struct link_peer *link_peer_start(struct loop *loop, const char *path, enum link_class link_class,
                                  const char *version, const struct link_handler *handler, void *arg);
void link_peer_stop(struct link_peer *peer);         /* takes NULL */
struct link *link_peer_link(struct link_peer *peer); /* NULL while not connected */

/* ---- both ---- */
/* body is the struct of the type. fd >= 0 travels as SCM_RIGHTS (the caller keeps its copy). False: the
 * message did not leave (the peer is gone or does not read); the link closes itself in the next turn. */
bool link_send(struct link *link, enum link_type type, uint64_t visit, const void *body) MUST_CHECK;
bool link_send_tail(struct link *link, enum link_type type, uint64_t visit, const void *body,
                    const void *tail, size_t len) MUST_CHECK;
bool link_send_fd(struct link *link, enum link_type type, uint64_t visit, const void *body,
                  int fd) MUST_CHECK;
/* Closes after telling `refused` why; `closed` follows. For what only the owner can judge (a reply nobody
 * asked for). */
void link_refuse(struct link *link, const char *why);

/* A sealed memfd with these bytes, or -1. */
int link_page_create(const void *bytes, size_t len);
/* Maps a received page read-only after checking seals and size == width/8 × rows; NULL with a sentence
 * otherwise. */
const uint8_t *link_page_map(int fd, const struct link_print *print, size_t *ret_len,
                             struct err *err) MUST_CHECK;
void link_page_unmap(const uint8_t *page, size_t len);

#endif
