/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What moves in the printer: paper under the head at so many mm/s, the cutter, the sensors. Jobs are taken in
 * order; each has its effect at its end. The motion stops between two dot rows when something is in the way
 * and goes on where it stopped.
 */
#ifndef LIQU_TESTS_SIM_SIM_MECH_H
#define LIQU_TESTS_SIM_SIM_MECH_H

#include "tests/sim/sim_escpos.h"
#include "tests/sim/sim_strip.h"

enum mech_kind { MECH_ROW, MECH_FEED, MECH_CUT, MECH_MARK, MECH_TEXT };
struct mech_job {
    enum mech_kind kind;
    int rows;        /* MECH_FEED: still to go */
    uint8_t mark[4]; /* MECH_MARK: told to on_mark when all before it is done */
    char *text;      /* MECH_TEXT */
    uint8_t bits[ESCPOS_BYTES_MAX];
};

struct sim_mech {
    struct sim_strip strip;
    int rows_per_m; /* 8000 at 203 dpi */
    int speed_mm_s, cut_ms;
    struct mech_job *jobs;
    size_t first, count, size;
    int rows_ahead, cuts_ahead; /* in the queue */
    bool moving;                /* the first job is under way */
    int64_t free_us;            /* when it ends, or when the last one ended */
    bool idle;                  /* nothing was queued at free_us: the next job starts at its own time */
    void (*on_mark)(void *arg, const uint8_t mark[4]);
    void *arg;
    /* sensors and faults, set by the control lines */
    int64_t paper_rows;    /* left on the roll */
    int64_t near_end_rows; /* the near-end sensor */
    bool cover_open, head_hot, cutter_jam;
    bool cutter_error; /* stays after the jam is gone, until recovered */
};

/* The strip is the caller's to begin (sim_strip_init). */
void sim_mech_init(struct sim_mech *mech, int rows_per_m, int speed_mm_s, int cut_ms);
int64_t sim_mech_rows(const struct sim_mech *mech, double mm);
void sim_mech_finish(struct sim_mech *mech);
void sim_mech_row(struct sim_mech *mech, const uint8_t *bits);
void sim_mech_feed(struct sim_mech *mech, int rows);
void sim_mech_cut(struct sim_mech *mech);
void sim_mech_mark(struct sim_mech *mech, const uint8_t mark[4]);
/* What the rows before say; told to the strip when they are done. */
void sim_mech_text(struct sim_mech *mech, const char *text);
/* Forgets the queue; the row under way is finished by nobody. */
void sim_mech_clear(struct sim_mech *mech, int64_t now_us);
/* Does everything that is due by now. */
void sim_mech_run(struct sim_mech *mech, int64_t now_us);
/* Something stands in the way: cover, paper, heat or cutter. */
bool sim_mech_stopped(const struct sim_mech *mech);
/* When the job under way ends; -1 when nothing moves. */
int64_t sim_mech_due_us(const struct sim_mech *mech);
/* The obstacle has changed: motion that can go on starts again at now. */
void sim_mech_resume(struct sim_mech *mech, int64_t now_us);

#endif
