/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A tour: visits played for somebody to look at. Takes a picture whenever the screen changes (and once more
 * when it has settled), keeps the sheets, the keys and the trust list, and writes index.html that tells the
 * visits in order.
 */
#ifndef LIQU_TESTS_VISIT_TOUR_H
#define LIQU_TESTS_VISIT_TOUR_H

#include "tests/visit/stage.h"
#include "tests/visit/story.h"

struct tour;

/* folder: emptied and made anew. */
struct tour *tour_open(const struct house *house, const char *folder, struct err *err);
void tour_close(struct tour *tour); /* takes NULL */
/* A new chapter. */
void tour_visit(struct tour *tour, const struct story *story);
/* Called often while a visit is played. */
void tour_observe(struct tour *tour, const struct stage *stage);
/* Writes index.html and copies keys; prints how to open the code on the slip. */
bool tour_finish(struct tour *tour, struct err *err) MUST_CHECK;

#endif
