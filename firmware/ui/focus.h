/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Five keys: which element an arrow leads to. Content comes first, keys that are on every page last.
 */
#ifndef LIQU_UI_FOCUS_H
#define LIQU_UI_FOCUS_H

#include "ui/presenter.h"
#include "ui/scene.h"

/* Where the first arrow puts the ring: the content's first element, else the filled button, else anything.
 * NULL: nothing can be touched. */
const struct element *focus_first(const struct scene *scene);
/* The nearest element in that direction; NULL: the edge. */
const struct element *focus_toward(const struct scene *scene, const struct element *from, enum ui_key key);
/* The ring around the focused element, over everything. */
void focus_draw(struct scene *scene);

#endif
