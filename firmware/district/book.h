/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The district's book (district.db): documents issued and cases received. It is why asking again is harmless:
 * the same number, or the same (case, event), brings what it brought before, across a restart.
 */
#ifndef LIQU_DISTRICT_BOOK_H
#define LIQU_DISTRICT_BOOK_H

#include "base/buf.h"
#include "base/err.h"
#include "seal/key.h"

struct book;

bool book_open(const char *path, struct book **ret, struct err *err) MUST_CHECK;
void book_close(struct book *book); /* takes NULL */

enum book_result {
    BOOK_FOUND,
    BOOK_ABSENT,
    BOOK_FAILED, /* disk full, locked: err says what */
};

struct book_issue {
    uint64_t number;
    uint8_t request[SEAL_SM3_BYTES]; /* SM3 of what was asked, without the reply key */
    struct buf answer;               /* the JSON text; from find: the caller finishes it */
};
enum book_result book_find_issue(struct book *book, uint64_t number, struct book_issue *ret, struct err *err);
bool book_keep_issue(struct book *book, const struct book_issue *issue, struct err *err) MUST_CHECK;

struct book_case {
    uint64_t number, event;
    uint8_t digest[SEAL_SM3_BYTES]; /* of the sealed bytes */
    struct buf receipt;             /* from find: the caller finishes it */
    const char *item, *person;      /* code, the person's number; not filled by find */
    uint32_t promised;
    bool provisional;
    const char *text; /* all that was lodged, JSON; not filled by find */
};
enum book_result book_find_case(struct book *book, uint64_t number, uint64_t event, struct book_case *ret,
                                struct err *err);
bool book_keep_case(struct book *book, const struct book_case *entry, struct err *err) MUST_CHECK;

/* Cases of a person, or the one with this number (the other argument NULL or 0), oldest first. Texts are
 * valid during the call. */
typedef void book_case_fn(void *arg, const struct book_case *entry);
bool book_each_case(struct book *book, const char *person, uint64_t number, book_case_fn *fn, void *arg,
                    struct err *err) MUST_CHECK;

#endif
