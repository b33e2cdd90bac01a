/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The visit's public face without a kiosk behind it: what needs devices or a journal is answered as the case
 * says, actions are only named, so that the gallery can show every screen and a test can see which action a
 * touch leads to.
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

bool visit_reader_down(const struct visit *visit)
{
    return !visit->reader.connected;
}

bool visit_printer_down(const struct visit *visit)
{
    return !visit->printer.connected;
}

bool visit_can_back(const struct visit *visit)
{
    return visit->state < VISIT_ISSUING;
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
ACTION(visit_turn_keys)
/* unused parameters are the point of a fake */
#pragma GCC diagnostic ignored "-Wunused-parameter"
ACTION_WITH(visit_open_zone, int zone, enum zone_filter filter)
ACTION_WITH(visit_filter, enum zone_filter filter)
ACTION_WITH(visit_turn_page, int by)
ACTION_WITH(visit_refuse, const char *id)
ACTION_WITH(visit_open_item, const char *code)
ACTION_WITH(visit_open, enum visit_state state)
ACTION_WITH(visit_choose_input, size_t input, const char *value)
ACTION_WITH(visit_type, char key)
ACTION_WITH(visit_choose, size_t material, enum material_choice choice)
ACTION_WITH(visit_commit, bool agree)
ACTION_WITH(visit_rate, int stars)
ACTION_WITH(visit_turn_sheet, enum visit_sheet sheet)
ACTION_WITH(visit_toggle, enum visit_mode mode)
