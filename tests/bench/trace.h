/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A card being read, as the simulator's trace shows it: how much of the time was the reader's own.
 */
#ifndef LIQU_TESTS_BENCH_TRACE_H
#define LIQU_TESTS_BENCH_TRACE_H

#include "base/err.h"

struct card_trace {
    double read_us;  /* from the question "is there a card" that was answered yes to the last answer */
    double asked_us; /* of it, the host's: from an answer to the next question, after the first */
    double last_us;  /* when the last answer arrived, by samples_now_us */
};

/* File as written by the line `trace on FILE` of sim.sock, closed or not. */
bool card_trace_read(const char *file, struct card_trace *ret, struct err *err) MUST_CHECK;

#endif
