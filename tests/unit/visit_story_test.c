/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: a visit that is misread passes for the wrong reason. A quoted blank that splits, a
 * comment sign inside quotes that cuts, a duration taken as zero, an expectation with a typo that is taken
 * for another one.
 */
#include "tests/visit/expect.h"
#include "tests/visit/play.h"
#include "tests/visit/story.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/liqu-story-test.visit";

static bool load(const char *text, struct story *ret, struct err *err)
{
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return story_load(path, ret, err);
}

static void words_quotes_and_comments_are_told_apart(void **state)
{
    (void)state;
    struct story story;
    struct err err;
    assert_true(
        load("# why\n\nstart --lang en  # not this\n  expect text \"a # b \\\"c\\\"\"\n", &story, &err));
    assert_int_equal(story.count, 2);
    assert_string_equal(story.purpose, "why");
    assert_string_equal(story.name, "liqu-story-test");
    assert_int_equal(story.lines[0].count, 3);
    assert_int_equal(story.lines[0].number, 3);
    assert_int_equal(story.lines[1].count, 3);
    assert_string_equal(story.lines[1].words[2], "a # b \"c\"");
    story_finish(&story);
}

static void a_visit_may_leave_its_reason_out(void **state)
{
    (void)state;
    struct story story;
    struct err err;
    assert_true(load("start\nstop\n", &story, &err));
    assert_int_equal(story.count, 2);
    assert_string_equal(story.purpose, "");
    story_finish(&story);
}

static void an_open_quote_is_refused_with_its_line(void **state)
{
    (void)state;
    struct story story;
    struct err err;
    assert_false(load("# why\nstart\nexpect text \"half\n", &story, &err));
    assert_non_null(strstr(err.text, ":3:"));
}

static void durations_have_units(void **state)
{
    (void)state;
    assert_int_equal(story_duration_ms("3"), 3000);
    assert_int_equal(story_duration_ms("0.5"), 500);
    assert_int_equal(story_duration_ms("200ms"), 200);
    assert_int_equal(story_duration_ms("2m"), 120000);
    assert_int_equal(story_duration_ms("3h"), -1);
    assert_int_equal(story_duration_ms("-1"), -1);
    assert_int_equal(story_duration_ms(""), -1);
}

static bool checks(const char *command)
{
    struct story story;
    struct err err;
    char text[200];
    snprintf(text, sizeof text, "# why\nstart\n%s\n", command);
    assert_true(load(text, &story, &err));
    bool ok = play_check(&story, &err);
    story_finish(&story);
    return ok;
}

static void every_form_of_the_contract_is_taken(void **state)
{
    (void)state;
    static const char *const good[] = {
        "expect screen scan_card",
        "expect screen confirm within 3",
        "expect text \"x\" within 200ms",
        "expect no text \"x\"",
        "expect element nav.next",
        "expect element nav.next disabled",
        "expect sheets 2",
        "expect sheet 1 text \"x\"",
        "expect sheet 1 no text \"x\"",
        "expect sheet 2 qr verifies",
        "expect sheet 2 qr opens",
        "expect journal issues printed=0 taken=1",
        "expect device printer attention",
        "expect process kiosk restarted",
        "expect nothing-personal",
        "fault printer stall 81 0 1",
        "card place li-guiying second",
        "allow log \"x\"",
        "clock +61",
        "paper load 60",
    };
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!checks(good[i]))
            fail_msg("refused: %s", good[i]);
}

static void a_typo_is_no_other_expectation(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "expect scren idle",
        "expect screen",
        "expect sheets many",
        "expect sheet 1 qr verify",
        "expect journal issue x=1",
        "expect journal issues printed",
        "expect device printer ok",
        "expect process journal alive",
        "expect screen idle within soon",
        "expect element nav.next greyed",
        "expect nothing-personal now",
        "tap",
        "start --printr epson-pid",
        "jump",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (checks(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_quotes_and_comments_are_told_apart),
        cmocka_unit_test(a_visit_may_leave_its_reason_out),
        cmocka_unit_test(an_open_quote_is_refused_with_its_line),
        cmocka_unit_test(durations_have_units),
        cmocka_unit_test(every_form_of_the_contract_is_taken),
        cmocka_unit_test(a_typo_is_no_other_expectation),
    };
    return cmocka_run_group_tests(tests, NULL, remove_file);
}
