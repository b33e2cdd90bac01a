/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The engine of the visit without its screens: a real journal, catalogue, trust list, district and links in a
 * temporary folder; the test plays the finger (visit_*), the reader, the printer and the agent, all in one
 * loop. Whatever cannot be set up fails the test.
 */
#ifndef LIQU_TESTS_SUPPORT_ENGINE_H
#define LIQU_TESTS_SUPPORT_ENGINE_H

#include "district/district.h"
#include "kiosk/kiosk.h"

#define ENGINE_NAME   "李桂英" /* invented; the demo district has her records */
#define ENGINE_NUMBER "310199195103070021"

struct engine {
    struct kiosk kiosk;
    struct visit *visit; /* &kiosk.visit */
    struct district *district;
    struct seal_key *document_key;
    char folder[48];
    int repaints, expects, forgets;

    struct {
        struct link_peer *peer;
        uint64_t visit; /* asked to read for; 0: not asked */
    } reader;
    struct {
        struct link_peer *peer;
        bool prints;  /* says PRINTED at once; else the test says what becomes of a page */
        uint64_t job; /* the last */
        int pages, cancels;
        uint8_t page[SEAL_SM3_BYTES]; /* SM3 of the last raster */
        /* Pages that came out, or may have. Such a page that is sent again fails the test when it ends. */
        uint8_t (*out)[SEAL_SM3_BYTES];
        size_t out_count;
        int twice;
    } printer;
    struct {
        struct link_peer *peer;
        bool holds;                  /* requests wait for engine_answer; else the district answers at once */
        struct link_request request; /* the last */
        uint64_t visit;
        struct buf sealed;
        int requests, cancels;
    } agent;
};

/* All peers connected and well, at idle. */
struct engine *engine_open(void);
void engine_close(struct engine *engine);
/* The same for cmocka. */
int engine_set_up(void **state);
int engine_tear_down(void **state);
void engine_expect(const struct engine *engine, enum visit_state state);
/* Until every message that is under way has arrived. */
void engine_settle(struct engine *engine);
void engine_wait(struct engine *engine, int ms); /* test time, see test_time.h */
void engine_push_clock(struct engine *engine, int seconds);

/* ---- peers ---- */
struct person engine_person(void);
void engine_place(struct engine *engine,
                  const struct person *person); /* on the plate, for the visit that is read */
void engine_printer_status(struct engine *engine, enum device_status status, enum device_cause cause);
void engine_job(struct engine *engine, uint64_t job, enum job_state state, enum device_cause cause);
void engine_printer_restart(struct engine *engine); /* killed, and back */
void engine_printer_gone(struct engine *engine);
void engine_reader_restart(struct engine *engine);
void engine_agent_gone(struct engine *engine);
void engine_uplink(struct engine *engine, bool up);
/* The district's true answer to the held request. */
void engine_answer(struct engine *engine);
/* Its text, as if somebody on the way could open it. */
void engine_true_answer(struct engine *engine, struct buf *ret);
void engine_reply(struct engine *engine, uint64_t visit, const uint8_t id[16], enum reply_result result,
                  const void *bytes, size_t len);

/* ---- the journal ---- */
int engine_count(struct engine *engine, const char *table, const char *state);
void engine_journal_writable(struct engine *engine, bool writable);

/* ---- the way of an honest visit up to a state of it ---- */
enum engine_way { ENGINE_INSTANT, ENGINE_HANDOFF };
void engine_go(struct engine *engine, enum engine_way way, enum visit_state state);

#endif
