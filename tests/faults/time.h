/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * This test's side of shared_time.h. From shared_time_open on, poll and the monotonic clock of this process
 * are those of the shared clock too: the loop, the simulated models and the links live in it.
 */
#ifndef LIQU_TESTS_FAULTS_TIME_H
#define LIQU_TESTS_FAULTS_TIME_H

#include "base/attr.h"
#include <stdbool.h>
#include <sys/types.h>

/* Once a process. */
void shared_time_open(void);
/* From the next start on the programs pause at random around their waits; the shared clock does not see it.
 */
void shared_time_tarry(bool tarry);
/* Starts a program as number 0 … TIME_PROGRAMS - 1 under the clock: argv[0] is its path, output goes where
 * this process's goes. preload: the library of preload.c. */
pid_t shared_time_start(int program, const char *preload, char *const argv[]);
/* The test itself has done something that may wake a program: who was asked before that is asked again. */
void shared_time_touched(void);
/* It is dead and waited for, with this wait status; false while it lives. */
bool shared_time_ended(int program, int *ret_status);
/* Since the last start somebody who should have waited did not answer for ten real seconds, and was killed.
 */
bool shared_time_hung(void);

#endif
