/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The bytes of one link message: header, the struct of its type, for some a tail. Pure; what arrives is
 * checked here in full before anybody looks at it: type, class, direction, exact length, enums, texts, the
 * person.
 */
#ifndef LIQU_LINK_WIRE_H
#define LIQU_LINK_WIRE_H

#include "link/link.h"

struct wire_header {
    uint64_t visit;
    uint32_t length; /* of body and tail */
    uint16_t type;   /* enum link_type */
    uint16_t zero;
};

enum wire_side { WIRE_TO_KIOSK = 1, WIRE_TO_PEER = 2 }; /* who receives */

/* Over names and sizes of the message table. */
uint64_t wire_table_hash(void);
size_t wire_body_size(enum link_type type);
/* May this type travel on a link of this class towards this side? */
bool wire_allowed(enum link_type type, enum link_class link_class, enum wire_side side);
/* The longest message, header included, that this side of such a link may receive. */
size_t wire_max(enum link_class link_class, enum wire_side side);
/* bytes aligned for uint64_t; ret points into them, fd is -1. A refusal is one sentence without data. */
bool wire_parse(const uint8_t *bytes, size_t len, enum link_class link_class, enum wire_side side,
                struct link_message *ret, struct err *err) MUST_CHECK;

#endif
