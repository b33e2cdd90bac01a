/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One piece on a roll: what roll.c puts down and raster.c draws. Internal to paper/.
 */
#ifndef LIQU_PAPER_MARK_H
#define LIQU_PAPER_MARK_H

#include "draw/qr.h"
#include "draw/text_run.h"

enum mark_kind { MARK_TEXT, MARK_FILL, MARK_FRAME, MARK_TICKED, MARK_UNTICKED, MARK_QR, MARK_KINDS };

struct mark {
    enum mark_kind kind;
    struct rect box;         /* dots */
    struct text_style style; /* text */
    char *text;
    int radius, stroke; /* frame */
    const struct qr *qr;
    int module; /* dots a module of qr */
};

#endif
