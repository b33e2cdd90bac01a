/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What the kernel would show of a USB device under /sys, written into the tmpfs of the private namespace. */
#ifndef LIQU_TESTS_SIM_FAKESYS_H
#define LIQU_TESTS_SIM_FAKESYS_H

#include "tests/sim/usim.h"

#define FAKESYS_NAME_SIZE 16

/* "1-PORT" */
void fakesys_name(const struct usim_dev *dev, char ret[FAKESYS_NAME_SIZE]);
bool fakesys_add(const struct usim_dev *dev, struct err *err) MUST_CHECK;
void fakesys_remove(const struct usim_dev *dev);

#endif
