/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/storm.h"

#include "tests/faults/desk.h"
#include "tests/faults/ledger.h"
#include "tests/sim/sim_printer.h"
#include <stdio.h>
#include <string.h>

#define EVENTS        1000
#define PAGE_ROWS     240
#define PAUSE_MS      4000   /* at most, between two events */
#define MEMORY_KIB    1024   /* a program may grow by so much … */
#define SANITIZED_KIB 16384  /* … and with a sanitizer, which keeps some for itself */
#define ROLL_ROWS     480000 /* 60 m */
#define AFTER_MS      900000 /* the cool-down, and what was still under way */
#define SERVE_MS      200000

static struct storm {
    struct world world;
    struct desk desk;
    struct ledger ledger;
    uint64_t random;
    uint64_t job; /* the last */
    unsigned happened[16];
} storm;

static unsigned pick(unsigned count)
{
    uint64_t z = storm.random += 0x9E3779B97F4A7C15u; /* splitmix64 */
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (unsigned)((z ^ z >> 31) % count);
}

static enum slot pick_slot(void)
{
    return pick(2) ? SLOT_READER : SLOT_PRINTER;
}

/* ---- what can happen ---- */

static void flip_cable(void)
{
    enum slot slot = pick_slot();
    if (world_dev(&storm.world, slot)->plugged)
        world_unplug(&storm.world, slot);
    else
        world_plug(&storm.world, slot);
}

static void flap_cable(void)
{
    enum slot slot = pick_slot();
    if (!world_dev(&storm.world, slot)->plugged)
        world_plug(&storm.world, slot);
    world_unplug(&storm.world, slot);
    world_pass(&storm.world, 1 + pick(400));
    if (!world_dev(&storm.world, slot)->plugged)
        world_plug(&storm.world, slot);
}

/* Bytes to the printer stay whole: no printer could tell, and the sheets are judged. Of an answer one byte is
 * changed: two may cancel each other out in the reader's checksum, which is an XOR. */
static void add_fault(void)
{
    static const uint8_t endpoints[][4] = {{0x02, 0x81, 0x81, 0x00}, {0x01, 0x82, 0x82, 0x00}};
    enum slot slot = pick_slot();
    uint8_t ep = endpoints[slot == SLOT_PRINTER][pick(4)];
    enum fault_kind kind = (enum fault_kind)pick(FAULT_CORRUPT + 1);
    bool fits = ep & 0x80 || (kind != FAULT_SHORT && kind != FAULT_BABBLE && kind != FAULT_CORRUPT);
    char text[64];
    struct faults *faults = &world_dev(&storm.world, slot)->faults;
    snprintf(text, sizeof text, "%s %02x %u %u %u", fault_name(kind), ep, pick(30),
             kind == FAULT_CORRUPT ? 1 : 1 + pick(3), kind == FAULT_DELAY ? pick(25000) : 1 + pick(8));
    storm.world.sides[slot].replug_ms = 50 + (int)pick(2000);
    if (fits && faults->count < FAULTS_MAX)
        world_fault(&storm.world, slot, text);
}

static void lay_card(void)
{
    desk_lift(&storm.desk);
    world_pass(&storm.world, 150); /* nobody is quicker */
    /* One visit, one person: an answer may be under way for longer than a card takes to be exchanged. */
    bool same = storm.desk.visit && storm.desk.laid;
    desk_lay(&storm.desk, same ? storm.desk.card : (enum desk_card)pick(DESK_CARDS));
}

static void lift_card(void)
{
    desk_lift(&storm.desk);
}

static void begin_visit(void)
{
    desk_lift(&storm.desk);
    world_pass(&storm.world, 150);
    desk_begin(&storm.desk);
    lay_card();
}

static void end_visit(void)
{
    if (storm.desk.visit)
        desk_end(&storm.desk);
}

static void print_page(void)
{
    const struct ledger_job *last = storm.job ? ledger_job(&storm.ledger, storm.job) : NULL;
    if (!last || last->final)
        storm.job = ledger_print(&storm.ledger, ledger_new(&storm.ledger));
}

static void cancel_page(void)
{
    if (storm.job)
        ledger_cancel(&storm.ledger, storm.job);
}

static void flip_cover(void)
{
    struct sim_mech *mech = sim_printer_mech(world_printer(&storm.world));
    mech->cover_open = !mech->cover_open;
    world_tell(&storm.world, "cover %s", mech->cover_open ? "open" : "closed");
    sim_printer_changed(world_printer(&storm.world));
}

static void load_paper(void)
{
    struct err err;
    world_tell(&storm.world, "a new roll");
    if (!sim_printer_load(world_printer(&storm.world), ROLL_ROWS, &err))
        world_wrong(&storm.world, "%s", err.text);
}

/* Nobody gets at the roll under a closed cover, unless there is none left. */
static void change_paper(void)
{
    const struct sim_mech *mech = sim_printer_mech(world_printer(&storm.world));
    bool opened = !mech->cover_open && mech->paper_rows > 0;
    if (opened) {
        flip_cover();
        world_pass(&storm.world, 500);
    }
    load_paper();
    world_pass(&storm.world, 500);
    if (opened)
        flip_cover();
}

static void end_paper(void)
{
    world_tell(&storm.world, "the paper ends");
    sim_printer_mech(world_printer(&storm.world))->paper_rows = pick(300);
    sim_printer_changed(world_printer(&storm.world));
}

static const struct {
    const char *name;
    unsigned weight;
    void (*happen)(void);
} events[] = {
    {"cable", 4, flip_cable}, {"flap", 4, flap_cable},       {"fault", 10, add_fault},
    {"card", 6, lay_card},    {"lift", 3, lift_card},        {"visit", 6, begin_visit},
    {"leave", 2, end_visit},  {"page", 10, print_page},      {"cancel", 2, cancel_page},
    {"cover", 2, flip_cover}, {"new roll", 2, change_paper}, {"paper out", 1, end_paper},
};

static void one_event(void)
{
    unsigned all = 0, at = 0;
    for (size_t i = 0; i < COUNT_OF(events); i++)
        all += events[i].weight;
    unsigned roll = pick(all);
    while (roll >= events[at].weight)
        roll -= events[at++].weight;
    storm.happened[at]++;
    events[at].happen();
    world_pass(&storm.world, pick(PAUSE_MS));
}

/* ---- afterwards ---- */

static void on_heard(void *arg, enum slot slot, const struct link_message *message)
{
    (void)arg;
    if (slot == SLOT_READER)
        desk_hear(&storm.desk, message);
    else
        ledger_hear(&storm.ledger, message);
}

static bool both_online(void *arg)
{
    (void)arg;
    return world_online(&storm.world.sides[SLOT_READER]) && world_online(&storm.world.sides[SLOT_PRINTER]);
}

static bool job_ended(void *arg)
{
    (void)arg;
    return !storm.job || ledger_job(&storm.ledger, storm.job)->final;
}

static void calm(void)
{
    world_tell(&storm.world, "the storm is over");
    change_paper();
    if (sim_printer_mech(world_printer(&storm.world))->cover_open)
        flip_cover();
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        world_dev(&storm.world, slot)->faults.count = 0;
        if (!world_dev(&storm.world, slot)->plugged)
            world_plug(&storm.world, slot);
    }
    desk_lift(&storm.desk);
    end_visit();
    world_pass(&storm.world, 1000);
    world_wait(&storm.world, job_ended, NULL, SERVE_MS);
    if (!world_wait(&storm.world, both_online, NULL, AFTER_MS))
        world_wrong(&storm.world, "not both of them came back");
}

/* One undisturbed card and page; also what makes known what the cards say. */
static void serve(enum desk_card card)
{
    desk_begin(&storm.desk);
    desk_lay(&storm.desk, card);
    desk_wait(&storm.desk, 15000);
    if (!storm.desk.told || !storm.desk.whole)
        world_wrong(&storm.world, "a card was not read in quiet");
    desk_end(&storm.desk);
    desk_lift(&storm.desk);
    world_pass(&storm.world, 500);
    print_page();
    world_wait(&storm.world, job_ended, NULL, SERVE_MS);
    if (!storm.job || ledger_job(&storm.ledger, storm.job)->state != JOB_PRINTED)
        world_wrong(&storm.world, "a page was not printed in quiet");
    world_pass(&storm.world, 500);
}

static void summary(uint32_t seed)
{
    unsigned states[JOB_STATES] = {0};
    for (size_t i = 0; i < storm.ledger.job_count; i++)
        states[storm.ledger.jobs[i].state]++;
    printf("seed %u:", seed);
    for (size_t i = 0; i < COUNT_OF(events); i++)
        printf(" %s %u,", events[i].name, storm.happened[i]);
    printf("\npages: %u printed, %u failed, %u unknown; sheets cut: %zu\n", states[JOB_PRINTED],
           states[JOB_FAILED], states[JOB_UNKNOWN], storm.ledger.sheet_count);
}

int storm_run(const struct tools *tools, uint32_t seed)
{
    struct err err;
    int descriptors[SLOT_PRINTER + 1];
    long memory[SLOT_PRINTER + 1];
    if (!world_enter(&err))
        err_exit("liqu-faults", EXIT_ENVIRONMENT, &err);
    world_open(&storm.world, tools, "sam-pair", "epson-pid");
    storm.random = seed;
    storm.world.ears = (struct world_ears){.heard = on_heard};
    desk_open(&storm.desk, &storm.world);
    ledger_open(&storm.ledger, &storm.world, PAGE_ROWS);
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        world_listen(&storm.world, slot);
        world_start(&storm.world, slot);
        world_plug(&storm.world, slot);
    }
    calm();
    serve(DESK_FIRST);
    serve(DESK_SECOND);
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        descriptors[slot] = world_descriptors(&storm.world, slot);
        memory[slot] = world_memory(&storm.world, slot);
    }
    for (int i = 0; i < EVENTS && !storm.world.why[0]; i++)
        one_event();
    calm();
    serve(DESK_FIRST);
    serve(DESK_SECOND);
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        int now = world_descriptors(&storm.world, slot);
        long grown = world_memory(&storm.world, slot) - memory[slot];
        printf("%s: %d descriptors before, %d after; memory grown by %ld KiB\n", slot_names[slot],
               descriptors[slot], now, grown);
        if (now != descriptors[slot])
            world_wrong(&storm.world, "the %s program has lost descriptors", slot_names[slot]);
        if (grown > (world_sanitized(&storm.world, slot) ? SANITIZED_KIB : MEMORY_KIB))
            world_wrong(&storm.world, "the %s program has grown by %ld KiB", slot_names[slot], grown);
    }
    world_close(&storm.world);
    ledger_close(&storm.ledger);
    summary(seed);
    bool bad = storm.world.why[0];
    if (bad)
        printf("%s; again with: liqu-faults storm --seed %u --tell\n", storm.world.why, seed);
    printf("%d passed, %d failed\n", bad ? 0 : EVENTS, bad ? 1 : 0);
    return bad ? EXIT_REFUSED : EXIT_OK;
}
