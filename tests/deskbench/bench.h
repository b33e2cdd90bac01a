/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What lies on the bench, as sim.sock tells it: cards, the switches of reader and printer, the newest sheets;
 * and which lines a touch sends. Knows no window and no socket.
 */
#ifndef LIQU_TESTS_DESKBENCH_BENCH_H
#define LIQU_TESTS_DESKBENCH_BENCH_H

#include "base/err.h"

#define BENCH_CARDS  32
#define BENCH_SHEETS 3 /* shown, newest first */
#define BENCH_LINES  2 /* that one touch may send */
#define BENCH_LINE   160
#define BENCH_TAKE   "sheet.take" /* the id of the sheets that wait */

struct bench_card {
    char name[48]; /* of its file */
    char holder[96];
    bool placed;
};

/* Something that a hand does to a device and undoes with the next touch; without a key it is done once. */
struct bench_switch {
    const char *id, *zh, *en;
    const char *device; /* reader or printer */
    const char *key;    /* of the device's state; NULL: nothing stays */
    bool when;          /* the value of key that counts as on */
    const char *on, *off;
};
enum { BENCH_SWITCHES = 9 };
extern const struct bench_switch bench_switches[BENCH_SWITCHES];

struct bench_sheet {
    unsigned number;
    bool taken;
    char file[600];
};

struct bench {
    struct bench_card cards[BENCH_CARDS];
    size_t card_count;
    bool there[BENCH_SWITCHES]; /* its device was given to the simulator */
    bool on[BENCH_SWITCHES];
    unsigned sheets, taken; /* cut so far, and how many of them were taken */
    int hanging_rows;       /* out of the printer, not yet cut */
    struct bench_sheet newest[BENCH_SHEETS];
    size_t newest_count;
};

/* The JSON behind "ok" of `card list`, `state` and `sheet list`. On failure the bench is as before. More
 * cards than BENCH_CARDS are left out. */
bool bench_take_cards(struct bench *bench, const char *json, struct err *err) MUST_CHECK;
bool bench_take_state(struct bench *bench, const char *json, struct err *err) MUST_CHECK;
bool bench_take_sheets(struct bench *bench, const char *json, struct err *err) MUST_CHECK;

/* The lines for sim.sock that a touch on this id sends, in order; 0 for an id that is not there. Ids: a
 * switch's own, "card.NAME", BENCH_TAKE. */
size_t bench_touch(const struct bench *bench, const char *id, char ret_lines[BENCH_LINES][BENCH_LINE]);

#endif
