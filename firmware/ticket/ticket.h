/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The hand-off ticket: what a QR on the screen or on a slip tells a window. HTTPS://HOST/T/<base32>, all in
 * QR's alphanumeric set; base32 (RFC 4648) upper case, no padding, zero pad bits. The screen's code names
 * nobody; a slip's code carries [name, number, phone] sealed to the target window's key.
 */
#ifndef LIQU_TICKET_TICKET_H
#define LIQU_TICKET_TICKET_H

#include "person/person.h"
#include "seal/cose.h"
#include "seal/trust.h"

#define TICKET_LIFE_S     (180 * 86400) /* what a kiosk gives; a ticket that claims more is malformed */
#define TICKET_NONCE      8
#define TICKET_HOST_MAX   22
#define TICKET_TARGET_MAX 12
#define TICKET_URL_MAX    1024
#define TICKET_NAME_MAX   45 /* bytes: 15 Han, all that a mainland card holds */
#define TICKET_PHONE_MAX  15 /* digits of a number, E.164 */

/* Every fault has its own name and exit code; the words are those of `ticket open --json`. */
enum ticket_result {
    TICKET_OK = 0,
    TICKET_MALFORMED = 10,
    TICKET_BAD_SIGNATURE = 11,
    TICKET_UNKNOWN_KEY = 12,
    TICKET_EXPIRED = 13,
    TICKET_WRONG_TARGET = 14,
    TICKET_REDEEMED = 15,
    TICKET_VALUES_DIFFER = 16,
};
const char *ticket_result_words(enum ticket_result result);

struct ticket_claims {
    uint64_t case_number; /* 17 digits, casework/number.h */
    char item[16];        /* code; of a sensitive item on the screen: its zone */
    uint64_t station;     /* town × 100 + kiosk */
    int64_t lodged;       /* s */
    uint32_t promised;    /* YYYYMMDD: done by, if accepted on the next working day */
    bool provisional;     /* the calendar of that year is not published */
    int64_t expires;      /* s */
    char target[TICKET_TARGET_MAX + 1];
    uint8_t nonce[TICKET_NONCE];
    struct buf sealed; /* empty, or the slip's block; owned by the caller */
};

/* The slip's block for claims.sealed. phone may be NULL; one that is too long to be a phone number is left
 * out. A longer name (Latin names of foreign cards) is cut to TICKET_NAME_MAX bytes and ends in …; the number
 * beside it is whole. So every slip stays within QR version 15-M. */
void ticket_seal_person(const struct seal_key *window, const char *name, const char *number,
                        const char *phone, struct buf *ret);
/* The URL for a QR, appended. host: upper case, at most 22. */
void ticket_url(const struct seal_key *station, const char *host, const struct ticket_claims *claims,
                struct buf *ret);

/* URL (one line, blanks and a "QR-Code:" prefix already gone) -> claims. Checks in this order: prefix and
 * host, size, shape, key id, signature over the exact bytes, and only then decodes; then whether that key
 * signs for this station and was valid when the case was lodged (else unknown key), then expiry, then target
 * (NULL: any). On any failure ret is zeroed. The caller finishes ret->sealed. */
enum ticket_result ticket_open(const char *url, const struct trust *trust, const char *target, int64_t now_s,
                               struct ticket_claims *ret) MUST_CHECK;

struct ticket_person {
    char name[PERSON_NAME_BYTES], number[PERSON_NUMBER_BYTES], phone[24]; /* phone "" when null */
};
/* Opens claims.sealed with the window's pair. */
bool ticket_open_person(const struct ticket_claims *claims, const struct seal_key *window,
                        struct ticket_person *ret) MUST_CHECK;

#endif
