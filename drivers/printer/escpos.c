/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Receipt printers that speak ESC/POS over the USB printer class. Status comes by itself (ASB), real-time
 * questions are asked only before and after a job. A printer that cannot prove what it printed is shown and
 * never used.
 */
#include "drivers/printer/escpos.h"

#include "base/log.h"
#include "drivers/drivers.h"
#include <stdlib.h>

#define QUESTIONS      4
#define IDLE_MS        15000
#define IDLE_ANSWER_MS 1000
#define NEAR_END_MM    1500 /* what most near-end sensors leave on the roll; the station may know better */
#define STRAYS_LOGGED  8    /* a greeting or page */

void escpos_send(struct escpos *printer, const void *bytes, size_t len)
{
    escpos_port_send(printer->port, bytes, len);
}

void escpos_ask_condition(struct escpos *printer)
{
    static const uint8_t ask[] = {0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4};
    printer->questions += QUESTIONS; /* a page may begin while those of the idle round are still owed */
    escpos_send(printer, ask, sizeof ask);
}

void escpos_ask_again(struct escpos *printer)
{
    static const uint8_t automatic[] = {0x1D, 0x61, 0xFF};
    escpos_ask_condition(printer);
    escpos_send(printer, automatic, sizeof automatic);
}

/* ---- between pages ---- */

/* One that waits for people and is silent may be unable to say so; what it last said of itself stands. */
static void on_idle_silent(void *arg)
{
    struct escpos *printer = arg;
    if (printer->questions && !escpos_blocks(escpos_cause(&printer->condition))) {
        escpos_stuck(printer, "idle", "no answer");
        return;
    }
    if (!escpos_port_waiting(printer->port))
        printer->questions = 0; /* swallowed: they will not be answered any more */
    escpos_idle_start(printer);
}

/* One that waits for people tells by itself when they have come, but not after somebody switched it off and
 * on behind its bridge; it is asked, with nothing that its buffer would keep. */
static void on_idle(void *arg)
{
    struct escpos *printer = arg;
    bool waits = escpos_blocks(escpos_cause(&printer->condition));
    if (printer->realtime && !waits)
        escpos_ask_again(printer);
    else if (printer->realtime && !escpos_port_waiting(printer->port))
        escpos_ask_condition(printer);
    timer_start(printer->loop, &printer->idle, IDLE_ANSWER_MS, on_idle_silent, printer);
}

void escpos_idle_start(struct escpos *printer)
{
    timer_start(printer->loop, &printer->idle, IDLE_MS, on_idle, printer);
}

void escpos_publish(struct escpos *printer)
{
    enum device_cause cause = escpos_cause(&printer->condition);
    if (!printer->ready && !escpos_blocks(cause)) {
        printer->events->status(printer->arg, DEVICE_BUSY, CAUSE_STARTING);
        return;
    }
    if (printer->ready && !escpos_blocks(cause) && printer->is.proof == PROOF_NONE)
        cause = CAUSE_NO_PROOF;
    if (printer->ready && !escpos_blocks(cause) && printer->too_narrow)
        cause = CAUSE_UNSUPPORTED;
    printer->events->status(printer->arg, escpos_status(cause), cause);
}

void escpos_set_soiled(struct escpos *printer, bool soiled)
{
    if (printer->soiled != soiled)
        printer->events->soiled(printer->arg, soiled);
    printer->soiled = soiled;
}

static void set_paper(struct escpos *printer, int32_t paper_mm)
{
    if (printer->paper_mm != paper_mm)
        printer->events->paper(printer->arg, paper_mm);
    printer->paper_mm = paper_mm;
}

void escpos_use_paper(struct escpos *printer, int32_t used_mm)
{
    if (printer->paper_mm >= 0)
        set_paper(printer, printer->paper_mm > used_mm ? printer->paper_mm - used_mm : 0);
}

uint32_t escpos_head_dots(const struct escpos *printer)
{
    uint32_t said[] = {printer->id->head_dots, printer->is.head_dots, printer->setup.head_dots}, least = 0;
    for (size_t i = 0; i < COUNT_OF(said); i++)
        if (said[i] && (!least || said[i] < least))
            least = said[i];
    return least ? least : HEAD_DOTS_MAX;
}

void escpos_stuck(struct escpos *printer, const char *step, const char *why)
{
    printer->ready = false;
    escpos_greet_stop(printer);
    escpos_job_abort(printer, CAUSE_NO_ANSWER);
    timer_stop(&printer->idle);
    printer->events->stuck(printer->arg, step, why);
}

/* ---- what it says ---- */

/* The near-end sensor tells about how much the roll still has; from there on it is counted. A new roll is of
 * unknown length: that it is new shows in the sensor being silent again after somebody was at it. Without
 * that the sensor only trembles at its threshold. */
static int32_t paper_left(struct escpos *printer)
{
    const struct escpos_condition *now = &printer->condition;
    int32_t near_end_mm = printer->setup.near_end_mm ? printer->setup.near_end_mm : NEAR_END_MM;
    printer->roll_touched = printer->roll_touched || now->cover;
    if (now->cover)
        return printer->paper_mm; /* an open cover says nothing true about paper */
    if (now->paper_end) {
        printer->roll_ended = true;
        return 0;
    }
    bool changed = printer->roll_ended || (printer->roll_touched && !now->near_end);
    int32_t left = changed ? -1 : printer->paper_mm;
    printer->roll_touched = printer->roll_ended = false;
    return now->near_end && (left < 0 || left > near_end_mm) ? near_end_mm : left;
}

static void take_condition(struct escpos *printer, struct escpos_condition now)
{
    printer->condition = now;
    /* Two messages, and the kiosk may act between them. A roll at its end is never heard of as a short rest
     * in a printer that is well; whoever hears "ready again" knows the new roll already. */
    if (now.paper_end)
        escpos_publish(printer);
    set_paper(printer, paper_left(printer));
    if (!now.paper_end)
        escpos_publish(printer);
    escpos_job_condition(printer);
}

/* Answers that nobody asked for change nothing; a few lines of them tell a technician that something is odd.
 */
static void stray(struct escpos *printer, enum escpos_said said)
{
    static const char *const words[] = {
        [SAID_REALTIME] = "status", [SAID_ECHO] = "echo", [SAID_BLOCK] = "block"};
    const struct escpos_classifier *answer = &printer->classifier;
    if (printer->strays++ < STRAYS_LOGGED)
        log_info("stray", "%s %02X of %zu bytes that nobody asked for", words[said], answer->bytes[0],
                 answer->len);
}

static void take_realtime(struct escpos *printer)
{
    if (!printer->questions) {
        stray(printer, SAID_REALTIME);
        return;
    }
    unsigned n = QUESTIONS - (printer->questions - 1) % QUESTIONS;
    if (n == 1)
        printer->asked = printer->condition;
    escpos_from_realtime((uint8_t)n, printer->classifier.bytes[0], &printer->asked);
    printer->questions--;
    if (n < QUESTIONS)
        return; /* half an answer decides nothing yet */
    printer->realtime = true;
    take_condition(printer, printer->asked);
    escpos_greet_answered(printer);
    escpos_job_answered(printer);
}

static void on_byte(void *arg, uint8_t byte)
{
    struct escpos *printer = arg;
    if (printer->deaf)
        return;
    enum escpos_said said = escpos_classify(&printer->classifier, byte);
    if (said == SAID_REALTIME)
        take_realtime(printer);
    if (said == SAID_ASB) {
        printer->asked = escpos_from_asb(printer->classifier.bytes); /* newer than half an answer */
        take_condition(printer, printer->asked);
    }
    if (said == SAID_NOTHING || said == SAID_REALTIME)
        return;
    bool asked_for = said == SAID_ASB;
    asked_for |= escpos_greet_said(printer, said);
    asked_for |= escpos_job_said(printer, said);
    if (!asked_for)
        stray(printer, said);
}

static void on_broken(void *arg, enum usb_result result)
{
    escpos_stuck(arg, "pipe", usb_result_word(result));
}

/* ---- the driver ---- */

static void resync(void *instance)
{
    struct escpos *printer = instance;
    escpos_port_drop(printer->port);
    escpos_port_listen_anew(printer->port);
    escpos_greet(printer);
}

static bool start(struct usb_device *device, const struct usb_id *id, struct loop *loop,
                  const struct driver_events *events, void *arg, void **ret_instance, struct err *err)
{
    static const struct escpos_port_events port_events = {.byte = on_byte, .broken = on_broken};
    struct escpos *printer = calloc(1, sizeof *printer);
    check(printer);
    *printer = (struct escpos){
        .device = device, .loop = loop, .id = id, .events = events, .arg = arg, .paper_mm = -1};
    if (!escpos_port_open(device, id->quirks, &port_events, printer, &printer->port, err)) {
        free(printer);
        return false;
    }
    escpos_greet(printer);
    *ret_instance = printer;
    return true;
}

static void stop(void *instance)
{
    struct escpos *printer = instance;
    escpos_greet_stop(printer);
    escpos_job_abort(printer, CAUSE_UNPLUGGED);
    timer_stop(&printer->idle);
    escpos_port_close(printer->port);
    free(printer);
}

/* What was remembered may belong to a roll that was changed meanwhile. */
static void set_up(void *instance, const struct driver_setup *setup)
{
    struct escpos *printer = instance;
    printer->setup = *setup;
    printer->paper_mm = setup->paper_mm;
    printer->roll_touched = true;
    printer->roll_ended = setup->paper_mm == 0;
}

static void print(void *instance, const struct link_print *job, const uint8_t *page)
{
    escpos_job_start(instance, job, page);
}

static void print_cancel(void *instance, uint64_t job)
{
    escpos_job_cancel(instance, job);
}

static void tear_off(void *instance)
{
    struct escpos *printer = instance;
    printer->soiled = true;
}

static const struct usb_id ids[] = {
    {.vid = 0x04B8, .pid = 0x0202, .model = "Epson TM (vendor mode)", .quirks = QUIRK_VENDOR_CLASS},
    {.vid = 0x04B8, .pid = 0x0E03, .model = "Epson TM-T20"},
    {.vid = 0x04B8, .pid = 0x0E15, .model = "Epson TM-T20II"},
    {.vid = 0x04B8, .pid = 0x0E27, .model = "Epson TM-T20IIIL"},
    {.vid = 0x04B8, .pid = 0x0E28, .model = "Epson TM-T20III"},
    {.vid = 0x0483, .pid = 0x5743, .model = "Xprinter XP-T58H", .head_dots = 384},
    {.vid = 0x6868, .pid = 0x0200, .model = "Gprinter GP-58MBIII+", .head_dots = 384},
    {.vid = 0x6868, .pid = 0x0500, .model = "Gprinter ZH-380, GP-R222C"},
    {.vid = 0x20D1, .pid = 0x7007, .model = "HPRT HM-A300S"},
    {.vid = 0x0416,
     .pid = 0x5011,
     .model = "POS-58, POS-80 (Winbond bridge)",
     .quirks = QUIRK_NO_SET_INTERFACE},
    {.vid = 0x1FC9, .pid = 0x2016, .model = "Honeywell IHR810"},
    {.vid = 0x0DD4, .pid = 0x0175, .model = "Custom KPM300H"},
    {0},
};

const struct driver driver_escpos = {
    .name = "escpos",
    .link_class = LINK_PRINTER,
    .ids = ids,
    .start = start,
    .stop = stop,
    .resync = resync,
    .print = print,
    .print_cancel = print_cancel,
    .set_up = set_up,
    .tear_off = tear_off,
};
