/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The visit's public face without a kiosk behind it: questions are answered from struct visit alone, actions
 * are only counted, so that the gallery can show every screen and a test can see which action a touch leads
 * to.
 */
#include "tests/screens/gallery.h"

#include <string.h>

enum offer fake_offer;
const char *fake_action = "";

enum offer visit_offer(const struct visit *visit, const struct item *item)
{
    (void)visit;
    return item->mode == MODE_GUIDE ? OFFER_GUIDE_ONLY : fake_offer;
}

size_t visit_items(const struct visit *visit, int zone, enum zone_filter filter, const struct item **ret,
                   size_t max)
{
    static const int modes[FILTERS] = {
        [FILTER_INSTANT] = MODE_INSTANT, [FILTER_HANDOFF] = MODE_HANDOFF, [FILTER_GUIDE] = MODE_GUIDE};
    size_t count = 0;
    for (size_t i = 0; i < visit->catalogue->item_count; i++) {
        const struct item *item = &visit->catalogue->items[i];
        if ((zone != ZONE_ANY && item->zone != zone) || (filter != FILTER_ALL && item->mode != modes[filter]))
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
    *ret_ms = (int)(visit->refused_ms - now_ms);
    return visit->refused[0] ? visit->refused : NULL;
}

size_t visit_page_size(const struct visit *visit)
{
    return visit_has(visit, VISIT_ELDER) ? 3 : visit_has(visit, VISIT_LOW) ? 4 : 8;
}

bool visit_reader_down(const struct visit *visit)
{
    return !visit->reader.connected;
}

bool visit_printer_down(const struct visit *visit)
{
    return !visit->printer.connected;
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

bool visit_can_back(const struct visit *visit)
{
    return visit->state < VISIT_ISSUING;
}

int visit_step(const struct visit *visit)
{
    static const int steps[VISIT_STATE_COUNT] = {
        [VISIT_ITEM] = 1,       [VISIT_SCAN_CARD] = 2,  [VISIT_CONFIRM] = 3,     [VISIT_INPUT] = 3,
        [VISIT_MATERIALS] = 3,  [VISIT_CHECK] = 4,      [VISIT_ISSUING] = 4,     [VISIT_PRINTING] = 4,
        [VISIT_TAKE_PAPER] = 5, [VISIT_COMMITMENT] = 3, [VISIT_DEVICE_FAULT] = 4};
    return steps[visit->state] - 1;
}

#define ACTION(name)                                                                                         \
    void name(struct visit *visit)                                                                           \
    {                                                                                                        \
        (void)visit;                                                                                         \
        fake_action = #name;                                                                                 \
    }
#define ACTION_WITH(name, ...)                                                                               \
    void name(struct visit *visit, __VA_ARGS__)                                                              \
    {                                                                                                        \
        (void)visit;                                                                                         \
        fake_action = #name;                                                                                 \
    }

ACTION(visit_begin)
ACTION(visit_home)
ACTION(visit_back)
ACTION(visit_next)
ACTION(visit_not_me)
ACTION(visit_wrong_data)
ACTION(visit_paper_taken)
ACTION(visit_help)
ACTION(visit_continue)
ACTION(visit_cancel)
ACTION(visit_fault_later)
ACTION(visit_call_staff)
ACTION(visit_language)
ACTION(visit_louder)
ACTION(visit_say_again)
/* unused parameters are the point of a fake */
#pragma GCC diagnostic ignored "-Wunused-parameter"
ACTION_WITH(visit_open_zone, int zone, enum zone_filter filter)
ACTION_WITH(visit_filter, enum zone_filter filter)
ACTION_WITH(visit_turn_page, int by)
ACTION_WITH(visit_open_item, const char *code)
ACTION_WITH(visit_open, enum visit_state state)
ACTION_WITH(visit_choose_input, size_t input, const char *value)
ACTION_WITH(visit_type, char key)
ACTION_WITH(visit_choose, size_t material, enum material_choice choice)
ACTION_WITH(visit_commit, bool agree)
ACTION_WITH(visit_rate, int stars)
ACTION_WITH(visit_turn_sheet, enum visit_sheet sheet)
ACTION_WITH(visit_toggle, enum visit_mode mode)
