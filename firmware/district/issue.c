/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The issuing desk: one record as a document, signed. What a number brought once it brings for ever; a number
 * that brought no document (empty, down, refused) stays free to be asked again.
 */
#include "base/clock.h"
#include "base/text.h"
#include "casework/number.h"
#include "district/desk.h"
#include "district/record.h"
#include "person/person.h"
#include "ticket/document.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct asked {
    const char *item_code, *number_text, *at, *name, *person, *reply_key;
    int consent;
    json_t *inputs;
    uint64_t number;
    const struct item *item; /* NULL: this district does not know it */
    int months;              /* the range asked for; 0: the item has none */
};

static const struct choice *find_choice(const struct input *input, const char *value)
{
    const struct choice *choices = input->choices.items;
    for (size_t i = 0; i < input->choices.count; i++)
        if (strcmp(choices[i].value, value) == 0)
            return &choices[i];
    return NULL;
}

static bool input_valid(const struct input *input, const char *value)
{
    if (input->kind == INPUT_TEXT)
        return text_count(value) <= (size_t)input->max;
    if (input->kind == INPUT_DIGITS)
        return strlen(value) <= (size_t)input->max && text_is_digits(value, strlen(value));
    return find_choice(input, value) != NULL;
}

static const char *input_value(const struct asked *asked, const struct input *input)
{
    json_t *json = json_object_get(asked->inputs, input->name);
    return json ? json_string_value(json) : input->default_value;
}

/* Every declared input is given or has a default, and nothing else is given. */
static bool take_inputs(struct asked *asked)
{
    size_t given = 0;
    for (size_t i = 0; i < asked->item->inputs.count; i++) {
        const struct input *input = item_input(asked->item, i);
        const char *value = input_value(asked, input);
        if (!value || !input_valid(input, value))
            return false;
        given += json_object_get(asked->inputs, input->name) != NULL;
        if (strcmp(input->name, "months") == 0)
            asked->months = atoi(value);
    }
    return given == json_object_size(asked->inputs);
}

static enum desk_result parse(const struct district *district, const struct desk_request *request,
                              struct asked *ret, struct err *err)
{
    json_error_t where;
    int64_t at;
    if (json_unpack_ex(request->text, &where, JSON_STRICT, "{s:s, s:s, s:s, s:i, s:{s:s, s:s}, s:o, s:s}",
                       "item", &ret->item_code, "number", &ret->number_text, "at", &ret->at, "consent",
                       &ret->consent, "person", "name", &ret->name, "number", &ret->person, "inputs",
                       &ret->inputs, "reply_key", &ret->reply_key) < 0)
        return desk_malformed(err, "%s", where.text);
    if (!desk_number(request, ret->number_text, &ret->number))
        return desk_malformed(err, "number is none of this station's");
    if (!clock_parse_iso(ret->at, &at) || ret->consent < 1 || !json_is_object(ret->inputs))
        return desk_malformed(err, "at, consent or inputs");
    if (!desk_person_valid(ret->name, ret->person))
        return desk_malformed(err, "person");
    ret->item = catalogue_find(district->catalogue, ret->item_code);
    if (ret->item && !take_inputs(ret))
        return desk_malformed(err, "inputs do not fit the item");
    return DESK_ANSWERED;
}

/* Everything that makes it the same question, which the fresh reply key and the time of asking do not. */
static void digest_question(const struct asked *asked, uint8_t ret[SEAL_SM3_BYTES])
{
    json_t *question = json_pack("{s:s, s:s, s:s, s:O}", "item", asked->item_code, "name", asked->name,
                                 "person", asked->person, "inputs", asked->inputs);
    char *text = json_dumps(question, JSON_COMPACT | JSON_SORT_KEYS);
    check(text);
    seal_sm3(text, strlen(text), ret);
    free(text);
    json_decref(question);
}

/* What was searched: printed on the document, and told with an empty result. */
static void describe_scope(const struct asked *asked, uint32_t today, char *ret, size_t size)
{
    char first[24], last[24];
    record_month(today, asked->months, first);
    record_month(today, 1, last);
    if (asked->months)
        snprintf(ret, size, "%s至%s", first, last);
    else
        snprintf(ret, size, "截至%u年%u月%u日", today / 10000, today / 100 % 100, today % 100);
}

static void add_person_rows(json_t *document, const struct asked *asked, const char *scope)
{
    json_t *rows = json_object_get(document, "rows");
    check(json_array_insert_new(rows, 0, json_pack("[s, s]", "姓名", asked->name)) == 0);
    check(json_array_insert_new(rows, 1, json_pack("[s, s]", "证件号码", asked->person)) == 0);
    check(json_array_insert_new(rows, 2, json_pack("[s, s]", "范围", scope)) == 0);
}

static bool sign(const struct district *district, const struct asked *asked, const json_t *json,
                 struct buf *ret, struct err *err)
{
    struct document document;
    struct document_claims claims = {.number = asked->number};
    if (!document_parse(json, &document, err))
        return false;
    claims.issued = document.issued;
    text_copy(claims.item, sizeof claims.item, asked->item_code);
    size_t len = strlen(asked->person);
    text_copy(claims.last_four, sizeof claims.last_four, asked->person + (len > 4 ? len - 4 : 0));
    document_digest(&document, claims.digest);
    document_sign(district->document_key, &claims, ret);
    document_finish(&document);
    return true;
}

/* Takes `values` ({rows, tables, notes}), makes it the document, and adds it with its code to the answer. */
static bool add_document(const struct district *district, const struct asked *asked,
                         const struct record *record, json_t *values, const char *scope, uint32_t today,
                         json_t *answer, struct err *err)
{
    char issued[11], until[11];
    clock_format_date(today, issued);
    clock_format_date(clock_date_add(today, record->valid_days), until);
    add_person_rows(values, asked, scope);
    json_object_set_new(values, "title", json_string(asked->item->result.zh));
    json_object_set_new(values, "number", json_string(asked->number_text));
    json_object_set_new(values, "issued", json_string(issued));
    json_object_set_new(values, "valid_until", record->valid_days ? json_string(until) : json_null());
    json_object_set_new(answer, "document", values);

    struct buf code = {0};
    if (!sign(district, asked, values, &code, err))
        return false;
    struct buf base64 = {0};
    buf_base64url(&base64, code.data, code.len);
    json_object_set_new(answer, "code", json_string(buf_string(&base64)));
    buf_finish(&base64);
    buf_finish(&code);
    return true;
}

/* What was answered, in the words that a document uses. */
static json_t *answers_json(const struct asked *asked)
{
    json_t *answers = json_object();
    for (size_t i = 0; i < asked->item->inputs.count; i++) {
        const struct input *input = item_input(asked->item, i);
        const char *value = input_value(asked, input);
        const struct choice *choice = find_choice(input, value);
        json_object_set_new(answers, input->name, json_string(choice ? choice->label.zh : value));
    }
    return answers;
}

/* NULL: nothing is held in the range and under the answers that were given. */
static json_t *find_values(const struct asked *asked, const struct record *record, uint32_t today)
{
    if (!record || record->kind != RECORD_FOUND)
        return NULL;
    json_t *answers = answers_json(asked);
    const struct record_question question = {.today = today, .months = asked->months, .answers = answers};
    json_t *values = record_fill(record->body, &question);
    json_decref(answers);
    return values;
}

static json_t *answer_new(const struct asked *asked, const char *result, const char *scope)
{
    json_t *answer =
        json_pack("{s:s, s:s, s:s}", "number", asked->number_text, "result", result, "scope", scope);
    check(answer);
    return answer;
}

/* NULL: what was asked cannot stand on a document (a control character in the name). */
static json_t *decide(const struct district *district, const struct asked *asked, uint32_t today,
                      struct err *err)
{
    char scope[128];
    if (!asked->item || asked->item->mode != MODE_INSTANT)
        return answer_new(asked, "refused", "本区不在自助机上出具此项");
    describe_scope(asked, today, scope, sizeof scope);
    const struct resident *resident = people_find(district->people, asked->person);
    if (!resident)
        return answer_new(asked, "empty", scope);
    if (strcmp(resident->name, asked->name) != 0)
        return answer_new(asked, "refused", "姓名与登记的不一致");
    const struct record *record = resident_record(resident, asked->item_code);
    if (record && record->kind == RECORD_DOWN)
        return answer_new(asked, "down", scope);
    json_t *values = find_values(asked, record, today);
    json_t *answer = answer_new(asked, values ? "document" : "empty", scope);
    if (values && !add_document(district, asked, record, values, scope, today, answer, err)) {
        json_decref(answer);
        return NULL;
    }
    return answer;
}

static bool keep(struct district *district, const struct asked *asked, const uint8_t question[SEAL_SM3_BYTES],
                 const json_t *answer, struct err *err)
{
    if (!json_object_get(answer, "document"))
        return true;
    struct book_issue issue = {.number = asked->number};
    memcpy(issue.request, question, sizeof issue.request);
    char *text = json_dumps(answer, JSON_COMPACT);
    check(text);
    buf_text(&issue.answer, text);
    free(text);
    bool ok = book_keep_issue(district->book, &issue, err);
    buf_finish(&issue.answer);
    return ok;
}

static enum desk_result answer_again(const struct desk_request *request, const struct asked *asked,
                                     const uint8_t question[SEAL_SM3_BYTES], const struct book_issue *issue,
                                     struct buf *ret, struct err *err)
{
    if (memcmp(question, issue->request, SEAL_SM3_BYTES) != 0)
        return desk_malformed(err, "this number was issued to another question");
    json_t *answer = json_loadb(buf_string(&issue->answer), issue->answer.len, 0, NULL);
    check(answer);
    enum desk_result result = desk_seal(request, asked->reply_key, answer, ret, err);
    json_decref(answer);
    return result;
}

static enum desk_result answer_first(struct district *district, const struct desk_request *request,
                                     const struct asked *asked, const uint8_t question[SEAL_SM3_BYTES],
                                     struct buf *ret, struct err *err)
{
    json_t *answer = decide(district, asked, clock_date(clock_real_s()), err);
    struct buf sealed = {0};
    if (!answer)
        return DESK_MALFORMED;
    enum desk_result result = desk_seal(request, asked->reply_key, answer, &sealed, err);
    if (result == DESK_ANSWERED && !keep(district, asked, question, answer, err))
        result = DESK_BUSY;
    if (result == DESK_ANSWERED)
        buf_append(ret, sealed.data, sealed.len);
    buf_finish(&sealed);
    json_decref(answer);
    return result;
}

enum desk_result desk_issue(struct district *district, const struct desk_request *request, struct buf *ret,
                            struct err *err)
{
    struct asked asked = {0};
    uint8_t question[SEAL_SM3_BYTES];
    struct book_issue issue;
    enum desk_result result = parse(district, request, &asked, err);
    if (result != DESK_ANSWERED)
        return result;
    digest_question(&asked, question);
    switch (book_find_issue(district->book, asked.number, &issue, err)) {
    case BOOK_FOUND:
        result = answer_again(request, &asked, question, &issue, ret, err);
        buf_finish(&issue.answer);
        return result;
    case BOOK_ABSENT:
        return answer_first(district, request, &asked, question, ret, err);
    case BOOK_FAILED:
        break;
    }
    return DESK_BUSY;
}
