/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: `expect sheet N text` believes what the kiosk says it sent instead of what came out of
 * the printer. A text counts only when every dot of its box is on the cut sheet.
 */
#include "base/buf.h"
#include "tests/support/room.h"
#include "tests/visit/folder.h"
#include "tests/visit/paper.h"
#include "tests/visit/words.h"
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WIDTH  64
#define HEIGHT 40

/* A page with two blocks of ink: rows 4 to 11 ("first 行") and rows 20 to 27 ("second"). */
static bool inked(int x, int y)
{
    return (y >= 4 && y < 12 && x >= 8 && x < 40 && (x + y) % 3 == 0) ||
           (y >= 20 && y < 28 && x >= 16 && x % 5 == 0);
}

static void write_page(void)
{
    char path[200];
    struct err err;
    snprintf(path, sizeof path, "%s/abc.pbm", room);
    FILE *file = fopen(path, "we");
    fprintf(file, "P4\n%d %d\n", WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x += 8) {
            int byte = 0;
            for (int bit = 0; bit < 8; bit++)
                byte |= inked(x + bit, y) << (7 - bit);
            fputc(byte, file);
        }
    fclose(file);
    snprintf(path, sizeof path, "%s/abc.json", room);
    assert_true(folder_write(path,
                             "{\"width\":64,\"height\":40,\"runs\":["
                             "{\"text\":\"first 行\",\"x\":8,\"y\":4,\"w\":32,\"h\":8},"
                             "{\"text\":\"second\",\"x\":16,\"y\":20,\"w\":48,\"h\":8},"
                             "{\"text\":\"nothing\",\"x\":0,\"y\":30,\"w\":64,\"h\":8}]}",
                             &err));
}

/* What the printer cut: the page with feed rows before and after; spoil: one dot of the second block is
 * missing. */
static struct dots sheet_of(int feed, bool spoil)
{
    static uint8_t gray[WIDTH * (HEIGHT + 40)];
    char path[200];
    struct err err;
    struct dots sheet;
    int height = HEIGHT + feed + 7;
    memset(gray, 255, sizeof gray);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (inked(x, y) && !(spoil && y == 22 && x == 20))
                gray[(y + feed) * WIDTH + x] = 0;
    png_image image = {
        .version = PNG_IMAGE_VERSION, .width = WIDTH, .height = (unsigned)height, .format = PNG_FORMAT_GRAY};
    snprintf(path, sizeof path, "%s/sheet-1.png", room);
    assert_true(png_image_write_to_file(&image, path, 0, gray, 0, NULL));
    assert_true(dots_load_png(path, &sheet, &err));
    return sheet;
}

static void a_printed_text_is_found_whatever_the_feed(void **state)
{
    (void)state;
    struct err err;
    for (int feed = 0; feed < 20; feed += 9) {
        struct dots sheet = sheet_of(feed, false);
        assert_true(paper_says(&sheet, room, "first行", &err));
        assert_true(paper_says(&sheet, room, "sec", &err));
        dots_finish(&sheet);
    }
}

static void one_missing_dot_is_not_printed(void **state)
{
    (void)state;
    struct err err;
    struct dots sheet = sheet_of(3, true);
    assert_true(paper_says(&sheet, room, "first", &err));
    assert_false(paper_says(&sheet, room, "second", &err));
    assert_non_null(strstr(err.text, "dots"));
    dots_finish(&sheet);
}

static void words_without_ink_are_not_printed(void **state)
{
    (void)state;
    struct err err;
    struct dots sheet = sheet_of(3, false);
    assert_false(paper_says(&sheet, room, "nothing", &err));
    dots_finish(&sheet);
}

static void silence_needs_a_known_page(void **state)
{
    (void)state;
    struct err err;
    struct dots sheet = sheet_of(3, true);
    assert_false(paper_silent(&sheet, room, "third", &err));
    dots_finish(&sheet);
    sheet = sheet_of(3, false);
    assert_true(paper_silent(&sheet, room, "third", &err));
    assert_false(paper_silent(&sheet, room, "second", &err));
    dots_finish(&sheet);
}

static void sheets_are_counted_without_a_gap(void **state)
{
    (void)state;
    struct dots sheet = sheet_of(0, false);
    dots_finish(&sheet);
    assert_int_equal(paper_count(room), 1);
    assert_int_equal(paper_count("/nowhere"), 0);
}

static void blanks_of_any_kind_do_not_count(void **state)
{
    (void)state;
    assert_true(words_contain("办件编号：　118-03\n261123", "编号： 118-03 261123"));
    assert_false(words_contain("办件编号", "编号："));
}

static int make(void **state)
{
    int failed = room_make(state);
    write_page();
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_printed_text_is_found_whatever_the_feed),
        cmocka_unit_test(one_missing_dot_is_not_printed),
        cmocka_unit_test(words_without_ink_are_not_printed),
        cmocka_unit_test(silence_needs_a_known_page),
        cmocka_unit_test(sheets_are_counted_without_a_gap),
        cmocka_unit_test(blanks_of_any_kind_do_not_count),
    };
    return cmocka_run_group_tests(tests, make, room_clear);
}
