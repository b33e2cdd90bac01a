/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * libusb on the house's loop: its descriptors are watched, its events handled in our turn, devices announced
 * as they come and go. Transfers carry no libusb timeouts (steps and drivers own the time), so that an idle
 * bus wakes nobody.
 */
#ifndef LIQU_DRIVERS_USB_BUS_H
#define LIQU_DRIVERS_USB_BUS_H

#include "base/err.h"
#include "base/loop.h"
#include <libusb.h>

struct usb_bus;

/* Called from the loop, never from inside libusb: here devices may be opened and closed. */
struct usb_bus_events {
    void (*arrived)(void *arg, libusb_device *place, uint16_t vid, uint16_t pid);
    void (*left)(void *arg, libusb_device *place);
};

/* What is plugged already is announced in the first turn. Keep a place with libusb_ref_device. */
bool usb_bus_open(struct loop *loop, const struct usb_bus_events *events, void *arg, struct usb_bus **ret,
                  struct err *err) MUST_CHECK;
void usb_bus_close(struct usb_bus *bus); /* takes NULL; every device must be closed before */
/* Calls fn, which may open devices, for each that is plugged in now, until it says true. */
typedef bool usb_bus_each_fn(void *arg, libusb_device *place, uint16_t vid, uint16_t pid);
void usb_bus_each(struct usb_bus *bus, usb_bus_each_fn *fn, void *arg);
struct loop *usb_bus_loop(struct usb_bus *bus);
/* Handles what libusb has now; waits at most wait_ms for the first event. */
void usb_bus_turn(struct usb_bus *bus, int wait_ms);

#endif
