/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without these: a colour changed to taste that a resident with weak eyes can no longer read, and keys
 * that shrink with the panel instead of keeping their millimetres. */
#include "ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static double channel(unsigned byte)
{
    double c = byte / 255.0;
    return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(color rgb)
{
    return 0.2126 * channel(rgb >> 16 & 0xFF) + 0.7152 * channel(rgb >> 8 & 0xFF) +
           0.0722 * channel(rgb & 0xFF);
}

/* WCAG 2.1 contrast ratio */
static double ratio(color a, color b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static const struct {
    enum color_role fill, ink;
} pairs[] = {
    {COLOR_PAPER, COLOR_INK},
    {COLOR_PAPER, COLOR_INK2},
    {COLOR_CARD, COLOR_INK},
    {COLOR_CARD, COLOR_INK2},
    {COLOR_BAR, COLOR_ON_BAR},
    {COLOR_BAR, COLOR_ON_BAR2},
    {COLOR_BAR_BUTTON, COLOR_ON_BAR},
    {COLOR_STEP_CARD, COLOR_ON_BAR2},
    {COLOR_HELP, COLOR_ON_HELP},
    {COLOR_PRIMARY, COLOR_ON_PRIMARY},
    {COLOR_PRIMARY_DEEP, COLOR_ON_PRIMARY},
    {COLOR_CARD, COLOR_OUTLINE},
    {COLOR_PRESSED, COLOR_OUTLINE},
    {COLOR_PRESSED, COLOR_DANGER},
    {COLOR_PRESSED, COLOR_INK},
    {COLOR_TINT, COLOR_ON_TINT},
    {COLOR_DONE, COLOR_ON_DONE},
    {COLOR_DONE, COLOR_ON_DONE2},
    {COLOR_DONE_DEEP, COLOR_ON_DONE},
    {COLOR_DONE_TINT, COLOR_ON_DONE_TINT},
    {COLOR_GUIDE_TINT, COLOR_ON_GUIDE_TINT},
    {COLOR_ATTENTION_TINT, COLOR_ON_ATTENTION_TINT},
    {COLOR_CARD, COLOR_DANGER},
    {COLOR_DANGER_TINT, COLOR_ON_DANGER_TINT},
    {COLOR_OFF, COLOR_ON_OFF},
    {COLOR_TOOL, COLOR_INK},
    {COLOR_SEAL, COLOR_ON_SEAL},
    {COLOR_NIGHT, COLOR_ON_NIGHT},
    {COLOR_NIGHT, COLOR_NIGHT_MARK},
    {COLOR_NIGHT_MARK, COLOR_ON_NIGHT_MARK},
};

static void all_words_stand_out_seven_to_one_in_both_palettes(void **state)
{
    (void)state;
    for (int contrast = 0; contrast <= 1; contrast++) {
        struct theme theme;
        theme_init(&theme, 1080, 1920, 4.03, false, contrast);
        for (size_t i = 0; i < COUNT_OF(pairs); i++)
            if (ratio(theme_color(&theme, pairs[i].fill), theme_color(&theme, pairs[i].ink)) < 7.0)
                fail_msg("roles %d on %d, contrast %d", pairs[i].ink, pairs[i].fill, contrast);
    }
}

static void no_type_is_smaller_than_30_px(void **state)
{
    (void)state;
    struct theme normal, elder;
    theme_init(&normal, 1080, 1920, 4.03, false, false);
    theme_init(&elder, 1080, 1920, 4.03, true, false);
    for (int type = 0; type < TYPE_ROLES; type++) {
        int px = theme_type(&normal, (enum type_role)type, COLOR_INK, ALIGN_LEFT).px;
        assert_true(px >= 30);
        assert_true(theme_type(&elder, (enum type_role)type, COLOR_INK, ALIGN_LEFT).px >=
                    (px < 42 ? 42 : px));
    }
}

static void keys_keep_their_millimetres_on_a_finer_panel(void **state)
{
    (void)state;
    struct theme theme;
    theme_init(&theme, 2160, 3840, 8.06, false, false);
    assert_int_equal(theme_px(&theme, 96), 192);
}

static void a_small_panel_still_holds_the_whole_page(void **state)
{
    (void)state;
    struct theme theme;
    theme_init(&theme, 800, 1280, 5.9, false, false);
    assert_true(theme_px(&theme, 1080) <= 800);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_words_stand_out_seven_to_one_in_both_palettes),
        cmocka_unit_test(no_type_is_smaller_than_30_px),
        cmocka_unit_test(keys_keep_their_millimetres_on_a_finer_panel),
        cmocka_unit_test(a_small_panel_still_holds_the_whole_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
