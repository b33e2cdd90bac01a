/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without these: a colour changed to taste that a resident with weak eyes can no longer read, and keys
 * that shrink with the panel instead of keeping their millimetres. */
#include "ui/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define CAP_EM 0.733 /* cap height of Noto Sans CJK SC */

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

/* In millimetres, on the large panel and on the small one: what somebody over seventy reads at arm's length.
 */
static void no_type_is_smaller_than_its_millimetres(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        double px_per_mm;
    } panels[] = {{1080, 1920, 4.03}, {800, 1280, 5.9}};
    for (size_t i = 0; i < COUNT_OF(panels); i++) {
        struct theme normal, elder;
        theme_init(&normal, panels[i].width, panels[i].height, panels[i].px_per_mm, false, false);
        theme_init(&elder, panels[i].width, panels[i].height, panels[i].px_per_mm, true, false);
        for (int type = 0; type < TYPE_ROLES; type++) {
            int px = theme_type(&normal, (enum type_role)type, COLOR_INK, ALIGN_LEFT).px;
            int large_px = theme_type(&elder, (enum type_role)type, COLOR_INK, ALIGN_LEFT).px;
            assert_true(px * CAP_EM / panels[i].px_per_mm >= 5.4);
            assert_true(large_px * CAP_EM / panels[i].px_per_mm >= 7.6);
            assert_true(large_px >= px);
        }
    }
}

static void keys_keep_their_millimetres_on_a_finer_panel(void **state)
{
    (void)state;
    struct theme theme;
    theme_init(&theme, 2160, 3840, 8.06, false, false);
    assert_int_equal(theme_px(&theme, 96), 192);
}

/* On 10.1" everything keeps its millimetres, and headlines are smaller so that the pages hold them. */
static void a_small_panel_shrinks_headlines_and_no_keys(void **state)
{
    (void)state;
    struct theme small, large;
    theme_init(&small, 800, 1280, 5.9, false, false);
    theme_init(&large, 1080, 1920, 4.03, false, false);
    assert_true(small.compact && !large.compact);
    assert_int_equal(theme_px(&small, 84), 123); /* 20.8 mm */
    assert_int_equal(theme_either(&small, 136, 100), 146);
    assert_int_equal(theme_either(&large, 136, 100), 136);
    assert_true(theme_type(&small, TYPE_PAGE, COLOR_INK, ALIGN_LEFT).px / small.scale <
                theme_type(&large, TYPE_PAGE, COLOR_INK, ALIGN_LEFT).px / large.scale);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_words_stand_out_seven_to_one_in_both_palettes),
        cmocka_unit_test(no_type_is_smaller_than_its_millimetres),
        cmocka_unit_test(keys_keep_their_millimetres_on_a_finer_panel),
        cmocka_unit_test(a_small_panel_shrinks_headlines_and_no_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
