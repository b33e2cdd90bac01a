/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Where the picture goes and where fingers come from. Four calls: open, surface, present, take an event.
 * present_sdl.c is a window on a desk (X11, Wayland).
 */
#ifndef LIQU_UI_PRESENTER_H
#define LIQU_UI_PRESENTER_H

#include "base/err.h"
#include "draw/surface.h"
#include <stddef.h>

struct presenter;

/* Where the window stands on a desk. A desk that places windows by itself (Wayland) does not listen. */
enum presenter_place {
    PLACE_MIDDLE,
    PLACE_LEFT,   /* at the left edge, so that another finds room beside it */
    PLACE_BESIDE, /* next to the one that stands at the left edge, or at the right edge where it would not fit
                   */
};

struct presenter_setup {
    const char *title;
    int width, height; /* of the surface, px */
    bool one_to_one;   /* else the window is at most 90 % of the desk's usable height */
    enum presenter_place place;
    int left_width, left_height; /* PLACE_BESIDE: the surface of the one at the left edge; 0: there is none */
};
/* The largest surface that is shown dot by dot at setup's place; setup->width and height do not matter. Opens
 * the display. */
bool presenter_room(const struct presenter_setup *setup, int *ret_width, int *ret_height,
                    struct err *err) MUST_CHECK;
bool presenter_open(const struct presenter_setup *setup, struct presenter **ret, struct err *err) MUST_CHECK;
void presenter_close(struct presenter *presenter); /* takes NULL */

/* Where to draw, asked before each drawing: the memory of the window itself where it shows the picture dot by
 * dot, so that nothing is copied; otherwise memory of the presenter's own. Its pixels stay the presenter's.
 * True when what was drawn before is no longer there, the first time included: then everything is to be
 * drawn. */
bool presenter_surface(struct presenter *presenter, struct surface *ret);
/* Shows what was drawn inside the rectangles. */
#define PRESENTER_RECTS 16
void presenter_present(struct presenter *presenter, const struct rect *rects, size_t count);

enum ui_key { KEY_UP, KEY_DOWN, KEY_LEFT, KEY_RIGHT, KEY_OK, UI_KEYS };
enum ui_event_kind { EVENT_TOUCH_DOWN, EVENT_TOUCH_MOVE, EVENT_TOUCH_UP, EVENT_KEY, EVENT_LOST, EVENT_QUIT };
struct ui_event {
    enum ui_event_kind kind; /* EVENT_LOST: the surface is another one now, draw again */
    int x, y;                /* touches, surface px */
    enum ui_key key;
};
/* False: nothing waits. Never blocks. */
bool presenter_next(struct presenter *presenter, struct ui_event *ret);

/* Readable when events wait; -1: there is none, ask every PRESENTER_ASK_MS. Events may also wait without it
 * being readable, so presenter_next is called after every present as well. */
#define PRESENTER_ASK_MS 50
int presenter_fd(const struct presenter *presenter);

/* False while nobody can see the window: it is minimised or hidden. */
bool presenter_visible(const struct presenter *presenter);

/* A finger put down and lifted there, through the event queue like any other. */
void presenter_touch(struct presenter *presenter, int x, int y);

#endif
