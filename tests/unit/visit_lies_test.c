/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a lying or broken agent or reader could end a case that nobody received, print what the
 * district never signed, give one visit's answer or card to the next, or fill the disk with its lies.
 */
#include "casework/number.h"
#include "tests/support/engine.h"
#include "ticket/receipt.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- receipts ---- */

static void lodge_with_held_request(struct engine *engine)
{
    engine->agent.holds = true;
    engine_go(engine, ENGINE_HANDOFF, VISIT_TICKET);
    assert_int_equal(engine->agent.requests, 1);
    assert_int_equal(engine->agent.request.subject, SUBJECT_CASE);
}

static void send_receipt(struct engine *engine, const struct seal_key *key, uint64_t case_number,
                         const void *over, size_t len)
{
    struct receipt receipt = {.case_number = case_number, .event = 1, .received = 1};
    struct buf cose = {0};
    seal_sm3(over, len, receipt.digest);
    receipt_sign(key, &receipt, &cose);
    engine_reply(engine, 0, engine->agent.request.id, REPLY_ANSWER, cose.data, cose.len);
    engine_settle(engine);
    buf_finish(&cose);
}

static void offer_again(struct engine *engine)
{
    int before = engine->agent.requests;
    engine->kiosk.outbox.retry.due_ms = 0;
    engine_settle(engine);
    assert_int_equal(engine->agent.requests, before + 1);
}

static void forged_receipt_leaves_the_row_waiting_and_is_audited(void **state)
{
    struct engine *engine = *state;
    struct seal_key *stranger = seal_key_generate();
    lodge_with_held_request(engine);
    const struct buf *sealed = &engine->agent.sealed;
    uint64_t number = engine->visit->case_number;
    send_receipt(engine, stranger, number, sealed->data, sealed->len);
    offer_again(engine);
    send_receipt(engine, engine->document_key, number, "other bytes", 11);
    offer_again(engine);
    send_receipt(engine, engine->document_key, number + 1, sealed->data, sealed->len);
    offer_again(engine);
    /* The station's own key serves tickets only. */
    send_receipt(engine, engine->kiosk.ticket_key, number, sealed->data, sealed->len);
    offer_again(engine);
    engine_reply(engine, 0, engine->agent.request.id, REPLY_ANSWER, "garbage", 7);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "audit", "receipt_refused"), 5);
    assert_int_equal(engine_count(engine, "outbox", "waiting"), 1);
    offer_again(engine);
    engine_answer(engine);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "outbox", "delivered"), 1);
    seal_key_destroy(stranger);
}

static void a_receipt_counts_once(void **state)
{
    struct engine *engine = *state;
    lodge_with_held_request(engine);
    engine_answer(engine);
    engine_answer(engine);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "outbox", "delivered"), 1);
    assert_int_equal(engine_count(engine, "audit", "case_delivered"), 1);
    assert_int_equal(engine->agent.requests, 1);
}

static void an_uplink_that_flickers_shortens_no_delay(void **state)
{
    struct engine *engine = *state;
    lodge_with_held_request(engine);
    engine_reply(engine, 0, engine->agent.request.id, REPLY_DOWN, NULL, 0);
    for (int i = 0; i < 10; i++) {
        engine_uplink(engine, false);
        engine_uplink(engine, true);
    }
    assert_int_equal(engine->agent.requests, 1);
    offer_again(engine);
}

static void a_delivery_nobody_answers_is_offered_again(void **state)
{
    struct engine *engine = *state;
    lodge_with_held_request(engine);
    engine->kiosk.outbox.retry.due_ms = 0; /* the limit of an answer */
    engine_settle(engine);
    assert_true(engine->visit->case_offline);
    offer_again(engine);
    engine_answer(engine);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "outbox", "delivered"), 1);
    assert_false(engine->visit->case_offline);
}

static void a_case_lodged_without_uplink_says_so_and_goes_later(void **state)
{
    struct engine *engine = *state;
    engine_uplink(engine, false);
    engine_go(engine, ENGINE_HANDOFF, VISIT_TICKET);
    assert_true(engine->visit->case_offline);
    assert_int_equal(engine->agent.requests, 0);
    engine_uplink(engine, true);
    assert_int_equal(engine_count(engine, "outbox", "delivered"), 1);
    assert_false(engine->visit->case_offline);
}

/* ---- answers ---- */

static void ask(struct engine *engine)
{
    engine->agent.holds = true;
    engine_go(engine, ENGINE_INSTANT, VISIT_ISSUING);
    assert_int_equal(engine->agent.request.subject, SUBJECT_ISSUE);
}

static void expect_refused(struct engine *engine, enum fault fault)
{
    engine_expect(engine, VISIT_DEVICE_FAULT);
    assert_int_equal(engine->visit->fault, fault);
    assert_int_equal(engine->printer.pages, 0);
    assert_int_equal(engine_count(engine, "issues", "void"), 1);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_IDLE);
}

/* What only the district can do: seal to the visit's reply key. */
static void answer_with(struct engine *engine, const char *text)
{
    struct buf sealed = {0};
    envelope_seal(engine->kiosk.request.reply_key, "issue", engine->agent.request.id, text, strlen(text),
                  &sealed);
    engine_reply(engine, engine->agent.visit, engine->agent.request.id, REPLY_ANSWER, sealed.data,
                 sealed.len);
    engine_settle(engine);
    buf_finish(&sealed);
}

/* An answer for this visit's number: "result":"%s" and whatever follows. */
static void answer_result(struct engine *engine, const char *result, const char *rest)
{
    char number[CASE_NUMBER_TEXT], text[400];
    case_number_format(engine->visit->document_number, number);
    snprintf(text, sizeof text, "{\"number\":\"%s\",\"result\":\"%s\"%s}", number, result, rest);
    answer_with(engine, text);
}

static void garbage_prints_nothing(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    engine_reply(engine, engine->agent.visit, engine->agent.request.id, REPLY_ANSWER, "garbage", 7);
    engine_settle(engine);
    expect_refused(engine, FAULT_DATA_REFUSED);
    assert_int_equal(engine_count(engine, "audit", "document_refused"), 1);
}

static void a_document_without_the_districts_word_prints_nothing(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    answer_result(
        engine, "document",
        ",\"scope\":\"\",\"document\":{\"title\":\"社会保险缴费情况\",\"number\":\"118-03-261123-0001-00\","
        "\"issued\":\"2026-11-23\",\"valid_until\":null,\"rows\":[],\"tables\":[],\"notes\":[]},"
        "\"code\":\"AAAA\"");
    expect_refused(engine, FAULT_DATA_REFUSED);
}

static void an_answer_for_another_number_prints_nothing(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    answer_with(engine, "{\"number\":\"118-03-200101-0001-00\",\"result\":\"empty\",\"scope\":\"\"}");
    expect_refused(engine, FAULT_DATA_REFUSED);
}

static void an_empty_result_is_told_and_never_printed(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    answer_result(engine, "empty", ",\"scope\":\"2025年\"");
    assert_string_equal(engine->visit->empty_scope, "2025年");
    expect_refused(engine, FAULT_DATA_EMPTY);
}

static void a_source_that_is_down_is_no_empty_result(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    answer_result(engine, "down", "");
    expect_refused(engine, FAULT_DATA_DOWN);
}

static void a_changed_value_prints_nothing(void **state)
{
    struct engine *engine = *state;
    struct buf text = {0};
    ask(engine);
    engine_true_answer(engine, &text);
    char *cell = strstr((char *)buf_string(&text), "8,200.00");
    assert_non_null(cell);
    cell[0] = '9';
    answer_with(engine, buf_string(&text));
    buf_finish(&text);
    expect_refused(engine, FAULT_DATA_REFUSED);
    assert_int_equal(engine_count(engine, "audit", "document_refused"), 1);
}

/* The code beside the values would be checked against another day than the one printed. */
static void a_code_of_another_day_prints_nothing(void **state)
{
    struct engine *engine = *state;
    struct buf text = {0}, code = {0}, base64 = {0};
    struct document document;
    struct err err;
    ask(engine);
    engine_true_answer(engine, &text);
    json_t *answer = json_loadb(buf_string(&text), text.len, 0, NULL);
    assert_true(document_parse(json_object_get(answer, "document"), &document, &err));
    struct document_claims claims = {.number = document.number,
                                     .item = "SH-001",
                                     .issued = clock_date_add(document.issued, -1),
                                     .last_four = "0021"};
    document_digest(&document, claims.digest);
    document_sign(engine->document_key, &claims, &code);
    buf_base64url(&base64, code.data, code.len);
    json_object_set_new(answer, "code", json_string(buf_string(&base64)));
    char *said = json_dumps(answer, JSON_COMPACT);
    answer_with(engine, said);
    free(said);
    json_decref(answer);
    document_finish(&document);
    buf_finish(&text);
    buf_finish(&code);
    buf_finish(&base64);
    expect_refused(engine, FAULT_DATA_REFUSED);
    assert_int_equal(engine_count(engine, "audit", "document_refused"), 1);
}

static void an_empty_result_that_names_no_range_says_none(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    answer_result(engine, "empty", "");
    assert_null(engine->visit->empty_scope);
    expect_refused(engine, FAULT_DATA_EMPTY);
    ask(engine);
    answer_result(engine, "empty", ",\"scope\":\"2025年\\n2026年\"");
    assert_null(engine->visit->empty_scope); /* no text for a page */
}

static void silence_ends_in_a_page_that_says_so(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    engine->kiosk.request.timeout.due_ms = 0;
    engine_settle(engine);
    assert_int_equal(engine->agent.cancels, 1);
    engine_answer(engine); /* too late */
    engine_settle(engine);
    expect_refused(engine, FAULT_DATA_TIMEOUT);
}

static void an_agent_that_dies_takes_only_the_answer_with_it(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    engine_agent_gone(engine);
    expect_refused(engine, FAULT_DATA_DOWN);
}

static void late_answer_of_the_last_visit_is_dropped(void **state)
{
    struct engine *engine = *state;
    ask(engine);
    visit_cancel(engine->visit);
    engine_settle(engine);
    assert_int_equal(engine->agent.cancels, 1);
    struct link_request old = engine->agent.request;
    uint64_t old_visit = engine->agent.visit;
    ask(engine);
    engine_reply(engine, old_visit, old.id, REPLY_REFUSED, NULL, 0);
    engine_reply(engine, old_visit, engine->agent.request.id, REPLY_REFUSED, NULL, 0);
    engine_settle(engine);
    engine_expect(engine, VISIT_ISSUING);
    assert_int_equal(engine_count(engine, "audit", "reply_dropped"), 0);
    engine_reply(engine, engine->visit->number, old.id, REPLY_REFUSED, NULL, 0);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "audit", "reply_dropped"), 1);
    engine_answer(engine);
    engine_settle(engine);
    engine_expect(engine, VISIT_TAKE_PAPER);
}

static void a_flood_of_replies_costs_one_audit_row(void **state)
{
    struct engine *engine = *state;
    uint8_t id[16] = {7};
    for (int i = 0; i < 50; i++)
        engine_reply(engine, 0, id, REPLY_ANSWER, "x", 1);
    engine_settle(engine);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "audit", "reply_dropped"), 1);
}

/* ---- cards ---- */

static void send_card(struct engine *engine, uint64_t visit)
{
    struct person other = engine_person();
    strcpy(other.name, "张三");
    assert_true(link_send(link_peer_link(engine->reader.peer), LINK_CARD, visit, &other));
    engine_settle(engine);
}

static void second_card_after_confirm_changes_nothing(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_CONFIRM);
    assert_int_equal(engine->reader.visit, 0);
    send_card(engine, engine->visit->number);
    assert_string_equal(engine->visit->person->name, ENGINE_NAME);
    visit_help(engine->visit);
    send_card(engine, engine->visit->number);
    engine_expect(engine, VISIT_HELP);
    assert_string_equal(engine->visit->person->name, ENGINE_NAME);
}

static void a_card_nobody_asked_for_is_dropped(void **state)
{
    struct engine *engine = *state;
    send_card(engine, 0);
    engine_expect(engine, VISIT_IDLE);
    engine_go(engine, ENGINE_INSTANT, VISIT_ITEM);
    send_card(engine, engine->visit->number);
    engine_expect(engine, VISIT_ITEM);
    visit_next(engine->visit);
    send_card(engine, engine->visit->number + 1);
    send_card(engine, 0);
    engine_expect(engine, VISIT_SCAN_CARD);
    assert_null(engine->visit->person);
}

static void a_card_that_does_not_serve_leaves_the_page_open(void **state)
{
    struct engine *engine = *state;
    struct person person = engine_person();
    engine_go(engine, ENGINE_INSTANT, VISIT_SCAN_CARD);
    person.valid_to = 20200101;
    engine_place(engine, &person);
    assert_int_equal(engine->visit->scan, SCAN_EXPIRED);
    person = engine_person();
    person.birth = 20200101;
    engine_place(engine, &person);
    assert_int_equal(engine->visit->scan, SCAN_TOO_YOUNG);
    assert_null(engine->visit->person);
    assert_true(engine->reader.visit == engine->visit->number);
    person = engine_person();
    engine_place(engine, &person);
    engine_expect(engine, VISIT_CONFIRM);
}

static void a_reader_program_that_restarts_is_asked_again(void **state)
{
    struct engine *engine = *state;
    struct person person = engine_person();
    engine_go(engine, ENGINE_INSTANT, VISIT_SCAN_CARD);
    engine_reader_restart(engine);
    assert_true(engine->reader.visit == engine->visit->number);
    engine_place(engine, &person);
    engine_expect(engine, VISIT_CONFIRM);
}

static void a_reader_that_goes_is_told_and_comes_back_by_itself(void **state)
{
    struct engine *engine = *state;
    struct person person = engine_person();
    struct link_status status = {.status = DEVICE_ABSENT, .cause = CAUSE_UNPLUGGED, .paper_mm = -1};
    engine_go(engine, ENGINE_INSTANT, VISIT_SCAN_CARD);
    assert_true(link_send(link_peer_link(engine->reader.peer), LINK_STATUS, 0, &status));
    engine_settle(engine);
    assert_int_equal(engine->visit->scan, SCAN_READER_DOWN);
    status.status = DEVICE_ONLINE;
    status.cause = CAUSE_NONE;
    assert_true(link_send(link_peer_link(engine->reader.peer), LINK_STATUS, 0, &status));
    engine_settle(engine);
    assert_int_equal(engine->visit->scan, SCAN_WAITING);
    engine_place(engine, &person);
    engine_expect(engine, VISIT_CONFIRM);
}

static void tell_unknown(struct link_peer *peer, uint32_t pid)
{
    const struct link_unknown_device device = {.vid = 0x0781, .pid = pid, .interface = 0x080650};
    assert_true(link_send(link_peer_link(peer), LINK_UNKNOWN_DEVICE, 0, &device));
}

/* Both programs see the same stick; and one that calls itself something new each time must not fill the
 * journal. */
static void a_foreign_device_is_audited_once_and_a_flood_of_them_is_not(void **state)
{
    struct engine *engine = *state;
    engine_go(engine, ENGINE_INSTANT, VISIT_SCAN_CARD);
    tell_unknown(engine->reader.peer, 0x5567);
    tell_unknown(engine->printer.peer, 0x5567);
    tell_unknown(engine->reader.peer, 0x5567);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "audit", "unknown_device"), 1);
    for (uint32_t pid = 1; pid <= 100; pid++)
        tell_unknown(engine->reader.peer, pid);
    engine_settle(engine);
    assert_int_equal(engine_count(engine, "audit", "unknown_device"), KIOSK_UNKNOWN_MAX);
    assert_int_equal(engine->visit->state, VISIT_SCAN_CARD);
}

static void promises_of_another_card_are_forgotten(void **state)
{
    struct engine *engine = *state;
    struct person person = engine_person();
    engine_go(engine, ENGINE_HANDOFF, VISIT_MATERIALS);
    size_t promised = 0, count = engine->visit->item->materials.count;
    while (promised < count && !casework_offers(item_material(engine->visit->item, promised), CHOICE_PROMISE))
        promised++;
    assert_true(promised < count);
    visit_choose(engine->visit, promised, CHOICE_PROMISE);
    visit_next(engine->visit);
    engine_expect(engine, VISIT_COMMITMENT);
    visit_commit(engine->visit, true);
    engine_expect(engine, VISIT_CHECK);
    assert_true(engine->visit->agreed);
    visit_back(engine->visit);
    visit_back(engine->visit);
    visit_not_me(engine->visit);
    engine_settle(engine);
    engine_place(engine, &person);
    assert_int_equal(engine->visit->agreed, 0);
    assert_int_equal(engine->visit->choices[promised], CHOICE_HAVE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, engine_set_up, engine_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(forged_receipt_leaves_the_row_waiting_and_is_audited),
        TEST(a_receipt_counts_once),
        TEST(an_uplink_that_flickers_shortens_no_delay),
        TEST(a_delivery_nobody_answers_is_offered_again),
        TEST(a_case_lodged_without_uplink_says_so_and_goes_later),
        TEST(garbage_prints_nothing),
        TEST(a_document_without_the_districts_word_prints_nothing),
        TEST(an_answer_for_another_number_prints_nothing),
        TEST(an_empty_result_is_told_and_never_printed),
        TEST(a_source_that_is_down_is_no_empty_result),
        TEST(a_changed_value_prints_nothing),
        TEST(a_code_of_another_day_prints_nothing),
        TEST(an_empty_result_that_names_no_range_says_none),
        TEST(silence_ends_in_a_page_that_says_so),
        TEST(an_agent_that_dies_takes_only_the_answer_with_it),
        TEST(late_answer_of_the_last_visit_is_dropped),
        TEST(a_flood_of_replies_costs_one_audit_row),
        TEST(second_card_after_confirm_changes_nothing),
        TEST(a_card_nobody_asked_for_is_dropped),
        TEST(a_card_that_does_not_serve_leaves_the_page_open),
        TEST(a_reader_program_that_restarts_is_asked_again),
        TEST(a_reader_that_goes_is_told_and_comes_back_by_itself),
        TEST(a_foreign_device_is_audited_once_and_a_flood_of_them_is_not),
        TEST(promises_of_another_card_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
