/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The recovery ladder: which measure comes next when a device's conversation is stuck. It climbs a rung each
 * time, begins at the bottom again after a minute without trouble, and gives a device up for five minutes at
 * the top or when too many measures were needed in a short time. Pure; times are milliseconds of one
 * monotonic clock.
 */
#ifndef LIQU_DEVICE_LADDER_H
#define LIQU_DEVICE_LADDER_H

#include <stdbool.h>
#include <stdint.h>

enum rung {
    RUNG_RESYNC,
    RUNG_REINIT,
    RUNG_CLEAR_HALT,
    RUNG_CLASS_RESET,
    RUNG_PORT_RESET,
    RUNG_REOPEN,
    RUNG_OUT_OF_SERVICE,
    RUNGS
};

#define LADDER_CALM_MS      60000
#define LADDER_COOL_DOWN_MS 300000
#define LADDER_BUDGET       12     /* measures … */
#define LADDER_WINDOW_MS    600000 /* … within this time */

/* Zero-initialise. */
struct ladder {
    enum rung next;
    int64_t last_ms;
    int64_t taken_ms[LADDER_BUDGET]; /* the last measures, in turn */
    unsigned taken;
};

enum rung ladder_climb(struct ladder *ladder, int64_t now_ms);
/* Before this measure is tried: higher ones give the device more time to come to itself. */
int ladder_pause_ms(enum rung rung);
const char *rung_word(enum rung rung);

#endif
