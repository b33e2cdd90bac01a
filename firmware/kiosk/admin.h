/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * admin.sock, in every build, for the own user only: `journal count` and `journal check`, so that nobody else
 * has to open the journal while the kiosk runs.
 */
#ifndef LIQU_KIOSK_ADMIN_H
#define LIQU_KIOSK_ADMIN_H

#include "base/err.h"

struct kiosk;
struct line_server;

bool admin_open(struct kiosk *kiosk, struct line_server **ret, struct err *err) MUST_CHECK;

#endif
