/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What screens ask of the visit. Nothing here changes anything. */
#include "kiosk/kiosk.h"

/* A program of ours needs a moment to say hello; until then its device counts as there. */
#define STARTING_MS 5000

static bool down(const struct visit *visit, const struct visit_device *device)
{
    if (!device->connected)
        return clock_real_mono_ms() - visit->kiosk->started_ms > STARTING_MS;
    switch ((enum device_status)device->status.status) {
    case DEVICE_ONLINE:
    case DEVICE_BUSY:
    case DEVICE_ATTENTION:
        return false;
    case DEVICE_OFFLINE:
    case DEVICE_ABSENT:
    case DEVICE_FAULT:
    case DEVICE_STATUSES:
        break;
    }
    return device->status.cause != CAUSE_STARTING || clock_real_mono_ms() - visit->kiosk->started_ms > STARTING_MS;
}

bool visit_reader_down(const struct visit *visit)
{
    return down(visit, &visit->reader);
}

bool visit_printer_down(const struct visit *visit)
{
    return down(visit, &visit->printer) || visit->printer.status.cause == CAUSE_NO_PROOF;
}

enum offer visit_offer(const struct visit *visit, const struct item *item)
{
    if (item->mode == MODE_GUIDE)
        return OFFER_GUIDE_ONLY;
    if (visit_reader_down(visit))
        return OFFER_READER_DOWN;
    if (visit->printer.connected && visit->printer.status.cause == CAUSE_PAPER_OUT)
        return OFFER_NO_PAPER;
    if (visit_printer_down(visit))
        return OFFER_PRINTER_DOWN;
    if (item->mode == MODE_INSTANT && !visit->uplink_up && clock_real_mono_ms() - visit->kiosk->started_ms > STARTING_MS)
        return OFFER_UPLINK_DOWN;
    if (!outbox_writable(visit->kiosk->journal))
        return OFFER_JOURNAL_FULL;
    return OFFER_OK;
}

static bool passes(const struct item *item, enum zone_filter filter)
{
    switch (filter) {
    case FILTER_INSTANT:
        return item->mode == MODE_INSTANT;
    case FILTER_HANDOFF:
        return item->mode == MODE_HANDOFF;
    case FILTER_GUIDE:
        return item->mode == MODE_GUIDE;
    case FILTER_ALL:
    case FILTERS:
        break;
    }
    return true;
}

size_t visit_items(const struct visit *visit, int zone, enum zone_filter filter, const struct item **ret, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < visit->catalogue->item_count; i++) {
        const struct item *item = &visit->catalogue->items[i];
        if ((zone != ZONE_ANY && item->zone != zone) || !passes(item, filter))
            continue;
        if (count < max)
            ret[count] = item;
        count++;
    }
    return count;
}

bool visit_has(const struct visit *visit, enum visit_mode mode)
{
    return visit->modes & (unsigned)mode;
}

size_t visit_page_size(const struct visit *visit)
{
    return visit_has(visit, VISIT_ELDER) ? 3 : visit_has(visit, VISIT_LOW) ? 4 : 8;
}

const char *visit_state_word(enum visit_state state)
{
    static const char *const words[VISIT_STATE_COUNT] = {
#define X(upper, lower) [VISIT_##upper] = #lower,
        VISIT_STATES(X)
#undef X
    };
    return words[state];
}

int visit_step(const struct visit *visit)
{
    bool instant = visit->item && visit->item->mode == MODE_INSTANT;
    switch (visit_below(visit)) {
    case VISIT_ITEM:
        return 0;
    case VISIT_SCAN_CARD:
        return 1;
    case VISIT_CONFIRM:
    case VISIT_INPUT:
        return instant ? 2 : 1;
    case VISIT_MATERIALS:
    case VISIT_COMMITMENT:
        return 2;
    case VISIT_CHECK:
    case VISIT_ISSUING:
    case VISIT_PRINTING:
        return 3;
    case VISIT_TAKE_PAPER:
        return 4;
    default:
        return -1;
    }
}
