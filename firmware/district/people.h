/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The invented people of the demo and what the district's sources hold about them: one YAML file a person. A
 * real district asks its own sources here.
 */
#ifndef LIQU_DISTRICT_PEOPLE_H
#define LIQU_DISTRICT_PEOPLE_H

#include "base/yaml.h"
#include <jansson.h>

enum record_kind { RECORD_FOUND, RECORD_EMPTY, RECORD_DOWN };

struct record {
    const char *item; /* SH-001 */
    enum record_kind kind;
    int valid_days; /* of the document; 0: no end */
    json_t *body;   /* RECORD_FOUND: {rows, tables, notes} with places to fill, see record.h */
};

enum case_state {
    CASE_LODGED,
    CASE_FORWARDED,
    CASE_CORRECTION,
    CASE_ACCEPTED,
    CASE_REVIEWED,
    CASE_SUSPENDED,
    CASE_APPROVED,
    CASE_REFUSED,
    CASE_ISSUED,
    CASE_CLOSED,
    CASE_WITHDRAWN,
    CASE_LAPSED,
    CASE_NOT_ACCEPTED,
    CASE_STATES
};
extern const char *const case_state_words[CASE_STATES + 1]; /* lodged forwarded …, NULL */

/* A case of theirs that moved on before the demo began. */
struct known_case {
    const char *number, *item;
    int state;    /* enum case_state */
    int due_days; /* from today, negative: overdue */
};

struct resident {
    const char *number, *name;
    struct record *records;
    size_t record_count;
    struct yaml_list cases; /* struct known_case */
};

struct people;
/* Refuses the whole folder, with file:line:column, when one file is wrong. */
bool people_load(const char *folder, struct people **ret, struct err *err) MUST_CHECK;
void people_destroy(struct people *people); /* takes NULL */
size_t people_count(const struct people *people);
const struct resident *people_at(const struct people *people, size_t i);
const struct resident *people_find(const struct people *people, const char *number);     /* NULL: unknown */
const struct record *resident_record(const struct resident *resident, const char *item); /* NULL: none */

#endif
