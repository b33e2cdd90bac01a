/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The matrix over several worlds at once, and its table. The functions return an exit code.
 */
#ifndef LIQU_TESTS_FAULTS_REPORT_H
#define LIQU_TESTS_FAULTS_REPORT_H

#include "tests/faults/matrix.h"

#define REPORT_JOBS_MAX 4

/* slice: a few of each kind and model. */
int report_matrix(const struct tools *tools, int jobs, bool slice);
/* text: MODEL:KIND:N. Tells all that happens. */
int report_only(const struct tools *tools, const char *text);

#endif
