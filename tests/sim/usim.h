/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The core of the simulated bus: one struct usim_dev per device, transfers that move packet by packet between
 * a host (host.h) and a device model, faults in between. Standard requests are answered here; a model sees
 * only class and vendor requests and the packets of its endpoints. Everything runs in the one thread of the
 * loop.
 */
#ifndef LIQU_TESTS_SIM_USIM_H
#define LIQU_TESTS_SIM_USIM_H

#include "base/attr.h"
#include "base/loop.h"
#include "tests/sim/fault.h"
#include "tests/sim/simtime.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a model answers to a packet: its bytes (>= 0) or one of these. */
enum { USIM_NAK = -1000, USIM_STALL = -1001 };

struct usim_ops {
    /* A whole control transfer; data holds len bytes of an OUT stage or takes at most len of an IN stage. */
    int (*control)(void *model, const uint8_t setup[8], uint8_t *data, int len);
    int (*bulk_out)(void *model, uint8_t ep, const uint8_t *packet, int len); /* all of it or USIM_NAK */
    int (*bulk_in)(void *model, uint8_t ep, uint8_t *packet,
                   int size);   /* fewer than a packet ends the transfer */
    void (*reset)(void *model); /* USB reset and (re)plugging */
    void (*tick)(void *model);  /* the instant given to usim_wake has come, or the speed has changed */
};

/* What a device says about itself: device descriptor and the one configuration, one after the other. */
struct usim_shape {
    const uint8_t *desc;
    size_t desc_len;
    const char *const *strings;    /* by descriptor index from 1; NULL-terminated */
    int speed_mbit;                /* 12 or 480 */
    bool deaf_after_set_interface; /* as 0416:5011 */
};

enum usim_type { USIM_INTERRUPT = 1, USIM_CONTROL = 2, USIM_BULK = 3 };

/* One transfer (URB). The host owns the memory until the device has it done. */
struct usim_xfer {
    struct usim_xfer *next;
    const void *owner; /* the open file it belongs to */
    enum usim_type type;
    uint8_t ep;   /* with direction; control: 00 */
    uint8_t *buf; /* control: 8 setup bytes, then data */
    int len;      /* of buf */
    int actual;   /* moved; control: without setup */
    int status;   /* 0 or -errno as the kernel reports it */
    /* The packet that comes next: faults were asked about it, and what they said. */
    bool counted, struck;
    struct fault fault;
    bool parked;     /* FAULT_NAK: waits for its cancellation */
    int64_t hold_us; /* FAULT_DELAY of an OUT packet: nothing moves before */
};

#define USIM_PACKET_MAX 1024
/* A packet that an IN endpoint has ready: taken from the model, not yet (wholly) moved. */
struct usim_ready {
    int len;         /* -1: none */
    int64_t hold_us; /* FAULT_DELAY: it does not leave before, whichever transfer waits for it */
    uint8_t packet[USIM_PACKET_MAX];
};

struct usim_dev;
/* usim_event is told 'S' when a transfer is submitted and 'C' when it is done; the trace and the host listen.
 * The trace alone is also told 'P' and 'U' without a transfer: the device was plugged in, is about to be
 * unplugged. */
typedef void usim_event(void *arg, struct usim_dev *dev, const struct usim_xfer *xfer, char event);

struct usim_dev {
    const struct usim_shape *shape;
    const struct usim_ops *ops;
    void *model;
    struct loop *loop;
    const struct simtime *time;
    int port, devnum; /* devnum changes with every plugging */
    unsigned opens;   /* programs that opened the device since it was plugged in */
    bool plugged;
    bool locked;       /* nobody may open it, as without its udev rule; host fuse only */
    uint8_t setting;   /* of interface 0, as SET_INTERFACE chose it */
    unsigned settings; /* SET_INTERFACE received since it was plugged */
    bool usblp;        /* the kernel's printer driver has the interface, as it takes every printer's */
    bool cable_out;    /* FAULT_DISCONNECT: the bus still has to tear the device down */
    struct faults faults;
    struct usim_ready ready[16]; /* by endpoint number */
    uint32_t halted;             /* bit per endpoint: low 16 OUT, high 16 IN */
    struct usim_xfer *pending, *done;
    bool pumping, again;
    struct timer wake, hold, pull;
    usim_event *on_host, *on_trace;
    void *host_arg, *trace_arg;
    void (*on_cable_out)(void *arg, struct usim_dev *dev); /* called from the loop, never inside a transfer */
    void *cable_arg;
};

/* -- for hosts -- */
void usim_plug(struct usim_dev *dev, int devnum); /* resets the model */
void usim_unplug(struct usim_dev *dev);           /* every pending transfer ends with -ESHUTDOWN */
void usim_submit(struct usim_dev *dev, struct usim_xfer *xfer);
bool usim_discard(struct usim_dev *dev,
                  struct usim_xfer *xfer); /* -ENOENT, keeps actual; false: not pending */
struct usim_xfer *usim_reap(struct usim_dev *dev, const void *owner);
bool usim_has_done(const struct usim_dev *dev, const void *owner);
/* Takes one transfer of a closed owner, pending or done; NULL when none is left. The caller frees it. */
struct usim_xfer *usim_drop(struct usim_dev *dev, const void *owner);
/* usblp would take this device. */
bool usim_has_usblp(const struct usim_shape *shape);
/* False: there is no such setting. */
bool usim_set_interface(struct usim_dev *dev, int number, int setting);
void usim_clear_halt(struct usim_dev *dev, uint8_t ep);
void usim_reset(struct usim_dev *dev);
/* One control transfer at once: bytes, or -EPIPE, -EPROTO, -ETIMEDOUT, -ENODEV. */
int usim_control(struct usim_dev *dev, const uint8_t setup[8], uint8_t *data, int len);
/* The interface an endpoint belongs to in its present setting; -1 for none. Packet size by ret (may be NULL).
 */
int usim_endpoint(const struct usim_dev *dev, uint8_t ep, int *ret_packet);

/* -- for models -- */
/* The model's state has changed: transfers that waited are tried again. Allowed inside callbacks. */
void usim_kick(struct usim_dev *dev);
/* Asks for one tick at a model instant (the last call counts); < 0 for none. */
void usim_wake(struct usim_dev *dev, int64_t model_us);
int64_t usim_now_us(const struct usim_dev *dev);

#endif
