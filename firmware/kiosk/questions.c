/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What screens ask of the visit, answered from struct visit alone. Nothing here changes anything. */
#include "kiosk/visit.h"

#define REFUSED_MS 4000 /* long enough to read one line */

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

enum offer visit_instant_offer(const struct visit *visit)
{
    const struct item *first;
    return visit_items(visit, ZONE_ANY, FILTER_INSTANT, &first, 1) ? visit_offer(visit, first) : OFFER_OK;
}

uint64_t visit_interrupted(const struct visit *visit, int64_t now_ms)
{
    return now_ms < visit->interrupted_until_ms ? visit->interrupted : 0;
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
    if (panel_is_compact(&visit->station->screen)) /* where all zones are shown there are no filters above */
        return visit_has(visit, VISIT_ELDER) ? 2 : visit->zone == ZONE_ANY ? 4 : 3;
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

static bool is_cover(enum visit_state state)
{
    return state == VISIT_TIMEOUT || state == VISIT_HELP || state == VISIT_DEVICE_FAULT;
}

enum visit_state visit_below(const struct visit *visit)
{
    return is_cover(visit->state) ? visit->under : visit->state;
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
    if (visit->item && visit->item->mode == MODE_GUIDE)
        return -1;
    return (instant ? steps[below].instant : steps[below].handoff) - 1;
}
