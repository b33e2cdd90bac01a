/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a value out of its range, or "printed" without a proof, could travel over a link that is
 * otherwise in order.
 */
#include "link/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool parses(enum link_type type, const void *body, size_t len, enum link_class link_class,
                   enum wire_side side)
{
    _Alignas(8) uint8_t bytes[1024];
    struct link_message message;
    struct wire_header header = {.length = (uint32_t)len, .type = (uint16_t)type};
    memcpy(bytes, &header, sizeof header);
    memcpy(bytes + sizeof header, body, len);
    return wire_parse(bytes, sizeof header + len, link_class, side, &message, NULL);
}

static void values_out_of_range_do_not_pass(void **state)
{
    (void)state;
    struct link_job job = {.job = 1, .state = JOB_PRINTED, .proof = PROOF_PID};
    assert_true(parses(LINK_JOB, &job, sizeof job, LINK_PRINTER, WIRE_TO_KIOSK));
    job.proof = PROOF_NONE; /* "printed" without a proof is what must never be believed */
    assert_false(parses(LINK_JOB, &job, sizeof job, LINK_PRINTER, WIRE_TO_KIOSK));
    job = (struct link_job){.job = 1, .state = JOB_STATES};
    assert_false(parses(LINK_JOB, &job, sizeof job, LINK_PRINTER, WIRE_TO_KIOSK));

    struct link_status status = {.status = DEVICE_ONLINE, .paper_mm = -1, .model = "TM"};
    assert_true(parses(LINK_STATUS, &status, sizeof status, LINK_READER, WIRE_TO_KIOSK));
    status.model[40] = 'x'; /* hidden behind the text */
    assert_false(parses(LINK_STATUS, &status, sizeof status, LINK_READER, WIRE_TO_KIOSK));
    memset(status.model, 'x', sizeof status.model);
    assert_false(parses(LINK_STATUS, &status, sizeof status, LINK_READER, WIRE_TO_KIOSK));

    struct link_print print = {.job = 1, .width_dots = 576, .rows = 0x10000000, .cut = 1};
    assert_false(parses(LINK_PRINT, &print, sizeof print, LINK_PRINTER, WIRE_TO_PEER));
    print.rows = 100;
    print.width_dots = 577;
    assert_false(parses(LINK_PRINT, &print, sizeof print, LINK_PRINTER, WIRE_TO_PEER));

    struct link_unknown_device device = {.vid = 0xffff, .pid = 0xffff, .interface = 0xffffff};
    assert_true(parses(LINK_UNKNOWN_DEVICE, &device, sizeof device, LINK_READER, WIRE_TO_KIOSK));
    assert_true(parses(LINK_UNKNOWN_DEVICE, &device, sizeof device, LINK_PRINTER, WIRE_TO_KIOSK));
    assert_false(parses(LINK_UNKNOWN_DEVICE, &device, sizeof device, LINK_AGENT, WIRE_TO_KIOSK));
    device.pid = 0x10000;
    assert_false(parses(LINK_UNKNOWN_DEVICE, &device, sizeof device, LINK_READER, WIRE_TO_KIOSK));

    struct person person = {.layout = CARD_MAINLAND,
                            .birth = 19510307,
                            .valid_from = 20060101,
                            .sex = '2',
                            .ethnic = "01",
                            .name = "李桂英",
                            .number = "310199195103070021",
                            .authority = "测试市公安局"};
    assert_true(parses(LINK_CARD, &person, sizeof person, LINK_READER, WIRE_TO_KIOSK));
    person.layout = 9;
    assert_false(parses(LINK_CARD, &person, sizeof person, LINK_READER, WIRE_TO_KIOSK));
}

static void a_tail_must_be_as_long_as_the_message_says(void **state)
{
    (void)state;
    struct {
        struct link_request request;
        uint8_t tail[10];
    } message = {.request = {.subject = SUBJECT_ISSUE, .length = 10}};
    assert_true(parses(LINK_REQUEST, &message, sizeof message.request + 10, LINK_AGENT, WIRE_TO_PEER));
    assert_false(parses(LINK_REQUEST, &message, sizeof message.request + 9, LINK_AGENT, WIRE_TO_PEER));
    assert_false(parses(LINK_REQUEST, &message, sizeof message.request, LINK_AGENT, WIRE_TO_PEER));
}

static void every_cause_has_a_word_a_code_and_somebody(void **state)
{
    (void)state;
    for (enum device_cause cause = CAUSE_NONE; cause < DEVICE_CAUSE_COUNT; cause++) {
        assert_string_not_equal(device_cause_word(cause), "?");
        assert_string_not_equal(device_cause_code(cause), "?");
        assert_string_not_equal(device_cause_who(cause), "?");
    }
    assert_string_equal(device_cause_code(CAUSE_PAPER_OUT), "P01");
    assert_string_equal(device_status_word(DEVICE_ATTENTION), "attention");
    assert_string_equal(job_state_word(JOB_STATES), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_out_of_range_do_not_pass),
        cmocka_unit_test(a_tail_must_be_as_long_as_the_message_says),
        cmocka_unit_test(every_cause_has_a_word_a_code_and_somebody),
    };
    return cmocka_run_group_tests_name("link_wire", tests, NULL, NULL);
}
