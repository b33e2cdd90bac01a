/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * COSE_Sign1 (RFC 9052) in the one shape that tickets, document codes and receipts use: untagged, protected
 * {1: -65537, 4: kid}, unprotected {}, embedded payload, SM2 with SM3. external_aad separates the uses, so
 * that a receipt can never be taken for a ticket. Anything not canonical is malformed.
 */
#ifndef LIQU_SEAL_COSE_H
#define LIQU_SEAL_COSE_H

#include "seal/key.h"

#define COSE_AAD_TICKET   "liqu-ticket"
#define COSE_AAD_DOCUMENT "liqu-document"
#define COSE_AAD_RECEIPT  "liqu-receipt"

/* Appends the message. */
void cose_sign(const struct seal_key *pair, const char *aad, const void *payload, size_t len,
               struct buf *ret);

struct cose {
    uint8_t kid[SEAL_KID_BYTES];
    const uint8_t *payload; /* into the input */
    size_t payload_len;
    uint8_t signature[SEAL_SIGNATURE_BYTES];
};
/* The shape only; false: malformed. */
bool cose_parse(const void *bytes, size_t len, struct cose *ret) MUST_CHECK;
bool cose_verify(const struct cose *cose, const char *aad, const struct seal_key *key) MUST_CHECK;

#endif
