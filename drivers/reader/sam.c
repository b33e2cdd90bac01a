/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Resident ID card readers with a SAM_A / SAM_V security module. The radio is asked for a card only between
 * read_start and read_stop; the module itself gives one read a placement. A card that carries an address is
 * asked for its newest one before it is told; when that cannot be had (the card was lifted) it is told
 * without an address, because the printed one may be out of date. Photo and fingerprints are never asked for
 * separately and never kept.
 */
#include "base/clock.h"
#include "base/log.h"
#include "base/wipe.h"
#include "drivers/drivers.h"
#include "drivers/reader/card_text.h"
#include "drivers/reader/sam_wire.h"
#include "drivers/usb/steps.h"
#include <stdio.h>
#include <stdlib.h>

#define POLL_MS   300 /* the vendors' advice: not more often */
#define QUICK_MS  1000
#define READ_MS   5000
#define WAKE_MS   1000   /* after a reset of the module */
#define TRIES_MAX 3      /* failed reads of a card that stays before it counts as unreadable */
#define OUT_MS    300000 /* out of service; then the module is tried again */
#define REST_MS   2000   /* a refused card is left alone so long; it may have been exchanged unseen */

struct sam {
    struct sam_line line; /* not open: nobody here speaks to this device */
    struct loop *loop;
    const struct usb_id *id;
    const struct driver_events *events;
    void *arg;
    struct steps steps;
    struct timer poll;
    bool ready, reading;   /* reading: between read_start and read_stop */
    int64_t looked_ms;     /* when the last look began, real monotonic */
    bool answered, turned; /* in this greeting: something came back; the other wire was tried */
    bool was_reset;        /* the module was reset in this conversation already */
    bool missed;           /* the last look failed for the reader's sake */
    bool seen, told;       /* this placement was announced; and refused, for told_refusal */
    enum card_refusal told_refusal;
    int64_t rest_until_ms; /* real monotonic */
    int tries;
    bool pending; /* a failed read: the next find shows whether the card is still there */
    enum card_refusal refusal;
    uint8_t command, parameter;
    bool resent;
    struct person *person; /* secret */
    bool holding;          /* person is read, its newest address still asked for */
};

static void poll_soon(struct sam *sam, int64_t delay_ms);

static void ask(struct sam *sam, uint8_t command, uint8_t parameter)
{
    sam->command = command;
    sam->parameter = parameter;
    sam->resent = false;
    sam->line.wire->ask(sam->line.instance, command, parameter);
}

/* ---- first conversation: is the module well, who is it ---- */

static void ask_status(void *arg)
{
    ask(arg, 0x11, 0xFF);
}

static void ask_id(void *arg)
{
    ask(arg, 0x12, 0xFF);
}

static const struct step greet[] = {
    {.name = "status", .run = ask_status, .timeout_ms = QUICK_MS},
    {.name = "id", .run = ask_id, .timeout_ms = QUICK_MS},
    {0},
};

static void ask_reset(void *arg)
{
    ask(arg, 0x10, 0xFF);
}

static void on_awake(void *arg)
{
    struct sam *sam = arg;
    steps_next(&sam->steps);
}

static void wake(void *arg)
{
    struct sam *sam = arg;
    timer_start(sam->loop, &sam->poll, WAKE_MS, on_awake, sam);
}

/* The same after a reset of the module. */
static const struct step revive[] = {
    {.name = "reset", .run = ask_reset, .timeout_ms = QUICK_MS},
    {.name = "wake", .run = wake},
    {.name = "status", .run = ask_status, .timeout_ms = QUICK_MS},
    {.name = "id", .run = ask_id, .timeout_ms = QUICK_MS},
    {0},
};

/* ---- a look at the plate ---- */

static void find(void *arg)
{
    ask(arg, 0x20, 0x01);
}

static void select_card(void *arg)
{
    ask(arg, 0x20, 0x02);
}

static void read_base(void *arg)
{
    ask(arg, 0x30, 0x01);
}

static void read_address(void *arg)
{
    ask(arg, 0x30, 0x03);
}

static const struct step read_card[] = {
    {.name = "find", .run = find, .timeout_ms = QUICK_MS},
    {.name = "select", .run = select_card, .timeout_ms = QUICK_MS},
    {.name = "read", .run = read_base, .timeout_ms = READ_MS},
    {.name = "address", .run = read_address, .timeout_ms = QUICK_MS},
    {0},
};

/* ---- ends of conversations ---- */

static void cancel(struct sam *sam)
{
    sam->line.wire->cancel(sam->line.instance);
}

static void forget(struct sam *sam)
{
    sam->holding = false;
    wipe(sam->person, sizeof *sam->person);
}

static void tell(struct sam *sam)
{
    sam->events->card(sam->arg, sam->person);
    forget(sam);
}

static void tell_without_address(struct sam *sam, const char *why)
{
    log_notice("reader_address", "the newest address was not read, the card is told without one: %s", why);
    wipe(sam->person->address, sizeof sam->person->address);
    tell(sam);
}

static void give_up(struct sam *sam, const char *step, const char *why)
{
    sam->ready = false;
    cancel(sam);
    sam->events->stuck(sam->arg, step, why);
}

static void on_greeted(void *arg, const char *failed, const char *why);

/* From the loop: the wire that is closed may be the one that just called. */
static void on_turn(void *arg)
{
    struct sam *sam = arg;
    check(sam_line_turn(&sam->line));
    steps_start(&sam->steps, sam->loop, greet, on_greeted, sam);
}

static void on_greeted(void *arg, const char *failed, const char *why)
{
    struct sam *sam = arg;
    if (failed && !sam->answered && !sam->turned && sam->line.first->other) {
        log_notice("reader_silent", "%s: %s", failed, why);
        sam->turned = true;
        cancel(sam);
        timer_start(sam->loop, &sam->poll, 0, on_turn, sam);
        return;
    }
    if (failed) {
        give_up(sam, failed, why);
        return;
    }
    sam->ready = true;
    sam->events->status(sam->arg, DEVICE_ONLINE, CAUSE_NONE);
    poll_soon(sam, 0);
}

static void on_looked(void *arg, const char *failed, const char *why)
{
    struct sam *sam = arg;
    if (sam->holding) { /* only the address failed */
        tell_without_address(sam, why);
        cancel(sam);
        poll_soon(sam, POLL_MS);
    } else if (sam->missed) {
        give_up(sam, failed, why);
    } else {
        /* One look may fail (a disturbance on the line); the next begins with a drain. */
        log_notice("reader_missed", "%s: %s; looking once more", failed, why);
        sam->missed = true;
        sam->pending = sam->seen;
        sam->refusal = REFUSED_UNREADABLE;
        cancel(sam);
        poll_soon(sam, POLL_MS);
    }
}

static void revive_module(struct sam *sam)
{
    sam->was_reset = true;
    steps_start(&sam->steps, sam->loop, revive, on_greeted, sam);
}

static void on_poll(void *arg)
{
    struct sam *sam = arg;
    sam->looked_ms = clock_real_mono_ms();
    steps_start(&sam->steps, sam->loop, read_card, on_looked, sam);
}

static void poll_soon(struct sam *sam, int64_t delay_ms)
{
    if (sam->ready && sam->reading)
        timer_start(sam->loop, &sam->poll, delay_ms, on_poll, sam);
}

/* The look is over without an error of the reader. */
static void end_look(struct sam *sam)
{
    steps_stop(&sam->steps);
    sam->missed = sam->was_reset = false;
    poll_soon(sam, POLL_MS);
}

static void refuse(struct sam *sam, enum card_refusal refusal)
{
    sam->rest_until_ms = clock_real_mono_ms() + REST_MS;
    if (sam->told && sam->told_refusal == refusal)
        return;
    sam->told = true;
    sam->told_refusal = refusal;
    log_notice("card_refused", "a card was refused: %s", card_refusal_word(refusal));
    sam->events->card_refused(sam->arg, refusal);
}

/* The plate is empty, or what lies there was read already. */
static void placement_over(struct sam *sam)
{
    if (sam->pending)
        refuse(sam, sam->refusal);
    sam->pending = sam->seen = sam->told = false;
    sam->tries = 0;
}

static void retry(struct sam *sam, enum card_refusal refusal)
{
    sam->pending = ++sam->tries < TRIES_MAX;
    sam->refusal = refusal;
    if (!sam->pending)
        refuse(sam, REFUSED_UNREADABLE);
    end_look(sam);
}

/* ---- what an answer means ---- */

static void found(struct sam *sam)
{
    if (sam->told && clock_real_mono_ms() < sam->rest_until_ms) {
        end_look(sam);
        return;
    }
    bool news = !sam->seen;
    sam->seen = true;
    steps_next(&sam->steps); /* the card first: it may be lifted any moment */
    if (news)
        sam->events->card_seen(sam->arg);
}

static void ask_again(struct sam *sam, const char *why);

static void take_card(struct sam *sam, const struct sam_reply *reply)
{
    enum card_refusal refusal;
    const uint8_t *text = sam_base_text(reply);
    if (!text) {
        ask_again(sam, "wrong inner lengths");
        return;
    }
    sam->pending = false;
    if (!card_text_parse(text, sam->person, &refusal)) {
        refuse(sam, refusal);
        end_look(sam);
        return;
    }
    if (sam->person->layout == CARD_FOREIGN_2017 && !card_number_2017_agrees(sam->person->number))
        log_notice("reader_number", "a card of 2017 was taken although its check digit is not by the rule");
    if (sam->person->address[0]) {
        sam->holding = true;
        steps_next(&sam->steps);
    } else {
        tell(sam);
        end_look(sam);
    }
}

/* Whatever the answer is, the card was read. */
static void take_address(struct sam *sam, const struct sam_reply *reply)
{
    enum sam_action action = sam_verdict(reply->sw3)->action;
    char why[32];
    snprintf(why, sizeof why, "verdict %02X", reply->sw3);
    if (action == SAM_NO_ITEM ||
        (action == SAM_OK &&
         card_text_newest_address(reply->data, reply->len / SAM_ADDRESS_BYTES, sam->person)))
        tell(sam);
    else
        tell_without_address(sam, action == SAM_OK ? "it is no text" : why);
    end_look(sam);
}

static void take_id(struct sam *sam, const struct sam_reply *reply)
{
    char asset[64] = "";
    if (reply->len == SAM_ID_BYTES)
        sam_id_text(reply->data, asset, sizeof asset);
    sam->events->described(sam->arg, 0, sam->id->model, asset);
    steps_next(&sam->steps);
}

static void begin(struct sam *sam)
{
    forget(sam);
    sam->ready = sam->was_reset = sam->missed = sam->answered = sam->turned = false;
    steps_start(&sam->steps, sam->loop, greet, on_greeted, sam);
}

/* Without a word to anybody: it stays out of service until it is well. */
static void on_try_again(void *arg)
{
    begin(arg);
}

static void stop(struct sam *sam, const struct sam_verdict *verdict)
{
    steps_stop(&sam->steps);
    sam->ready = false;
    log_notice("reader_out", "the module says %02X: %s", verdict->sw3, device_cause_word(verdict->cause));
    sam->events->status(sam->arg, DEVICE_FAULT, verdict->cause);
    timer_start(sam->loop, &sam->poll, OUT_MS, on_try_again, sam);
}

/* Damaged on the way there or back: once more, behind a drain. */
static void ask_again(struct sam *sam, const char *why)
{
    if (sam->resent) {
        steps_fail(&sam->steps, why);
        return;
    }
    sam->resent = true;
    cancel(sam);
    sam->line.wire->ask(sam->line.instance, sam->command, sam->parameter);
}

static void good(struct sam *sam, const struct sam_reply *reply)
{
    switch (sam->command << 8 | sam->parameter) {
    case 0x2001:
        found(sam);
        break;
    case 0x3001:
        take_card(sam, reply);
        break;
    case 0x3003:
        take_address(sam, reply);
        break;
    case 0x12FF:
        take_id(sam, reply);
        break;
    default:
        steps_next(&sam->steps);
        break;
    }
}

/* The module may be reset once; a second need is more than it can help. */
static void reset_or_fail(struct sam *sam, const char *why)
{
    if (sam->was_reset)
        steps_fail(&sam->steps, why);
    else
        revive_module(sam);
}

/* Verdicts about a card, while one is looked for. */
static void on_card_verdict(struct sam *sam, const struct sam_verdict *verdict)
{
    if (verdict->action == SAM_EMPTY) {
        placement_over(sam);
        end_look(sam);
    } else if (verdict->action == SAM_RETRY) {
        retry(sam, verdict->refusal);
    } else {
        sam->pending = false;
        refuse(sam, verdict->refusal);
        end_look(sam);
    }
}

static bool about_a_card(const struct sam_verdict *verdict)
{
    return verdict->action == SAM_EMPTY || verdict->action == SAM_RETRY || verdict->action == SAM_REFUSE;
}

static void on_verdict(struct sam *sam, const struct sam_reply *reply)
{
    const struct sam_verdict *verdict = sam_verdict(reply->sw3);
    char why[32];
    snprintf(why, sizeof why, "verdict %02X", reply->sw3);
    if (verdict->action == SAM_OK)
        good(sam, reply);
    else if (verdict->action == SAM_RESEND)
        ask_again(sam, why);
    else if (sam->holding)
        take_address(sam, reply);
    else if (sam->ready && about_a_card(verdict))
        on_card_verdict(sam, verdict);
    else if (verdict->action == SAM_RESET || (!sam->ready && !sam->was_reset))
        reset_or_fail(sam, why); /* a module that does not say 90 when greeted is reset before it is judged */
    else if (verdict->action == SAM_STOP)
        stop(sam, verdict);
    else {
        log_notice("reader_verdict", "command %02X %02X was answered with %02X", sam->command, sam->parameter,
                   reply->sw3);
        steps_fail(&sam->steps, why);
    }
}

static bool on_reply(void *arg, const struct sam_reply *reply, const char *why)
{
    struct sam *sam = arg;
    if (!steps_running(&sam->steps))
        return true;
    if (!reply) {
        ask_again(sam, why);
        return true;
    }
    if (!sam_may_answer(sam->command, sam->parameter, reply)) {
        log_notice("reader_late", "%02X is no answer to %02X %02X", reply->sw3, sam->command, sam->parameter);
        return false;
    }
    /* A frame that did not come whole: over the wrong wire only its half arrives, and that is what is said of
     * it. */
    sam->answered |= reply->sw3 != 0x11;
    on_verdict(sam, reply);
    return true;
}

/* ---- the driver ---- */

static void resync(void *instance)
{
    struct sam *sam = instance;
    timer_stop(&sam->poll);
    if (!sam->line.wire)
        return;
    sam->events->status(sam->arg, DEVICE_BUSY, CAUSE_STARTING);
    begin(sam);
}

static bool start(struct usb_device *device, const struct usb_id *id, struct loop *loop,
                  const struct driver_events *events, void *arg, void **ret_instance, struct err *err)
{
    struct sam *sam = calloc(1, sizeof *sam);
    check(sam);
    *sam = (struct sam){.loop = loop, .id = id, .events = events, .arg = arg};
    enum sam_opening opening = sam_line_open(device, id, loop, on_reply, sam, &sam->line, err);
    if (opening == SAM_NOT_CLAIMED) {
        free(sam);
        return false;
    }
    sam->person = secret_create(sizeof *sam->person);
    *ret_instance = sam;
    if (opening == SAM_OPENED) {
        resync(sam);
    } else { /* nothing that is tried again would change what this device is */
        log_notice("reader_out", "%s: %s", id->model, err->text);
        events->status(arg, DEVICE_FAULT, CAUSE_UNSUPPORTED);
    }
    return true;
}

static void stop_driver(void *instance)
{
    struct sam *sam = instance;
    steps_stop(&sam->steps);
    timer_stop(&sam->poll);
    sam_line_close(&sam->line);
    secret_destroy(sam->person, sizeof *sam->person);
    free(sam);
}

static void read_stop(void *instance)
{
    struct sam *sam = instance;
    sam->reading = false;
    if (!sam->ready)
        return;
    steps_stop(&sam->steps);
    timer_stop(&sam->poll);
    cancel(sam);
    forget(sam);
}

/* Asked anew while it reads, the visit is another one: nothing of what is in hand belongs to it. */
static void read_start(void *instance)
{
    struct sam *sam = instance;
    if (sam->reading)
        read_stop(sam);
    sam->reading = true;
    sam->pending = sam->seen = sam->told = false;
    sam->tries = 0;
    /* Not sooner after the last look than within a series of them. */
    poll_soon(sam, sam->looked_ms + POLL_MS - clock_real_mono_ms());
}

static const struct usb_id ids[] = {
    {.vid = 0x0400, .pid = 0xC35A, .model = "SAM_V reader (Shensi, Routon, Synjones, CVR-100U)"},
    {.vid = 0x0316, .pid = 0x5020, .model = "Synjones SAM reader"},
    {.vid = 0x0425,
     .pid = 0x8159,
     .model = "Routon iDR HID (its wrapper is not known: shown as unsupported)"},
    {0},
};

const struct driver driver_sam = {
    .name = "sam",
    .link_class = LINK_READER,
    .ids = ids,
    .start = start,
    .stop = stop_driver,
    .resync = resync,
    .read_start = read_start,
    .read_stop = read_stop,
};
