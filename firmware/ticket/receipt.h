/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The district's receipt for one event of one case: COSE signed with its document key, over
 * {1: case, 2: event, 3: SM3 of the sealed bytes, 4: received}. Only this ends the outbox row's life.
 */
#ifndef LIQU_TICKET_RECEIPT_H
#define LIQU_TICKET_RECEIPT_H

#include "ticket/ticket.h"

struct receipt {
    uint64_t case_number, event;
    uint8_t digest[SEAL_SM3_BYTES];
    int64_t received;
};
void receipt_sign(const struct seal_key *district, const struct receipt *receipt, struct buf *ret_cose);
enum ticket_result receipt_open(const void *cose, size_t len, const struct trust *trust, int64_t now_s,
                                struct receipt *ret) MUST_CHECK;

#endif
