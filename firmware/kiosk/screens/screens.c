/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Which screen shows a state, and the ids that mean the same everywhere. */
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static const struct screen *const screens[] = {
#define SCREEN(name) &screen_##name,
#include "kiosk/screens.def"
#undef SCREEN
};

const struct screen *screen_of(enum visit_state state)
{
    const char *word = visit_state_word(state);
    for (size_t i = 0; i < COUNT_OF(screens); i++)
        if (strcmp(screens[i]->name, word) == 0)
            return screens[i];
    return &screen_out_of_service;
}

void screens_draw(const struct visit *visit, struct scene *scene)
{
    const struct station *station = visit->station;
    theme_init(&scene->theme, station->screen.width, station->screen.height, station->screen.px_per_mm,
               visit_has(visit, VISIT_ELDER), visit_has(visit, VISIT_CONTRAST));
    screen_of(visit->state)->draw(visit, scene);
    view_more(visit, scene);
    view_refusal(visit, scene);
}

void screens_moved(struct visit *visit, enum visit_state from, enum visit_state to)
{
    const struct screen *left = screen_of(from), *entered = screen_of(to);
    if (left->leave)
        left->leave(visit);
    if (entered->enter)
        entered->enter(visit);
}

/* ---- ids that mean the same everywhere ---- */

static void toggle_elder(struct visit *visit)
{
    visit_toggle(visit, VISIT_ELDER);
}

static void toggle_contrast(struct visit *visit)
{
    visit_toggle(visit, VISIT_CONTRAST);
}

static void toggle_low(struct visit *visit)
{
    visit_toggle(visit, VISIT_LOW);
}

static void turn_more(struct visit *visit)
{
    visit_turn_sheet(visit, SHEET_MORE);
}

static void turn_back(struct visit *visit)
{
    visit_turn_page(visit, -1);
}

static void turn_on(struct visit *visit)
{
    visit_turn_page(visit, 1);
}

/* There is no sound yet; a key that seems to do nothing makes people press harder. */
static void say_again(struct visit *visit)
{
    visit_say_again(visit);
    visit_refuse(visit, "nav.repeat");
}

static void louder(struct visit *visit)
{
    visit_louder(visit);
    visit_refuse(visit, "nav.louder");
}

static const struct {
    const char *id;
    void (*action)(struct visit *visit);
} common[] = {
    {"nav.back", visit_back},     {"nav.home", visit_home},           {"nav.help", visit_help},
    {"nav.next", visit_next},     {"nav.cancel", visit_cancel},       {"nav.continue", visit_continue},
    {"nav.lang", visit_language}, {"nav.repeat", say_again},          {"nav.louder", louder},
    {"mode.elder", toggle_elder}, {"mode.elder.offer", toggle_elder}, {"mode.contrast", toggle_contrast},
    {"mode.low", toggle_low},     {"mode.more", turn_more},           {"list.prev", turn_back},
    {"list.next", turn_on},       {"fault.call", visit_call_staff},
};

void screens_event(struct visit *visit, const char *id)
{
    for (size_t i = 0; i < COUNT_OF(common); i++)
        if (strcmp(common[i].id, id) == 0) {
            common[i].action(visit);
            return;
        }
    const struct screen *screen = screen_of(visit->state);
    if (screen->event)
        screen->event(visit, id);
}
