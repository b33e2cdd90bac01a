/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Devices on the bus that no driver of the house knows, of whatever class: a keyboard, a memory stick. Nobody
 * opens them; they are told, because whoever plugs one in at a kiosk wants something. What they are is read
 * from what the kernel has read of them already.
 */
#ifndef LIQU_DEVICE_UNKNOWN_H
#define LIQU_DEVICE_UNKNOWN_H

#include "link/messages.h"
#include <libusb.h>
#include <stdbool.h>

#define UNKNOWN_MAX 16 /* remembered while plugged in; further ones are told once and not remembered */

/* Zero-initialise. */
struct unknown {
    struct {
        libusb_device *place; /* only compared */
        struct link_unknown_device what;
    } list[UNKNOWN_MAX];
    size_t count;
};

/* False: a device of ours, or a hub, which is part of the board. */
bool unknown_arrived(struct unknown *unknown, libusb_device *place, uint16_t vid, uint16_t pid,
                     struct link_unknown_device *ret);
void unknown_left(struct unknown *unknown, const libusb_device *place);

#endif
