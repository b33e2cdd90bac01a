/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One opened device: its endpoints as the descriptors show them, its claimed interface, asynchronous
 * transfers. Nothing here blocks; a buffer is wiped when its transfer is destroyed.
 */
#ifndef LIQU_DRIVERS_USB_USB_H
#define LIQU_DRIVERS_USB_USB_H

#include "drivers/driver.h"
#include "drivers/usb/bus.h"

/* One setting of one interface that a driver can judge. Endpoint addresses; 0 where there is none. */
struct usb_interface {
    int number, alt;
    int alts; /* settings this interface has; with one, SET_INTERFACE is never sent */
    uint8_t class, subclass, protocol;
    uint8_t in[4], out[4]; /* bulk and interrupt, in the order of the descriptors */
    size_t ins, outs;
    uint16_t in_packet; /* of in[0] */
};

bool usb_device_open(struct usb_bus *bus, libusb_device *place, struct usb_device **ret,
                     struct err *err) MUST_CHECK;
/* Every transfer must have been destroyed; waits for those the kernel still holds. Takes NULL. */
void usb_device_close(struct usb_device *device);

/* The first setting that fits, or false. */
typedef bool usb_fits_fn(const struct usb_interface *interface);
bool usb_find_interface(struct usb_device *device, usb_fits_fn *fits, struct usb_interface *ret) MUST_CHECK;
/* Takes the interface from a kernel driver if need be, for good, and claims it. */
bool usb_claim(struct usb_device *device, const struct usb_interface *interface, struct err *err) MUST_CHECK;
int usb_claimed_number(const struct usb_device *device); /* -1 before usb_claim */
int usb_claimed_alt(const struct usb_device *device);

/* Recovery rungs. False: the device did not take it (it may be gone). */
bool usb_clear_halts(struct usb_device *device);
bool usb_port_reset(struct usb_device *device);

enum usb_result { USB_OK, USB_CANCELLED, USB_STALLED, USB_OVERFLOWED, USB_BROKEN, USB_GONE };
const char *usb_result_word(enum usb_result result);

struct usb_transfer;
/* len: bytes moved, also when cancelled or failed: these the device has taken. Called inside libusb's
 * handling: submit and cancel are allowed, closing the device is not. */
typedef void usb_done_fn(void *arg, enum usb_result result, size_t len);

struct usb_transfer *usb_transfer_create(struct usb_device *device, uint8_t endpoint, size_t size,
                                         usb_done_fn *done, void *arg);
/* Endpoint 0 with its own setup packet; size is that of the data. */
struct usb_transfer *usb_control_create(struct usb_device *device, size_t size, usb_done_fn *done, void *arg);
/* Takes NULL. In flight it is cancelled, `done` is not called, the memory goes when the kernel gives it back.
 */
void usb_transfer_destroy(struct usb_transfer *transfer);
uint8_t *usb_transfer_data(struct usb_transfer *transfer);
bool usb_transfer_running(const struct usb_transfer *transfer);
/* OUT: the first len bytes of the data; IN: at most len. A failure to submit is told through `done` in the
 * next turn. */
void usb_transfer_start(struct usb_transfer *transfer, size_t len);
void usb_control_start(struct usb_transfer *transfer, uint8_t type, uint8_t request, uint16_t value,
                       uint16_t index, uint16_t len);
void usb_transfer_cancel(struct usb_transfer *transfer); /* `done` follows */

#endif
