/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The few lines of DER between OpenSSL, which speaks SEQUENCE { INTEGER, INTEGER … }, and our wire, which
 * carries r‖s and C1‖C3‖C2 as fixed-length bytes. For seal/key.c only.
 */
#ifndef LIQU_SEAL_DER_H
#define LIQU_SEAL_DER_H

#include "base/buf.h"

#define DER_NUMBER_BYTES 32 /* a coordinate, r or s: always this long on our wire */

void der_put_number(struct buf *buf, const uint8_t number[DER_NUMBER_BYTES]);
void der_put_octets(struct buf *buf, const uint8_t *octets, size_t len);
/* Appends the SEQUENCE around what is in body. */
void der_put_sequence(struct buf *buf, const struct buf *body);

struct der {
    const uint8_t *at, *end;
};
/* Each takes one element and moves on; false when it is something else, too long or cut short. */
bool der_take_sequence(struct der *der, struct der *ret_body) MUST_CHECK;
bool der_take_number(struct der *der, uint8_t ret[DER_NUMBER_BYTES]) MUST_CHECK;
bool der_take_octets(struct der *der, const uint8_t **ret, size_t *ret_len) MUST_CHECK;

#endif
