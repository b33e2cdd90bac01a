/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without these: a key of the bench that shows what is not so, one whose second touch does not undo the
 * first, and a sheet in the window of which a part is not to be seen or a code is cut in two.
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

#define CARDS                                                                                                \
    "[{\"name\":\"li-guiying\",\"holder\":\"李桂英\",\"about\":{\"zh\":\"75 岁\",\"en\":\"all\"}},"      \
    "{\"name\":\"zhang-san\",\"holder\":\"张三\"},{\"name\":\"zhao-xiaoyu\",\"holder\":\"赵小雨\","     \
    "\"about\":{\"zh\":\"\",\"en\":\"young\"}}]"
#define STATE(READER, PRINTER)                                                                               \
    "{\"speed\":1,\"reader\":{" READER "},\"printer\":{\"plugged\":true," PRINTER                            \
    ",\"torn\":0,\"hanging_rows\":77}}"
#define PAPER(MM, OUT, LOW) "\"paper_mm\":" MM ",\"paper_out\":" OUT ",\"paper_low\":" LOW
#define CALM                                                                                                 \
    PAPER("60000", "false", "false")                                                                         \
    ",\"cover_open\":false,\"head_hot\":false,\"cutter_jam\":false,\"sheets\":1,\"taken\":1"
#define BROKEN(PAPER)                                                                                        \
    PAPER ",\"cover_open\":true,\"head_hot\":true,\"cutter_jam\":true,\"sheets\":3,\"taken\":1"
#define STATE_CALM    STATE("\"plugged\":true,\"cards\":[]", CALM)
#define STATE_TROUBLE STATE("\"plugged\":false,\"cards\":[\"zhang-san\"]", BROKEN(PAPER("0", "true", "true")))
#define STATE_TWO     STATE("\"plugged\":true,\"cards\":[\"zhang-san\",\"li-guiying\"]", CALM)
#define STATE_LOW     STATE("\"plugged\":true,\"cards\":[]", BROKEN(PAPER("1499", "false", "true")))
#define STATE_ENDS    STATE("\"plugged\":true,\"cards\":[]", BROKEN(PAPER("23", "false", "true")))
#define PROGRAMS                                                                                             \
    "[{\"name\":\"sim\",\"pid\":7,\"starts\":1,\"alive\":true},{\"name\":\"district\",\"pid\":0,\"starts\":" \
    "1,"                                                                                                     \
    "\"alive\":false},{\"name\":\"kiosk\",\"pid\":8,\"starts\":2,\"alive\":true}]"

static void take(struct bench *bench, const char *state)
{
    struct err err;
    assert_true(bench_take_cards(bench, CARDS, &err));
    assert_true(bench_take_state(bench, state, &err));
}

static void sends(const struct bench *bench, const char *id, enum bench_peer peer, const char *line)
{
    struct bench_order order = {0};
    assert_true(bench_touch(bench, id, &order));
    assert_string_equal(order.line, line);
    assert_int_equal(order.peer, peer);
}

static void sends_nothing(const struct bench *bench, const char *id)
{
    struct bench_order order;
    assert_false(bench_touch(bench, id, &order));
}

static void a_second_touch_undoes_the_first(void **state)
{
    static const char *const pairs[][4] = {
        {"reader.cable", "reader unplug", "reader plug", STATE_TROUBLE},
        {"paper.low", "paper low", "paper out after 60000", STATE_LOW},
        {"paper.ends", "paper out after 40", "paper out after 60000", STATE_ENDS},
        {"paper.out", "paper out", "paper load", STATE_TROUBLE},
        {"cover", "cover open", "cover close", STATE_TROUBLE},
        {"cutter", "cutter jam", "cutter clear", STATE_TROUBLE},
        {"head", "head hot", "head cool", STATE_TROUBLE},
    };
    struct bench bench = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        take(&bench, STATE_CALM);
        sends(&bench, pairs[i][0], PEER_SIM, pairs[i][1]);
        take(&bench, pairs[i][3]);
        sends(&bench, pairs[i][0], PEER_SIM, pairs[i][2]);
    }
}

static void of_the_three_paper_keys_only_the_one_that_is_so_is_dark(void **state)
{
    static const struct {
        const char *state;
        bool low, ends, out;
    } cases[] = {{STATE_CALM, false, false, false},
                 {STATE_LOW, true, false, false},
                 {STATE_ENDS, false, true, false},
                 {STATE_TROUBLE, false, false, true}};
    struct bench bench = {0};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        take(&bench, cases[i].state);
        assert_int_equal(bench.on[SWITCH_PAPER_LOW], cases[i].low);
        assert_int_equal(bench.on[SWITCH_PAPER_ENDS], cases[i].ends);
        assert_int_equal(bench.on[SWITCH_PAPER_OUT], cases[i].out);
    }
    take(&bench, STATE_ENDS);
    assert_int_equal(bench.paper_mm, 23);
}

static void a_cable_in_place_is_a_key_at_rest(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_TROUBLE);
    sends(&bench, "printer.cable", PEER_SIM, "printer unplug");
}

static void programs_are_stopped_killed_and_brought_back_through_the_launcher(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    sends_nothing(&bench, "kiosk.crash");
    assert_true(bench_take_programs(&bench, PROGRAMS, &err));
    assert_true(bench.on[SWITCH_DISTRICT]);
    sends(&bench, "district", PEER_RUN, "restart district");
    sends(&bench, "kiosk.crash", PEER_RUN, "kill kiosk");
    sends_nothing(&bench, "agent"); /* was not started */
    assert_false(bench_take_programs(&bench, "[{\"name\":\"kiosk\"}]", &err));
    assert_true(bench.on[SWITCH_DISTRICT]);
    assert_true(bench_take_programs(&bench, NULL, &err));
    sends_nothing(&bench, "district");
}

static void a_card_beside_another_is_two_cards_and_a_third_finds_no_room(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_CALM);
    sends(&bench, "card.li-guiying", PEER_SIM, "card place li-guiying");
    take(&bench, STATE_TROUBLE);
    sends(&bench, "card.zhang-san", PEER_SIM, "card lift zhang-san");
    sends(&bench, "card.li-guiying", PEER_SIM, "card place li-guiying second");
    take(&bench, STATE_TWO);
    sends(&bench, "card.zhang-san", PEER_SIM, "card lift zhang-san");
    sends(&bench, "card.li-guiying", PEER_SIM, "card lift li-guiying");
    sends_nothing(&bench, "card.zhao-xiaoyu");
    sends_nothing(&bench, "card.nobody");
}

static void a_card_says_what_is_special_about_it(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_CALM);
    assert_string_equal(bench.cards[0].about, "75 岁 all");
    assert_string_equal(bench.cards[1].about, "");
    assert_string_equal(bench.cards[2].about, "young");
}

static void only_a_sheet_that_waits_can_be_taken(void **state)
{
    struct bench bench = {0};
    (void)state;
    take(&bench, STATE_CALM);
    sends_nothing(&bench, BENCH_TAKE);
    take(&bench, STATE_TROUBLE);
    sends(&bench, BENCH_TAKE, PEER_SIM, "sheet take");
    assert_int_equal(bench_waiting(&bench), 2);
    assert_int_equal(bench.hanging_rows, 77);
}

static void a_device_that_was_not_given_has_no_live_keys(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    assert_true(bench_take_state(&bench, "{\"speed\":1,\"reader\":{\"plugged\":true}}", &err));
    sends_nothing(&bench, "cover");
    sends(&bench, "reader.cable", PEER_SIM, "reader unplug");
    sends_nothing(&bench, "nothing.such");
}

#define PIECE(N, KIND, FILE, WAITS)                                                                          \
    "{\"n\":" N ",\"kind\":\"" KIND "\",\"file\":\"/s/" FILE "\",\"waits\":" WAITS "}"
static const char pieces[] =
    "[" PIECE("1", "sheet", "1", "false") "," PIECE("2", "sheet", "2", "false") "," PIECE(
        "1", "torn", "t1", "false") "," PIECE("3", "part", "3", "true") "," PIECE("4", "sheet", "4",
                                                                                  "true") "]";

static void the_newest_piece_comes_first_and_torn_ones_are_told_apart(void **state)
{
    struct bench bench = {0};
    struct err err;
    (void)state;
    assert_true(bench_take_pieces(&bench, pieces, &err));
    assert_int_equal(bench.piece_count, BENCH_PIECES);
    assert_int_equal(bench.pieces[0].number, 4);
    assert_string_equal(bench.pieces[0].file, "/s/4");
    assert_true(bench.pieces[0].waits);
    assert_int_equal(bench.pieces[0].kind, KIND_SHEET);
    assert_int_equal(bench.pieces[1].kind, KIND_PART);
    assert_int_equal(bench.pieces[2].kind, KIND_TORN);
    assert_int_equal(bench.pieces[3].number, 2);
    assert_false(bench.pieces[3].waits);
}

static void a_piece_is_looked_at_until_it_is_no_longer_told_of(void **state)
{
    static struct panel panel;
    struct err err;
    char name[16];
    (void)state;
    assert_null(panel_piece(&panel));
    assert_true(bench_take_pieces(&panel.bench, pieces, &err));
    assert_ptr_equal(panel_piece(&panel), &panel.bench.pieces[0]);
    piece_name(&panel.bench.pieces[2], name);
    assert_string_equal(name, "t1");
    strcpy(panel.looked, name);
    assert_ptr_equal(panel_piece(&panel), &panel.bench.pieces[2]);
    strcpy(panel.looked, "s1");
    assert_ptr_equal(panel_piece(&panel), &panel.bench.pieces[0]);
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
    assert_false(bench_take_pieces(&bench, "[{\"n\":1}]", &err));
    assert_false(bench_take_state(&bench, "{\"reader\":{}}", &err));
    assert_string_equal(err.text, "state: the reader does not tell plugged");
    assert_false(bench_take_state(&bench,
                                  STATE("\"plugged\":true", "\"paper_out\":false,\"cover_open\":false,"
                                                            "\"head_hot\":false,\"cutter_jam\":false"),
                                  &err));
    assert_string_equal(err.text, "state: the printer does not tell paper_mm or paper_low");
    assert_memory_equal(&bench, &before, sizeof bench);
}

/* Text in lines of 20 rows and 12 blank ones, and in it a square of `qr` rows without a blank one: black on
 * the left half of the paper, white on the right. */
static void write_sheet(const char *path, unsigned w, unsigned h, unsigned qr_from, unsigned qr)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .width = w, .height = h, .format = PNG_FORMAT_GRAY};
    uint8_t *gray = malloc((size_t)w * h);
    assert_non_null(gray);
    for (unsigned y = 0; y < h; y++)
        for (unsigned x = 0; x < w; x++) {
            bool ink = (y >= qr_from && y < qr_from + qr) || y % 32 < 20;
            gray[(size_t)y * w + x] = ink && x < w / 2 ? 0 : 255;
        }
    assert_true(png_image_write_to_file(&image, path, 0, gray, 0, NULL));
    free(gray);
}

static void load(struct view *view, unsigned h, unsigned qr_from, unsigned qr, int room_w, int room_h)
{
    char path[] = "/tmp/liqu-picture-XXXXXX";
    struct err err;
    close(mkstemp(path));
    write_sheet(path, 576, h, qr_from, qr);
    assert_true(view_load(view, path, room_w, room_h, &err));
    unlink(path);
}

static void all_of_a_sheet_is_in_sight_while_it_can_be_read(void **state)
{
    struct view view = {0};
    (void)state;
    load(&view, 800, 0, 0, 450, 530); /* one column, as high as the room */
    assert_int_equal(view.layout.columns, 1);
    assert_in_range(view.columns[0].h, 515, 530);
    assert_int_equal(view.columns[0].dots[view.columns[0].w / 2 - 1], 255);
    assert_int_equal(view.columns[0].dots[view.columns[0].w / 2], 0);
    load(&view, 2400, 0, 0, 450, 530); /* two */
    assert_int_equal(view.layout.parts, 1);
    assert_int_equal(view.layout.columns, 2);
    assert_in_range(view.columns[0].w + VIEW_GAP + view.columns[1].w, 400, 450);
    assert_in_range(view.columns[0].h, 1, 530);
    assert_in_range(view.columns[1].h, 1, 530);
    view_finish(&view);
}

/* Every row once, in order, and at least 10 rows of white paper above each cut. */
static void check_cuts(const struct view *view, int room_h)
{
    const struct layout *layout = &view->layout;
    assert_int_equal(layout->cuts[0], 0);
    assert_int_equal(layout->cuts[layout->count], view->sheet.h);
    for (int i = 1; i < layout->count; i++)
        for (int row = layout->cuts[i] - 10; row < layout->cuts[i]; row++)
            assert_int_equal(view->sheet.dots[row * view->sheet.w], 0);
    for (int i = 0; i < layout->count; i++)
        assert_in_range((int)((layout->cuts[i + 1] - layout->cuts[i]) * layout->scale), 1, room_h);
}

static void no_line_and_no_code_is_cut_by_the_end_of_a_column(void **state)
{
    struct view view = {0};
    (void)state;
    for (unsigned at = 0; at < 4000; at += 192) {
        load(&view, 4400, at, 416, 450, 530);
        check_cuts(&view, 530);
        load(&view, 2400, at, 416, 450, 530);
        check_cuts(&view, 530);
        load(&view, 2400, at, 416, 640, 950);
        check_cuts(&view, 950);
        assert_int_equal(view.layout.parts, 1);
    }
    view_finish(&view);
}

static void turning_goes_through_all_parts_and_comes_back(void **state)
{
    struct view view = {0};
    (void)state;
    load(&view, 6000, 0, 0, 450, 530);
    int parts = view.layout.parts, shown = 0;
    assert_in_range(parts, 2, 4);
    for (int i = 0; i < parts; i++) {
        assert_int_equal(view.part, i);
        shown += (view.columns[0].dots != NULL) + (view.columns[1].dots != NULL);
        view_turn(&view);
    }
    assert_int_equal(view.part, 0);
    assert_int_equal(shown, view.layout.count);
    load(&view, 800, 0, 0, 450, 530);
    view_turn(&view);
    assert_int_equal(view.part, 0);
    view_finish(&view);
    view_turn(&view); /* nothing there: nothing happens */
}

static void a_file_that_is_no_picture_shows_nothing(void **state)
{
    struct view view = {0};
    struct err err;
    (void)state;
    load(&view, 800, 0, 0, 450, 530);
    assert_false(view_load(&view, "/nowhere/sheet-1.png", 450, 530, &err));
    assert_null(view.sheet.dots);
    assert_null(view.columns[0].dots);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_touch_undoes_the_first),
        cmocka_unit_test(of_the_three_paper_keys_only_the_one_that_is_so_is_dark),
        cmocka_unit_test(a_cable_in_place_is_a_key_at_rest),
        cmocka_unit_test(programs_are_stopped_killed_and_brought_back_through_the_launcher),
        cmocka_unit_test(a_card_beside_another_is_two_cards_and_a_third_finds_no_room),
        cmocka_unit_test(a_card_says_what_is_special_about_it),
        cmocka_unit_test(only_a_sheet_that_waits_can_be_taken),
        cmocka_unit_test(a_device_that_was_not_given_has_no_live_keys),
        cmocka_unit_test(the_newest_piece_comes_first_and_torn_ones_are_told_apart),
        cmocka_unit_test(a_piece_is_looked_at_until_it_is_no_longer_told_of),
        cmocka_unit_test(a_broken_answer_changes_nothing),
        cmocka_unit_test(all_of_a_sheet_is_in_sight_while_it_can_be_read),
        cmocka_unit_test(no_line_and_no_code_is_cut_by_the_end_of_a_column),
        cmocka_unit_test(turning_goes_through_all_parts_and_comes_back),
        cmocka_unit_test(a_file_that_is_no_picture_shows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
