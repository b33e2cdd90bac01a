/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a disturbed line could make one card's answer pass for another's, or a length from outside
 * reach beyond the buffer.
 */
#include "drivers/reader/sam_frame.h"

#include "base/attr.h"
#include "tests/support/card_frames.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct sam_parser parser;

/* The last state after all bytes, or the first that is not SAM_MORE. */
static enum sam_parse feed(const uint8_t *bytes, size_t len, struct sam_reply *ret)
{
    enum sam_parse state = SAM_MORE;
    for (size_t i = 0; i < len && state == SAM_MORE; i++)
        state = sam_parser_byte(&parser, bytes[i], ret);
    return state;
}

static enum sam_parse parse(const uint8_t *bytes, size_t len, struct sam_reply *ret)
{
    sam_parser_reset(&parser);
    return feed(bytes, len, ret);
}

static void requests_are_as_in_the_document(void **state)
{
    (void)state;
    static const struct {
        uint8_t command, parameter, frame[SAM_REQUEST];
    } known[] = {
        {0x10, 0xFF, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x10, 0xFF, 0xEC}},
        {0x11, 0xFF, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x11, 0xFF, 0xED}},
        {0x12, 0xFF, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x12, 0xFF, 0xEE}},
        {0x20, 0x01, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x20, 0x01, 0x22}},
        {0x20, 0x02, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x20, 0x02, 0x21}},
        {0x30, 0x01, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 0x01, 0x32}},
        {0x30, 0x03, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 0x03, 0x30}},
        {0x30, 0x05, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 0x05, 0x36}},
        {0x30, 0x10, {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3, 0x30, 0x10, 0x23}},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        uint8_t frame[SAM_REQUEST];
        sam_request(known[i].command, known[i].parameter, frame);
        assert_memory_equal(frame, known[i].frame, SAM_REQUEST);
    }
}

static const uint8_t find_none[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 4, 0, 0, 0x80, 0x84};
static const uint8_t find_ok[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 8, 0, 0, 0x9F, 0, 0, 0, 0, 0x97};

static void short_replies_are_taken(void **state)
{
    (void)state;
    static const uint8_t refused[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 4, 0x69, 0x82, 0x31, 0xDE};
    struct sam_reply reply;
    assert_int_equal(parse(find_none, sizeof find_none, &reply), SAM_REPLY);
    assert_int_equal(reply.sw3, 0x80);
    assert_int_equal(reply.len, 0);
    assert_int_equal(parse(find_ok, sizeof find_ok, &reply), SAM_REPLY);
    assert_int_equal(reply.sw3, 0x9F);
    assert_int_equal(reply.len, 4);
    assert_int_equal(parse(refused, sizeof refused, &reply), SAM_REPLY);
    assert_int_equal(reply.sw3, 0x31); /* SW1 SW2 are the card's own words and decide nothing */
}

static void the_module_s_number_is_printed_as_on_its_label(void **state)
{
    (void)state;
    static const uint8_t frame[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x14, 0x00, 0x00,
                                    0x90, 0x05, 0x00, 0x03, 0x00, 0x06, 0x25, 0x35, 0x01,
                                    0x87, 0xD6, 0x12, 0x00, 0xB1, 0x68, 0xDE, 0x3A, 0xEB};
    struct sam_reply reply;
    char text[64];
    assert_int_equal(parse(frame, sizeof frame, &reply), SAM_REPLY);
    assert_int_equal(reply.len, SAM_ID_BYTES);
    sam_id_text(reply.data, text, sizeof text);
    assert_string_equal(text, "05.03-20260102-0001234567-0987654321");
}

static void a_wrong_checksum_is_told(void **state)
{
    (void)state;
    uint8_t frame[sizeof find_none];
    struct sam_reply reply;
    memcpy(frame, find_none, sizeof frame);
    frame[sizeof frame - 1]++;
    assert_int_equal(parse(frame, sizeof frame, &reply), SAM_BAD_SUM);
}

static void lengths_no_answer_can_have_are_refused_before_anything_is_kept(void **state)
{
    (void)state;
    static const uint8_t short_one[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 3};
    static const uint8_t long_one[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x09, 0x0B};
    struct sam_reply reply;
    assert_int_equal(parse(short_one, sizeof short_one, &reply), SAM_BAD_LENGTH);
    assert_int_equal(parse(long_one, sizeof long_one, &reply), SAM_BAD_LENGTH);
}

static void noise_and_surplus_aa_before_the_preamble_are_skipped(void **state)
{
    (void)state;
    static const uint8_t noise[] = {0x00, 0xAA, 0x96, 0xAA, 0xAA, 0x69, 0xFF, 0xAA, 0xAA};
    struct sam_reply reply;
    sam_parser_reset(&parser);
    assert_int_equal(feed(noise, sizeof noise, &reply), SAM_MORE);
    assert_int_equal(feed(find_none, sizeof find_none, &reply), SAM_REPLY); /* AA x5 before 96 69 */
    assert_int_equal(reply.sw3, 0x80);
}

static void a_preamble_inside_broken_noise_is_found(void **state)
{
    (void)state;
    static const uint8_t broken[] = {0xAA, 0xAA, 0xAA, 0x96, 0xAA, 0xAA, 0xAA};
    struct sam_reply reply;
    sam_parser_reset(&parser);
    assert_int_equal(feed(broken, sizeof broken, &reply), SAM_MORE);
    assert_int_equal(feed(find_none + 3, sizeof find_none - 3, &reply), SAM_REPLY);
}

static void an_answer_cut_short_stays_open_for_the_step_s_limit(void **state)
{
    (void)state;
    uint8_t frame[600] = {0};
    struct sam_reply reply;
    memcpy(frame, card_frame_mainland, CARD_FRAME_HEAD); /* LEN 0508, then silence */
    assert_int_equal(parse(frame, sizeof frame, &reply), SAM_MORE);
    assert_false(sam_parser_in_header(&parser));
}

static void the_header_is_known_apart_for_split_pipes(void **state)
{
    (void)state;
    struct sam_reply reply;
    assert_int_equal(parse(find_ok, SAM_HEADER - 1, &reply), SAM_MORE);
    assert_true(sam_parser_in_header(&parser));
    assert_int_equal(feed(find_ok + SAM_HEADER - 1, 1, &reply), SAM_MORE);
    assert_false(sam_parser_in_header(&parser));
}

/* A whole base reply with the photo left black. */
static void build_base(uint8_t ret[1295])
{
    memset(ret, 0, 1295);
    memcpy(ret, card_frame_mainland, CARD_FRAME_HEAD);
    for (size_t i = 5; i < 1294; i++)
        ret[1294] ^= ret[i];
}

static void the_text_of_a_base_reply_is_found(void **state)
{
    (void)state;
    uint8_t frame[1295];
    struct sam_reply reply;
    build_base(frame);
    assert_int_equal(parse(frame, sizeof frame, &reply), SAM_REPLY);
    const uint8_t *text = sam_base_text(&reply);
    assert_non_null(text);
    assert_memory_equal(text, card_frame_mainland + CARD_FRAME_TEXT, SAM_TEXT_BYTES);
}

static void inner_lengths_that_disagree_with_the_frame_are_refused(void **state)
{
    (void)state;
    for (size_t at = 10; at < 14; at++) {
        uint8_t frame[1295];
        struct sam_reply reply;
        build_base(frame);
        frame[at] ^= 1;
        frame[1294] ^= 1; /* the frame itself is sound */
        assert_int_equal(parse(frame, sizeof frame, &reply), SAM_REPLY);
        assert_null(sam_base_text(&reply));
    }
}

static void a_reset_parser_holds_nothing_of_the_card(void **state)
{
    (void)state;
    uint8_t frame[1295];
    static const uint8_t zeros[1295];
    struct sam_reply reply;
    build_base(frame);
    assert_int_equal(parse(frame, sizeof frame, &reply), SAM_REPLY);
    sam_parser_reset(&parser);
    assert_memory_equal(parser.frame, zeros, sizeof zeros);
}

/* The whole list of the SAM document and the libraries' headers; every other byte fails closed. */
static void every_verdict_has_its_action_and_unknown_ones_stop(void **state)
{
    (void)state;
    static const struct sam_verdict known[] = {
        {0x90, SAM_OK, 0, 0},
        {0x9F, SAM_OK, 0, 0},
        {0x91, SAM_NO_ITEM, 0, 0},
        {0x10, SAM_RESEND, 0, 0},
        {0x11, SAM_RESEND, 0, 0},
        {0x21, SAM_CONFUSED, 0, 0},
        {0x23, SAM_STOP, 0, CAUSE_NOT_AUTHORISED},
        {0x24, SAM_RESET, 0, 0},
        {0x31, SAM_REFUSE, REFUSED_UNREADABLE, 0},
        {0x32, SAM_REFUSE, REFUSED_SUSPECT, 0},
        {0x33, SAM_REFUSE, REFUSED_SUSPECT, 0},
        {0x34, SAM_RETRY, REFUSED_LIFTED, 0},
        {0x40, SAM_REFUSE, REFUSED_NOT_ID_CARD, 0},
        {0x41, SAM_RETRY, REFUSED_LIFTED, 0},
        {0x47, SAM_RESET, 0, 0},
        {0x50, SAM_CONFUSED, 0, 0},
        {0x60, SAM_STOP, 0, CAUSE_SELF_TEST},
        {0x61, SAM_CONFUSED, 0, 0},
        {0x66, SAM_STOP, 0, CAUSE_NOT_AUTHORISED},
        {0x80, SAM_EMPTY, 0, 0},
        {0x81, SAM_RETRY, REFUSED_LIFTED, 0},
    };
    for (unsigned sw3 = 0; sw3 < 256; sw3++) {
        struct sam_verdict wanted = {(uint8_t)sw3, SAM_CONFUSED, 0, 0};
        for (size_t i = 0; i < COUNT_OF(known); i++)
            if (known[i].sw3 == sw3)
                wanted = known[i];
        const struct sam_verdict *verdict = sam_verdict((uint8_t)sw3);
        assert_int_equal(verdict->action, wanted.action);
        assert_int_equal(verdict->refusal, wanted.refusal);
        assert_int_equal(verdict->cause, wanted.cause);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_as_in_the_document),
        cmocka_unit_test(short_replies_are_taken),
        cmocka_unit_test(the_module_s_number_is_printed_as_on_its_label),
        cmocka_unit_test(a_wrong_checksum_is_told),
        cmocka_unit_test(lengths_no_answer_can_have_are_refused_before_anything_is_kept),
        cmocka_unit_test(noise_and_surplus_aa_before_the_preamble_are_skipped),
        cmocka_unit_test(a_preamble_inside_broken_noise_is_found),
        cmocka_unit_test(an_answer_cut_short_stays_open_for_the_step_s_limit),
        cmocka_unit_test(the_header_is_known_apart_for_split_pipes),
        cmocka_unit_test(the_text_of_a_base_reply_is_found),
        cmocka_unit_test(inner_lengths_that_disagree_with_the_frame_are_refused),
        cmocka_unit_test(a_reset_parser_holds_nothing_of_the_card),
        cmocka_unit_test(every_verdict_has_its_action_and_unknown_ones_stop),
    };
    return cmocka_run_group_tests_name("sam_frame", tests, NULL, NULL);
}
