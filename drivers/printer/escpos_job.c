/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One page. It goes out as small bands, each followed by a question that the printer answers in the order of
 * its stream, so that its buffer is never full, real-time commands always get in, and how far it came is
 * known. It is `printed` only with a proof that came after the cut. Once a byte of it was taken it can only
 * become `printed`, `unknown`, or, where the paper ran out and the printer proved that its buffer is clear,
 * `failed`. Nothing is ever sent twice.
 */
#include "drivers/printer/escpos.h"

#include "base/log.h"
#include <string.h>

#define ANSWER_MS     1000
#define STALL_MS      15000  /* no band taken, no answer, nothing in the way */
#define HOLD_MS       120000 /* somebody closes the cover, frees the cutter; the head cools */
#define RECOVER_MS    2000
#define CLEAR_MS      2000
#define SETTLE_MS     300 /* an in-order answer may be a line early */
#define BANDS_OPEN    2
#define CUT_FEED_ROWS 110 /* head to cutter, about */

_Static_assert(LINK_ROWS_AHEAD >= BANDS_OPEN * BAND_ROWS, "more rows may be out than the kiosk is told");

static void tell(struct escpos *printer, enum job_state state, enum job_proof proof, enum device_cause cause)
{
    const struct link_job job = {.job = printer->job.print.job,
                                 .state = state,
                                 .proof = proof,
                                 .cause = cause,
                                 .rows_sent = printer->job.rows_done};
    printer->events->job(printer->arg, &job);
}

static void end(struct escpos *printer, enum job_state state, enum job_proof proof, enum device_cause cause)
{
    struct escpos_job *job = &printer->job;
    timer_stop(&job->stall);
    timer_stop(&job->hold);
    timer_stop(&job->recover);
    steps_stop(&job->steps);
    job->active = false;
    escpos_idle_start(printer); /* unless it is greeted anew or stuck */
    /* When the paper has ended, the torn piece leaves with the old roll; else what was begun and not cut
     * hangs from the slot. */
    if (state == JOB_PRINTED || !job->page_begun || job->paper_ended)
        escpos_set_soiled(printer, false);
    uint32_t rows = job->rows_done + (state == JOB_PRINTED ? CUT_FEED_ROWS : 0);
    escpos_use_paper(printer, escpos_rows_mm(rows, job->print.width_dots));
    log_notice("job_end", "page %s, proof %s, cause %s", job_state_word(state), job_proof_word(proof),
               device_cause_word(cause));
    tell(printer, state, proof, cause);
}

/* Something of the page may be left in the printer: it is greeted anew, which cuts it off. */
static void end_torn(struct escpos *printer, enum job_state state, enum device_cause cause)
{
    end(printer, state, PROOF_NONE, cause);
    escpos_greet(printer);
}

void escpos_job_abort(struct escpos *printer, enum device_cause cause)
{
    struct escpos_job *job = &printer->job;
    if (!job->active)
        return;
    escpos_port_drop(printer->port); /* what was not taken so far must not be taken after this verdict */
    bool taken = job->page_begun && escpos_port_taken(printer->port) > job->mark;
    end(printer, taken ? JOB_UNKNOWN : JOB_FAILED, PROOF_NONE, cause);
    if (!taken)
        escpos_set_soiled(printer, false);
}

static void on_stall(void *arg)
{
    struct escpos *printer = arg;
    escpos_stuck(printer, steps_name(&printer->job.steps), "no progress");
}

static void progress(struct escpos *printer)
{
    if (printer->job.waits_for == CAUSE_NONE)
        timer_start(printer->loop, &printer->job.stall, STALL_MS, on_stall, printer);
}

/* ---- clearing what the printer still holds ---- */

static void on_not_cleared(void *arg)
{
    struct escpos *printer = arg;
    end_torn(printer, printer->job.voided ? JOB_FAILED : JOB_UNKNOWN, printer->job.end_cause);
}

/* The buffer is proved to be clear. That the paper has ended is asked once more before anybody hears of it
 * and changes the roll: one damaged byte may have said so, and then the piece still hangs from the slot. */
static void cleared(struct escpos *printer)
{
    struct escpos_job *job = &printer->job;
    /* With the whole text on the paper a second original would be one too many. */
    job->voided = job->end_cause == CAUSE_PAPER_OUT && !job->body_proved;
    if (!job->voided) {
        end_torn(printer, JOB_UNKNOWN, job->end_cause);
        return;
    }
    escpos_ask_condition(printer);
    timer_start(printer->loop, &job->stall, ANSWER_MS, on_not_cleared, printer);
}

static void clear(struct escpos *printer, enum device_cause cause)
{
    static const uint8_t clear_buffers[] = {0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8};
    struct escpos_job *job = &printer->job;
    if (job->clearing)
        return;
    job->clearing = true;
    job->end_cause = cause;
    timer_stop(&job->hold);
    timer_stop(&job->recover);
    escpos_port_drop(printer->port);
    escpos_send(printer, clear_buffers, sizeof clear_buffers);
    timer_start(printer->loop, &job->stall, CLEAR_MS, on_not_cleared, printer);
}

/* ---- what stands in the way ---- */

static void on_hold_over(void *arg)
{
    struct escpos *printer = arg;
    clear(printer, printer->job.waits_for);
}

static void on_recover(void *arg)
{
    static const uint8_t resume[] = {0x10, 0x05, 1};
    struct escpos *printer = arg;
    escpos_send(printer, resume, sizeof resume); /* a cutter error stays until it is told to try again */
    timer_start(printer->loop, &printer->job.recover, RECOVER_MS, on_recover, printer);
}

static void hold(struct escpos *printer, enum device_cause cause)
{
    struct escpos_job *job = &printer->job;
    job->disturbed = true;
    job->opened = job->opened || cause == CAUSE_COVER_OPEN;
    timer_stop(&job->stall);
    if (job->waits_for == CAUSE_NONE)
        timer_start(printer->loop, &job->hold, HOLD_MS, on_hold_over, printer);
    if (cause == CAUSE_CUTTER_JAM)
        timer_start(printer->loop, &job->recover, RECOVER_MS, on_recover, printer);
    else
        timer_stop(&job->recover);
    if (job->waits_for != cause)
        tell(printer, JOB_SENDING, PROOF_NONE, cause);
    job->waits_for = cause;
}

static void feed(struct escpos *printer);

static void release(struct escpos *printer)
{
    struct escpos_job *job = &printer->job;
    if (job->waits_for == CAUSE_NONE)
        return;
    job->waits_for = CAUSE_NONE;
    timer_stop(&job->hold);
    timer_stop(&job->recover);
    tell(printer, JOB_SENDING, PROOF_NONE, CAUSE_NONE);
    progress(printer);
    feed(printer);
}

void escpos_job_condition(struct escpos *printer)
{
    struct escpos_job *job = &printer->job;
    if (!job->active || !job->page_begun || job->clearing)
        return;
    enum device_cause cause = escpos_cause(&printer->condition);
    if (cause == CAUSE_PAPER_OUT)
        clear(printer, cause);
    else if (cause == CAUSE_UNRECOVERABLE)
        end_torn(printer, JOB_UNKNOWN, cause);
    else if (escpos_blocks(cause))
        hold(printer, cause);
    else
        release(printer);
}

/* ---- the steps; each ends when its answer comes, progress() watches over all of them ---- */

static bool in_step(const struct escpos *printer, const char *name)
{
    return printer->job.active && !printer->job.clearing &&
           strcmp(steps_name(&printer->job.steps), name) == 0;
}

static void ask_again(void *arg)
{
    escpos_ask_again(arg);
}

static void feed(struct escpos *printer)
{
    static const uint8_t question[] = {0x1D, 0x72, 1};
    struct escpos_job *job = &printer->job;
    while (in_step(printer, "rows") && job->bands_open < BANDS_OPEN && job->rows_queued < job->print.rows &&
           job->waits_for == CAUSE_NONE) {
        uint32_t left = job->print.rows - job->rows_queued, count = left < BAND_ROWS ? left : BAND_ROWS;
        struct buf band = {0};
        escpos_band(printer->is.image, job->page, job->print.width_dots, job->rows_queued, count, &band);
        buf_append(&band, question, sizeof question);
        job->rows_queued += count;
        job->bands_open++;
        escpos_send(printer, band.data, band.len);
        buf_finish(&band);
    }
}

static void rows(void *arg)
{
    struct escpos *printer = arg;
    printer->job.page_begun = true;
    printer->job.mark = escpos_port_taken(printer->port);
    escpos_set_soiled(printer, true);
    tell(printer, JOB_SENDING, PROOF_NONE, CAUSE_NONE);
    progress(printer);
    feed(printer);
}

static void ask_proof(struct escpos *printer, char kind)
{
    static const uint8_t question[] = {0x1D, 0x72, 1};
    struct buf bytes = {0};
    char id[4];
    escpos_id_of(printer->job.print.job, kind, id);
    if (printer->is.proof == PROOF_PID)
        escpos_process_id(id, &bytes);
    else
        buf_append(&bytes, question, sizeof question);
    escpos_send(printer, bytes.data, bytes.len);
    buf_finish(&bytes);
}

static void body(void *arg)
{
    ask_proof(arg, 'B');
}

static void cut(void *arg)
{
    static const uint8_t feed_and_cut[] = {0x1D, 0x56, 66, 0};
    struct escpos *printer = arg;
    if (printer->job.print.cut)
        escpos_send(printer, feed_and_cut, sizeof feed_and_cut);
    ask_proof(printer, 'C');
}

static void on_settled(void *arg)
{
    escpos_ask_condition(arg);
}

/* An echo says what was parsed; that nothing went wrong behind it has to be asked. */
static void settle(void *arg)
{
    struct escpos *printer = arg;
    if (printer->is.proof == PROOF_PID)
        steps_next(&printer->job.steps);
    else
        timer_start(printer->loop, &printer->job.recover, SETTLE_MS, on_settled, printer);
}

static const struct step steps[] = {
    {.name = "check", .run = ask_again, .timeout_ms = ANSWER_MS},
    {.name = "rows", .run = rows},
    {.name = "body", .run = body},
    {.name = "cut", .run = cut},
    {.name = "settle", .run = settle},
    {0},
};

/* It was cut, so nothing hangs out; but an echo alone does not tell whether rows were lost when it stopped.
 */
static void end_disturbed(struct escpos *printer, enum device_cause cause)
{
    end(printer, JOB_UNKNOWN, PROOF_NONE, cause);
    escpos_set_soiled(printer, false);
}

static void on_done(void *arg, const char *failed, const char *why)
{
    struct escpos *printer = arg;
    if (failed)
        escpos_stuck(printer, failed, why);
    else if (printer->job
                 .opened) /* every row was printed, but half of them may have left with another roll */
        end_disturbed(printer, CAUSE_COVER_OPEN);
    else if (printer->is.proof == PROOF_ECHO && printer->job.disturbed)
        end_disturbed(printer, CAUSE_NO_PROOF);
    else
        end(printer, JOB_PRINTED, printer->is.proof, CAUSE_NONE);
}

/* ---- answers ---- */

void escpos_job_answered(struct escpos *printer)
{
    enum device_cause cause = escpos_cause(&printer->condition);
    if (printer->job.active && printer->job.voided) {
        printer->job.paper_ended = printer->condition.paper_end;
        end_torn(printer, JOB_FAILED, printer->job.end_cause);
        return;
    }
    if (in_step(printer, "check") && escpos_blocks(cause))
        end(printer, JOB_FAILED, PROOF_NONE, cause);
    else if (in_step(printer, "check") || in_step(printer, "settle"))
        steps_next(&printer->job.steps);
}

static void take_band(struct escpos *printer)
{
    struct escpos_job *job = &printer->job;
    uint32_t left = job->print.rows - job->rows_done;
    job->bands_open--;
    job->rows_done += left < BAND_ROWS ? left : BAND_ROWS;
    progress(printer);
    tell(printer, JOB_SENDING, PROOF_NONE, job->waits_for); /* an answer on its way does not end a hold */
    if (job->rows_done == job->print.rows)
        steps_next(&job->steps);
    else
        feed(printer);
}

static bool is_proof(const struct escpos *printer, enum escpos_said said, char kind)
{
    const struct escpos_classifier *answer = &printer->classifier;
    char id[4];
    if (printer->is.proof != PROOF_PID)
        return said == SAID_ECHO;
    escpos_id_of(printer->job.print.job, kind, id);
    return said == SAID_BLOCK && answer->len == 6 && answer->bytes[0] == 0x37 && answer->bytes[1] == 0x22 &&
           memcmp(answer->bytes + 2, id, 4) == 0;
}

static bool is_cleared(const struct escpos *printer, enum escpos_said said)
{
    const struct escpos_classifier *answer = &printer->classifier;
    return said == SAID_BLOCK && answer->len == 2 && answer->bytes[0] == 0x37 && answer->bytes[1] == 0x25;
}

bool escpos_job_said(struct escpos *printer, enum escpos_said said)
{
    struct escpos_job *job = &printer->job;
    if (!job->active)
        return false;
    if (is_proof(printer, said, 'B') && strcmp(steps_name(&job->steps), "body") == 0)
        job->body_proved = true; /* also while clearing: it was said before the buffer went */
    if (job->clearing && !job->voided && is_cleared(printer, said))
        cleared(printer);
    else if (in_step(printer, "rows") && said == SAID_ECHO && job->bands_open)
        take_band(printer);
    else if ((in_step(printer, "body") && job->body_proved) ||
             (in_step(printer, "cut") && is_proof(printer, said, 'C'))) {
        progress(printer);
        steps_next(&job->steps);
    } else {
        return job->clearing; /* what the cleared bands still say was asked for once */
    }
    return true;
}

/* ---- from outside ---- */

/* Dots beyond the head are lost without a word: such a page would be cut off at the edge and proved printed.
 */
static bool is_too_wide(const struct escpos *printer, const struct link_print *print)
{
    return print->width_dots > escpos_head_dots(printer);
}

static enum device_cause refusal(const struct escpos *printer, const struct link_print *print)
{
    enum device_cause cause = escpos_cause(&printer->condition);
    if (printer->job.active)
        return CAUSE_BAD_JOB;
    if (is_too_wide(printer, print))
        return CAUSE_UNSUPPORTED;
    if (escpos_blocks(cause))
        return cause;
    if (!printer->ready)
        return CAUSE_STARTING;
    return printer->is.proof == PROOF_NONE ? CAUSE_NO_PROOF : CAUSE_NONE;
}

void escpos_job_start(struct escpos *printer, const struct link_print *print, const uint8_t *page)
{
    enum device_cause cause = refusal(printer, print);
    if (cause != CAUSE_NONE) {
        const struct link_job job = {.job = print->job, .state = JOB_FAILED, .cause = cause};
        printer->too_narrow = printer->too_narrow || cause == CAUSE_UNSUPPORTED;
        escpos_publish(printer);
        printer->events->job(printer->arg, &job);
        return;
    }
    printer->job = (struct escpos_job){.active = true, .print = *print, .page = page};
    printer->strays = 0;
    timer_stop(&printer->idle);
    tell(printer, JOB_QUEUED, PROOF_NONE, CAUSE_NONE);
    steps_start(&printer->job.steps, printer->loop, steps, on_done, printer);
}

void escpos_job_cancel(struct escpos *printer, uint64_t job)
{
    if (!printer->job.active || printer->job.print.job != job)
        return;
    if (printer->job.page_begun)
        clear(printer, CAUSE_CANCELLED);
    else
        end(printer, JOB_FAILED, PROOF_NONE, CAUSE_CANCELLED);
}
