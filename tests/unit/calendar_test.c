/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The slip promises a day. Without these tests a holiday, a swap day or a year whose holidays are not yet
 * published would make it a wrong one.
 */
#include "base/clock.h"
#include "catalogue/calendar.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct calendar *calendar;

static void published_vectors(void **state)
{
    (void)state;
    static const struct {
        uint32_t accepted;
        int n;
        uint32_t right;
        bool provisional;
    } vectors[] = {
        {20250124, 5, 20250207, false},  {20250926, 5, 20251010, false},  {20251231, 5, 20260108, false},
        {20260213, 5, 20260227, false},  {20260213, 15, 20260312, false}, {20260227, 1, 20260228, false},
        {20260220, 5, 20260228, false},  {20260430, 5, 20260511, false},  {20260918, 1, 20260920, false},
        {20260918, 15, 20261015, false}, {20260924, 12, 20261019, false}, {20260930, 5, 20261013, false},
        {20261123, 20, 20261221, false}, {20261210, 15, 20261231, false}, {20261211, 15, 20270101, true},
    };
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        struct deadline deadline = calendar_after(calendar, vectors[i].accepted, vectors[i].n);
        assert_int_equal(deadline.date, vectors[i].right);
        assert_int_equal(deadline.provisional, vectors[i].provisional);
    }
}

static void no_days_means_the_same_day(void **state)
{
    (void)state;
    struct deadline deadline = calendar_after(calendar, 20261123, 0);
    assert_int_equal(deadline.date, 20261123);
    assert_false(deadline.provisional);
    assert_true(calendar_after(calendar, 20270111, 0).provisional);
}

static int working_days(uint32_t from, uint32_t to)
{
    int count = 0;
    bool known;
    for (uint32_t date = from; date <= to; date = clock_date_add(date, 1))
        count += calendar_works(calendar, date, &known);
    return count;
}

static void working_days_of_whole_years(void **state)
{
    (void)state;
    static const int per_month[] = {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23};
    assert_int_equal(working_days(20250101, 20251231), 248);
    assert_int_equal(working_days(20260101, 20261231), 248);
    for (uint32_t month = 1; month <= 12; month++) {
        uint32_t first = 20260000 + month * 100 + 1;
        uint32_t next = month == 12 ? 20270101 : first + 100;
        assert_int_equal(working_days(first, clock_date_add(next, -1)), per_month[month - 1]);
    }
}

static void an_unknown_year_is_told(void **state)
{
    (void)state;
    bool known = true;
    assert_true(calendar_works(calendar, 20270104, &known));
    assert_false(known);
    calendar_works(calendar, 20241231, &known);
    assert_false(known);
    calendar_works(calendar, 20250101, &known);
    assert_true(known);
}

static void a_wrong_table_is_refused_where_it_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"[]\n", "1:1: no year is known; add the holidays of this year"},
        {"- {kind: off, from: 2026-01-03, to: 2026-01-01, name: 元旦}\n",
         "1:37: the period ends before it begins or in another year; split or mend it"},
        {"- {kind: off, from: 2026-12-31, to: 2027-01-03, name: 元旦}\n",
         "1:37: the period ends before it begins or in another year; split or mend it"},
        {"- {kind: off, from: 2026-01-01, to: 2026-01-03, name: 元旦}\n- {kind: on, from: 2026-01-03, to: "
         "2026-01-03, name: 元旦}\n",
         "2:20: the period begins before the one above it ended; sort the list and remove the overlap"},
        {"- {kind: off, from: 2024-01-01, to: 2024-01-03, name: 元旦}\n- {kind: on, from: 2026-01-03, to: "
         "2026-01-03, name: 元旦}\n",
         "2:20: the year 2025 is left out; add its holidays"},
        {"- {kind: free, from: 2026-01-01, to: 2026-01-03, name: 元旦}\n",
         "1:10: \"kind\" is \"free\"; write one of: off, on"},
    };
    char path[64];
    snprintf(path, sizeof path, "/tmp/liqu-calendar-%d.yaml", (int)getpid());
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(cases[i].text, file);
        fclose(file);
        struct calendar *wrong = NULL;
        struct err err = {0};
        assert_false(calendar_load(path, &wrong, &err));
        assert_null(wrong);
        assert_string_equal(err.text + strlen(path) + 1, cases[i].says);
    }
    unlink(path);
}

static int load(void **state)
{
    (void)state;
    struct err err;
    return calendar_load("assets/catalogue/calendar.yaml", &calendar, &err) ? 0 : 1;
}

static int unload(void **state)
{
    (void)state;
    calendar_destroy(calendar);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors),
        cmocka_unit_test(no_days_means_the_same_day),
        cmocka_unit_test(working_days_of_whole_years),
        cmocka_unit_test(an_unknown_year_is_told),
        cmocka_unit_test(a_wrong_table_is_refused_where_it_is_wrong),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    return cmocka_run_group_tests_name("calendar", tests, load, unload);
}
