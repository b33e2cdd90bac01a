/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The private place where the simulated bus lives: a mount namespace with an empty /dev/bus/usb, a fake
 * /sys/bus, /sys/class and /sys/devices, and a /run/udev/control that makes libudev believe in hot-plug; and
 * a network namespace, because uevents are multicast in one: neither the machine's own listeners nor a second
 * simulator may hear ours. Whoever is not root also gets a user namespace with its own uid in it. Unix
 * sockets are reached by path as before.
 */
#ifndef LIQU_TESTS_SIM_NAMESPACE_H
#define LIQU_TESTS_SIM_NAMESPACE_H

#include "base/attr.h"
#include "base/err.h"
#include <sys/types.h>

/* Moves this (single-threaded) process in. The error says what the machine lacks. */
bool namespace_enter(struct err *err) MUST_CHECK;
/* Moves this process into the namespaces of another one; the working directory stays. */
bool namespace_join(pid_t pid, struct err *err) MUST_CHECK;

#endif
