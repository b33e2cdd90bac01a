/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * trust.json: which keys this station, window or district believes, for which role, how long, and which hosts
 * may stand in a QR. A key serves only its role. A list with demo:false refuses demo keys.
 */
#ifndef LIQU_SEAL_TRUST_H
#define LIQU_SEAL_TRUST_H

#include "seal/key.h"

enum trust_role { TRUST_TICKET, TRUST_DOCUMENT, TRUST_CASE, TRUST_WINDOW };

struct trust;

/* Errors name the file, the entry ("keys[2].public") and what to do. Expiry of the list itself is judged by
 * trust_current. */
bool trust_load(const char *path, struct trust **ret, struct err *err) MUST_CHECK;
void trust_destroy(struct trust *trust); /* takes NULL */
/* 1 to 22 of A-Z 0-9 . -: what a slip's code has room for. */
bool trust_host_valid(const char *host);
bool trust_demo(const struct trust *trust);
bool trust_current(const struct trust *trust, int64_t now_s);
bool trust_host(const struct trust *trust, const char *host); /* exact, upper case */
/* Skips the question of time: for tickets and documents, which say themselves when they were signed. */
#define TRUST_ANY_TIME INT64_MIN
/* NULL when no key of that role and id is valid at now_s. Owned by the list. */
const struct seal_key *trust_find_kid(const struct trust *trust, enum trust_role role,
                                      const uint8_t kid[SEAL_KID_BYTES], int64_t now_s);
/* The same by name: the window key of a target, the case key of the district. id NULL: any. Of several, the
 * one that came into service last. */
const struct seal_key *trust_find_id(const struct trust *trust, enum trust_role role, const char *id,
                                     int64_t now_s);
/* Whether a found key is valid at some moment of [from_s, until_s). */
bool trust_serves(const struct trust *trust, const struct seal_key *key, int64_t from_s, int64_t until_s);
/* The id under which a found key is listed ("118-03"). */
const char *trust_id_of(const struct trust *trust, const struct seal_key *key);

#endif
