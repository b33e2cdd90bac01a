/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The simulated printer is what the driver is judged by. Without these tests its interpreter could swallow a
 * mistake of the driver's, or print what a real unit would not.
 */
#include "tests/sim/sim_escpos.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DOTS 64

struct seen {
    struct sim_escpos parser;
    uint8_t rows[600][DOTS / 8];
    int row_count, fed, cuts, cut_feed, request_count;
    enum escpos_request requests[16];
    uint8_t params[16][4];
    char lines[16][64];
    int line_count;
};

static void on_row(void *arg, const uint8_t *bits)
{
    struct seen *seen = arg;
    memcpy(seen->rows[seen->row_count++], bits, DOTS / 8);
}

static void on_feed(void *arg, int rows)
{
    ((struct seen *)arg)->fed += rows;
}

static void on_cut(void *arg, int feed_rows)
{
    struct seen *seen = arg;
    seen->cuts++;
    seen->cut_feed = feed_rows;
}

static void on_request(void *arg, enum escpos_request request, const uint8_t *params)
{
    struct seen *seen = arg;
    seen->requests[seen->request_count] = request;
    memcpy(seen->params[seen->request_count++], params, request == ESCPOS_PROOF ? 4 : 1);
}

static void on_text(void *arg, const char *line)
{
    struct seen *seen = arg;
    snprintf(seen->lines[seen->line_count++], sizeof seen->lines[0], "%s", line);
}

static const struct escpos_out out = {on_row, on_feed, on_cut, on_request, on_text};

static int setup(void **state)
{
    static struct seen seen;
    memset(&seen, 0, sizeof seen);
    sim_escpos_init(&seen.parser, DOTS, &out, &seen);
    *state = &seen;
    return 0;
}

static int teardown(void **state)
{
    sim_escpos_finish(&((struct seen *)*state)->parser);
    return 0;
}

static void feed(struct seen *seen, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        sim_escpos_byte(&seen->parser, ((const uint8_t *)bytes)[i]);
}
#define FEED(seen, ...) feed(seen, (const uint8_t[]){__VA_ARGS__}, sizeof(const uint8_t[]){__VA_ARGS__})

static void a_raster_comes_out_dot_for_dot(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'v', '0', 0, 8, 0, 2, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 'v', '0', 0x10, 0x04, 1, 0x1b,
         '@');
    assert_int_equal(seen->row_count, 2);
    assert_memory_equal(seen->rows[0], ((uint8_t[]){1, 2, 3, 4, 5, 6, 7, 8}), 8);
    assert_memory_equal(seen->rows[1], ((uint8_t[]){0x1d, 'v', '0', 0x10, 0x04, 1, 0x1b, '@'}), 8);
    assert_int_equal(seen->request_count, 0); /* commands inside an image are dots */
    assert_false(sim_escpos_inside(&seen->parser));
}

static void a_narrow_raster_obeys_the_alignment(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1b, 'a', 1, 0x1d, 'v', '0', 0, 2, 0, 1, 0, 0xff, 0x81);
    assert_memory_equal(seen->rows[0], ((uint8_t[]){0, 0, 0, 0xff, 0x81, 0, 0, 0}), 8);
    FEED(seen, 0x1b, 'a', 2, 0x1d, 'v', '0', 0, 1, 0, 1, 0, 0xf0);
    assert_memory_equal(seen->rows[1], ((uint8_t[]){0, 0, 0, 0, 0, 0, 0, 0xf0}), 8);
}

static void dots_beyond_the_head_are_lost_and_nothing_else_is(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'v', '0', 0, 10, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0x1b, 'd', 2);
    assert_int_equal(seen->row_count, 1);
    assert_int_equal(seen->fed, 60);
}

static void double_size_magnifies(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'v', '0', 3, 1, 0, 1, 0, 0xa0);
    assert_int_equal(seen->row_count, 2);
    assert_memory_equal(seen->rows[0], ((uint8_t[]){0xcc, 0, 0, 0, 0, 0, 0, 0}), 8);
    assert_memory_equal(seen->rows[1], seen->rows[0], 8);
}

static void graphics_print_only_when_told(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, '(', 'L', 12, 0, 48, 112, 48, 1, 1, 49, 8, 0, 2, 0, 0xaa, 0x55);
    assert_int_equal(seen->row_count, 0);
    FEED(seen, 0x1d, '(', 'L', 2, 0, 48, 50);
    assert_int_equal(seen->row_count, 2);
    assert_int_equal(seen->rows[1][0], 0x55);
    FEED(seen, 0x1d, '8', 'L', 11, 0, 0, 0, 48, 112, 48, 1, 1, 49, 8, 0, 1, 0, 0x77, 0x1d, '(', 'L', 2, 0, 48,
         50);
    assert_int_equal(seen->row_count, 3);
    assert_int_equal(seen->rows[2][0], 0x77);
}

static void cuts_say_how_far_the_paper_goes_first(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'V', 1);
    assert_int_equal(seen->cut_feed, -1);
    FEED(seen, 0x1d, 'V', 0x42, 16);
    assert_int_equal(seen->cut_feed, 16);
    FEED(seen, 0x1b, 'i');
    assert_int_equal(seen->cuts, 3);
}

static void requests_come_in_the_order_of_the_stream(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1b, '@', 0x1d, 'a', 0x0f, 0x1d, 'r', 1, 0x1d, 'I', 66, 0x1d, '(', 'H', 6, 0, 0x30, 0x30, '0',
         '0', '4', '2', 0x1d, '(', 'H', 3, 0, 0x31, 0x30, 1);
    static const enum escpos_request order[] = {ESCPOS_INIT, ESCPOS_ASB,   ESCPOS_STATUS,
                                                ESCPOS_INFO, ESCPOS_PROOF, ESCPOS_NOTIFY};
    assert_int_equal(seen->request_count, 6);
    assert_memory_equal(seen->requests, order, sizeof order);
    assert_memory_equal(seen->params[4], "0042", 4);
}

static void a_half_taken_raster_eats_what_follows_until_reset(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'v', '0', 0, 8, 0, 4, 0, 1, 2, 3);
    assert_true(sim_escpos_inside(&seen->parser));
    FEED(seen, 0x1b, '@');
    assert_int_equal(seen->request_count, 0);
    sim_escpos_reset(&seen->parser);
    FEED(seen, 0x1b, '@');
    assert_int_equal(seen->request_count, 1);
}

static void commands_of_every_length_leave_the_stream_in_step(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, 'k', 73, 2, 0x1b, '@', 0x1d, 'k', 4, 'A', 0, 0x1b, 'D', 8, 16, 0, 0x1b, '*', 33, 1, 0,
         0x80, 0, 1);
    FEED(seen, 0x1d, '(', 'k', 4, 0, 0x31, 0x41, 0x32, 0, 0x10, 0x04, 1, 0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
    FEED(seen, 0x1c, '&', 0x1c, 'S', 0, 0, 0x1b, 't', 0, 0x1d, '!', 0x11, 0x1d, '*', 1, 1, 1, 2, 3, 4, 5, 6,
         7, 8);
    FEED(seen, 0x1b, '@');
    assert_int_equal(seen->parser.unknown, 0);
    assert_int_equal(seen->request_count, 1);
    assert_int_equal(seen->requests[0], ESCPOS_INIT);
}

static void text_leaves_marks_and_moves_the_paper(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 'A', ' ', 0xb2, 0xe2, '\n');
    assert_int_equal(seen->row_count, ESCPOS_LINE_ROWS);
    assert_int_equal(seen->fed, 30 - ESCPOS_LINE_ROWS);
    bool black = false;
    for (int i = 0; i < seen->row_count; i++)
        black |= seen->rows[i][0] != 0;
    assert_true(black);
}

/* The peers are judged by what the sheet says: a wrong letter here would pass theirs. */
static void a_line_says_what_its_bytes_meant_in_their_modes(void **state)
{
    struct seen *seen = *state;
    feed(seen, "A\xb2\xe2 1\n", 6);
    FEED(seen, 0x95, 0x32, 0x82, 0x36, '\n');                         /* four bytes: U+20000 */
    FEED(seen, 0x1c, '.', 0x1b, 't', 16, 0x80, 0xe9, '\n');           /* 1252 */
    FEED(seen, 0x1b, 't', 0, 0x82, '\n');                             /* 437 */
    FEED(seen, 0x1c, '(', 'C', 2, 0, 48, 50, 0xe6, 0xb5, 0x8b, '\n'); /* UTF-8 */
    FEED(seen, 0x1c, '(', 'C', 2, 0, 48, 49, 0x1c, '&', 0xff, '\n', '\n');
    static const char *const lines[] = {"A测 1", "\U00020000", "€é", "é", "测", "\uFFFD"};
    assert_int_equal(seen->line_count, COUNT_OF(lines));
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        assert_string_equal(seen->lines[i], lines[i]);
}

static void a_qr_code_of_its_own_has_its_size_and_corners(void **state)
{
    struct seen *seen = *state;
    FEED(seen, 0x1d, '(', 'k', 3, 0, 49, 67, 2, 0x1d, '(', 'k', 3, 0, 49, 69, 49);
    FEED(seen, 0x1d, '(', 'k', 5, 0, 49, 80, 48, 'L', 'Q');
    assert_int_equal(seen->row_count, 0);
    FEED(seen, 0x1d, '(', 'k', 3, 0, 49, 81, 48);
    assert_int_equal(seen->row_count, 2 * 21);                        /* version 1, two dots a module */
    assert_memory_equal(seen->rows[0], ((uint8_t[]){0xff, 0xfc}), 2); /* the finder: seven black modules */
    assert_memory_equal(seen->rows[2], ((uint8_t[]){0xc0, 0x0c}), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_raster_comes_out_dot_for_dot),
        TEST(a_narrow_raster_obeys_the_alignment),
        TEST(dots_beyond_the_head_are_lost_and_nothing_else_is),
        TEST(double_size_magnifies),
        TEST(graphics_print_only_when_told),
        TEST(cuts_say_how_far_the_paper_goes_first),
        TEST(requests_come_in_the_order_of_the_stream),
        TEST(a_half_taken_raster_eats_what_follows_until_reset),
        TEST(commands_of_every_length_leave_the_stream_in_step),
        TEST(a_line_says_what_its_bytes_meant_in_their_modes),
        TEST(a_qr_code_of_its_own_has_its_size_and_corners),
        TEST(text_leaves_marks_and_moves_the_paper),
    };
    return cmocka_run_group_tests_name("sim_escpos", tests, NULL, NULL);
}
