/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/matrix.h"

#include "base/text.h"
#include "tests/faults/ledger.h"
#include "tests/sim/sim_printer.h"
#include <stdio.h>
#include <string.h>

#define PAGE_ROWS    480
#define EVERY        3 /* of the transfers of a print, one is a place */
#define LOOK_MS      30000
#define READ_MS      15000
#define PRINT_MS     200000
#define LASTING_MS   150000 /* of a lasting fault; a flapping cable: */
#define FLAPPING_MS  20000
#define LASTING      1000000u /* hits */
#define SENDINGS_MAX 3        /* of a document whose jobs fail */

const char *const matrix_models[MATRIX_MODELS] = {"sam-pair",     "sam-split", "sam-hid",  "epson-pid",
                                                  "epson-vendor", "clone-80",  "clone-58", "mute-oneway"};
#define READERS 3

/* ---- one run, disturbed or not ---- */

struct run {
    struct world world;
    struct desk desk;
    struct ledger ledger;
    struct plan *counting; /* NULL: a cell */
    unsigned packets[256]; /* by endpoint */
    unsigned transfers;    /* of the print */
    bool printing;
    bool lasting; /* the fault that is there */
    bool met;
    struct timer mend;
};

static struct run run; /* large; one at a time */

static bool is_mute(const char *model)
{
    return strcmp(model, "mute-oneway") == 0;
}

static void note_place(struct plan *plan, uint8_t ep, unsigned skip, int len, const char *what)
{
    struct place *place = &plan->places[plan->place_count++];
    check(plan->place_count <= PLACES_MAX);
    *place = (struct place){.ep = ep, .skip = skip, .len = len};
    text_copy(place->what, sizeof place->what, what);
}

/* The first packet of a transfer; of a long one also one in its middle and the last. */
static void note_transfer(struct plan *plan, const struct usim_xfer *xfer, unsigned skip, unsigned packets,
                          int packet_size)
{
    const unsigned at[] = {0, packets / 2, packets - 1};
    const uint8_t *data = xfer->buf + (xfer->type == USIM_CONTROL ? 8 : 0);
    char what[48];
    for (size_t i = 0; i < (packets > 2 ? COUNT_OF(at) : 1); i++) {
        int left = xfer->actual - (int)at[i] * packet_size;
        snprintf(what, sizeof what, "%d bytes %02X %02X, packet %u of %u", xfer->actual,
                 xfer->actual > 0 ? data[0] : 0, xfer->actual > 1 ? data[1] : 0, at[i] + 1, packets);
        note_place(plan, xfer->ep, skip + at[i], left < packet_size ? left : packet_size, what);
    }
}

static void on_moved(void *arg, enum slot slot, const struct usim_xfer *xfer)
{
    (void)arg;
    int packet_size = 64;
    if (!run.counting || xfer->status)
        return;
    if (xfer->type != USIM_CONTROL)
        usim_endpoint(world_dev(&run.world, slot), xfer->ep, &packet_size);
    unsigned packets = xfer->type == USIM_CONTROL ? 1 : (unsigned)(xfer->actual / packet_size);
    if (xfer->type != USIM_CONTROL && (xfer->actual % packet_size || xfer->actual < xfer->len))
        packets++; /* a shorter one, perhaps empty, ended it */
    if (!run.printing || run.transfers++ % EVERY == 0)
        note_transfer(run.counting, xfer, run.packets[xfer->ep], packets, packet_size);
    run.packets[xfer->ep] += packets;
}

/* The lasting fault is over. */
static void on_mend(void *arg)
{
    struct faults *faults = &world_dev(&run.world, *(const enum slot *)arg)->faults;
    if (!run.lasting)
        return;
    run.met = faults->count == 1 && faults->list[0].count < LASTING;
    faults->count = 0;
    run.lasting = false;
    world_tell(&run.world, "the fault is over");
}

static void on_heard(void *arg, enum slot slot, const struct link_message *message)
{
    (void)arg;
    const struct link_status *status = message->body;
    if (message->type == LINK_STATUS && status->status == DEVICE_FAULT)
        on_mend(&run.world.sides[slot].slot);
    if (slot == SLOT_READER)
        desk_hear(&run.desk, message);
    else
        ledger_hear(&run.ledger, message);
}

static void open_run(const struct tools *tools, const struct plan *plan)
{
    bool reader = plan->slot == SLOT_READER;
    world_open(&run.world, tools, reader ? plan->model : NULL, reader ? NULL : plan->model);
    run.world.ears = (struct world_ears){.heard = on_heard, .moved = on_moved};
    memset(run.packets, 0, sizeof run.packets);
    run.transfers = 0;
    run.counting = NULL;
    run.printing = run.lasting = run.met = false;
    desk_open(&run.desk, &run.world);
    ledger_open(&run.ledger, &run.world, PAGE_ROWS);
    world_listen(&run.world, plan->slot);
    world_start(&run.world, plan->slot);
}

static bool is_mended(void *arg)
{
    (void)arg;
    return !run.lasting;
}

/* Not waited for where it can never be. */
static bool usable(const struct plan *plan)
{
    world_pass(&run.world, 50); /* what just went wrong is told in two messages */
    if (!is_mute(plan->model))
        return world_usable(&run.world, plan->slot);
    world_wait(&run.world, is_mended, NULL, LASTING_MS);
    world_pass(&run.world, 10000);
    const struct side *side = &run.world.sides[SLOT_PRINTER];
    bool shown = side->status.status == DEVICE_ATTENTION && side->status.cause == CAUSE_NO_PROOF;
    if (!shown)
        world_wrong(&run.world, "a printer without a proof is shown as %s, %s",
                    device_status_word((enum device_status)side->status.status),
                    device_cause_word((enum device_cause)side->status.cause));
    return shown;
}

/* ---- a card ---- */

/* The card is laid while the reader is being greeted; who hears nothing lifts it and lays it again. */
static void read_first(void)
{
    const struct side *side = &run.world.sides[SLOT_READER];
    bool answered = desk_wait(&run.desk, LOOK_MS);
    if (!answered && run.desk.seen && run.desk.changes_at_seen == side->changes && world_online(side))
        world_wrong(&run.world, "a card was announced, and then nothing was said of it");
}

static void read_again(const struct plan *plan, enum desk_card card)
{
    if (!usable(plan))
        return;
    desk_begin(&run.desk);
    desk_lay(&run.desk, card);
    desk_wait(&run.desk, READ_MS);
    if (!run.desk.told)
        world_wrong(&run.world, "the next card was %s", run.desk.refused ? "refused" : "not read");
    else if (!run.desk.whole)
        world_wrong(&run.world, "the next card was not read to its end");
    desk_end(&run.desk);
    desk_lift(&run.desk);
    world_pass(&run.world, 1000);
}

/* A reader that nobody asks has no trouble. */
static void try_until_mended(void)
{
    while (run.lasting) {
        desk_begin(&run.desk);
        desk_lay(&run.desk, DESK_FIRST);
        desk_wait(&run.desk, READ_MS);
        desk_end(&run.desk);
        desk_lift(&run.desk);
        world_pass(&run.world, 1000);
    }
}

static void use_reader(const struct plan *plan)
{
    read_first();
    run.counting = NULL;
    desk_end(&run.desk);
    desk_lift(&run.desk);
    world_pass(&run.world, 1000);
    try_until_mended();
    read_again(plan, DESK_SECOND);
}

/* ---- a print ---- */

static bool job_ended(void *arg)
{
    const uint64_t *job = arg;
    return ledger_job(&run.ledger, *job)->final;
}

static enum job_state print_once(unsigned document)
{
    uint64_t job = ledger_print(&run.ledger, document);
    if (job == 0)
        return JOB_UNKNOWN; /* the program is gone; said elsewhere */
    if (!world_wait(&run.world, job_ended, &job, PRINT_MS))
        world_wrong(&run.world, "job %llu does not end", (unsigned long long)job);
    return ledger_job(&run.ledger, job)->state;
}

static bool ready_meanwhile(void)
{
    world_pass(&run.world, 2000);
    return world_online(&run.world.sides[SLOT_PRINTER]);
}

/* As the kiosk: what failed is sent again, what is unknown never. */
static void print_document(const struct plan *plan)
{
    unsigned document = ledger_new(&run.ledger);
    enum job_state state = JOB_FAILED;
    for (int i = 0;
         i < SENDINGS_MAX && state == JOB_FAILED && (run.lasting ? ready_meanwhile() : usable(plan)); i++)
        state = print_once(document);
}

static void print_next(const struct plan *plan)
{
    enum job_state state = usable(plan) ? print_once(ledger_new(&run.ledger)) : JOB_UNKNOWN;
    if (run.world.why[0] == '\0' && state != JOB_PRINTED)
        world_wrong(&run.world, "the next page is %s", job_state_word(state));
    world_pass(&run.world, 2000);
}

static void use_printer(const struct plan *plan)
{
    if (!run.lasting)
        usable(plan);
    run.printing = true;
    print_document(plan);
    print_document(plan);
    run.printing = false;
    run.counting = NULL;
    world_wait(&run.world, is_mended, NULL, LASTING_MS);
    print_next(plan);
}

static void use_mute(const struct plan *plan)
{
    usable(plan);
    for (int i = 0; i < 2; i++)
        if (print_once(ledger_new(&run.ledger)) != JOB_FAILED)
            world_wrong(&run.world, "a page was not refused by a printer without a proof");
    const struct sim_mech *mech = sim_printer_mech(world_printer(&run.world));
    if (mech->strip.sheets || sim_strip_hanging(&mech->strip))
        world_wrong(&run.world, "a printer without a proof has printed");
}

/* ---- plan and cells ---- */

static void use(const struct plan *plan)
{
    if (plan->slot == SLOT_READER)
        use_reader(plan);
    else if (is_mute(plan->model))
        use_mute(plan);
    else
        use_printer(plan);
}

/* A reader is asked for a card before it is there: greeting and reading are one run. */
static void plug(const struct plan *plan)
{
    if (plan->slot == SLOT_READER) {
        desk_begin(&run.desk);
        desk_lay(&run.desk, DESK_FIRST);
    }
    world_plug(&run.world, plan->slot);
}

static void close_run(char why[WHY_SIZE])
{
    world_close(&run.world);
    ledger_close(&run.ledger);
    memcpy(why, run.world.why, WHY_SIZE);
}

bool matrix_plan(const struct tools *tools, size_t model, struct plan *ret, char why[WHY_SIZE])
{
    *ret = (struct plan){.model = matrix_models[model], .slot = model < READERS ? SLOT_READER : SLOT_PRINTER};
    open_run(tools, ret);
    run.counting = ret;
    plug(ret);
    use(ret);
    memcpy(ret->persons, run.desk.persons, sizeof ret->persons);
    close_run(why);
    return why[0] == '\0';
}

bool matrix_fits(const struct plan *plan, enum fault_kind kind, size_t place)
{
    struct faults none = {0};
    char text[64];
    snprintf(text, sizeof text, "%s %02x 0 1", fault_name(kind), plan->places[place].ep);
    return faults_add(&none, text, NULL) && (kind != FAULT_CORRUPT || plan->places[place].len > 0);
}

/* What the kind needs to know: how many bytes of the packet come, how long it is late, which byte is changed.
 */
static int fault_argument(const struct plan *plan, const struct cell *cell)
{
    const struct place *place = &plan->places[cell->place];
    int number = (int)cell->place;
    switch ((int)cell->kind) {
    case FAULT_SHORT:
        return cell->lasting ? 1 : number % 2; /* for ever nothing at all would be no time at all */
    case FAULT_DELAY:                          /* beyond the longest limit of a step */
        return plan->slot == SLOT_READER ? 7000 : 20000;
    case FAULT_CORRUPT:
        return number * 5 % place->len;
    default:
        return 0;
    }
}

static void set_fault(const struct plan *plan, const struct cell *cell)
{
    const struct place *place = &plan->places[cell->place];
    char text[80];
    snprintf(text, sizeof text, "%s %02x %u %u %d", fault_name(cell->kind), place->ep, place->skip,
             cell->lasting ? LASTING : 1, fault_argument(plan, cell));
    world_tell(&run.world, "place %zu: %s", cell->place, place->what);
    world_fault(&run.world, plan->slot, text);
    run.ledger.garbled = cell->kind == FAULT_CORRUPT && !(place->ep & 0x80) && place->ep;
    run.lasting = cell->lasting;
    if (cell->lasting)
        timer_start(run.world.loop, &run.mend, cell->kind == FAULT_DISCONNECT ? FLAPPING_MS : LASTING_MS,
                    on_mend, &run.world.sides[plan->slot].slot);
    /* Half of the cables come back so fast that nobody may notice. */
    run.world.sides[plan->slot].replug_ms = cell->place % 2 ? 1500 : 150;
}

enum outcome matrix_run(const struct tools *tools, const struct plan *plan, const struct cell *cell,
                        char why[WHY_SIZE])
{
    open_run(tools, plan);
    memcpy(run.desk.persons, plan->persons, sizeof plan->persons);
    run.desk.known[DESK_FIRST] = run.desk.known[DESK_SECOND] = plan->slot == SLOT_READER;
    struct side *side = &run.world.sides[plan->slot];
    world_plug(&run.world, plan->slot); /* once undisturbed, to see what it holds then */
    usable(plan);
    int descriptors = world_descriptors(&run.world, plan->slot);
    world_unplug(&run.world, plan->slot);
    world_pass(&run.world, 1000);
    world_forget(side);

    set_fault(plan, cell);
    plug(plan);
    use(plan);
    timer_stop(&run.mend);
    on_mend(&side->slot);
    if (cell->lasting ? !run.met : world_dev(&run.world, plan->slot)->faults.count != 0)
        world_wrong(&run.world, "the fault was never met");
    bool honest = side->faulted;
    int now = world_descriptors(&run.world, plan->slot);
    if (now != descriptors)
        world_wrong(&run.world, "%d descriptors are open, before there were %d", now, descriptors);
    close_run(why);
    return why[0] ? WRONG : honest ? OUT_OF_SERVICE : RECOVERED;
}
