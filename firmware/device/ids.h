/* SPDX-License-Identifier: MulanPSL-2.0 */
#ifndef LIQU_DEVICE_IDS_H
#define LIQU_DEVICE_IDS_H

#include <stdbool.h>

/* Prints the id rows of all drivers as udev rules, as the table of drivers/README.md, or as JSON. False:
 * unknown form. */
bool ids_print(const char *form);

#endif
