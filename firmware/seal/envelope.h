/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Sealed envelopes: CBOR [1, kid, SM2(SM4 key 16 ‖ MAC key 32 ‖ IV 16), SM4-CTR text, HMAC-SM3(MAC key, CBOR
 * array of the first four ‖ subject ‖ id)]. Only the holder of the key reads it, and it cannot be moved to
 * another subject or id. (OpenSSL 3.0 has no SM4-GCM, hence encrypt-then-MAC.)
 */
#ifndef LIQU_SEAL_ENVELOPE_H
#define LIQU_SEAL_ENVELOPE_H

#include "seal/key.h"

#define ENVELOPE_MAX_BYTES      65536
#define ENVELOPE_TEXT_MAX_BYTES (ENVELOPE_MAX_BYTES - 256) /* the rest is keys and heads */
#define ENVELOPE_ID_BYTES       16

/* Appends. subject: "issue", "case" or "progress". len <= ENVELOPE_TEXT_MAX_BYTES. */
void envelope_seal(const struct seal_key *to, const char *subject, const uint8_t id[ENVELOPE_ID_BYTES],
                   const void *text, size_t len, struct buf *ret);
enum envelope_result { ENVELOPE_OK, ENVELOPE_MALFORMED, ENVELOPE_UNKNOWN_KEY, ENVELOPE_FORGED };
/* Appends the text to ret on ENVELOPE_OK; ret holds nothing new otherwise. */
enum envelope_result envelope_open(const struct seal_key *pair, const char *subject,
                                   const uint8_t id[ENVELOPE_ID_BYTES], const void *bytes, size_t len,
                                   struct buf *ret) MUST_CHECK;

#endif
