/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * journal.db: visits, the issue ledger, cases, the outbox, the audit chain. SQLite, WAL, synchronous=FULL,
 * 0600. Only the kiosk opens it. Nothing here is personal in the clear. Every durable write of the house goes
 * through journal_durable, so that a crash can be placed before or after each one.
 */
#ifndef LIQU_JOURNAL_JOURNAL_H
#define LIQU_JOURNAL_JOURNAL_H

#include "base/clock.h"
#include "base/err.h"
#include <stdint.h>

#define JOURNAL_VERSION 1 /* user_version of the schema; a newer file is refused */

struct journal;

/* Opens or creates. What a crash left is settled here: visits `open` -> lost, issues `printing` -> unknown,
 * `reserved` and `issued` -> void, slips `printing` -> unknown; each audited. A newer version, a damaged file
 * or an unwritable folder is one sentence naming the file and what to do. */
bool journal_open(const char *path, const struct clock *clock, struct journal **ret,
                  struct err *err) MUST_CHECK;
bool journal_open_readonly(const char *path, struct journal **ret, struct err *err) MUST_CHECK;
void journal_close(struct journal *journal); /* takes NULL */
/* The number of the document or case whose sheet was in the printer, or of the case that still had no slip,
 * when the program before this one ended; 0: none. */
uint64_t journal_interrupted(const struct journal *journal);

/* ---- the choke point ---- */
/* One transaction: durable when it returns true; on false nothing of it happened. Called from within another
 * one it becomes part of that. Development builds: LIQU_CRASH_AT=kiosk:N kills the program at the N-th point,
 * two a write, right before its COMMIT (odd) and right after (even). */
typedef bool journal_fn(struct journal *journal, void *arg, struct err *err);
bool journal_durable(struct journal *journal, const char *what, journal_fn *fn, void *arg,
                     struct err *err) MUST_CHECK;

/* ---- visits ---- */
enum visit_ended { VISIT_ENDED_DONE, VISIT_ENDED_CANCELLED, VISIT_ENDED_TIMEOUT, VISIT_ENDED_FAULT };
bool journal_visit_open(struct journal *journal, const char *lang, uint64_t *ret_visit,
                        struct err *err) MUST_CHECK;
bool journal_visit_item(struct journal *journal, uint64_t visit, const char *item, int consent_version,
                        struct err *err) MUST_CHECK;
bool journal_visit_rate(struct journal *journal, uint64_t visit, int rating, struct err *err) MUST_CHECK;
bool journal_visit_close(struct journal *journal, uint64_t visit, enum visit_ended how,
                         struct err *err) MUST_CHECK;

/* Numbers of cases and documents share one serial a day; it is persistent, so that a clock set back uses none
 * again. */

/* ---- issue ledger: documents only ---- */
enum issue_state {
    ISSUE_RESERVED,
    ISSUE_ISSUED,
    ISSUE_PRINTING,
    ISSUE_PRINTED,
    ISSUE_UNKNOWN,
    ISSUE_VOID,
    ISSUE_TAKEN,
    ISSUE_STATES
};
enum taken_by { TAKEN_BY_NOBODY, TAKEN_BY_SENSOR, TAKEN_BY_PERSON, TAKEN_BY_TIMEOUT };
/* Reserves a number before anything can print. */
bool issue_reserve(struct journal *journal, uint64_t visit, const char *item, unsigned town_suffix,
                   unsigned kiosk, uint64_t *ret_number, struct err *err) MUST_CHECK;
/* Only the moves of the ledger are allowed: reserved->issued|void, issued->printing|void,
 * printing->printed|unknown|issued (attempt + 1, audit sheet_void), printed->taken. Anything else is refused
 * (an internal error). proof: pid echo band with PRINTED and only then, else NULL. */
bool issue_move(struct journal *journal, uint64_t number, enum issue_state to, const char *proof,
                enum taken_by by, struct err *err) MUST_CHECK;

/* ---- cases and outbox ---- */
enum slip_state { SLIP_NONE, SLIP_PRINTING, SLIP_PRINTED, SLIP_UNKNOWN };
bool case_reserve(struct journal *journal, unsigned town_suffix, unsigned kiosk, uint64_t *ret_number,
                  struct err *err) MUST_CHECK;
struct case_row {
    uint64_t number, visit;
    const char *item, *target;
    int64_t lodged;     /* s */
    uint32_t promised;  /* YYYYMMDD */
    const void *sealed; /* the outbox row, sealed to the district's key */
    size_t sealed_len;
};
/* Case, outbox row (event 1) and audit in one transaction: lodged is durable before the slip prints. */
bool case_lodge(struct journal *journal, const struct case_row *row, struct err *err) MUST_CHECK;
bool case_slip(struct journal *journal, uint64_t number, enum slip_state slip, struct err *err) MUST_CHECK;

struct outbox_row {
    uint64_t case_number, event;
    int tries;
    uint8_t *sealed; /* freed by outbox_row_finish */
    size_t sealed_len;
};
/* The oldest waiting row with the fewest tries; false with err->text "" when there is none. */
bool outbox_next(struct journal *journal, struct outbox_row *ret, struct err *err) MUST_CHECK;
void outbox_row_finish(struct outbox_row *row);
bool outbox_tried(struct journal *journal, uint64_t case_number, uint64_t event, struct err *err) MUST_CHECK;
/* Sets delivered, sealed = NULL, once: again is harmless. */
bool outbox_delivered(struct journal *journal, uint64_t case_number, uint64_t event,
                      struct err *err) MUST_CHECK;
/* Room for one more row? (disk space, database writable) — asked before a hand-off is offered. */
bool outbox_writable(struct journal *journal);

/* ---- audit: an SM3 hash chain without personal data ---- */
bool audit_add(struct journal *journal, const char *kind, const char *ref, struct err *err) MUST_CHECK;

/* ---- for people and tests ---- */
struct buf;
/* {"visits":{"done":1},"issues":{…},"cases":{…},"outbox":{…},"audit":{…by kind}}: counts that are 0 are left
 * out. */
bool journal_count(struct journal *journal, struct buf *ret_json, struct err *err) MUST_CHECK;
/* The audit chain, the balance rules and SQLite's own check. true: sound; false: err says the first fault. */
bool journal_check(struct journal *journal, struct err *err) MUST_CHECK;

#endif
