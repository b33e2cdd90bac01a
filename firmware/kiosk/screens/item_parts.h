/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the page of an item is made of, and its form for a small panel: there the facts, the choices, the
 * papers and the notice that is agreed to follow each other on pages, and only the last has the button that
 * agrees.
 */
#ifndef LIQU_KIOSK_SCREENS_ITEM_PARTS_H
#define LIQU_KIOSK_SCREENS_ITEM_PARTS_H

#include "kiosk/screens/view.h"

#define ITEM_FACTS 4
/* ITEM_FACTS facts: what it gives, how long, what it costs, what it asks for. */
void item_facts(struct scene *scene, const struct item *item, struct fact ret[ITEM_FACTS]);
/* The kind of item and its code, then its name; cut off the top of `from`. */
void item_title(struct view *view, const struct item *item, struct rect *from, enum type_role name);
/* A choice that has a default: its question and the answers, cut off the top of `from`. */
void item_choice(struct view *view, struct rect *from, const struct input *input, const char *chosen);
int item_choice_height(const struct view *view, int width, const struct input *input);
bool item_asks(const struct input *input); /* such a choice */
/* Where else it can be done, in one sentence; as a fact with place and hours. */
const char *item_elsewhere(const struct view *view, const struct item *item);
struct fact item_where(const struct view *view, const struct item *item);
/* Why it cannot be finished here now. */
void item_notice(struct view *view, struct rect *from, enum offer offer);
int item_notice_height(const struct view *view, int width, enum offer offer);
/* Agrees and goes on to the card; does not, and shows or hides where else. */
struct button item_agree(const struct view *view, const struct item *item);
struct button item_disagree(const struct view *view);
struct button item_home(void);

/* item_pages.c */
void item_pages(struct view *view, const struct item *item, enum offer offer);

#endif
