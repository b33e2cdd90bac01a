/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * From a stored record to the values of a document. A cell may hold {m-N}, the month N months ago
 * (2026年10月), and {months}, how many such months are shown; so the demo never grows old.
 */
#ifndef LIQU_DISTRICT_RECORD_H
#define LIQU_DISTRICT_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* "2026年10月" for months = 1 in November. */
void record_month(uint32_t today, int months_ago, char ret[24]);

/* A new {rows, tables, notes}: table rows older than `months` are left out (0: all are shown), places are
 * filled. NULL when the record speaks of months and none lies in the range: an empty result. */
json_t *record_fill(const json_t *body, uint32_t today, int months);

#endif
