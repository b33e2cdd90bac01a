/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without these: a key of the bench that shows what is not so, one whose second touch does not undo the
 * first, and a sheet on the screen that is not the sheet that was cut.
 */
#include "tests/deskbench/bench.h"
#include "tests/deskbench/panel.h"

#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CARDS "[{\"name\":\"li-guiying\",\"holder\":\"李桂英\"},{\"name\":\"zhang-san\",\"holder\":\"张三\"}]"
#define STATE_CALM                                                                                           \
    "{\"speed\":1,\"reader\":{\"plugged\":true,\"cards\":[]},\"printer\":{\"plugged\":true,"                 \
    "\"paper_out\":false,\"paper_low\":false,\"cover_open\":false,\"head_hot\":false,\"cutter_jam\":false,"  \
    "\"sheets\":1,\"taken\":1,\"hanging_rows\":0}}"
#define STATE_TROUBLE                                                                                        \
    "{\"speed\":1,\"reader\":{\"plugged\":false,\"cards\":[\"zhang-san\"]},\"printer\":{\"plugged\":true,"   \
    "\"paper_out\":true,\"paper_low\":true,\"cover_open\":true,\"head_hot\":true,\"cutter_jam\":true,"       \
    "\"sheets\":2,\"taken\":1,\"hanging_rows\":77}}"

static char lines[BENCH_LINES][BENCH_LINE];

static void take(struct bench *bench, const char *state)
{
    struct err err;
    assert_true(bench_take_cards(bench, CARDS, &err));
    assert_true(bench_take_state(bench, state, &err));
}

static void a_second_touch_undoes_the_first(void **state)
{
    static const char *const pairs[][3] = {
        {"reader.cable", "reader unplug", "reader plug"}, {"paper.low", "paper low", "paper load"},
        {"paper.out", "paper out", "paper load"},         {"cover", "cover open", "cover close"},
        {"cutter", "cutter jam", "cutter clear"},         {"head", "head hot", "head cool"},
    };
    struct bench bench = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        take(&bench, STATE_CALM);
        assert_int_equal(bench_touch(&bench, pairs[i][0], lines), 1);
        assert_string_equal(lines[0], pairs[i][1]);
        take(&bench, STATE_TROUBLE);
        assert_int_equal(bench_touch(&bench, pairs[i][0], lines), 1);
        assert_string_equal(lines[0], pairs[i][2]);
    }
}

static void a_cable_in_place_is_a_key_at_rest(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_TROUBLE);
    assert_int_equal(bench_touch(&bench, "printer.cable", lines), 1);
    assert_string_equal(lines[0], "printer unplug");
}

static void the_plate_takes_one_card_at_a_time(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_CALM);
    assert_int_equal(bench_touch(&bench, "card.li-guiying", lines), 1);
    assert_string_equal(lines[0], "card place li-guiying");
    take(&bench, STATE_TROUBLE);
    assert_int_equal(bench_touch(&bench, "card.zhang-san", lines), 1);
    assert_string_equal(lines[0], "card lift");
    assert_int_equal(bench_touch(&bench, "card.li-guiying", lines), 2);
    assert_string_equal(lines[0], "card lift");
    assert_string_equal(lines[1], "card place li-guiying");
}

static void only_a_sheet_that_waits_can_be_taken(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_CALM);
    assert_int_equal(bench_touch(&bench, BENCH_TAKE, lines), 0);
    take(&bench, STATE_TROUBLE);
    assert_int_equal(bench_touch(&bench, BENCH_TAKE, lines), 1);
    assert_string_equal(lines[0], "sheet take");
    assert_int_equal(bench.hanging_rows, 77);
}

static void a_device_that_was_not_given_has_no_live_keys(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    assert_true(bench_take_state(&bench, "{\"speed\":1,\"reader\":{\"plugged\":true}}", &err));
    assert_int_equal(bench_touch(&bench, "cover", lines), 0);
    assert_int_equal(bench_touch(&bench, "reader.cable", lines), 1);
    assert_int_equal(bench_touch(&bench, "nothing.such", lines), 0);
}

static void the_newest_sheet_comes_first(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    assert_true(bench_take_sheets(&bench,
                                  "[{\"n\":1,\"file\":\"/s/1\",\"taken\":true},{\"n\":2,\"file\":\"/s/2\","
                                  "\"taken\":true},{\"n\":3,\"file\":\"/s/3\",\"taken\":true},"
                                  "{\"n\":4,\"file\":\"/s/4\",\"taken\":false}]",
                                  &err));
    assert_int_equal(bench.newest_count, BENCH_SHEETS);
    assert_int_equal(bench.newest[0].number, 4);
    assert_string_equal(bench.newest[0].file, "/s/4");
    assert_false(bench.newest[0].taken);
    assert_int_equal(bench.newest[2].number, 2);
    assert_true(bench.newest[2].taken);
}

static void a_broken_answer_changes_nothing(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    take(&bench, STATE_TROUBLE);
    struct bench before = bench;
    assert_false(bench_take_cards(&bench, "[{\"name\":\"x\"}]", &err));
    assert_false(bench_take_state(&bench, "{\"reader\":", &err));
    assert_false(bench_take_sheets(&bench, "[{\"n\":1}]", &err));
    assert_false(bench_take_state(&bench, "{\"reader\":{}}", &err));
    assert_string_equal(err.text, "state: the reader does not tell plugged");
    assert_memory_equal(&bench, &before, sizeof bench);
}

/* Black on the left half, white on the right. */
static void write_sheet(const char *path, unsigned w, unsigned h)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .width = w, .height = h, .format = PNG_FORMAT_GRAY};
    uint8_t *gray = malloc((size_t)w * h);
    assert_non_null(gray);
    for (size_t i = 0; i < (size_t)w * h; i++)
        gray[i] = i % w < w / 2 ? 0 : 255;
    assert_true(png_image_write_to_file(&image, path, 0, gray, 0, NULL));
    free(gray);
}

static void a_long_sheet_is_shrunk_while_it_can_be_read(void **state)
{
    char path[] = "/tmp/liqu-picture-XXXXXX";
    struct picture picture = {0};
    struct err err;
    (void)state;
    close(mkstemp(path));
    write_sheet(path, 576, 400);
    assert_true(picture_load(&picture, path, 300, &err));
    assert_int_equal(picture.w, 288);
    assert_int_equal(picture.h, 200);
    assert_int_equal(picture.dots[143], 255);
    assert_int_equal(picture.dots[144], 0);
    write_sheet(path, 576, 720);
    assert_true(picture_load(&picture, path, 300, &err));
    assert_int_equal(picture.w, 240);
    assert_int_equal(picture.h, 300);
    assert_int_equal(picture.dots[299 * 240 + 119], 255);
    assert_int_equal(picture.dots[299 * 240 + 120], 0);
    write_sheet(path, 576, 2000);
    assert_true(picture_load(&picture, path, 300, &err));
    assert_int_equal(picture.w, 230);
    assert_int_equal(picture.h, 800);
    unlink(path);
    assert_false(picture_load(&picture, path, 300, &err));
    assert_null(picture.dots);
    picture_finish(&picture);
}

static void turning_shows_all_of_a_long_sheet_and_comes_back(void **state)
{
    struct panel panel = {.sheets[0] = {.w = 230, .h = 2 * PANEL_PAPER}};
    (void)state;
    int shown = PANEL_PAPER, turns = 0;
    do {
        panel_turn(&panel);
        assert_in_range(panel.skip, 0, shown); /* no row is left out */
        shown = panel.skip + PANEL_PAPER;
        turns++;
    } while (panel.skip && turns < 10);
    assert_int_equal(turns, 3);
    panel.sheets[0].h = PANEL_PAPER;
    panel_turn(&panel);
    assert_int_equal(panel.skip, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_touch_undoes_the_first),
        cmocka_unit_test(a_cable_in_place_is_a_key_at_rest),
        cmocka_unit_test(the_plate_takes_one_card_at_a_time),
        cmocka_unit_test(only_a_sheet_that_waits_can_be_taken),
        cmocka_unit_test(a_device_that_was_not_given_has_no_live_keys),
        cmocka_unit_test(the_newest_sheet_comes_first),
        cmocka_unit_test(a_broken_answer_changes_nothing),
        cmocka_unit_test(a_long_sheet_is_shrunk_while_it_can_be_read),
        cmocka_unit_test(turning_shows_all_of_a_long_sheet_and_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
