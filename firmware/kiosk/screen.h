/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A screen of the kiosk: one file in screens/, one line in screens.def, its words in assets/po. `draw` takes
 * a const visit: drawing cannot change anything. A screen that moves calls scene_again() while it does.
 */
#ifndef LIQU_KIOSK_SCREEN_H
#define LIQU_KIOSK_SCREEN_H

#include "kiosk/visit.h"
#include "ui/scene.h"

struct screen {
    const char *name;
    void (*enter)(struct visit *visit); /* NULL: nothing to do */
    void (*draw)(const struct visit *visit, struct scene *scene);
    /* An element of this screen was touched; ids that mean the same everywhere (nav.back, mode.*, list.* …)
     * never arrive here. NULL: the screen has none of its own. */
    void (*event)(struct visit *visit, const char *id);
    void (*leave)(struct visit *visit); /* NULL: nothing to do */
};

#define SCREEN(name) extern const struct screen screen_##name;
#include "kiosk/screens.def"
#undef SCREEN

/* The screen of a state; one without a screen of its own shows out_of_service. */
const struct screen *screen_of(enum visit_state state);

/* For struct ui_setup: draws what the visit shows, theme included; hands an element's id to whoever it
 * belongs to. */
void screens_draw(const struct visit *visit, struct scene *scene);
void screens_event(struct visit *visit, const char *id);
/* The visit went from one state to another: leave, then enter. */
void screens_moved(struct visit *visit, enum visit_state from, enum visit_state to);

#endif
