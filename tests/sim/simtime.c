/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/simtime.h"

#include "base/clock.h"

void simtime_init(struct simtime *time)
{
    *time = (struct simtime){.real_us = clock_real_mono_us(), .model_us = 0, .speed = 1};
}

int64_t simtime_now_us(const struct simtime *time)
{
    return time->model_us + (int64_t)((double)(clock_real_mono_us() - time->real_us) * time->speed);
}

void simtime_set_speed(struct simtime *time, double speed)
{
    time->model_us = simtime_now_us(time);
    time->real_us = clock_real_mono_us();
    time->speed = speed;
}

int64_t simtime_until_ms(const struct simtime *time, int64_t model_us)
{
    int64_t left_us = model_us - simtime_now_us(time);
    return left_us <= 0 ? 0 : (int64_t)((double)left_us / time->speed / 1000.0) + 1;
}
