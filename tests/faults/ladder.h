/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The recovery ladder on real programs: every measure mends what those below it could not, the budget holds,
 * a flapping cable is debounced, and things may start in any order. Returns an exit code.
 */
#ifndef LIQU_TESTS_FAULTS_LADDER_H
#define LIQU_TESTS_FAULTS_LADDER_H

#include "tests/faults/world.h"

int ladder_run(const struct tools *tools);

#endif
