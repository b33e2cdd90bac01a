/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A window's memory of the tickets it has taken: a slip can be copied, so each (case, nonce) counts once. A
 * small SQLite file that several desks of one window may share.
 */
#ifndef LIQU_TOOL_LIQU_REDEEM_H
#define LIQU_TOOL_LIQU_REDEEM_H

#include "ticket/ticket.h"

/* ret_result: TICKET_OK the first time, TICKET_REDEEMED after. False: the file cannot be used, or is
 * something else. */
bool redeem_once(const char *path, const struct ticket_claims *claims, int64_t now_s,
                 enum ticket_result *ret_result, struct err *err) MUST_CHECK;

#endif
