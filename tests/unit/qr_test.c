/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, a ticket could become a symbol that is too large for its place or that no scanner reads.
 */
#include "draw/qr.h"
#include "tests/support/qr_scan.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CAPACITY_10M  311 /* alphanumeric characters, ISO/IEC 18004 table 7 */
#define SIDE(version) (17 + 4 * (version))

static void fill_text(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        text[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 26];
    text[len] = '\0';
}

static void a_text_takes_the_smallest_version_up_to_the_limit(void **state)
{
    (void)state;
    struct qr qr;
    char text[CAPACITY_10M + 2];
    assert_true(qr_make("HTTPS://T", 10, &qr));
    assert_int_equal(qr.modules, SIDE(1));
    fill_text(text, CAPACITY_10M);
    assert_true(qr_make(text, 10, &qr));
    assert_int_equal(qr.modules, SIDE(10));
    fill_text(text, CAPACITY_10M + 1);
    assert_false(qr_make(text, 10, &qr));
    assert_int_equal(qr.modules, 0);
    assert_true(qr_make(text, 11, &qr));
}

static void lower_case_costs_more_than_upper_case(void **state)
{
    (void)state;
    struct qr upper, lower;
    assert_true(qr_make("HTTPS://T.LIQU.EXAMPLE/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ", 10, &upper));
    assert_true(qr_make("https://t.liqu.example/t/abcdefghijklmnopqrstuvwxyz", 10, &lower));
    assert_true(upper.modules < lower.modules);
}

static void the_drawn_symbol_scans_and_keeps_its_quiet_zone(void **state)
{
    (void)state;
    enum { MODULE = 4, BORDER = 40, QUIET = 4 * MODULE };
    static const char text[] = "HTTPS://T.LIQU.EXAMPLE/T/2345ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct qr qr;
    struct surface surface;
    char seen[128];
    assert_true(qr_make(text, 10, &qr));
    int side = (qr.modules + 8) * MODULE, whole = side + 2 * BORDER;
    surface_init(&surface, whole, whole);
    draw_fill(&surface, surface.clip, 0x777777);
    qr_draw(&surface, &qr, BORDER, BORDER, MODULE);
    uint8_t *grey = malloc((size_t)whole * (size_t)whole);
    assert_non_null(grey);
    for (int i = 0; i < whole * whole; i++)
        grey[i] = (uint8_t)surface.pixels[i];
    qr_scan(grey, (unsigned)whole, (unsigned)whole, seen, sizeof seen);
    assert_string_equal(seen, text);
    for (int i = 0; i < side; i++)
        for (int depth = 0; depth < QUIET; depth++) {
            assert_int_equal(grey[(BORDER + depth) * whole + BORDER + i], 255);
            assert_int_equal(grey[(BORDER + i) * whole + BORDER + side - 1 - depth], 255);
        }
    assert_int_equal(grey[(BORDER - 1) * whole + BORDER], 0x77);
    free(grey);
    surface_finish(&surface);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_takes_the_smallest_version_up_to_the_limit),
        cmocka_unit_test(lower_case_costs_more_than_upper_case),
        cmocka_unit_test(the_drawn_symbol_scans_and_keeps_its_quiet_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
