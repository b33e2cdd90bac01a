/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * SM2 keys and SM3: GB/T 32918, GB/T 32905, through OpenSSL's EVP. A key id (kid) is the first 8 bytes of
 * SM3(04‖x‖y). Signatures are r‖s (64 bytes) with SM3 and the default distinguishing id 1234567812345678;
 * ciphertexts are raw C1‖C3‖C2 with C1 = x‖y (64 bytes, no 04), i.e. 96 bytes longer than the text.
 */
#ifndef LIQU_SEAL_KEY_H
#define LIQU_SEAL_KEY_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_KID_BYTES       8
#define SEAL_PUBLIC_BYTES    65 /* 04‖x‖y */
#define SEAL_SIGNATURE_BYTES 64
#define SEAL_SM3_BYTES       32
#define SEAL_SM2_EXTRA       96

struct seal_key; /* a public key, or a pair */

void seal_sm3(const void *bytes, size_t len, uint8_t ret[SEAL_SM3_BYTES]);

struct seal_key *seal_key_generate(void);
/* 130 hex digits, 04‖x‖y, checked to lie on the curve. NULL otherwise. */
struct seal_key *seal_key_from_public(const char *hex);
/* PKCS#8 PEM; the file must be a regular file that others cannot read. */
bool seal_key_load(const char *path, struct seal_key **ret, struct err *err) MUST_CHECK;
/* The two halves of it, for who is in a hurry: the second takes milliseconds and says whether the private
 * number belongs to the public point. Nothing may be signed before. */
bool seal_key_read(const char *path, struct seal_key **ret, struct err *err) MUST_CHECK;
bool seal_key_sound(const struct seal_key *key);
bool seal_key_save(const struct seal_key *key, const char *path,
                   struct err *err) MUST_CHECK; /* 0600, never over an existing file */
/* Makes a 0600 file with these bytes, whole or not at all, never over an existing one. For keys, the
 * station's secret and the trust list. */
bool seal_file_create(const char *path, const void *bytes, size_t len, struct err *err) MUST_CHECK;
void seal_key_destroy(struct seal_key *key); /* takes NULL; wipes */
void seal_key_public(const struct seal_key *key, char ret[2 * SEAL_PUBLIC_BYTES + 1]);
const uint8_t *seal_key_kid(const struct seal_key *key);

void seal_sign(const struct seal_key *pair, const void *bytes, size_t len, uint8_t ret[SEAL_SIGNATURE_BYTES]);
bool seal_verify(const struct seal_key *key, const void *bytes, size_t len,
                 const uint8_t signature[SEAL_SIGNATURE_BYTES]);

/* Appends len + SEAL_SM2_EXTRA bytes. 1 <= len <= 400. */
void seal_encrypt(const struct seal_key *key, const void *text, size_t len, struct buf *ret);
/* Appends the text; false when the ciphertext is not for this key or was changed. */
bool seal_decrypt(const struct seal_key *pair, const uint8_t *cipher, size_t len, struct buf *ret);

void seal_random(void *ret, size_t len);

#endif
