/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * inspect.sock: looking at and touching the kiosk from a test. Development builds only; a production build
 * does not contain it.
 */
#ifndef LIQU_KIOSK_INSPECT_H
#define LIQU_KIOSK_INSPECT_H

#include "base/err.h"

struct kiosk;
struct ui;
struct inspect;

bool inspect_open(struct kiosk *kiosk, struct ui *ui, struct inspect **ret, struct err *err) MUST_CHECK;
void inspect_close(struct inspect *inspect); /* takes NULL */

#endif
