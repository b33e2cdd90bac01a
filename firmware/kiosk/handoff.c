/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A case handed over: lodged durably, sealed to the district in the outbox, then told on paper and on the
 * screen. The station signs the ticket; the screen's code names nobody, the slip's names the person to one
 * window only.
 */
#include "base/log.h"
#include "base/text.h"
#include "casework/number.h"
#include "kiosk/kiosk.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *materials_json(const struct visit *visit)
{
    json_t *list = json_array();
    for (size_t i = 0; i < visit->item->materials.count; i++) {
        const struct material *material = item_material(visit->item, i);
        json_array_append_new(list, json_pack("{s:i, s:s, s:s}", "n", (int)i + 1, "tag",
                                              material_tag_names[material->tag], "choice",
                                              material_choice_names[visit->choices[i]]));
    }
    return list;
}

static char *case_text(const struct kiosk *kiosk, const struct ticket_claims *claims)
{
    const struct visit *visit = &kiosk->visit;
    char number[CASE_NUMBER_TEXT], lodged[32], promised[11];
    case_number_format(claims->case_number, number);
    clock_iso(claims->lodged, lodged, sizeof lodged);
    clock_format_date(claims->promised, promised);
    json_t *json =
        json_pack("{s:s, s:i, s:s, s:i, s:s, s:s, s:s, s:s, s:b, s:s, s:i, s:{s:s, s:s, s:n}, s:o}", "case",
                  number, "event", 1, "item", visit->item->code, "version", visit->item->version, "catalogue",
                  visit->catalogue->version, "station", visit->station->id, "lodged", lodged, "promised",
                  promised, "provisional", (int)claims->provisional, "target", claims->target, "consent",
                  visit->catalogue->consent.version, "person", "name", visit->person->name, "number",
                  visit->person->number, "phone", "materials", materials_json(visit));
    check(json);
    char *text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    check(text);
    return text;
}

static bool make_claims(struct kiosk *kiosk, uint64_t number, struct ticket_claims *ret)
{
    const struct visit *visit = &kiosk->visit;
    *ret = (struct ticket_claims){.case_number = number,
                                  .station = station_number(kiosk->station),
                                  .lodged = visit->lodged,
                                  .promised = visit->dates.done.date,
                                  .provisional = visit->dates.done.provisional,
                                  .expires = visit->lodged + TICKET_LIFE_S};
    text_copy(ret->item, sizeof ret->item, visit->item->code);
    seal_random(ret->nonce, sizeof ret->nonce);
    return text_copy(ret->target, sizeof ret->target, visit->unit->target);
}

static void make_screen_url(struct kiosk *kiosk, struct ticket_claims claims)
{
    /* On the screen a sensitive item is only its zone: whoever looks over a shoulder learns no more. */
    if (kiosk->visit.item->sensitive)
        text_copy(claims.item, sizeof claims.item, zone_codes[kiosk->visit.item->zone]);
    buf_finish(&kiosk->screen_url);
    ticket_url(kiosk->ticket_key, kiosk->station->host, &claims, &kiosk->screen_url);
    kiosk->visit.screen_url = buf_string(&kiosk->screen_url);
}

static enum paper_result lay_out_slip(struct kiosk *kiosk, struct ticket_claims *claims,
                                      const struct seal_key *window)
{
    const struct visit *visit = &kiosk->visit;
    char masked[PERSON_NAME_BYTES];
    struct buf url = {0};
    ticket_seal_person(window, visit->person->name, visit->person->number, NULL, &claims->sealed);
    ticket_url(kiosk->ticket_key, kiosk->station->host, claims, &url);
    person_mask_name(visit->person->name, masked, sizeof masked);
    struct slip slip = {.item = visit->item,
                        .unit = visit->unit,
                        .case_number = claims->case_number,
                        .dates = visit->dates,
                        .lodged = visit->lodged,
                        .masked_name = masked,
                        .url = buf_string(&url),
                        .offline = !visit->uplink_up};
    memcpy(slip.choices, visit->choices, sizeof slip.choices);
    struct paper_setup setup = {.fonts = kiosk->fonts,
                                .station = kiosk->station,
                                .catalogue = kiosk->catalogue,
                                .demo = kiosk->station->demo,
                                .english = tr_current() == LANG_EN};
    page_finish(&kiosk->job.page);
    enum paper_result result = paper_slip(&setup, &slip, &kiosk->job.page);
    buf_finish(&url);
    return result;
}

static bool lodge(struct kiosk *kiosk, const struct ticket_claims *claims, const struct seal_key *district,
                  struct err *err)
{
    uint8_t id[ENVELOPE_ID_BYTES];
    struct buf sealed = {0};
    delivery_id(claims->case_number, 1, id);
    char *text = case_text(kiosk, claims);
    envelope_seal(district, "case", id, text, strlen(text), &sealed);
    free(text);
    struct case_row row = {.number = claims->case_number,
                           .visit = kiosk->visit.number,
                           .item = kiosk->visit.item->code,
                           .target = claims->target,
                           .lodged = claims->lodged,
                           .promised = claims->promised,
                           .sealed = sealed.data,
                           .sealed_len = sealed.len};
    bool ok = case_lodge(kiosk->journal, &row, err);
    buf_finish(&sealed);
    return ok;
}

void handoff_print(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    struct err err;
    kiosk->job.kind = JOB_SLIP;
    visit_enter(kiosk, VISIT_TICKET);
    if (!printing_may_send(kiosk))
        return;
    if (!case_slip(kiosk->journal, visit->case_number, SLIP_PRINTING, &err)) {
        visit_journal_failed(kiosk, "print a slip", &err);
        return;
    }
    visit->slip_printing = true;
    if (!printing_send(kiosk)) {
        struct link_job failed = {.state = JOB_FAILED, .cause = CAUSE_NO_ANSWER};
        handoff_job_ended(kiosk, &failed);
    }
}

void handoff_lodge(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    struct ticket_claims claims = {0};
    struct err err;
    uint64_t number;
    unsigned town, kiosk_number;
    int64_t now = clock_now_s(&kiosk->clock);
    const struct seal_key *district = trust_find_id(kiosk->trust, TRUST_CASE, NULL, now);
    const struct seal_key *window = trust_find_id(kiosk->trust, TRUST_WINDOW, visit->unit->target, now);
    station_parts(kiosk->station, &town, &kiosk_number);
    if (!district || !window) {
        err_set(&err, "the trust list holds no current key of the district or of window %s",
                visit->unit->target);
        visit_journal_failed(kiosk, "lodge a case", &err);
        return;
    }
    visit->lodged = now;
    visit->dates = casework_dates(kiosk->catalogue->calendar, visit->item, clock_date(now));
    if (!case_reserve(kiosk->journal, town, kiosk_number, &number, &err)) {
        visit_journal_failed(kiosk, "reserve a case number", &err);
        return;
    }
    check(make_claims(kiosk, number, &claims));
    make_screen_url(kiosk, claims);
    enum paper_result laid_out = lay_out_slip(kiosk, &claims, window);
    if (laid_out == PAPER_OK && !printing_paper_suffices(kiosk, &kiosk->job.page)) {
        visit_fault_show(kiosk, FAULT_LOW_PAPER);
    } else if (laid_out != PAPER_OK) {
        visit_fault_show(kiosk, FAULT_NO_GLYPH);
    } else if (!lodge(kiosk, &claims, district, &err)) {
        visit_journal_failed(kiosk, "lodge a case", &err);
    } else {
        visit->case_number = number;
        visit->case_offline = !visit->uplink_up;
        visit->print_attempt = 1;
        delivery_wake(kiosk);
        handoff_print(kiosk);
        visit_forget_person(kiosk);
    }
    buf_finish(&claims.sealed);
}

static void settle_slip(struct kiosk *kiosk, enum slip_state slip)
{
    struct err err;
    if (!case_slip(kiosk->journal, kiosk->visit.case_number, slip, &err))
        log_error("journal", "record what became of a slip: %s", err.text);
}

void handoff_job_ended(struct kiosk *kiosk, const struct link_job *job)
{
    struct visit *visit = &kiosk->visit;
    visit->slip_printing = false;
    if (job->state == JOB_PRINTED) {
        settle_slip(kiosk, SLIP_PRINTED);
        page_finish(&kiosk->job.page);
        visit->slip_done = visit->slip_printed = true;
        visit->fault = FAULT_NONE;
        if (visit->state == VISIT_HELP) /* who reads how to get help is not interrupted */
            visit_changed(kiosk);
        else
            visit_enter(kiosk, VISIT_TICKET);
    } else if (job->state == JOB_FAILED) {
        settle_slip(kiosk, SLIP_NONE);
        printing_failed(kiosk, (enum device_cause)job->cause);
    } else {
        settle_slip(kiosk, SLIP_UNKNOWN);
        page_finish(&kiosk->job.page);
        visit->slip_done = true;
        visit_fault_show(kiosk, FAULT_PRINT_UNKNOWN);
    }
}
