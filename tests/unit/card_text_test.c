/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a foreigner's re-issue count could be printed as an ethnic group, a full-width name could
 * lose its last character, or a card that contradicts itself could open somebody's record.
 */
#include "drivers/reader/card_text.h"

#include "base/attr.h"
#include "tests/support/card_frames.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct card {
    uint8_t text[CARD_TEXT_BYTES];
};

static struct card card_of(const uint8_t frame[CARD_FRAME_HEAD])
{
    struct card card;
    memcpy(card.text, frame + CARD_FRAME_TEXT, sizeof card.text);
    return card;
}

/* ASCII into UTF-16LE units at an offset. */
static void put(struct card *card, size_t offset, const char *text)
{
    for (; *text; text++, offset += 2) {
        card->text[offset] = (uint8_t)*text;
        card->text[offset + 1] = 0;
    }
}

static struct person read_good(const struct card *card)
{
    struct person person;
    enum card_refusal refusal;
    assert_true(card_text_parse(card->text, &person, &refusal));
    return person;
}

static void assert_refused(const struct card *card, enum card_refusal expected)
{
    static const struct person nobody;
    struct person person;
    enum card_refusal refusal;
    assert_false(card_text_parse(card->text, &person, &refusal));
    assert_int_equal(refusal, expected);
    assert_memory_equal(&person, &nobody, sizeof nobody);
}

static void a_mainland_card_with_long_term_validity(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    struct person person = read_good(&card);
    assert_int_equal(person.layout, CARD_MAINLAND);
    assert_string_equal(person.name, "测试甲");
    assert_int_equal(person.sex, '1');
    assert_string_equal(person.ethnic, "01");
    assert_int_equal(person.birth, 19000101);
    assert_string_equal(person.address, "北京市测试区虚构路1号0单元000室");
    assert_string_equal(person.number, "11019919000101001X");
    assert_string_equal(person.authority, "北京市公安局测试分局");
    assert_int_equal(person.valid_from, 20260101);
    assert_int_equal(person.valid_to, PERSON_LONG_TERM);
}

static void a_name_that_fills_its_field_keeps_every_character(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland_dated);
    for (size_t i = 0; i < 30; i += 2) { /* 测 in all 15 places */
        card.text[i] = 0x4B;
        card.text[i + 1] = 0x6D;
    }
    struct person person = read_good(&card);
    assert_int_equal(strlen(person.name), 45);
    assert_int_equal(person.valid_to, 20460102);
}

static void a_hong_kong_permit(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_hmt);
    struct person person = read_good(&card);
    assert_int_equal(person.layout, CARD_HMT);
    assert_string_equal(person.number, "810000190003030039");
    assert_string_equal(person.ethnic, "");
}

static void a_foreign_card_of_2017(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_foreign_2017);
    struct person person = read_good(&card);
    assert_int_equal(person.layout, CARD_FOREIGN_2017);
    assert_string_equal(person.name_latin, "SPECIMEN, TEST PERSON FOUR");
    assert_string_equal(person.name, "测试丁");
    assert_string_equal(person.number, "UTO110100010409");
    assert_string_equal(person.nationality, "UTO");
    assert_int_equal(person.birth, 19000104);
}

static void the_check_digit_of_2017_is_known_and_refuses_nobody(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_foreign_2017);
    assert_true(card_number_2017_agrees(read_good(&card).number));
    put(&card, 122 + 28, "8");
    assert_false(card_number_2017_agrees(read_good(&card).number));
}

static void a_card_without_a_chinese_name_shows_the_latin_one(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_foreign_2017);
    put(&card, 158, "               ");
    assert_string_equal(read_good(&card).name, "SPECIMEN, TEST PERSON FOUR");
}

static void a_foreign_card_of_2023_has_no_ethnic_group_and_one_name_from_two_places(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_foreign_2023);
    struct person person = read_good(&card);
    assert_int_equal(person.layout, CARD_FOREIGN_2023);
    assert_string_equal(person.ethnic, "");
    assert_string_equal(person.name_latin, "SPECIMEN, TEST PERSON NUMBER FIVE LONGEST NAME");
    assert_string_equal(person.nationality, "UTO");
}

static void an_unknown_layout_is_not_guessed(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    put(&card, 248, "K");
    assert_refused(&card, REFUSED_LAYOUT);
}

static void a_wrong_check_digit_is_refused(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    put(&card, 122 + 34, "1");
    assert_refused(&card, REFUSED_CHECK_DIGIT);
}

static void a_birth_that_the_number_contradicts_is_refused(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    put(&card, 36, "19000102");
    assert_refused(&card, REFUSED_BIRTH);
}

static void days_that_no_calendar_has_are_refused(void **state)
{
    (void)state;
    static const char *const days[] = {"20250229", "20261301", "20260431",
                                       "2026010 ", "2026010A", "00000000"};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        struct card card = card_of(card_frame_mainland);
        put(&card, 188, days[i]);
        assert_refused(&card, REFUSED_DATES);
    }
    struct card leap = card_of(card_frame_mainland);
    put(&leap, 188, "20240229");
    assert_int_equal(read_good(&leap).valid_from, 20240229);
}

static void a_card_that_ends_before_it_begins_is_refused(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland_dated);
    put(&card, 204, "20200101");
    assert_refused(&card, REFUSED_DATES);
}

static void long_term_on_a_permit_that_must_be_dated_is_refused(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_hmt), mainland = card_of(card_frame_mainland);
    memcpy(card.text + 204, mainland.text + 204, 16);
    assert_refused(&card, REFUSED_DATES);
}

static void lone_surrogates_unknown_sexes_and_empty_names_are_refused(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    card.text[0] = 0x00;
    card.text[1] = 0xD8;
    assert_refused(&card, REFUSED_LAYOUT);
    card = card_of(card_frame_mainland);
    put(&card, 30, "3");
    assert_refused(&card, REFUSED_LAYOUT);
    card = card_of(card_frame_mainland);
    put(&card, 0, "               ");
    assert_refused(&card, REFUSED_LAYOUT);
}

static void control_characters_have_no_place_in_a_text(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    put(&card, 54, "\n"); /* in the middle of the address */
    assert_refused(&card, REFUSED_LAYOUT);
    card = card_of(card_frame_mainland);
    put(&card, 2, "\x1B");
    assert_refused(&card, REFUSED_LAYOUT);
}

static void fields_are_padded_with_any_of_three_blanks(void **state)
{
    (void)state;
    static const uint8_t blanks[][2] = {{0x20, 0}, {0, 0}, {0x00, 0x30}};
    for (size_t b = 0; b < COUNT_OF(blanks); b++) {
        struct card card = card_of(card_frame_mainland);
        for (size_t at = 6; at < 30; at += 2)
            memcpy(card.text + at, blanks[b], 2);
        assert_string_equal(read_good(&card).name, "测试甲");
    }
}

static void a_rare_character_outside_the_basic_plane_is_kept(void **state)
{
    (void)state;
    struct card card = card_of(card_frame_mainland);
    static const uint8_t u20bb7[] = {0x42, 0xD8, 0xB7, 0xDF};
    memcpy(card.text, u20bb7, sizeof u20bb7);
    put(&card, 4, " ");
    assert_string_equal(read_good(&card).name, "𠮷");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mainland_card_with_long_term_validity),
        cmocka_unit_test(a_name_that_fills_its_field_keeps_every_character),
        cmocka_unit_test(a_hong_kong_permit),
        cmocka_unit_test(a_foreign_card_of_2017),
        cmocka_unit_test(the_check_digit_of_2017_is_known_and_refuses_nobody),
        cmocka_unit_test(a_card_without_a_chinese_name_shows_the_latin_one),
        cmocka_unit_test(a_foreign_card_of_2023_has_no_ethnic_group_and_one_name_from_two_places),
        cmocka_unit_test(an_unknown_layout_is_not_guessed),
        cmocka_unit_test(a_wrong_check_digit_is_refused),
        cmocka_unit_test(a_birth_that_the_number_contradicts_is_refused),
        cmocka_unit_test(days_that_no_calendar_has_are_refused),
        cmocka_unit_test(a_card_that_ends_before_it_begins_is_refused),
        cmocka_unit_test(long_term_on_a_permit_that_must_be_dated_is_refused),
        cmocka_unit_test(lone_surrogates_unknown_sexes_and_empty_names_are_refused),
        cmocka_unit_test(control_characters_have_no_place_in_a_text),
        cmocka_unit_test(fields_are_padded_with_any_of_three_blanks),
        cmocka_unit_test(a_rare_character_outside_the_basic_plane_is_kept),
    };
    return cmocka_run_group_tests_name("card_text", tests, NULL, NULL);
}
