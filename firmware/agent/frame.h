/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The outer frame of what the agent carries: one JSON object a message, with an id, a subject, and sealed
 * bytes that the agent cannot read. This is all of a request the agent ever understands. The whole contract
 * is firmware/district/README.md.
 */
#ifndef LIQU_AGENT_FRAME_H
#define LIQU_AGENT_FRAME_H

#include "base/buf.h"
#include "base/err.h"

#define FRAME_ID_BYTES  16
#define FRAME_MAX_BYTES (128 * 1024) /* 64 KiB sealed, in base64, and the frame around them */

/* Appends {"v":1,"subject","id","station","sealed"}. station: digits only. */
void frame_request(const uint8_t id[FRAME_ID_BYTES], const char *subject, const char *station,
                   const void *sealed, size_t len, struct buf *ret);

enum frame_kind {
    FRAME_ANSWER,  /* a sealed answer, or the receipt of a case */
    FRAME_REFUSED, /* malformed, unknown_key: asking again will not help */
    FRAME_BUSY,    /* asking again later may help */
};
struct frame_answer {
    uint8_t id[FRAME_ID_BYTES];
    enum frame_kind kind;
    struct buf bytes; /* FRAME_ANSWER: decoded; the caller finishes it */
};
/* Strict: unknown keys, wrong types, bad base64 or more than 64 KiB are refused. *ret is untouched on
 * failure. */
bool frame_parse_answer(const void *message, size_t len, struct frame_answer *ret,
                        struct err *err) MUST_CHECK;

#endif
