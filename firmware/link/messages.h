/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the kiosk and its peers say to each other. Fixed structs; texts are NUL-terminated, zero-filled UTF-8.
 * The table hash in hello is made of this list and the struct sizes, so that two builds that differ refuse
 * each other.
 */
#ifndef LIQU_LINK_MESSAGES_H
#define LIQU_LINK_MESSAGES_H

#include "person/person.h"
#include <stdint.h>

#define LINK_TAIL_MAX  65536 /* a sealed envelope or its answer */
#define LINK_PRINT_MAX (4u << 20)

/* X(NAME, struct, may carry a tail) */
#define LINK_MESSAGES(X)                                                                                     \
    X(HELLO, link_hello, 0)                                                                                  \
    X(STATUS, link_status, 0)                                                                                \
    X(READ_START, link_nothing, 0)                                                                           \
    X(READ_STOP, link_nothing, 0)                                                                            \
    X(CARD_SEEN, link_nothing, 0)                                                                            \
    X(CARD, person, 0)                                                                                       \
    X(CARD_REFUSED, link_card_refused, 0)                                                                    \
    X(PRINT, link_print, 0)                                                                                  \
    X(PRINT_CANCEL, link_print_cancel, 0)                                                                    \
    X(JOB, link_job, 0)                                                                                      \
    X(REQUEST, link_request, 1)                                                                              \
    X(REQUEST_CANCEL, link_request_cancel, 0)                                                                \
    X(REPLY, link_reply, 1)                                                                                  \
    X(UPLINK, link_uplink, 0)                                                                                \
    X(UNKNOWN_DEVICE, link_unknown_device, 0)

enum link_type {
    LINK_NONE,
#define X(name, body, tail) LINK_##name,
    LINK_MESSAGES(X)
#undef X
        LINK_TYPES
};

enum link_class { LINK_READER = 1, LINK_PRINTER, LINK_AGENT };

#define LINK_MAGIC 0x4C495155u /* LIQU */

struct link_hello {
    uint32_t magic, link_class;
    uint64_t table_hash;
    char version[32];
};

struct link_nothing {
    uint32_t zero;
};

/* ---- devices: status vocabulary for all classes (unknown differs from unsupported) ---- */
enum device_status {
    DEVICE_ONLINE,
    DEVICE_BUSY,
    DEVICE_ATTENTION,
    DEVICE_OFFLINE,
    DEVICE_ABSENT,
    DEVICE_FAULT,
    DEVICE_STATUSES
};

/* X(NAME, word, technician's code, who can fix it: resident, staff or engineer) */
#define DEVICE_CAUSES(X)                                                                                     \
    X(NONE, "none", "-", "-")                                                                                \
    X(STARTING, "starting", "D01", "-")                                                                      \
    X(UNPLUGGED, "unplugged", "D02", "staff")                                                                \
    X(NO_ACCESS, "no_access", "D03", "engineer")                                                             \
    X(NO_ANSWER, "no_answer", "D04", "staff")                                                                \
    X(UNSUPPORTED, "unsupported", "D05", "engineer")                                                         \
    X(SELF_TEST, "self_test", "R01", "engineer")                                                             \
    X(NOT_AUTHORISED, "not_authorised", "R02", "engineer")                                                   \
    X(PAPER_OUT, "paper_out", "P01", "staff")                                                                \
    X(PAPER_LOW, "paper_low", "P02", "staff")                                                                \
    X(COVER_OPEN, "cover_open", "P03", "staff")                                                              \
    X(CUTTER_JAM, "cutter_jam", "P04", "staff")                                                              \
    X(HEAD_HOT, "head_hot", "P05", "resident")                                                               \
    X(UNRECOVERABLE, "unrecoverable", "P06", "engineer")                                                     \
    X(NO_PROOF, "no_proof", "P07", "engineer")                                                               \
    X(CANCELLED, "cancelled", "P08", "-")                                                                    \
    X(BAD_JOB, "bad_job", "P09", "engineer")

enum device_cause {
#define X(name, word, code, who) CAUSE_##name,
    DEVICE_CAUSES(X)
#undef X
        DEVICE_CAUSE_COUNT
};

enum device_capability {
    CAPABILITY_PROOF_PID = 1 << 0,
    CAPABILITY_PROOF_ECHO = 1 << 1,
    CAPABILITY_NEAR_END = 1 << 2,
    CAPABILITY_CUTTER = 1 << 3,
    CAPABILITY_TAKEN_SENSOR = 1 << 4,
    CAPABILITY_CLEAR_PROVEN = 1 << 5, /* can prove that its buffer was cleared */
};

struct link_status {
    uint32_t status;       /* enum device_status */
    uint32_t cause;        /* enum device_cause */
    uint32_t capabilities; /* enum device_capability */
    int32_t paper_mm;      /* -1 unknown */
    char model[64];
    char asset[64]; /* SAM id, printer serial */
};

/* A device on the bus that no driver knows; nobody opens it. From each program that sees it, again to a kiosk
 * that has just come. */
struct link_unknown_device {
    uint32_t vid, pid;
    uint32_t interface; /* class, subclass and protocol of the first one as 0xCCSSPP; 0 not known */
};

/* ---- reader ---- */
#define CARD_REFUSALS(X)                                                                                     \
    X(LIFTED, "lifted")                                                                                      \
    X(UNREADABLE, "unreadable")                                                                              \
    X(SUSPECT, "suspect")                                                                                    \
    X(NOT_ID_CARD, "not_id_card")                                                                            \
    X(LAYOUT, "layout")                                                                                      \
    X(CHECK_DIGIT, "check_digit")                                                                            \
    X(BIRTH, "birth")                                                                                        \
    X(DATES, "dates")
enum card_refusal {
#define X(name, word) REFUSED_##name,
    CARD_REFUSALS(X)
#undef X
        CARD_REFUSAL_COUNT
};
struct link_card_refused {
    uint32_t cause; /* enum card_refusal */
};

/* ---- printer: exactly one sealed memfd travels with PRINT ---- */
struct link_print {
    uint64_t job; /* never used twice by one kiosk process */
    uint32_t width_dots,
        rows;     /* width a multiple of 8; the memfd holds width/8 × rows bytes, bit 1 = black, MSB left */
    uint32_t cut; /* 1: cut after the last row */
};
struct link_print_cancel {
    uint64_t job;
};
enum job_state { JOB_QUEUED, JOB_SENDING, JOB_PRINTED, JOB_FAILED, JOB_UNKNOWN, JOB_STATES };
enum job_proof { PROOF_NONE, PROOF_PID, PROOF_ECHO, JOB_PROOFS };
struct link_job {
    uint64_t job;
    uint32_t state;     /* enum job_state; printed, failed and unknown are final */
    uint32_t proof;     /* enum job_proof; not NONE only with JOB_PRINTED */
    uint32_t cause;     /* enum device_cause; with SENDING: what it waits for, NONE while it prints */
    uint32_t rows_sent; /* known to be through; LINK_ROWS_AHEAD more may be */
};
#define LINK_ROWS_AHEAD 48

/* ---- agent ---- */
enum request_subject { SUBJECT_ISSUE, SUBJECT_CASE, SUBJECT_PROGRESS, SUBJECT_COUNT };
struct link_request { /* tail: the sealed envelope */
    uint8_t id[16];
    uint32_t subject; /* enum request_subject */
    uint32_t length;  /* of the tail */
};
struct link_request_cancel {
    uint8_t id[16];
};
enum reply_result { REPLY_ANSWER, REPLY_REFUSED, REPLY_TIMEOUT, REPLY_DOWN, REPLY_RESULTS };
struct link_reply { /* tail: the sealed answer, or the receipt of a case */
    uint8_t id[16];
    uint32_t result; /* enum reply_result */
    uint32_t length;
};
struct link_uplink {
    uint32_t up; /* 0 or 1 */
};

const char *link_type_word(enum link_type type);
const char *device_status_word(enum device_status status); /* online busy attention offline absent fault */
const char *device_cause_word(enum device_cause cause);
const char *device_cause_code(enum device_cause cause); /* what a technician reads: P01 */
const char *device_cause_who(enum device_cause cause);  /* resident, staff, engineer or - */
const char *card_refusal_word(enum card_refusal refusal);
const char *job_state_word(enum job_state state);
const char *job_proof_word(enum job_proof proof);
const char *request_subject_word(enum request_subject subject); /* issue case progress */

#endif
