/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_printer.h"

#include "tests/sim/sim_status.h"
#include <stdlib.h>
#include <string.h>

#define RESERVE     128 /* NAK from here on … */
#define READY_AGAIN 256 /* … until so much is free */
#define ANSWERS_MAX 512
#define TICK_US     2000 /* motion is looked at so often at most */
#define RECENT      10   /* the longest real-time command */

struct sim_printer {
    struct usim_dev *dev;
    const struct printer_row *row;
    struct sim_mech mech;
    struct sim_escpos parser;
    struct buf rx; /* receive buffer; bytes before rx_read are consumed */
    size_t rx_read;
    bool off;
    bool full, busy_offline;
    uint8_t recent[RECENT]; /* the last bytes received, for real-time commands */
    struct buf answers;     /* not yet read by the host */
    uint8_t asb, notify;
    struct sim_status told; /* what ASB and GS ( H fn 49 said last */
    bool cover_fault;       /* the cover was opened while printing */
};

static size_t buffered(const struct sim_printer *printer)
{
    return printer->rx.len - printer->rx_read;
}

static struct sim_status view(const struct sim_printer *printer)
{
    const struct sim_mech *mech = &printer->mech;
    return (struct sim_status){
        .cover = mech->cover_open,
        .paper_end = mech->paper_rows <= 0,
        .near_end = printer->row->near_end && mech->paper_rows < mech->near_end_rows,
        .cutter = mech->cutter_error,
        .recoverable = mech->head_hot || printer->cover_fault,
        .offline = sim_mech_stopped(mech),
    };
}

static void answer(struct sim_printer *printer, const void *bytes, size_t len)
{
    if (!printer->row->mute && !printer->off && printer->answers.len + len <= ANSWERS_MAX)
        buf_append(&printer->answers, bytes, len);
}

/* Tells what changed since the last time, to whoever asked to be told. */
static void report(struct sim_printer *printer)
{
    struct sim_status now = view(printer);
    uint8_t bytes[8];
    if (printer->asb & sim_status_asb_groups(&printer->told, &now)) {
        sim_status_asb(&now, bytes);
        answer(printer, bytes, 4);
    }
    if (printer->notify && now.offline && !printer->told.offline)
        answer(printer, bytes, sim_status_notice(&now, printer->notify == 2, bytes));
    printer->told = now;
}

/* ---- the interpreter's requests ---- */

static void on_row(void *arg, const uint8_t *bits)
{
    struct sim_printer *printer = arg;
    sim_mech_row(&printer->mech, bits);
}

static void on_feed(void *arg, int rows)
{
    struct sim_printer *printer = arg;
    sim_mech_feed(&printer->mech, rows);
}

static void on_cut(void *arg, int feed_rows)
{
    struct sim_printer *printer = arg;
    if (feed_rows >= 0)
        sim_mech_feed(&printer->mech, printer->row->gap + feed_rows);
    if (printer->row->cutter)
        sim_mech_cut(&printer->mech);
}

static void status_asked(struct sim_printer *printer, uint8_t n)
{
    struct sim_status now = view(printer);
    uint8_t byte = n == 1 || n == 49 ? sim_status_paper_byte(&now) : 0;
    answer(printer, &byte, 1);
}

static void info_asked(struct sim_printer *printer, uint8_t n)
{
    const struct printer_row *row = printer->row;
    const char *texts[] = {"1.00 ESC/POS", row->maker, row->model, "X7TS000001", "CHINA GB18030"};
    const uint8_t codes[] = {0x20, row->cutter ? 0x03 : 0x01, 0x01};
    if (!row->maker)
        return;
    if (n >= 65 && n < 65 + COUNT_OF(texts)) {
        answer(printer, "_", 1);
        answer(printer, texts[n - 65], strlen(texts[n - 65]) + 1);
    } else if ((n & 0x0f) >= 1 && (n & 0x0f) <= COUNT_OF(codes) && n < 0x40) {
        answer(printer, &codes[(n & 0x0f) - 1], 1);
    }
}

static void on_request(void *arg, enum escpos_request request, const uint8_t *params)
{
    struct sim_printer *printer = arg;
    struct sim_status now = view(printer);
    uint8_t bytes[4];
    switch (request) {
    case ESCPOS_INIT:
        printer->asb = 0;
        break;
    case ESCPOS_ASB:
        printer->asb = params[0];
        sim_status_asb(&now, bytes);
        if (params[0])
            answer(printer, bytes, sizeof bytes);
        break;
    case ESCPOS_STATUS:
        status_asked(printer, params[0]);
        break;
    case ESCPOS_INFO:
        info_asked(printer, params[0]);
        break;
    case ESCPOS_PROOF:
        if (printer->row->process_id)
            sim_mech_mark(&printer->mech, params);
        break;
    case ESCPOS_NOTIFY:
        if (printer->row->process_id)
            printer->notify = params[0];
        break;
    }
}

static void on_text(void *arg, const char *line)
{
    struct sim_printer *printer = arg;
    sim_mech_text(&printer->mech, line);
}

static const struct escpos_out interpreter_out = {on_row, on_feed, on_cut, on_request, on_text};

/* Everything before the GS ( H has been printed. */
static void on_mark(void *arg, const uint8_t mark[4])
{
    const uint8_t bytes[] = {0x37, 0x22, mark[0], mark[1], mark[2], mark[3], 0};
    answer(arg, bytes, sizeof bytes);
}

/* ---- the machine ---- */

static void drop_received(struct sim_printer *printer)
{
    buf_consume(&printer->rx, printer->rx.len);
    printer->rx_read = 0;
    sim_escpos_reset(&printer->parser);
    sim_mech_clear(&printer->mech, usim_now_us(printer->dev));
}

/* The interpreter runs ahead of the head by so many rows, and waits for the cutter and for its own marks. */
static bool wants_bytes(const struct sim_printer *printer)
{
    const struct sim_mech *mech = &printer->mech;
    bool room = mech->count == 0 || (mech->rows_ahead > 0 && mech->rows_ahead <= printer->row->ahead);
    return buffered(printer) && !sim_mech_stopped(mech) && mech->cuts_ahead == 0 && room;
}

/* Lets buffer, interpreter and mechanics go as far as the time allows. */
static void run(struct sim_printer *printer)
{
    int64_t now = usim_now_us(printer->dev);
    for (;;) {
        sim_mech_run(&printer->mech, now);
        if (!wants_bytes(printer))
            break;
        sim_escpos_byte(&printer->parser, printer->rx.data[printer->rx_read++]);
    }
    if (!printer->mech.count && !buffered(printer))
        printer->mech.idle = true;
    buf_consume(&printer->rx, printer->rx_read);
    printer->rx_read = 0;
    size_t room = (size_t)printer->row->buffer - printer->rx.len;
    printer->full = printer->full ? room < READY_AGAIN : room <= RESERVE;
    report(printer);
    int64_t due = sim_mech_due_us(&printer->mech);
    usim_wake(printer->dev, due < 0 ? -1 : due > now + TICK_US ? due : now + TICK_US);
}

static void go(struct sim_printer *printer)
{
    run(printer);
    usim_kick(printer->dev);
}

/* ---- real-time commands: executed when they arrive, wherever they stand in the stream ---- */

static void realtime_status(struct sim_printer *printer)
{
    struct sim_status now = view(printer);
    uint8_t byte = sim_status_dle_eot(&now, printer->recent[RECENT - 1]);
    answer(printer, &byte, 1);
}

static void realtime_recover(struct sim_printer *printer)
{
    if (printer->mech.cutter_jam || !sim_mech_stopped(&printer->mech))
        return;
    printer->mech.cutter_error = false;
    sim_mech_resume(&printer->mech, usim_now_us(printer->dev));
}

static void realtime_recover_clear(struct sim_printer *printer)
{
    if (!sim_mech_stopped(&printer->mech))
        return;
    drop_received(printer);
    realtime_recover(printer);
}

static void realtime_clear(struct sim_printer *printer)
{
    static const uint8_t cleared[] = {0x37, 0x25, 0x00};
    drop_received(printer);
    answer(printer, cleared, sizeof cleared);
}

static const struct {
    uint8_t bytes[RECENT], len;
    void (*run)(struct sim_printer *printer);
} realtime[] = {
    {{0x10, 0x04, 1}, 3, realtime_status},
    {{0x10, 0x04, 2}, 3, realtime_status},
    {{0x10, 0x04, 3}, 3, realtime_status},
    {{0x10, 0x04, 4}, 3, realtime_status},
    {{0x10, 0x05, 1}, 3, realtime_recover},
    {{0x10, 0x05, 2}, 3, realtime_recover_clear},
    {{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}, 10, realtime_clear},
};

static void receive(struct sim_printer *printer, uint8_t byte)
{
    buf_byte(&printer->rx, byte);
    memmove(printer->recent, printer->recent + 1, RECENT - 1);
    printer->recent[RECENT - 1] = byte;
    for (size_t i = 0; i < COUNT_OF(realtime); i++)
        if (memcmp(printer->recent + RECENT - realtime[i].len, realtime[i].bytes, realtime[i].len) == 0)
            realtime[i].run(printer);
}

/* ---- USB ---- */

static int on_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    struct sim_printer *printer = model;
    (void)ep;
    if (printer->off)
        return len;
    if (printer->full || (printer->busy_offline && sim_mech_stopped(&printer->mech)))
        return USIM_NAK;
    for (int i = 0; i < len; i++)
        receive(printer, packet[i]);
    go(printer);
    return len;
}

static int on_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    struct sim_printer *printer = model;
    (void)ep;
    if (printer->answers.len == 0)
        return USIM_NAK;
    int len = printer->answers.len < (size_t)size ? (int)printer->answers.len : size;
    memcpy(packet, printer->answers.data, (size_t)len);
    buf_consume(&printer->answers, (size_t)len);
    return len;
}

/* wIndex names interface and setting; one that was not chosen has no id. */
static int device_id(const struct sim_printer *printer, const uint8_t setup[8], uint8_t *data, int len)
{
    if (setup[5] != 0 || setup[4] != printer->dev->setting)
        return USIM_STALL;
    size_t text = strlen(printer->row->device_id), all = text + 2;
    uint8_t bytes[256] = {(uint8_t)(all >> 8), (uint8_t)all};
    memcpy(bytes + 2, printer->row->device_id, text);
    int n = all < (size_t)len ? (int)all : len;
    memcpy(data, bytes, (size_t)n);
    return n;
}

static int port_status(const struct sim_printer *printer, uint8_t *data, int len)
{
    struct sim_status now = view(printer);
    if (len < 1)
        return 0;
    data[0] = sim_status_port_byte(&now);
    return 1;
}

/* Buffers and pipes to their defaults; modes too. What is wrong mechanically stays wrong. */
static void on_reset(void *model)
{
    struct sim_printer *printer = model;
    drop_received(printer);
    buf_consume(&printer->answers, printer->answers.len);
    memset(printer->recent, 0, sizeof printer->recent);
    printer->asb = printer->notify = 0;
    if (!printer->mech.cutter_jam)
        printer->mech.cutter_error = false;
    run(printer);
}

void sim_printer_power(struct sim_printer *printer, bool on)
{
    printer->off = !on;
    on_reset(printer);
}

static int on_control(void *model, const uint8_t setup[8], uint8_t *data, int len)
{
    struct sim_printer *printer = model;
    switch (setup[0] << 8 | setup[1]) {
    case 0xa100:
        return device_id(printer, setup, data, len);
    case 0xa101:
        return port_status(printer, data, len);
    case 0x2102: /* SOFT_RESET; class 1.0 said recipient "other", and Linux still sends that */
    case 0x2302:
        usim_reset(printer->dev);
        usim_kick(printer->dev);
        return 0;
    default:
        return USIM_STALL;
    }
}

static void on_tick(void *model)
{
    go(model);
}

const struct usim_ops sim_printer_ops = {
    .control = on_control, .bulk_out = on_out, .bulk_in = on_in, .reset = on_reset, .tick = on_tick};

void *sim_printer_create(struct usim_dev *dev, const struct model_env *env, const void *row)
{
    struct sim_printer *printer = calloc(1, sizeof *printer);
    check(printer);
    printer->dev = dev;
    printer->row = row;
    sim_mech_init(&printer->mech, printer->row->rows_per_m, printer->row->speed_mm_s, printer->row->cut_ms);
    sim_strip_init(&printer->mech.strip, env->sheets, printer->row->dots, printer->row->gap,
                   printer->row->rows_per_m);
    printer->mech.on_mark = on_mark;
    printer->mech.arg = printer;
    sim_escpos_init(&printer->parser, printer->row->dots, &interpreter_out, printer);
    return printer;
}

void sim_printer_destroy(void *model)
{
    struct sim_printer *printer = model;
    usim_wake(printer->dev, -1);
    sim_mech_finish(&printer->mech);
    sim_escpos_finish(&printer->parser);
    buf_finish(&printer->rx);
    buf_finish(&printer->answers);
    free(printer);
}

struct sim_mech *sim_printer_mech(struct sim_printer *printer)
{
    return &printer->mech;
}

void sim_printer_changed(struct sim_printer *printer)
{
    bool printing = printer->mech.count || buffered(printer);
    printer->cover_fault = printer->mech.cover_open && (printer->cover_fault || printing);
    sim_mech_resume(&printer->mech, usim_now_us(printer->dev));
    go(printer);
}

bool sim_printer_load(struct sim_printer *printer, int64_t rows, struct err *err)
{
    bool ok = sim_strip_change(&printer->mech.strip, printer->mech.rows_ahead > 0, err);
    printer->mech.paper_rows = rows;
    sim_printer_changed(printer);
    return ok;
}

void sim_printer_busy_offline(struct sim_printer *printer, bool on)
{
    printer->busy_offline = on;
    usim_kick(printer->dev);
}

struct printer_state sim_printer_state(const struct sim_printer *printer)
{
    return (struct printer_state){
        .off = printer->off,
        .offline = sim_mech_stopped(&printer->mech),
        .busy_offline = printer->busy_offline,
        .inside_command = sim_escpos_inside(&printer->parser),
        .buffered = buffered(printer),
        .unknown_commands = printer->parser.unknown,
    };
}
