/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/bench/samples.h"

#include "base/err.h"
#include <stdlib.h>
#include <time.h>

static double clock_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

double samples_now_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

double samples_cpu_us(void)
{
    return clock_us(CLOCK_PROCESS_CPUTIME_ID);
}

void samples_add(struct samples *samples, double value)
{
    check(samples->count < SAMPLES_MAX);
    samples->values[samples->count++] = value;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double samples_part(struct samples *samples, double part)
{
    if (samples->count == 0)
        return 0;
    qsort(samples->values, samples->count, sizeof samples->values[0], compare);
    return samples->values[(size_t)(part * (double)(samples->count - 1))];
}
