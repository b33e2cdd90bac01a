/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * From a stored record to the values of a document. A cell may hold {m-N}, the month N months ago
 * (2026年10月), and {months}, how many such months are shown, so the demo never grows old; and {NAME}, what
 * was answered to the input NAME. `when: {NAME: TEXT}` in a record: it is found under that answer only.
 */
#ifndef LIQU_DISTRICT_RECORD_H
#define LIQU_DISTRICT_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* "2026年10月" for months = 1 in November. */
void record_month(uint32_t today, int months_ago, char ret[24]);

struct record_question {
    uint32_t today;
    int months;            /* table rows older than that are left out; 0: all are shown */
    const json_t *answers; /* input name -> text; NULL: a trial, which fits every `when` */
};

/* A new {rows, tables, notes} with every place filled. NULL, an empty result: the record speaks of months and
 * none lies in the range, or it is kept under another answer. */
json_t *record_fill(const json_t *body, const struct record_question *question);

#endif
