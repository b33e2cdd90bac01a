/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * station.yaml is written once for each kiosk, far from any developer. Without these tests a typing error
 * would print wrong numbers on every slip or a QR code that no phone can read.
 */
#include "base/buf.h"
#include "catalogue/station.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char demo[] = "assets/station.demo.yaml";

static void demo_station_loads(void **state)
{
    (void)state;
    struct station *station;
    struct err err = {0};
    bool ok = station_load(demo, &station, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    assert_string_equal(station->id, "118-03");
    assert_true(station_number(station) == UINT64_C(31011411803));
    unsigned town, kiosk;
    station_parts(station, &town, &kiosk);
    assert_int_equal(town, 118);
    assert_int_equal(kiosk, 3);
    assert_true(station->demo);
    assert_int_equal(station->uplink, UPLINK_LOCAL);
    assert_int_equal(station->screen.width, 1080);
    assert_int_equal(station->screen.height, 1920);
    assert_true(station->screen.px_per_mm > 4.02 && station->screen.px_per_mm < 4.04);
    assert_int_equal(station->screen.lower_edge_mm, 760);
    assert_false(station->plate_left);
    assert_int_equal(station->printer.dots, 576);
    assert_true(station->printer.slot_below);
    assert_false(station->printer.taken_sensor);
    assert_string_equal(station->peers.agent, "self");
    int from, to;
    assert_true(opening_today(&station->hours, 1, &from, &to));
    assert_int_equal(from, 8 * 60 + 30);
    assert_int_equal(to, 16 * 60 + 30);
    assert_false(opening_today(&station->hours, 0, &from, &to));
    assert_false(opening_today(&station->hours, 6, &from, &to));
    station_destroy(station);
}

static void load_edited(const char *old, const char *new, struct station **ret, struct err *err)
{
    char path[64];
    struct buf text CLEANUP(buf_finish) = {0};
    assert_true(buf_read_file(&text, demo, 1 << 20, err));
    const char *at = strstr(buf_string(&text), old);
    assert_non_null(at);
    snprintf(path, sizeof path, "/tmp/liqu-station-%d.yaml", (int)getpid());
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%.*s%s%s", (int)(at - buf_string(&text)), buf_string(&text), new, at + strlen(old));
    fclose(file);
    *err = (struct err){0};
    *ret = NULL;
    if (!station_load(path, ret, err))
        memmove(err->text, err->text + strlen(path) + 1, strlen(err->text + strlen(path)));
    unlink(path);
}

static void days_may_be_listed(void **state)
{
    (void)state;
    struct station *station;
    struct err err;
    int from, to;
    load_edited("days: mon-fri", "days: \"fri-sun,mon,wed\"", &station, &err);
    assert_non_null(station);
    static const bool open[] = {true, true, false, true, false, true, true};
    for (int day = 0; day < 7; day++)
        assert_int_equal(opening_today(&station->hours, day, &from, &to), open[day]);
    station_destroy(station);
}

static void a_wrong_station_is_refused_where_it_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *says;
    } cases[] = {
        {"id: 118-03", "id: 117-03",
         "3:5: \"117-03\" does not name a kiosk of this town; write 118- and two digits from 01"},
        {"id: 118-03", "id: 118-00",
         "3:5: \"118-00\" does not name a kiosk of this town; write 118- and two digits from 01"},
        {"\"310114118\"", "310114", "4:7: \"310114\" is no town code; write its nine digits"},
        {"T.LIQU.EXAMPLE", "t.liqu.example",
         "11:7: \"t.liqu.example\" does not fit into the QR codes; write at most 22 of A-Z 0-9 . -"},
        {"T.LIQU.EXAMPLE", "TICKETS.LIQU-DISTRICT.EXAMPLE",
         "11:7: \"TICKETS.LIQU-DISTRICT.EXAMPLE\" does not fit into the QR codes; write at most 22 of A-Z "
         "0-9 . -"},
        {"1080x1920", "1080*1920", "12:16: \"1080*1920\" is no size; write 1080x1920"},
        {"1080x1920", "10x19", "12:16: \"10x19\" is no size; write 1080x1920"},
        {"1080x1920", "16385x1920", "12:16: \"16385x1920\" is no size; write 1080x1920"},
        {"4.03", "4.o3", "12:38: \"4.o3\" is no density; write one such as 4.03"},
        {"dots: 576", "dots: 600", "14:17: \"dots\" is \"600\"; write one of: 384, 512, 576"},
        {"uplink: local", "uplink: lokal", "10:9: \"uplink\" is \"lokal\"; write one of: local, nats, down"},
        {"plate: right", "plate: middle", "13:17: \"plate\" is \"middle\"; write one of: right, left"},
        {"plate: right", "plate: right, add: 12:34",
         "13:29: \"12:34\" names no reader; write 1A2B:3C4D, with HID reports 1A2B:3C4D/zz"},
        {"plate: right", "plate: right, add: \"1A2B:3C4D/hid\"",
         "13:29: \"1A2B:3C4D/hid\" names no reader; write 1A2B:3C4D, with HID reports 1A2B:3C4D/zz"},
        {"days: mon-fri", "days: mon-", "8:16: \"mon-\" are no weekdays; write mon-fri, sat or mon-wed,fri"},
        {"days: mon-fri", "days: fri-mon",
         "8:16: \"fri-mon\" run backwards, for a week is mon to sun; write mon-fri, or fri-sun,mon"},
        {"days: mon-fri", "days: \"mon-wed,sun-mon\"",
         "8:16: \"mon-wed,sun-mon\" run backwards, for a week is mon to sun; write mon-fri, or fri-sun,mon"},
        {"from: \"08:30\"", "from: \"8.30\"", "8:31: \"8.30\" is no time; write \"08:30\""},
        {"phone: 021-0000 0103\n", "", "3:1: the key \"phone\" is missing; add it to this map"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct station *station;
        struct err err;
        load_edited(cases[i].old, cases[i].new, &station, &err);
        assert_null(station);
        assert_string_equal(err.text, cases[i].says);
    }
}

/* A small panel's pages do not move down: one that hangs too high, lies down or is smaller still would give
 * pages that somebody cannot reach or read. */
static void a_small_panel_that_cannot_serve_is_refused(void **state)
{
    (void)state;
    static const char old[] = "{size: 1080x1920, px_per_mm: 4.03, lower_edge_mm: 760}";
    static const struct {
        const char *new, *says; /* says NULL: it serves */
    } cases[] = {
        {"{size: 800x1280, px_per_mm: 5.9, lower_edge_mm: 950}", NULL},
        {"{size: 800x1280, px_per_mm: 5.9, lower_edge_mm: 984}", NULL},
        {"{size: 800x1280, px_per_mm: 5.9, lower_edge_mm: 985}",
         "12:57: a panel 216 mm high that hangs 985 mm above the floor is out of a seat's reach at 1200 mm; "
         "hang it at most 984 mm above the floor"},
        {"{size: 1280x800, px_per_mm: 5.9, lower_edge_mm: 950}",
         "12:16: a panel of 216 x 135 mm is too low for the pages; use it upright, or one 258 mm high"},
        {"{size: 600x1024, px_per_mm: 6.67, lower_edge_mm: 950}",
         "12:16: a panel of 89 x 153 mm is too small for the pages; the smallest is 135 x 216 mm"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct station *station;
        struct err err;
        load_edited(old, cases[i].new, &station, &err);
        assert_true((cases[i].says == NULL) == (station != NULL));
        if (cases[i].says)
            assert_string_equal(err.text, cases[i].says);
        station_destroy(station);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(demo_station_loads),
        cmocka_unit_test(days_may_be_listed),
        cmocka_unit_test(a_wrong_station_is_refused_where_it_is_wrong),
        cmocka_unit_test(a_small_panel_that_cannot_serve_is_refused),
    };
    return cmocka_run_group_tests_name("station", tests, NULL, NULL);
}
