/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The HID wrapper of SAM frames. Without these a report's own length could reach beyond its 64 bytes, or a
 * damaged report would hand on half a card.
 */
#include "drivers/reader/zz_report.h"

#include "drivers/reader/sam_frame.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The status question, worked out by hand: length 1 + 10, the sum of 0B 00 01 AA AA AA 96 69 00 03 11 FF ED.
 */
static void a_request_is_one_report(void **state)
{
    (void)state;
    static const uint8_t wanted[18] = {0x88, 0,    0,    0x0B, 0,    0x01, 0xAA, 0xAA, 0xAA,
                                       0x96, 0x69, 0x00, 0x03, 0x11, 0xFF, 0xED, 0x09, 0x05};
    static const uint8_t zeros[ZZ_REPORT];
    uint8_t frame[SAM_REQUEST], report[ZZ_REPORT];
    memset(report, 0xEE, sizeof report);
    sam_request(0x11, 0xFF, frame);
    zz_wrap(frame, sizeof frame, report);
    assert_memory_equal(report, wanted, sizeof wanted);
    assert_memory_equal(report + sizeof wanted, zeros, sizeof report - sizeof wanted);
}

/* "Done": AA AA AA 96 69 00 04 00 00 90 94 behind two bytes of the wrapper's. */
static const uint8_t done[21] = {0xAA, 0x07, 0x00, 0x0E, 0x00, 0x00, 0x12, 0x34, 0xAA, 0xAA, 0xAA,
                                 0x96, 0x69, 0x00, 0x04, 0x00, 0x00, 0x90, 0x94, 0x79, 0x04};

static void the_frame_inside_an_answer_is_found(void **state)
{
    (void)state;
    uint8_t report[ZZ_REPORT] = {0};
    const uint8_t *frame;
    size_t len;
    memcpy(report, done, sizeof done);
    assert_true(zz_unwrap(report, sizeof report, &frame, &len));
    assert_int_equal(len, 11);
    assert_memory_equal(frame, done + 8, 11);
    assert_true(zz_unwrap(done, sizeof done, &frame, &len)); /* a device that sends short reports */
}

static void an_answer_with_no_frame_bytes_is_empty_and_whole(void **state)
{
    (void)state;
    static const uint8_t empty[10] = {0xAA, 0, 0, 0x03, 0, 0, 0, 0, 0x03, 0};
    const uint8_t *frame;
    size_t len = 9;
    assert_true(zz_unwrap(empty, sizeof empty, &frame, &len));
    assert_int_equal(len, 0);
}

static void damage_at_any_byte_that_counts_is_told(void **state)
{
    (void)state;
    const uint8_t *frame;
    size_t len;
    for (size_t at = 0; at < sizeof done; at++) {
        uint8_t report[ZZ_REPORT] = {0};
        memcpy(report, done, sizeof done);
        report[at] ^= 0x40;
        bool serial = at == 1 || at == 2; /* not counted by the sum */
        assert_int_equal(zz_unwrap(report, sizeof report, &frame, &len), serial);
    }
}

static void lengths_beyond_the_report_are_refused(void **state)
{
    (void)state;
    const uint8_t *frame;
    size_t len;
    for (size_t counted = 0; counted < 300; counted++) {
        uint8_t report[ZZ_REPORT] = {0xAA, 0, 0, (uint8_t)counted, (uint8_t)(counted >> 8), 0};
        uint16_t sum = (uint16_t)(report[3] + report[4]);
        if (5 + counted + 2 <= sizeof report) {
            report[5 + counted] = (uint8_t)sum;
            report[5 + counted + 1] = (uint8_t)(sum >> 8);
        }
        bool fits = counted >= 3 && 5 + counted + 2 <= sizeof report;
        assert_int_equal(zz_unwrap(report, sizeof report, &frame, &len), fits);
    }
    for (size_t cut = 0; cut < sizeof done; cut++)
        assert_false(zz_unwrap(done, cut, &frame, &len));
}

static void the_wrappers_own_refusal_is_no_answer(void **state)
{
    (void)state;
    uint8_t report[sizeof done];
    const uint8_t *frame;
    size_t len;
    memcpy(report, done, sizeof done);
    report[5] = 1; /* the result; the sum is right */
    report[19]++;
    assert_false(zz_unwrap(report, sizeof report, &frame, &len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_one_report),
        cmocka_unit_test(the_frame_inside_an_answer_is_found),
        cmocka_unit_test(an_answer_with_no_frame_bytes_is_empty_and_whole),
        cmocka_unit_test(damage_at_any_byte_that_counts_is_told),
        cmocka_unit_test(lengths_beyond_the_report_are_refused),
        cmocka_unit_test(the_wrappers_own_refusal_is_no_answer),
    };
    return cmocka_run_group_tests_name("zz_report", tests, NULL, NULL);
}
