/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Every screen as a resident may meet it, the awkward ones included: the longest names, nothing found, all
 * devices down. */
#include "base/text.h"
#include "casework/number.h"
#include "tests/screens/gallery.h"

static void pick(struct gallery_world *world, struct visit *visit, const char *code)
{
    visit->item = catalogue_find(world->catalogue, code);
    for (size_t i = 0; visit->item && i < visit->item->inputs.count; i++)
        visit->inputs[i] = item_input(visit->item, i)->default_value;
}

static void idle(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_IDLE;
    visit->number = 0;
}

static void home(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_HOME;
}

static void more(struct gallery_world *world, struct visit *visit)
{
    home(world, visit);
    visit->more_of_ms = visit->shown_at_ms;
}

const struct gallery_case gallery_cases[] = {
    {"idle", idle},
    {"home", home},
    {"home-more", more},
    {0},
};
