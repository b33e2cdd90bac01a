/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A thousand plugs, unplugs, faults, cards and pages in one run, on reader and printer together. What happens
 * follows from the seed alone. Returns an exit code.
 */
#ifndef LIQU_TESTS_FAULTS_STORM_H
#define LIQU_TESTS_FAULTS_STORM_H

#include "tests/faults/world.h"

int storm_run(const struct tools *tools, uint32_t seed);

#endif
