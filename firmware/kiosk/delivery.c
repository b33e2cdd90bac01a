/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The outbox: sealed cases to the district through an agent that cannot read them and is not believed. A
 * row's life ends with the district's signed receipt over exactly these bytes and with nothing else; until
 * then it is offered again, ever more slowly. The request id is made of (case, event), so that a repeat is
 * the same request.
 */
#include "base/log.h"
#include "kiosk/kiosk.h"
#include "ticket/receipt.h"
#include <string.h>

#define FIRST_DELAY_MS 2000
#define LAST_DELAY_MS  60000
/* Longer than the agent's own patience: beyond it the agent has lost the row or keeps it. */
#define ANSWER_MS 30000

void delivery_id(uint64_t case_number, uint64_t event, uint8_t ret[ENVELOPE_ID_BYTES])
{
    for (int i = 0; i < 8; i++) {
        ret[i] = (uint8_t)(case_number >> (56 - 8 * i));
        ret[8 + i] = (uint8_t)(event >> (56 - 8 * i));
    }
}

static void drop_row(struct kiosk_outbox *outbox)
{
    outbox->waiting = false;
    outbox_row_finish(&outbox->row);
}

static void retry_later(struct kiosk *kiosk);

static void on_no_answer(void *arg)
{
    log_notice("delivery", "no answer in %d ms", ANSWER_MS);
    retry_later(arg);
}

static void send_next(void *arg)
{
    struct kiosk *kiosk = arg;
    struct kiosk_outbox *outbox = &kiosk->outbox;
    struct err err = {0};
    if (outbox->waiting || !kiosk->agent.link || !kiosk->visit.uplink_up)
        return;
    if (!outbox_next(kiosk->journal, &outbox->row, &err)) {
        if (!err.text[0])
            return;
        log_error("journal", "read the outbox: %s", err.text);
        timer_start(kiosk->loop, &outbox->retry, LAST_DELAY_MS, send_next, kiosk);
        return;
    }
    struct link_request request = {.subject = SUBJECT_CASE, .length = (uint32_t)outbox->row.sealed_len};
    delivery_id(outbox->row.case_number, outbox->row.event, outbox->id);
    memcpy(request.id, outbox->id, sizeof request.id);
    /* Deliveries belong to no visit. */
    outbox->waiting = link_send_tail(kiosk->agent.link, LINK_REQUEST, 0, &request, outbox->row.sealed,
                                     outbox->row.sealed_len);
    if (outbox->waiting)
        timer_start(kiosk->loop, &outbox->retry, ANSWER_MS, on_no_answer, kiosk);
    else
        drop_row(outbox);
}

static void retry_later(struct kiosk *kiosk)
{
    struct kiosk_outbox *outbox = &kiosk->outbox;
    struct err err;
    if (!outbox_tried(kiosk->journal, outbox->row.case_number, outbox->row.event, &err))
        log_error("journal", "count a try: %s", err.text);
    if (kiosk->visit.case_number == outbox->row.case_number) {
        kiosk->visit.case_offline = true;
        visit_changed(kiosk);
    }
    drop_row(outbox);
    outbox->delay_ms = outbox->delay_ms ? outbox->delay_ms * 2 : FIRST_DELAY_MS;
    if (outbox->delay_ms > LAST_DELAY_MS)
        outbox->delay_ms = LAST_DELAY_MS;
    timer_start(kiosk->loop, &outbox->retry, outbox->delay_ms, send_next, kiosk);
}

void delivery_wake(struct kiosk *kiosk)
{
    kiosk->outbox.delay_ms = 0;
    if (!kiosk->outbox.waiting)
        timer_start(kiosk->loop, &kiosk->outbox.retry, 0, send_next, kiosk);
}

void delivery_uplink_up(struct kiosk *kiosk)
{
    /* An agent that says so again and again shortens no delay. */
    if (!timer_running(&kiosk->outbox.retry))
        timer_start(kiosk->loop, &kiosk->outbox.retry, 0, send_next, kiosk);
}

void delivery_lost(struct kiosk *kiosk)
{
    timer_stop(&kiosk->outbox.retry);
    drop_row(&kiosk->outbox);
}

/* NULL: this receipt is the district's word for exactly this row. */
static const char *wrong_receipt(struct kiosk *kiosk, const uint8_t *bytes, size_t len)
{
    const struct outbox_row *row = &kiosk->outbox.row;
    struct receipt receipt;
    uint8_t digest[SEAL_SM3_BYTES];
    enum ticket_result result = receipt_open(bytes, len, kiosk->trust, clock_now_s(&kiosk->clock), &receipt);
    if (result != TICKET_OK)
        return ticket_result_words(result);
    seal_sm3(row->sealed, row->sealed_len, digest);
    return receipt.case_number != row->case_number || receipt.event != row->event ? "receipt of another case"
           : memcmp(receipt.digest, digest, sizeof digest) != 0                   ? "receipt for other bytes"
                                                                                  : NULL;
}

bool delivery_reply(struct kiosk *kiosk, const struct link_reply *reply, const uint8_t *bytes, size_t len)
{
    struct kiosk_outbox *outbox = &kiosk->outbox;
    struct err err;
    if (!outbox->waiting || memcmp(reply->id, outbox->id, sizeof reply->id) != 0)
        return false;
    if (reply->result != REPLY_ANSWER) {
        retry_later(kiosk);
        return true;
    }
    const char *wrong = wrong_receipt(kiosk, bytes, len);
    if (wrong) {
        log_notice("receipt_refused", "%s", wrong);
        kiosk_audit(kiosk, "receipt_refused", wrong);
        retry_later(kiosk);
        return true;
    }
    if (!outbox_delivered(kiosk->journal, outbox->row.case_number, outbox->row.event, &err)) {
        log_error("journal", "record a delivery: %s", err.text);
        retry_later(kiosk);
        return true;
    }
    if (kiosk->visit.case_number == outbox->row.case_number) {
        kiosk->visit.case_offline = false;
        visit_changed(kiosk);
    }
    drop_row(outbox);
    delivery_wake(kiosk);
    return true;
}
