/* SPDX-License-Identifier: MulanPSL-2.0 */
#ifndef LIQU_DEVICE_IDS_H
#define LIQU_DEVICE_IDS_H

#include <stdbool.h>

/* Prints the id rows of all drivers: "udev" rules, the "table" of drivers/README.md, or "json". False:
 * another form. */
bool ids_print(const char *form);

#endif
