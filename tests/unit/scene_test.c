/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without these: a screen that repaints everything for one second of a countdown, one that forgets to
 * repaint something, a name that stays in memory after its page is gone, and touches that reach through a
 * sheet. */
#include "ui/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct fonts *fonts;
static struct scene *before, *after;

static int open_fonts(void **state)
{
    struct err err;
    (void)state;
    if (!fonts_open("assets/fonts/fonts.yaml", &fonts, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    before = scene_create(fonts);
    after = scene_create(fonts);
    return 0;
}

static int close_fonts(void **state)
{
    (void)state;
    scene_destroy(before);
    scene_destroy(after);
    fonts_close(fonts);
    return 0;
}

static const struct rect headline = {40, 40, 600, 100}, number = {40, 200, 200, 100};

/* A page with a headline, a number and a round button. */
static void page(struct scene *scene, const char *title, const char *count, bool button)
{
    scene_clear(scene);
    theme_init(&scene->theme, 700, 500, 4.03, false, false);
    struct text_style style = scene_type(scene, TYPE_H2, COLOR_INK, ALIGN_LEFT);
    scene_fill(scene, (struct rect){0, 0, 700, 500}, COLOR_PAPER);
    scene_say(scene, "title", headline, &style, 0, title);
    if (button) {
        scene_round(scene, (struct rect){300, 300, 200, 100}, 20, COLOR_PRIMARY);
        scene_element(scene, ROLE_BUTTON, "go", (struct rect){300, 300, 200, 100}, "Go");
    }
    scene_say(scene, "count", number, &style, 0, count);
}

static void the_same_page_is_not_painted_again(void **state)
{
    (void)state;
    struct damage damage;
    page(before, "请放身份证", "14", true);
    page(after, "请放身份证", "14", true);
    scene_compare(before, after, &damage);
    assert_int_equal(damage.count, 0);
}

static void a_second_of_the_countdown_repaints_only_its_number(void **state)
{
    (void)state;
    struct damage damage;
    page(before, "您还在吗？", "14", true);
    page(after, "您还在吗？", "13", true);
    scene_compare(before, after, &damage);
    assert_int_equal(damage.count, 1);
    assert_true(damage.rects[0].y > headline.y + headline.h);
    assert_true(damage.rects[0].y + damage.rects[0].h <= 300);
}

static void what_went_away_is_painted_over(void **state)
{
    (void)state;
    struct damage damage;
    page(before, "请核对", "1", true);
    page(after, "请核对", "1", false);
    scene_compare(before, after, &damage);
    assert_int_equal(damage.count, 1);
    assert_true(rect_holds(damage.rects[0], 400, 350));
}

static void repainting_the_damage_equals_painting_the_whole_page(void **state)
{
    (void)state;
    struct surface partly, whole;
    struct rect all = {0, 0, 700, 500};
    surface_init(&partly, all.w, all.h);
    surface_init(&whole, all.w, all.h);
    page(before, "您是 周*明 吗？", "14", true);
    page(after, "您是 李*英 吗？", "g,j", false);
    struct damage damage;
    scene_compare(before, after, &damage);
    scene_paint(before, &partly, all);
    for (size_t i = 0; i < damage.count; i++)
        scene_paint(after, &partly, damage.rects[i]);
    scene_paint(after, &whole, all);
    for (int y = 0; y < all.h; y++)
        assert_memory_equal(partly.pixels + y * partly.stride, whole.pixels + y * whole.stride,
                            (size_t)all.w * 4);
    surface_finish(&partly);
    surface_finish(&whole);
}

static void new_dots_in_old_memory_are_painted(void **state)
{
    (void)state;
    uint8_t dots[4 * 3] = {255};
    struct rect box = {100, 100, 4, 3};
    struct damage damage;
    struct surface surface;
    surface_init(&surface, 700, 500);
    scene_clear(before);
    scene_dots(before, box, dots, COLOR_INK);
    scene_clear(after);
    scene_dots(after, box, dots, COLOR_INK);
    scene_compare(before, after, &damage);
    assert_int_equal(damage.count, 0);
    dots[11] = 255;
    scene_clear(after);
    scene_dots(after, box, dots, COLOR_INK);
    scene_compare(before, after, &damage);
    assert_int_equal(damage.count, 1);
    scene_paint(after, &surface, damage.rects[0]);
    assert_int_equal(surface.pixels[102 * surface.stride + 103], theme_color(&after->theme, COLOR_INK));
    assert_int_not_equal(surface.pixels[102 * surface.stride + 102], theme_color(&after->theme, COLOR_INK));
    surface_finish(&surface);
}

static void many_small_changes_become_few_rectangles_that_cover_them(void **state)
{
    (void)state;
    struct damage damage = {.count = 0};
    for (int i = 0; i < 100; i++)
        damage_add(&damage, (struct rect){i * 37 % 1000, i * 53 % 1800, 10, 10});
    assert_in_range(damage.count, 1, SCENE_DAMAGE);
    for (int i = 0; i < 100; i++) {
        bool covered = false;
        for (size_t d = 0; d < damage.count; d++)
            covered = covered || rect_holds(damage.rects[d], i * 37 % 1000 + 5, i * 53 % 1800 + 5);
        assert_true(covered);
    }
}

static void a_cleared_scene_holds_no_name(void **state)
{
    (void)state;
    static const char name[] = "Zhou Xiaoming";
    page(before, name, "1", true);
    scene_format(before, "%s again", name);
    assert_non_null(memmem(before, sizeof *before, name, sizeof name - 1));
    scene_clear(before);
    assert_null(memmem(before, sizeof *before, name, sizeof name - 1));
}

static void words_too_long_for_their_place_can_be_found(void **state)
{
    (void)state;
    scene_clear(before);
    theme_init(&before->theme, 700, 500, 4.03, false, false);
    struct text_style style = scene_type(before, TYPE_H2, COLOR_INK, ALIGN_LEFT);
    scene_say(before, "short", (struct rect){0, 0, 600, 100}, &style, 1, "好");
    scene_say(before, "long", (struct rect){0, 100, 120, 100}, &style, 1, "城镇职工社会保险缴费情况打印");
    const struct element *fits = scene_find(before, "short"), *overflows = scene_find(before, "long");
    assert_true(fits->text_w <= fits->box.w && fits->text_h <= fits->box.h);
    assert_true(overflows->text_h > overflows->box.h);
}

static void a_touch_reaches_what_lies_on_top_and_never_words(void **state)
{
    (void)state;
    page(before, "请核对", "1", true);
    assert_string_equal(scene_hit(before, 400, 350)->id, "go");
    assert_null(scene_hit(before, 60, 60));
    scene_cover(before, (struct rect){0, 250, 700, 250});
    assert_null(scene_hit(before, 400, 350));
    scene_element(before, ROLE_BUTTON, "sheet", (struct rect){0, 250, 700, 250}, "");
    assert_string_equal(scene_hit(before, 400, 350)->id, "sheet");
}

static void the_soonest_wish_for_another_frame_counts(void **state)
{
    (void)state;
    scene_clear(before);
    assert_int_equal(before->again_ms, -1);
    scene_again(before, 500);
    scene_again(before, 80);
    scene_again(before, 60000);
    assert_int_equal(before->again_ms, 80);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_page_is_not_painted_again),
        cmocka_unit_test(a_second_of_the_countdown_repaints_only_its_number),
        cmocka_unit_test(what_went_away_is_painted_over),
        cmocka_unit_test(repainting_the_damage_equals_painting_the_whole_page),
        cmocka_unit_test(new_dots_in_old_memory_are_painted),
        cmocka_unit_test(many_small_changes_become_few_rectangles_that_cover_them),
        cmocka_unit_test(a_cleared_scene_holds_no_name),
        cmocka_unit_test(words_too_long_for_their_place_can_be_found),
        cmocka_unit_test(a_touch_reaches_what_lies_on_top_and_never_words),
        cmocka_unit_test(the_soonest_wish_for_another_frame_counts),
    };
    return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
