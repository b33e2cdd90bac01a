/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The monotonic clock of a unit test in which everybody lives on one loop. Once begun it stands still while
 * the test works and moves on by what a poll would have waited for: 1.2 s pass in no time, and a test that is
 * not let run for a while misses nothing. A test that is linked with this has its poll and clock_gettime from
 * here; other clocks, and other programs, keep real time.
 */
#ifndef LIQU_TESTS_SUPPORT_TEST_TIME_H
#define LIQU_TESTS_SUPPORT_TEST_TIME_H

/* From now on, until the program ends. Calling it again changes nothing. */
void test_time_begin(void);
/* What the test itself takes. */
void test_time_pass(int ms);

#endif
