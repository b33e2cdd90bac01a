/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One walk of all screens in every mode, without devices, journal or display: each case is a visit as a
 * screen may meet it.
 */
#ifndef LIQU_TESTS_SCREENS_GALLERY_H
#define LIQU_TESTS_SCREENS_GALLERY_H

#include "kiosk/screen.h"

/* What stands behind every case: the real catalogue and station, an invented person. */
struct gallery_world {
    struct catalogue
        *catalogue; /* the real one, its instant item repeated under the names of others to fill lists */
    struct station *station;
    struct person person;
};

struct gallery_case {
    const char *name; /* of the picture */
    void (*prepare)(struct gallery_world *world, struct visit *visit);
};
/* Both end with a NULL name. */
extern const struct gallery_case gallery_cases[], gallery_fault_cases[];

#define GALLERY_TODAY 20261123
/* Of any number of pages up to six the last, whether they stop there or go round. */
#define GALLERY_LAST_PAGE 59

/* The invented person is at this state with the item of that code; her case is lodged, its slip prints. */
void gallery_pick(struct gallery_world *world, struct visit *visit, enum visit_state state, const char *code);
void gallery_ticket(struct gallery_world *world, struct visit *visit);

/* What the fake visit answers, and the last action it was asked for. */
extern enum offer fake_offer;
extern const char *fake_action;

#endif
