/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_mech.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

#define FULL_ROLL_M 60
#define NEAR_END_MM 1500

void sim_mech_init(struct sim_mech *mech, int rows_per_m, int speed_mm_s, int cut_ms)
{
    *mech =
        (struct sim_mech){.rows_per_m = rows_per_m, .speed_mm_s = speed_mm_s, .cut_ms = cut_ms, .idle = true};
    mech->paper_rows = sim_mech_rows(mech, FULL_ROLL_M * 1000);
    mech->near_end_rows = sim_mech_rows(mech, NEAR_END_MM);
}

int64_t sim_mech_rows(const struct sim_mech *mech, double mm)
{
    return (int64_t)(mm * mech->rows_per_m / 1000);
}

static void forget_texts(struct sim_mech *mech)
{
    for (size_t i = 0; i < mech->count; i++)
        free(mech->jobs[mech->first + i].text);
}

void sim_mech_finish(struct sim_mech *mech)
{
    forget_texts(mech);
    sim_strip_finish(&mech->strip);
    free(mech->jobs);
}

static struct mech_job *push(struct sim_mech *mech, enum mech_kind kind)
{
    if (mech->first + mech->count == mech->size) {
        if (mech->first)
            memmove(mech->jobs, mech->jobs + mech->first, mech->count * sizeof *mech->jobs);
        mech->first = 0;
        if (mech->count == mech->size) {
            mech->size = mech->size ? 2 * mech->size : 64;
            mech->jobs = realloc(mech->jobs, mech->size * sizeof *mech->jobs);
            check(mech->jobs);
        }
    }
    struct mech_job *job = &mech->jobs[mech->first + mech->count++];
    *job = (struct mech_job){.kind = kind};
    return job;
}

void sim_mech_row(struct sim_mech *mech, const uint8_t *bits)
{
    mech->rows_ahead++;
    memcpy(push(mech, MECH_ROW)->bits, bits, ((size_t)mech->strip.width + 7) / 8);
}

void sim_mech_feed(struct sim_mech *mech, int rows)
{
    if (rows <= 0)
        return;
    mech->rows_ahead += rows;
    push(mech, MECH_FEED)->rows = rows;
}

void sim_mech_cut(struct sim_mech *mech)
{
    mech->cuts_ahead++;
    push(mech, MECH_CUT);
}

void sim_mech_mark(struct sim_mech *mech, const uint8_t mark[4])
{
    memcpy(push(mech, MECH_MARK)->mark, mark, 4);
}

void sim_mech_text(struct sim_mech *mech, const char *text)
{
    char *copy = strdup(text);
    check(copy);
    push(mech, MECH_TEXT)->text = copy;
}

void sim_mech_clear(struct sim_mech *mech, int64_t now_us)
{
    forget_texts(mech);
    sim_strip_break(&mech->strip);
    mech->first = mech->count = 0;
    mech->rows_ahead = mech->cuts_ahead = 0;
    mech->moving = false;
    mech->idle = true;
    mech->free_us = now_us;
}

bool sim_mech_stopped(const struct sim_mech *mech)
{
    return mech->cover_open || mech->head_hot || mech->cutter_error || mech->paper_rows <= 0;
}

static int64_t duration_us(const struct sim_mech *mech, const struct mech_job *job)
{
    switch (job->kind) {
    case MECH_ROW:
    case MECH_FEED:
        return 1000000000LL / ((int64_t)mech->speed_mm_s * mech->rows_per_m);
    case MECH_CUT:
        return mech->cut_ms * (int64_t)1000;
    case MECH_MARK:
    case MECH_TEXT:
        break;
    }
    return 0;
}

/* True when the job is done with; a feed goes row by row, a jammed cut stays. */
static void pass_row(struct sim_mech *mech, const uint8_t *bits)
{
    sim_strip_row(&mech->strip, bits);
    mech->paper_rows--;
    mech->rows_ahead--;
}

/* False: the cut has to be tried again. */
static bool fall_blade(struct sim_mech *mech)
{
    struct err err;
    mech->cutter_error = mech->cutter_jam;
    if (mech->cutter_jam)
        return false;
    if (!sim_strip_cut(&mech->strip, &err))
        log_error("sheet_lost", "%s", err.text);
    mech->cuts_ahead--;
    return true;
}

/* True when the job is done with; a feed goes row by row. */
static bool effect(struct sim_mech *mech, struct mech_job *job)
{
    switch (job->kind) {
    case MECH_ROW:
        pass_row(mech, job->bits);
        break;
    case MECH_FEED:
        pass_row(mech, NULL);
        return --job->rows == 0;
    case MECH_CUT:
        return fall_blade(mech);
    case MECH_MARK:
        mech->on_mark(mech->arg, job->mark);
        break;
    case MECH_TEXT:
        sim_strip_text(&mech->strip, job->text);
        free(job->text);
        job->text = NULL;
        break;
    }
    return true;
}

void sim_mech_run(struct sim_mech *mech, int64_t now_us)
{
    while (mech->count && !sim_mech_stopped(mech)) {
        if (!mech->moving) {
            if (mech->idle)
                mech->free_us = now_us;
            mech->idle = false;
            mech->free_us += duration_us(mech, &mech->jobs[mech->first]);
            mech->moving = true;
        }
        if (mech->free_us > now_us)
            return;
        mech->moving = false;
        if (effect(mech, &mech->jobs[mech->first])) {
            mech->first++;
            mech->count--;
        }
    }
}

int64_t sim_mech_due_us(const struct sim_mech *mech)
{
    return mech->moving && !sim_mech_stopped(mech) ? mech->free_us : -1;
}

void sim_mech_resume(struct sim_mech *mech, int64_t now_us)
{
    if (sim_mech_stopped(mech))
        return;
    mech->moving = false;
    mech->idle = true;
    sim_mech_run(mech, now_us);
}
