/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where one visit is played: a state folder, simulated paper, and a running kiosk with everything around it.
 */
#ifndef LIQU_TESTS_VISIT_STAGE_H
#define LIQU_TESTS_VISIT_STAGE_H

#include "base/buf.h"
#include "tests/visit/house.h"
#include "tests/visit/tree.h"
#include <sys/types.h>

#define STAGE_PROGRAMS 5
extern const char *const stage_programs[STAGE_PROGRAMS]; /* kiosk reader printer agent district */

struct stage_start {
    bool keep; /* go on with the state folder of the start before */
    bool no_reader, no_printer, no_agent, leak;
    const char *config, *lang, *reader, *printer, *uplink; /* NULL: the default */
    const char *district_ms;                               /* how long the district takes; NULL: no time */
    bool elder;
};

struct stage {
    const struct house *house;
    int display;
    char root[400]; /* of its own; holds everything below */
    char state[450], run[470], pages[450], sheets[450], output[450], reports[PATH_SIZE];
    pid_t launcher; /* 0: nothing runs */
    pid_t false_agent;
    int starts;                /* of the whole desk; each gets its own folder of sheets */
    int asked[STAGE_PROGRAMS]; /* kills and restarts asked of each program since the start */
    int kiosk_starts;          /* of the kiosk, when its first screen was there */
    struct stage_start wanted;
    bool modes_pending; /* language or elder mode still to be chosen on the screen */
};

/* reports: folder for sanitizer reports and failure pictures, made when missing. */
bool stage_open(const struct house *house, int display, const char *reports, struct stage *ret,
                struct err *err) MUST_CHECK;
/* Stops what runs and removes the folders (not with house->keep). */
void stage_close(struct stage *stage);

/* Starts the desk and returns when idle or out_of_service is painted. *ret_unknown_model: the simulation does
 * not know a model that was asked for. */
bool stage_start(struct stage *stage, const struct stage_start *start, bool *ret_unknown_model,
                 struct err *err) MUST_CHECK;
/* Checks that nothing died unasked, stops, checks that all ended well. */
bool stage_stop(struct stage *stage, struct err *err) MUST_CHECK;
bool stage_running(const struct stage *stage);
/* Counts a kill or restart; -1 for an unknown name. */
int stage_program(const char *name);
/* In place of the real agent: tests/support's false agent with one of its lies. */
bool stage_false_agent(struct stage *stage, const char *lie, struct err *err) MUST_CHECK;

/* Asks SOCKET (inspect, sim, run, admin). What stands behind "ok" goes into ret (may be NULL). */
bool stage_ask(const struct stage *stage, const char *socket, const char *line, struct buf *ret,
               struct err *err) MUST_CHECK;
/* The same, as JSON; the caller drops the reference. */
bool stage_ask_json(const struct stage *stage, const char *socket, const char *line, json_t **ret,
                    struct err *err) MUST_CHECK;
bool stage_tree(const struct stage *stage, struct tree *ret, struct err *err) MUST_CHECK;
/* The screen shown, "" when the kiosk does not answer. */
void stage_screen(const struct stage *stage, char *ret, size_t size);
/* The row of run.sock's list for one program: pid, starts, alive. */
bool stage_process(const struct stage *stage, const char *name, pid_t *ret_pid, int *ret_starts,
                   bool *ret_alive, struct err *err) MUST_CHECK;

/* How often the kiosk was started; 0 when the launcher does not answer. */
int stage_kiosk_starts(const struct stage *stage);

#endif
