/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What the kernel would show of a USB device under /sys, written below a root: "" in the private namespace,
 * where /sys/bus and /sys/devices are our own, or the folder of a testbed. */
#ifndef LIQU_TESTS_SIM_FAKESYS_H
#define LIQU_TESTS_SIM_FAKESYS_H

#include "tests/sim/usim.h"

#define FAKESYS_NAME_SIZE 16

/* "1-PORT" */
void fakesys_name(const struct usim_dev *dev, char ret[FAKESYS_NAME_SIZE]);
/* "/devices/usb1/1-PORT", as uevents say it. */
void fakesys_devpath(const struct usim_dev *dev, char *ret, size_t size);
bool fakesys_add(const char *root, const struct usim_dev *dev, struct err *err) MUST_CHECK;
void fakesys_remove(const char *root, const struct usim_dev *dev);

#endif
