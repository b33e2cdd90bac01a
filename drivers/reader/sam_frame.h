/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Frames of the SAM_A / SAM_V protocol ("SDT") and what its verdicts mean. Pure.
 *   request AA AA AA 96 69 | LEN | CMD PARA | CHK     reply AA AA AA 96 69 | LEN | SW1 SW2 SW3 | data | CHK
 * LEN is big-endian and counts what follows it; CHK makes the XOR over LEN..CHK zero.
 */
#ifndef LIQU_DRIVERS_READER_SAM_FRAME_H
#define LIQU_DRIVERS_READER_SAM_FRAME_H

#include "link/messages.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAM_REQUEST   10 /* bytes of a request without data */
#define SAM_HEADER    7  /* preamble and length: what travels apart on split pipes */
#define SAM_LEN_MAX   0x090A
#define SAM_FRAME_MAX (SAM_HEADER + SAM_LEN_MAX)

void sam_request(uint8_t command, uint8_t parameter, uint8_t ret[SAM_REQUEST]);

/* ---- replies out of a byte stream: noise before the preamble is skipped, extra leading AA too ---- */
struct sam_parser {
    uint8_t frame[SAM_FRAME_MAX];
    size_t len;
};
struct sam_reply {
    uint8_t sw3;
    const uint8_t *data; /* in the parser, until its next use */
    size_t len;
};
enum sam_parse { SAM_MORE, SAM_REPLY, SAM_BAD_LENGTH, SAM_BAD_SUM };
/* Forgets and wipes what it holds. */
void sam_parser_reset(struct sam_parser *parser);
/* One byte. After anything but SAM_MORE the parser must be reset before the next. */
enum sam_parse sam_parser_byte(struct sam_parser *parser, uint8_t byte, struct sam_reply *ret);
/* The next byte belongs to a header: on split pipes it comes from the header pipe. */
bool sam_parser_in_header(const struct sam_parser *parser);

/* ---- verdicts ---- */
enum sam_action {
    SAM_OK,
    SAM_NO_ITEM, /* the card has no such thing (newest address): not an error */
    SAM_EMPTY,   /* no card (any more): go on asking */
    SAM_RESEND,  /* the reader did not understand our bytes: drain, send once more */
    SAM_RETRY,   /* begin again with find; the card may have moved */
    SAM_RESET,   /* reset the module once, then begin again */
    SAM_REFUSE,  /* this card will not be read: tell the resident */
    SAM_STOP,    /* out of service until somebody comes */
    SAM_CONFUSED /* our fault or an unknown verdict: give up this command, do not repeat it */
};
struct sam_verdict {
    uint8_t sw3;
    enum sam_action action;
    enum card_refusal refusal; /* with SAM_REFUSE, and with SAM_RETRY when no further try succeeds */
    enum device_cause cause;   /* with SAM_STOP */
};
/* Never NULL: an unknown byte is SAM_CONFUSED. */
const struct sam_verdict *sam_verdict(uint8_t sw3);

/* Frames carry no number: verdict and length are all that tells a late answer to an earlier command. */
bool sam_may_answer(uint8_t command, uint8_t parameter, const struct sam_reply *reply);

/* 05.03-20260102-0001234567-0987654321 out of the 16 bytes of command 12 FF. */
#define SAM_ID_BYTES 16
void sam_id_text(const uint8_t id[SAM_ID_BYTES], char *ret, size_t size);

/* The text block of a base reply (command 30 01); NULL when the inner lengths do not fit the frame. */
#define SAM_TEXT_BYTES 256
const uint8_t *sam_base_text(const struct sam_reply *reply);

/* Addresses of command 30 03 follow one another, unused ones blank. */
#define SAM_ADDRESS_BYTES 70
#define SAM_ADDRESSES_MAX 4

#endif
