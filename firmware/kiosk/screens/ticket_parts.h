/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What the ticket says, and its form for a small panel. */
#ifndef LIQU_KIOSK_SCREENS_TICKET_PARTS_H
#define LIQU_KIOSK_SCREENS_TICKET_PARTS_H

#include "base/tr.h"
#include "kiosk/screens/view.h"

#define TICKET_CODE_VERSION 10 /* of its QR code at most */
#define TICKET_FACTS        3
/* Where to go, when it will be done, what to bring: as on the slip. */
void ticket_facts(const struct view *view, struct fact ret[TICKET_FACTS]);
/* The case is lodged, but its slip did not come out whole. */
bool ticket_slipless(const struct visit *visit);
#define TICKET_SLIPLESS tr_later("纸单没有打好。请记下编号，或者拍下二维码；表格到窗口拿。")
/* The symbol with its frame, over all of the box, which is a square. */
void ticket_code(const struct view *view, struct rect box);

/* ticket_pages.c */
void ticket_by_page(struct view *view);

#endif
