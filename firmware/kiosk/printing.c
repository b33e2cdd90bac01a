/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One page to the printer, and what comes back. `printed` needs proof; `failed` means that nothing of it can
 * still come out, so the same page may go again; `unknown` is never repeated by itself. A page whose visit
 * has ended is an orphan: nothing else is printed before the ledger knows what became of it.
 */
#include "base/log.h"
#include "kiosk/kiosk.h"
#include <stdlib.h>
#include <unistd.h>

enum fault printing_fault_of(enum device_cause cause)
{
    static const enum fault faults[DEVICE_CAUSE_COUNT] = {
        [CAUSE_PAPER_OUT] = FAULT_PAPER_OUT,   [CAUSE_PAPER_LOW] = FAULT_LOW_PAPER,
        [CAUSE_COVER_OPEN] = FAULT_COVER_OPEN, [CAUSE_CUTTER_JAM] = FAULT_CUTTER_JAM,
        [CAUSE_HEAD_HOT] = FAULT_HEAD_HOT,
    };
    return faults[cause] ? faults[cause] : FAULT_PRINTER_GONE;
}

bool printing_paper_suffices(const struct kiosk *kiosk, const struct page *page)
{
    const struct link_status *printer = &kiosk->visit.printer.status;
    /* How much is left is told right behind the cause. */
    int32_t left = printer->cause == CAUSE_PAPER_OUT ? 0 : printer->paper_mm;
    return left < 0 || left >= page_mm(page);
}

static void save_page(const struct page *page)
{
#ifdef LIQU_DEVELOPMENT
    struct err err;
    const char *folder = getenv("LIQU_PAGES");
    if (folder && !page_save(page, folder, &err))
        log_error("pages", "%s", err.text);
#else
    (void)page;
#endif
}

/* Longer than the longest page takes; stands still while a page waits for somebody's hand. */
#define SILENCE_MS 120000

static void on_silence(void *arg)
{
    log_notice("printer", "nothing was heard of a page in %d ms", SILENCE_MS);
    printing_printer_lost(arg);
}

static void expect_news(struct kiosk *kiosk)
{
    timer_start(kiosk->loop, &kiosk->print_silence, SILENCE_MS, on_silence, kiosk);
}

bool printing_may_send(struct kiosk *kiosk)
{
    if (kiosk->printer.link && kiosk->orphan.kind == JOB_NOTHING)
        return true;
    visit_fault_show(kiosk, FAULT_PRINTER_GONE);
    return false;
}

bool printing_send(struct kiosk *kiosk)
{
    struct page *page = &kiosk->job.page;
    struct link_print print = {.job = ++kiosk->next_job,
                               .width_dots = (uint32_t)page->width,
                               .rows = (uint32_t)page->rows,
                               .cut = 1};
    int fd = link_page_create(page->bits, (size_t)page->width / 8 * (size_t)page->rows);
    check(fd >= 0);
    save_page(page);
    bool sent = link_send_fd(kiosk->printer.link, LINK_PRINT, kiosk->visit.number, &print, fd);
    close(fd);
    kiosk->job.number = print.job;
    kiosk->job.running = sent;
    if (sent)
        expect_news(kiosk);
    return sent;
}

/* ---- what the printer says ---- */

/* The paper ended, but what is torn off may already bear the code, which verifies: the number is spent. */
static enum job_state judge(const struct link_job *job, int code_rows)
{
    bool spent = code_rows && job->rows_sent && job->rows_sent + LINK_ROWS_AHEAD >= (uint32_t)code_rows;
    return job->state == JOB_FAILED && spent ? JOB_UNKNOWN : (enum job_state)job->state;
}

static void settle_orphan(struct kiosk *kiosk, enum job_state state, const char *proof)
{
    struct err err = {0};
    struct kiosk_orphan orphan = kiosk->orphan;
    bool ok;
    proof = state == JOB_PRINTED ? proof : NULL;
    kiosk->orphan.kind = JOB_NOTHING;
    timer_stop(&kiosk->print_silence);
    if (orphan.kind == JOB_SLIP)
        ok = case_slip(kiosk->journal, orphan.row,
                       state == JOB_PRINTED  ? SLIP_PRINTED
                       : state == JOB_FAILED ? SLIP_NONE
                                             : SLIP_UNKNOWN,
                       &err);
    else if (state == JOB_FAILED)
        ok = issue_move(kiosk->journal, orphan.row, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY, &err) &&
             issue_move(kiosk->journal, orphan.row, ISSUE_VOID, NULL, TAKEN_BY_NOBODY, &err);
    else
        ok = issue_move(kiosk->journal, orphan.row, state == JOB_PRINTED ? ISSUE_PRINTED : ISSUE_UNKNOWN,
                        proof, TAKEN_BY_NOBODY, &err);
    if (!ok)
        log_error("journal", "settle a print of an ended visit: %s", err.text);
    printing_printer_status(kiosk); /* the next visit's page may be waiting for this one */
}

static bool is_final(enum job_state state)
{
    return state == JOB_PRINTED || state == JOB_FAILED || state == JOB_UNKNOWN;
}

static void end_job(struct kiosk *kiosk, const struct link_job *job)
{
    kiosk->job.running = false;
    timer_stop(&kiosk->print_silence);
    log_info("job", "%s, proof %s, cause %s", job_state_word((enum job_state)job->state),
             job_proof_word((enum job_proof)job->proof), device_cause_word((enum device_cause)job->cause));
    if (kiosk->job.kind == JOB_DOCUMENT)
        instant_job_ended(kiosk, job);
    else if (kiosk->job.kind == JOB_SLIP)
        handoff_job_ended(kiosk, job);
}

/* What stands in the way now: the cover that was closed uncovers a jam, and the page must not go on asking
 * for the cover. Who reads how to get help is not interrupted by it. */
static void tell_cause(struct kiosk *kiosk, enum fault fault)
{
    struct visit *visit = &kiosk->visit;
    if (!visit->fault) {
        visit_fault_show(kiosk, fault);
    } else if (visit->fault != fault) {
        visit->fault = fault;
        visit->paper_page = 0;
        visit_changed(kiosk);
    }
}

void printing_job(struct kiosk *kiosk, const struct link_job *job)
{
    enum job_state state = (enum job_state)job->state;
    if (kiosk->orphan.kind != JOB_NOTHING && job->job == kiosk->orphan.number) {
        if (is_final(state))
            settle_orphan(kiosk, judge(job, kiosk->orphan.code_rows),
                          job_proof_word((enum job_proof)job->proof));
        return;
    }
    if (!kiosk->job.running || job->job != kiosk->job.number) {
        log_debug("stale", "job %llu is not ours any more", (unsigned long long)job->job);
        return;
    }
    if (is_final(state)) {
        struct link_job judged = *job;
        judged.state = judge(job, kiosk->job.page.code_rows);
        end_job(kiosk, &judged);
        return;
    }
    /* The printer waits for somebody's hand in mid-page: the page says for what, and goes away when it goes
     * on. */
    if (job->cause == CAUSE_NONE) {
        expect_news(kiosk);
        if (kiosk->visit.fault)
            visit_fault_passed(kiosk);
    } else {
        timer_stop(&kiosk->print_silence);
        tell_cause(kiosk, printing_fault_of((enum device_cause)job->cause));
    }
}

void printing_printer_lost(struct kiosk *kiosk)
{
    /* The program that held the job is gone, and with it the only witness. */
    if (kiosk->orphan.kind != JOB_NOTHING)
        settle_orphan(kiosk, JOB_UNKNOWN, NULL);
    if (kiosk->job.running) {
        struct link_job lost = {.job = kiosk->job.number, .state = JOB_UNKNOWN, .cause = CAUSE_NO_ANSWER};
        end_job(kiosk, &lost);
    }
}

static bool ready(const struct kiosk *kiosk)
{
    const struct visit_device *printer = &kiosk->visit.printer;
    return kiosk->printer.link && kiosk->orphan.kind == JOB_NOTHING && printer->connected &&
           (printer->status.status == DEVICE_ONLINE || printer->status.status == DEVICE_ATTENTION) &&
           printer->status.cause != CAUSE_NO_PROOF;
}

/* Faults that pass when the printer is ready again. */
static const bool waits_for_printer[FAULTS] = {
    [FAULT_PAPER_OUT] = true, [FAULT_COVER_OPEN] = true,   [FAULT_CUTTER_JAM] = true,
    [FAULT_HEAD_HOT] = true,  [FAULT_PRINTER_GONE] = true,
};

/* Who waited for paper and went must not find her document in somebody else's hand: after two quiet minutes
 * the page is asked for before it prints. */
#define QUIET_MS 120000

static bool somebody_waits(struct kiosk *kiosk)
{
    if (clock_real_mono_ms() - kiosk->touched_ms < QUIET_MS)
        return true;
    if (kiosk->visit.state != VISIT_TIMEOUT)
        visit_ask(kiosk, VISIT_ENDED_TIMEOUT);
    return false;
}

/* A printer that fails again and again would otherwise be asked for ever. */
#define TRIES    5
#define AGAIN_MS 1000

/* A page waits, and the printer says for what; an unplugged one says nothing new. */
static void tell_status(struct kiosk *kiosk)
{
    const struct link_status *status = &kiosk->visit.printer.status;
    enum fault fault = printing_fault_of((enum device_cause)status->cause);
    if (status->status == DEVICE_OFFLINE && waits_for_printer[kiosk->visit.fault] &&
        fault != FAULT_PRINTER_GONE && fault != FAULT_LOW_PAPER)
        tell_cause(kiosk, fault);
}

void printing_printer_status(struct kiosk *kiosk)
{
    const struct visit *visit = &kiosk->visit;
    if (!kiosk->job.page.bits || kiosk->job.running)
        return;
    if (!ready(kiosk) || !printing_paper_suffices(kiosk, &kiosk->job.page)) {
        tell_status(kiosk);
        return;
    }
    if (visit->fault == FAULT_LOW_PAPER && visit_below(visit) == VISIT_CHECK) {
        /* Nothing was lodged yet; now it can be. */
        visit_fault_passed(kiosk);
        return;
    }
    /* The same number prints whole again once the printer is ready, while the visit lasts. */
    if (timer_running(&kiosk->job.again) || !waits_for_printer[visit->fault] || !somebody_waits(kiosk))
        return;
    if (kiosk->job.kind == JOB_DOCUMENT)
        instant_print(kiosk);
    else if (kiosk->job.kind == JOB_SLIP)
        handoff_print(kiosk);
}

static void on_again(void *arg)
{
    printing_printer_status(arg);
}

void printing_failed(struct kiosk *kiosk, enum device_cause cause)
{
    if (++kiosk->visit.print_attempt > TRIES) {
        visit_fault_show(kiosk, FAULT_PRINTER_FAILS);
        return;
    }
    visit_fault_show(kiosk, printing_fault_of(cause));
    /* Not at once: the status that explains the failure may still be on its way. Not only on the next status:
     * it may have come before. */
    timer_start(kiosk->loop, &kiosk->job.again, AGAIN_MS, on_again, kiosk);
}

void printing_forget(struct kiosk *kiosk)
{
    timer_stop(&kiosk->job.again);
    if (kiosk->job.running) {
        struct link_print_cancel cancel = {.job = kiosk->job.number};
        kiosk->orphan = (struct kiosk_orphan){
            .kind = kiosk->job.kind,
            .number = kiosk->job.number,
            .code_rows = kiosk->job.page.code_rows,
            .row = kiosk->job.kind == JOB_SLIP ? kiosk->visit.case_number : kiosk->visit.document_number};
        if (!kiosk->printer.link ||
            !link_send(kiosk->printer.link, LINK_PRINT_CANCEL, kiosk->visit.number, &cancel))
            settle_orphan(kiosk, JOB_UNKNOWN, NULL);
        else
            expect_news(kiosk);
    }
    page_finish(&kiosk->job.page);
    kiosk->job = (struct kiosk_job){0};
}
