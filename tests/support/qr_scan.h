/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Reads a QR symbol back from a grey picture, as a window's scanner would.
 */
#ifndef LIQU_TESTS_QR_SCAN_H
#define LIQU_TESTS_QR_SCAN_H

#include <stddef.h>
#include <stdint.h>

/* grey: width × height bytes, 255 = white. The text of the first symbol found; "" when there is none. */
void qr_scan(const uint8_t *grey, unsigned width, unsigned height, char *ret, size_t size);

#endif
