/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where a case goes, by when, and which paper may come how. Without these tests a slip would send a resident
 * to the wrong window, or without a paper that the window insists on.
 */
#include "casework/casework.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct catalogue *catalogue;
    struct station *station;
};

static void each_tag_offers_its_own_choices(void **state)
{
    (void)state;
    static const struct {
        int tag;
        bool promise, defer, bring;
    } rows[] = {
        {MATERIAL_CARD, false, false, false},  {MATERIAL_FILE, false, false, false},
        {MATERIAL_FORM, false, false, false},  {MATERIAL_BRING, false, false, true},
        {MATERIAL_PROMISE, true, false, true}, {MATERIAL_DEFER, false, true, true},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct material material = {.tag = rows[i].tag};
        assert_true(casework_offers(&material, CHOICE_HAVE));
        assert_int_equal(casework_offers(&material, CHOICE_PROMISE), rows[i].promise);
        assert_int_equal(casework_offers(&material, CHOICE_DEFER), rows[i].defer);
        assert_int_equal(casework_to_bring(&material, CHOICE_HAVE), rows[i].bring);
        assert_false(casework_to_bring(&material, CHOICE_PROMISE));
        assert_false(casework_to_bring(&material, CHOICE_DEFER));
        material.primary = true;
        assert_false(casework_offers(&material, CHOICE_PROMISE));
        assert_false(casework_offers(&material, CHOICE_DEFER));
    }
}

static void every_route_ends_at_one_unit(void **state)
{
    struct fixture *fixture = *state;
    struct item item = *catalogue_find(fixture->catalogue, "SD-105");
    assert_string_equal(casework_route(fixture->catalogue, fixture->station, &item)->id, "district");
    item.routing = ROUTE_TOWN;
    assert_string_equal(casework_route(fixture->catalogue, fixture->station, &item)->id, "310114118");
    item.routing = ROUTE_AGENT;
    assert_string_equal(casework_route(fixture->catalogue, fixture->station, &item)->id, "agent-310114118");
    struct station elsewhere = *fixture->station;
    elsewhere.town = "310114999";
    assert_null(casework_route(fixture->catalogue, &elsewhere, &item));
}

static void dates_of_a_slip(void **state)
{
    struct fixture *fixture = *state;
    const struct item *item = catalogue_find(fixture->catalogue, "SD-105");
    struct case_dates dates = casework_dates(fixture->catalogue->calendar, item, 20261123);
    assert_int_equal(dates.lodged, 20261123);
    assert_int_equal(dates.heard.date, 20261130);
    assert_int_equal(dates.accepted.date, 20261124);
    assert_int_equal(dates.done.date, 20261210);
    assert_false(dates.done.provisional);
    assert_int_equal(casework_deferred(fixture->catalogue->calendar, &dates, item_material(item, 4)).date,
                     20261201);
}

static void lodged_on_a_holiday_counts_from_the_next_working_day(void **state)
{
    struct fixture *fixture = *state;
    const struct item *item = catalogue_find(fixture->catalogue, "SD-105");
    /* Friday before the National Day swap Sunday: 2026-09-20 works. */
    struct case_dates dates = casework_dates(fixture->catalogue->calendar, item, 20260918);
    assert_int_equal(dates.accepted.date, 20260920);
    dates = casework_dates(fixture->catalogue->calendar, item, 20261003);
    assert_int_equal(dates.accepted.date, 20261008);
}

static void beyond_the_known_year_stays_provisional(void **state)
{
    struct fixture *fixture = *state;
    struct item item = *catalogue_find(fixture->catalogue, "SD-105");
    struct case_dates dates = casework_dates(fixture->catalogue->calendar, &item, 20261221);
    assert_false(dates.accepted.provisional);
    assert_false(dates.heard.provisional);
    assert_true(dates.done.provisional);
    /* Accepted on an uncertain day, everything behind it is uncertain, on the spot too. */
    item.limit.promised = 0;
    dates = casework_dates(fixture->catalogue->calendar, &item, 20261231);
    assert_true(dates.accepted.provisional);
    assert_true(dates.done.provisional);
}

static int load(void **state)
{
    static struct fixture fixture;
    struct err err;
    *state = &fixture;
    return catalogue_load("assets/catalogue", &fixture.catalogue, &err) &&
                   station_load("assets/station.demo.yaml", &fixture.station, &err)
               ? 0
               : 1;
}

static int unload(void **state)
{
    struct fixture *fixture = *state;
    catalogue_destroy(fixture->catalogue);
    station_destroy(fixture->station);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_tag_offers_its_own_choices),
        cmocka_unit_test(every_route_ends_at_one_unit),
        cmocka_unit_test(dates_of_a_slip),
        cmocka_unit_test(lodged_on_a_holiday_counts_from_the_next_working_day),
        cmocka_unit_test(beyond_the_known_year_stays_provisional),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    return cmocka_run_group_tests_name("casework", tests, load, unload);
}
