/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The choices a paper leaves, and the form of their page for a small panel. */
#ifndef LIQU_KIOSK_SCREENS_MATERIALS_PARTS_H
#define LIQU_KIOSK_SCREENS_MATERIALS_PARTS_H

#include "kiosk/screens/view.h"

bool material_asks(const struct material *material);
/* The keys of the paper with that index, side by side or one above the other, over all of the box. */
void material_choices(const struct view *view, struct rect box, int index);
/* Whether `width` is too narrow for them side by side, on a small panel. */
bool material_choices_stack(const struct view *view, int width, const struct material *material);

/* materials_pages.c */
void materials_by_page(struct view *view, const struct button *next);

#endif
