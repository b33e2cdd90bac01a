/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Dates, hours and amounts as people say them, in both languages: the same words on the screen and on paper.
 */
#ifndef LIQU_CASEWORK_PHRASE_H
#define LIQU_CASEWORK_PHRASE_H

#include "base/yaml.h"

#define PHRASE_BYTES 96

/* 2026年11月23日（周一） · Mon 23 Nov 2026 */
void phrase_date(bool english, uint32_t date, char ret[PHRASE_BYTES]);
/* The year only when it differs from the year of `seen_from`: 11月24日（周二） · Tue 24 Nov */
void phrase_day(bool english, uint32_t date, uint32_t seen_from, char ret[PHRASE_BYTES]);
/* Without the weekday: 11月24日 · 24 Nov */
void phrase_short_day(bool english, uint32_t date, uint32_t seen_from, char ret[PHRASE_BYTES]);
/* One group of a unit's hours, "mon-fri" "08:30" "16:30": 周一至周五 8:30 至 16:30 · Mon to Fri 8:30 to 16:30
 */
void phrase_hours(bool english, const char *days, const char *from, const char *to, char ret[PHRASE_BYTES]);
/* 免费 · 5 元 · 5.50 元 */
void phrase_fee(int fen, char ret[PHRASE_BYTES]);

#endif
