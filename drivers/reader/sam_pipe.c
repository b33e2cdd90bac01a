/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/sam_pipe.h"

#include "base/wipe.h"
#include <stdlib.h>
#include <string.h>

/* A multiple of the packet size beyond the longest answer: never an overflow. */
#define IN_SIZE  2432
#define DRAIN_MS 5

/* With one pair only the body ends exist and the frame travels whole. */
enum end_name { HEAD_OUT, BODY_OUT, HEAD_IN, BODY_IN, ENDS };

struct end {
    struct sam_pipe *pipe;
    struct usb_transfer *transfer;
};

enum phase {
    IDLE,
    SETTLING, /* what an earlier command left in flight comes home */
    DRAINING,
    DRAINED, /* the drain comes home */
    SENDING_HEAD,
    SENDING_BODY,
    RECEIVING,
};

struct sam_pipe {
    struct loop *loop;
    sam_reply_fn *fn;
    void *arg;
    struct end ends[ENDS];
    enum phase phase;
    uint8_t request[SAM_REQUEST];
    struct timer drained;
    struct sam_parser *parser; /* secret: a card passes through it */
};

static bool has(const uint8_t *list, size_t count, uint8_t endpoint)
{
    return memchr(list, endpoint, count) != NULL;
}

/* What the descriptors say decides, never the ids: both kinds are sold as 0400:C35A. */
static bool is_split(const struct usb_interface *interface)
{
    return has(interface->out, interface->outs, 0x02) && has(interface->out, interface->outs, 0x06) &&
           has(interface->in, interface->ins, 0x81) && has(interface->in, interface->ins, 0x85);
}

static bool fits(const struct usb_interface *interface)
{
    bool pair = interface->ins == 1 && interface->outs == 1 && interface->class != LIBUSB_CLASS_HID;
    return pair || is_split(interface);
}

static bool running(const struct sam_pipe *pipe)
{
    for (size_t i = 0; i < ENDS; i++)
        if (usb_transfer_running(pipe->ends[i].transfer))
            return true;
    return false;
}

static void call_home(struct sam_pipe *pipe)
{
    for (size_t i = 0; i < ENDS; i++)
        if (usb_transfer_running(pipe->ends[i].transfer))
            usb_transfer_cancel(pipe->ends[i].transfer);
}

static void finish(struct sam_pipe *pipe, const struct sam_reply *reply, const char *why)
{
    pipe->phase = IDLE;
    pipe->fn(pipe->arg, reply, why);
}

static void send(struct sam_pipe *pipe, enum end_name name, size_t from, size_t len)
{
    memcpy(usb_transfer_data(pipe->ends[name].transfer), pipe->request + from, len);
    usb_transfer_start(pipe->ends[name].transfer, len);
}

static void send_head(struct sam_pipe *pipe)
{
    bool split = pipe->ends[HEAD_OUT].transfer != NULL;
    pipe->phase = split ? SENDING_HEAD : SENDING_BODY;
    if (split)
        send(pipe, HEAD_OUT, 0, SAM_HEADER);
    else
        send(pipe, BODY_OUT, 0, SAM_REQUEST);
}

static void receive(struct sam_pipe *pipe)
{
    bool head = pipe->ends[HEAD_IN].transfer && sam_parser_in_header(pipe->parser);
    pipe->phase = RECEIVING;
    usb_transfer_start(pipe->ends[head ? HEAD_IN : BODY_IN].transfer, IN_SIZE);
}

static void on_drained(void *arg)
{
    struct sam_pipe *pipe = arg;
    pipe->phase = DRAINED;
    if (running(pipe))
        call_home(pipe);
    else
        send_head(pipe); /* the pipes stalled meanwhile */
}

static void drain(struct sam_pipe *pipe)
{
    pipe->phase = DRAINING;
    for (size_t i = HEAD_IN; i < ENDS; i++)
        if (pipe->ends[i].transfer)
            usb_transfer_start(pipe->ends[i].transfer, IN_SIZE);
    timer_start(pipe->loop, &pipe->drained, DRAIN_MS, on_drained, pipe);
}

static void take_bytes(struct sam_pipe *pipe, const uint8_t *bytes, size_t len)
{
    struct sam_reply reply;
    enum sam_parse state = SAM_MORE;
    for (size_t i = 0; i < len && state == SAM_MORE; i++)
        state = sam_parser_byte(pipe->parser, bytes[i], &reply);
    if (state == SAM_MORE) {
        receive(pipe);
        return;
    }
    finish(pipe, state == SAM_REPLY ? &reply : NULL,
           state == SAM_BAD_LENGTH ? "bad length"
           : state == SAM_BAD_SUM  ? "bad checksum"
                                   : NULL);
    sam_parser_reset(pipe->parser);
}

static void go_on(struct sam_pipe *pipe, struct usb_transfer *transfer, enum usb_result result, size_t len)
{
    bool ok = result == USB_OK;
    switch (pipe->phase) {
    case IDLE:
        break;
    case SETTLING:
        if (!running(pipe))
            drain(pipe);
        break;
    case DRAINING: /* something was left over: perhaps there is more */
        if (ok)
            usb_transfer_start(transfer, IN_SIZE);
        break;
    case DRAINED:
        if (!running(pipe))
            send_head(pipe);
        break;
    case SENDING_HEAD:
        if (ok) {
            pipe->phase = SENDING_BODY;
            send(pipe, BODY_OUT, SAM_HEADER, SAM_REQUEST - SAM_HEADER);
        }
        break;
    case SENDING_BODY:
        if (ok)
            receive(pipe);
        break;
    case RECEIVING:
        if (ok)
            take_bytes(pipe, usb_transfer_data(transfer), len);
        break;
    }
}

static void on_done(void *arg, enum usb_result result, size_t len)
{
    struct end *end = arg;
    struct sam_pipe *pipe = end->pipe;
    bool talking = pipe->phase >= SENDING_HEAD;
    go_on(pipe, end->transfer, result, len);
    wipe(usb_transfer_data(end->transfer), len);
    if (talking && result != USB_OK)
        finish(pipe, NULL, usb_result_word(result));
}

static void open_ends(struct sam_pipe *pipe, struct usb_device *device, const struct usb_interface *interface)
{
    static const uint8_t split_ends[ENDS] = {
        [HEAD_OUT] = 0x02, [BODY_OUT] = 0x06, [HEAD_IN] = 0x81, [BODY_IN] = 0x85};
    const uint8_t pair_ends[ENDS] = {[BODY_OUT] = interface->out[0], [BODY_IN] = interface->in[0]};
    const uint8_t *endpoints = is_split(interface) ? split_ends : pair_ends;
    for (size_t i = 0; i < ENDS; i++) {
        struct end *end = &pipe->ends[i];
        end->pipe = pipe;
        if (endpoints[i])
            end->transfer =
                usb_transfer_create(device, endpoints[i], i < HEAD_IN ? SAM_REQUEST : IN_SIZE, on_done, end);
    }
}

bool sam_pipe_open(struct usb_device *device, struct loop *loop, sam_reply_fn *fn, void *arg,
                   struct sam_pipe **ret, struct err *err)
{
    struct usb_interface interface;
    if (!usb_find_interface(device, fits, &interface))
        return err_set(err, "no pair of endpoints that a card reader would have");
    if (!usb_claim(device, &interface, err))
        return false;
    struct sam_pipe *pipe = calloc(1, sizeof *pipe);
    check(pipe);
    *pipe =
        (struct sam_pipe){.loop = loop, .fn = fn, .arg = arg, .parser = secret_create(sizeof *pipe->parser)};
    open_ends(pipe, device, &interface);
    *ret = pipe;
    return true;
}

void sam_pipe_close(struct sam_pipe *pipe)
{
    if (!pipe)
        return;
    timer_stop(&pipe->drained);
    for (size_t i = 0; i < ENDS; i++)
        usb_transfer_destroy(pipe->ends[i].transfer);
    secret_destroy(pipe->parser, sizeof *pipe->parser);
    free(pipe);
}

void sam_pipe_cancel(struct sam_pipe *pipe)
{
    pipe->phase = IDLE;
    timer_stop(&pipe->drained);
    sam_parser_reset(pipe->parser);
    call_home(pipe);
}

void sam_pipe_ask(struct sam_pipe *pipe, uint8_t command, uint8_t parameter)
{
    sam_pipe_cancel(pipe);
    sam_request(command, parameter, pipe->request);
    if (running(pipe))
        pipe->phase = SETTLING;
    else
        drain(pipe);
}
