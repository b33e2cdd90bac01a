/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a resident would lose what she typed when she comes back from an item, could not see the
 * papers behind the first page once her card was read, would touch a grey key and hear nothing, or leave what
 * she looked for to the next person; and on a small panel 上一步 would throw away the pages she has read.
 */
#include "tests/support/engine.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void type(struct visit *visit, const char *keys)
{
    for (; *keys; keys++)
        visit_type(visit, *keys);
}

static void look_for(struct engine *engine, const char *keys)
{
    visit_begin(engine->visit);
    visit_open(engine->visit, VISIT_SEARCH);
    type(engine->visit, keys);
    engine_expect(engine, VISIT_SEARCH);
}

static void what_is_looked_for_is_typed_and_deleted(void **state)
{
    struct engine *engine = *state;
    look_for(engine, "SB\b1-a");
    assert_string_equal(engine->visit->query, "S1");
    type(engine->visit, "\b\b\b");
    assert_string_equal(engine->visit->query, "");
    type(engine->visit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assert_string_equal(engine->visit->query, "ABCDEFGHIJKLMNO");
}

static void back_from_an_item_leads_to_what_was_typed(void **state)
{
    struct engine *engine = *state;
    look_for(engine, "SB");
    visit_open_item(engine->visit, "SH-001");
    engine_expect(engine, VISIT_ITEM);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_SEARCH);
    assert_string_equal(engine->visit->query, "SB");
}

static void a_new_search_and_a_new_visit_begin_empty(void **state)
{
    struct engine *engine = *state;
    look_for(engine, "SB");
    visit_home(engine->visit);
    visit_open(engine->visit, VISIT_SEARCH);
    assert_string_equal(engine->visit->query, "");
    type(engine->visit, "SB");
    visit_cancel(engine->visit);
    assert_string_equal(engine->visit->query, "");
}

static void papers_are_turned_with_a_person_too_and_lists_are_not(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_MATERIALS);
    int page = engine->visit->page;
    visit_turn_page(engine->visit, 1);
    assert_int_equal(engine->visit->paper_page, 1);
    visit_turn_page(engine->visit, -1);
    visit_turn_page(engine->visit, -1);
    assert_int_equal(engine->visit->paper_page, 0);
    assert_int_equal(engine->visit->page, page);
    visit_turn_page(engine->visit, 1);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_CHECK);
    assert_int_equal(engine->visit->paper_page, 0);
    visit_turn_page(engine->visit, 1);
    assert_int_equal(engine->visit->page, page);
}

static void the_list_keeps_its_page_while_an_item_is_read(void **state)
{
    struct engine *engine = *state;
    visit_begin(engine->visit);
    visit_open_zone(engine->visit, ZONE_ANY, FILTER_ALL);
    visit_turn_page(engine->visit, 1);
    visit_open_item(engine->visit, "SD-105");
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_ZONE);
    assert_int_equal(engine->visit->page, 1);
}

static void home_begins_at_its_first_page(void **state)
{
    struct engine *engine = *state;
    visit_begin(engine->visit);
    visit_open_zone(engine->visit, ZONE_ANY, FILTER_ALL);
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_HOME);
    assert_int_equal(engine->visit->page, 0);
}

static void a_grey_key_says_why_for_a_moment_and_on_its_page_only(void **state)
{
    struct engine *engine = *state;
    struct visit *visit = engine->visit;
    int left_ms;
    engine_go(engine, ENGINE_INSTANT, VISIT_TAKE_PAPER);
    assert_null(visit_refused(visit, visit->shown_at_ms, &left_ms));
    visit_refuse(visit, "nav.back");
    assert_string_equal(visit_refused(visit, visit->refused_ms, &left_ms), "nav.back");
    assert_in_range(left_ms, 1000, 10000);
    assert_null(visit_refused(visit, visit->refused_ms + left_ms, &left_ms));
    visit_enter(&engine->kiosk, VISIT_RATING);
    visit->shown_at_ms = visit->refused_ms + 1;
    assert_null(visit_refused(visit, visit->refused_ms + 2, &left_ms));
}

/* The station's panel is 10.1" for this visit. */
static void use_small_panel(struct engine *engine)
{
    struct station *station = (struct station *)(uintptr_t)engine->visit->station;
    station->screen = (struct panel){.width = 800, .height = 1280, .px_per_mm = 5.9, .lower_edge_mm = 950};
}

static void back_turns_the_pages_of_an_item_on_a_small_panel(void **state)
{
    struct engine *engine = *state;
    look_for(engine, "SB");
    visit_open_item(engine->visit, "SH-001");
    visit_turn_page(engine->visit, 1);
    use_small_panel(engine);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_ITEM);
    assert_int_equal(engine->visit->paper_page, 0);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_SEARCH);
}

static void back_leads_from_what_was_found_to_the_keys_on_a_small_panel(void **state)
{
    struct engine *engine = *state;
    look_for(engine, "SB");
    use_small_panel(engine);
    visit_turn_keys(engine->visit);
    visit_turn_page(engine->visit, 1);
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_SEARCH);
    assert_int_equal(engine->visit->page, 0);
    assert_int_equal(engine->visit->key_half, 1);
    assert_string_equal(engine->visit->query, "SB");
    visit_back(engine->visit);
    engine_expect(engine, VISIT_HOME);
    visit_open(engine->visit, VISIT_SEARCH);
    assert_int_equal(engine->visit->key_half, 0);
}

static void a_small_panel_has_fewer_rows(void **state)
{
    struct engine *engine = *state;
    use_small_panel(engine);
    visit_begin(engine->visit);
    visit_open_zone(engine->visit, ZONE_SH, FILTER_ALL);
    assert_int_equal(visit_page_size(engine->visit), 3);
    visit_open_zone(engine->visit, ZONE_ANY, FILTER_INSTANT);
    assert_int_equal(visit_page_size(engine->visit), 4);
    visit_toggle(engine->visit, VISIT_ELDER);
    assert_int_equal(visit_page_size(engine->visit), 2);
}

/* The promise of the first paper that offers one is on the page. */
static void read_promise(struct engine *engine)
{
    const struct item *item = engine->visit->item;
    size_t promised = 0;
    while (promised < item->materials.count &&
           !casework_offers(item_material(item, promised), CHOICE_PROMISE))
        promised++;
    visit_choose(engine->visit, promised, CHOICE_PROMISE);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_COMMITMENT);
}

static void back_turns_the_pages_of_a_commitment_on_any_panel(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_MATERIALS);
    read_promise(engine);
    visit_turn_page(engine->visit, 1);
    visit_turn_page(engine->visit, 1);
    assert_int_equal(engine->visit->paper_page, 2);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_COMMITMENT);
    assert_int_equal(engine->visit->paper_page, 1);
    visit_language(engine->visit); /* its words break elsewhere */
    assert_int_equal(engine->visit->paper_page, 0);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_MATERIALS);
}

/* A large panel has keys for both directions, and the last check on one page. */
static void back_turns_papers_and_the_check_on_a_small_panel_only(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_MATERIALS);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_CHECK);
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_MATERIALS);
    use_small_panel(engine);
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_MATERIALS);
    visit_next(engine->visit);
    visit_turn_page(engine->visit, 1);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_CHECK);
    visit_back(engine->visit);
    engine_expect(engine, VISIT_MATERIALS);
}

/* Whoever goes back to choose another answer is asked again instead of getting a paper with the first one. */
static void going_back_from_a_question_asks_it_again(void **state)
{
    struct engine *engine = *state;
    struct visit *visit = engine->visit;
    struct person person = engine_person();
    engine->agent.holds = true;
    visit_begin(visit);
    visit_open_zone(visit, ZONE_BD, FILTER_ALL);
    visit_open_item(visit, "BD-005");
    visit_next(visit);
    engine_settle(engine);
    engine_place(engine, &person);
    visit_next(visit);
    engine_expect(engine, VISIT_INPUT);
    visit_choose_input(visit, 0, "school");
    visit_back(visit);
    engine_expect(engine, VISIT_CONFIRM);
    visit_next(visit);
    engine_expect(engine, VISIT_INPUT);
    assert_string_equal(visit->inputs[0], "school"); /* still chosen */
    visit_choose_input(visit, 0, "loan");
    visit_next(visit);
    engine_expect(engine, VISIT_ISSUING);
    assert_string_equal(visit->inputs[0], "loan");
}

static void a_typed_answer_can_be_typed_again(void **state)
{
    struct engine *engine = *state;
    struct visit *visit = engine->visit;
    struct person person = engine_person();
    engine->agent.holds = true;
    visit_begin(visit);
    visit_open_zone(visit, ZONE_TJ, FILTER_ALL);
    visit_open_item(visit, "TJ-001");
    visit_next(visit);
    engine_settle(engine);
    engine_place(engine, &person);
    visit_next(visit);
    visit_next(visit);
    engine_expect(engine, VISIT_INPUT); /* nothing typed yet */
    type(visit, "26");
    visit_back(visit);
    visit_next(visit);
    engine_expect(engine, VISIT_INPUT);
    assert_string_equal(visit->typed, "");
    type(visit, "2611040017");
    visit_next(visit);
    engine_expect(engine, VISIT_ISSUING);
}

static void a_fault_begins_at_its_first_page(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_MATERIALS);
    visit_turn_page(engine->visit, 1);
    visit_fault_show(&engine->kiosk, FAULT_DATA_DOWN);
    assert_int_equal(engine->visit->paper_page, 0);
    visit_turn_page(engine->visit, 1);
    assert_int_equal(engine->visit->paper_page, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_looked_for_is_typed_and_deleted),
        TEST(back_from_an_item_leads_to_what_was_typed),
        TEST(a_new_search_and_a_new_visit_begin_empty),
        TEST(papers_are_turned_with_a_person_too_and_lists_are_not),
        TEST(the_list_keeps_its_page_while_an_item_is_read),
        TEST(home_begins_at_its_first_page),
        TEST(a_grey_key_says_why_for_a_moment_and_on_its_page_only),
        TEST(back_turns_the_pages_of_an_item_on_a_small_panel),
        TEST(back_leads_from_what_was_found_to_the_keys_on_a_small_panel),
        TEST(a_small_panel_has_fewer_rows),
        TEST(back_turns_the_pages_of_a_commitment_on_any_panel),
        TEST(back_turns_papers_and_the_check_on_a_small_panel_only),
        TEST(going_back_from_a_question_asks_it_again),
        TEST(a_typed_answer_can_be_typed_again),
        TEST(a_fault_begins_at_its_first_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
