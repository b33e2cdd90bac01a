/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: records of the invented people that contradict each other, so that somebody who knows
 * social insurance laughs at the demo instead of looking at it.
 */
#include "district/people.h"
#include "district/record.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TODAY 20261123

enum { COLUMN_MONTH, COLUMN_BASE, COLUMN_PAID };

/* What a resident's record of the last 24 months says of an item; NULL: nothing was found. The caller frees.
 */
static json_t *two_years(const struct resident *resident, const char *item)
{
    const struct record *record = resident_record(resident, item);
    json_t *answers = json_object();
    const struct record_question question = {.today = TODAY, .months = 24, .answers = answers};
    json_t *filled = record && record->kind == RECORD_FOUND ? record_fill(record->body, &question) : NULL;
    json_decref(answers);
    return filled;
}

static const json_t *rows_of(const json_t *record)
{
    return json_object_get(json_array_get(json_object_get(record, "tables"), 0), "rows");
}

static const char *cell(const json_t *row, size_t column)
{
    const char *text = json_string_value(json_array_get(row, column));
    assert_non_null(text);
    return text;
}

static bool paid_in(const json_t *payments, const char *month)
{
    size_t i;
    json_t *row;
    json_array_foreach((json_t *)rows_of(payments), i, row)
    {
        if (strcmp(cell(row, COLUMN_MONTH), month) == 0 && strcmp(cell(row, COLUMN_PAID), "—") != 0)
            return true;
    }
    return false;
}

/* An employee's contributions end when the pension begins. */
static void nobody_pays_in_and_draws_a_pension(void **state)
{
    const struct people *people = *state;
    int pensioners = 0;
    for (size_t i = 0; i < people_count(people); i++) {
        const struct resident *resident = people_at(people, i);
        json_t *pension = two_years(resident, "SH-008"), *payments = two_years(resident, "SH-001"), *row;
        size_t r;
        json_array_foreach((json_t *)rows_of(pension), r, row)
        {
            if (paid_in(payments, cell(row, COLUMN_MONTH)))
                fail_msg("%s pays in and draws a pension in %s", resident->name, cell(row, COLUMN_MONTH));
        }
        pensioners += pension != NULL;
        json_decref(pension);
        json_decref(payments);
    }
    assert_true(pensioners >= 3);
}

/* What the proof of insurance counts fits between the first month and the first pension shown. */
static void nobody_has_paid_for_longer_than_there_was_time(void **state)
{
    const struct people *people = *state;
    for (size_t i = 0; i < people_count(people); i++) {
        json_t *proof = two_years(people_at(people, i), "SH-002");
        json_t *pension = two_years(people_at(people, i), "SH-008"), *row;
        size_t r;
        int year = 0, month = 0, paid = 0;
        json_array_foreach(json_object_get(proof, "rows"), r, row)
        {
            if (strcmp(cell(row, 0), "首次参保") == 0)
                assert_int_equal(sscanf(cell(row, 1), "%d年%d月", &year, &month), 2);
            if (strcmp(cell(row, 0), "累计缴费") == 0)
                paid = atoi(cell(row, 1));
        }
        int most = (TODAY / 10000 - year) * 12 + TODAY / 100 % 100 - month + 1 -
                   (int)json_array_size(rows_of(pension));
        if (year && (paid < 1 || paid > most))
            fail_msg("%s has paid %d months of %d", people_at(people, i)->name, paid, most);
        json_decref(proof);
        json_decref(pension);
    }
}

static int load(void **state)
{
    struct people *people;
    struct err err;
    if (!people_load("assets/demo/people", &people, &err))
        return -1;
    *state = people;
    return 0;
}

static int unload(void **state)
{
    people_destroy(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_pays_in_and_draws_a_pension),
        cmocka_unit_test(nobody_has_paid_for_longer_than_there_was_time),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
