/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What a resident is told about each fault: what happened, what is kept, what to do next. Never a code, never
 * the word error.
 */
#ifndef LIQU_KIOSK_SCREENS_FAULT_WORDS_H
#define LIQU_KIOSK_SCREENS_FAULT_WORDS_H

#include "kiosk/visit.h"
#include "ui/icon.h"

/* Untranslated. */
struct fault_words {
    const char *title, *line, *happened;
    const char *kept; /* of a document; what a lodged case keeps is the same whatever broke */
    const char *next;
    enum icon icon;
    bool waits; /* goes on by itself once it is mended */
};
const struct fault_words *fault_words(enum fault fault);

#endif
