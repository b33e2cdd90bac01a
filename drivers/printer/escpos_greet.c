/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The first conversation, also held after a job that did not end well: drain, wait until the printer can
 * print, bring its stream into step (an earlier program may have died inside an image), ask who it is, cut
 * off what hangs out.
 */
#include "drivers/printer/escpos.h"

#include "base/log.h"
#include "base/text.h"
#include <string.h>

#define GET_DEVICE_ID   0
#define GET_PORT_STATUS 1
#define CONTROL_MS      500 /* clones may never answer */
#define DRAIN_MS        30
#define ANSWER_MS       1000
#define OFFLINE_MS      1000 /* between two looks at a printer that waits for people */
#define ASB_MS          2000
#define ASB_TRIES       8
#define INFO_MS         500
#define TEAR_MS         5000
#define ASK_AGAIN_MS    300000 /* a printer that seemed to have no proof */
#define ZEROS           8192   /* beyond any band: ends an image that still expects bytes */
#define DEVICE_ID_BYTES 1024

static void wait_for(struct escpos *printer, int ms, timer_fn *fn)
{
    timer_start(printer->loop, &printer->wait, ms, fn, printer);
}

static bool in_step(const struct escpos *printer, const char *name)
{
    return strcmp(steps_name(&printer->greeting), name) == 0;
}

static void on_no_answer(struct escpos *printer)
{
    if (in_step(printer, "tear_off") && printer->echoes)
        steps_fail(&printer->greeting, "what hangs out was not cut off");
    else
        steps_next(&printer->greeting);
}

/* The step's own patience is over. What only the printer's being offline explains is no answer at all: wait
 * on, and as long again when it can answer. */
static void on_wait(void *arg)
{
    static const uint8_t resume[] = {0x10, 0x05, 1};
    struct escpos *printer = arg;
    enum device_cause cause = escpos_cause(&printer->condition);
    bool was_kept = printer->kept_waiting;
    printer->kept_waiting = escpos_blocks(cause);
    if (cause == CAUSE_CUTTER_JAM && !escpos_port_waiting(printer->port))
        escpos_send(printer, resume, sizeof resume); /* the cut that is asked for is tried again */
    if (printer->kept_waiting)
        wait_for(printer, OFFLINE_MS, on_wait);
    else if (was_kept)
        wait_for(printer, printer->patience_ms, on_wait);
    else
        on_no_answer(printer);
}

static void be_patient(struct escpos *printer, int ms)
{
    printer->patience_ms = ms;
    printer->kept_waiting = false;
    wait_for(printer, ms, on_wait);
}

static void next(struct escpos *printer)
{
    timer_stop(&printer->wait);
    steps_next(&printer->greeting);
}

/* ---- the steps ---- */

static void end_control(void *arg)
{
    struct escpos *printer = arg;
    usb_transfer_destroy(printer->control);
    printer->control = NULL;
    steps_next(&printer->greeting);
}

/* A class request that answers; clones may never do so, and what they say is a hint at most. */
static void ask_control(struct escpos *printer, uint8_t request, uint16_t len, usb_done_fn *done)
{
    int number = usb_claimed_number(printer->device), alt = usb_claimed_alt(printer->device);
    uint16_t index = (uint16_t)(request == GET_DEVICE_ID ? number << 8 | alt : number);
    printer->control = usb_control_create(printer->device, len, done, printer);
    usb_control_start(printer->control, 0xA1, request, 0, index, len);
    wait_for(printer, CONTROL_MS, end_control);
}

static void on_device_id(void *arg, enum usb_result result, size_t len)
{
    struct escpos *printer = arg;
    if (result == USB_OK)
        escpos_device_id_model(usb_transfer_data(printer->control), len, printer->model,
                               sizeof printer->model);
    wait_for(printer, 0, end_control); /* a transfer is not destroyed inside its own callback */
}

static void device_id(void *arg)
{
    ask_control(arg, GET_DEVICE_ID, DEVICE_ID_BYTES, on_device_id);
}

static void on_port_status(void *arg, enum usb_result result, size_t len)
{
    struct escpos *printer = arg;
    if (result == USB_OK && len)
        log_info("port_status",
                 "%02X (paper empty 20, selected 10, no error 08; many say 18 whatever happens)",
                 usb_transfer_data(printer->control)[0]);
    wait_for(printer, 0, end_control);
}

/* Nothing is decided by it: all that a printer which answers nothing else may say to a technician. */
static void port_status(void *arg)
{
    struct escpos *printer = arg;
    if (printer->realtime)
        steps_next(&printer->greeting);
    else
        ask_control(printer, GET_PORT_STATUS, 1, on_port_status);
}

static void end_drain(void *arg)
{
    struct escpos *printer = arg;
    printer->deaf = false;
    printer->classifier = (struct escpos_classifier){0};
    if (escpos_port_two_way(printer->port))
        steps_next(&printer->greeting);
    else
        steps_jump(&printer->greeting, "port_status");
}

static void drain(void *arg)
{
    struct escpos *printer = arg;
    wait_for(printer, DRAIN_MS, end_drain);
}

static void no_answer(void *arg)
{
    struct escpos *printer = arg;
    printer->questions = 0;
    steps_next(&printer->greeting); /* some clones never answer these; the next step finds out */
}

static void probe(void *arg)
{
    struct escpos *printer = arg;
    escpos_ask_condition(printer);
    wait_for(printer, ANSWER_MS, no_answer);
}

void escpos_greet_answered(struct escpos *printer)
{
    static const uint8_t recover_and_clear[] = {0x10, 0x05, 2};
    if (in_step(printer, "realtime"))
        next(printer);
    if (!in_step(printer, "probe"))
        return;
    enum device_cause cause = escpos_cause(&printer->condition);
    if (cause == CAUSE_CUTTER_JAM) /* nothing in the buffer is anybody's any more */
        escpos_send(printer, recover_and_clear, sizeof recover_and_clear);
    if (escpos_blocks(cause))
        wait_for(printer, OFFLINE_MS, probe);
    else
        next(printer);
}

static void push_zeros(struct escpos *printer)
{
    static const uint8_t zeros[ZEROS];
    escpos_send(printer, zeros, sizeof zeros);
}

static void say_hello(struct escpos *printer);

static void on_no_asb(void *arg)
{
    struct escpos *printer = arg;
    if (++printer->tries > ASB_TRIES) {
        steps_fail(&printer->greeting, "no automatic status");
        return;
    }
    if (!escpos_port_waiting(printer->port)) {
        push_zeros(printer);
        say_hello(printer);
    }
    wait_for(printer, ASB_MS, on_no_asb);
}

static void say_hello(struct escpos *printer)
{
    static const uint8_t hello[] = {0x1B, 0x40, 0x1D, 0x61, 0xFF};
    escpos_send(printer, hello, sizeof hello);
}

static void init(void *arg)
{
    struct escpos *printer = arg;
    printer->tries = 0;
    if (printer->soiled)
        push_zeros(printer);
    say_hello(printer);
    wait_for(printer, ASB_MS, on_no_asb);
}

static void ask_info(struct escpos *printer, uint8_t what)
{
    const uint8_t ask[] = {0x1D, 0x49, what};
    escpos_send(printer, ask, sizeof ask);
    be_patient(printer, INFO_MS);
}

static void maker(void *arg)
{
    ask_info(arg, 66);
}

static void model(void *arg)
{
    struct escpos *printer = arg;
    if (printer->maker[0])
        ask_info(printer, 67);
    else
        steps_jump(&printer->greeting, "echo"); /* who does not name itself answers the rest no better */
}

static void serial(void *arg)
{
    ask_info(arg, 68);
}

static void echo(void *arg)
{
    static const uint8_t ask[] = {0x1D, 0x72, 1};
    struct escpos *printer = arg;
    escpos_send(printer, ask, sizeof ask);
    be_patient(printer, INFO_MS);
}

static void tear_off(void *arg)
{
    static const uint8_t cut[] = {0x1D, 0x56, 66, 0, 0x1D, 0x72, 1};
    struct escpos *printer = arg;
    if (!printer->soiled) {
        steps_next(&printer->greeting);
        return;
    }
    log_notice("torn_off", "what hung from the slot belonged to no finished page and was cut off");
    escpos_send(printer, cut, sizeof cut);
    be_patient(printer, TEAR_MS);
}

/* Before a page and after its cut it is asked how it is: one that never says cannot be believed. It may have
 * been too busy the first time. */
static void realtime(void *arg)
{
    struct escpos *printer = arg;
    if (printer->realtime) {
        steps_next(&printer->greeting);
        return;
    }
    escpos_ask_condition(printer);
    wait_for(printer, INFO_MS, no_answer);
}

/* A printer is not turned away for one answer that got lost. */
static void doubt(void *arg)
{
    struct escpos *printer = arg;
    bool silent = escpos_port_two_way(printer->port) && !(printer->echoes && printer->realtime);
    bool first = silent && !printer->doubted;
    printer->doubted = silent;
    if (first)
        steps_fail(&printer->greeting, "no answer to one question");
    else
        steps_next(&printer->greeting);
}

static void ready(void *arg)
{
    struct escpos *printer = arg;
    bool known = escpos_port_two_way(printer->port);
    printer->is = escpos_model_of(printer->maker, printer->model);
    if (!known || !printer->realtime || (printer->is.proof == PROOF_ECHO && !printer->echoes))
        printer->is.proof = PROOF_NONE;
    printer->too_narrow = printer->too_narrow || escpos_head_dots(printer) < printer->setup.head_dots;
    uint32_t capabilities = CAPABILITY_CUTTER;
    if (printer->is.proof == PROOF_PID)
        capabilities |= CAPABILITY_PROOF_PID | CAPABILITY_CLEAR_PROVEN | CAPABILITY_NEAR_END;
    if (printer->is.proof == PROOF_ECHO)
        capabilities |= CAPABILITY_PROOF_ECHO;
    const char *shown = printer->model[0] ? printer->model : printer->id->model;
    printer->events->described(printer->arg, capabilities, shown, printer->serial);
    steps_next(&printer->greeting);
}

static const struct step steps[] = {
    {.name = "device_id", .run = device_id}, {.name = "drain", .run = drain},
    {.name = "probe", .run = probe},         {.name = "init", .run = init},
    {.name = "maker", .run = maker},         {.name = "model", .run = model},
    {.name = "serial", .run = serial},       {.name = "echo", .run = echo},
    {.name = "realtime", .run = realtime},   {.name = "doubt", .run = doubt},
    {.name = "tear_off", .run = tear_off},   {.name = "port_status", .run = port_status},
    {.name = "ready", .run = ready},         {0},
};

/* ---- what it says meanwhile ---- */

static bool take_info(struct escpos *printer, char *ret, size_t size)
{
    char text[sizeof printer->classifier.bytes + 1] = {0};
    if (printer->classifier.bytes[0] != 0x5F)
        return false;
    memcpy(text, printer->classifier.bytes + 1, printer->classifier.len - 1);
    if (text_valid(text, strlen(text)))
        text_copy(ret, size, text);
    next(printer);
    return true;
}

static bool take_block(struct escpos *printer)
{
    if (in_step(printer, "maker"))
        return take_info(printer, printer->maker, sizeof printer->maker);
    if (in_step(printer, "model"))
        return take_info(printer, printer->model, sizeof printer->model);
    return in_step(printer, "serial") && take_info(printer, printer->serial, sizeof printer->serial);
}

static bool take_echo(struct escpos *printer)
{
    bool tear_off = in_step(printer, "tear_off");
    if (!tear_off && !in_step(printer, "echo"))
        return false;
    printer->echoes = true;
    if (tear_off)
        escpos_set_soiled(printer, false);
    next(printer);
    return true;
}

bool escpos_greet_said(struct escpos *printer, enum escpos_said said)
{
    if (said == SAID_ASB && in_step(printer, "init"))
        next(printer);
    if (said == SAID_BLOCK)
        return take_block(printer);
    return said == SAID_ECHO && take_echo(printer);
}

/* Its silence may have been that of a line that was disturbed for long. */
static void on_ask_again(void *arg)
{
    escpos_greet(arg);
}

static void on_done(void *arg, const char *failed, const char *why)
{
    struct escpos *printer = arg;
    if (failed) {
        escpos_stuck(printer, failed, why);
        return;
    }
    printer->ready = true;
    escpos_idle_start(printer);
    escpos_publish(printer);
    if (escpos_port_two_way(printer->port) && printer->is.proof == PROOF_NONE)
        wait_for(printer, ASK_AGAIN_MS, on_ask_again);
}

void escpos_greet(struct escpos *printer)
{
    escpos_greet_stop(printer);
    timer_stop(&printer->idle);
    printer->ready = printer->realtime = printer->echoes = false;
    printer->questions = printer->strays = 0;
    printer->deaf = true; /* until drained: what comes now was said to somebody else */
    escpos_publish(printer);
    steps_start(&printer->greeting, printer->loop, steps, on_done, printer);
}

void escpos_greet_stop(struct escpos *printer)
{
    timer_stop(&printer->wait);
    steps_stop(&printer->greeting);
    usb_transfer_destroy(printer->control);
    printer->control = NULL;
    printer->deaf = false;
}
