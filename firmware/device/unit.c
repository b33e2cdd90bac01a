/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "device/unit.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "device/ladder.h"
#include "device/unknown.h"
#include "drivers/drivers.h"
#include "drivers/usb/usb.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEBOUNCE_MS    300 /* a device that re-enumerates is not absent */
#define CLASS_RESET_MS 1000

struct unit {
    struct unit_options options;
    struct usb_bus *bus;
    libusb_device *place; /* NULL: absent */
    const struct driver *driver;
    const struct usb_id *id;
    struct usb_device *device;
    void *instance; /* NULL: the driver does not run */
    struct usb_transfer *class_reset;
    struct ladder ladder;
    enum rung rung;
    enum device_cause trouble; /* what the measures are for */
    struct timer absent, measure;
    struct link_status status;
    struct unknown unknown;
    bool reading;
    bool recovering; /* it got stuck and has not been well since */
};

/* ---- status ---- */

static void set_status(struct unit *unit, enum device_status status, enum device_cause cause)
{
    if (unit->status.status == (uint32_t)status && unit->status.cause == (uint32_t)cause)
        return;
    unit->status.status = status;
    unit->status.cause = cause;
    log_notice("status", "%s, %s (%s, %s)", device_status_word(status), device_cause_word(cause),
               device_cause_code(cause), device_cause_who(cause));
    unit->options.status(unit->options.arg, &unit->status);
}

static void fill(char *ret, size_t size, const char *text)
{
    memset(ret, 0, size); /* it travels whole */
    text_copy(ret, size, text);
}

/* ---- what the driver says ---- */

/* A printer that is being mended is not "starting", which takes it half a minute: the kiosk would offer what
 * it then cannot print. A reader is asked again in a second. */
static void on_status(void *arg, enum device_status status, enum device_cause cause)
{
    struct unit *unit = arg;
    if (unit->recovering && cause == CAUSE_STARTING)
        return;
    unit->recovering = false;
    set_status(unit, status, cause);
}

static void on_described(void *arg, uint32_t capabilities, const char *model, const char *asset)
{
    struct unit *unit = arg;
    unit->status.capabilities = capabilities;
    fill(unit->status.model, sizeof unit->status.model, model);
    fill(unit->status.asset, sizeof unit->status.asset, asset);
    log_notice("device", "%s, asset %s", unit->status.model, asset[0] ? asset : "unknown");
    unit->options.status(unit->options.arg, &unit->status);
}

static void on_card_seen(void *arg)
{
    struct unit *unit = arg;
    unit->options.card_seen(unit->options.arg);
}

static void on_card(void *arg, const struct person *person)
{
    struct unit *unit = arg;
    unit->options.card(unit->options.arg, person);
}

static void on_card_refused(void *arg, enum card_refusal cause)
{
    struct unit *unit = arg;
    unit->options.card_refused(unit->options.arg, cause);
}

static void on_job(void *arg, const struct link_job *job)
{
    struct unit *unit = arg;
    unit->options.job(unit->options.arg, job);
}

/* Whole or not at all; after a power cut an older figure may stand there, a page too large at most. */
static void keep_paper(const struct unit *unit)
{
    char part[PATH_MAX];
    if (!unit->options.paper_path)
        return;
    snprintf(part, sizeof part, "%s.part", unit->options.paper_path);
    FILE *file = fopen(part, "we");
    bool ok = file && fprintf(file, "%d\n", unit->status.paper_mm) > 0;
    if (file && fclose(file) != 0)
        ok = false;
    if (!ok || rename(part, unit->options.paper_path) < 0)
        log_warning("paper", "%s cannot be written: what is left of the roll is forgotten at the next start",
                    unit->options.paper_path);
}

static int32_t kept_paper(const struct unit *unit)
{
    int32_t paper_mm;
    FILE *file = unit->options.paper_path ? fopen(unit->options.paper_path, "re") : NULL;
    bool ok = file && fscanf(file, "%d", &paper_mm) == 1 && paper_mm >= -1;
    if (file)
        fclose(file);
    return ok ? paper_mm : -1;
}

static void on_paper(void *arg, int32_t paper_mm)
{
    struct unit *unit = arg;
    unit->status.paper_mm = paper_mm;
    keep_paper(unit);
    unit->options.status(unit->options.arg, &unit->status);
}

static void on_soiled(void *arg, bool soiled)
{
    struct unit *unit = arg;
    if (!soiled) {
        unlink(unit->options.soiled_path);
        return;
    }
    int fd = open(unit->options.soiled_path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        log_warning("soiled", "%s cannot be written: after a crash a torn page may come out with the next",
                    unit->options.soiled_path);
    else
        close(fd);
}

static void on_measure(void *arg);

/* Only noted: the driver is still in the middle of a transfer's callback. */
static void plan_measure(struct unit *unit, const char *step, const char *why, enum device_cause trouble)
{
    if (timer_running(&unit->measure))
        return;
    unit->rung = ladder_climb(&unit->ladder, clock_real_mono_ms());
    unit->recovering = unit->options.link_class == LINK_PRINTER;
    log_notice("recover", "%s: %s; next: %s", step, why, rung_word(unit->rung));
    unit->trouble = trouble;
    set_status(unit, trouble == CAUSE_NO_ACCESS ? DEVICE_FAULT : DEVICE_OFFLINE, trouble);
    timer_start(unit->options.loop, &unit->measure, ladder_pause_ms(unit->rung), on_measure, unit);
}

static void on_stuck(void *arg, const char *step, const char *why)
{
    plan_measure(arg, step, why, CAUSE_NO_ANSWER);
}

static const struct driver_events driver_events = {
    .status = on_status,
    .described = on_described,
    .card_seen = on_card_seen,
    .card = on_card,
    .card_refused = on_card_refused,
    .job = on_job,
    .paper = on_paper,
    .soiled = on_soiled,
    .stuck = on_stuck,
};

/* ---- starting and stopping the driver ---- */

static void stop_driver(struct unit *unit)
{
    usb_transfer_destroy(unit->class_reset);
    unit->class_reset = NULL;
    if (unit->instance)
        unit->driver->stop(unit->instance);
    unit->instance = NULL;
}

static void close_device(struct unit *unit)
{
    stop_driver(unit);
    usb_device_close(unit->device);
    unit->device = NULL;
}

static void start_driver(struct unit *unit)
{
    struct err err;
    if (!unit->driver->start(unit->device, unit->id, unit->options.loop, &driver_events, unit,
                             &unit->instance, &err)) {
        unit->instance = NULL;
        plan_measure(unit, "start", err.text, CAUSE_NO_ANSWER);
        return;
    }
    if (unit->driver->set_up) {
        struct driver_setup setup = unit->options.setup;
        setup.paper_mm = unit->status.paper_mm;
        unit->driver->set_up(unit->instance, &setup);
    }
    if (unit->driver->tear_off && access(unit->options.soiled_path, F_OK) == 0)
        unit->driver->tear_off(unit->instance);
    if (unit->reading)
        unit->driver->read_start(unit->instance);
}

static void open_device(struct unit *unit)
{
    struct err err;
    if (usb_device_open(unit->bus, unit->place, &unit->device, &err)) {
        start_driver(unit);
        return;
    }
    plan_measure(unit, "open", err.text, CAUSE_NO_ACCESS);
}

/* ---- the rungs: each leaves a driver running, or another measure planned ---- */

static void end_class_reset(void *arg)
{
    struct unit *unit = arg;
    usb_transfer_destroy(unit->class_reset);
    unit->class_reset = NULL;
    start_driver(unit);
}

static void on_class_reset(void *arg, enum usb_result result, size_t len)
{
    struct unit *unit = arg;
    (void)result, (void)len; /* many clones stall it; what it was worth the driver finds out */
    timer_start(unit->options.loop, &unit->measure, 0, end_class_reset, unit);
}

static void do_resync(struct unit *unit)
{
    if (unit->instance)
        unit->driver->resync(unit->instance);
    else
        start_driver(unit);
}

static void do_reinit(struct unit *unit)
{
    stop_driver(unit);
    start_driver(unit);
}

static void do_clear_halt(struct unit *unit)
{
    stop_driver(unit);
    (void)usb_clear_halts(unit->device);
    start_driver(unit);
}

static void do_class_reset(struct unit *unit)
{
    stop_driver(unit);
    if (unit->options.link_class != LINK_PRINTER) {
        start_driver(unit); /* only printers have one */
        return;
    }
    unit->class_reset = usb_control_create(unit->device, 0, on_class_reset, unit);
    usb_control_start(unit->class_reset, 0x21, 2, 0, (uint16_t)usb_claimed_number(unit->device), 0);
    timer_start(unit->options.loop, &unit->measure, CLASS_RESET_MS, end_class_reset, unit);
}

static void do_reopen(struct unit *unit)
{
    close_device(unit);
    open_device(unit);
}

static void do_port_reset(struct unit *unit)
{
    stop_driver(unit);
    if (usb_port_reset(unit->device))
        start_driver(unit);
    else
        do_reopen(unit);
}

static void on_cooled_down(void *arg)
{
    do_reopen(arg);
}

static void do_out_of_service(struct unit *unit)
{
    close_device(unit);
    set_status(unit, DEVICE_FAULT, unit->trouble);
    timer_start(unit->options.loop, &unit->measure, LADDER_COOL_DOWN_MS, on_cooled_down, unit);
}

static void on_measure(void *arg)
{
    static void (*const measures[RUNGS])(struct unit * unit) = {
        [RUNG_RESYNC] = do_resync,
        [RUNG_REINIT] = do_reinit,
        [RUNG_CLEAR_HALT] = do_clear_halt,
        [RUNG_CLASS_RESET] = do_class_reset,
        [RUNG_PORT_RESET] = do_port_reset,
        [RUNG_REOPEN] = do_reopen,
        [RUNG_OUT_OF_SERVICE] = do_out_of_service,
    };
    struct unit *unit = arg;
    if (unit->device || unit->rung == RUNG_OUT_OF_SERVICE)
        measures[unit->rung](unit);
    else
        do_reopen(unit); /* there is nothing open that a lower rung could work on */
}

/* ---- presence ---- */

/* False: none of ours. */
static bool take_place(void *arg, libusb_device *place, uint16_t vid, uint16_t pid)
{
    struct unit *unit = arg;
    const struct driver *driver;
    const struct usb_id *id = driver_find(unit->options.link_class, vid, pid, &driver);
    if (!id)
        return false;
    log_notice("plugged", "%04X:%04X, %s", vid, pid, id->model);
    unit->place = libusb_ref_device(place);
    unit->driver = driver;
    unit->id = id;
    unit->recovering = false;
    open_device(unit);
    return true;
}

/* Gone for longer than a device that resets itself: somebody did something, and the ladder begins anew. Who
 * exchanges one may have plugged in the new one first. */
static void on_absent(void *arg)
{
    struct unit *unit = arg;
    unit->ladder = (struct ladder){0};
    usb_bus_each(unit->bus, take_place, unit);
    if (!unit->place)
        set_status(unit, DEVICE_ABSENT, CAUSE_UNPLUGGED);
}

/* It stays closed, whatever it is. */
static void note_unknown(struct unit *unit, libusb_device *place, uint16_t vid, uint16_t pid)
{
    struct link_unknown_device what;
    if (!unknown_arrived(&unit->unknown, place, vid, pid, &what))
        return;
    log_notice("unknown_device", "%04X:%04X, interface %06X: no driver of ours, left alone", vid, pid,
               what.interface);
    unit->options.unknown(unit->options.arg, &what);
}

static void on_arrived(void *arg, libusb_device *place, uint16_t vid, uint16_t pid)
{
    struct unit *unit = arg;
    note_unknown(unit, place, vid, pid);
    /* A second of the kind is left alone, until the first has gone. */
    if (!unit->place && take_place(unit, place, vid, pid))
        timer_stop(&unit->absent);
}

static void on_left(void *arg, libusb_device *place)
{
    struct unit *unit = arg;
    unknown_left(&unit->unknown, place);
    if (place != unit->place)
        return;
    log_notice("unplugged", "%s", unit->id->model);
    /* Nothing can be sent to it, but it may be back before anybody has to know. */
    set_status(unit, DEVICE_BUSY, CAUSE_STARTING);
    close_device(unit);
    timer_stop(&unit->measure);
    libusb_unref_device(unit->place);
    unit->place = NULL;
    timer_start(unit->options.loop, &unit->absent, DEBOUNCE_MS, on_absent, unit);
}

/* ---- from outside ---- */

bool unit_start(const struct unit_options *options, struct unit **ret, struct err *err)
{
    static const struct usb_bus_events bus_events = {.arrived = on_arrived, .left = on_left};
    struct unit *unit = calloc(1, sizeof *unit);
    check(unit);
    unit->options = *options;
    unit->status =
        (struct link_status){.status = DEVICE_BUSY, .cause = CAUSE_STARTING, .paper_mm = kept_paper(unit)};
    timer_start(options->loop, &unit->absent, DEBOUNCE_MS, on_absent, unit);
    if (!usb_bus_open(options->loop, &bus_events, unit, &unit->bus, err)) {
        timer_stop(&unit->absent);
        free(unit);
        return false;
    }
    *ret = unit;
    return true;
}

void unit_stop(struct unit *unit)
{
    if (!unit)
        return;
    close_device(unit);
    timer_stop(&unit->absent);
    timer_stop(&unit->measure);
    if (unit->place)
        libusb_unref_device(unit->place);
    usb_bus_close(unit->bus);
    free(unit);
}

const struct link_status *unit_status(const struct unit *unit)
{
    return &unit->status;
}

void unit_tell_unknown(const struct unit *unit)
{
    for (size_t i = 0; i < unit->unknown.count; i++)
        unit->options.unknown(unit->options.arg, &unit->unknown.list[i].what);
}

void unit_read(struct unit *unit, bool on)
{
    /* A printer is told too, when its kiosk goes; it has nothing to read. */
    if (unit->options.link_class != LINK_READER)
        return;
    unit->reading = on;
    if (!unit->instance)
        return;
    if (on)
        unit->driver->read_start(unit->instance);
    else
        unit->driver->read_stop(unit->instance);
}

void unit_print(struct unit *unit, const struct link_print *print, const uint8_t *page)
{
    if (unit->instance && unit->options.link_class == LINK_PRINTER) {
        unit->driver->print(unit->instance, print, page);
        return;
    }
    const struct link_job job = {.job = print->job, .state = JOB_FAILED, .cause = unit->status.cause};
    unit->options.job(unit->options.arg, &job);
}

void unit_print_cancel(struct unit *unit, uint64_t job)
{
    if (unit->instance && unit->options.link_class == LINK_PRINTER)
        unit->driver->print_cancel(unit->instance, job);
}
