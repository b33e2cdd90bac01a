/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The user interface: keeps the picture equal to what the screens draw, and turns fingers and five keys into
 * element ids. It paints only what differs, and nothing while nothing changes.
 */
#ifndef LIQU_UI_UI_H
#define LIQU_UI_UI_H

#include "base/loop.h"
#include "ui/presenter.h"
#include "ui/scene.h"

struct ui;

struct ui_setup {
    struct loop *loop;
    struct presenter *presenter; /* borrowed */
    struct fonts *fonts;         /* borrowed */
    int width, height;           /* of the picture, px */

    void (*draw)(void *arg, struct scene *scene); /* fills a cleared scene, its theme included */
    void (*act)(void *arg,
                const char *id); /* an enabled element was touched and let go, or chosen with 确定 */
    void (*refused)(void *arg, const char *id); /* the same on a disabled one: say why */
    void (*touched)(void *arg);                 /* any finger or key */
    void (*quit)(void *arg);                    /* the window was closed */
    void *arg;
};

/* The first picture is painted at once. */
struct ui *ui_create(const struct ui_setup *setup);
void ui_destroy(struct ui *ui); /* takes NULL; wipes */

/* Something may have changed: the screen is drawn and compared before the loop sleeps. Cheap; call as often
 * as you like. */
void ui_refresh(struct ui *ui);
/* The same, done before it returns. */
void ui_paint(struct ui *ui);
/* Draws, then zeroes every text and glyph of earlier pictures: the end of a visit. */
void ui_forget(struct ui *ui);

/* Somebody waits for a page that will come soon: what draw says of it is made ready, and nothing is shown. */
void ui_prepare(struct ui *ui, void (*draw)(void *arg, struct scene *scene));
/* What is on the screen now. Valid until the next paint. */
const struct scene *ui_scene(const struct ui *ui);
const struct surface *ui_surface(const struct ui *ui);
/* How often something was painted since the start. */
uint64_t ui_frames(const struct ui *ui);

/* Injected input for tests: the same path as a finger. False: no such element. The touch takes effect in a
 * later turn of the loop; ui_busy is true until then. A touch within 400 ms of the last one at the same place
 * is taken for a trembling finger; ui_tap waits that long by itself. count: 2 is a double tap. */
bool ui_tap(struct ui *ui, const char *id, int count);
void ui_key(struct ui *ui, enum ui_key key);
bool ui_busy(const struct ui *ui);

#endif
