/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without this: a mistyped option would be taken for a file, or silently for nothing. */
#include "base/options.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct wanted {
    const char *state, *window;
    bool sim;
};
static const struct option_row rows[] = {
    OPTION_VALUE(struct wanted, "--state", state),
    OPTION_WORDS(struct wanted, "--window", window, "fit|1:1"),
    OPTION_SWITCH(struct wanted, "--sim", sim),
    {0},
};

#define ARGV(...)                                                                                            \
    (char *[])                                                                                               \
    {                                                                                                        \
        "program", __VA_ARGS__, NULL                                                                         \
    }

static void read_well(char **argv, struct wanted *ret, int operands)
{
    struct err err;
    int count;
    *ret = (struct wanted){0};
    assert_true(options_read(rows, argv, ret, &count, &err));
    assert_int_equal(count, operands);
}

static void refused(char **argv, const char *sentence)
{
    struct wanted wanted = {0};
    struct err err;
    int count;
    assert_false(options_read(rows, argv, &wanted, &count, &err));
    assert_string_equal(err.text, sentence);
}

static void values_stand_behind_or_are_joined(void **state)
{
    (void)state;
    struct wanted wanted;
    read_well(ARGV("--state", "a", "--sim", "--window=1:1"), &wanted, 0);
    assert_string_equal(wanted.state, "a");
    assert_string_equal(wanted.window, "1:1");
    assert_true(wanted.sim);
}

static void operands_are_gathered_in_order(void **state)
{
    (void)state;
    struct wanted wanted;
    char **argv = ARGV("one", "--state", "a", "-", "--", "--sim");
    read_well(argv, &wanted, 3);
    assert_string_equal(argv[1], "one");
    assert_string_equal(argv[2], "-");
    assert_string_equal(argv[3], "--sim");
    assert_null(argv[4]);
    assert_false(wanted.sim);
}

static void what_is_wrong_is_said(void **state)
{
    (void)state;
    refused(ARGV("--stat", "a"), "--stat: no such option");
    refused(ARGV("--states=a"), "--states=a: no such option");
    refused(ARGV("--state"), "--state: a value must follow");
    refused(ARGV("--state="), "--state: a value must follow");
    refused(ARGV("--state", ""), "--state: a value must follow");
    refused(ARGV("--sim=yes"), "--sim: it takes no value");
    refused(ARGV("--window", "fi"), "--window fi: it must be one of fit|1:1");
    refused(ARGV("--window", "1:1|"), "--window 1:1|: it must be one of fit|1:1");
}

static void help_is_asked_for_anywhere_among_the_options(void **state)
{
    (void)state;
    assert_true(options_ask_help(ARGV("--help")));
    assert_true(options_ask_help(ARGV("one", "--state", "a", "-h")));
    assert_false(options_ask_help(ARGV("one", "-hh", "help")));
    assert_false(options_ask_help(ARGV("one", "--", "--help")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stand_behind_or_are_joined),
        cmocka_unit_test(operands_are_gathered_in_order),
        cmocka_unit_test(what_is_wrong_is_said),
        cmocka_unit_test(help_is_asked_for_anywhere_among_the_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
