/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A case number is read over the phone and typed by hand. Without these tests a slip of one digit could open
 * somebody else's case.
 */
#include "casework/number.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char example[] = "118-03-261123-0042-94";

static void example_of_the_standard_form(void **state)
{
    (void)state;
    uint64_t number = case_number_make(118, 3, 20261123, 42), parsed;
    char text[CASE_NUMBER_TEXT];
    case_number_format(number, text);
    assert_string_equal(text, example);
    assert_true(number == UINT64_C(11803261123004294));
    assert_true(case_number_parse(text, &parsed) && parsed == number);
    assert_int_equal(case_number_serial(number), 42);
    assert_int_equal(case_number_date(number), 20261123);
    case_number_format(case_number_make(118, 3, 20261123, 24), text);
    assert_string_equal(text, "118-03-261123-0024-51");
    case_number_format(case_number_make(118, 3, 20261123, 52), text);
    assert_string_equal(text, "118-03-261123-0052-64");
}

static void low_town_keeps_its_zeros(void **state)
{
    (void)state;
    char text[CASE_NUMBER_TEXT];
    uint64_t number = case_number_make(1, 1, 20260101, 1), parsed;
    case_number_format(number, text);
    assert_memory_equal(text, "001-01-260101-0001-", 19);
    assert_true(case_number_parse(text, &parsed) && parsed == number);
}

static void every_wrong_digit_is_found(void **state)
{
    (void)state;
    uint64_t parsed;
    for (size_t i = 0; i < strlen(example); i++)
        for (char digit = '0'; digit <= '9' && example[i] != '-'; digit++) {
            char text[CASE_NUMBER_TEXT];
            memcpy(text, example, sizeof text);
            text[i] = digit;
            assert_int_equal(case_number_parse(text, &parsed), digit == example[i]);
        }
}

static void every_swap_of_neighbours_is_found(void **state)
{
    (void)state;
    uint64_t parsed;
    for (size_t i = 0; i + 1 < strlen(example); i++) {
        char text[CASE_NUMBER_TEXT];
        memcpy(text, example, sizeof text);
        text[i] = example[i + 1];
        text[i + 1] = example[i];
        assert_int_equal(case_number_parse(text, &parsed), strcmp(text, example) == 0);
    }
}

static void only_the_strict_form_is_read(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "11803261123004294",
        "118-03-261123-0042-9",
        "118-03-261123-0042-944",
        " 118-03-261123-0042-94",
        "118-03-261123-0042_94",
        "118-03-261123-004A-94",
        "１18-03-261123-0042-94",
    };
    uint64_t parsed = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(case_number_parse(wrong[i], &parsed));
    assert_int_equal(parsed, 7);
}

static void good_check_digits_do_not_save_a_wrong_number(void **state)
{
    (void)state;
    /* 13th month, no kiosk, no serial, more than 17 digits; each with fitting check digits. */
    static const uint64_t bodies[] = {118032613230042, 118002611230042, 118032611230000, 1180326112300421};
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        assert_false(case_number_valid(bodies[i] * 100 + 98 - bodies[i] * 100 % 97));
    /* 00 and 97 leave the same remainder; only one of them is written. */
    assert_true(case_number_valid(case_number_make(118, 3, 20261123, 1)));
    for (unsigned serial = 1; serial < 200; serial++) {
        uint64_t number = case_number_make(118, 3, 20261123, serial);
        if (number % 100 == 97)
            assert_false(case_number_valid(number - 97));
        if (number % 100 == 98)
            assert_false(case_number_valid(number - 97));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_of_the_standard_form),
        cmocka_unit_test(low_town_keeps_its_zeros),
        cmocka_unit_test(every_wrong_digit_is_found),
        cmocka_unit_test(every_swap_of_neighbours_is_found),
        cmocka_unit_test(only_the_strict_form_is_read),
        cmocka_unit_test(good_check_digits_do_not_save_a_wrong_number),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
