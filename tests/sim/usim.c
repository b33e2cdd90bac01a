/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/usim.h"

#include "tests/sim/standard.h"
#include <errno.h>
#include <string.h>

/* Results of one step beside the bytes of a model. */
enum { STEP_ON, STEP_DONE, STEP_WAIT };

static uint32_t ep_bit(uint8_t ep)
{
    return 1u << ((ep & 15) + (ep & 0x80 ? 16 : 0));
}

static void append(struct usim_xfer **list, struct usim_xfer *xfer)
{
    while (*list)
        list = &(*list)->next;
    xfer->next = NULL;
    *list = xfer;
}

static bool unlink_xfer(struct usim_xfer **list, const struct usim_xfer *xfer)
{
    for (; *list; list = &(*list)->next)
        if (*list == xfer) {
            *list = xfer->next;
            return true;
        }
    return false;
}

static struct usim_xfer *take(struct usim_xfer **list, const void *owner)
{
    for (; *list; list = &(*list)->next)
        if ((*list)->owner == owner) {
            struct usim_xfer *xfer = *list;
            *list = xfer->next;
            return xfer;
        }
    return NULL;
}

static void tell_trace(struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    if (dev->on_trace)
        dev->on_trace(dev->trace_arg, dev, xfer, event);
}

static void notify(struct usim_dev *dev, const struct usim_xfer *xfer, char event)
{
    tell_trace(dev, xfer, event);
    if (dev->on_host)
        dev->on_host(dev->host_arg, dev, xfer, event);
}

static void finish(struct usim_dev *dev, struct usim_xfer *xfer, int status)
{
    xfer->status = status;
    append(&dev->done, xfer);
    notify(dev, xfer, 'C');
}

static void on_pull(void *arg)
{
    struct usim_dev *dev = arg;
    dev->on_cable_out(dev->cable_arg, dev);
}

static void on_hold(void *arg)
{
    usim_kick(arg);
}

/* The cable leaves in the middle of a transfer: nothing moves any more, the teardown comes from the loop. */
static int pull_cable(struct usim_dev *dev)
{
    dev->cable_out = true;
    timer_start(dev->loop, &dev->pull, 0, on_pull, dev);
    return STEP_WAIT;
}

/* Where it stands how long the next packet is held: a device that answers late is late for every transfer. */
static int64_t *held(struct usim_dev *dev, struct usim_xfer *xfer)
{
    bool in = xfer->type != USIM_CONTROL && xfer->ep & 0x80;
    return in ? &dev->ready[xfer->ep & 15].hold_us : &xfer->hold_us;
}

static int hold(struct usim_dev *dev, struct usim_xfer *xfer, int delay_ms)
{
    int64_t *until_us = held(dev, xfer);
    *until_us = usim_now_us(dev) + (int64_t)delay_ms * 1000;
    timer_start(dev->loop, &dev->hold, simtime_until_ms(dev->time, *until_us), on_hold, dev);
    return STEP_WAIT;
}

/* Faults that replace the packet. STEP_ON: it moves (changed by short and corrupt). */
static int strike(struct usim_dev *dev, struct usim_xfer *xfer)
{
    switch (xfer->fault.kind) {
    case FAULT_STALL:
        dev->halted |= xfer->type == USIM_CONTROL ? 0 : ep_bit(xfer->ep);
        return -EPIPE;
    case FAULT_NAK:
        xfer->parked = true;
        return STEP_WAIT;
    case FAULT_DELAY:
        xfer->struck = false; /* once is enough */
        return hold(dev, xfer, xfer->fault.arg);
    case FAULT_DISCONNECT:
        return pull_cable(dev);
    case FAULT_CRC:
        return -EPROTO;
    case FAULT_BABBLE:
        return -EOVERFLOW;
    case FAULT_SHORT:
    case FAULT_CORRUPT:
        break;
    }
    return STEP_ON;
}

/* Asks the faults about the next packet, once however often it is tried. */
static int meet_faults(struct usim_dev *dev, struct usim_xfer *xfer)
{
    if (!xfer->counted) {
        xfer->struck = faults_hit(&dev->faults, xfer->ep, &xfer->fault);
        xfer->counted = true;
    }
    return xfer->struck ? strike(dev, xfer) : STEP_ON;
}

static bool hit_by(const struct usim_xfer *xfer, enum fault_kind kind)
{
    return xfer->struck && xfer->fault.kind == kind;
}

static void corrupt(const struct usim_xfer *xfer, uint8_t *packet, int len)
{
    if (hit_by(xfer, FAULT_CORRUPT) && xfer->fault.arg >= 0 && xfer->fault.arg < len)
        packet[xfer->fault.arg] ^= 0xff;
}

static int model_status(int answer)
{
    return answer == USIM_NAK ? STEP_WAIT : -EPIPE;
}

static int step_in(struct usim_dev *dev, struct usim_xfer *xfer, int packet_size)
{
    struct usim_ready *ready = &dev->ready[xfer->ep & 15];
    if (ready->len < 0) {
        int got = dev->ops->bulk_in(dev->model, xfer->ep, ready->packet, packet_size);
        if (got < 0)
            return model_status(got);
        ready->len = got;
    }
    int met = meet_faults(dev, xfer);
    if (met != STEP_ON)
        return met;
    bool cut = hit_by(xfer, FAULT_SHORT) && xfer->fault.arg < ready->len;
    int got = cut ? xfer->fault.arg : ready->len, left = xfer->len - xfer->actual;
    corrupt(xfer, ready->packet, got);
    memcpy(xfer->buf + xfer->actual, ready->packet, (size_t)(got < left ? got : left));
    xfer->actual += got < left ? got : left;
    xfer->counted = xfer->struck = false;
    if (cut)
        memmove(ready->packet, ready->packet + got, (size_t)(ready->len - got));
    ready->len = cut ? ready->len - got : -1;
    if (got > left)
        return -EOVERFLOW;
    return got < packet_size || xfer->actual == xfer->len ? STEP_DONE : STEP_ON;
}

static int step_out(struct usim_dev *dev, struct usim_xfer *xfer, int packet_size)
{
    int met = meet_faults(dev, xfer);
    if (met != STEP_ON)
        return met;
    uint8_t packet[USIM_PACKET_MAX];
    int left = xfer->len - xfer->actual;
    int len = left < packet_size ? left : packet_size;
    memcpy(packet, xfer->buf + xfer->actual, (size_t)len);
    corrupt(xfer, packet, len);
    int took = dev->ops->bulk_out(dev->model, xfer->ep, packet, len);
    if (took < 0)
        return model_status(took);
    xfer->actual += len;
    xfer->counted = xfer->struck = false;
    return xfer->actual == xfer->len ? STEP_DONE : STEP_ON;
}

static int step_control(struct usim_dev *dev, struct usim_xfer *xfer)
{
    const uint8_t *setup = xfer->buf;
    int met = meet_faults(dev, xfer);
    if (met != STEP_ON)
        return met;
    int answer = standard_request(dev, setup, xfer->buf + 8, xfer->len - 8);
    if (answer == STANDARD_NOT)
        answer = dev->ops->control ? dev->ops->control(dev->model, setup, xfer->buf + 8, xfer->len - 8)
                                   : USIM_STALL;
    if (answer < 0)
        return model_status(answer);
    xfer->actual = answer;
    return STEP_DONE;
}

/* One packet, or a whole control transfer. STEP_* or a -errno that ends the transfer. */
static int step(struct usim_dev *dev, struct usim_xfer *xfer)
{
    if (dev->cable_out || xfer->parked)
        return STEP_WAIT;
    int64_t *until_us = held(dev, xfer);
    if (*until_us && usim_now_us(dev) < *until_us) {
        timer_start(dev->loop, &dev->hold, simtime_until_ms(dev->time, *until_us), on_hold, dev);
        return STEP_WAIT;
    }
    *until_us = 0;
    if (xfer->type == USIM_CONTROL)
        return step_control(dev, xfer);
    if (dev->halted & ep_bit(xfer->ep))
        return -EPIPE;
    int packet_size;
    if (usim_endpoint(dev, xfer->ep, &packet_size) < 0)
        return -ENOENT;
    if (dev->settings && dev->shape->deaf_after_set_interface)
        return STEP_WAIT;
    return xfer->ep & 0x80 ? step_in(dev, xfer, packet_size) : step_out(dev, xfer, packet_size);
}

static void pump_once(struct usim_dev *dev)
{
    uint32_t blocked = 0; /* transfers of one endpoint keep their order */
    for (struct usim_xfer **link = &dev->pending; *link;) {
        struct usim_xfer *xfer = *link;
        int result = STEP_WAIT;
        if (xfer->type == USIM_CONTROL || !(blocked & ep_bit(xfer->ep)))
            do
                result = step(dev, xfer);
            while (result == STEP_ON);
        if (result == STEP_WAIT) {
            blocked |= xfer->type == USIM_CONTROL ? 0 : ep_bit(xfer->ep);
            link = &xfer->next;
            continue;
        }
        *link = xfer->next;
        finish(dev, xfer, result == STEP_DONE ? 0 : result);
    }
}

void usim_kick(struct usim_dev *dev)
{
    dev->again = true;
    if (dev->pumping || !dev->plugged)
        return;
    dev->pumping = true;
    while (dev->again) {
        dev->again = false;
        pump_once(dev);
    }
    dev->pumping = false;
}

void usim_submit(struct usim_dev *dev, struct usim_xfer *xfer)
{
    notify(dev, xfer, 'S');
    append(&dev->pending, xfer);
    usim_kick(dev);
}

bool usim_discard(struct usim_dev *dev, struct usim_xfer *xfer)
{
    if (!unlink_xfer(&dev->pending, xfer))
        return false;
    finish(dev, xfer, -ENOENT);
    usim_kick(dev); /* the next one of the endpoint may go */
    return true;
}

struct usim_xfer *usim_reap(struct usim_dev *dev, const void *owner)
{
    return take(&dev->done, owner);
}

bool usim_has_done(const struct usim_dev *dev, const void *owner)
{
    for (const struct usim_xfer *xfer = dev->done; xfer; xfer = xfer->next)
        if (xfer->owner == owner)
            return true;
    return false;
}

struct usim_xfer *usim_drop(struct usim_dev *dev, const void *owner)
{
    struct usim_xfer *xfer = take(&dev->pending, owner);
    return xfer ? xfer : take(&dev->done, owner);
}

bool usim_has_usblp(const struct usim_shape *shape)
{
    static const uint8_t odd_epson[] = {0xb8, 0x04, 0x02, 0x02}; /* class FF, and still usblp's */
    const uint8_t *interface = shape->desc + shape->desc[0] + 9;
    return interface[5] == 7 || memcmp(shape->desc + 8, odd_epson, sizeof odd_epson) == 0;
}

static int settings_of(const struct usim_shape *shape, int number)
{
    int count = 0;
    for (const uint8_t *d = shape->desc; d < shape->desc + shape->desc_len; d += d[0])
        count += d[1] == 4 && d[2] == number;
    return count;
}

bool usim_set_interface(struct usim_dev *dev, int number, int setting)
{
    if (setting >= settings_of(dev->shape, number))
        return false;
    if (number == 0)
        dev->setting = (uint8_t)setting;
    dev->settings++;
    return true;
}

void usim_plug(struct usim_dev *dev, int devnum)
{
    dev->devnum = devnum;
    dev->setting = 0;
    dev->settings = 0;
    dev->usblp = usim_has_usblp(dev->shape);
    dev->opens = 0;
    dev->plugged = true;
    dev->cable_out = false;
    tell_trace(dev, NULL, 'P');
    usim_reset(dev);
}

void usim_unplug(struct usim_dev *dev)
{
    dev->plugged = false;
    tell_trace(dev, NULL, 'U');
    timer_stop(&dev->pull);
    timer_stop(&dev->hold);
    for (struct usim_xfer *xfer; (xfer = dev->pending);) {
        dev->pending = xfer->next;
        finish(dev, xfer, -ESHUTDOWN);
    }
}

void usim_clear_halt(struct usim_dev *dev, uint8_t ep)
{
    dev->halted &= ~ep_bit(ep);
    usim_kick(dev);
}

void usim_reset(struct usim_dev *dev)
{
    dev->halted = 0;
    for (size_t i = 0; i < COUNT_OF(dev->ready); i++)
        dev->ready[i] = (struct usim_ready){.len = -1};
    if (dev->ops->reset)
        dev->ops->reset(dev->model);
}

int usim_control(struct usim_dev *dev, const uint8_t setup[8], uint8_t *data, int len)
{
    uint8_t buf[8 + 65535];
    memcpy(buf, setup, 8);
    if (len)
        memcpy(buf + 8, data, (size_t)len);
    struct usim_xfer xfer = {.type = USIM_CONTROL, .buf = buf, .len = 8 + len};
    notify(dev, &xfer, 'S');
    int result = step(dev, &xfer);
    if (result == STEP_WAIT)
        result = dev->cable_out ? -ENODEV : -ETIMEDOUT;
    xfer.status = result == STEP_DONE ? 0 : result;
    tell_trace(dev, &xfer, 'C');
    if (result != STEP_DONE)
        return result;
    if (len)
        memcpy(data, buf + 8, (size_t)xfer.actual);
    return xfer.actual;
}

int usim_endpoint(const struct usim_dev *dev, uint8_t ep, int *ret_packet)
{
    int interface = -1;
    bool present = false;
    const uint8_t *d = dev->shape->desc, *end = d + dev->shape->desc_len;
    for (; d < end; d += d[0]) {
        if (d[1] == 4) {
            interface = d[2];
            present = d[3] == (interface == 0 ? dev->setting : 0);
        }
        if (d[1] != 5 || d[2] != ep || !present)
            continue;
        if (ret_packet)
            *ret_packet = d[4] | d[5] << 8;
        return interface;
    }
    return -1;
}

static void on_wake(void *arg)
{
    struct usim_dev *dev = arg;
    dev->ops->tick(dev->model);
}

void usim_wake(struct usim_dev *dev, int64_t model_us)
{
    if (model_us < 0)
        timer_stop(&dev->wake);
    else
        timer_start(dev->loop, &dev->wake, simtime_until_ms(dev->time, model_us), on_wake, dev);
}

int64_t usim_now_us(const struct usim_dev *dev)
{
    return simtime_now_us(dev->time);
}
