/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Between the unit and the kiosk: orders in, events out, each with the number of the visit it belongs to, so
 * that the kiosk can drop what comes too late.
 */
#ifndef LIQU_DEVICE_SERVICE_H
#define LIQU_DEVICE_SERVICE_H

#include "base/err.h"
#include "base/loop.h"
#include "drivers/driver.h"
#include "link/messages.h"

struct service;
struct service_options {
    enum link_class link_class;
    const char *link_path, *soiled_path, *paper_path; /* the last two as in struct unit_options */
    struct driver_setup setup;
};
bool service_start(struct loop *loop, const struct service_options *options, struct service **ret,
                   struct err *err) MUST_CHECK;
void service_stop(struct service *service); /* takes NULL */

#endif
