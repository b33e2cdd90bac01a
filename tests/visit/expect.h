/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * `expect`: what must hold, looked at again and again for 2 s or `within T`.
 */
#ifndef LIQU_TESTS_VISIT_EXPECT_H
#define LIQU_TESTS_VISIT_EXPECT_H

#include "tests/visit/play.h"

/* Whether the line is a proper expectation; needs no kiosk. */
bool expect_check(const struct story_line *line, struct err *err) MUST_CHECK;
/* err says what was found instead. */
bool expect_line(struct play *play, const struct story_line *line, struct err *err) MUST_CHECK;

#endif
