/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Time. The visit and its calendar read a struct clock, which a test can push forward; everything else (loop
 * timers, device timeouts, logs) reads the machine's own clocks. Dates are uint32 YYYYMMDD in local time,
 * instants are seconds since 1970 UTC.
 */
#ifndef LIQU_BASE_CLOCK_H
#define LIQU_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t ahead_s; /* what `clock +N` has added */
};

int64_t clock_now_s(const struct clock *clock);   /* wall clock, pushed */
int64_t clock_mono_ms(const struct clock *clock); /* monotonic, pushed; for the visit's own timeouts */

int64_t clock_real_s(void);
int64_t clock_real_mono_ms(void);
int64_t clock_real_mono_us(void);

/* Local date of an instant, and midday of a date as an instant. */
uint32_t clock_date(int64_t seconds);
int64_t clock_of_date(uint32_t yyyymmdd);
/* 0 = Sunday … 6. */
int clock_weekday(uint32_t yyyymmdd);
bool clock_date_valid(uint32_t yyyymmdd);
/* date + days, days may be negative. */
uint32_t clock_date_add(uint32_t yyyymmdd, int days);
int clock_minute_of_day(int64_t seconds);

/* ISO 8601 with offset, 25 characters and NUL: 2026-11-23T14:05:00+08:00. Local time. */
void clock_iso(int64_t seconds, char *ret, size_t size);
/* Strict inverse, accepts Z; also a bare date YYYY-MM-DD (midnight local). */
bool clock_parse_iso(const char *text, int64_t *ret_seconds);
/* YYYY-MM-DD <-> YYYYMMDD with calendar check. */
bool clock_parse_date(const char *text, uint32_t *ret_date);
void clock_format_date(uint32_t yyyymmdd, char ret[11]);

#endif
