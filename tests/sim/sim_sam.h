/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The security module of an ID-card reader (SAM_A / SAM_V) and the plate above it. Frames in, frames out
 * after the time the radio takes; how they travel is the reader model's matter (sim_reader.c). Judgements are
 * the SW3 values of the SAM document.
 */
#ifndef LIQU_TESTS_SIM_SIM_SAM_H
#define LIQU_TESTS_SIM_SIM_SAM_H

#include "base/buf.h"
#include "tests/sim/sim_card.h"
#include <stdbool.h>
#include <stdint.h>

#define SAM_PREAMBLE 5 /* AA AA AA 96 69 */
#define SAM_HEADER   7 /* preamble and length */
#define SAM_PLACES   2 /* cards that fit on the plate */

enum sam_step { SAM_IDLE, SAM_FOUND, SAM_SELECTED };

struct sim_sam {
    struct {
        char name[64];
        struct sim_card card;
        bool present;
    } places[SAM_PLACES];
    enum sam_step step;
    uint8_t broken; /* answers everything with this SW3: 60 self-test failed, 66 no keys; 0: it is well */
    bool spent;     /* this placement was read or has failed: lift the card first */
    unsigned lifts; /* counts, so that a lift during the read is noticed */
    struct buf in;  /* bytes from the host, up to one unfinished frame */
    int64_t in_since_us;
    /* The command being worked on: its answer leaves at due_us. */
    bool busy;
    int64_t due_us;
    uint8_t command, parameter;
    unsigned lifts_at_start;
};

void sim_sam_init(struct sim_sam *sam);
void sim_sam_finish(struct sim_sam *sam);
/* Power-up state; the cards stay on the plate. */
void sim_sam_reset(struct sim_sam *sam);

/* Bytes from the host at model time now. */
void sim_sam_feed(struct sim_sam *sam, const uint8_t *bytes, size_t len, int64_t now_us);
/* Appends to ret the answer that is due by now, one frame a call. True when there was one. */
bool sim_sam_answer(struct sim_sam *sam, int64_t now_us, struct buf *ret);
/* The instant at which sim_sam_answer will have something; -1 for none. */
int64_t sim_sam_due_us(const struct sim_sam *sam);

/* The plate. Without `second` the plate must be empty; with it, one card must lie there (then neither can be
 * selected). */
bool sim_sam_place(struct sim_sam *sam, const char *folder, const char *name, bool second,
                   struct err *err) MUST_CHECK;
/* NULL: every card. */
bool sim_sam_lift(struct sim_sam *sam, const char *name, struct err *err) MUST_CHECK;

/* Appends preamble, length, SW1 = SW2 = 0, SW3, data and checksum. */
void sim_sam_frame(struct buf *ret, uint8_t sw3, const uint8_t *data, size_t len);
/* The data of a base read: two lengths, text, photo. */
void sim_sam_base(const struct sim_card *card, struct buf *ret);

#endif
