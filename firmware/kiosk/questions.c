/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What screens ask of the visit. Nothing here changes anything. */
#include "kiosk/kiosk.h"

#define REFUSED_MS 4000 /* long enough to read one line */

bool visit_starting(const struct visit *visit)
{
    return clock_real_mono_ms() - visit->kiosk->started_ms <= KIOSK_STARTING_MS;
}

static bool down(const struct visit *visit, const struct visit_device *device)
{
    if (!device->connected)
        return !visit_starting(visit);
    static const bool serves[DEVICE_STATUSES] = {
        [DEVICE_ONLINE] = true, [DEVICE_BUSY] = true, [DEVICE_ATTENTION] = true};
    if (serves[device->status.status])
        return false;
    return device->status.cause != CAUSE_STARTING || !visit_starting(visit);
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
    if (item->mode == MODE_INSTANT && !visit->uplink_up && !visit_starting(visit))
        return OFFER_UPLINK_DOWN;
    if (!outbox_writable(visit->kiosk->journal))
        return OFFER_JOURNAL_FULL;
    return OFFER_OK;
}

static bool passes(const struct item *item, enum zone_filter filter)
{
    static const int modes[FILTERS] = {
        [FILTER_INSTANT] = MODE_INSTANT, [FILTER_HANDOFF] = MODE_HANDOFF, [FILTER_GUIDE] = MODE_GUIDE};
    return filter == FILTER_ALL || item->mode == modes[filter];
}

size_t visit_items(const struct visit *visit, int zone, enum zone_filter filter, const struct item **ret,
                   size_t max)
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

enum visit_sheet visit_sheet_open(const struct visit *visit)
{
    return visit->sheet_of_ms == visit->shown_at_ms ? visit->sheet : SHEET_NONE;
}

const char *visit_refused(const struct visit *visit, int64_t now_ms, int *ret_ms)
{
    int64_t since_ms = now_ms - visit->refused_ms;
    if (!visit->refused[0] || visit->refused_ms < visit->shown_at_ms || since_ms >= REFUSED_MS)
        return NULL;
    *ret_ms = (int)(REFUSED_MS - since_ms);
    return visit->refused;
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
    /* instant: 选事情 放身份证 核对 打印 取纸; hand-off: 选事情 放身份证 看材料 核对 取单. 0: no stepper. */
    static const struct {
        int instant, handoff;
    } steps[VISIT_STATE_COUNT] = {
        [VISIT_ITEM] = {1, 1},       [VISIT_SCAN_CARD] = {2, 2}, [VISIT_CONFIRM] = {3, 2},
        [VISIT_INPUT] = {3, 2},      [VISIT_MATERIALS] = {0, 3}, [VISIT_COMMITMENT] = {0, 3},
        [VISIT_CHECK] = {0, 4},      [VISIT_ISSUING] = {4, 0},   [VISIT_PRINTING] = {4, 0},
        [VISIT_TAKE_PAPER] = {5, 5},
    };
    enum visit_state below = visit_below(visit);
    bool instant = visit->item && visit->item->mode == MODE_INSTANT;
    return (instant ? steps[below].instant : steps[below].handoff) - 1;
}
