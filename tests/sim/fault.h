/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Faults on the wire, counted in packets: `KIND EP SKIP COUNT [ARG]` lets SKIP packets of endpoint EP pass
 * and then hits COUNT times. A control transfer counts as one packet of endpoint 00.
 */
#ifndef LIQU_TESTS_SIM_FAULT_H
#define LIQU_TESTS_SIM_FAULT_H

#include "base/attr.h"
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_STALL,      /* the endpoint halts */
    FAULT_NAK,        /* the transfer gets nothing more until the host gives it up */
    FAULT_SHORT,      /* IN: the packet ends after ARG bytes (0), the rest follows in the next transfer */
    FAULT_DELAY,      /* the packet waits ARG ms of model time (100) */
    FAULT_DISCONNECT, /* the cable is out */
    FAULT_CRC,        /* protocol error on the bus */
    FAULT_BABBLE,     /* IN: the device talks beyond its packet */
    FAULT_CORRUPT,    /* byte ARG (0) of the packet arrives inverted */
};

struct fault {
    enum fault_kind kind;
    uint8_t ep;
    unsigned skip, count;
    int arg;
};

#define FAULTS_MAX 8
struct faults {
    struct fault list[FAULTS_MAX];
    unsigned count;
};

/* text: "KIND EP SKIP COUNT [ARG]". False when it cannot be read, has no sense in that direction, or the list
 * is full. */
bool faults_add(struct faults *faults, const char *text, struct err *err) MUST_CHECK;
/* Counts one packet of ep; true when a fault hits it. The first fault given for an endpoint is served first.
 */
bool faults_hit(struct faults *faults, uint8_t ep, struct fault *ret_fault);
const char *fault_name(enum fault_kind kind);

#endif
