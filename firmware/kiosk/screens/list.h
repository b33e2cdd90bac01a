/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lists are turned page by page, never scrolled: 上一页 and 下一页 below the rows; in the large-text version
 * three tiles and a fourth that leads on.
 */
#ifndef LIQU_KIOSK_SCREENS_LIST_H
#define LIQU_KIOSK_SCREENS_LIST_H

#include "kiosk/screens/view.h"

struct list {
    int first, count; /* what this page shows */
    int page, pages;
};
/* total entries, `per_page` a page; the visit's page is kept inside. */
struct list list_of(const struct visit *visit, int total, int per_page);
/* 上一页 · 第 1 页，共 5 页 · 下一页, cut off the bottom of `from`; nothing when there is one page. */
void list_pager(struct view *view, struct rect *from, const struct list *list);
/* What it takes there, with the gap. */
int list_pager_height(const struct view *view, const struct rect *from);
/* An item's papers on so many pages; the visit's page is kept inside. */
struct list list_of_papers(const struct visit *visit, int pages);
/* Large text: `rows` cells of a page and the way on below them (or, on the last page, back to the first),
 * whose cell has the index `rows`. */
#define LIST_ELDER_ROWS 3
struct rect list_elder_cell(struct view *view, int row, int rows);
void list_elder_more(struct view *view, const struct list *list, int rows);

#endif
