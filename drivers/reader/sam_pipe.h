/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The part that wires over one or two endpoints a direction share: requests go out in parts, one an endpoint;
 * between the commands the IN side stays listened to, so that what comes unasked is seen when it comes and
 * thrown away. A command is sent at once while the line is quiet: the answer before it was complete and good
 * and nothing came behind it. After anything else (the first command, a fault, a limit that ran out, a
 * cancel, surplus bytes) the line must first have been silent for 5 ms and every transfer have come home.
 */
#ifndef LIQU_DRIVERS_READER_SAM_PIPE_H
#define LIQU_DRIVERS_READER_SAM_PIPE_H

#include "drivers/reader/sam_wire.h"

#define PIPE_PARTS    2
#define PIPE_PART_MAX 64

/* What a wire is made of. */
struct pipe_shape {
    uint8_t out[PIPE_PARTS], in[PIPE_PARTS]; /* endpoints, 0: only one. in[0] brings headers, or everything */
    size_t in_bytes;                         /* of one IN transfer */
    /* Part 0 or 1 of a request; returns its length. */
    size_t (*pack)(const uint8_t request[SAM_REQUEST], size_t part, uint8_t ret[PIPE_PART_MAX]);
    /* What one IN transfer brought, laid bare in place: SAM bytes from *bytes on. NULL: they are bare. False:
     * it is damaged. */
    bool (*unpack)(const uint8_t **bytes, size_t *len);
};

void *pipe_open(const struct sam_wire_setup *setup, const struct pipe_shape *shape);
void pipe_ask(void *pipe, uint8_t command, uint8_t parameter);
void pipe_cancel(void *pipe);
void pipe_close(void *pipe);

#endif
