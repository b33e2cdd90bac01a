/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The far end as reference: opens what kiosks sealed, issues and signs documents, keeps cases, answers
 * progress. One message in, one message out; how messages travel is server.h's business. The contract is
 * README.md beside this file.
 */
#ifndef LIQU_DISTRICT_DISTRICT_H
#define LIQU_DISTRICT_DISTRICT_H

#include "base/buf.h"
#include "base/err.h"

#define DISTRICT_MESSAGE_MAX (128 * 1024) /* 64 KiB sealed, in base64, and the frame around them */

struct district;

struct district_places {
    const char *state;     /* keys/document-demo.key, keys/case-demo.key, trust.json, district.db */
    const char *catalogue; /* folder with items/ */
    const char *people;    /* folder of the invented people */
};
/* Refuses keys that trust.json does not list, because no kiosk would believe what they sign. */
bool district_open(const struct district_places *places, struct district **ret, struct err *err) MUST_CHECK;
void district_close(struct district *district); /* takes NULL */

/* Appends the answer. False: the message had no readable id, so nobody can be answered. A refusal is an
 * answer too. */
bool district_handle(struct district *district, const void *message, size_t len, struct buf *ret);

#endif
