/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Hot-plug messages in the format in which systemd-udevd passes them on to libudev's listeners. */
#ifndef LIQU_TESTS_SIM_UEVENT_H
#define LIQU_TESTS_SIM_UEVENT_H

#include "base/attr.h"
#include "base/err.h"
#include <stddef.h>

/* action: "add" or "remove". Nobody listening is no error. */
bool uevent_send(const char *action, const char *devpath, int devnum, struct err *err) MUST_CHECK;
/* The same for a list of NUL-terminated KEY=VALUE of a USB device that comes from the kernel. */
bool uevent_relay(const char *list, size_t len, struct err *err) MUST_CHECK;
/* To the monitors of one umockdev testbed, whose sockets are FOLDER/event*. */
bool uevent_send_testbed(const char *folder, const char *action, const char *devpath, int devnum,
                         struct err *err) MUST_CHECK;

#endif
