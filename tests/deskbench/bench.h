/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What lies on the bench, as sim.sock and run.sock tell it: cards, the switches of devices and programs, the
 * newest paper; and which line a touch sends. Knows no window and no socket.
 */
#ifndef LIQU_TESTS_DESKBENCH_BENCH_H
#define LIQU_TESTS_DESKBENCH_BENCH_H

#include "base/err.h"

#define BENCH_CARDS  32
#define BENCH_PLATE  2            /* cards that find room on the reader */
#define BENCH_PIECES 4            /* told apart, newest first */
#define BENCH_TAKE   "sheet.take" /* the id of the key that takes what waits */

struct bench_card {
    char name[48]; /* of its file */
    char holder[96];
    char about[128]; /* what is special about it, in both languages; "": nothing is said */
    bool placed;
};

enum bench_group { GROUP_READER, GROUP_PRINTER, GROUP_PROGRAM };
enum bench_peer { PEER_SIM, PEER_RUN }; /* sim.sock, run.sock */

/* Something that a hand does and undoes with the next touch; without a key it is done once. */
struct bench_switch {
    const char *id, *zh, *en;
    enum bench_group group;
    const char *key; /* of the device's state, or the program's name; NULL: nothing stays, or see the rule */
    bool when;       /* the value of key that counts as on */
    const char *on, *off;
};
enum {
    SWITCH_READER_CABLE,
    SWITCH_PAPER_LOW,
    SWITCH_PAPER_ENDS,
    SWITCH_PAPER_OUT,
    SWITCH_PAPER_LOAD,
    SWITCH_COVER,
    SWITCH_CUTTER,
    SWITCH_HEAD,
    SWITCH_PRINTER_CABLE,
    SWITCH_DISTRICT,
    SWITCH_AGENT,
    SWITCH_KIOSK_CRASH,
    SWITCH_READER_CRASH,
    SWITCH_PRINTER_CRASH,
    BENCH_SWITCHES
};
extern const struct bench_switch bench_switches[BENCH_SWITCHES];

enum bench_kind { KIND_SHEET, KIND_PART, KIND_TORN };
struct bench_piece {
    enum bench_kind kind;
    unsigned number; /* sheets and parts are counted together, what was torn off by itself */
    bool waits;      /* to be taken */
    char file[600];
};

struct bench {
    struct bench_card cards[BENCH_CARDS];
    size_t card_count;
    bool there[BENCH_SWITCHES]; /* its device was given to the simulator, its program to the launcher */
    bool on[BENCH_SWITCHES];
    unsigned sheets, taken, torn; /* so far */
    int hanging_rows;             /* out of the printer, not yet cut */
    int paper_mm;                 /* left on the roll */
    struct bench_piece pieces[BENCH_PIECES];
    size_t piece_count;
};

/* The JSON behind "ok" of `card list`, `state` and `piece list` of sim.sock and of `list` of run.sock (NULL:
 * there is no launcher). On failure the bench is as before. More cards than BENCH_CARDS are left out. */
bool bench_take_cards(struct bench *bench, const char *json, struct err *err) MUST_CHECK;
bool bench_take_state(struct bench *bench, const char *json, struct err *err) MUST_CHECK;
bool bench_take_pieces(struct bench *bench, const char *json, struct err *err) MUST_CHECK;
bool bench_take_programs(struct bench *bench, const char *json, struct err *err) MUST_CHECK;

/* How many cards lie on the reader; how many sheets wait to be taken. */
size_t bench_lying(const struct bench *bench);
unsigned bench_waiting(const struct bench *bench);

struct bench_order {
    enum bench_peer peer;
    char line[160];
};
/* The line that a touch on this id sends; false for an id that is not there or can do nothing now. Ids: a
 * switch's own, "card.NAME", BENCH_TAKE. */
bool bench_touch(const struct bench *bench, const char *id, struct bench_order *ret);

#endif
