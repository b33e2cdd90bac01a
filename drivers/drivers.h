/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Every driver of the house, in the order of drivers.def.
 */
#ifndef LIQU_DRIVERS_DRIVERS_H
#define LIQU_DRIVERS_DRIVERS_H

#include "drivers/driver.h"
#include <stddef.h>

#define DRIVER(name) extern const struct driver driver_##name;
#include "drivers/drivers.def"
#undef DRIVER

extern const struct driver *const drivers[];
extern const size_t driver_count;

/* A reader that no row names, because it is sold under other ids: "1A2B:3C4D", or with the wrapper of its HID
 * reports "1A2B:3C4D/zz". Once, before anything else here; text is copied. False: it cannot be read. */
bool driver_add_reader(const char *text) MUST_CHECK;
/* Its row, or NULL. */
const struct usb_id *driver_added_reader(const struct driver **ret_driver);

/* The row of a device of this class, or NULL: none of ours. */
const struct usb_id *driver_find(enum link_class link_class, uint16_t vid, uint16_t pid,
                                 const struct driver **ret_driver);

#endif
