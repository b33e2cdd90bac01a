/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What pages that explain rather than ask are made of: facts one above the other, who is coming, and
 * the keys that call and cancel. */
#ifndef LIQU_KIOSK_SCREENS_FACT_SHEET_H
#define LIQU_KIOSK_SCREENS_FACT_SHEET_H

#include "kiosk/screens/view.h"

/* In a card at the top of `show`. What finds no room there goes into a second card in `body`, where that is
 * another place; what finds no room at all is left out, the last first. */
void fact_sheet(struct view *view, const char *id, struct fact *facts, int count);
/* The nearest window with people in it; false: the catalogue names none for this town. */
bool fact_nearest(const struct view *view, const char *label, struct fact *ret);
/* Its telephone and hours as a fact of their own, taken out of the note of the one above: on a small panel
 * all of it is too high for a page. Large text leaves place and hours out. */
bool fact_telephone(const struct view *view, struct fact *nearest, struct fact *ret);
/* Once staff were called: that they know, or, outside their hours, whom to ring. */
void staff_notice(struct view *view, const char *id);
/* The same as a fact, for a panel without room for a notice; false: they were not called. */
bool staff_fact(const struct view *view, struct fact *ret);

/* Both keys of a page that explains: the staff are called; the visit ends without its paper. */
struct button call_button(const struct view *view, enum button_look look);
struct button cancel_button(const struct view *view);

#endif
