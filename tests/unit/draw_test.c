/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, a shape could write beside the damaged rectangle (leaving a resident's traces on the next
 * screen) or beside the surface's memory, and a softened edge could turn into a wrong color.
 */
#include "base/err.h"
#include "draw/surface.h"
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define PAPER 0xF4F1EA
#define INK   0x14252E

/* A surface inside a larger field, so that a stray write is seen instead of crashing. */
enum { WIDTH = 120, HEIGHT = 90, AROUND = 40, FIELD_W = WIDTH + 2 * AROUND, FIELD_H = HEIGHT + 2 * AROUND };
static uint32_t field[FIELD_W * FIELD_H];

static struct surface field_surface(struct rect clip)
{
    for (size_t i = 0; i < COUNT_OF(field); i++)
        field[i] = PAPER;
    struct surface surface = {
        .pixels = field + AROUND * FIELD_W + AROUND, .width = WIDTH, .height = HEIGHT, .stride = FIELD_W};
    surface_clip(&surface, clip);
    return surface;
}

static uint32_t at(int x, int y)
{
    return field[(y + AROUND) * FIELD_W + x + AROUND];
}

static int count_changed(struct rect inside, bool outside_of_it)
{
    int count = 0;
    for (int y = -AROUND; y < HEIGHT + AROUND; y++)
        for (int x = -AROUND; x < WIDTH + AROUND; x++)
            count += at(x, y) != PAPER && rect_holds(inside, x, y) != outside_of_it;
    return count;
}

static const uint8_t mask[30 * 30] = {[0] = 255, [29] = 255, [450] = 128, [899] = 255};

static void fill(struct surface *surface, struct rect r)
{
    draw_fill(surface, r, INK);
}
static void round_corners(struct surface *surface, struct rect r)
{
    draw_round(surface, r, 12, INK);
}
static void frame(struct surface *surface, struct rect r)
{
    draw_frame(surface, r, 9, 4, INK);
}
static void circle(struct surface *surface, struct rect r)
{
    draw_circle(surface, r.x + r.w / 2, r.y + r.h / 2, r.w / 2, INK);
}
static void ring(struct surface *surface, struct rect r)
{
    draw_ring(surface, r.x + r.w / 2, r.y + r.h / 2, r.w / 2, 5, INK);
}
static void line(struct surface *surface, struct rect r)
{
    draw_line(surface, r.x, r.y, r.x + r.w, r.y + r.h, 7, INK);
}
static void polygon(struct surface *surface, struct rect r)
{
    struct point points[] = {{r.x + r.w / 2, r.y}, {r.x + r.w, r.y + r.h}, {r.x, r.y + r.h}};
    draw_polygon(surface, points, 3, INK);
}
static void masked(struct surface *surface, struct rect r)
{
    draw_mask(surface, r.x, r.y, mask, 30, 30, 30, INK);
}

static void nothing_is_drawn_outside_the_clip(void **state)
{
    (void)state;
    static void (*const shapes[])(struct surface *, struct rect) = {fill, round_corners, frame,   circle,
                                                                    ring, line,          polygon, masked};
    static const struct rect places[] = {{-25, -20, 60, 50}, {100, 70, 60, 60}, {-30, -30, 200, 170},
                                         {40, 30, 40, 40},   {300, 5, 20, 20},  {-90, -90, 30, 30}};
    static const struct rect clips[] = {
        {0, 0, WIDTH, HEIGHT}, {30, 20, 37, 41}, {-10, -10, 40, 40}, {50, 50, 0, 0}};
    for (size_t s = 0; s < COUNT_OF(shapes); s++)
        for (size_t c = 0; c < COUNT_OF(clips); c++)
            for (size_t p = 0; p < COUNT_OF(places); p++) {
                struct surface surface = field_surface(clips[c]);
                shapes[s](&surface, places[p]);
                assert_int_equal(count_changed(surface.clip, true), 0);
            }
}

static void a_clip_never_reaches_beyond_the_surface(void **state)
{
    (void)state;
    struct surface surface = field_surface((struct rect){-50, -50, 1000, 70});
    assert_int_equal(surface.clip.x, 0);
    assert_int_equal(surface.clip.y, 0);
    assert_int_equal(surface.clip.w, WIDTH);
    assert_int_equal(surface.clip.h, 20);
}

static void rectangles_cut_join_and_hold(void **state)
{
    (void)state;
    struct rect a = {10, 10, 20, 20}, b = {25, 5, 20, 10}, apart = {100, 100, 5, 5}, none = {3, 3, 0, 9};
    struct rect cut = rect_cut(a, b), both = rect_union(a, b);
    assert_memory_equal(&cut, (&(struct rect){25, 10, 5, 5}), sizeof cut);
    assert_memory_equal(&both, (&(struct rect){10, 5, 35, 25}), sizeof both);
    assert_true(rect_empty(rect_cut(a, apart)));
    both = rect_union(none, a);
    assert_memory_equal(&both, &a, sizeof a);
    assert_true(rect_holds(a, 10, 29));
    assert_false(rect_holds(a, 10, 30));
    cut = rect_inset(a, 5);
    assert_memory_equal(&cut, (&(struct rect){15, 15, 10, 10}), sizeof cut);
}

static void corners_are_round_and_soft(void **state)
{
    (void)state;
    struct surface surface = field_surface((struct rect){0, 0, WIDTH, HEIGHT});
    draw_round(&surface, (struct rect){10, 10, 60, 40}, 16, INK);
    static const int corners[][2] = {{10, 10}, {69, 10}, {10, 49}, {69, 49}};
    for (size_t i = 0; i < COUNT_OF(corners); i++)
        assert_int_equal(at(corners[i][0], corners[i][1]), PAPER);
    assert_int_equal(at(40, 10), INK);
    assert_int_equal(at(10, 30), INK);
    assert_int_equal(at(40, 49), INK);
    int soft = 0;
    for (int y = 10; y < 26; y++)
        for (int x = 10; x < 26; x++) {
            soft += at(x, y) != PAPER && at(x, y) != INK;
            assert_int_equal(at(x, y), at(y, x)); /* the same both ways */
            assert_int_equal(at(x, y), at(79 - x, y));
        }
    assert_in_range(soft, 10, 60);
}

static void frames_and_rings_leave_their_inside(void **state)
{
    (void)state;
    struct surface surface = field_surface((struct rect){0, 0, WIDTH, HEIGHT});
    draw_frame(&surface, (struct rect){10, 10, 80, 60}, 12, 4, INK);
    assert_int_equal(at(50, 10), INK);
    assert_int_equal(at(50, 13), INK);
    assert_int_equal(at(50, 14), PAPER);
    assert_int_equal(at(89, 40), INK);
    assert_int_equal(at(85, 40), PAPER);
    assert_int_equal(at(10, 10), PAPER);
    surface = field_surface((struct rect){0, 0, WIDTH, HEIGHT});
    draw_ring(&surface, 60, 45, 30, 6, INK);
    assert_int_equal(at(60, 45), PAPER);
    assert_int_equal(at(60, 17), INK);
    assert_int_equal(at(60, 22), PAPER);
}

/* Coverage is area: the sum over all pixels must be that of the true shape. */
static double inked_area(void)
{
    double area = 0;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            area += ((double)(PAPER & 0xFF) - (double)(at(x, y) & 0xFF)) /
                    ((double)(PAPER & 0xFF) - (double)(INK & 0xFF));
    return area;
}

static void soft_edges_cover_the_true_area(void **state)
{
    (void)state;
    struct rect all = {0, 0, WIDTH, HEIGHT};
    struct surface surface = field_surface(all);
    draw_circle(&surface, 60, 45, 30, INK);
    assert_in_range((int)inked_area(), 2827 - 25, 2827 + 25);
    surface = field_surface(all);
    polygon(&surface, (struct rect){20, 10, 80, 70});
    assert_in_range((int)inked_area(), 2800 - 25, 2800 + 25);
    surface = field_surface(all);
    draw_line(&surface, 20, 45, 100, 45, 8, INK);
    assert_in_range((int)inked_area(), 690 - 12, 690 + 12); /* 80 × 8 and two half discs */
}

static void a_polygon_that_crosses_itself_is_even_odd(void **state)
{
    (void)state;
    struct surface surface = field_surface((struct rect){0, 0, WIDTH, HEIGHT});
    struct point star[] = {{60, 5}, {85, 80}, {20, 33}, {100, 33}, {35, 80}};
    draw_polygon(&surface, star, 5, INK);
    assert_int_equal(at(60, 20), INK);
    assert_int_equal(at(60, 48), PAPER);
}

static void a_mask_lays_ink_by_its_coverage(void **state)
{
    (void)state;
    static const uint8_t steps[] = {0, 64, 128, 255};
    struct surface surface = field_surface((struct rect){0, 0, WIDTH, HEIGHT});
    draw_fill(&surface, surface.clip, 0xFFFFFF);
    draw_mask(&surface, 10, 10, steps, 4, 1, 4, 0x000000);
    assert_int_equal(at(10, 10), 0xFFFFFF);
    assert_int_equal(at(11, 10), 0xBFBFBF);
    assert_in_range(at(12, 10) & 0xFF, 0x7E, 0x80);
    assert_int_equal(at(13, 10), 0x000000);
}

static void a_picture_is_written_as_it_is(void **state)
{
    (void)state;
    char path[] = "/tmp/liqu-png-XXXXXX";
    struct surface surface;
    struct err err;
    surface_init(&surface, 20, 10);
    draw_fill(&surface, surface.clip, 0x112233);
    draw_fill(&surface, (struct rect){3, 4, 2, 2}, 0xA8231B);
    close(mkstemp(path));
    assert_true(surface_write_png(&surface, path, &err));
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t rgb[20 * 10 * 3];
    assert_true(png_image_begin_read_from_file(&image, path));
    assert_int_equal(image.width, 20);
    assert_int_equal(image.height, 10);
    image.format = PNG_FORMAT_RGB;
    assert_true(png_image_finish_read(&image, NULL, rgb, 0, NULL));
    assert_memory_equal(rgb, "\x11\x22\x33", 3);
    assert_memory_equal(rgb + 3 * (4 * 20 + 3), "\xA8\x23\x1B", 3);
    unlink(path);
    assert_false(surface_write_png(&surface, "/nowhere/picture.png", &err));
    assert_non_null(strstr(err.text, "/nowhere/picture.png"));
    surface_finish(&surface);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_drawn_outside_the_clip),
        cmocka_unit_test(a_clip_never_reaches_beyond_the_surface),
        cmocka_unit_test(rectangles_cut_join_and_hold),
        cmocka_unit_test(corners_are_round_and_soft),
        cmocka_unit_test(frames_and_rings_leave_their_inside),
        cmocka_unit_test(soft_edges_cover_the_true_area),
        cmocka_unit_test(a_polygon_that_crosses_itself_is_even_odd),
        cmocka_unit_test(a_mask_lays_ink_by_its_coverage),
        cmocka_unit_test(a_picture_is_written_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
