/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/sam_pipe.h"

#include "base/wipe.h"
#include <stdlib.h>
#include <string.h>

#define DRAIN_MS 5

struct end {
    struct pipe *pipe;
    struct usb_transfer *transfer; /* NULL: this wire has none */
    size_t held;                   /* IN: bytes that wait for their header */
};

enum phase {
    IDLE,
    DRAINING, /* until the line has been silent for a while and every transfer is home */
    SENDING,
    RECEIVING,
};

struct pipe {
    struct loop *loop;
    sam_reply_fn *fn;
    void *arg;
    struct pipe_shape shape;
    struct end out[PIPE_PARTS], in[PIPE_PARTS];
    enum phase phase;
    size_t part; /* of the request, being sent */
    bool quiet;
    uint8_t request[SAM_REQUEST];
    struct timer drained;
    struct sam_parser *parser; /* secret: a card passes through it */
};

static bool receiving(const struct pipe *pipe)
{
    /* The answer may overtake the news that the last part has gone. */
    bool last = pipe->part + 1 == PIPE_PARTS || !pipe->out[pipe->part + 1].transfer;
    return pipe->phase == RECEIVING || (pipe->phase == SENDING && last);
}

static void listen(struct pipe *pipe)
{
    for (size_t i = 0; i < PIPE_PARTS; i++) {
        struct end *end = &pipe->in[i];
        if (end->transfer && !end->held && !usb_transfer_running(end->transfer))
            usb_transfer_start(end->transfer, pipe->shape.in_bytes);
    }
}

static void drop_held(struct pipe *pipe)
{
    for (size_t i = 0; i < PIPE_PARTS; i++) {
        if (pipe->in[i].held)
            wipe(usb_transfer_data(pipe->in[i].transfer), pipe->in[i].held);
        pipe->in[i].held = 0;
    }
}

static void fail(struct pipe *pipe, const char *why)
{
    pipe->quiet = false;
    pipe->phase = IDLE;
    drop_held(pipe);
    sam_parser_reset(pipe->parser);
    (void)pipe->fn(pipe->arg, NULL, why);
}

/* ---- sending ---- */

static void send_part(struct pipe *pipe)
{
    struct usb_transfer *transfer = pipe->out[pipe->part].transfer;
    pipe->phase = SENDING;
    usb_transfer_start(transfer, pipe->shape.pack(pipe->request, pipe->part, usb_transfer_data(transfer)));
}

static bool running(const struct end ends[PIPE_PARTS])
{
    for (size_t i = 0; i < PIPE_PARTS; i++)
        if (usb_transfer_running(ends[i].transfer))
            return true;
    return false;
}

static void call_home(struct end ends[PIPE_PARTS])
{
    for (size_t i = 0; i < PIPE_PARTS; i++)
        if (usb_transfer_running(ends[i].transfer))
            usb_transfer_cancel(ends[i].transfer);
}

/* Goes on with whatever came home last. */
static void drained(struct pipe *pipe)
{
    if (pipe->phase != DRAINING || timer_running(&pipe->drained) || running(pipe->out) || running(pipe->in))
        return;
    listen(pipe);
    send_part(pipe);
}

/* An answer cut off behind a full packet waits for more of it in a transfer that would swallow the next. */
static void on_silent(void *arg)
{
    struct pipe *pipe = arg;
    call_home(pipe->in);
    drained(pipe);
}

static void drain(struct pipe *pipe)
{
    pipe->phase = DRAINING;
    timer_start(pipe->loop, &pipe->drained, DRAIN_MS, on_silent, pipe);
}

static void on_out(void *arg, enum usb_result result, size_t len)
{
    struct pipe *pipe = ((struct end *)arg)->pipe;
    (void)len;
    drained(pipe);
    if (pipe->phase != SENDING || running(pipe->out))
        return;
    if (result != USB_OK) {
        fail(pipe, usb_result_word(result));
    } else if (receiving(pipe)) {
        pipe->phase = RECEIVING;
    } else {
        pipe->part++;
        send_part(pipe);
    }
}

/* ---- receiving ---- */

/* False: somebody else's answer, the right one is still to come. */
static bool answered(struct pipe *pipe, const struct sam_reply *reply, bool surplus)
{
    enum phase phase = pipe->phase;
    pipe->phase = IDLE;
    pipe->quiet = !surplus;
    bool over = pipe->fn(pipe->arg, reply, NULL);
    sam_parser_reset(pipe->parser);
    if (!over) {
        pipe->phase = phase;
        pipe->quiet = false;
    }
    return over;
}

/* One frame is whole, or never will be. False: the command goes on. */
static bool judge(struct pipe *pipe, enum sam_parse state, const struct sam_reply *reply, bool surplus)
{
    if (state == SAM_REPLY)
        return answered(pipe, reply, surplus);
    fail(pipe, state == SAM_BAD_LENGTH ? "bad length" : "bad checksum");
    return true;
}

/* What one transfer brought, into the frame. False: the command is over, well or not. */
static bool take(struct pipe *pipe, struct end *end, size_t len)
{
    const uint8_t *bytes = usb_transfer_data(end->transfer);
    struct sam_reply reply;
    bool over = pipe->shape.unpack && !pipe->shape.unpack(&bytes, &len);
    end->held = len; /* not to be started yet */
    if (over)
        fail(pipe, "damaged report");
    for (size_t i = 0; i < len && !over; i++) {
        enum sam_parse state = sam_parser_byte(pipe->parser, bytes[i], &reply);
        over = state != SAM_MORE &&
               judge(pipe, state, &reply, i + 1 < len || (end == pipe->in && pipe->in[1].held));
    }
    wipe(usb_transfer_data(end->transfer), pipe->shape.in_bytes);
    end->held = 0;
    return !over;
}

/* A body may arrive before the news of its header. */
static void on_bytes(struct pipe *pipe, struct end *end, size_t len)
{
    struct end *body = &pipe->in[1];
    if (end == body && sam_parser_in_header(pipe->parser))
        end->held = len;
    else if (take(pipe, end, len) && body->held && !sam_parser_in_header(pipe->parser))
        take(pipe, body, body->held);
}

/* Nobody asked for these. */
static void discard(struct pipe *pipe, struct end *end, size_t len)
{
    wipe(usb_transfer_data(end->transfer), len);
    pipe->quiet = pipe->quiet && !len;
    if (len && pipe->phase == DRAINING)
        drain(pipe); /* there may be more */
}

static void on_in(void *arg, enum usb_result result, size_t len)
{
    struct end *end = arg;
    struct pipe *pipe = end->pipe;
    if (result == USB_OK && receiving(pipe)) {
        on_bytes(pipe, end, len);
        listen(pipe);
        return;
    }
    discard(pipe, end, len);
    pipe->quiet = pipe->quiet && result == USB_OK;
    bool draining = pipe->phase == DRAINING, coming_home = draining && !timer_running(&pipe->drained);
    if (pipe->phase >= SENDING && result != USB_OK)
        fail(pipe, usb_result_word(result));
    else if (!coming_home && (result == USB_OK || (draining && result == USB_CANCELLED)))
        listen(pipe); /* else with the next command: a halt is cleared then */
    drained(pipe);
}

/* ---- the ops ---- */

static struct usb_transfer *create_end(struct pipe *pipe, struct usb_device *device, uint8_t endpoint,
                                       struct end *end)
{
    bool in = endpoint & LIBUSB_ENDPOINT_IN;
    end->pipe = pipe;
    if (!endpoint)
        return NULL;
    return usb_transfer_create(device, endpoint, in ? pipe->shape.in_bytes : PIPE_PART_MAX,
                               in ? on_in : on_out, end);
}

void *pipe_open(const struct sam_wire_setup *setup, const struct pipe_shape *shape)
{
    struct pipe *pipe = calloc(1, sizeof *pipe);
    check(pipe);
    *pipe = (struct pipe){.loop = setup->loop,
                          .fn = setup->fn,
                          .arg = setup->arg,
                          .shape = *shape,
                          .parser = secret_create(sizeof *pipe->parser)};
    for (size_t i = 0; i < PIPE_PARTS; i++) {
        pipe->out[i].transfer = create_end(pipe, setup->device, shape->out[i], &pipe->out[i]);
        pipe->in[i].transfer = create_end(pipe, setup->device, shape->in[i], &pipe->in[i]);
    }
    return pipe;
}

void pipe_close(void *arg)
{
    struct pipe *pipe = arg;
    if (!pipe)
        return;
    timer_stop(&pipe->drained);
    for (size_t i = 0; i < PIPE_PARTS; i++) {
        usb_transfer_destroy(pipe->out[i].transfer);
        usb_transfer_destroy(pipe->in[i].transfer);
    }
    secret_destroy(pipe->parser, sizeof *pipe->parser);
    free(pipe);
}

static void drop(struct pipe *pipe)
{
    if (pipe->phase != IDLE)
        pipe->quiet = false;
    pipe->phase = IDLE;
    pipe->part = 0;
    timer_stop(&pipe->drained);
    drop_held(pipe);
    sam_parser_reset(pipe->parser);
    call_home(pipe->out);
}

void pipe_cancel(void *arg)
{
    struct pipe *pipe = arg;
    drop(pipe);
    call_home(pipe->in);
    pipe->quiet = false;
}

void pipe_ask(void *arg, uint8_t command, uint8_t parameter)
{
    struct pipe *pipe = arg;
    drop(pipe);
    sam_request(command, parameter, pipe->request);
    if (pipe->quiet && !running(pipe->out))
        send_part(pipe);
    else
        drain(pipe);
    listen(pipe); /* behind the question: an answer waits in the device until it is fetched */
}

/* ---- the two wires of the SAM document ---- */

/* A multiple of the packet size beyond the longest answer: never an overflow. */
#define BULK_IN 2432

static bool has(const uint8_t *list, size_t count, uint8_t endpoint)
{
    return memchr(list, endpoint, count) != NULL;
}

static bool fits_split(const struct usb_interface *interface)
{
    return interface->class != LIBUSB_CLASS_HID && has(interface->out, interface->outs, 0x02) &&
           has(interface->out, interface->outs, 0x06) && has(interface->in, interface->ins, 0x81) &&
           has(interface->in, interface->ins, 0x85);
}

static bool fits_pair(const struct usb_interface *interface)
{
    return interface->class != LIBUSB_CLASS_HID && interface->ins == 1 && interface->outs == 1;
}

static size_t pack_split(const uint8_t request[SAM_REQUEST], size_t part, uint8_t ret[PIPE_PART_MAX])
{
    size_t len = part ? SAM_REQUEST - SAM_HEADER : SAM_HEADER;
    memcpy(ret, request + part * SAM_HEADER, len);
    return len;
}

static size_t pack_pair(const uint8_t request[SAM_REQUEST], size_t part, uint8_t ret[PIPE_PART_MAX])
{
    (void)part;
    memcpy(ret, request, SAM_REQUEST);
    return SAM_REQUEST;
}

static void *open_split(const struct sam_wire_setup *setup)
{
    static const struct pipe_shape shape = {
        .out = {0x02, 0x06}, .in = {0x81, 0x85}, .in_bytes = BULK_IN, .pack = pack_split};
    return pipe_open(setup, &shape);
}

/* On an interface with more endpoints the lowest of each direction are the pair. */
static void *open_pair(const struct sam_wire_setup *setup)
{
    const struct usb_interface *interface = &setup->interface;
    struct pipe_shape shape = {
        .out = {interface->out[0]}, .in = {interface->in[0]}, .in_bytes = BULK_IN, .pack = pack_pair};
    for (size_t i = 1; i < interface->outs; i++)
        shape.out[0] = interface->out[i] < shape.out[0] ? interface->out[i] : shape.out[0];
    for (size_t i = 1; i < interface->ins; i++)
        shape.in[0] = interface->in[i] < shape.in[0] ? interface->in[i] : shape.in[0];
    return pipe_open(setup, &shape);
}

const struct sam_wire sam_wire_pair = {.name = "one pair of pipes",
                                       .fits = fits_pair,
                                       .open = open_pair,
                                       .ask = pipe_ask,
                                       .cancel = pipe_cancel,
                                       .close = pipe_close};
const struct sam_wire sam_wire_split = {.name = "split pipes",
                                        .fits = fits_split,
                                        .open = open_split,
                                        .ask = pipe_ask,
                                        .cancel = pipe_cancel,
                                        .close = pipe_close,
                                        .other = &sam_wire_pair};
