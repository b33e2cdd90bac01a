/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Times measured in rounds, and what stands for all of them: the median, not the mean.
 */
#ifndef LIQU_TESTS_BENCH_SAMPLES_H
#define LIQU_TESTS_BENCH_SAMPLES_H

#include <stddef.h>

#define SAMPLES_MAX 1024

struct samples {
    double values[SAMPLES_MAX];
    size_t count;
};

double samples_now_us(void);
/* CPU time of this process: what other work on the machine does to a clock it does not do to this. */
double samples_cpu_us(void);
void samples_add(struct samples *samples, double value); /* check() beyond SAMPLES_MAX */
/* part 0.5: the median. 0 while there are none. Sorts. */
double samples_part(struct samples *samples, double part);

#endif
