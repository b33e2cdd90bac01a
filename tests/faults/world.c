/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/world.h"

#include "base/clock.h"
#include "tests/faults/time.h"
#include "tests/sim/namespace.h"
#include "tests/sim/sim_printer.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define START_MS  5000
#define STOP_MS   20000
#define ONLINE_MS 400000 /* the whole ladder, with the longest conversation on each rung */
#define COOL_MS   420000 /* five minutes out of service and the way back */
#define REST_MS   500
#define RANGE_MAX (256ul << 20) /* of memory that is searched; beyond, it is the shadow of a sanitizer */

/* ---- what is said ---- */

static void print_line(struct world *world, const char *mark, const char *text)
{
    int64_t ms = clock_real_mono_ms() - world->began_ms;
    printf("%7lld.%03lld %s%s\n", (long long)ms / 1000, (long long)ms % 1000, mark, text);
    fflush(stdout);
}

void world_tell(struct world *world, const char *format, ...)
{
    char text[400];
    va_list args;
    if (!world->tools->tell)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_line(world, "", text);
}

void world_wrong(struct world *world, const char *format, ...)
{
    char text[WHY_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!world->why[0])
        memcpy(world->why, text, sizeof text);
    if (world->tools->tell)
        print_line(world, "WRONG: ", text);
}

/* ---- the programs' logs ---- */

static void take_line(struct world *world, enum slot slot, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    const char *level = strstr(line, "\"level\":");
    if (world->tools->tell)
        print_line(world, slot == SLOT_READER ? "    reader log " : "    printer log ", level ? level : line);
    if (strstr(line, "\"level\":\"warning\"") || strstr(line, "\"level\":\"error\""))
        world_wrong(world, "the log says %s", level);
    if (world->ears.logged)
        world->ears.logged(world->ears.arg, slot, line);
}

static bool is_renamed(const struct side *side, const char *path)
{
    struct stat open, there;
    return side->log && fstat(fileno(side->log), &open) == 0 &&
           (stat(path, &there) != 0 || open.st_ino != there.st_ino);
}

/* A full log is renamed and a new one begun. Nothing is written to the old one after that, so what it holds
 * now is its end. */
static void read_log(struct world *world, enum slot slot)
{
    struct side *side = &world->sides[slot];
    char path[80], line[1200];
    bool renamed;
    snprintf(path, sizeof path, "%s/log/%s.log", world->folder, slot_names[slot]);
    do {
        renamed = is_renamed(side, path);
        if (!side->log && !(side->log = fopen(path, "re")))
            return;
        clearerr(side->log);
        while (fgets(line, sizeof line, side->log))
            take_line(world, slot, line);
        if (renamed) {
            fclose(side->log);
            side->log = NULL;
        }
    } while (renamed);
}

/* ---- the kiosk's side ---- */

static void judge_status(struct side *side)
{
    const struct link_status *status = &side->status;
    bool good = status->status == DEVICE_ONLINE;
    if (!good && status->cause == CAUSE_NONE)
        world_wrong(side->world, "%s without a cause",
                    device_status_word((enum device_status)status->status));
    if (good && status->cause != CAUSE_NONE)
        world_wrong(side->world, "online, but %s", device_cause_word((enum device_cause)status->cause));
    side->told = true;
    side->changes += !good;
    side->faulted |= status->status == DEVICE_FAULT;
    side->absent_told |= status->status == DEVICE_ABSENT;
}

static void tell_message(struct world *world, enum slot slot, const struct link_message *message)
{
    const struct link_status *status = message->body;
    const struct link_job *job = message->body;
    const struct link_card_refused *refused = message->body;
    const char *name = slot_names[slot];
    if (message->type == LINK_STATUS)
        world_tell(world, "  %s: %s, %s", name, device_status_word((enum device_status)status->status),
                   device_cause_word((enum device_cause)status->cause));
    else if (message->type == LINK_JOB)
        world_tell(world, "  job %llu: %s, %u rows, %s", (unsigned long long)job->job,
                   job_state_word((enum job_state)job->state), job->rows_sent,
                   device_cause_word((enum device_cause)job->cause));
    else if (message->type == LINK_CARD_REFUSED)
        world_tell(world, "  visit %llu: card refused, %s", (unsigned long long)message->visit,
                   card_refusal_word((enum card_refusal)refused->cause));
    else
        world_tell(world, "  visit %llu: %s", (unsigned long long)message->visit,
                   link_type_word(message->type));
}

static void on_message(void *arg, struct link *link, struct link_message *message)
{
    struct side *side = arg;
    struct world *world = side->world;
    (void)link;
    tell_message(world, side->slot, message);
    if (message->type == LINK_STATUS) {
        memcpy(&side->status, message->body, sizeof side->status);
        judge_status(side);
    }
    if (world->ears.heard)
        world->ears.heard(world->ears.arg, side->slot, message);
    read_log(world, side->slot);
}

static void on_opened(void *arg, struct link *link)
{
    struct side *side = arg;
    side->link = link;
}

static void on_closed(void *arg, struct link *link)
{
    struct side *side = arg;
    (void)link;
    side->link = NULL;
    side->told = false;
}

static void on_refused(void *arg, const char *why)
{
    struct side *side = arg;
    world_wrong(side->world, "the kiosk refused a message: %s", why);
}

/* ---- the bus ---- */

struct usim_dev *world_dev(struct world *world, enum slot slot)
{
    return &world->bus.slots[slot].dev;
}

struct sim_printer *world_printer(struct world *world)
{
    return world_dev(world, SLOT_PRINTER)->model;
}

static void on_replug(void *arg)
{
    struct side *side = arg;
    if (!world_dev(side->world, side->slot)->plugged)
        world_plug(side->world, side->slot);
}

static void tell_transfer(struct world *world, enum slot slot, const struct usim_xfer *xfer)
{
    bool control = xfer->type == USIM_CONTROL;
    const uint8_t *data = xfer->buf + (control ? 8 : 0);
    char text[3 * 12 + 1] = "";
    for (int i = 0; i < xfer->actual && i < 12; i++)
        snprintf(text + 3 * i, 4, "%02X ", data[i]);
    world_tell(world, "      %s %02x: %d of %d, status %d  %s%s", slot_names[slot], xfer->ep, xfer->actual,
               xfer->len - (control ? 8 : 0), xfer->status, text, xfer->actual > 12 ? "…" : "");
}

static void on_transfer(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    struct side *side = arg;
    struct world *world = side->world;
    if (event == 'C')
        tell_transfer(world, side->slot, xfer);
    if (event == 'C' && world->ears.moved)
        world->ears.moved(world->ears.arg, side->slot, xfer);
    if (dev->cable_out && !timer_running(&side->replug))
        timer_start(world->loop, &side->replug, side->replug_ms, on_replug, side);
}

/* A disconnect strikes between two transfers: it is seen when the device has gone. */
static void watch_cable(struct world *world)
{
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        struct side *side = &world->sides[slot];
        bool out = world->bus.slots[slot].model && !world_dev(world, slot)->plugged && !side->pulled;
        if (out && !timer_running(&side->replug))
            timer_start(world->loop, &side->replug, side->replug_ms, on_replug, side);
    }
}

void world_plug(struct world *world, enum slot slot)
{
    struct err err;
    world->sides[slot].pulled = false;
    timer_stop(&world->sides[slot].replug);
    world_tell(world, "the %s is plugged in", slot_names[slot]);
    if (!simbus_plug(&world->bus, slot, &err))
        world_wrong(world, "%s", err.text);
}

void world_unplug(struct world *world, enum slot slot)
{
    struct err err;
    world->sides[slot].pulled = true;
    timer_stop(&world->sides[slot].replug);
    world_tell(world, "the %s is unplugged", slot_names[slot]);
    if (!simbus_unplug(&world->bus, slot, &err))
        world_wrong(world, "%s", err.text);
}

void world_fault(struct world *world, enum slot slot, const char *text)
{
    struct err err;
    world_tell(world, "fault %s %s", slot_names[slot], text);
    if (!faults_add(&world_dev(world, slot)->faults, text, &err))
        world_wrong(world, "%s", err.text);
}

static void add_model(struct world *world, enum slot slot, const char *name)
{
    struct side *side = &world->sides[slot];
    *side = (struct side){.world = world, .slot = slot, .pulled = true, .replug_ms = 1500};
    const struct model *model = name ? model_find(slot, name) : NULL;
    check(!name || model);
    if (!model)
        return;
    simbus_add(&world->bus, model);
    world_dev(world, slot)->on_trace = on_transfer;
    world_dev(world, slot)->trace_arg = side;
}

/* ---- a world ---- */

static struct usim_host *the_host;
static struct loop *the_loop;

bool world_enter(struct err *err)
{
    if (!namespace_enter(err))
        return false;
    shared_time_open();
    the_loop = loop_create();
    return host_fuse_open(the_loop, &the_host, err);
}

void world_open(struct world *world, const struct tools *tools, const char *reader, const char *printer)
{
    *world = (struct world){.tools = tools, .loop = the_loop, .host = the_host};
    world->began_ms = clock_real_mono_ms();
    shared_time_tarry(tools->tarry);
    strcpy(world->folder, "/tmp/liqu-faults.XXXXXX");
    check(mkdtemp(world->folder));
    snprintf(world->sheets, sizeof world->sheets, "%s/sheets", world->folder);
    check(mkdir(world->sheets, 0700) == 0);
    const struct model_env env = {.cards = tools->cards, .sheets = world->sheets};
    simbus_init(&world->bus, world->loop, world->host, &env);
    add_model(world, SLOT_READER, reader);
    add_model(world, SLOT_PRINTER, printer);
}

void world_listen(struct world *world, enum slot slot)
{
    static const struct link_handler handler = {
        .opened = on_opened, .message = on_message, .closed = on_closed, .refused = on_refused};
    struct err err;
    char path[80];
    snprintf(path, sizeof path, "%s/%s.sock", world->folder, slot_names[slot]);
    enum link_class link_class = slot == SLOT_READER ? LINK_READER : LINK_PRINTER;
    if (!link_server_open(world->loop, path, link_class, geteuid(), "faults", &handler, &world->sides[slot],
                          &world->sides[slot].server, &err))
        world_wrong(world, "%s", err.text);
}

static bool has_started(void *arg)
{
    const struct side *side = arg;
    int status;
    return side->told || shared_time_ended((int)side->slot, &status);
}

void world_start(struct world *world, enum slot slot)
{
    struct side *side = &world->sides[slot];
    /* The simulated HID reader has the id of nobody's product: a station has to name it. */
    char *argv[] = {(char *)world->tools->device,
                    (char *)slot_names[slot],
                    "--state",
                    world->folder,
                    slot == SLOT_READER ? "--add-reader" : NULL,
                    "1209:0001/zz",
                    NULL};
    setenv("SYSTEMD_DEVICE_VERIFY_SYSFS", "0", 1); /* libudev would refuse a /sys that is no sysfs */
    setenv("LIQU_RUN", world->folder, 1);
    side->pid = shared_time_start((int)slot, world->tools->preload, argv);
    if (side->server && !world_wait(world, has_started, side, START_MS))
        world_wrong(world, "the %s program does not come", slot_names[slot]);
}

static bool has_ended(void *arg)
{
    const struct side *side = arg;
    int status;
    return shared_time_ended((int)side->slot, &status);
}

void world_stop(struct world *world, enum slot slot)
{
    struct side *side = &world->sides[slot];
    int status = 0;
    if (!side->pid)
        return;
    bool died = shared_time_ended((int)slot, &status);
    if (!died)
        kill(side->pid, SIGTERM);
    if (!died && !world_wait(world, has_ended, side, STOP_MS)) {
        world_wrong(world, "the %s program does not end", slot_names[slot]);
        kill(side->pid, SIGKILL);
        world_wait(world, has_ended, side, STOP_MS);
    }
    shared_time_ended((int)slot, &status);
    if (shared_time_hung())
        world_wrong(world, "the %s program hung", slot_names[slot]);
    else if (died || !WIFEXITED(status) || WEXITSTATUS(status) != EXIT_OK)
        world_wrong(world, "the %s program %s with %d", slot_names[slot], died ? "died" : "ended", status);
    side->pid = 0;
    read_log(world, slot);
}

void world_close(struct world *world)
{
    char command[64];
    for (enum slot slot = SLOT_READER; slot <= SLOT_PRINTER; slot++) {
        struct side *side = &world->sides[slot];
        side->pulled = true;
        timer_stop(&side->replug);
        world_stop(world, slot);
        if (side->log)
            fclose(side->log);
        side->log = NULL;
        if (world->bus.slots[slot].model && world_dev(world, slot)->plugged)
            world_unplug(world, slot);
        link_server_close(side->server);
    }
    loop_turn(world->loop, 0);
    simbus_finish(&world->bus);
    snprintf(command, sizeof command, "rm -rf %s", world->folder);
    check(system(command) == 0);
}

/* ---- waiting ---- */

bool world_wait(struct world *world, world_until *until, void *arg, int64_t ms)
{
    int64_t end_ms = clock_real_mono_ms() + ms;
    shared_time_touched();
    while (!until(arg)) {
        int64_t left_ms = end_ms - clock_real_mono_ms();
        if (left_ms <= 0)
            return false;
        watch_cable(world);
        loop_turn(world->loop, (int)left_ms);
        for (enum slot slot = SLOT_READER; world->ears.logged && slot <= SLOT_PRINTER; slot++)
            read_log(world, slot);
    }
    return true;
}

static bool never(void *arg)
{
    (void)arg;
    return false;
}

void world_pass(struct world *world, int64_t ms)
{
    world_wait(world, never, NULL, ms);
}

void world_forget(struct side *side)
{
    side->faulted = side->absent_told = false;
    side->changes = 0;
}

bool world_online(const struct side *side)
{
    return side->told && side->status.status == DEVICE_ONLINE;
}

static bool is_online(void *arg)
{
    return world_online(arg);
}

static bool is_online_or_out(void *arg)
{
    const struct side *side = arg;
    return world_online(side) || (side->told && side->status.status == DEVICE_FAULT);
}

bool world_usable(struct world *world, enum slot slot)
{
    struct side *side = &world->sides[slot];
    world_wait(world, is_online_or_out, side, ONLINE_MS);
    if (!world_online(side) && side->status.status == DEVICE_FAULT)
        world_wait(world, is_online, side, COOL_MS);
    if (!world_online(side))
        world_wrong(world, "the %s does not come back: it says %s, %s", slot_names[slot],
                    device_status_word((enum device_status)side->status.status),
                    device_cause_word((enum device_cause)side->status.cause));
    return world_online(side);
}

/* ---- what a program holds ---- */

int world_descriptors(struct world *world, enum slot slot)
{
    char path[40];
    int count = 0;
    world_pass(world, REST_MS); /* at work a program holds one more for a moment: until all wait */
    snprintf(path, sizeof path, "/proc/%d/fd", (int)world->sides[slot].pid);
    DIR *folder = opendir(path);
    if (!folder)
        return -1;
    for (const struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

long world_memory(const struct world *world, enum slot slot)
{
    char path[40];
    long all, resident = -1;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)world->sides[slot].pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    if (fscanf(file, "%ld %ld", &all, &resident) != 2)
        resident = -1;
    fclose(file);
    return resident < 0 ? -1 : resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static bool range_holds(int memory, unsigned long from, unsigned long to, const void *bytes, size_t len)
{
    uint8_t *copy = malloc(to - from);
    check(copy);
    ssize_t got = pread(memory, copy, to - from, (off_t)from);
    bool found = got > 0 && memmem(copy, (size_t)got, bytes, len);
    free(copy);
    return found;
}

bool world_holds(const struct world *world, enum slot slot, const void *bytes, size_t len)
{
    char path[40], line[600], rights[8];
    unsigned long from, to;
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/mem", (int)world->sides[slot].pid);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/maps", (int)world->sides[slot].pid);
    FILE *file = fopen(path, "re");
    check(memory >= 0 && file);
    while (!found && fgets(line, sizeof line, file))
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && rights[1] == 'w' &&
            to - from <= RANGE_MAX)
            found = range_holds(memory, from, to, bytes, len);
    fclose(file);
    close(memory);
    return found;
}

bool world_sanitized(const struct world *world, enum slot slot)
{
    char path[40], line[600];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)world->sides[slot].pid);
    FILE *file = fopen(path, "re");
    while (file && !found && fgets(line, sizeof line, file))
        found = strstr(line, "/libasan") != NULL;
    if (file)
        fclose(file);
    return found;
}
