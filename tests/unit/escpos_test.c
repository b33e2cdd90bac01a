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

/* What comes in one packet or in many is not up to us: the same answers at every cut, and one by one. */
static void answers_cut_anywhere_are_the_same_answers(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x14, 0x00, 0x00, 0x0F, 0x16, 0x12, 0x12, 0x12, 0x00, 0x37,
                                    0x22, 'B',  '0',  '1',  '1',  0x00, 0x1C, 0x00, 0x0C, 0x0F,
                                    0x0C, 0x5F, 0x14, 0x12, 0x00, 0x13, 0x11, 0x37, 0x25, 0x00,
                                    0x3C, 0x40, 0x03, 0x0F, 0x72, 0x37, 0x23, 0x41, 0x00, 0x03};
    static const enum escpos_said wanted[] = {SAID_ASB,      SAID_REALTIME, SAID_REALTIME, SAID_REALTIME,
                                              SAID_REALTIME, SAID_ECHO,     SAID_BLOCK,    SAID_ASB,
                                              SAID_ECHO,     SAID_BLOCK,    SAID_BLOCK,    SAID_ASB,
                                              SAID_REALTIME, SAID_BLOCK,    SAID_ECHO};
    for (size_t cut = 0; cut <= sizeof bytes; cut++) {
        /* Between two packets the driver keeps nothing but the classifier. */
        struct escpos_classifier first = {0};
        size_t count = 0;
        for (size_t i = 0; i < cut; i++) {
            enum escpos_said said = escpos_classify(&first, bytes[i]);
            if (said != SAID_NOTHING)
                assert_int_equal(said, wanted[count++]);
        }
        struct escpos_classifier second = first;
        for (size_t i = cut; i < sizeof bytes; i++) {
            enum escpos_said said = escpos_classify(&second, bytes[i]);
            if (said != SAID_NOTHING)
                assert_int_equal(said, wanted[count++]);
        }
        assert_int_equal(count, COUNT_OF(wanted));
    }
}

/* Taken for echoes, the rest of a status that something came between would prove a page. */
static void what_stands_inside_an_automatic_status_makes_no_echo_of_its_rest(void **state)
{
    (void)state;
    static const char *const between[] = {"\x12", "\x13", "\x16\x12",
                                          ("\x5F"
                                           "AB")};
    static const char status[] = "\x1C\x00\x0C\x0F";
    for (size_t i = 0; i < COUNT_OF(between); i++)
        for (size_t at = 1; at < 4; at++) {
            struct escpos_classifier classifier = {0};
            assert_int_equal(hear(&classifier, status, at), SAID_NOTHING);
            size_t len = strlen(between[i]);
            hear(&classifier, between[i], len + (between[i][0] == 0x5F)); /* a block with its 00 */
            assert_int_equal(hear(&classifier, status + at, 4 - at), SAID_ASB);
            assert_memory_equal(classifier.bytes, status, 4);
        }
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
    assert_int_equal(cause_of_asb("\x1C\x04\x00\x0F"), CAUSE_CUTTER_JAM); /* mechanical, not the cutter's */
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
    escpos_band(IMAGE_RASTER, page, 576, 24, 6, &band);
    static const uint8_t head[] = {0x1D, 0x76, 0x30, 0x00, 0x48, 0x00, 0x06, 0x00};
    assert_int_equal(band.len, sizeof head + 6 * 72);
    assert_memory_equal(band.data, head, sizeof head);
    buf_finish(&band);
}

/* The same band as GS ( L says the width in dots, counts its bytes, and prints only when told. */
static void an_epson_band_is_stored_and_then_printed(void **state)
{
    (void)state;
    static uint8_t page[72 * 24];
    memset(page, 0xFF, sizeof page);
    struct buf band = {0};
    escpos_band(IMAGE_GRAPHICS, page, 576, 0, 24, &band);
    static const uint8_t head[] = {0x1D, 0x28, 0x4C, 0xCA, 0x06, 0x30, 0x70, 0x30,
                                   0x01, 0x01, 0x31, 0x40, 0x02, 0x18, 0x00};
    static const uint8_t foot[] = {0x1D, 0x28, 0x4C, 0x02, 0x00, 0x30, 0x32};
    assert_int_equal(band.len, sizeof head + sizeof page + sizeof foot);
    assert_memory_equal(band.data, head, sizeof head);
    assert_memory_equal(band.data + sizeof head, page, sizeof page);
    assert_memory_equal(band.data + sizeof head + sizeof page, foot, sizeof foot);
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
    escpos_band(IMAGE_RASTER, page, 48, 0, 3, &band);
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

/* All that a printer executes on receipt, as the manual lists it: not taken from the driver's table. */
static bool is_executed(const uint8_t *bytes)
{
    if (bytes[0] != 0x10)
        return false;
    return (bytes[1] == 0x04 && ((bytes[2] >= 1 && bytes[2] <= 8) || bytes[2] == 18)) ||
           (bytes[1] == 0x05 && bytes[2] <= 2) ||
           (bytes[1] == 0x14 && (bytes[2] == 1 || bytes[2] == 2 || bytes[2] == 3 || bytes[2] == 6 ||
                                 bytes[2] == 7 || bytes[2] == 8));
}

static size_t count_executed(const uint8_t *bytes, size_t len)
{
    size_t count = 0;
    for (size_t i = 0; i + 2 < len; i++)
        count += is_executed(bytes + i);
    return count;
}

/* A job as it leaves: bands with the question behind each. */
static void stream(enum escpos_image image, const uint8_t *page, uint32_t width_dots, uint32_t rows,
                   struct buf *ret)
{
    for (uint32_t row = 0; row < rows; row += BAND_ROWS) {
        escpos_band(image, page, width_dots, row, rows - row < BAND_ROWS ? rows - row : BAND_ROWS, ret);
        buf_append(ret, "\x1D\x72\x01", 3);
    }
}

/* Random pages made mostly of the bytes that commands are made of, so that they also meet at the edges of
 * rows and bands: nothing executable leaves, and no more dots change than there were commands. */
static void no_page_makes_the_printer_do_anything_but_print(void **state)
{
    (void)state;
    static const uint8_t alphabet[] = {0x10, 0x10, 0x10, 0x04, 0x05, 0x14, 0x00, 0x01, 0x02,
                                       0x03, 0x06, 0x07, 0x08, 0x12, 0x1D, 0x1B, 0x40, 0xFF};
    static const uint32_t widths[] = {8, 16, 24, 48, 384, 512, 576};
    static uint8_t page[72 * 60];
    srand(1);
    for (int round = 0; round < 3000; round++) {
        enum escpos_image image = round & 1 ? IMAGE_GRAPHICS : IMAGE_RASTER;
        uint32_t width_dots = widths[round % 7], rows = 1 + (uint32_t)(rand() % 60), width = width_dots / 8;
        struct buf sent = {0};
        size_t commands = 0, flipped = 0;
        for (size_t i = 0; i < (size_t)width * rows; i++)
            page[i] = alphabet[(size_t)rand() % sizeof alphabet];
        stream(image, page, width_dots, rows, &sent);
        assert_int_equal(count_executed(sent.data, sent.len), 0);
        size_t head = image == IMAGE_RASTER ? 8 : 15, foot = image == IMAGE_RASTER ? 3 : 10, at = 0;
        for (uint32_t row = 0; row < rows; row += BAND_ROWS) {
            size_t len = (size_t)width * (rows - row < BAND_ROWS ? rows - row : BAND_ROWS);
            const uint8_t *dots = page + (size_t)row * width, *out = sent.data + at + head;
            commands += count_executed(dots, len);
            for (size_t i = 0; i < len; i++)
                flipped += (size_t)__builtin_popcount(dots[i] ^ out[i]);
            at += head + len + foot;
        }
        assert_int_equal(at, sent.len);
        assert_true(flipped <= commands);
        buf_finish(&sent);
    }
}

static void an_image_without_commands_stays_dot_for_dot(void **state)
{
    (void)state;
    uint8_t page[72 * 24];
    for (size_t i = 0; i < sizeof page; i++)
        page[i] = (uint8_t)(i * 7 | 0x40);
    struct buf band = {0};
    escpos_band(IMAGE_RASTER, page, 576, 0, 24, &band);
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

static enum job_proof proof_of(const char *maker, const char *model)
{
    return escpos_model_of(maker, model).proof;
}

static void a_proof_is_expected_only_of_printers_that_have_it(void **state)
{
    (void)state;
    assert_int_equal(proof_of("EPSON", "TM-T20III"), PROOF_PID);
    assert_int_equal(proof_of("EPSON", "TM-T88VI"), PROOF_PID);
    assert_int_equal(proof_of("EPSON", "TM-T88III"), PROOF_ECHO);
    assert_int_equal(proof_of("EPSON", "TM-U220"), PROOF_ECHO);
    assert_int_equal(proof_of("Printer", "TM-T20III"), PROOF_ECHO);
    assert_int_equal(proof_of("", ""), PROOF_ECHO);
}

static void graphics_go_only_to_printers_that_have_them(void **state)
{
    (void)state;
    assert_int_equal(escpos_model_of("EPSON", "TM-T20III").image, IMAGE_GRAPHICS);
    assert_int_equal(escpos_model_of("EPSON", "TM-m30II").image, IMAGE_GRAPHICS);
    assert_int_equal(escpos_model_of("EPSON", "TM-T88III").image, IMAGE_RASTER);
    assert_int_equal(escpos_model_of("", "TM-T20III").image, IMAGE_RASTER);
    assert_int_equal(escpos_model_of("Xprinter", "XP-80").image, IMAGE_RASTER);
}

static void a_width_is_believed_only_where_the_name_says_it(void **state)
{
    (void)state;
    assert_int_equal(escpos_model_of("EPSON", "TM-T88V").head_dots, 512);
    assert_int_equal(escpos_model_of("EPSON", "TM-T20II").head_dots, 576);
    assert_int_equal(escpos_model_of("", "Printer-58").head_dots, 384);
    assert_int_equal(escpos_model_of("XP", "XP-58IIH").head_dots, 384);
    assert_int_equal(escpos_model_of("", "POS-58/80").head_dots, 0);
    assert_int_equal(escpos_model_of("", "Printer-80").head_dots, 0);
    assert_int_equal(escpos_model_of("", "P580").head_dots, 0);
    assert_int_equal(escpos_model_of("", "").head_dots, 0);
}

static void paper_is_counted_in_whole_millimetres_and_never_too_little(void **state)
{
    (void)state;
    assert_int_equal(escpos_rows_mm(0, 576), 0);
    assert_int_equal(escpos_rows_mm(8, 576), 1);
    assert_int_equal(escpos_rows_mm(9, 384), 2);
    assert_int_equal(escpos_rows_mm(7087, 512), 1000); /* 180 dpi */
    assert_int_equal(escpos_rows_mm(UINT32_MAX, 576), 536870912);
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
        cmocka_unit_test(answers_cut_anywhere_are_the_same_answers),
        cmocka_unit_test(what_stands_inside_an_automatic_status_makes_no_echo_of_its_rest),
        cmocka_unit_test(bytes_inside_a_block_are_not_status),
        cmocka_unit_test(a_block_without_end_does_not_swallow_the_printer_for_ever),
        cmocka_unit_test(a_broken_off_automatic_status_does_not_shift_what_follows),
        cmocka_unit_test(automatic_status_becomes_the_one_cause_to_act_on),
        cmocka_unit_test(real_time_answers_change_only_what_they_talk_about),
        cmocka_unit_test(a_band_has_its_size_before_its_dots),
        cmocka_unit_test(dots_that_spell_a_real_time_command_are_made_harmless),
        cmocka_unit_test(an_epson_band_is_stored_and_then_printed),
        cmocka_unit_test(no_page_makes_the_printer_do_anything_but_print),
        cmocka_unit_test(an_image_without_commands_stays_dot_for_dot),
        cmocka_unit_test(process_ids_are_asked_for_as_in_the_manual_and_differ_by_job_and_kind),
        cmocka_unit_test(a_proof_is_expected_only_of_printers_that_have_it),
        cmocka_unit_test(graphics_go_only_to_printers_that_have_them),
        cmocka_unit_test(a_width_is_believed_only_where_the_name_says_it),
        cmocka_unit_test(paper_is_counted_in_whole_millimetres_and_never_too_little),
        cmocka_unit_test(the_model_is_found_in_a_device_id_and_nowhere_else),
    };
    return cmocka_run_group_tests_name("escpos", tests, NULL, NULL);
}
