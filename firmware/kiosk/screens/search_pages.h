/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Searching on a small panel: it holds thirteen keys of their size, so the alphabet is shown in halves and
 * the digits after them; what is found has pages of its own behind the keys.
 */
#ifndef LIQU_KIOSK_SCREENS_SEARCH_PAGES_H
#define LIQU_KIOSK_SCREENS_SEARCH_PAGES_H

#include "catalogue/search.h"
#include "kiosk/screens/view.h"

#define SEARCH_HITS 64
void search_pages(struct view *view, const struct search_hit *hits, int count);
/* One of what is found. */
void search_hit_row(const struct view *view, struct rect box, const struct search_hit *hit);

#endif
