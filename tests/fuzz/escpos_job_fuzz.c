/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The whole printer driver, greeting and job, against a printer that answers, lies, stays silent or breaks as
 * the input says, with a clock that the input moves. Whatever happens: each page ends once, is called printed
 * only after its proof, and failed only when nothing of it can come out.
 */
#include "drivers/drivers.h"
#include "drivers/printer/escpos.h"

#include "base/log.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAGE_BYTES (8 * 200)

/* What was said and heard about the page that is under way. */
struct page_watch {
    uint64_t job; /* 0: none */
    bool begun, asked_body, cut, clearing, disturbed;
    bool heard_body, heard_cut, heard_cleared; /* the answers that prove something, wherever they came from */
    int echoes_after_cut, realtime_after_cut;
};

struct escpos_port {
    const struct escpos_port_events *events;
    void *arg;
    bool two_way;
    struct buf queue; /* not taken yet */
    uint64_t taken;
};

static struct {
    struct escpos_port port;
    struct escpos *printer;
    struct timer *timers;
    int64_t now_ms;
    usb_done_fn *control_done;
    void *control_arg;
    bool control_runs;
    uint8_t control_data[64];
    struct buf answers; /* of the honest printer, not said yet */
    struct escpos_classifier ear;
    struct page_watch page;
    bool stuck;
    uint64_t jobs;
} f;

/* ---- what the driver stands on: all that it uses of port, timers and usb has to have its counterpart here,
 * or the real one comes in beside them and the link fails ---- */

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    va_list args;
    if (level != LOG_ERROR)
        return;
    va_start(args, format);
    fprintf(stderr, "%s: ", event);
    vfprintf(stderr, format, args);
    va_end(args);
    abort(); /* a check: the input is kept */
}

void timer_stop(struct timer *timer)
{
    for (struct timer **link = &f.timers; *link; link = &(*link)->next)
        if (*link == timer) {
            *link = timer->next;
            timer->loop = NULL;
            return;
        }
}

void timer_start(struct loop *loop, struct timer *timer, int64_t delay_ms, timer_fn *fn, void *arg)
{
    timer_stop(timer);
    *timer =
        (struct timer){.fn = fn, .arg = arg, .due_ms = f.now_ms + delay_ms, .loop = loop, .next = f.timers};
    f.timers = timer;
}

bool timer_running(const struct timer *timer)
{
    return timer->loop != NULL;
}

static void fire_next(void)
{
    struct timer *first = f.timers;
    for (struct timer *timer = f.timers; timer; timer = timer->next)
        if (timer->due_ms < first->due_ms)
            first = timer;
    if (!first)
        return;
    timer_stop(first);
    f.now_ms = first->due_ms > f.now_ms ? first->due_ms : f.now_ms;
    first->fn(first->arg);
}

bool escpos_port_open(struct usb_device *device, uint32_t quirks, const struct escpos_port_events *events,
                      void *arg, struct escpos_port **ret, struct err *err)
{
    (void)device, (void)quirks, (void)err;
    f.port.events = events;
    f.port.arg = arg;
    *ret = &f.port;
    return true;
}

void escpos_port_close(struct escpos_port *port)
{
    buf_finish(&port->queue);
}

bool escpos_port_two_way(const struct escpos_port *port)
{
    return port->two_way;
}

uint64_t escpos_port_taken(const struct escpos_port *port)
{
    return port->taken;
}

size_t escpos_port_waiting(const struct escpos_port *port)
{
    return port->queue.len;
}

void escpos_port_drop(struct escpos_port *port)
{
    buf_consume(&port->queue, port->queue.len);
}

void escpos_port_listen_anew(struct escpos_port *port)
{
    (void)port;
}

int usb_claimed_number(const struct usb_device *device)
{
    (void)device;
    return 0;
}

struct usb_transfer *usb_control_create(struct usb_device *device, size_t size, usb_done_fn *done, void *arg)
{
    (void)device, (void)size;
    f.control_done = done;
    f.control_arg = arg;
    return (struct usb_transfer *)&f;
}

void usb_control_start(struct usb_transfer *transfer, uint8_t type, uint8_t request, uint16_t value,
                       uint16_t index, uint16_t len)
{
    (void)transfer, (void)type, (void)request, (void)value, (void)index, (void)len;
    f.control_runs = true;
}

uint8_t *usb_transfer_data(struct usb_transfer *transfer)
{
    (void)transfer;
    return f.control_data;
}

void usb_transfer_destroy(struct usb_transfer *transfer)
{
    if (transfer)
        f.control_runs = false;
}

const char *usb_result_word(enum usb_result result)
{
    (void)result;
    return "broken";
}

/* ---- what is sent, and what an honest printer says to it ---- */

static bool begins(const uint8_t *bytes, size_t len, const char *with, size_t with_len)
{
    return len >= with_len && memcmp(bytes, with, with_len) == 0;
}
#define BEGINS(with) begins(bytes, len, with, sizeof with - 1)

static void answer_one(const uint8_t *bytes, size_t len)
{
    if (BEGINS("\x10\x04\x01"))
        buf_append(&f.answers, "\x16\x12\x12\x12", 4);
    else if (BEGINS("\x1B@") || BEGINS("\x1D"
                                       "a"))
        buf_append(&f.answers, "\x14\0\0\x0F", 4);
    else if (BEGINS("\x1DI\x42"))
        buf_append(&f.answers, "_EPSON", 7);
    else if (BEGINS("\x1DI\x43"))
        buf_append(&f.answers, "_TM-T20III", 11);
    else if (BEGINS("\x1DI\x44"))
        buf_append(&f.answers, "_X7", 4);
    else if (BEGINS("\x10\x14\x08"))
        buf_append(&f.answers, "\x37\x25", 3);
    if (len >= 11 && memcmp(bytes + len - 11, "\x1D(H\x06\0\x30\x30", 7) == 0) {
        buf_append(&f.answers, "\x37\x22", 2);
        buf_append(&f.answers, bytes + len - 4, 4);
        buf_byte(&f.answers, 0);
    } else if (len >= 3 && memcmp(bytes + len - 3, "\x1Dr\x01", 3) == 0)
        buf_byte(&f.answers, 0);
}

/* Every command leaves in one call, a band with its question. */
void escpos_port_send(struct escpos_port *port, const void *all, size_t len)
{
    const uint8_t *bytes = all;
    bool band = BEGINS("\x1Dv0") || BEGINS("\x1D(L");
    if (band) {
        check(f.page.job && !f.page.clearing && !f.page.cut);
        check(!escpos_blocks(escpos_cause(&f.printer->condition)));
        check(f.printer->job.bands_open <= 2);
        check(f.printer->soiled);
        f.page.begun = true;
    }
    if (f.page.job && BEGINS("\x1D(H"))
        f.page.asked_body = true;
    if (f.page.job && BEGINS("\x1DV"))
        f.page.cut = true;
    if (f.page.job && BEGINS("\x10\x14\x08"))
        f.page.clearing = true;
    buf_append(&port->queue, bytes, len);
    answer_one(bytes, len);
}

/* ---- what the driver says ---- */

static void on_status(void *arg, enum device_status status, enum device_cause cause)
{
    (void)arg;
    check(status < DEVICE_STATUSES && cause < DEVICE_CAUSE_COUNT);
}

static void on_described(void *arg, uint32_t capabilities, const char *model, const char *asset)
{
    (void)arg, (void)capabilities;
    check(strlen(model) < 64 && strlen(asset) < 64);
}

static void on_job(void *arg, const struct link_job *job)
{
    (void)arg;
    if (job->state == JOB_FAILED && job->job != f.page.job)
        return; /* refused beside the one that runs */
    check(job->job == f.page.job);
    if (job->state == JOB_QUEUED || job->state == JOB_SENDING)
        return;
    if (job->state == JOB_PRINTED) {
        bool pid = job->proof == PROOF_PID && f.page.heard_cut;
        bool echo = job->proof == PROOF_ECHO && !f.page.disturbed && f.page.echoes_after_cut &&
                    f.page.realtime_after_cut >= 4;
        check(f.page.cut && (pid || echo));
        check(!escpos_blocks(escpos_cause(&f.printer->condition)) || pid);
    }
    if (job->state == JOB_FAILED && f.page.begun && f.port.taken > f.printer->job.mark)
        check(job->cause == CAUSE_PAPER_OUT && f.page.heard_cleared && !f.page.heard_body);
    f.page = (struct page_watch){0};
}

static void on_paper(void *arg, int32_t paper_mm)
{
    (void)arg;
    check(paper_mm >= -1);
}

static void on_soiled(void *arg, bool soiled)
{
    (void)arg, (void)soiled;
}

static void on_stuck(void *arg, const char *step, const char *why)
{
    (void)arg;
    check(step && why);
    f.stuck = true;
}

/* ---- one story ---- */

static void hear(uint8_t byte)
{
    enum escpos_said said = escpos_classify(&f.ear, byte);
    const uint8_t *bytes = f.ear.bytes;
    if (said == SAID_BLOCK && bytes[0] == 0x37 && bytes[1] == 0x22 && f.ear.len == 6) {
        char body[4], cut[4];
        escpos_id_of(f.page.job, 'B', body);
        escpos_id_of(f.page.job, 'C', cut);
        f.page.heard_body |= f.page.asked_body && memcmp(bytes + 2, body, 4) == 0;
        f.page.heard_cut |= f.page.cut && memcmp(bytes + 2, cut, 4) == 0;
    }
    f.page.heard_cleared |= f.page.clearing && said == SAID_BLOCK && bytes[0] == 0x37 && bytes[1] == 0x25;
    f.page.echoes_after_cut += f.page.cut && said == SAID_ECHO;
    f.page.realtime_after_cut += f.page.cut && said == SAID_REALTIME;
    f.port.events->byte(f.port.arg, byte);
    f.page.disturbed |= f.page.begun && escpos_blocks(escpos_cause(&f.printer->condition));
}

static void say_answers(size_t most)
{
    struct buf said = f.answers;
    size_t len = said.len < most ? said.len : most;
    if (!len)
        return;
    f.answers = (struct buf){0};
    buf_append(&f.answers, said.data + len,
               said.len - len); /* what is still owed stands before what follows */
    for (size_t i = 0; i < len; i++)
        hear(said.data[i]);
    buf_finish(&said);
}

static void take_all(void)
{
    f.port.taken += f.port.queue.len;
    buf_consume(&f.port.queue, f.port.queue.len);
}

static void start_page(unsigned rows, bool wide)
{
    static const uint8_t page[PAGE_BYTES];
    const struct link_print print = {
        .job = ++f.jobs, .width_dots = wide ? 840 : 16, .rows = 1 + rows % 200, .cut = 1};
    if (f.printer->job.active) {
        driver_escpos.print(f.printer, &print, page);
        return;
    }
    f.page = (struct page_watch){.job = print.job};
    driver_escpos.print(f.printer, &print, page);
}

static void on_control(uint8_t len)
{
    if (!f.control_runs)
        return;
    f.control_runs = false;
    f.control_done(f.control_arg, len & 1 ? USB_OK : USB_STALLED, len % sizeof f.control_data);
}

/* As the owner would, after its pause. */
static void mend(void)
{
    if (f.stuck && !f.printer->job.active) {
        f.stuck = false;
        driver_escpos.resync(f.printer);
    }
}

static void begin(uint8_t how)
{
    static const struct driver_events events = {.status = on_status,
                                                .described = on_described,
                                                .job = on_job,
                                                .paper = on_paper,
                                                .soiled = on_soiled,
                                                .stuck = on_stuck};
    const struct driver_setup setup = {
        .head_dots = how & 2 ? 576 : 0, .near_end_mm = how & 4 ? 800 : 0, .paper_mm = how & 8 ? 500 : -1};
    struct err err;
    void *instance;
    memset(&f, 0, sizeof f);
    f.port.two_way = !(how & 1);
    memcpy(f.control_data, "\0\x14MDL:Printer-80;CMD:", 22);
    check(driver_escpos.start(NULL, &driver_escpos.ids[5 + (how >> 4) % 6], (struct loop *)&f, &events, NULL,
                              &instance, &err));
    f.printer = instance;
    driver_escpos.set_up(instance, &setup);
    if (how & 64)
        driver_escpos.tear_off(instance);
}

/* Of this page or of one before, body or cut, when it should not be said. */
static void say_other_id(uint8_t more)
{
    char id[4];
    escpos_id_of(f.jobs - (more >> 1 & 3), more & 1 ? 'B' : 'C', id);
    hear(0x37), hear(0x22);
    for (size_t i = 0; i < sizeof id; i++)
        hear((uint8_t)id[i]);
    hear(0);
}

static void act(uint8_t what, uint8_t more)
{
    switch (what & 15) {
    case 0:
        start_page(more, more == 255);
        break;
    case 1:
        driver_escpos.print_cancel(f.printer, f.jobs);
        break;
    case 2:
        hear(more);
        break;
    case 3:
        hear((uint8_t)(0x14 | (more & 0x28)));
        hear(more & 0x6F & ~0x10);
        hear((uint8_t)(more >> 4 & 0x0F));
        hear(0x0F);
        break;
    case 4:
        on_control(more);
        break;
    case 5:
        f.port.events->broken(f.port.arg, USB_STALLED);
        break;
    case 6:
        buf_consume(&f.answers, f.answers.len); /* it says nothing to all that */
        break;
    case 7:
        say_answers(1 + more % 8);
        break;
    case 8:
    case 9:
        fire_next();
        break;
    case 10:
        hear(0x37), hear(0x25), hear(0);
        break;
    case 11:
        say_other_id(more);
        break;
    default: /* it goes on as it should */
        take_all();
        say_answers(SIZE_MAX);
        break;
    }
    mend();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 3 || size > 2000)
        return 0;
    begin(data[0]);
    for (size_t i = 1; i + 1 < size; i += 2)
        act(data[i], data[i + 1]);
    driver_escpos.stop(f.printer);
    check(!f.page.job); /* ended, one way or the other */
    check(!f.timers);
    buf_finish(&f.answers);
    return 0;
}
