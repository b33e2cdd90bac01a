/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What a fault happens in: the simulated bus with its models, the real device programs on it, and the kiosk's
 * side of their links, all under the shared clock. One world at a time in a process.
 */
#ifndef LIQU_TESTS_FAULTS_WORLD_H
#define LIQU_TESTS_FAULTS_WORLD_H

#include "link/link.h"
#include "tests/sim/simbus.h"
#include <stdio.h>
#include <sys/types.h>

/* Where things are; the same for all worlds. */
struct tools {
    const char *device;  /* the program liqu-device */
    const char *preload; /* the library of preload.c */
    const char *cards;   /* folder of card files */
    bool tell;           /* print all that happens */
    bool tarry;          /* the programs pause at random around their waits */
};

#define WHY_SIZE 240

/* SLOT_READER and SLOT_PRINTER. */
struct side {
    struct world *world;
    enum slot slot;
    pid_t pid; /* 0: the program does not run */
    struct link_server *server;
    struct link *link; /* NULL: the program has not come */
    struct link_status status;
    bool told;        /* a status came since the link stands */
    bool faulted;     /* a FAULT was told since world_forget */
    unsigned changes; /* statuses that were not ONLINE since world_forget */
    bool absent_told; /* ABSENT was told since world_forget */
    bool pulled;      /* the test pulled the cable: it is not put back by itself */
    int replug_ms;    /* after a fault has pulled it */
    struct timer replug;
    FILE *log; /* of the program, read up to here; NULL: not begun */
};

/* For the part of a test that plays a kiosk; members may be NULL. */
struct world_ears {
    void (*heard)(void *arg, enum slot slot, const struct link_message *message);
    void (*moved)(void *arg, enum slot slot, const struct usim_xfer *xfer); /* a transfer has ended */
    void (*logged)(void *arg, enum slot slot, const char *line);            /* of the program's log */
    void *arg;
};

struct world {
    const struct tools *tools;
    struct loop *loop;
    struct usim_host *host;
    struct simbus bus;
    struct side sides[SLOT_PRINTER + 1];
    char folder[32], sheets[48];
    struct world_ears ears;
    int64_t began_ms;
    char why[WHY_SIZE]; /* the first thing that was wrong; "" */
};

/* Enters the simulator's namespaces; once a process, before the first world. */
bool world_enter(struct err *err) MUST_CHECK;
/* NULL: no such device. Models stand ready, nothing is plugged, started or listening yet. */
void world_open(struct world *world, const struct tools *tools, const char *reader, const char *printer);
/* Stops what still runs, judges how it ended and what it wrote into its log. */
void world_close(struct world *world);

void world_listen(struct world *world, enum slot slot); /* the kiosk is ready */
void world_start(struct world *world, enum slot slot);  /* the program */
void world_stop(struct world *world, enum slot slot);
void world_plug(struct world *world, enum slot slot);
void world_unplug(struct world *world, enum slot slot);
/* A line of the simulator without its first two words: KIND EP SKIP COUNT [ARG]. */
void world_fault(struct world *world, enum slot slot, const char *text);
void world_forget(struct side *side); /* faulted, changes, absent_told */

struct usim_dev *world_dev(struct world *world, enum slot slot);
struct sim_printer *world_printer(struct world *world);
bool world_online(const struct side *side);

/* Turns until `until` says true or so much time has passed; false in that case. */
typedef bool world_until(void *arg);
bool world_wait(struct world *world, world_until *until, void *arg, int64_t ms);
void world_pass(struct world *world, int64_t ms);
/* Usable again: ONLINE (want ONLINE), in service or after its cool-down. False: it is not, `why` says so. */
bool world_usable(struct world *world, enum slot slot);

/* Open descriptors, when the program has come to rest, and resident memory (KiB). */
int world_descriptors(struct world *world, enum slot slot);
long world_memory(const struct world *world, enum slot slot);
/* These bytes stand somewhere in what the program may write to. */
bool world_holds(const struct world *world, enum slot slot, const void *bytes, size_t len);
bool world_sanitized(const struct world *world, enum slot slot);

/* Keeps the first complaint; all are printed when told to tell. */
void world_wrong(struct world *world, const char *format, ...) PRINTF(2, 3);
void world_tell(struct world *world, const char *format, ...) PRINTF(2, 3);

#endif
