/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One visit, broken off at every durable write of the kiosk in turn: right before it and right after.
 * Whatever was lost, afterwards the kiosk must stand idle, its journal must be sound and agree with the
 * paper, and nothing personal may be left.
 */
#ifndef LIQU_TESTS_VISIT_CRASH_H
#define LIQU_TESTS_VISIT_CRASH_H

#include "tests/visit/play.h"

enum play_result crash_story(const struct house *house, const struct story *story, int display,
                             struct err *err);

#endif
