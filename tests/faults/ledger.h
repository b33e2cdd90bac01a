/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The kiosk's book of pages against the paper. Every page is a document of its own whose rows tell which one
 * and which row they are, so that the cut sheets say without doubt what was printed, and how often.
 */
#ifndef LIQU_TESTS_FAULTS_LEDGER_H
#define LIQU_TESTS_FAULTS_LEDGER_H

#include "tests/faults/world.h"

#define LEDGER_JOBS     2000
#define LEDGER_SHEETS   4000
#define LEDGER_ROW_HEAD 6 /* bytes of a row that no other row begins with */
#define SHEET_WHOLE     4 /* whole documents on one sheet that are told apart */

struct ledger_job {
    unsigned document;
    enum job_state state;
    bool final;
};
/* What stands on one cut sheet. */
struct ledger_sheet {
    unsigned whole[SHEET_WHOLE], wholes; /* documents with all their rows in order, nothing between */
    unsigned pieces;                     /* rows of documents that are not whole */
    unsigned strange;                    /* rows nobody sent */
};

struct ledger {
    struct world *world;
    uint32_t rows;
    unsigned documents; /* given out; numbers from 1 */
    struct ledger_job jobs[LEDGER_JOBS];
    size_t job_count; /* the first has number 1 */
    struct ledger_sheet sheets[LEDGER_SHEETS];
    size_t sheet_count; /* looked at */
    /* Bytes of a page were changed on their way to the printer. No printer can tell: only that and how often
     * a sheet was cut is judged then, not what stands on it. */
    bool garbled;
};

/* rows: of each page. */
void ledger_open(struct ledger *ledger, struct world *world, uint32_t rows);
/* Sends the document as a new job; its number, 0 when the program is not there. */
uint64_t ledger_print(struct ledger *ledger, unsigned document);
void ledger_cancel(struct ledger *ledger, uint64_t job);
unsigned ledger_new(struct ledger *ledger); /* a document */
/* How a row of a document's page begins. */
void ledger_row_head(unsigned document, uint32_t row, uint8_t ret[LEDGER_ROW_HEAD]);
/* A message of the printer's link; complains at once about what the paper contradicts. */
void ledger_hear(struct ledger *ledger, const struct link_message *message);
const struct ledger_job *ledger_job(const struct ledger *ledger, uint64_t job);
/* The last words: what was promised stands on the paper, and nothing on it twice. */
void ledger_close(struct ledger *ledger);

#endif
