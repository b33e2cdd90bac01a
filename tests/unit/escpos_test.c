/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a stray byte could count as the proof that a page was printed, an image could pulse or clear
 * the printer, or "no paper" could be told as something nobody can mend.
 */
#include "drivers/printer/escpos_raster.h"
#include "drivers/printer/escpos_status.h"

#include "base/attr.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What is said by the last byte. */
static enum escpos_said hear(struct escpos_classifier *classifier, const void *bytes, size_t len)
{
    enum escpos_said said = SAID_NOTHING;
    for (size_t i = 0; i < len; i++)
        said = escpos_classify(classifier, ((const uint8_t *)bytes)[i]);
    return said;
}

static void each_kind_of_answer_is_told_apart(void **state)
{
    (void)state;
    struct escpos_classifier classifier = {0};
    assert_int_equal(hear(&classifier, "\x12", 1), SAID_REALTIME);
    assert_int_equal(hear(&classifier, "\x16", 1), SAID_REALTIME);
    assert_int_equal(hear(&classifier, "\x00", 1), SAID_ECHO);
    assert_int_equal(hear(&classifier, "\x0C", 1), SAID_ECHO);
    assert_int_equal(hear(&classifier, "\x14\x00\x00\x0F", 4), SAID_ASB);
    assert_int_equal(hear(&classifier,
                          "\x37\x22"
                          "B00A\0",
                          7),
                     SAID_BLOCK);
    assert_int_equal(classifier.len, 6);
    assert_memory_equal(classifier.bytes,
                        "\x37\x22"
                        "B00A",
                        6);
    assert_int_equal(hear(&classifier, "\x11", 1), SAID_NOTHING); /* XON of a serial heritage */
}

static void answers_glued_together_are_taken_one_by_one(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x00, 0x1C, 0x00, 0x0C, 0x0F, 0x5F, 'E', 'P', 0x00, 0x12};
    struct escpos_classifier classifier = {0};
    int said[5] = {0};
    for (size_t i = 0; i < sizeof bytes; i++)
        said[escpos_classify(&classifier, bytes[i])]++;
    assert_int_equal(said[SAID_ECHO], 1);
    assert_int_equal(said[SAID_ASB], 1);
    assert_int_equal(said[SAID_BLOCK], 1);
    assert_int_equal(said[SAID_REALTIME], 1);
}

static void bytes_inside_a_block_are_not_status(void **state)
{
    (void)state;
    struct escpos_classifier classifier = {0};
    assert_int_equal(hear(&classifier, "\x5F\x12\x14\x16", 4), SAID_NOTHING);
    assert_int_equal(hear(&classifier, "\x00", 1), SAID_BLOCK);
}

static void a_block_without_end_does_not_swallow_the_printer_for_ever(void **state)
{
    (void)state;
    struct escpos_classifier classifier = {0};
    escpos_classify(&classifier, 0x5F);
    for (int i = 0; i < 200; i++)
        escpos_classify(&classifier, 0xFF);
    assert_int_equal(hear(&classifier, "\x12", 1), SAID_REALTIME);
}

static void a_broken_off_automatic_status_does_not_shift_what_follows(void **state)
{
    (void)state;
    struct escpos_classifier classifier = {0};
    assert_int_equal(hear(&classifier, "\x14\x00\x12", 3), SAID_REALTIME);
    assert_int_equal(hear(&classifier, "\x14\x00\x00\x0F", 4), SAID_ASB);
}

static enum device_cause cause_of_asb(const char *asb)
{
    struct escpos_condition condition = escpos_from_asb((const uint8_t *)asb);
    return escpos_cause(&condition);
}

static void automatic_status_becomes_the_one_cause_to_act_on(void **state)
{
    (void)state;
    assert_int_equal(cause_of_asb("\x14\x00\x00\x0F"), CAUSE_NONE);
    assert_int_equal(cause_of_asb("\x1C\x00\x0C\x0F"), CAUSE_PAPER_OUT);
    assert_int_equal(cause_of_asb("\x14\x00\x03\x0F"), CAUSE_PAPER_LOW);
    assert_int_equal(cause_of_asb("\x3C\x40\x00\x0F"),
                     CAUSE_COVER_OPEN); /* opened while printing: also recoverable */
    assert_int_equal(cause_of_asb("\x1C\x08\x00\x0F"), CAUSE_CUTTER_JAM);
    assert_int_equal(cause_of_asb("\x1C\x40\x00\x0F"), CAUSE_HEAD_HOT);
    assert_int_equal(cause_of_asb("\x1C\x20\x00\x0F"), CAUSE_UNRECOVERABLE);
    assert_int_equal(escpos_status(CAUSE_PAPER_LOW), DEVICE_ATTENTION);
    assert_false(escpos_blocks(CAUSE_PAPER_LOW));
    assert_int_equal(escpos_status(CAUSE_PAPER_OUT), DEVICE_OFFLINE);
    assert_true(escpos_blocks(CAUSE_PAPER_OUT));
}

static void real_time_answers_change_only_what_they_talk_about(void **state)
{
    (void)state;
    struct escpos_condition condition = {.near_end = true};
    escpos_from_realtime(2, 0x16, &condition);
    assert_true(condition.cover && condition.near_end);
    escpos_from_realtime(4, 0x72, &condition);
    assert_true(condition.paper_end && condition.cover);
    assert_false(condition.near_end);
    escpos_from_realtime(3, 0x1A, &condition);
    assert_true(condition.cutter);
}

static void a_band_has_its_size_before_its_dots(void **state)
{
    (void)state;
    static uint8_t page[72 * 30];
    memset(page, 0xFF, sizeof page);
    struct buf band = {0};
    escpos_band(page, 576, 24, 6, &band);
    static const uint8_t head[] = {0x1D, 0x76, 0x30, 0x00, 0x48, 0x00, 0x06, 0x00};
    assert_int_equal(band.len, sizeof head + 6 * 72);
    assert_memory_equal(band.data, head, sizeof head);
    buf_finish(&band);
}

static bool holds(const struct buf *band, const char *command)
{
    return memmem(band->data, band->len, command, 3) != NULL;
}

static void dots_that_spell_a_real_time_command_are_made_harmless(void **state)
{
    (void)state;
    /* 48 dots wide: the sequences also run from one row into the next. */
    static const uint8_t page[6 * 3] = {0x10, 0x04, 0x01, 0x10, 0x05, 0x02, 0x10, 0x14, 0x08,
                                        0x01, 0x03, 0x10, 0x04, 0x04, 0xFF, 0x10, 0x04, 0x00};
    struct buf band = {0};
    escpos_band(page, 48, 0, 3, &band);
    assert_false(holds(&band, "\x10\x04\x01"));
    assert_false(holds(&band, "\x10\x05\x02"));
    assert_false(holds(&band, "\x10\x14\x08"));
    assert_false(holds(&band, "\x10\x04\x04"));
    int flipped = 0;
    for (size_t i = 0; i < sizeof page; i++)
        flipped += __builtin_popcount(page[i] ^ band.data[8 + i]);
    assert_int_equal(flipped, 4);                          /* one dot a command */
    assert_memory_equal(band.data + 8 + 15, page + 15, 3); /* 10 04 00 is none */
    buf_finish(&band);
}

static void an_image_without_commands_stays_dot_for_dot(void **state)
{
    (void)state;
    uint8_t page[72 * 24];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = (uint8_t)(i * 7 | 0x40);
    struct buf band = {0};
    escpos_band(page, 576, 0, 24, &band);
    assert_memory_equal(band.data + 8, page, sizeof page);
    buf_finish(&band);
}

static void process_ids_are_asked_for_as_in_the_manual_and_differ_by_job_and_kind(void **state)
{
    (void)state;
    struct buf bytes = {0};
    escpos_process_id("0042", &bytes);
    assert_int_equal(bytes.len, 11);
    assert_memory_equal(bytes.data, "\x1D\x28\x48\x06\x00\x30\x30\x30\x30\x34\x32", 11);
    buf_finish(&bytes);
    char body[4], cut[4], other[4];
    escpos_id_of(0x1234, 'B', body);
    escpos_id_of(0x1234, 'C', cut);
    escpos_id_of(0x1235, 'B', other);
    assert_memory_equal(body, "B234", 4);
    assert_memory_not_equal(body, cut, 4);
    assert_memory_not_equal(body, other, 4);
}

static void a_proof_is_expected_only_of_printers_that_have_it(void **state)
{
    (void)state;
    assert_int_equal(escpos_proof_of("EPSON", "TM-T20III"), PROOF_PID);
    assert_int_equal(escpos_proof_of("EPSON", "TM-T88VI"), PROOF_PID);
    assert_int_equal(escpos_proof_of("EPSON", "TM-T88III"), PROOF_ECHO);
    assert_int_equal(escpos_proof_of("EPSON", "TM-U220"), PROOF_ECHO);
    assert_int_equal(escpos_proof_of("Printer", "TM-T20III"), PROOF_ECHO);
    assert_int_equal(escpos_proof_of("", ""), PROOF_ECHO);
}

static void the_model_is_found_in_a_device_id_and_nowhere_else(void **state)
{
    (void)state;
    char model[16] = "before";
    static const char good[] = "\0\x1CMFG:X;MDL:Printer-80;CMD:Y;", without[] = "\0\x08MFG:X;",
                      bad[] = "\0\x09MDL:\xFF\xFE;";
    escpos_device_id_model((const uint8_t *)without, sizeof without - 1, model, sizeof model);
    assert_string_equal(model, "before");
    escpos_device_id_model((const uint8_t *)bad, sizeof bad - 1, model, sizeof model);
    assert_string_equal(model, "before");
    escpos_device_id_model((const uint8_t *)good, 1, model, sizeof model);
    assert_string_equal(model, "before");
    escpos_device_id_model((const uint8_t *)good, sizeof good - 1, model, sizeof model);
    assert_string_equal(model, "Printer-80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_answer_is_told_apart),
        cmocka_unit_test(answers_glued_together_are_taken_one_by_one),
        cmocka_unit_test(bytes_inside_a_block_are_not_status),
        cmocka_unit_test(a_block_without_end_does_not_swallow_the_printer_for_ever),
        cmocka_unit_test(a_broken_off_automatic_status_does_not_shift_what_follows),
        cmocka_unit_test(automatic_status_becomes_the_one_cause_to_act_on),
        cmocka_unit_test(real_time_answers_change_only_what_they_talk_about),
        cmocka_unit_test(a_band_has_its_size_before_its_dots),
        cmocka_unit_test(dots_that_spell_a_real_time_command_are_made_harmless),
        cmocka_unit_test(an_image_without_commands_stays_dot_for_dot),
        cmocka_unit_test(process_ids_are_asked_for_as_in_the_manual_and_differ_by_job_and_kind),
        cmocka_unit_test(a_proof_is_expected_only_of_printers_that_have_it),
        cmocka_unit_test(the_model_is_found_in_a_device_id_and_nowhere_else),
    };
    return cmocka_run_group_tests_name("escpos", tests, NULL, NULL);
}
