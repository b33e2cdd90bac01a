/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * An X display of its own (Xvfb, 1080x1920), so that visits run where no screen is and in no one's way.
 */
#ifndef LIQU_TESTS_VISIT_DISPLAY_H
#define LIQU_TESTS_VISIT_DISPLAY_H

#include "base/err.h"
#include <sys/types.h>

struct display {
    pid_t pid;
    int number;
};

/* Returns once the display answers. */
bool display_open(struct display *ret, struct err *err) MUST_CHECK;
void display_close(struct display *display);

#endif
