/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/desk.h"

#include "base/clock.h"
#include "tests/faults/plate.h"
#include <string.h>

static const char *const names[DESK_CARDS] = {"li-guiying", "sun-jianguo"};

void desk_open(struct desk *desk, struct world *world)
{
    memset(desk, 0, sizeof *desk);
    desk->world = world;
}

static void order(struct desk *desk, enum link_type type, uint64_t visit)
{
    const struct link_nothing nothing = {0};
    struct link *link = desk->world->sides[SLOT_READER].link;
    if (link && !link_send(link, type, visit, &nothing))
        world_wrong(desk->world, "an order was not taken");
}

void desk_begin(struct desk *desk)
{
    desk->visit = ++desk->visits;
    desk->laid = desk->tellings = 0;
    desk->seen = desk->told = desk->whole = desk->refused = false;
    world_tell(desk->world, "visit %llu begins", (unsigned long long)desk->visit);
    order(desk, LINK_READ_START, desk->visit);
}

void desk_end(struct desk *desk)
{
    world_tell(desk->world, "visit %llu ends", (unsigned long long)desk->visit);
    order(desk, LINK_READ_STOP, 0);
    desk->visit = 0;
}

void desk_lay(struct desk *desk, enum desk_card card)
{
    struct err err;
    world_tell(desk->world, "card %s is laid", names[card]);
    desk->card = card;
    desk->laid++;
    desk->seen = desk->told = desk->whole = desk->refused = false;
    if (!plate_lay(world_dev(desk->world, SLOT_READER), desk->world->tools->cards, names[card], &err))
        world_wrong(desk->world, "%s", err.text);
}

void desk_lift(struct desk *desk)
{
    if (plate_lift(world_dev(desk->world, SLOT_READER)))
        world_tell(desk->world, "the card is lifted");
}

/* A newest address that cannot be had is left out rather than guessed. */
static bool is_same(struct desk *desk, const struct person *person)
{
    struct person known = desk->persons[desk->card];
    desk->whole = memcmp(person, &known, sizeof known) == 0;
    memset(known.address, 0, sizeof known.address);
    return desk->whole || memcmp(person, &known, sizeof known) == 0;
}

static void judge_person(struct desk *desk, const struct person *person)
{
    if (!desk->laid)
        world_wrong(desk->world, "a person is told in a visit without a card");
    if (!desk->known[desk->card])
        desk->persons[desk->card] = *person;
    if (!is_same(desk, person))
        world_wrong(desk->world, "a person is told who does not stand on the card %s: %s %s %s, not %s %s %s",
                    names[desk->card], person->name, person->number, person->address,
                    desk->persons[desk->card].name, desk->persons[desk->card].number,
                    desk->persons[desk->card].address);
    if (++desk->tellings > desk->laid)
        world_wrong(desk->world, "one card is told twice");
    desk->told = desk->known[desk->card] = true;
}

void desk_hear(struct desk *desk, const struct link_message *message)
{
    if (!desk->visit || message->visit != desk->visit)
        return; /* of a visit that is over: the kiosk drops it */
    if (message->type == LINK_CARD)
        judge_person(desk, message->body);
    if (message->type == LINK_CARD_SEEN) {
        desk->seen = true;
        desk->changes_at_seen = desk->world->sides[SLOT_READER].changes;
        if (!desk->laid)
            world_wrong(desk->world, "a card is seen in a visit without one");
    }
    if (message->type == LINK_CARD_REFUSED)
        desk->refused = true;
}

static bool has_end(void *arg)
{
    const struct desk *desk = arg;
    return desk->told || desk->refused;
}

bool desk_wait(struct desk *desk, int64_t ms)
{
    return world_wait(desk->world, has_end, desk, ms);
}
