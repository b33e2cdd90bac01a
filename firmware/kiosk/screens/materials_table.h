/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The papers of an item: one row each, what to do with it in words, its tag at the right. The headline counts
 * the work.
 */
#ifndef LIQU_KIOSK_SCREENS_MATERIALS_TABLE_H
#define LIQU_KIOSK_SCREENS_MATERIALS_TABLE_H

#include "kiosk/screens/view.h"

/* In a card of its own, cut off the top of `from`. page: from 0; -1: the first papers, and what finds no room
 * is counted in a last line. choices: by material, or NULL while nothing
 * is chosen. */
void materials_table(const struct view *view, struct rect *from, const struct item *item,
                     const enum material_choice *choices, int page);
/* 材料 6 样，您要带 3 样 */
const char *materials_headline(struct scene *scene, const struct item *item,
                               const enum material_choice *choices);
/* How many pages the table needs in `from`; 1 when some paper alone finds no room. */
int materials_pages(const struct view *view, const struct rect *from, const struct item *item,
                    const enum material_choice *choices);

#endif
