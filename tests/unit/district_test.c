/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a repeated question could bring a second document under one number, a case could be lost
 * after its receipt was given, or the reference could answer what the contract forbids and real districts
 * would copy it.
 */
#include "agent/frame.h"
#include "base/clock.h"
#include "base/text.h"
#include "casework/number.h"
#include "district/district.h"
#include "seal/envelope.h"
#include "ticket/document.h"
#include "ticket/receipt.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define STATION "31011411803"
#define LI      "310199195103070021"

struct bench {
    char state[64];
    struct district *district;
    struct seal_key *document_key, *case_key, *reply_key;
    struct trust *trust;
    unsigned serial;
};

static void key_entry(struct buf *ret, const char *role, const struct seal_key *key)
{
    char public[2 * SEAL_PUBLIC_BYTES + 1], kid[2 * SEAL_KID_BYTES + 1];
    seal_key_public(key, public);
    text_hex(seal_key_kid(key), SEAL_KID_BYTES, kid);
    buf_printf(
        ret,
        "{\"kid\":\"%s\",\"role\":\"%s\",\"id\":\"demo\",\"public\":\"%s\",\"from\":\"2026-01-01T00:00:00Z\","
        "\"until\":\"2099-01-01T00:00:00Z\",\"demo\":true}",
        kid, role, public);
}

static void write_trust(const struct bench *bench)
{
    char path[128];
    struct buf text = {0};
    snprintf(path, sizeof path, "%s/trust.json", bench->state);
    buf_text(&text, "{\"version\":1,\"issued\":\"2026-01-01T00:00:00Z\",\"expires\":\"2099-01-01T00:00:00Z\","
                    "\"demo\":true,\"hosts\":[\"T.LIQU.EXAMPLE\"],\"keys\":[");
    key_entry(&text, "document", bench->document_key);
    buf_text(&text, ",");
    key_entry(&text, "case", bench->case_key);
    buf_text(&text, "]}");
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
    fclose(file);
    buf_finish(&text);
}

static void open_district(struct bench *bench)
{
    const struct district_places places = {
        .state = bench->state, .catalogue = "assets/catalogue", .people = "assets/demo/people"};
    struct err err = {{0}};
    if (!district_open(&places, &bench->district, &err))
        fail_msg("%s", err.text);
}

static void restart(struct bench *bench)
{
    district_close(bench->district);
    open_district(bench);
}

static int set_up(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct err err = {{0}};
    char path[128];
    strcpy(bench->state, "/tmp/liqu-district-XXXXXX");
    assert_non_null(mkdtemp(bench->state));
    snprintf(path, sizeof path, "%s/keys", bench->state);
    assert_int_equal(mkdir(path, 0700), 0);
    bench->document_key = seal_key_generate();
    bench->case_key = seal_key_generate();
    bench->reply_key = seal_key_generate();
    snprintf(path, sizeof path, "%s/keys/document-demo.key", bench->state);
    assert_true(seal_key_save(bench->document_key, path, &err));
    snprintf(path, sizeof path, "%s/keys/case-demo.key", bench->state);
    assert_true(seal_key_save(bench->case_key, path, &err));
    write_trust(bench);
    snprintf(path, sizeof path, "%s/trust.json", bench->state);
    if (!trust_load(path, &bench->trust, &err))
        fail_msg("%s", err.text);
    open_district(bench);
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {
        "keys/document-demo.key", "keys/case-demo.key", "trust.json", "district.db",
        "district.db-wal",        "district.db-shm",    "keys",       ""};
    struct bench *bench = *state;
    district_close(bench->district);
    trust_destroy(bench->trust);
    seal_key_destroy(bench->document_key);
    seal_key_destroy(bench->case_key);
    seal_key_destroy(bench->reply_key);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", bench->state, names[i]);
        remove(path);
    }
    free(bench);
    return 0;
}

/* ---- asking ---- */

static const uint8_t id[FRAME_ID_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

/* The answer's JSON; the caller drops it. NULL: no answer. */
static json_t *exchange(struct bench *bench, const char *subject, const struct buf *sealed)
{
    struct buf frame = {0}, answer = {0};
    frame_request(id, subject, STATION, sealed->data, sealed->len, &frame);
    bool answered = district_handle(bench->district, frame.data, frame.len, &answer);
    json_t *json = answered ? json_loadb(buf_string(&answer), answer.len, 0, NULL) : NULL;
    buf_finish(&frame);
    buf_finish(&answer);
    return json;
}

static json_t *ask(struct bench *bench, const char *subject, const char *text)
{
    struct buf sealed = {0};
    envelope_seal(bench->case_key, subject, id, text, strlen(text), &sealed);
    json_t *answer = exchange(bench, subject, &sealed);
    buf_finish(&sealed);
    assert_non_null(answer);
    return answer;
}

static void assert_error(json_t *answer, const char *word)
{
    const char *error = json_string_value(json_object_get(answer, "error"));
    assert_non_null(error);
    assert_string_equal(error, word);
    json_decref(answer);
}

static void decode(const json_t *base64, struct buf *ret)
{
    static uint8_t bytes[ENVELOPE_MAX_BYTES];
    assert_non_null(base64);
    long len = text_from_base64url(json_string_value(base64), bytes, sizeof bytes);
    assert_true(len > 0);
    buf_append(ret, bytes, (size_t)len);
}

/* Opens {"sealed"} with the reply key; drops the answer. */
static json_t *open_answer(const struct bench *bench, const char *subject, json_t *answer)
{
    struct buf sealed = {0}, text = {0};
    decode(json_object_get(answer, "sealed"), &sealed);
    assert_int_equal(envelope_open(bench->reply_key, subject, id, sealed.data, sealed.len, &text),
                     ENVELOPE_OK);
    json_t *opened = json_loadb(buf_string(&text), text.len, 0, NULL);
    assert_non_null(opened);
    buf_finish(&sealed);
    buf_finish(&text);
    json_decref(answer);
    return opened;
}

static void fresh_number(struct bench *bench, char ret[CASE_NUMBER_TEXT])
{
    case_number_format(case_number_make(118, 3, 20261123, ++bench->serial), ret);
}

static void issue_text(const struct bench *bench, const char *item, const char *number, const char *name,
                       const char *person, const char *inputs, struct buf *ret)
{
    char reply[2 * SEAL_PUBLIC_BYTES + 1];
    seal_key_public(bench->reply_key, reply);
    buf_printf(ret,
               "{\"item\":\"%s\",\"number\":\"%s\",\"at\":\"2026-11-23T14:05:00+08:00\",\"consent\":1,"
               "\"person\":{\"name\":\"%s\",\"number\":\"%s\"},\"inputs\":%s,\"reply_key\":\"%s\"}",
               item, number, name, person, inputs, reply);
}

static json_t *ask_issue(struct bench *bench, const char *item, const char *number, const char *name,
                         const char *person, const char *inputs)
{
    struct buf text = {0};
    issue_text(bench, item, number, name, person, inputs, &text);
    json_t *answer = ask(bench, "issue", buf_string(&text));
    buf_finish(&text);
    return answer;
}

static json_t *issue(struct bench *bench, const char *item, const char *name, const char *person,
                     const char *inputs)
{
    char number[CASE_NUMBER_TEXT];
    fresh_number(bench, number);
    return open_answer(bench, "issue", ask_issue(bench, item, number, name, person, inputs));
}

static void assert_result(json_t *answer, const char *result)
{
    assert_string_equal(json_string_value(json_object_get(answer, "result")), result);
    assert_true(json_string_length(json_object_get(answer, "scope")) > 0);
    assert_int_equal(json_object_get(answer, "document") != NULL, strcmp(result, "document") == 0);
    assert_int_equal(json_object_get(answer, "code") != NULL, strcmp(result, "document") == 0);
    json_decref(answer);
}

/* ---- issuing ---- */

static void the_document_is_signed_and_names_its_person(void **state)
{
    struct bench *bench = *state;
    json_t *answer = issue(bench, "SH-001", "李桂英", LI, "{}");
    struct document document;
    struct document_claims claims;
    struct buf code = {0};
    struct err err;
    uint8_t digest[SEAL_SM3_BYTES];
    assert_true(document_parse(json_object_get(answer, "document"), &document, &err));
    decode(json_object_get(answer, "code"), &code);
    assert_int_equal(document_check_code(code.data, code.len, bench->trust, clock_real_s(), &claims),
                     TICKET_OK);
    document_digest(&document, digest);
    assert_memory_equal(claims.digest, digest, sizeof digest);
    assert_true(claims.number == document.number);
    assert_string_equal(claims.item, "SH-001");
    assert_string_equal(claims.last_four, "0021");
    assert_int_equal(claims.issued, clock_date(clock_real_s()));
    assert_string_equal(document.rows[0][1], "李桂英");
    assert_string_equal(document.rows[1][1], LI);
    assert_string_equal(document.rows[2][0], "范围");
    document_finish(&document);
    buf_finish(&code);
    json_decref(answer);
}

static size_t months_of(json_t *answer)
{
    json_t *table = json_array_get(json_object_get(json_object_get(answer, "document"), "tables"), 0);
    size_t rows = json_array_size(json_object_get(table, "rows"));
    json_decref(answer);
    return rows;
}

static void the_range_asked_for_is_the_range_given(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(months_of(issue(bench, "SH-001", "李桂英", LI, "{}")), 12);
    assert_int_equal(months_of(issue(bench, "SH-001", "李桂英", LI, "{\"months\":\"24\"}")), 24);
    assert_int_equal(months_of(issue(bench, "SH-001", "赵小雨", "310199200304180060", "{}")), 3);
}

static void the_last_month_is_the_month_before_today(void **state)
{
    struct bench *bench = *state;
    json_t *answer = issue(bench, "SH-001", "李桂英", LI, "{}");
    json_t *table = json_array_get(json_object_get(json_object_get(answer, "document"), "tables"), 0);
    const char *cell =
        json_string_value(json_array_get(json_array_get(json_object_get(table, "rows"), 0), 0));
    uint32_t today = clock_date(clock_real_s()), before = clock_date_add(today, -(int)(today % 100));
    char month[24];
    snprintf(month, sizeof month, "%u年%u月", before / 10000, before / 100 % 100);
    assert_string_equal(cell, month);
    json_decref(answer);
}

static void nothing_found_differs_from_a_source_that_is_down(void **state)
{
    struct bench *bench = *state;
    assert_result(issue(bench, "SH-001", "李桂英", LI, "{}"), "document");
    assert_result(issue(bench, "SH-001", "王秀兰", "310199196408160049", "{}"), "empty");
    assert_result(issue(bench, "SH-001", "陈志强", "31019919790521011X", "{}"), "down");
    assert_result(issue(bench, "SH-001", "无此人", "310199201101010015", "{}"), "empty");
    assert_result(issue(bench, "SH-001", "孙建国", "310199196506120139", "{}"), "empty");
    assert_result(issue(bench, "SH-001", "孙建国", "310199196506120139", "{\"months\":\"24\"}"), "document");
    assert_result(issue(bench, "SH-001", "李桂花", LI, "{}"), "refused");
    assert_result(issue(bench, "XX-999", "李桂英", LI, "{}"), "refused");
}

/* The first row of the record itself; it stands behind name, number and range. */
static void assert_own_row(json_t *answer, const char *label, const char *value)
{
    json_t *row = json_array_get(json_object_get(json_object_get(answer, "document"), "rows"), 3);
    assert_string_equal(json_string_value(json_array_get(row, 0)), label);
    assert_string_equal(json_string_value(json_array_get(row, 1)), value);
    json_decref(answer);
}

static void what_was_answered_stands_on_the_document(void **state)
{
    struct bench *bench = *state;
    assert_own_row(issue(bench, "BD-005", "李桂英", LI, "{\"purpose\":\"school\"}"), "用途", "孩子上学");
    assert_own_row(issue(bench, "BD-005", "李桂英", LI, "{\"purpose\":\"loan\"}"), "用途", "购房贷款");
    assert_error(ask_issue(bench, "BD-005", "118-03-261123-0042-94", "李桂英", LI, "{}"), "malformed");
}

static void a_record_kept_under_one_answer_is_not_found_under_another(void **state)
{
    struct bench *bench = *state;
    static const char zhang[] = "310199198802290035";
    assert_own_row(issue(bench, "TJ-001", "张三", zhang, "{\"project\":\"2611040017\"}"), "项目编号",
                   "2611040017");
    assert_result(issue(bench, "TJ-001", "张三", zhang, "{\"project\":\"2609150008\"}"), "empty");
    assert_result(issue(bench, "TJ-001", "张三", zhang, "{\"project\":\"26110400\"}"), "empty");
}

static void a_number_asked_again_brings_the_same_document_to_the_new_key(void **state)
{
    struct bench *bench = *state;
    char number[CASE_NUMBER_TEXT];
    fresh_number(bench, number);
    json_t *first = open_answer(bench, "issue", ask_issue(bench, "SH-001", number, "李桂英", LI, "{}"));
    seal_key_destroy(bench->reply_key);
    bench->reply_key = seal_key_generate();
    restart(bench);
    json_t *second = open_answer(bench, "issue", ask_issue(bench, "SH-001", number, "李桂英", LI, "{}"));
    assert_true(json_equal(first, second));
    json_decref(first);
    json_decref(second);
}

static void a_number_never_serves_two_questions(void **state)
{
    struct bench *bench = *state;
    char number[CASE_NUMBER_TEXT];
    fresh_number(bench, number);
    json_decref(ask_issue(bench, "SH-001", number, "李桂英", LI, "{}"));
    assert_error(ask_issue(bench, "SH-001", number, "张三", "310199198802290035", "{}"), "malformed");
    assert_error(ask_issue(bench, "SH-001", number, "李桂英", LI, "{\"months\":\"24\"}"), "malformed");
}

static void a_number_without_a_document_may_be_asked_again(void **state)
{
    struct bench *bench = *state;
    char number[CASE_NUMBER_TEXT];
    fresh_number(bench, number);
    json_decref(ask_issue(bench, "SH-001", number, "陈志强", "31019919790521011X", "{}"));
    json_t *answer = open_answer(bench, "issue", ask_issue(bench, "SH-001", number, "李桂英", LI, "{}"));
    assert_result(answer, "document");
}

static void a_wrong_question_is_malformed(void **state)
{
    struct bench *bench = *state;
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-95", "李桂英", LI, "{}"), "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-02-261015-0011-92", "李桂英", LI, "{}"), "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "李桂英", "310199195103070022", "{}"),
                 "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "", LI, "{}"), "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "李\\u0007桂英", LI, "{}"), "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "李桂英", LI, "{\"months\":\"13\"}"),
                 "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "李桂英", LI, "{\"years\":\"1\"}"),
                 "malformed");
    assert_error(ask_issue(bench, "SH-001", "118-03-261123-0042-94", "李桂英", LI, "{},\"more\":1"),
                 "malformed");
    assert_error(ask(bench, "issue", "[]"), "malformed");
    assert_error(ask(bench, "issue", "not JSON"), "malformed");
    assert_error(ask(bench, "fortune", "{}"), "malformed");
}

/* ---- envelopes ---- */

static void only_what_is_sealed_to_this_subject_and_id_is_opened(void **state)
{
    struct bench *bench = *state;
    struct buf text = {0}, sealed = {0};
    issue_text(bench, "SH-001", "118-03-261123-0042-94", "李桂英", LI, "{}", &text);
    struct seal_key *foreign = seal_key_generate();
    envelope_seal(foreign, "issue", id, text.data, text.len, &sealed);
    assert_error(exchange(bench, "issue", &sealed), "unknown_key");
    seal_key_destroy(foreign);

    buf_consume(&sealed, sealed.len);
    envelope_seal(bench->case_key, "issue", id, text.data, text.len, &sealed);
    assert_error(exchange(bench, "case", &sealed), "malformed");
    sealed.data[sealed.len - 1] ^= 1;
    assert_error(exchange(bench, "issue", &sealed), "malformed");
    sealed.data[sealed.len - 1] ^= 1;
    const uint8_t other_id[FRAME_ID_BYTES] = {9};
    buf_consume(&sealed, sealed.len);
    envelope_seal(bench->case_key, "issue", other_id, text.data, text.len, &sealed);
    assert_error(exchange(bench, "issue", &sealed), "malformed");
    buf_finish(&sealed);
    buf_finish(&text);
}

static void a_message_without_an_id_is_not_answered(void **state)
{
    static const char *const messages[] = {
        "", "{", "[]", "{}", "{\"v\":1,\"id\":7}", "{\"v\":1,\"id\":\"01\"}"};
    struct bench *bench = *state;
    struct buf answer = {0};
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        assert_false(district_handle(bench->district, messages[i], strlen(messages[i]), &answer));
    assert_int_equal(answer.len, 0);
}

/* ---- cases ---- */

#define CASE_HEAD                                                                                            \
    "{\"case\":\"118-03-261123-0042-94\",\"event\":1,\"item\":\"SD-105\",\"version\":3,\"catalogue\":"       \
    "\"2026-11-02-9f3a\","                                                                                   \
    "\"station\":\"118-03\",\"lodged\":\"2026-11-23T14:05:00+08:00\",\"promised\":\"2026-12-10\","           \
    "\"provisional\":false,\"target\":\"demo-window\",\"consent\":1,"
#define CASE_PERSON "\"person\":{\"name\":\"李桂英\",\"number\":\"" LI "\",\"phone\":null},"
#define CASE_MATERIALS                                                                                       \
    "\"materials\":[{\"n\":1,\"tag\":\"card\",\"choice\":\"have\"},{\"n\":2,\"tag\":\"promise\",\"choice\":" \
    "\"promise\"}]}"
static const char good_case[] = CASE_HEAD CASE_PERSON CASE_MATERIALS;

static void a_case_is_received_once_and_its_receipt_stays_the_same(void **state)
{
    struct bench *bench = *state;
    struct buf sealed = {0}, other = {0}, first = {0}, second = {0};
    struct receipt receipt;
    uint8_t digest[SEAL_SM3_BYTES];
    envelope_seal(bench->case_key, "case", id, good_case, strlen(good_case), &sealed);
    envelope_seal(bench->case_key, "case", id, good_case, strlen(good_case), &other);
    json_t *answer = exchange(bench, "case", &sealed);
    decode(json_object_get(answer, "receipt"), &first);
    json_decref(answer);
    assert_int_equal(receipt_open(first.data, first.len, bench->trust, clock_real_s(), &receipt), TICKET_OK);
    seal_sm3(sealed.data, sealed.len, digest);
    assert_memory_equal(receipt.digest, digest, sizeof digest);
    assert_true(receipt.case_number == 11803261123004294u && receipt.event == 1);

    restart(bench);
    answer = exchange(bench, "case", &sealed);
    decode(json_object_get(answer, "receipt"), &second);
    json_decref(answer);
    assert_int_equal(second.len, first.len);
    assert_memory_equal(second.data, first.data, first.len);
    assert_error(exchange(bench, "case", &other), "malformed");
    buf_finish(&sealed);
    buf_finish(&other);
    buf_finish(&first);
    buf_finish(&second);
}

static void replace(const char *text, const char *from, const char *to, struct buf *ret)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    buf_append(ret, text, (size_t)(at - text));
    buf_text(ret, to);
    buf_text(ret, at + strlen(from));
}

static void a_wrong_case_gets_no_receipt(void **state)
{
    static const char *const edits[][2] = {
        {"0042-94", "0042-95"},
        {"118-03-261123-0042-94", "118-04-261123-0042-44"},
        {"\"event\":1", "\"event\":2"},
        {"SD-105", "SD-999"},
        {"SD-105", "SH-001"},
        {"\"version\":3", "\"version\":\"3\""},
        {"\"118-03\"", "\"118-04\""},
        {"2026-11-23T14:05:00+08:00", "yesterday"},
        {"2026-12-10", "2026-11-22"},
        {"demo-window", "elsewhere"},
        {"\"consent\":1", "\"consent\":0"},
        {"070021", "070022"},
        {"\"phone\":null", "\"phone\":13"},
        {"\"n\":2", "\"n\":3"},
        {"\"tag\":\"card\",\"choice\":\"have\"", "\"tag\":\"card\",\"choice\":\"defer\""},
        {"\"materials\":[", "\"more\":[],\"materials\":["},
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct buf text = {0};
        replace(good_case, edits[i][0], edits[i][1], &text);
        assert_error(ask(bench, "case", buf_string(&text)), "malformed");
        buf_finish(&text);
    }
}

/* ---- progress ---- */

static json_t *progress(struct bench *bench, const char *who)
{
    char reply[2 * SEAL_PUBLIC_BYTES + 1];
    struct buf text = {0};
    seal_key_public(bench->reply_key, reply);
    buf_printf(&text, "{%s,\"reply_key\":\"%s\"}", who, reply);
    json_t *answer = open_answer(bench, "progress", ask(bench, "progress", buf_string(&text)));
    buf_finish(&text);
    return answer;
}

static size_t count_cases(json_t *answer)
{
    size_t count = json_array_size(json_object_get(answer, "cases"));
    json_decref(answer);
    return count;
}

static void a_lodged_case_is_found_by_person_and_by_number(void **state)
{
    struct bench *bench = *state;
    const char *by_person = "\"person\":{\"name\":\"李桂英\",\"number\":\"" LI "\"}";
    size_t before = count_cases(progress(bench, by_person));
    json_decref(ask(bench, "case", good_case));
    assert_int_equal(count_cases(progress(bench, by_person)), before + 1);
    json_t *answer = progress(bench, "\"case\":\"118-03-261123-0042-94\"");
    json_t *found = json_array_get(json_object_get(answer, "cases"), 0);
    assert_string_equal(json_string_value(json_object_get(found, "state")), "lodged");
    assert_string_equal(json_string_value(json_object_get(found, "due")), "2026-12-10");
    assert_int_equal(json_integer_value(json_object_get(found, "stage")), 1);
    assert_int_equal(count_cases(answer), 1);
    assert_int_equal(count_cases(progress(bench, "\"case\":\"118-03-261123-0001-23\"")), 0);
}

static void a_case_past_its_day_is_overdue(void **state)
{
    struct bench *bench = *state;
    json_t *answer = progress(bench, "\"case\":\"118-03-260914-0021-77\"");
    json_t *found = json_array_get(json_object_get(answer, "cases"), 0);
    assert_true(json_is_true(json_object_get(found, "overdue")));
    assert_int_equal(json_integer_value(json_object_get(found, "stage")), 3);
    json_decref(answer);
}

/* ---- starting ---- */

static void a_key_that_nobody_trusts_is_refused_at_the_start(void **state)
{
    struct bench *bench = *state;
    const struct district_places places = {
        .state = bench->state, .catalogue = "assets/catalogue", .people = "assets/demo/people"};
    struct district *district;
    struct err err;
    struct seal_key *listed = bench->case_key;
    bench->case_key = bench->reply_key;
    write_trust(bench);
    bench->case_key = listed;
    assert_false(district_open(&places, &district, &err));
    assert_non_null(strstr(err.text, "case-demo.key"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_document_is_signed_and_names_its_person),
        TEST(the_range_asked_for_is_the_range_given),
        TEST(the_last_month_is_the_month_before_today),
        TEST(what_was_answered_stands_on_the_document),
        TEST(a_record_kept_under_one_answer_is_not_found_under_another),
        TEST(nothing_found_differs_from_a_source_that_is_down),
        TEST(a_number_asked_again_brings_the_same_document_to_the_new_key),
        TEST(a_number_never_serves_two_questions),
        TEST(a_number_without_a_document_may_be_asked_again),
        TEST(a_wrong_question_is_malformed),
        TEST(only_what_is_sealed_to_this_subject_and_id_is_opened),
        TEST(a_message_without_an_id_is_not_answered),
        TEST(a_case_is_received_once_and_its_receipt_stays_the_same),
        TEST(a_wrong_case_gets_no_receipt),
        TEST(a_lodged_case_is_found_by_person_and_by_number),
        TEST(a_case_past_its_day_is_overdue),
        TEST(a_key_that_nobody_trusts_is_refused_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
