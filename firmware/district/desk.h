/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Inside the district: what the desks for the three subjects share. A desk gets the opened text of one
 * request and appends the bytes of its answer, already sealed or signed.
 */
#ifndef LIQU_DISTRICT_DESK_H
#define LIQU_DISTRICT_DESK_H

#include "base/err.h"
#include "catalogue/catalogue.h"
#include "district/book.h"
#include "district/people.h"
#include "seal/envelope.h"
#include <jansson.h>

struct district {
    struct seal_key *document_key, *case_key;
    struct catalogue *catalogue;
    struct people *people;
    struct book *book;
};

struct desk_request {
    const char *subject;
    uint8_t id[ENVELOPE_ID_BYTES];
    uint64_t station;               /* town × 100 + kiosk */
    uint8_t digest[SEAL_SM3_BYTES]; /* of the sealed bytes */
    json_t *text;
};

enum desk_result { DESK_ANSWERED, DESK_MALFORMED, DESK_UNKNOWN_KEY, DESK_BUSY };

/* err says why, without quoting values, whenever the result is not DESK_ANSWERED; ret is then untouched. */
typedef enum desk_result desk_fn(struct district *district, const struct desk_request *request,
                                 struct buf *ret, struct err *err);
desk_fn desk_issue, desk_lodge, desk_progress;

/* DESK_MALFORMED with a sentence. */
#define desk_malformed(err, ...) (err_set((err), __VA_ARGS__), DESK_MALFORMED)
/* Seals an answer to the request's own reply key; DESK_MALFORMED when that is no point of the curve. */
enum desk_result desk_seal(const struct desk_request *request, const char *reply_key, const json_t *answer,
                           struct buf *ret, struct err *err);
/* Text form of a number that this station may have cut. */
bool desk_number(const struct desk_request *request, const char *text, uint64_t *ret) MUST_CHECK;
/* Non-empty, within the card's limits, and the check digit of an 18-character number holds. */
bool desk_person_valid(const char *name, const char *number);

#endif
