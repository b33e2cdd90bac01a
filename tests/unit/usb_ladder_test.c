/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a broken device would be reset for ever, or a short disturbance a week would at last put it
 * out of service.
 */
#include "device/ladder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_device_that_stays_stuck_climbs_every_rung_once(void **state)
{
    (void)state;
    struct ladder ladder = {0};
    for (enum rung rung = RUNG_RESYNC; rung < RUNGS; rung++)
        assert_int_equal(ladder_climb(&ladder, 1000 + 5000 * (int)rung), rung);
}

static void a_calm_minute_begins_at_the_bottom_again(void **state)
{
    (void)state;
    struct ladder ladder = {0};
    assert_int_equal(ladder_climb(&ladder, 1000), RUNG_RESYNC);
    assert_int_equal(ladder_climb(&ladder, 2000), RUNG_REINIT);
    assert_int_equal(ladder_climb(&ladder, 2000 + LADDER_CALM_MS), RUNG_RESYNC);
}

static void too_many_measures_in_a_short_time_put_it_out_of_service(void **state)
{
    (void)state;
    struct ladder ladder = {0};
    int64_t now = 1000;
    for (int used = 0; used < LADDER_BUDGET; used++) {
        assert_int_not_equal(ladder_climb(&ladder, now), RUNG_OUT_OF_SERVICE);
        now += used % 4 == 3 ? LADDER_CALM_MS : 5000; /* it always seems to come to itself */
    }
    assert_int_equal(ladder_climb(&ladder, now), RUNG_OUT_OF_SERVICE);
}

static void the_budget_holds_in_any_ten_minutes(void **state)
{
    (void)state;
    struct ladder ladder = {0};
    int64_t now = 1000;
    int measures = 0;
    ladder_climb(&ladder, now);
    now += LADDER_WINDOW_MS - 100000; /* the others come at the end of these ten minutes … */
    for (; ladder_climb(&ladder, now) != RUNG_OUT_OF_SERVICE; measures++) {
        assert_true(measures < LADDER_BUDGET);
        now += measures % 6 == 5 ? LADDER_CALM_MS : 5000; /* … and go on after them */
    }
}

static void rare_trouble_never_adds_up(void **state)
{
    (void)state;
    struct ladder ladder = {0};
    for (int i = 0; i < 100; i++)
        assert_int_equal(ladder_climb(&ladder, 1000 + (int64_t)i * LADDER_WINDOW_MS), RUNG_RESYNC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_that_stays_stuck_climbs_every_rung_once),
        cmocka_unit_test(a_calm_minute_begins_at_the_bottom_again),
        cmocka_unit_test(too_many_measures_in_a_short_time_put_it_out_of_service),
        cmocka_unit_test(the_budget_holds_in_any_ten_minutes),
        cmocka_unit_test(rare_trouble_never_adds_up),
    };
    return cmocka_run_group_tests_name("usb_ladder", tests, NULL, NULL);
}
