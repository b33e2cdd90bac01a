/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Comparing words without their blanks: a line break or a full-width blank is layout, not text.
 */
#ifndef LIQU_TESTS_VISIT_WORDS_H
#define LIQU_TESTS_VISIT_WORDS_H

#include <stdbool.h>

bool words_contain(const char *text, const char *part);

#endif
