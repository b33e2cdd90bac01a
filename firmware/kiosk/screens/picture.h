/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The pictures that say where the card goes and where the paper comes out. Drawn in a scene of their own, 984
 * units wide, as large as the box allows. In high contrast they are white outlines on black.
 */
#ifndef LIQU_KIOSK_SCREENS_PICTURE_H
#define LIQU_KIOSK_SCREENS_PICTURE_H

#include "kiosk/screens/view.h"

enum card_picture {
    CARD_PICTURE_WAITING, /* shows three times how the card is laid down, then rests */
    CARD_PICTURE_READING, /* a bar walks round the ring */
    CARD_PICTURE_LIFTED,  /* red ring and a cross */
};
/* since_ms: since the state began. Asks for the next frame while it moves. */
void picture_card(const struct view *view, struct rect box, enum card_picture what, int64_t since_ms);

enum paper_picture { PAPER_PICTURE_NONE, PAPER_PICTURE_GROWING, PAPER_PICTURE_WAITING, PAPER_PICTURE_DONE };
void picture_paper(const struct view *view, struct rect box, enum paper_picture what, int64_t since_ms);

#endif
