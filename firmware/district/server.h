/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The local transport: RUN/district.sock, SOCK_SEQPACKET, one JSON object a message, any number of
 * connections of the own user.
 */
#ifndef LIQU_DISTRICT_SERVER_H
#define LIQU_DISTRICT_SERVER_H

#include "base/err.h"
#include "base/loop.h"
#include "district/district.h"

struct server;

/* delay_ms: every answer is held back so long (0 in earnest). */
bool server_open(struct loop *loop, const char *path, struct district *district, int delay_ms,
                 struct server **ret, struct err *err) MUST_CHECK;
void server_close(struct server *server); /* takes NULL; unlinks the path */

#endif
