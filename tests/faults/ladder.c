/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/ladder.h"

#include "base/clock.h"
#include "base/text.h"
#include "tests/faults/desk.h"
#include "tests/faults/ledger.h"
#include "tests/faults/plate.h"
#include "tests/sim/sim_printer.h"
#include <stdio.h>
#include <string.h>

#define PAGE_ROWS 240
#define MEASURES  32
#define CLIMB_MS  500000 /* to the top and back into service */
#define CALM_MS   61000
#define BUDGET    12
#define WINDOW_MS 600000
#define DEBOUNCE  300
#define FLAPS     20
#define WORK_MS   20000

static const char *const rungs[] = {"resync",     "re-init", "clear halt",    "class reset",
                                    "port reset", "re-open", "out of service"};
#define RUNGS COUNT_OF(rungs)

static struct trial {
    struct world world;
    struct desk desk;
    struct ledger ledger;
    enum slot slot;
    size_t climbed[MEASURES], count; /* measures as the log names them */
    int64_t at_ms[MEASURES];
    size_t from;    /* measures before the fault */
    size_t mend_at; /* the measure with which the fault ends; RUNGS: none */
} trial;

static unsigned passed, failed;

/* ---- a trial ---- */

static void on_heard(void *arg, enum slot slot, const struct link_message *message)
{
    (void)arg;
    if (slot == SLOT_READER)
        desk_hear(&trial.desk, message);
    else
        ledger_hear(&trial.ledger, message);
}

static void on_logged(void *arg, enum slot slot, const char *line)
{
    (void)arg;
    const char *next = strstr(line, "; next: ");
    for (size_t i = 0; next && i < RUNGS; i++) {
        if (strncmp(next + 8, rungs[i], strlen(rungs[i])) != 0)
            continue;
        check(trial.count < MEASURES);
        trial.at_ms[trial.count] = clock_real_mono_ms();
        trial.climbed[trial.count++] = i;
        if (i == trial.mend_at)
            world_dev(&trial.world, slot)->faults.count = 0;
    }
}

static void begin_with(const struct tools *tools, enum slot slot, const char *model)
{
    bool reader = slot == SLOT_READER;
    trial.slot = slot;
    trial.count = trial.from = 0;
    trial.mend_at = RUNGS;
    world_open(&trial.world, tools, reader ? model : NULL, reader ? NULL : model);
    trial.world.ears = (struct world_ears){.heard = on_heard, .logged = on_logged};
    desk_open(&trial.desk, &trial.world);
    ledger_open(&trial.ledger, &trial.world, PAGE_ROWS);
}

static void begin(const struct tools *tools, enum slot slot)
{
    begin_with(tools, slot, slot == SLOT_READER ? "sam-pair" : "epson-pid");
}

static void end(const char *title)
{
    world_close(&trial.world);
    ledger_close(&trial.ledger);
    bool bad = trial.world.why[0];
    if (bad)
        printf("%s, %s: %s\n", slot_names[trial.slot], title, trial.world.why);
    passed += !bad;
    failed += bad;
}

static void put_in_service(void)
{
    world_listen(&trial.world, trial.slot);
    world_start(&trial.world, trial.slot);
    world_plug(&trial.world, trial.slot);
    world_usable(&trial.world, trial.slot);
}

static void begin_in_service(const struct tools *tools, enum slot slot)
{
    begin(tools, slot);
    put_in_service();
}

/* The device is given something to do; whether it does it is another question. */
static void give_work(void)
{
    if (trial.slot == SLOT_READER) {
        desk_lift(&trial.desk);
        world_pass(&trial.world, 200);
        desk_begin(&trial.desk);
        desk_lay(&trial.desk, DESK_FIRST);
    } else {
        ledger_print(&trial.ledger, ledger_new(&trial.ledger));
    }
}

static bool has_printed(void *arg)
{
    (void)arg;
    return trial.ledger.jobs[trial.ledger.job_count - 1].final;
}

static void must_work(void)
{
    if (!world_usable(&trial.world, trial.slot))
        return;
    give_work();
    bool ok = trial.slot == SLOT_READER
                  ? desk_wait(&trial.desk, WORK_MS) && trial.desk.told
                  : world_wait(&trial.world, has_printed, NULL, WORK_MS) &&
                        trial.ledger.jobs[trial.ledger.job_count - 1].state == JOB_PRINTED;
    if (!ok)
        world_wrong(&trial.world, "it says online, but does not work");
    if (trial.slot == SLOT_READER)
        desk_end(&trial.desk);
}

/* Nothing it says arrives any more, until the measure that mends. */
static void go_deaf(size_t mend_at)
{
    trial.mend_at = mend_at;
    world_fault(&trial.world, trial.slot,
                trial.slot == SLOT_READER ? "nak 81 0 1000000" : "nak 82 0 1000000");
}

/* ---- what is tried ---- */

static bool has_climbed(void *arg)
{
    (void)arg;
    return trial.count > trial.from && trial.climbed[trial.count - 1] == trial.mend_at;
}

static void climb_to(size_t rung)
{
    trial.from = trial.count;
    go_deaf(rung);
    give_work();
    if (!world_wait(&trial.world, has_climbed, NULL, CLIMB_MS))
        world_wrong(&trial.world, "the measure %s is never taken", rungs[rung]);
    if (trial.slot == SLOT_READER)
        desk_end(&trial.desk);
    world_pass(&trial.world, 100);
    world_usable(&trial.world, trial.slot);
}

static void each_measure_mends_what_lower_ones_could_not(const struct tools *tools, enum slot slot)
{
    for (size_t rung = 0; rung < RUNGS; rung++) {
        begin_in_service(tools, slot);
        climb_to(rung);
        for (size_t i = 0; i < trial.count && i <= rung; i++)
            if (trial.climbed[i] != i)
                world_wrong(&trial.world, "measure %zu is %s, not %s", i + 1, rungs[trial.climbed[i]],
                            rungs[i]);
        if (trial.count != rung + 1)
            world_wrong(&trial.world, "%zu measures were taken, not %zu", trial.count, rung + 1);
        must_work();
        end(rungs[rung]);
    }
}

/* Twice to the last measure before the top, each time mended and calm for a minute; the next is one too many.
 */
static void the_budget_holds(const struct tools *tools, enum slot slot)
{
    begin_in_service(tools, slot);
    for (size_t i = 0; i < 2; i++) {
        climb_to(RUNGS - 2);
        world_pass(&trial.world, CALM_MS);
    }
    world_forget(&trial.world.sides[slot]);
    climb_to(RUNGS - 1);
    if (trial.count != BUDGET + 1 || trial.at_ms[BUDGET] - trial.at_ms[0] >= WINDOW_MS)
        world_wrong(&trial.world, "%zu measures within %lld s", trial.count,
                    (long long)(trial.at_ms[trial.count - 1] - trial.at_ms[0]) / 1000);
    if (!trial.world.sides[slot].faulted)
        world_wrong(&trial.world, "it is out of service and does not say so");
    must_work();
    end("budget");
}

static void a_flapping_cable_is_debounced(const struct tools *tools, enum slot slot)
{
    begin_in_service(tools, slot);
    world_forget(&trial.world.sides[slot]);
    for (int i = 0; i < FLAPS; i++) {
        world_unplug(&trial.world, slot);
        world_pass(&trial.world, 10 + i * (DEBOUNCE - 20) / FLAPS);
        world_plug(&trial.world, slot);
        world_pass(&trial.world, i * 20);
    }
    if (trial.world.sides[slot].absent_told)
        world_wrong(&trial.world, "a flapping cable is told as absent");
    must_work();
    world_unplug(&trial.world, slot);
    world_pass(&trial.world, 2 * DEBOUNCE);
    if (!trial.world.sides[slot].absent_told)
        world_wrong(&trial.world, "a pulled cable is not told as absent");
    world_plug(&trial.world, slot);
    must_work();
    end("flapping cable");
}

static void do_listen(void)
{
    world_listen(&trial.world, trial.slot);
}

static void do_start(void)
{
    world_start(&trial.world, trial.slot);
}

static void do_plug(void)
{
    world_plug(&trial.world, trial.slot);
}

static void things_may_start_in_any_order(const struct tools *tools, enum slot slot)
{
    static void (*const things[])(void) = {do_listen, do_start, do_plug};
    static const char *const names[] = {"kiosk", "program", "plug"};
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        for (int pause_ms = 0; pause_ms <= 2000; pause_ms += 1000) {
            char title[48];
            begin(tools, slot);
            for (size_t n = 0; n < COUNT_OF(things); n++) {
                things[orders[i][n]]();
                world_pass(&trial.world, pause_ms);
            }
            must_work();
            snprintf(title, sizeof title, "%s, %s, %s, %d ms apart", names[orders[i][0]], names[orders[i][1]],
                     names[orders[i][2]], pause_ms);
            end(title);
        }
}

/* A missing udev rule is nothing that staff at the counter could mend. */
static void nobody_may_open_it(const struct tools *tools, enum slot slot)
{
    begin(tools, slot);
    const struct link_status *status = &trial.world.sides[slot].status;
    world_dev(&trial.world, slot)->locked = true;
    world_listen(&trial.world, slot);
    world_start(&trial.world, slot);
    world_plug(&trial.world, slot);
    for (int i = 0; i < 60; i++) {
        world_pass(&trial.world, 1000);
        if (status->status != DEVICE_FAULT || status->cause != CAUSE_NO_ACCESS)
            world_wrong(&trial.world, "one that may not be opened is shown as %s, %s",
                        device_status_word((enum device_status)status->status),
                        device_cause_word((enum device_cause)status->cause));
    }
    world_dev(&trial.world, slot)->locked = false;
    must_work();
    end("may not be opened");
}

/* Its module fails its own test and is well again: power that was short for a moment must not leave the
 * reader out of service until somebody pulls its cable. */
static void well_again_by_itself(const struct tools *tools)
{
    begin(tools, SLOT_READER);
    const struct side *side = &trial.world.sides[SLOT_READER];
    plate_break(world_dev(&trial.world, SLOT_READER), 0x60);
    world_listen(&trial.world, SLOT_READER);
    world_start(&trial.world, SLOT_READER);
    world_plug(&trial.world, SLOT_READER);
    world_pass(&trial.world, 10000);
    if (side->status.status != DEVICE_FAULT || side->status.cause != CAUSE_SELF_TEST)
        world_wrong(&trial.world, "a failed self-test is not told");
    unsigned changes = side->changes;
    world_pass(&trial.world, 700000);
    if (side->changes != changes)
        world_wrong(&trial.world, "it is told otherwise while nothing has changed");
    plate_break(world_dev(&trial.world, SLOT_READER), 0);
    must_work();
    end("well again by itself");
}

/* ---- what people do to a printer, and what becomes of their page ---- */

static void set_cover(bool open)
{
    sim_printer_mech(world_printer(&trial.world))->cover_open = open;
    sim_printer_changed(world_printer(&trial.world));
    world_pass(&trial.world, 1000);
}

/* Behind a bridge that stays plugged: switched on again it has forgotten to tell by itself, and would stand
 * out of service with an open cover that is long closed. */
static void switched_off_behind_an_open_cover(const struct tools *tools)
{
    begin_with(tools, SLOT_PRINTER, "clone-winbond");
    put_in_service();
    set_cover(true);
    sim_printer_power(world_printer(&trial.world), false);
    world_pass(&trial.world, 20000);
    set_cover(false);
    sim_printer_power(world_printer(&trial.world), true);
    world_pass(&trial.world, 60000);
    must_work();
    end("switched off behind an open cover");
}

/* Nobody is at the kiosk who waits for the page; a cutter error stays until the printer is told to try again.
 */
static void jammed_while_it_tears_off(const struct tools *tools)
{
    char path[80];
    begin(tools, SLOT_PRINTER);
    snprintf(path, sizeof path, "%s/printer.soiled", trial.world.folder); /* a program died in mid page */
    FILE *file = fopen(path, "we");
    check(file && fclose(file) == 0);
    struct sim_mech *mech = sim_printer_mech(world_printer(&trial.world));
    world_listen(&trial.world, SLOT_PRINTER);
    world_start(&trial.world, SLOT_PRINTER);
    mech->cutter_jam = true;
    world_plug(&trial.world, SLOT_PRINTER);
    world_pass(&trial.world, 20000);
    if (!mech->cutter_error)
        world_wrong(&trial.world, "what hangs out was not cut off");
    mech->cutter_jam = false;
    sim_printer_changed(world_printer(&trial.world));
    world_pass(&trial.world, 60000);
    must_work();
    end("jammed while it tears off");
}

/* Whoever exchanges a printer under way has no reason to pull the old one before. */
static void another_one_is_plugged_in_first(const struct tools *tools)
{
    struct model second = *model_find(SLOT_PRINTER, "clone-80");
    struct err err;
    second.slot = SLOT_KEYBOARD; /* one that is free */
    begin_in_service(tools, SLOT_PRINTER);
    simbus_add(&trial.world.bus, &second);
    if (!simbus_plug(&trial.world.bus, SLOT_KEYBOARD, &err))
        world_wrong(&trial.world, "%s", err.text);
    world_pass(&trial.world, 1000);
    world_unplug(&trial.world, SLOT_PRINTER);
    world_pass(&trial.world, 1000);
    world_usable(&trial.world, SLOT_PRINTER);
    end("another one is plugged in first");
}

/* The page is given up after 15 s without having been taken, and a moment later the printer takes what comes.
 */
static void not_taken_is_not_sent_later(const struct tools *tools)
{
    begin_in_service(tools, SLOT_PRINTER);
    world_fault(&trial.world, SLOT_PRINTER, "delay 01 1 1 15050");
    give_work();
    if (!world_wait(&trial.world, has_printed, NULL, WORK_MS))
        world_wrong(&trial.world, "the page has no end");
    world_pass(&trial.world, 1000);
    must_work(); /* on a sheet without anything else */
    end("not taken is not sent later");
}

/* Its name says how wide it prints, and is asked of the setting that was chosen. */
static void named_in_its_second_setting(const struct tools *tools)
{
    begin_with(tools, SLOT_PRINTER, "clone-settings");
    put_in_service();
    if (strcmp(trial.world.sides[SLOT_PRINTER].status.model, "Printer-80") != 0)
        world_wrong(&trial.world, "it is called %s", trial.world.sides[SLOT_PRINTER].status.model);
    end("named in its second setting");
}

/* Name and number stand on a page; a visit test cannot search for their dots. */
static void nothing_of_a_page_stays(const struct tools *tools)
{
    uint8_t bytes[LEDGER_ROW_HEAD];
    begin_in_service(tools, SLOT_PRINTER);
    must_work();
    for (uint32_t row = 0; row < PAGE_ROWS; row++) {
        ledger_row_head(trial.ledger.documents, row, bytes);
        if (world_holds(&trial.world, SLOT_PRINTER, bytes, sizeof bytes))
            world_wrong(&trial.world, "row %u of a printed page is still in memory", row);
    }
    end("nothing of a page stays");
}

int ladder_run(const struct tools *tools)
{
    struct err err;
    if (!world_enter(&err))
        err_exit("liqu-faults", EXIT_ENVIRONMENT, &err);
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        each_measure_mends_what_lower_ones_could_not(tools, slot);
        the_budget_holds(tools, slot);
        a_flapping_cable_is_debounced(tools, slot);
        things_may_start_in_any_order(tools, slot);
        nobody_may_open_it(tools, slot);
    }
    well_again_by_itself(tools);
    switched_off_behind_an_open_cover(tools);
    jammed_while_it_tears_off(tools);
    another_one_is_plugged_in_first(tools);
    not_taken_is_not_sent_later(tools);
    named_in_its_second_setting(tools);
    nothing_of_a_page_stays(tools);
    printf("%u passed, %u failed\n", passed, failed);
    return failed ? EXIT_REFUSED : EXIT_OK;
}
