/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One clock for this test and the device programs under it, which moves only while all of them wait: a minute
 * of timeouts passes in a moment, nothing depends on how busy the machine is, and every run is the same. The
 * page below is shared; the programs' side of it (preload.c) is loaded before the C library, so that they
 * run unmodified.
 */
#ifndef LIQU_TESTS_FAULTS_SHARED_TIME_H
#define LIQU_TESTS_FAULTS_SHARED_TIME_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define TIME_PROGRAMS 2
#define TIME_THREADS  2 /* the loop and libusb's ear for plugs */
#define TIME_ENV      "LIQU_SHARED_TIME"
#define TIME_NEVER    INT64_MAX

/* A thread waits in poll. It answers a round of questions only after looking that nothing came for it. */
struct time_thread {
    _Atomic uint32_t answered; /* the last round that found it waiting */
    _Atomic uint32_t woken;    /* counts how often poll has returned */
    _Atomic int64_t until_us;  /* of the wait */
};

struct shared_time {
    _Atomic int64_t now_us;
    _Atomic uint32_t round;
    bool tarry; /* the programs pause at random around their waits; written before any starts */
    struct {
        _Atomic uint32_t threads; /* that have waited at least once */
        struct time_thread thread[TIME_THREADS];
    } program[TIME_PROGRAMS];
};

#endif
