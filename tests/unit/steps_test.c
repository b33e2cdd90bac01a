/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a device that stops answering would hang its conversation for ever, or its clean-up would be
 * skipped.
 */
#include "drivers/usb/steps.h"

#include "base/clock.h"
#include "tests/support/test_time.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct talk {
    struct steps steps;
    char path[64]; /* the steps that ran, one letter each */
    int done;
    char failed[32], why[64];
};

static void note(struct talk *talk, char letter)
{
    size_t len = strlen(talk->path);
    talk->path[len] = letter;
}

static void run_a(void *arg)
{
    struct talk *talk = arg;
    note(talk, 'a');
    steps_next(&talk->steps);
}

static void run_silent(void *arg)
{
    note(arg, 's');
}

static void run_fail(void *arg)
{
    struct talk *talk = arg;
    note(talk, 'f');
    steps_fail(&talk->steps, "verdict 41");
}

static void run_clean(void *arg)
{
    struct talk *talk = arg;
    note(talk, 'c');
    steps_next(&talk->steps);
}

static void run_jump(void *arg)
{
    struct talk *talk = arg;
    note(talk, 'j');
    steps_jump(&talk->steps, "last");
}

static void on_done(void *arg, const char *failed, const char *why)
{
    struct talk *talk = arg;
    talk->done++;
    snprintf(talk->failed, sizeof talk->failed, "%s", failed ? failed : "");
    snprintf(talk->why, sizeof talk->why, "%s", why ? why : "");
}

static struct talk play(const struct step *table)
{
    static struct talk talk;
    struct loop *loop = loop_create();
    talk = (struct talk){0};
    steps_start(&talk.steps, loop, table, on_done, &talk);
    int64_t end = clock_real_mono_ms() + 1000;
    while (!talk.done && clock_real_mono_ms() < end)
        loop_turn(loop, 20);
    loop_destroy(loop);
    return talk;
}

static void all_steps_run_in_order_and_done_is_told_once(void **state)
{
    (void)state;
    static const struct step table[] = {{.name = "one", .run = run_a}, {.name = "two", .run = run_a}, {0}};
    struct talk talk = play(table);
    assert_string_equal(talk.path, "aa");
    assert_int_equal(talk.done, 1);
    assert_string_equal(talk.failed, "");
}

static void a_silent_step_ends_with_its_name_and_limit(void **state)
{
    (void)state;
    static const struct step table[] = {
        {.name = "find", .run = run_silent, .timeout_ms = 30}, {.name = "never", .run = run_a}, {0}};
    struct talk talk = play(table);
    assert_string_equal(talk.path, "s");
    assert_string_equal(talk.failed, "find");
    assert_string_equal(talk.why, "no answer in 30 ms");
}

static void clean_up_runs_after_a_failure_and_the_first_reason_stays(void **state)
{
    (void)state;
    static const struct step table[] = {{.name = "read", .run = run_fail},
                                        {.name = "skipped", .run = run_a},
                                        {.name = "drain", .run = run_clean, .always = true},
                                        {.name = "again", .run = run_fail, .always = true},
                                        {0}};
    struct talk talk = play(table);
    assert_string_equal(talk.path, "fcf");
    assert_string_equal(talk.failed, "read");
    assert_string_equal(talk.why, "verdict 41");
}

static void a_jump_skips_what_lies_between(void **state)
{
    (void)state;
    static const struct step table[] = {{.name = "jump", .run = run_jump},
                                        {.name = "between", .run = run_fail},
                                        {.name = "last", .run = run_a},
                                        {0}};
    assert_string_equal(play(table).path, "ja");
}

static void a_stopped_conversation_says_nothing_more(void **state)
{
    (void)state;
    static const struct step table[] = {{.name = "find", .run = run_silent, .timeout_ms = 10}, {0}};
    struct loop *loop = loop_create();
    struct talk talk = {0};
    steps_start(&talk.steps, loop, table, on_done, &talk);
    steps_stop(&talk.steps);
    steps_next(&talk.steps);
    steps_fail(&talk.steps, "late");
    for (int i = 0; i < 3; i++)
        loop_turn(loop, 20);
    assert_int_equal(talk.done, 0);
    assert_false(steps_running(&talk.steps));
    loop_destroy(loop);
}

int main(void)
{
    test_time_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_steps_run_in_order_and_done_is_told_once),
        cmocka_unit_test(a_silent_step_ends_with_its_name_and_limit),
        cmocka_unit_test(clean_up_runs_after_a_failure_and_the_first_reason_stays),
        cmocka_unit_test(a_jump_skips_what_lies_between),
        cmocka_unit_test(a_stopped_conversation_says_nothing_more),
    };
    return cmocka_run_group_tests_name("steps", tests, NULL, NULL);
}
