/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What a large panel shows at once and a small one on several pages. Where the visit goes on from here, the
 * filled button turns them until the last page, and 上一步 leads a page back. Where it cannot go back, one
 * key turns them, from the last to the first.
 */
#ifndef LIQU_KIOSK_SCREENS_PAGES_H
#define LIQU_KIOSK_SCREENS_PAGES_H

#include "kiosk/screens/list.h"

/* Which facts stand on the visit's page, which is kept inside. first_room: px for facts on the first page,
 * which may hold none; room: on the others, cards included. A fact too high for a page has one of its own. */
struct list pages_of_facts(const struct view *view, int first_room, int room, const struct fact *facts,
                           int count);
/* The same round and round, with `behind` pages behind the facts. */
struct list pages_round(const struct view *view, int first_room, int room, const struct fact *facts,
                        int count, int behind);
/* The facts of that page in a card, cut off the top of the body. */
void pages_facts(struct view *view, const char *id, const struct fact *facts, const struct list *list);
/* A title with “2 / 3” at its right when there are several pages; its height with the gap below. */
void pages_title(struct view *view, const char *id, const char *title, const struct list *list);
int pages_title_height(const struct view *view, const char *title);
/* The same small, where the page needs the height. */
void pages_heading(struct view *view, const char *id, const char *title, const struct list *list);
/* The filled button: 下一页, on the last page go_on. aside may be NULL. */
void pages_primary(struct view *view, const struct list *list, const struct button *go_on,
                   const struct button *aside);
/* The key that turns them round and round: for the third beside a filled button. */
struct button pages_key(const struct view *view);
/* A filled button's label beside such a key, as large as fits, with its icon or without. */
enum type_role pages_type_beside(const struct view *view, const char *label, bool icon);

#endif
