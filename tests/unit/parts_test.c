/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without these: a promise or a notice of which a page silently leaves out the end, or that turns the
 * page in the middle of a word. */
#include "ui/widget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct fonts *fonts;
static struct scene *scene;

static int open_fonts(void **state)
{
    struct err err;
    (void)state;
    if (!fonts_open("assets/fonts/fonts.yaml", &fonts, &err)) {
        print_error("%s\n", err.text);
        return -1;
    }
    scene = scene_create(fonts);
    theme_init(&scene->theme, 800, 1280, 5.9, false, false);
    return 0;
}

static int close_fonts(void **state)
{
    (void)state;
    scene_destroy(scene);
    fonts_close(fonts);
    return 0;
}

static void split(const char *text, int lines, struct text_parts *ret)
{
    struct text_style style = scene_type(scene, TYPE_NOTE, COLOR_INK, ALIGN_LEFT);
    scene_clear(scene);
    text_parts(scene, &style, 10 * style.px, lines * style.line_px, text, ret);
    for (int i = 0; i < ret->count; i++)
        assert_true(text_height(fonts, &style, 10 * style.px, text_part(scene, ret, i)) <=
                    lines * style.line_px);
}

static void a_text_that_fits_is_one_part(void **state)
{
    struct text_parts parts;
    (void)state;
    split("本机会读您的姓名。", 2, &parts);
    assert_int_equal(parts.count, 1);
    assert_string_equal(text_part(scene, &parts, 0), "本机会读您的姓名。");
}

static void a_part_ends_with_a_sentence(void **state)
{
    struct text_parts parts;
    (void)state;
    split("本机会读您的姓名。加密后再交给办理的部门。您离开后，本机不留信息。", 2, &parts);
    assert_int_equal(parts.count, 3);
    assert_string_equal(text_part(scene, &parts, 0), "本机会读您的姓名。");
    assert_string_equal(text_part(scene, &parts, 1), "加密后再交给办理的部门。");
    assert_string_equal(text_part(scene, &parts, 2), "您离开后，本机不留信息。");
}

static void a_long_sentence_ends_a_part_with_a_clause_or_a_word(void **state)
{
    struct text_parts parts;
    (void)state;
    split("本机会读您的姓名，加密后再交给办理的部门，您离开后不留信息。", 2, &parts);
    assert_string_equal(text_part(scene, &parts, 0), "本机会读您的姓名，");
    split("The kiosk reads the name and passes it on", 1, &parts);
    assert_string_equal(text_part(scene, &parts, 0), "The kiosk reads the ");
    assert_string_equal(text_part(scene, &parts, 1), "name and passes it ");
}

static void nothing_is_left_out(void **state)
{
    static const char text[] =
        "本人承诺：制度文本放在店里，随时可以查看。如与承诺不符，许可会被撤销，并记入信用记录。"
        "I have read this, and accept it. 本人已看清以上内容；愿意承担责任。";
    (void)state;
    for (int lines = 1; lines < 6; lines++) {
        struct text_parts parts;
        char all[sizeof text] = "";
        split(text, lines, &parts);
        for (int i = 0; i < parts.count; i++)
            strcat(all, text_part(scene, &parts, i));
        assert_string_equal(all, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_fits_is_one_part),
        cmocka_unit_test(a_part_ends_with_a_sentence),
        cmocka_unit_test(a_long_sentence_ends_a_part_with_a_clause_or_a_word),
        cmocka_unit_test(nothing_is_left_out),
    };
    return cmocka_run_group_tests_name("parts", tests, open_fonts, close_fonts);
}
