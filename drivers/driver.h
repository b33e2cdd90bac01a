/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The contract of a device driver. A driver is id rows, ops, and conversations written as named sequential
 * steps with a timeout each (drivers/usb/steps.h). Layers inside a driver: what is asked (steps) / what the
 * standard says (pure functions over bytes) / how bytes travel (libusb asynchronous transfers, drivers/usb).
 * Everything runs on the one loop of liqu-device; nothing blocks. Adding a driver: drivers/CLASS/NAME.c and
 * one line in drivers.def; a new model of a known driver is one id row. udev rules, the table in
 * drivers/README.md and the diagnostics list are printed from the rows.
 */
#ifndef LIQU_DRIVERS_DRIVER_H
#define LIQU_DRIVERS_DRIVER_H

#include "base/err.h"
#include "base/loop.h"
#include "link/messages.h"
#include <stdbool.h>
#include <stdint.h>

struct usb_device; /* drivers/usb/usb.h: an opened, claimed device */

enum usb_quirk {
    QUIRK_NO_SET_INTERFACE = 1 << 0, /* stops answering after SET_INTERFACE (0416:5011) */
    QUIRK_VENDOR_CLASS = 1 << 1,     /* a printer that shows class FF */
    QUIRK_HID_ZZ = 1 << 2,           /* a reader that wraps its frames in the HID reports of zz_report.h */
};

struct usb_id {
    uint16_t vid, pid;
    const char *model; /* for people: the table, the diagnostics list */
    uint32_t quirks;
    uint32_t head_dots; /* of a printer: no unit under this id prints a wider row; 0: they differ */
};

/* What the station says of its printer, and what is remembered from before. */
struct driver_setup {
    uint32_t head_dots;  /* pages are laid out so wide; 0: not said */
    int32_t near_end_mm; /* what the near-end sensor leaves on the roll; 0: not said */
    int32_t paper_mm;    /* of the roll, as told by `paper` last; -1 unknown */
};

/* What a driver tells its owner (firmware/device). Status changes may repeat; the owner compares. */
struct driver_events {
    void (*status)(void *arg, enum device_status status,
                   enum device_cause cause); /* readiness by the protocol */
    void (*described)(void *arg, uint32_t capabilities, const char *model, const char *asset);
    void (*card_seen)(void *arg);
    void (*card)(void *arg, const struct person *person); /* wiped by the driver after return */
    void (*card_refused)(void *arg, enum card_refusal cause);
    void (*job)(void *arg, const struct link_job *job);
    void (*paper)(void *arg, int32_t paper_mm);
    /* True before the first byte of a page, false once nothing of an unfinished page is left in the printer.
     * The owner keeps it over a crash and a reconnection, and answers with tear_off. */
    void (*soiled)(void *arg, bool soiled);
    /* The conversation cannot go on by itself; the owner's recovery ladder decides the next rung. */
    void (*stuck)(void *arg, const char *step, const char *why);
};

struct driver {
    const char *name;           /* the file's name */
    enum link_class link_class; /* LINK_READER or LINK_PRINTER */
    const struct usb_id *ids;   /* ends with a zero row */
    /* Claims interfaces by descriptors and begins the first conversation. *ret_instance is owned by the
     * driver. */
    bool (*start)(struct usb_device *device, const struct usb_id *id, struct loop *loop,
                  const struct driver_events *events, void *arg, void **ret_instance, struct err *err);
    void (*stop)(void *instance); /* cancels transfers, wipes buffers, frees; the device is closed by the
                                     owner after */
    /* Recovery rung 1 and 2: throw away what is half-said and begin the first conversation again. */
    void (*resync)(void *instance);
    /* readers */
    void (*read_start)(void *instance);
    void (*read_stop)(void *instance);
    /* printers: one job at a time; page stays mapped until the job's final state */
    void (*print)(void *instance, const struct link_print *print, const uint8_t *page);
    void (*print_cancel)(void *instance, uint64_t job);
    /* Right after start, before the device has said anything. */
    void (*set_up)(void *instance, const struct driver_setup *setup);
    /* Likewise: something of an unfinished page may hang out; cut it off before anything is printed.
     */
    void (*tear_off)(void *instance);
};

#endif
