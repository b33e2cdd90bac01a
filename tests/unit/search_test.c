/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: somebody types 社保 the way she knows it, by two letters, and the machine says that it
 * has no such thing; or the thing she means stands behind others.
 */
#include "catalogue/search.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *pension_aliases[] = {"退休金", "ylj", "pension"}, *care_aliases[] = {"长护险", "chx"};
static struct item items[] = {
    {.code = "SH-001", .name = {"城镇职工社会保险缴费情况打印", "Employee social-insurance record"}},
    {.code = "SH-008",
     .name = {"养老金发放明细打印", "Pension payment statement"},
     .aliases = {(void *)(uintptr_t)pension_aliases, COUNT_OF(pension_aliases)}},
    {.code = "SH-011",
     .name = {"长期护理保险待遇查询", "Long-term-care insurance status"},
     .aliases = {(void *)(uintptr_t)care_aliases, COUNT_OF(care_aliases)}},
    {.code = "SD-105", .name = {"社会办医许可", "Licence"}},
};
static const struct catalogue catalogue = {.items = items, .item_count = COUNT_OF(items)};

/* The codes found, each with a blank behind. */
static const char *codes(const char *query)
{
    static char text[200];
    struct search_hit hits[COUNT_OF(items)];
    size_t count = search_items(&catalogue, query, hits, COUNT_OF(hits));
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(strcat(text, hits[i].item->code), " ");
    return text;
}

static struct search_hit best(const char *query)
{
    struct search_hit hit = {0};
    assert_true(search_items(&catalogue, query, &hit, 1) > 0);
    return hit;
}

static void first_letters_find_a_name_and_where_it_stands(void **state)
{
    (void)state;
    struct search_hit hit = best("SHBX");
    assert_string_equal(hit.item->code, "SH-001");
    assert_int_equal(hit.zh.from, strlen("城镇职工"));
    assert_int_equal(hit.zh.len, strlen("社会保险"));
    assert_int_equal(hit.en.len, 0);
    assert_null(hit.alias);
}

static void the_start_of_a_name_comes_before_its_middle_and_that_before_the_code(void **state)
{
    (void)state;
    assert_string_equal(codes("SH"), "SD-105 SH-001 SH-008 SH-011 ");
}

static void what_people_call_it_is_found_and_said(void **state)
{
    (void)state;
    struct search_hit hit = best("txj");
    assert_string_equal(hit.item->code, "SH-008");
    assert_string_equal(hit.alias, "退休金");
    assert_string_equal(codes("CHX"), "SH-011 ");
}

static void a_whole_alias_comes_first(void **state)
{
    (void)state;
    assert_string_equal(codes("pension"), "SH-008 ");
    assert_int_equal(best("YLJ").rank, 0);
}

static void english_is_found_by_the_start_of_a_word(void **state)
{
    (void)state;
    struct search_hit hit = best("SOCIALIN");
    assert_int_equal(hit.en.from, strlen("Employee "));
    assert_int_equal(hit.en.len, strlen("social-in"));
    assert_string_equal(codes("ocial"), "");
}

static void a_code_is_found_without_its_hyphen(void **state)
{
    (void)state;
    assert_string_equal(codes("SH001"), "SH-001 ");
    assert_string_equal(codes("sd-1"), "SD-105 ");
}

static void characters_find_themselves(void **state)
{
    (void)state;
    assert_string_equal(codes("护理"), "SH-011 ");
}

static void nothing_typed_finds_nothing(void **state)
{
    (void)state;
    assert_string_equal(codes(""), "");
    assert_string_equal(codes("-"), "");
    assert_string_equal(codes("QQQQ"), "");
}

static void all_are_counted_and_the_best_are_kept(void **state)
{
    (void)state;
    struct search_hit hits[2];
    assert_int_equal(search_items(&catalogue, "SH", hits, COUNT_OF(hits)), COUNT_OF(items));
    assert_string_equal(hits[0].item->code, "SD-105");
    assert_string_equal(hits[1].item->code, "SH-001");
    assert_int_equal(search_items(&catalogue, "SH", NULL, 0), COUNT_OF(items));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_letters_find_a_name_and_where_it_stands),
        cmocka_unit_test(the_start_of_a_name_comes_before_its_middle_and_that_before_the_code),
        cmocka_unit_test(what_people_call_it_is_found_and_said),
        cmocka_unit_test(a_whole_alias_comes_first),
        cmocka_unit_test(english_is_found_by_the_start_of_a_word),
        cmocka_unit_test(a_code_is_found_without_its_hyphen),
        cmocka_unit_test(characters_find_themselves),
        cmocka_unit_test(nothing_typed_finds_nothing),
        cmocka_unit_test(all_are_counted_and_the_best_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
