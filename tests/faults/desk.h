/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A resident at the card reader, and what the kiosk must never believe: another person than the one whose
 * card lies there, or an answer of an earlier placement.
 */
#ifndef LIQU_TESTS_FAULTS_DESK_H
#define LIQU_TESTS_FAULTS_DESK_H

#include "tests/faults/world.h"

/* Invented persons whose cards can be laid. */
enum desk_card { DESK_FIRST, DESK_SECOND, DESK_CARDS };

struct desk {
    struct world *world;
    struct person persons[DESK_CARDS]; /* as they are read when nothing disturbs */
    bool known[DESK_CARDS];
    uint64_t visit;           /* the kiosk's; 0: it does not read */
    uint64_t visits;          /* so far */
    enum desk_card card;      /* the last that was laid in this visit */
    unsigned laid, tellings;  /* in this visit: how often a card was laid, and told */
    unsigned changes_at_seen; /* side->changes when the card was announced */
    bool whole;               /* with everything that stands on the card */
    bool seen, told, refused; /* of this placement */
};

/* persons of an earlier desk may be copied into it. */
void desk_open(struct desk *desk, struct world *world);
void desk_begin(struct desk *desk); /* a visit: the kiosk asks for a card */
void desk_end(struct desk *desk);   /* it does not any more */
void desk_lay(struct desk *desk, enum desk_card card);
void desk_lift(struct desk *desk); /* if one lies there */
void desk_hear(struct desk *desk, const struct link_message *message);
/* Until the card is told or refused; false after so much time. */
bool desk_wait(struct desk *desk, int64_t ms);

#endif
