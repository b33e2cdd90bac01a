/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "casework/casework.h"

#include <stdio.h>

#define HEARD_DAYS 5 /* the licensing law's one-time notice: silence for so long counts as acceptance */

const char *const material_choice_names[] = {"have", "promise", "defer", NULL};

bool casework_offers(const struct material *material, enum material_choice choice)
{
    switch (choice) {
    case CHOICE_HAVE:
        return true;
    case CHOICE_PROMISE:
        return material->tag == MATERIAL_PROMISE && !material->primary;
    case CHOICE_DEFER:
        return material->tag == MATERIAL_DEFER && !material->primary;
    }
    return false;
}

bool casework_to_bring(const struct material *material, enum material_choice choice)
{
    return material->tag >= MATERIAL_BRING && choice == CHOICE_HAVE;
}

const struct unit *casework_route(const struct catalogue *catalogue, const struct station *station,
                                  const struct item *item)
{
    char id[32] = "district";
    if (item->routing != ROUTE_DISTRICT)
        snprintf(id, sizeof id, "%s%s", item->routing == ROUTE_AGENT ? "agent-" : "", station->town);
    return catalogue_unit(catalogue, id);
}

/* What follows from a provisional day is provisional too. */
static struct deadline after(const struct calendar *calendar, struct deadline from, int n)
{
    struct deadline deadline = calendar_after(calendar, from.date, n);
    deadline.provisional |= from.provisional;
    return deadline;
}

struct case_dates casework_dates(const struct calendar *calendar, const struct item *item, uint32_t lodged)
{
    struct case_dates dates = {.lodged = lodged};
    dates.heard = calendar_after(calendar, lodged, HEARD_DAYS);
    dates.accepted = calendar_after(calendar, lodged, 1);
    dates.done = after(calendar, dates.accepted, item->limit.promised);
    return dates;
}

struct deadline casework_deferred(const struct calendar *calendar, const struct case_dates *dates,
                                  const struct material *material)
{
    return after(calendar, dates->accepted, material->days);
}
