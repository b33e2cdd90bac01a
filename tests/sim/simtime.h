/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Model time: microseconds that pass `speed` times as fast as the machine's monotonic clock. Only the device
 * models live in it; sockets, FUSE and the clients keep real time.
 */
#ifndef LIQU_TESTS_SIM_SIMTIME_H
#define LIQU_TESTS_SIM_SIMTIME_H

#include <stdint.h>

struct simtime {
    int64_t real_us, model_us; /* the same instant on both clocks: the last change of speed */
    double speed;
};

void simtime_init(struct simtime *time);
int64_t simtime_now_us(const struct simtime *time);
/* Takes effect now; model time never jumps. */
void simtime_set_speed(struct simtime *time, double speed);
/* Real milliseconds until a model instant, rounded up; 0 when it has passed. */
int64_t simtime_until_ms(const struct simtime *time, int64_t model_us);

#endif
