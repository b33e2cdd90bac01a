/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these somebody could be thrown out too early or wait for ever, the next person could find the
 * language, the promises or the name of the last one, and an order of events nobody thought of could leave a
 * row half moved.
 */
#include "base/text.h"
#include "tests/support/engine.h"
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    enum engine_way way;
    enum visit_state state;
} steps[] = {
    {ENGINE_INSTANT, VISIT_ZONE},       {ENGINE_INSTANT, VISIT_ITEM},    {ENGINE_INSTANT, VISIT_SCAN_CARD},
    {ENGINE_INSTANT, VISIT_CONFIRM},    {ENGINE_INSTANT, VISIT_ISSUING}, {ENGINE_INSTANT, VISIT_PRINTING},
    {ENGINE_INSTANT, VISIT_TAKE_PAPER}, {ENGINE_INSTANT, VISIT_RATING},  {ENGINE_HANDOFF, VISIT_MATERIALS},
    {ENGINE_HANDOFF, VISIT_CHECK},      {ENGINE_HANDOFF, VISIT_TICKET},  {ENGINE_HANDOFF, VISIT_TAKE_PAPER},
};

static void go(struct engine *engine, size_t i)
{
    engine->agent.holds = steps[i].state == VISIT_ISSUING;
    engine->printer.prints = steps[i].state != VISIT_PRINTING;
    engine_go(engine, steps[i].way, steps[i].state);
}

static void expect_nobody(const struct engine *engine)
{
    assert_true(engine->visit->number == 0);
    assert_null(engine->visit->person);
    assert_null(engine->kiosk.secret);
    assert_null(engine->kiosk.job.page.bits);
    assert_null(engine->kiosk.request.reply_key);
    assert_true(engine->visit->document_number == 0 && engine->visit->case_number == 0);
    assert_int_equal(tr_current(), LANG_ZH);
    assert_int_equal(engine->visit->modes, 0);
    assert_int_equal(engine->reader.visit, 0);
}

/* Nothing stands between two states once nobody is here and the printer is done. */
static void expect_settled(struct engine *engine)
{
    struct err err;
    static const char *const between[] = {"reserved", "issued", "printing"};
    for (size_t i = 0; i < COUNT_OF(between); i++)
        assert_int_equal(engine_count(engine, "issues", between[i]), 0);
    assert_int_equal(engine_count(engine, "visits", "open"), 0);
    if (!journal_check(engine->kiosk.journal, &err))
        fail_msg("%s", err.text);
}

static void cancel_at_every_state(void **state)
{
    struct engine *engine = *state;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        go(engine, i);
        int forgets = engine->forgets;
        visit_help(engine->visit);
        engine_expect(engine, VISIT_HELP);
        visit_cancel(engine->visit);
        engine_settle(engine);
        engine_expect(engine, VISIT_IDLE);
        expect_nobody(engine);
        assert_int_equal(engine->forgets, forgets + 1);
        if (engine->kiosk.orphan.kind)
            engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
        expect_settled(engine);
    }
    assert_int_equal(engine_count(engine, "visits", "cancelled"), COUNT_OF(steps));
}

static void a_journal_that_fails_at_any_step_leaves_it_sound(void **state)
{
    struct engine *engine = *state;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        go(engine, i);
        engine_journal_writable(engine, false);
        if (steps[i].state == VISIT_PRINTING)
            engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
        visit_next(engine->visit);
        engine_settle(engine);
        visit_next(engine->visit);
        engine_settle(engine);
        engine_journal_writable(engine, true);
        visit_cancel(engine->visit);
        engine_settle(engine);
        assert_true(engine->visit->number == 0);
        assert_null(engine->kiosk.secret);
        engine_push_clock(engine, 61);
        engine_push_clock(engine, 61);
        engine_expect(engine, VISIT_IDLE);
        struct err err;
        assert_true(journal_check(engine->kiosk.journal, &err));
    }
}

/* ---- time ---- */

static void everybody_is_asked_before_the_visit_ends(void **state)
{
    struct engine *engine = *state;
    static const int waited[] = {VISIT_ZONE,      VISIT_ITEM,  VISIT_SCAN_CARD, VISIT_CONFIRM,
                                 VISIT_MATERIALS, VISIT_CHECK, VISIT_TICKET};
    for (size_t i = 0; i < COUNT_OF(waited); i++) {
        engine_go(engine, ENGINE_HANDOFF, (enum visit_state)waited[i]);
        engine_push_clock(engine, 55);
        visit_touch(engine->visit);
        engine_push_clock(engine, 55);
        engine_expect(engine, (enum visit_state)waited[i]);
        engine_push_clock(engine, 6);
        engine_expect(engine, VISIT_TIMEOUT);
        visit_continue(engine->visit);
        engine_expect(engine, (enum visit_state)waited[i]);
        engine_push_clock(engine, 61);
        engine_push_clock(engine, 21);
        engine_expect(engine, VISIT_IDLE);
        expect_nobody(engine);
    }
    assert_int_equal(engine_count(engine, "visits", "timeout"), COUNT_OF(waited));
}

static void the_large_text_version_is_patient_at_once(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_ITEM);
    visit_toggle(engine->visit, VISIT_ELDER);
    engine_push_clock(engine, 115);
    engine_expect(engine, VISIT_ITEM);
    engine_push_clock(engine, 6);
    engine_expect(engine, VISIT_TIMEOUT);
    engine_push_clock(engine, 25);
    engine_expect(engine, VISIT_TIMEOUT);
    engine_push_clock(engine, 6);
    expect_nobody(engine);
}

static void our_own_work_throws_nobody_out(void **state)
{
    struct engine *engine = *state;
    go(engine, 4);
    engine_push_clock(engine, 300);
    engine_expect(engine, VISIT_ISSUING);
    engine->printer.prints = false;
    engine_answer(engine);
    engine_settle(engine);
    engine_push_clock(engine, 300);
    engine_expect(engine, VISIT_PRINTING);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_COVER_OPEN);
    engine_push_clock(engine, 300);
    engine_expect(engine, VISIT_DEVICE_FAULT);
}

static void break_while_printing(struct engine *engine)
{
    engine->printer.prints = false;
    engine_go(engine, ENGINE_INSTANT, VISIT_PRINTING);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_COVER_OPEN);
    engine_expect(engine, VISIT_DEVICE_FAULT);
}

static void who_waits_at_a_fault_is_asked_before_the_visit_ends(void **state)
{
    struct engine *engine = *state;
    break_while_printing(engine);
    engine_push_clock(engine, 575);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    engine_push_clock(engine, 6);
    engine_expect(engine, VISIT_TIMEOUT);
    visit_continue(engine->visit);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_COVER_OPEN);
    visit_toggle(engine->visit, VISIT_ELDER);
    engine_push_clock(engine, 565);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    engine_push_clock(engine, 6);
    engine_expect(engine, VISIT_TIMEOUT);
    engine_push_clock(engine, 25);
    engine_expect(engine, VISIT_TIMEOUT);
    engine_push_clock(engine, 6);
    engine_expect(engine, VISIT_IDLE);
    expect_nobody(engine);
    assert_int_equal(engine_count(engine, "visits", "fault"), 1);
}

static void help_over_a_fault_is_no_shorter(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_CHECK);
    visit_fault_show(&engine->kiosk, FAULT_LOW_PAPER);
    visit_help(engine->visit);
    engine_push_clock(engine, 61);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    engine_push_clock(engine, 300);
    engine_expect(engine, VISIT_DEVICE_FAULT);
}

/* The cover is closed while the kiosk asks: the sheet goes on, and no countdown breaks it off. */
static void a_fault_that_passes_takes_the_question_away(void **state)
{
    struct engine *engine = *state;
    break_while_printing(engine);
    engine_push_clock(engine, 581);
    engine_expect(engine, VISIT_TIMEOUT);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_NONE);
    engine_expect(engine, VISIT_PRINTING);
    engine_push_clock(engine, 60);
    engine_expect(engine, VISIT_PRINTING);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void paper_nobody_confirmed_is_taken_by_timeout(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_TAKE_PAPER);
    engine_push_clock(engine, 21);
    engine_expect(engine, VISIT_RATING);
    assert_int_equal(engine_count(engine, "issues", "taken"), 1);
    engine_push_clock(engine, 16);
    engine_expect(engine, VISIT_GOODBYE);
    engine_push_clock(engine, 7);
    engine_expect(engine, VISIT_IDLE);
    assert_int_equal(engine_count(engine, "visits", "done"), 1);
}

/* ---- what the next person finds ---- */

static void the_next_person_starts_afresh(void **state)
{
    struct engine *engine = *state;
    visit_language(engine->visit);
    visit_toggle(engine->visit, VISIT_CONTRAST);
    visit_louder(engine->visit);
    engine_go(engine, ENGINE_INSTANT, VISIT_RATING);
    visit_help(engine->visit);
    visit_call_staff(engine->visit);
    visit_continue(engine->visit);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_GOODBYE);
    assert_int_equal(tr_current(), LANG_EN); /* goodbye is still said to her */
    visit_begin(engine->visit);
    engine_expect(engine, VISIT_HOME);
    assert_int_equal(tr_current(), LANG_ZH);
    assert_int_equal(engine->visit->modes, 0);
    assert_int_equal(engine->visit->volume, 2);
    assert_false(engine->visit->staff_called);
    assert_int_equal(engine_count(engine, "visits", "open"), 1);
}

/* 再叫一次 is noted too, and a finger that drums on it does not fill the journal. */
static void calling_again_is_noted_once_a_minute(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_ITEM);
    visit_help(engine->visit);
    for (int i = 0; i < 5; i++)
        visit_call_staff(engine->visit);
    assert_int_equal(engine_count(engine, "audit", "staff_called"), 1);
    engine->visit->called_ms -= 60000;
    for (int i = 0; i < 5; i++)
        visit_call_staff(engine->visit);
    assert_int_equal(engine_count(engine, "audit", "staff_called"), 2);
}

static void what_was_only_tried_at_idle_falls_back(void **state)
{
    struct engine *engine = *state;
    visit_language(engine->visit);
    visit_toggle(engine->visit, VISIT_ELDER);
    visit_louder(engine->visit);
    visit_help(engine->visit);
    visit_call_staff(engine->visit);
    visit_cancel(engine->visit);
    engine_expect(engine, VISIT_IDLE);
    engine_push_clock(engine, 61);
    expect_nobody(engine);
    assert_int_equal(engine->visit->volume, 2);
    assert_false(engine->visit->staff_called);
}

/* ---- memory ---- */

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN true
#elif defined(__has_feature)
#define UNDER_ASAN __has_feature(address_sanitizer)
#else
#define UNDER_ASAN false
#endif

/* How often the words stand in this program's writable memory. They are kept upside down, so that the search
 * does not find itself. */
static int search_memory(const char *flipped)
{
    size_t len = strlen(flipped);
    char line[400];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    assert_non_null(maps);
    while (fgets(line, sizeof line, maps)) {
        uintptr_t from, to;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " rw", &from, &to) != 2 || !strstr(line, " rw"))
            continue;
        for (const unsigned char *at = (const unsigned char *)from; at + len <= (const unsigned char *)to;
             at++) {
            size_t i = 0;
            while (i < len && (at[i] ^ (unsigned char)flipped[i]) == 0xFF)
                i++;
            found += i == len;
        }
    }
    fclose(maps);
    return found;
}

static void flip(const char *text, char ret[64])
{
    size_t i = 0;
    for (; text[i]; i++)
        ret[i] = (char)~text[i];
    ret[i] = '\0';
}

static void nobody_is_left_after_the_end(void **state)
{
    if (UNDER_ASAN)
        skip(); /* its shadow is terabytes */
    struct engine *engine = *state;
    char number[64], name[64];
    flip(ENGINE_NUMBER, number);
    flip(ENGINE_NAME, name);
    engine_go(engine, ENGINE_INSTANT, VISIT_TAKE_PAPER);
    assert_true(search_memory(number) > 0); /* the search works */
    visit_cancel(engine->visit);
    engine_go(engine, ENGINE_HANDOFF, VISIT_TICKET);
    visit_cancel(engine->visit);
    engine_settle(engine);
    /* The district knows her all the time; what is left once it is gone is ours. */
    district_close(engine->district);
    engine->district = NULL;
    engine_settle(engine);
    assert_int_equal(search_memory(number), 0);
    assert_int_equal(search_memory(name), 0);
}

/* ---- any order of events ---- */

static void fate_of_the_page(struct engine *engine, unsigned dice)
{
    static const enum job_state states[] = {JOB_QUEUED, JOB_SENDING, JOB_PRINTED, JOB_FAILED, JOB_UNKNOWN};
    static const enum device_cause causes[] = {CAUSE_NONE, CAUSE_PAPER_OUT, CAUSE_BAD_JOB};
    engine_job(engine, engine->printer.job ? engine->printer.job - dice % 7 / 6 : 1,
               states[dice % COUNT_OF(states)], causes[dice / 8 % COUNT_OF(causes)]);
}

/* Somebody who knows her way, as far as the kiosk lets her. */
static void somebody_comes(struct engine *engine, const char *item)
{
    struct person person = engine_person();
    visit_begin(engine->visit);
    visit_open_item(engine->visit, item);
    visit_next(engine->visit);
    engine_settle(engine);
    engine_place(engine, &person);
    visit_next(engine->visit);
}

static void something_happens(struct engine *engine, unsigned dice)
{
    struct visit *visit = engine->visit;
    struct person person = engine_person();
    unsigned more = dice / 32;
    switch (dice % 32) {
    case 0:
        fate_of_the_page(engine, more);
        break;
    case 1:
        engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
        break;
    case 2:
        engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_PAPER_OUT);
        break;
    case 3:
        engine_push_clock(engine, (int)(more % 70));
        break;
    case 4:
        visit_help(visit);
        break;
    case 5:
        visit_continue(visit);
        break;
    case 6:
        visit_back(visit);
        break;
    case 7:
        if (more % 4 == 0)
            visit_cancel(visit);
        break;
    case 8:
        visit_not_me(visit);
        break;
    case 9:
        engine_journal_writable(engine, more % 8);
        break;
    case 10:
        if (engine->agent.requests && engine->agent.holds)
            engine_answer(engine);
        break;
    case 11:
        engine->agent.holds = more % 4 == 0;
        break;
    case 12:
        engine->kiosk.job.again.due_ms = 0;
        break;
    case 13:
        if (engine->kiosk.visit.state == VISIT_ISSUING)
            engine->kiosk.request.timeout.due_ms = 0;
        break;
    case 14:
        visit_fault_later(visit);
        break;
    case 15:
        engine_uplink(engine, more % 4);
        break;
    case 16:
        if (more % 8 == 0)
            engine_printer_restart(engine);
        break;
    case 17:
        visit_choose(visit, more % 8, (enum material_choice)(more / 8 % 3));
        break;
    case 18:
        engine->printer.prints = more % 2;
        break;
    case 19:
        visit_toggle(visit, VISIT_ELDER);
        break;
    case 20:
        engine_place(engine, &person);
        break;
    case 21:
        visit_rate(visit, (int)(more % 6));
        break;
    case 22:
    case 23:
    case 24:
    case 25:
        somebody_comes(engine, more % 2 ? "SH-001" : "SD-105");
        break;
    default:
        visit_next(visit);
        break;
    }
    engine_settle(engine);
}

static void any_order_of_events_leaves_the_ledger_right(void **state)
{
    struct engine *engine = *state;
    unsigned seed = 20261123;
    for (int i = 0; i < 8000; i++) {
        seed = seed * 1664525u + 1013904223u;
        something_happens(engine, seed >> 8);
        assert_int_equal(engine->visit->number != 0, engine->kiosk.secret != NULL);
        assert_int_equal(engine->printer.twice, 0);
    }
    engine_journal_writable(engine, true);
    visit_cancel(engine->visit);
    engine_settle(engine);
    if (engine->kiosk.orphan.kind)
        engine_job(engine, engine->printer.job, JOB_UNKNOWN, CAUSE_NONE);
    assert_int_equal(engine->kiosk.orphan.kind, JOB_NOTHING);
    struct err err;
    if (!journal_check(engine->kiosk.journal, &err))
        fail_msg("%s", err.text);
    assert_true(engine->printer.pages > 50);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)

/* The confirm page is made ready while its card is read, and not for a card that has been read by then. */
static void the_next_page_is_expected_while_a_card_is_read(void **state)
{
    struct engine *engine = *state;
    const struct link_nothing nothing = {0};
    engine_go(engine, ENGINE_INSTANT, VISIT_SCAN_CARD);
    struct link *link = link_peer_link(engine->reader.peer);
    assert_true(link_send(link, LINK_CARD_SEEN, engine->reader.visit, &nothing));
    engine_wait(engine, 100);
    assert_int_equal(engine->expects, 1);
    struct person person = engine_person();
    engine_place(engine, &person);
    engine_wait(engine, 100);
    assert_int_equal(engine->expects, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cancel_at_every_state),
        TEST(the_next_page_is_expected_while_a_card_is_read),
        TEST(a_journal_that_fails_at_any_step_leaves_it_sound),
        TEST(everybody_is_asked_before_the_visit_ends),
        TEST(the_large_text_version_is_patient_at_once),
        TEST(our_own_work_throws_nobody_out),
        TEST(who_waits_at_a_fault_is_asked_before_the_visit_ends),
        TEST(help_over_a_fault_is_no_shorter),
        TEST(a_fault_that_passes_takes_the_question_away),
        TEST(paper_nobody_confirmed_is_taken_by_timeout),
        TEST(the_next_person_starts_afresh),
        TEST(calling_again_is_noted_once_a_minute),
        TEST(what_was_only_tried_at_idle_falls_back),
        TEST(nobody_is_left_after_the_end),
        TEST(any_order_of_events_leaves_the_ledger_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
