/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Between the unit and the kiosk: orders in, events out, each with the number of the visit it belongs to, so
 * that the kiosk can drop what comes too late.
 */
#ifndef LIQU_DEVICE_SERVICE_H
#define LIQU_DEVICE_SERVICE_H

#include "base/err.h"
#include "base/loop.h"
#include "link/messages.h"

struct service;
bool service_start(struct loop *loop, enum link_class link_class, const char *link_path,
                   const char *soiled_path, struct service **ret, struct err *err) MUST_CHECK;
void service_stop(struct service *service); /* takes NULL */

#endif
