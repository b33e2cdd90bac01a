/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A visit's finger. Like a resident it turns list pages and opens 更多 until the element is there, then
 * touches it.
 */
#ifndef LIQU_TESTS_VISIT_TOUCH_H
#define LIQU_TESTS_VISIT_TOUCH_H

#include "tests/visit/stage.h"

/* word: tap or doubletap. Within 2 s of the last page turned the element must be there and enabled. */
bool touch_tap(const struct stage *stage, const char *word, const char *id, struct err *err) MUST_CHECK;
/* Chooses the language and mode that `start` asked for, as soon as their buttons are on the screen. */
bool touch_modes(struct stage *stage, struct err *err) MUST_CHECK;

#endif
