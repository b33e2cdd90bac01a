/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Standard requests (USB 2.0, 9.4), answered for every device alike: usbfs clients send few of them, a whole
 * kernel behind usbredir sends all.
 */
#ifndef LIQU_TESTS_SIM_STANDARD_H
#define LIQU_TESTS_SIM_STANDARD_H

#include "tests/sim/usim.h"

/* Not a standard request: ask the model. */
#define STANDARD_NOT (-2000)

/* Bytes of the answer, USIM_STALL, or STANDARD_NOT. */
int standard_request(struct usim_dev *dev, const uint8_t setup[8], uint8_t *data, int len);

#endif
