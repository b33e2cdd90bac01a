/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What an ESC/POS printer says: a classifier over the bytes of its IN pipe, and what the bits mean. Pure.
 * Bits are counted from 0.
 *
 *     DLE EOT   0xx1xx10            answer to a real-time question
 *     ASB       0xx1xx00 + 3 bytes  automatic status
 *     echo      0xx0xxxx            answer to GS r, in the order of the stream
 *     block     5F 37 3D 3B 35 … 00 GS I texts (5F), process ids (37 22), buffers cleared (37 25)
 */
#ifndef LIQU_DRIVERS_PRINTER_ESCPOS_STATUS_H
#define LIQU_DRIVERS_PRINTER_ESCPOS_STATUS_H

#include "link/messages.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum escpos_said { SAID_NOTHING, SAID_REALTIME, SAID_ASB, SAID_ECHO, SAID_BLOCK };

struct escpos_classifier {
    uint8_t bytes[80]; /* of the answer, complete when it was said: ASB 4, block without its 00 */
    size_t len;
    bool in_block;
    uint8_t asb[4]; /* of an automatic status under way; others may be said in between */
    size_t asb_len; /* 0: none is */
};
enum escpos_said escpos_classify(struct escpos_classifier *classifier, uint8_t byte);

/* cutter: also any other mechanical error that DLE ENQ ends. */
struct escpos_condition {
    bool offline, cover, paper_end, near_end, cutter, unrecoverable, recoverable;
};
struct escpos_condition escpos_from_asb(const uint8_t asb[4]);
/* Answer to DLE EOT n: changes only what n talks about. */
void escpos_from_realtime(uint8_t n, uint8_t byte, struct escpos_condition *condition);
/* The one thing to tell people; NONE when it can print. PAPER_LOW does not keep it from printing. */
enum device_cause escpos_cause(const struct escpos_condition *condition);
bool escpos_blocks(enum device_cause cause);
enum device_status escpos_status(enum device_cause cause);

/* The MDL: field of a GET_DEVICE_ID answer (two length bytes, then MFG:..;MDL:..;); nothing is written
 * without one. */
void escpos_device_id_model(const uint8_t *answer, size_t len, char *ret, size_t size);

#endif
