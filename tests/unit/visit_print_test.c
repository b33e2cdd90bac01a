/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a document could come out twice, a number could be lost, or the ledger could say something
 * else than the paper.
 */
#include "casework/number.h"
#include "tests/support/engine.h"
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A document in the printer, whose fate the test decides. */
static void print_document(struct engine *engine)
{
    engine->printer.prints = false;
    engine_go(engine, ENGINE_INSTANT, VISIT_PRINTING);
    assert_int_equal(engine->printer.pages, 1);
    assert_int_equal(engine_count(engine, "issues", "printing"), 1);
}

static void print_slip(struct engine *engine)
{
    engine->printer.prints = false;
    engine_go(engine, ENGINE_HANDOFF, VISIT_TICKET);
    assert_int_equal(engine->printer.pages, 1);
}

static void a_document_is_printed_once_and_taken(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_TAKE_PAPER);
    assert_int_equal(engine_count(engine, "issues", "printed"), 1);
    visit_paper_taken(engine->visit);
    visit_paper_taken(engine->visit);
    visit_rate(engine->visit, 5);
    visit_rate(engine->visit, 1);
    engine_expect(engine, VISIT_GOODBYE);
    assert_int_equal(engine->printer.pages, 1);
    assert_int_equal(engine_count(engine, "issues", "taken"), 1);
    assert_int_equal(engine_count(engine, "visits", "done"), 1);
}

static void a_double_tap_asks_for_one_number(void **state)
{
    struct engine *engine = *state;
    engine->agent.holds = true;
    engine_go(engine, ENGINE_INSTANT, VISIT_CONFIRM);
    visit_next(engine->visit);
    visit_next(engine->visit);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "issues", "reserved"), 1);
    assert_int_equal(engine->agent.requests, 1);
}

static void a_kiosk_that_just_started_waits_for_its_line(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_CONFIRM);
    engine_uplink(engine, false);
    engine_settle(engine);
    visit_next(engine->visit);
    engine_wait(engine, 150);
    engine_expect(engine, VISIT_ISSUING);
    assert_int_equal(engine->agent.requests, 0);
    engine_uplink(engine, true);
    engine_wait(engine, 150);
    assert_int_equal(engine->agent.requests, 1);
}

static void a_wait_for_the_line_ends_with_the_visit(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_CONFIRM);
    engine_uplink(engine, false);
    engine_settle(engine);
    visit_next(engine->visit);
    engine_settle(engine);
    visit_cancel(engine->visit);
    engine_uplink(engine, true);
    engine_wait(engine, 150);
    assert_int_equal(engine->agent.requests, 0);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
}

static void a_double_tap_lodges_one_case(void **state)
{
    struct engine *engine = *state;
    engine->printer.prints = false;
    engine_go(engine, ENGINE_HANDOFF, VISIT_CHECK);
    visit_next(engine->visit);
    visit_next(engine->visit);
    engine_settle(engine);
    engine_expect(engine, VISIT_TICKET);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 1);
    assert_int_equal(engine->printer.pages, 1);
}

/* Who thinks about the check page until after midnight lodges on the new day, as the case's number says. */
static void a_case_bears_the_day_it_was_lodged(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_CHECK);
    engine->kiosk.clock.ahead_s += 86400;
    visit_next(engine->visit);
    engine_settle(engine);
    engine_expect(engine, VISIT_TICKET);
    uint32_t day = case_number_date(engine->visit->case_number);
    assert_int_equal(clock_date(engine->visit->lodged), day);
    assert_int_equal(engine->visit->dates.lodged, day);
    assert_true(engine->visit->dates.accepted.date > day);
}

static void unknown_print_is_not_reprinted(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_job(engine, engine->printer.job, JOB_UNKNOWN, CAUSE_NO_ANSWER);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_PRINT_UNKNOWN);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_NO_ANSWER);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_wait(engine, 1200);
    assert_int_equal(engine->printer.pages, 1);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_IDLE);
    assert_int_equal(engine_count(engine, "issues", "unknown"), 1);
    assert_int_equal(engine_count(engine, "visits", "fault"), 1);
}

static void failed_print_goes_out_whole_with_the_same_number(void **state)
{
    struct engine *engine = *state;
    uint8_t first[SEAL_SM3_BYTES];
    print_document(engine);
    uint64_t number = engine->visit->document_number, job = engine->printer.job;
    memcpy(first, engine->printer.page, sizeof first);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_PAPER_OUT);
    engine_job(engine, job, JOB_FAILED, CAUSE_PAPER_OUT);
    assert_int_equal(engine->visit->fault, FAULT_PAPER_OUT);
    engine_wait(engine, 1200);
    assert_int_equal(engine->printer.pages, 1);
    engine->printer.prints = true;
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
    assert_int_equal(engine->printer.pages, 2);
    assert_true(engine->printer.job != job);
    assert_memory_equal(engine->printer.page, first, sizeof first);
    assert_true(engine->visit->document_number == number);
    assert_int_equal(engine_count(engine, "audit", "sheet_void"), 1);
    assert_int_equal(engine_count(engine, "issues", "printed"), 1);
}

static void status_before_the_failure_still_leads_to_a_print(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine->printer.prints = true;
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_PAPER_OUT);
    assert_int_equal(engine->printer.pages, 1);
    engine_wait(engine, 1200);
    assert_int_equal(engine->printer.pages, 2);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void a_printer_that_always_fails_is_not_asked_for_ever(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    for (int i = 0; i < 12; i++) {
        engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_BAD_JOB);
        engine->kiosk.job.again.due_ms = 0; /* the moment has passed */
        engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    }
    assert_int_equal(engine->printer.pages, 5);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault,
                     FAULT_PRINTER_FAILS); /* the page does not say that it prints by itself */
    visit_next(engine->visit);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
}

static void a_killed_printer_program_leaves_the_print_unknown(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    uint64_t job = engine->printer.job;
    engine_printer_restart(engine);
    assert_int_equal(engine->visit->fault, FAULT_PRINT_UNKNOWN);
    engine_job(engine, job, JOB_PRINTED, CAUSE_NONE);
    engine_job(engine, job, JOB_FAILED, CAUSE_PAPER_OUT);
    engine_wait(engine, 1200);
    assert_int_equal(engine->printer.pages, 1);
    assert_int_equal(engine_count(engine, "issues", "unknown"), 1);
    assert_int_equal(engine_count(engine, "issues", "printed"), 0);
}

static void a_page_of_an_ended_visit_still_settles_its_row(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    visit_help(engine->visit);
    visit_cancel(engine->visit);
    engine_settle(engine);
    engine_expect(engine, VISIT_IDLE);
    assert_int_equal(engine->printer.cancels, 1);
    assert_int_equal(engine_count(engine, "issues", "printing"), 1);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    assert_int_equal(engine_count(engine, "issues", "printed"), 1);
    engine_expect(engine, VISIT_IDLE);
}

static void a_cancelled_page_that_never_began_voids_its_number(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    visit_cancel(engine->visit);
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_CANCELLED);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
}

static void the_next_page_waits_for_the_one_of_the_visit_before(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    uint64_t first = engine->printer.job;
    visit_cancel(engine->visit);
    engine->printer.prints = true;
    engine_go(engine, ENGINE_INSTANT, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->printer.pages, 1);
    engine_job(engine, first, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
    assert_int_equal(engine->printer.pages, 2);
    assert_int_equal(engine_count(engine, "issues", "printed"), 2);
}

static void a_visit_that_ends_while_its_page_waits_keeps_both_rows_right(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    uint64_t first = engine->printer.job;
    visit_cancel(engine->visit);
    engine_go(engine, ENGINE_INSTANT, VISIT_DEVICE_FAULT);
    visit_cancel(engine->visit);
    engine_job(engine, first, JOB_PRINTED, CAUSE_NONE);
    assert_int_equal(engine->printer.pages, 1);
    assert_int_equal(engine_count(engine, "issues", "printed"), 1);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
}

static void another_job_number_settles_nothing(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_job(engine, engine->printer.job + 1, JOB_PRINTED, CAUSE_NONE);
    engine_job(engine, engine->printer.job - 1, JOB_FAILED, CAUSE_NONE);
    assert_int_equal(engine_count(engine, "issues", "printing"), 1);
    engine_expect(engine, VISIT_PRINTING);
}

static void a_wait_in_mid_page_shows_and_passes(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_PAPER_OUT);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_PAPER_OUT);
    visit_help(engine->visit);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_NONE);
    engine_expect(engine, VISIT_HELP); /* who reads is not interrupted */
    visit_continue(engine->visit);
    engine_expect(engine, VISIT_PRINTING);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

/* Whoever closes the cover because the page asks for it must not go on reading that it is open. */
static void the_page_tells_what_stands_in_the_way_now(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_COVER_OPEN);
    assert_int_equal(engine->visit->fault, FAULT_COVER_OPEN);
    visit_call_staff(engine->visit);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_CUTTER_JAM);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_CUTTER_JAM);
    assert_true(engine->visit->staff_called);
    visit_help(engine->visit);
    engine_job(engine, engine->printer.job, JOB_SENDING, CAUSE_COVER_OPEN);
    engine_expect(engine, VISIT_HELP); /* who reads is not interrupted */
    visit_continue(engine->visit);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_COVER_OPEN);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void a_page_that_waits_tells_what_it_waits_for_now(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_COVER_OPEN);
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_COVER_OPEN);
    assert_int_equal(engine->visit->fault, FAULT_COVER_OPEN);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_PAPER_OUT);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_PAPER_OUT);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_NO_ANSWER); /* tells nothing new */
    assert_int_equal(engine->visit->fault, FAULT_PAPER_OUT);
    engine->printer.prints = true;
    engine_wait(engine, 1200);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void a_silent_printer_program_is_given_up(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    assert_true(timer_running(&engine->kiosk.print_silence));
    engine->kiosk.print_silence.due_ms = 0;
    engine_settle(engine);
    assert_int_equal(engine->visit->fault, FAULT_PRINT_UNKNOWN);
    assert_int_equal(engine_count(engine, "issues", "unknown"), 1);
}

/* Somebody who went while the paper was fetched. */
static void fail_and_go(struct engine *engine)
{
    print_document(engine);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_PAPER_OUT);
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_PAPER_OUT);
    engine->printer.prints = true;
    engine->kiosk.touched_ms -= 121000;
    engine_wait(engine, 1200);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_expect(engine, VISIT_TIMEOUT);
    assert_int_equal(engine->printer.pages, 1);
}

static void a_document_is_not_printed_for_somebody_who_has_gone(void **state)
{
    struct engine *engine = *state;
    fail_and_go(engine);
    engine_push_clock(engine, 21);
    engine_expect(engine, VISIT_IDLE);
    assert_int_equal(engine->printer.pages, 1);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
    assert_int_equal(engine_count(engine, "visits", "timeout"), 1);
}

static void who_says_that_she_waits_gets_her_document(void **state)
{
    struct engine *engine = *state;
    fail_and_go(engine);
    visit_continue(engine->visit);
    engine_settle(engine);
    engine_expect(engine, VISIT_TAKE_PAPER);
    assert_int_equal(engine->printer.pages, 2);
    assert_int_equal(engine_count(engine, "issues", "printed"), 1);
}

/* 上一步 on the help page is the same as 回去接着办 below it. */
static void who_comes_back_from_help_gets_her_document(void **state)
{
    struct engine *engine = *state;
    fail_and_go(engine);
    visit_help(engine->visit);
    visit_back(engine->visit);
    engine_settle(engine);
    engine_expect(engine, VISIT_TAKE_PAPER);
    assert_int_equal(engine->printer.pages, 2);
}

static void a_slip_that_failed_prints_again_for_the_same_case(void **state)
{
    struct engine *engine = *state;
    print_slip(engine);
    uint64_t number = engine->visit->case_number;
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_COVER_OPEN);
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_COVER_OPEN);
    assert_int_equal(engine->visit->fault, FAULT_COVER_OPEN);
    engine->printer.prints = true;
    engine_wait(engine, 1200);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_expect(engine, VISIT_TICKET);
    assert_true(engine->visit->slip_done);
    assert_true(engine->visit->case_number == number);
    assert_int_equal(engine->printer.pages, 2);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 1);
}

static void a_lodged_case_stands_without_its_slip(void **state)
{
    struct engine *engine = *state;
    print_slip(engine);
    engine_printer_gone(engine);
    assert_int_equal(engine->visit->fault, FAULT_PRINT_UNKNOWN);
    visit_fault_later(engine->visit);
    engine_expect(engine, VISIT_TICKET);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_RATING);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 1);
}

static void a_slip_that_cannot_be_noted_does_not_lead_back_to_lodging(void **state)
{
    struct engine *engine = *state;
    print_slip(engine);
    engine_job(engine, engine->printer.job, JOB_FAILED, CAUSE_COVER_OPEN);
    engine_journal_writable(engine, false);
    engine_wait(engine, 1200);
    assert_int_equal(engine->visit->fault, FAULT_JOURNAL);
    visit_fault_later(engine->visit);
    engine_expect(engine, VISIT_TICKET);
    engine_journal_writable(engine, true);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 1);
}

static void paper_that_ran_out_before_lodging_leads_back_to_check(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_HANDOFF, VISIT_CHECK);
    engine_printer_status(engine, DEVICE_OFFLINE, CAUSE_PAPER_OUT);
    visit_next(engine->visit);
    assert_int_equal(engine->visit->fault, FAULT_LOW_PAPER);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 0);
    visit_help(engine->visit);
    engine_printer_status(engine, DEVICE_ONLINE, CAUSE_NONE);
    engine_expect(engine, VISIT_HELP);
    visit_continue(engine->visit);
    engine_expect(engine, VISIT_CHECK);
    visit_next(engine->visit);
    engine_settle(engine);
    assert_true(engine->visit->slip_printed);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 1);
}

static void no_paper_counts_before_it_is_told_how_much_is_left(void **state)
{
    struct engine *engine = *state;
    struct link_status out = {.status = DEVICE_OFFLINE, .cause = CAUSE_PAPER_OUT, .paper_mm = -1};
    engine_go(engine, ENGINE_HANDOFF, VISIT_CHECK);
    assert_true(link_send(link_peer_link(engine->printer.peer), LINK_STATUS, 0, &out));
    engine_settle(engine);
    visit_next(engine->visit);
    assert_int_equal(engine->visit->fault, FAULT_LOW_PAPER);
    assert_int_equal(engine_count(engine, "cases", "lodged"), 0);
}

static void help_over_printing_waits_for_nobody(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    visit_help(engine->visit);
    engine_push_clock(engine, 61);
    engine_expect(engine, VISIT_PRINTING);
    visit_help(engine->visit);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void without_a_journal_nothing_prints(void **state)
{
    struct engine *engine = *state;
    engine->agent.holds = true;
    engine_go(engine, ENGINE_INSTANT, VISIT_ISSUING);
    engine_journal_writable(engine, false);
    engine_answer(engine);
    engine_settle(engine);
    assert_int_equal(engine->visit->fault, FAULT_JOURNAL);
    assert_int_equal(engine->printer.pages, 0);
}

/* A page that is out is out: saying that nothing was issued would leave it in the slot for the next person.
 */
static void what_came_out_is_handed_over_though_it_cannot_be_noted(void **state)
{
    struct engine *engine = *state;
    struct err err;
    print_document(engine);
    engine_journal_writable(engine, false);
    engine_job(engine, engine->printer.job, JOB_PRINTED, CAUSE_NONE);
    engine_expect(engine, VISIT_TAKE_PAPER);
    visit_paper_taken(engine->visit);
    engine_expect(engine, VISIT_RATING);
    visit_rate(engine->visit, 0);
    engine_expect(engine, VISIT_GOODBYE);
    engine_journal_writable(engine, true);
    assert_int_equal(engine_count(engine, "issues", "printing"), 1);
    assert_true(journal_check(engine->kiosk.journal, &err));
}

static void what_may_have_come_out_is_said_though_it_cannot_be_noted(void **state)
{
    struct engine *engine = *state;
    print_document(engine);
    engine_journal_writable(engine, false);
    engine_job(engine, engine->printer.job, JOB_UNKNOWN, CAUSE_NO_ANSWER);
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, FAULT_PRINT_UNKNOWN);
    assert_null(engine->kiosk.job.page.bits);
}

static void out_of_service_ends_when_the_journal_is_well_again(void **state)
{
    struct engine *engine = *state;
    engine_journal_writable(engine, false);
    visit_begin(engine->visit);
    engine_expect(engine, VISIT_OUT_OF_SERVICE);
    engine_push_clock(engine, 61);
    engine_expect(engine, VISIT_OUT_OF_SERVICE);
    engine_journal_writable(engine, true);
    engine_push_clock(engine, 61);
    engine_expect(engine, VISIT_IDLE);
    visit_begin(engine->visit);
    engine_expect(engine, VISIT_HOME);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_document_is_printed_once_and_taken),
        TEST(a_double_tap_asks_for_one_number),
        TEST(a_kiosk_that_just_started_waits_for_its_line),
        TEST(a_wait_for_the_line_ends_with_the_visit),
        TEST(a_double_tap_lodges_one_case),
        TEST(a_case_bears_the_day_it_was_lodged),
        TEST(unknown_print_is_not_reprinted),
        TEST(failed_print_goes_out_whole_with_the_same_number),
        TEST(status_before_the_failure_still_leads_to_a_print),
        TEST(a_printer_that_always_fails_is_not_asked_for_ever),
        TEST(a_killed_printer_program_leaves_the_print_unknown),
        TEST(a_page_of_an_ended_visit_still_settles_its_row),
        TEST(a_cancelled_page_that_never_began_voids_its_number),
        TEST(the_next_page_waits_for_the_one_of_the_visit_before),
        TEST(a_visit_that_ends_while_its_page_waits_keeps_both_rows_right),
        TEST(another_job_number_settles_nothing),
        TEST(a_wait_in_mid_page_shows_and_passes),
        TEST(the_page_tells_what_stands_in_the_way_now),
        TEST(a_page_that_waits_tells_what_it_waits_for_now),
        TEST(a_silent_printer_program_is_given_up),
        TEST(a_document_is_not_printed_for_somebody_who_has_gone),
        TEST(who_says_that_she_waits_gets_her_document),
        TEST(who_comes_back_from_help_gets_her_document),
        TEST(a_slip_that_failed_prints_again_for_the_same_case),
        TEST(a_lodged_case_stands_without_its_slip),
        TEST(a_slip_that_cannot_be_noted_does_not_lead_back_to_lodging),
        TEST(paper_that_ran_out_before_lodging_leads_back_to_check),
        TEST(no_paper_counts_before_it_is_told_how_much_is_left),
        TEST(help_over_printing_waits_for_nobody),
        TEST(without_a_journal_nothing_prints),
        TEST(what_came_out_is_handed_over_though_it_cannot_be_noted),
        TEST(what_may_have_come_out_is_said_though_it_cannot_be_noted),
        TEST(out_of_service_ends_when_the_journal_is_well_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
