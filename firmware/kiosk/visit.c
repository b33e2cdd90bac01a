/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The engine of the visit: a const table says for every state how long it stays and where back leads; one
 * clock, one way in (visit_enter), one way out (visit_end). What a finger can do is in actions.c; what
 * devices and the district answer arrives through card.c, instant.c, handoff.c and printing.c.
 */
#include "base/log.h"
#include "base/wipe.h"
#include "kiosk/kiosk.h"
#include "kiosk/screen.h"
#include <malloc.h>
#include <stddef.h>
#include <string.h>

enum patience {
    PATIENCE_NONE,      /* a device decides */
    PATIENCE_IDLE,      /* what somebody only tried falls back; whether we can serve is looked at again */
    PATIENCE_NORMAL,    /* then the countdown page */
    PATIENCE_COUNTDOWN, /* then the visit ends */
    PATIENCE_PAPER,
    PATIENCE_RATING,
    PATIENCE_GOODBYE,
    PATIENCE_FAULT, /* long: nobody is thrown out because our machine is at fault, but nobody is forgotten
                       either; with the countdown ten minutes */
    PATIENCES
};

static const struct {
    int seconds, elder_seconds; /* 0: for ever */
    bool counts_down;           /* the seconds are shown */
} patiences[PATIENCES] = {
    [PATIENCE_NONE] = {0, 0, false},      [PATIENCE_IDLE] = {60, 60, false},
    [PATIENCE_NORMAL] = {60, 120, false}, [PATIENCE_COUNTDOWN] = {20, 30, true},
    [PATIENCE_PAPER] = {20, 20, true},    [PATIENCE_RATING] = {15, 15, true},
    [PATIENCE_GOODBYE] = {4, 6, false},   [PATIENCE_FAULT] = {580, 570, false},
};

#define VOLUME 2

#define INTERRUPTED_MS 300000 /* who has waited longer has asked somebody */

static const enum patience state_patience[VISIT_STATE_COUNT] = {
    [VISIT_IDLE] = PATIENCE_IDLE,        [VISIT_OUT_OF_SERVICE] = PATIENCE_IDLE,
    [VISIT_HOME] = PATIENCE_NORMAL,      [VISIT_SEARCH] = PATIENCE_NORMAL,
    [VISIT_PACKAGE] = PATIENCE_NORMAL,   [VISIT_PROGRESS] = PATIENCE_NORMAL,
    [VISIT_STATIONS] = PATIENCE_NORMAL,  [VISIT_ZONE] = PATIENCE_NORMAL,
    [VISIT_ITEM] = PATIENCE_NORMAL,      [VISIT_SCAN_CARD] = PATIENCE_NORMAL,
    [VISIT_CONFIRM] = PATIENCE_NORMAL,   [VISIT_INPUT] = PATIENCE_NORMAL,
    [VISIT_MATERIALS] = PATIENCE_NORMAL, [VISIT_COMMITMENT] = PATIENCE_NORMAL,
    [VISIT_CHECK] = PATIENCE_NORMAL,     [VISIT_ISSUING] = PATIENCE_NONE,
    [VISIT_PRINTING] = PATIENCE_NONE,    [VISIT_TICKET] = PATIENCE_NORMAL,
    [VISIT_TAKE_PAPER] = PATIENCE_PAPER, [VISIT_RATING] = PATIENCE_RATING,
    [VISIT_GOODBYE] = PATIENCE_GOODBYE,  [VISIT_TIMEOUT] = PATIENCE_COUNTDOWN,
    [VISIT_HELP] = PATIENCE_NORMAL,      [VISIT_DEVICE_FAULT] = PATIENCE_FAULT,
};

bool visit_is_current(const struct kiosk *kiosk, uint64_t number)
{
    bool current = number && number == kiosk->visit.number;
    if (!current)
        log_debug("stale", "an answer for visit %llu was dropped", (unsigned long long)number);
    return current;
}

void visit_changed(struct kiosk *kiosk)
{
    kiosk->repaint(kiosk->screen);
}

void kiosk_audit(struct kiosk *kiosk, const char *kind, const char *ref)
{
    struct err err;
    if (!audit_add(kiosk->journal, kind, ref, &err))
        log_error("audit", "%s: %s", kind, err.text);
}

/* ---- time ---- */

static void on_tick(void *arg);

static void wait_for_tick(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    int64_t left = kiosk->deadline_ms - clock_mono_ms(&kiosk->clock);
    if (patiences[state_patience[visit->state]].counts_down) {
        visit->seconds_left = left > 0 ? (int)((left + 999) / 1000) : 0;
        left = left > 0 ? (left - 1) % 1000 + 1 : 0;
    }
    timer_start(kiosk->loop, &kiosk->clock_tick, left, on_tick, kiosk);
}

static void start_clock(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    enum patience patience = state_patience[visit->state];
    int seconds =
        visit_has(visit, VISIT_ELDER) ? patiences[patience].elder_seconds : patiences[patience].seconds;
    visit->seconds_left = -1;
    timer_stop(&kiosk->clock_tick);
    kiosk->deadline_ms = seconds ? clock_mono_ms(&kiosk->clock) + seconds * 1000 : 0;
    if (seconds)
        wait_for_tick(kiosk);
}

static void expire(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    enum visit_state below = visit_below(visit);
    switch (state_patience[visit->state]) {
    case PATIENCE_NORMAL:
        if (visit->state == VISIT_HELP && (visit->fault || state_patience[below] != PATIENCE_NORMAL))
            visit_uncover(kiosk); /* a device is at work underneath, or a fault has its own patience */
        else
            visit_ask(kiosk, VISIT_ENDED_TIMEOUT);
        break;
    case PATIENCE_COUNTDOWN:
        visit_end(kiosk, kiosk->unanswered, VISIT_IDLE);
        break;
    case PATIENCE_PAPER:
        visit_paper_gone(kiosk, TAKEN_BY_TIMEOUT);
        break;
    case PATIENCE_RATING:
        visit_end(kiosk, VISIT_ENDED_DONE, VISIT_GOODBYE);
        break;
    case PATIENCE_IDLE:
    case PATIENCE_GOODBYE:
        visit_enter(kiosk, VISIT_IDLE);
        break;
    case PATIENCE_FAULT:
        visit_ask(kiosk, VISIT_ENDED_FAULT);
        break;
    case PATIENCE_NONE:
    case PATIENCES:
        break;
    }
}

static void on_tick(void *arg)
{
    struct kiosk *kiosk = arg;
    if (clock_mono_ms(&kiosk->clock) >= kiosk->deadline_ms) {
        expire(kiosk);
    } else {
        wait_for_tick(kiosk);
        visit_changed(kiosk);
    }
}

void visit_clock_moved(struct kiosk *kiosk)
{
    if (kiosk->deadline_ms)
        on_tick(kiosk);
    visit_changed(kiosk);
}

int64_t visit_timeout_ms(const struct kiosk *kiosk)
{
    if (!kiosk->deadline_ms)
        return -1;
    int64_t left = kiosk->deadline_ms - clock_mono_ms(&kiosk->clock);
    return left > 0 ? left : 0;
}

void visit_touch(struct visit *visit)
{
    visit->kiosk->touched_ms = clock_real_mono_ms();
    enum patience patience = state_patience[visit->state];
    if (patience == PATIENCE_NORMAL || patience == PATIENCE_FAULT || patience == PATIENCE_IDLE)
        start_clock(visit->kiosk);
}

/* ---- moving ---- */

static void show(struct kiosk *kiosk, enum visit_state state)
{
    struct visit *visit = &kiosk->visit;
    enum visit_state from = visit->state;
    visit->state = state;
    visit->shown_at_ms = clock_real_mono_ms();
    if (state != VISIT_TIMEOUT)
        kiosk->touched_ms = visit->shown_at_ms;
    start_clock(kiosk);
    card_reading(kiosk, visit_below(visit) == VISIT_SCAN_CARD);
    screens_moved(visit, from, state);
    visit_changed(kiosk);
}

void visit_enter(struct kiosk *kiosk, enum visit_state state)
{
    kiosk->visit.under = state;
    kiosk->visit.data_wrong = false;
    kiosk->visit.fault = FAULT_NONE;
    kiosk->visit.paper_page = 0;
    if (state == VISIT_HOME)
        kiosk->visit.page = 0; /* in large text home is a list too, and has not been turned */
    if (state == VISIT_IDLE) {
        /* Only here, so that the goodbye page still speaks the visit's language. */
        kiosk->visit.modes = 0;
        kiosk->visit.volume = VOLUME;
        kiosk->visit.staff_called = false;
        tr_language(LANG_ZH);
    }
    show(kiosk, state);
    if (state == VISIT_IDLE)
        visit_service(kiosk);
}

void visit_cover(struct kiosk *kiosk, enum visit_state cover)
{
    kiosk->visit.under = visit_below(&kiosk->visit);
    show(kiosk, cover);
}

void visit_ask(struct kiosk *kiosk, enum visit_ended unanswered)
{
    kiosk->unanswered = unanswered;
    visit_cover(kiosk, VISIT_TIMEOUT);
}

void visit_uncover(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    /* Help or the countdown may stand over a fault that has not passed. */
    visit->data_wrong = false;
    show(kiosk, visit->state != VISIT_DEVICE_FAULT && visit->fault ? VISIT_DEVICE_FAULT : visit->under);
    visit_service(kiosk);
}

void visit_fault_show(struct kiosk *kiosk, enum fault fault)
{
    kiosk->visit.fault = fault;
    kiosk->visit.staff_called = false;
    kiosk->visit.paper_page = 0;
    log_notice("fault", "the resident sees fault %d", (int)fault);
    visit_cover(kiosk, VISIT_DEVICE_FAULT);
}

void visit_fault_passed(struct kiosk *kiosk)
{
    enum visit_state state = kiosk->visit.state;
    bool asked_there = state == VISIT_TIMEOUT && kiosk->unanswered == VISIT_ENDED_FAULT;
    kiosk->visit.fault = FAULT_NONE;
    if (state == VISIT_DEVICE_FAULT || asked_there) /* what goes on again is not broken off by a countdown */
        visit_uncover(kiosk);
    else
        visit_changed(kiosk);
}

void visit_journal_failed(struct kiosk *kiosk, const char *what, const struct err *err)
{
    log_error("journal", "%s: %s", what, err->text);
    if (kiosk->visit.number)
        visit_fault_show(kiosk, FAULT_JOURNAL);
    else
        visit_service(kiosk);
}

void visit_paper_gone(struct kiosk *kiosk, enum taken_by by)
{
    if (kiosk->visit.document_number && kiosk->issue == ISSUE_PRINTED)
        instant_ledger(kiosk, ISSUE_TAKEN, NULL, by);
    visit_enter(kiosk, VISIT_RATING);
}

void visit_init(struct kiosk *kiosk)
{
    kiosk->visit = (struct visit){.catalogue = kiosk->catalogue,
                                  .station = kiosk->station,
                                  .clock = &kiosk->clock,
                                  .fonts = kiosk->fonts,
                                  .kiosk = kiosk,
                                  .volume = VOLUME,
                                  .seconds_left = -1,
                                  .state = VISIT_IDLE};
    kiosk->started_ms = clock_real_mono_ms();
    kiosk->visit.interrupted = journal_interrupted(kiosk->journal);
    kiosk->visit.interrupted_until_ms = kiosk->started_ms + INTERRUPTED_MS;
    /* Job numbers are never used twice, also not by the next process that talks to the same printer program.
     */
    kiosk->next_job = (uint64_t)clock_real_s() << 20;
}

void visit_finish(struct kiosk *kiosk)
{
    journal_close(kiosk->journal);
    seal_key_destroy(kiosk->ticket_key);
    trust_destroy(kiosk->trust);
    fonts_close(kiosk->fonts);
    catalogue_destroy(kiosk->catalogue);
    station_destroy(kiosk->station);
    loop_destroy(kiosk->loop);
}

/* ---- in and out of service ---- */

void visit_service(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    if (visit->number || (visit->state != VISIT_IDLE && visit->state != VISIT_OUT_OF_SERVICE))
        return;
    bool reader_down = visit_reader_down(visit), printer_down = visit_printer_down(visit);
    visit->out_of_service = !outbox_writable(kiosk->journal) ? FAULT_JOURNAL
                            : reader_down && printer_down    ? FAULT_READER_GONE
                                                             : FAULT_NONE;
    enum visit_state wanted = visit->out_of_service ? VISIT_OUT_OF_SERVICE : VISIT_IDLE;
    if (wanted != visit->state)
        show(kiosk, wanted);
    else
        visit_changed(kiosk);
}

/* ---- the end ---- */

/* Everything behind `number` in struct visit is of one visit. */
static void reset(struct visit *visit)
{
    size_t from = offsetof(struct visit, number);
    wipe((char *)visit + from, sizeof *visit - from);
    visit->volume = VOLUME;
    visit->seconds_left = -1;
}

static void on_sweep(void *arg)
{
    (void)arg;
    wipe_stack();
}

/* Copies on the way: what the screen shows and showed, glyph runs, freed memory, the stack. */
static void forget_traces(struct kiosk *kiosk)
{
    kiosk->forget(kiosk->screen);
    fonts_forget(kiosk->fonts);
    /* Zeroed memory goes back to the system; what calls left on the stack is zeroed too. */
    malloc_trim(0);
    wipe_stack();
    /* The frames that led here are still in the way; from the loop they are not. */
    timer_start(kiosk->loop, &kiosk->sweep, 0, on_sweep, NULL);
}

void visit_forget_person(struct kiosk *kiosk)
{
    kiosk->visit.person = NULL;
    memset(kiosk->visit.inputs, 0, sizeof kiosk->visit.inputs);
    wipe(&kiosk->secret->person, sizeof kiosk->secret->person);
    wipe(kiosk->secret->typed, sizeof kiosk->secret->typed);
    forget_traces(kiosk);
}

void visit_end(struct kiosk *kiosk, enum visit_ended how, enum visit_state then)
{
    struct visit *visit = &kiosk->visit;
    if (visit->number) {
        struct err err;
        card_reading(kiosk, false);
        printing_forget(kiosk);
        instant_give_up(kiosk);
        if (!journal_visit_close(kiosk->journal, visit->number, how, &err))
            log_error("journal", "close the visit: %s", err.text);
        log_info("visit_end", "visit %llu ended: %d", (unsigned long long)visit->number, (int)how);
    }
    unsigned modes = visit->modes;
    reset(visit);
    visit->modes = modes;
    secret_destroy(kiosk->secret, sizeof *kiosk->secret);
    kiosk->secret = NULL;
    buf_finish(&kiosk->screen_url);
    forget_traces(kiosk);
    visit_enter(kiosk, then);
}
