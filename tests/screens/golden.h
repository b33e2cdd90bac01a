/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where everything stands, committed as NAME.MODE.json: the elements of the tree that have an id, one a line,
 * without what only speech and overflow need. A change of a screen shows there what moved, and visits on an
 * image without an inspect socket find in it where to touch.
 */
#ifndef LIQU_TESTS_SCREENS_GOLDEN_H
#define LIQU_TESTS_SCREENS_GOLDEN_H

#include "base/err.h"
#include "ui/scene.h"

struct golden {
    const char *folder, *name, *mode; /* of the file */
    const char *screen;               /* the state's word */
};

bool golden_write(const struct golden *golden, const struct scene *scene, struct err *err) MUST_CHECK;
/* Says on stdout what is missing, new, greyed or moved by more than 4 px; returns how many. */
int golden_check(const struct golden *golden, const struct scene *scene);

#endif
