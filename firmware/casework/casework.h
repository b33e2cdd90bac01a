/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A hand-off case as the kiosk makes it: where it goes, by when, which paper comes how. A kiosk lodges
 * (收件), it never accepts (受理): every deadline is "if accepted on A, done by B".
 */
#ifndef LIQU_CASEWORK_CASEWORK_H
#define LIQU_CASEWORK_CASEWORK_H

#include "catalogue/calendar.h"
#include "catalogue/catalogue.h"
#include "catalogue/station.h"

#define CASE_MATERIALS_MAX ITEM_MATERIALS_MAX

enum material_choice { CHOICE_HAVE, CHOICE_PROMISE, CHOICE_DEFER };
extern const char *const material_choice_names[]; /* have promise defer, NULL */

/* Which choices a material offers: have always, promise and defer by tag (and never for a primary one). */
bool casework_offers(const struct material *material, enum material_choice choice);
/* Untouched rows: card, file, form are done, all others are brought. */
bool casework_to_bring(const struct material *material, enum material_choice choice);

/* The one unit that decides; NULL when the catalogue names none (the loader refuses such a catalogue). */
const struct unit *casework_route(const struct catalogue *catalogue, const struct station *station,
                                  const struct item *item);

struct case_dates {
    uint32_t lodged;
    struct deadline heard;    /* 最迟告诉您是否受理: five working days */
    struct deadline accepted; /* the next working day after lodging */
    struct deadline done;     /* promised days after that */
};
struct case_dates casework_dates(const struct calendar *calendar, const struct item *item, uint32_t lodged);
/* A deferred paper counts from acceptance. */
struct deadline casework_deferred(const struct calendar *calendar, const struct case_dates *dates,
                                  const struct material *material);

#endif
