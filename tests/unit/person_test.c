/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, a screen could show more of a person than it must, and a card that is still good (长期, a
 * birthday tomorrow, the last day) could be turned away.
 */
#include "person/person.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct person pensioner(void)
{
    return (struct person){
        .layout = CARD_MAINLAND,
        .birth = 19510307,
        .valid_from = 20060101,
        .valid_to = PERSON_LONG_TERM,
        .sex = '2',
        .ethnic = "01",
        .name = "李桂英",
        .address = "上海市测试区云桥路1号",
        .number = "310199195103070021",
        .authority = "测试市公安局",
    };
}

static void check_digits_follow_gb_11643(void **state)
{
    (void)state;
    assert_true(person_number_valid("310199195103070021"));
    assert_true(person_number_valid("310199198802290035"));
    assert_true(person_number_valid("310199201101010015"));
    assert_int_equal(person_check_digit("31019919510307002"), '1');
    assert_false(person_number_valid("310199195103070022"));
    assert_false(person_number_valid("310199195103070201")); /* neighbours swapped */
    assert_false(person_number_valid("31019919510307002"));
    assert_false(person_number_valid("31019919510307002x"));
    char impossible[] = "310199198902290030"; /* 1989 had no 29 February, whatever the check digit */
    impossible[17] = person_check_digit(impossible);
    assert_false(person_number_valid(impossible));
}

static void a_check_digit_may_be_x_in_upper_case_only(void **state)
{
    (void)state;
    char number[] = "310199195103070000";
    for (int serial = 0; serial < 1000; serial++) {
        number[14] = (char)('0' + serial / 100);
        number[15] = (char)('0' + serial / 10 % 10);
        number[16] = (char)('0' + serial % 10);
        number[17] = person_check_digit(number);
        assert_true(person_number_valid(number));
        if (number[17] == 'X') {
            number[17] = 'x';
            assert_false(person_number_valid(number));
            return;
        }
    }
    fail_msg("no serial gave an X");
}

static void a_sound_person_is_valid_and_each_damage_is_not(void **state)
{
    (void)state;
    struct person person = pensioner();
    assert_true(person_valid(&person));
    person.layout = CARD_FOREIGN_2023 + 1;
    assert_false(person_valid(&person));
    person = pensioner();
    memset(person.name, 'x', sizeof person.name);
    assert_false(person_valid(&person));
    person = pensioner();
    strcpy(person.address, "\xE6\x9D");
    assert_false(person_valid(&person));
    person = pensioner();
    person.name[0] = '\0';
    assert_false(person_valid(&person));
    person = pensioner();
    person.birth = 19510230;
    assert_false(person_valid(&person));
    person = pensioner();
    person.valid_to = 20050101;
    assert_false(person_valid(&person));
    person = pensioner();
    person.sex = '\0';
    assert_false(person_valid(&person));
    person = pensioner();
    strcpy(person.number, "3101991951030700211");
    assert_false(person_valid(&person));
}

static void age_counts_from_the_birthday(void **state)
{
    (void)state;
    struct person person = pensioner();
    assert_int_equal(person_age(&person, 20261123), 75);
    assert_int_equal(person_age(&person, 20260306), 74);
    assert_int_equal(person_age(&person, 20260307), 75);
    assert_int_equal(person_age(&person, 19500101), 0);
    person.birth = 19880229;
    assert_int_equal(person_age(&person, 20250228), 36);
    assert_int_equal(person_age(&person, 20250301), 37);
}

static void a_long_term_card_never_expires_and_the_last_day_counts(void **state)
{
    (void)state;
    struct person person = pensioner();
    assert_false(person_expired(&person, 99991231));
    person.valid_to = 20261123;
    assert_false(person_expired(&person, 20261123));
    assert_true(person_expired(&person, 20261124));
}

static void the_last_four_of_a_short_number_are_all_of_it(void **state)
{
    (void)state;
    struct person person = pensioner();
    assert_string_equal(person_last_four(&person), "0021");
    strcpy(person.number, "12");
    assert_string_equal(person_last_four(&person), "12");
}

static void a_masked_name_always_hides_something(void **state)
{
    (void)state;
    static const struct {
        const char *name, *masked;
    } names[] = {
        {"张", "*"},
        {"张丰", "张*"},
        {"李桂英", "李*英"},
        {"欧阳建国", "欧**国"},
        {"𠮷田", "𠮷*"},
        {"买买提·阿卜杜拉·热合曼", "买买提·****·热合曼"},
        {"阿依古丽·买买提", "阿依古丽·**提"},
        {"SMITH JOHN ADAM", "S**** J*** A***"},
        {"", ""},
    };
    char masked[PERSON_NAME_BYTES];
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        person_mask_name(names[i].name, masked, sizeof masked);
        assert_string_equal(masked, names[i].masked);
    }
    char tiny[6];
    person_mask_name("李桂英", tiny, sizeof tiny); /* cut at a character, never beyond the end */
    assert_string_equal(tiny, "李*");
}

static void numbers_show_three_and_four(void **state)
{
    (void)state;
    char masked[PERSON_NUMBER_BYTES];
    person_mask_number("310199195103070021", masked, sizeof masked);
    assert_string_equal(masked, "310***********0021");
    person_mask_number("13812341234", masked, sizeof masked);
    assert_string_equal(masked, "138****1234");
    person_mask_number("1234567", masked, sizeof masked);
    assert_string_equal(masked, "*******");
}

static void addresses_end_at_the_road(void **state)
{
    (void)state;
    char masked[PERSON_ADDRESS_BYTES];
    person_mask_address("上海市测试区云桥路1号", masked, sizeof masked);
    assert_string_equal(masked, "上海市测试区云桥路****");
    person_mask_address("上海市测试区云桥镇东村12组", masked, sizeof masked);
    assert_string_equal(masked, "上海市测试区云桥镇东村****");
    person_mask_address("某地1号", masked, sizeof masked);
    assert_string_equal(masked, "****");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_digits_follow_gb_11643),
        cmocka_unit_test(a_check_digit_may_be_x_in_upper_case_only),
        cmocka_unit_test(a_sound_person_is_valid_and_each_damage_is_not),
        cmocka_unit_test(age_counts_from_the_birthday),
        cmocka_unit_test(a_long_term_card_never_expires_and_the_last_day_counts),
        cmocka_unit_test(the_last_four_of_a_short_number_are_all_of_it),
        cmocka_unit_test(a_masked_name_always_hides_something),
        cmocka_unit_test(numbers_show_three_and_four),
        cmocka_unit_test(addresses_end_at_the_road),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
