/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A document in hand: reserve a number, ask the district, verify the answer, print, learn what became of it.
 * The number exists in the journal before anything can print; the answer can only be opened while this visit
 * lasts; the kiosk verifies the signature itself, whoever carried the bytes.
 */
#include "base/log.h"
#include "base/text.h"
#include "casework/number.h"
#include "kiosk/kiosk.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASK_MS       20000
#define LINE_LOOK_MS 100

static void forget_request(struct kiosk *kiosk)
{
    timer_stop(&kiosk->request.timeout);
    seal_key_destroy(kiosk->request.reply_key);
    kiosk->request = (struct kiosk_request){0};
}

bool instant_ledger(struct kiosk *kiosk, enum issue_state to, const char *proof, enum taken_by by)
{
    struct err err;
    if (!issue_move(kiosk->journal, kiosk->visit.document_number, to, proof, by, &err)) {
        visit_journal_failed(kiosk, "the issue ledger", &err);
        return false;
    }
    kiosk->issue = to;
    return true;
}

void instant_give_up(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    if (kiosk->request.waiting && kiosk->agent.link) {
        struct link_request_cancel cancel;
        memcpy(cancel.id, kiosk->request.id, sizeof cancel.id);
        if (!link_send(kiosk->agent.link, LINK_REQUEST_CANCEL, visit->number, &cancel))
            log_notice("agent", "the agent does not listen");
    }
    forget_request(kiosk);
    struct err err;
    bool unprinted = kiosk->issue == ISSUE_RESERVED || kiosk->issue == ISSUE_ISSUED;
    if (visit->document_number && unprinted &&
        !issue_move(kiosk->journal, visit->document_number, ISSUE_VOID, NULL, TAKEN_BY_NOBODY, &err))
        log_error("journal", "void a number: %s", err.text);
    visit->document_number = 0;
}

/* What was asked for cannot be given: the number is withdrawn and the page says why. */
static void refuse(struct kiosk *kiosk, enum fault fault)
{
    instant_give_up(kiosk);
    visit_fault_show(kiosk, fault);
    visit_forget_person(kiosk);
}

/* ---- asking ---- */

static void on_timeout(void *arg)
{
    struct kiosk *kiosk = arg;
    log_notice("district", "no answer in %d ms", ASK_MS);
    refuse(kiosk, FAULT_DATA_TIMEOUT);
}

static json_t *inputs_json(const struct visit *visit)
{
    json_t *inputs = json_object();
    for (size_t i = 0; i < visit->item->inputs.count; i++)
        json_object_set_new(inputs, item_input(visit->item, i)->name, json_string(visit->inputs[i]));
    return inputs;
}

static char *request_text(struct kiosk *kiosk)
{
    const struct visit *visit = &kiosk->visit;
    char number[CASE_NUMBER_TEXT], at[32], reply_key[2 * SEAL_PUBLIC_BYTES + 1];
    case_number_format(visit->document_number, number);
    clock_iso(clock_now_s(&kiosk->clock), at, sizeof at);
    seal_key_public(kiosk->request.reply_key, reply_key);
    json_t *json = json_pack("{s:s, s:s, s:s, s:i, s:{s:s, s:s}, s:o, s:s}", "item", visit->item->code,
                             "number", number, "at", at, "consent", visit->catalogue->consent.version,
                             "person", "name", visit->person->name, "number", visit->person->number, "inputs",
                             inputs_json(visit), "reply_key", reply_key);
    check(json);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    check(text);
    return text;
}

static bool ask(struct kiosk *kiosk)
{
    const struct seal_key *district =
        trust_find_id(kiosk->trust, TRUST_CASE, NULL, clock_now_s(&kiosk->clock));
    if (!district || !kiosk->agent.link)
        return false;
    struct kiosk_request *request = &kiosk->request;
    request->reply_key = seal_key_generate();
    seal_random(request->id, sizeof request->id);
    char *text = request_text(kiosk);
    struct buf sealed = {0};
    envelope_seal(district, "issue", request->id, text, strlen(text), &sealed);
    free(text);
    struct link_request message = {.subject = SUBJECT_ISSUE, .length = (uint32_t)sealed.len};
    memcpy(message.id, request->id, sizeof message.id);
    bool sent = link_send_tail(kiosk->agent.link, LINK_REQUEST, kiosk->visit.number, &message, sealed.data,
                               sealed.len);
    buf_finish(&sealed);
    request->waiting = sent;
    if (sent)
        timer_start(kiosk->loop, &request->timeout, ASK_MS, on_timeout, kiosk);
    return sent;
}

/* A kiosk that has just started waits for its line instead of saying that it is down. */
static void ask_once_there_is_a_line(void *arg)
{
    struct kiosk *kiosk = arg;
    if (!kiosk->visit.uplink_up && visit_starting(&kiosk->visit))
        timer_start(kiosk->loop, &kiosk->request.timeout, LINE_LOOK_MS, ask_once_there_is_a_line, kiosk);
    else if (!ask(kiosk))
        refuse(kiosk, FAULT_DATA_DOWN);
}

void instant_start(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    struct err err;
    unsigned town, number;
    station_parts(kiosk->station, &town, &number);
    if (!issue_reserve(kiosk->journal, visit->number, visit->item->code, town, number,
                       &visit->document_number, &err)) {
        visit_journal_failed(kiosk, "reserve a number", &err);
        return;
    }
    kiosk->issue = ISSUE_RESERVED;
    visit->stage = STAGE_ASKING;
    visit->print_attempt = 1;
    visit_enter(kiosk, VISIT_ISSUING);
    ask_once_there_is_a_line(kiosk);
}

/* ---- the answer ---- */

/* The document is ours only if the district signed exactly these values for this number, item and person. */
static bool verify(struct kiosk *kiosk, const struct document *document, const struct buf *code)
{
    const struct visit *visit = &kiosk->visit;
    struct document_claims claims;
    uint8_t digest[SEAL_SM3_BYTES];
    enum ticket_result result =
        document_check_code(code->data, code->len, kiosk->trust, clock_now_s(&kiosk->clock), &claims);
    document_digest(document, digest);
    const char *wrong = result != TICKET_OK                           ? ticket_result_words(result)
                        : claims.number != visit->document_number     ? "another number"
                        : document->number != visit->document_number  ? "another number inside"
                        : claims.issued != document->issued           ? "another day"
                        : strcmp(claims.item, visit->item->code) != 0 ? "another item"
                        : strcmp(claims.last_four, person_last_four(visit->person)) != 0 ? "another person"
                        : memcmp(claims.digest, digest, sizeof digest) != 0              ? "values differ"
                        : strcmp(document->title, visit->item->result.zh) != 0           ? "another title"
                                                                                         : NULL;
    if (!wrong)
        return true;
    log_notice("document_refused", "%s", wrong);
    kiosk_audit(kiosk, "document_refused", wrong);
    return false;
}

static bool decode_code(const char *text, struct buf *ret)
{
    uint8_t bytes[1024];
    long len = text_from_base64url(text, bytes, sizeof bytes);
    if (len <= 0)
        return false;
    buf_append(ret, bytes, (size_t)len);
    return true;
}

/* Lays the page out; FAULT_NONE when it may be printed. */
static enum fault prepare(struct kiosk *kiosk, const json_t *answer)
{
    const char *code_text;
    json_t *document_json;
    struct document document = {0};
    struct buf code = {0};
    struct err err;
    enum fault fault = FAULT_DATA_REFUSED;
    if (json_unpack((json_t *)answer, "{s:o, s:s}", "document", &document_json, "code", &code_text) < 0 ||
        !decode_code(code_text, &code)) {
        kiosk_audit(kiosk, "document_refused", "malformed");
    } else if (!document_parse(document_json, &document, &err)) {
        log_notice("document_refused", "%s", err.text);
        kiosk_audit(kiosk, "document_refused", "malformed");
    } else if (verify(kiosk, &document, &code)) {
        struct paper_setup setup = {.fonts = kiosk->fonts,
                                    .station = kiosk->station,
                                    .catalogue = kiosk->catalogue,
                                    .demo = kiosk->station->demo};
        enum paper_result laid_out = paper_document(&setup, &document, code.data, code.len, &kiosk->job.page);
        fault = laid_out == PAPER_OK         ? FAULT_NONE
                : laid_out == PAPER_NO_GLYPH ? FAULT_NO_GLYPH
                                             : FAULT_DATA_REFUSED;
    }
    document_finish(&document);
    buf_finish(&code);
    /* An empty roll loses nothing: the page waits for the new one. A short rest would be printed on. */
    if (!fault && kiosk->visit.printer.status.cause != CAUSE_PAPER_OUT &&
        !printing_paper_suffices(kiosk, &kiosk->job.page))
        fault = FAULT_LOW_PAPER;
    if (fault)
        page_finish(&kiosk->job.page);
    return fault;
}

void instant_print(struct kiosk *kiosk)
{
    kiosk->job.kind = JOB_DOCUMENT;
    kiosk->visit.stage = STAGE_PRINTING;
    visit_enter(kiosk, VISIT_PRINTING);
    if (!printing_may_send(kiosk) || !instant_ledger(kiosk, ISSUE_PRINTING, NULL, TAKEN_BY_NOBODY))
        return;
    if (!printing_send(kiosk)) {
        struct link_job failed = {.state = JOB_FAILED, .cause = CAUSE_NO_ANSWER};
        instant_job_ended(kiosk, &failed);
    }
}

static void take_answer(struct kiosk *kiosk, const json_t *answer)
{
    struct visit *visit = &kiosk->visit;
    const char *number_text, *result, *scope = "";
    uint64_t number;
    if (json_unpack((json_t *)answer, "{s:s, s:s, s?s}", "number", &number_text, "result", &result, "scope",
                    &scope) < 0 ||
        !case_number_parse(number_text, &number) || number != visit->document_number) {
        kiosk_audit(kiosk, "document_refused", "answer for another number");
        refuse(kiosk, FAULT_DATA_REFUSED);
        return;
    }
    if (strcmp(result, "empty") == 0) {
        if (*scope && text_is_printable(scope)) {
            text_copy(kiosk->secret->scope, sizeof kiosk->secret->scope, scope);
            visit->empty_scope = kiosk->secret->scope;
        }
        refuse(kiosk, FAULT_DATA_EMPTY);
        return;
    }
    if (strcmp(result, "document") != 0) {
        refuse(kiosk, strcmp(result, "down") == 0 ? FAULT_DATA_DOWN : FAULT_DATA_REFUSED);
        return;
    }
    visit->stage = STAGE_FOUND;
    enum fault fault = prepare(kiosk, answer);
    if (fault) {
        refuse(kiosk, fault);
        return;
    }
    visit->stage = STAGE_NUMBERED;
    if (!instant_ledger(kiosk, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY))
        return;
    instant_print(kiosk);
    visit_forget_person(kiosk);
}

bool instant_reply(struct kiosk *kiosk, const struct link_reply *reply, const uint8_t *bytes, size_t len)
{
    if (!kiosk->request.waiting || memcmp(reply->id, kiosk->request.id, sizeof reply->id) != 0)
        return false;
    struct buf text = {0};
    enum envelope_result opened = ENVELOPE_MALFORMED;
    if (reply->result == REPLY_ANSWER)
        opened = envelope_open(kiosk->request.reply_key, "issue", reply->id, bytes, len, &text);
    forget_request(kiosk);
    if (reply->result != REPLY_ANSWER) {
        refuse(kiosk, reply->result == REPLY_TIMEOUT ? FAULT_DATA_TIMEOUT
                      : reply->result == REPLY_DOWN  ? FAULT_DATA_DOWN
                                                     : FAULT_DATA_REFUSED);
    } else if (opened != ENVELOPE_OK) {
        log_notice("document_refused", "the answer does not open with this visit's key");
        kiosk_audit(kiosk, "document_refused", "envelope");
        refuse(kiosk, FAULT_DATA_REFUSED);
    } else {
        json_t *answer = json_loadb((const char *)text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
        if (answer)
            take_answer(kiosk, answer);
        else
            refuse(kiosk, FAULT_DATA_REFUSED);
        json_decref(answer);
    }
    buf_finish(&text);
    return true;
}

void instant_agent_lost(struct kiosk *kiosk)
{
    if (kiosk->request.waiting)
        refuse(kiosk, FAULT_DATA_DOWN);
}

/* ---- what became of it ---- */

/* The paper counts, also when it cannot be recorded: whoever stands before it is not told that nothing was
 * issued. The row stays `printing`, which the next start makes `unknown`. */
static void note_paper(struct kiosk *kiosk, enum issue_state to, const char *proof)
{
    struct err err;
    if (issue_move(kiosk->journal, kiosk->visit.document_number, to, proof, TAKEN_BY_NOBODY, &err))
        kiosk->issue = to;
    else
        log_error("journal", "record what became of a document: %s", err.text);
    page_finish(&kiosk->job.page);
}

void instant_job_ended(struct kiosk *kiosk, const struct link_job *job)
{
    switch ((enum job_state)job->state) {
    case JOB_PRINTED:
        note_paper(kiosk, ISSUE_PRINTED, job_proof_word((enum job_proof)job->proof));
        visit_enter(kiosk, VISIT_TAKE_PAPER);
        break;
    case JOB_FAILED:
        if (!instant_ledger(kiosk, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY))
            return;
        printing_failed(kiosk, (enum device_cause)job->cause);
        break;
    case JOB_QUEUED:
    case JOB_SENDING:
    case JOB_UNKNOWN:
    case JOB_STATES:
        note_paper(kiosk, ISSUE_UNKNOWN, NULL);
        visit_fault_show(kiosk, FAULT_PRINT_UNKNOWN);
        break;
    }
}
