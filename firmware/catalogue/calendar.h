/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The working-day calendar for deadlines. A day counts iff it is a swap day (调休上班) or Monday to Friday
 * outside a holiday. The state publishes a year's table in the November before; beyond the last known year a
 * result is provisional, never silently "no holidays". Opening hours are another calendar and share nothing
 * with this one.
 */
#ifndef LIQU_CATALOGUE_CALENDAR_H
#define LIQU_CATALOGUE_CALENDAR_H

#include "base/attr.h"
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

struct calendar;

bool calendar_load(const char *path, struct calendar **ret, struct err *err) MUST_CHECK;
void calendar_destroy(struct calendar *calendar); /* takes NULL */

struct deadline {
    uint32_t date;    /* YYYYMMDD */
    bool provisional; /* passes through a year whose holidays are not known */
};
/* The n-th working day after `from` (day 0). n = 0: from itself. */
struct deadline calendar_after(const struct calendar *calendar, uint32_t from, int n);
bool calendar_works(const struct calendar *calendar, uint32_t date, bool *ret_known);

#endif
