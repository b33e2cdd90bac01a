/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Every screen as a resident may meet it, the awkward ones included: the longest names, nothing found, all
 * devices down. */
#include "base/text.h"
#include "base/tr.h"
#include "casework/number.h"
#include "tests/screens/gallery.h"

void gallery_pick(struct gallery_world *world, struct visit *visit, enum visit_state state, const char *code)
{
    visit->state = state;
    visit->item = catalogue_find(world->catalogue, code);
    for (size_t i = 0; visit->item && i < visit->item->inputs.count; i++)
        visit->inputs[i] = item_input(visit->item, i)->default_value;
    visit->person = &world->person;
    visit->zone = visit->item ? visit->item->zone : ZONE_SH;
}

static void idle(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_IDLE;
    visit->number = 0;
}

static void idle_interrupted(struct gallery_world *world, struct visit *visit)
{
    idle(world, visit);
    visit->interrupted = case_number_make(118, 3, GALLERY_TODAY, 17);
    visit->interrupted_until_ms = visit->shown_at_ms + 60000;
}

static void idle_off(struct gallery_world *world, struct visit *visit)
{
    idle(world, visit);
    fake_offer = OFFER_NO_PAPER;
}

static void home(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_HOME;
}

static void home_off(struct gallery_world *world, struct visit *visit)
{
    home(world, visit);
    fake_offer = OFFER_NO_PAPER;
}

static void more(struct gallery_world *world, struct visit *visit)
{
    home(world, visit);
    visit->sheet = SHEET_MORE;
    visit->sheet_of_ms = visit->shown_at_ms;
}

static void search(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_SEARCH;
}

static void search_found(struct gallery_world *world, struct visit *visit)
{
    search(world, visit);
    text_copy(visit->query, sizeof visit->query, tr_current() == LANG_EN ? "INSURANCE" : "SHBX");
}

static void search_alias(struct gallery_world *world, struct visit *visit)
{
    search(world, visit);
    text_copy(visit->query, sizeof visit->query, "JLK");
}

static void search_none(struct gallery_world *world, struct visit *visit)
{
    search(world, visit);
    text_copy(visit->query, sizeof visit->query, "WWWWWWWWWWWWWWW");
}

/* Pages that only a small panel has: what was found, and the other keys. */
static void search_list(struct gallery_world *world, struct visit *visit)
{
    search_found(world, visit);
    visit->page = 1;
}

static void search_digits(struct gallery_world *world, struct visit *visit)
{
    search_found(world, visit);
    visit->key_half = VISIT_KEY_HALVES - 1;
}

static void zone(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_ZONE;
    visit->zone = ZONE_SH;
}

/* A later page: the last in large type on a small panel. */
static void zone_turned(struct gallery_world *world, struct visit *visit)
{
    zone(world, visit);
    visit->page = 6;
}

static void zone_empty(struct gallery_world *world, struct visit *visit)
{
    zone(world, visit);
    visit->zone = ZONE_TJ;
}

static void zone_off(struct gallery_world *world, struct visit *visit)
{
    zone(world, visit);
    visit->page = 1;
    fake_offer = OFFER_UPLINK_DOWN;
}

static void instant(struct gallery_world *world, struct visit *visit)
{
    zone(world, visit);
    visit->zone = ZONE_ANY;
    visit->filter = FILTER_INSTANT;
}

static void item_instant(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_ITEM, "SH-001");
}

static void item_handoff(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_ITEM, "SD-105");
}

static void item_guide(struct gallery_world *world, struct visit *visit)
{
    item_instant(world, visit);
    visit->paper_page = 9; /* on a small panel the key is on the last page */
    visit->sheet = SHEET_GUIDE;
    visit->sheet_of_ms = visit->shown_at_ms;
}

static void item_off(struct gallery_world *world, struct visit *visit)
{
    item_instant(world, visit);
    fake_offer = OFFER_PRINTER_DOWN;
}

static void item_handoff_off(struct gallery_world *world, struct visit *visit)
{
    item_handoff(world, visit);
    fake_offer = OFFER_READER_DOWN;
}

static void scan(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_SCAN_CARD, "SH-001");
    visit->person = NULL;
}

static void scan_nothing(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_NOTHING;
}

static void scan_reading(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_READING;
}

static void scan_lifted(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_LIFTED;
}

static void scan_unreadable(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_UNREADABLE;
    visit->scan_tries = 3;
}

static void scan_bad(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_BAD_CARD;
}

static void scan_expired(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_EXPIRED;
}

static void scan_young(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_TOO_YOUNG;
}

static void scan_glyph(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_NO_GLYPH;
}

static void scan_down(struct gallery_world *world, struct visit *visit)
{
    scan(world, visit);
    visit->scan = SCAN_READER_DOWN;
}

static void confirm(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_CONFIRM, "SH-001");
    visit->card_may_go = true;
    visit->elder_offered = true;
}

static void confirm_long(struct gallery_world *world, struct visit *visit)
{
    confirm(world, visit);
    text_copy(world->person.name, sizeof world->person.name, "阿卜杜热依木·买买提吐尔逊江");
    visit->item = catalogue_find(world->catalogue, "SD-105");
}

static void input_choice(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_INPUT, "SH-001");
}

static const struct input digits = {
    .name = "phone", .kind = INPUT_DIGITS, .label = {"请输入您的手机号", "Your mobile number"}, .max = 11};
static struct item asking;

static void input_digits(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_INPUT, "SD-105");
    asking = *visit->item;
    asking.inputs = (struct yaml_list){(void *)(uintptr_t)&digits, 1};
    visit->item = &asking;
    text_copy(visit->typed, sizeof visit->typed, "13800000000");
}

static void materials(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_MATERIALS, "SD-105");
    visit->choices[3] = CHOICE_PROMISE;
}

/* More papers than any page holds, each with a choice. */
static struct item long_item(const struct item *like)
{
    static struct material papers[CASE_MATERIALS_MAX];
    struct item item = *like;
    for (size_t i = 0; i < COUNT_OF(papers); i++)
        papers[i] = *item_material(like, 3 + i % 2);
    item.materials = (struct yaml_list){papers, COUNT_OF(papers)};
    return item;
}

static void materials_long(struct gallery_world *world, struct visit *visit)
{
    materials(world, visit);
    asking = long_item(visit->item);
    visit->item = &asking;
    visit->paper_page = 1;
}

static void item_long(struct gallery_world *world, struct visit *visit)
{
    materials_long(world, visit);
    visit->state = VISIT_ITEM;
    visit->person = NULL;
}

/* Pages that only a small panel has; a large one stays on its last. */
static void item_instant_last(struct gallery_world *world, struct visit *visit)
{
    item_instant(world, visit);
    visit->paper_page = 9;
}

static void item_handoff_next(struct gallery_world *world, struct visit *visit)
{
    item_handoff(world, visit);
    visit->paper_page = 1;
}

static void item_handoff_last(struct gallery_world *world, struct visit *visit)
{
    item_handoff(world, visit);
    visit->paper_page = 9;
}

static void commitment(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_COMMITMENT, "SD-105");
    visit->commitment = 3;
}

static void materials_last(struct gallery_world *world, struct visit *visit)
{
    materials(world, visit);
    visit->paper_page = GALLERY_LAST_PAGE;
}

static void commitment_last(struct gallery_world *world, struct visit *visit)
{
    commitment(world, visit);
    visit->paper_page = GALLERY_LAST_PAGE;
}

static void checking(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_CHECK, "SD-105");
}

static void check_last(struct gallery_world *world, struct visit *visit)
{
    checking(world, visit);
    visit->paper_page = GALLERY_LAST_PAGE;
}

static void check_offline(struct gallery_world *world, struct visit *visit)
{
    checking(world, visit);
    visit->uplink_up = false;
}

static void issuing(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_ISSUING, "SH-001");
}

static void printing(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_PRINTING, "SH-001");
    visit->stage = STAGE_PRINTING;
    visit->print_attempt = 1;
    visit->document_number = case_number_make(118, 3, GALLERY_TODAY, 17);
    visit->shown_at_ms -= 2000;
}

static void refuse(struct visit *visit, const char *id)
{
    text_copy(visit->refused, sizeof visit->refused, id);
    visit->refused_ms = visit->shown_at_ms;
}

static void printing_refused(struct gallery_world *world, struct visit *visit)
{
    printing(world, visit);
    refuse(visit, "nav.back");
}

void gallery_ticket(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_TICKET, "SD-105");
    visit->choices[4] = CHOICE_DEFER;
    visit->case_number = case_number_make(118, 3, GALLERY_TODAY, 42);
    visit->unit = casework_route(world->catalogue, world->station, visit->item);
    visit->dates = casework_dates(world->catalogue->calendar, visit->item, GALLERY_TODAY);
    visit->screen_url =
        "HTTPS://T.LIQU.EXAMPLE/T/"
        "QKCEJIQBEYDHVBVQCYAABXJXM5UE4Z2TNQZXA3DNMFZGK4TPN5ZXI2LOM4QGC3TEEBXW63TFEBTG65LOMQQGC3TEEB3W64TL";
    visit->slip_printing = true;
}

static void ticket_next(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->paper_page = 1;
}

static void ticket_last(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->paper_page = GALLERY_LAST_PAGE;
}

/* Done within the year, and heard of in the next, whose holidays nobody knows yet. */
static void ticket_provisional(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    asking = *visit->item;
    asking.limit.promised = 2;
    visit->item = &asking;
    visit->dates = casework_dates(world->catalogue->calendar, &asking, 20261225);
    visit->paper_page = 1; /* on a small panel */
}

static void ticket_unpublished(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->dates = casework_dates(world->catalogue->calendar, visit->item, 20261225);
    visit->paper_page = 1;
}

static void ticket_of(struct gallery_world *world, struct visit *visit, const char *code)
{
    gallery_ticket(world, visit);
    visit->item = catalogue_find(world->catalogue, code);
    visit->unit = casework_route(world->catalogue, world->station, visit->item);
    visit->dates = casework_dates(world->catalogue->calendar, visit->item, GALLERY_TODAY);
    visit->choices[4] = CHOICE_HAVE;
    visit->paper_page = 1; /* on a small panel */
}

/* A clinic record to bring: its name would say what the case is. */
static void ticket_sensitive(struct gallery_world *world, struct visit *visit)
{
    ticket_of(world, visit, "SH-109");
}

/* Whoever books a home visit cannot come, and needs the number to ring. */
static void ticket_agent(struct gallery_world *world, struct visit *visit)
{
    ticket_of(world, visit, "ZH-105");
}

static void ticket_refused(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    refuse(visit, "nav.next");
}

static void ticket_slipless(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->slip_done = true;
    visit->slip_printing = false;
}

static void ticket_done(struct gallery_world *world, struct visit *visit)
{
    gallery_ticket(world, visit);
    visit->slip_done = visit->slip_printed = true;
    visit->case_offline = true;
}

static void take_paper(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_TAKE_PAPER, "SH-001");
    visit->seconds_left = 14;
}

static void rating(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_RATING, "SH-001");
    visit->seconds_left = 12;
}

static void goodbye(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_GOODBYE;
    visit->number = 0;
}

static void timeout(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_TIMEOUT, "SH-001");
    visit->under = VISIT_CONFIRM;
    visit->seconds_left = 14;
}

static void help(struct gallery_world *world, struct visit *visit)
{
    gallery_pick(world, visit, VISIT_HELP, "SH-001");
    visit->under = VISIT_ITEM;
}

static void help_idle(struct gallery_world *world, struct visit *visit)
{
    idle(world, visit);
    visit->state = VISIT_HELP;
    visit->under = VISIT_IDLE;
}

static void help_called(struct gallery_world *world, struct visit *visit)
{
    help(world, visit);
    visit->staff_called = visit->data_wrong = true;
}

static void stations(struct gallery_world *world, struct visit *visit)
{
    (void)world;
    visit->state = VISIT_STATIONS;
}

static void stations_next(struct gallery_world *world, struct visit *visit)
{
    stations(world, visit);
    visit->page = 1;
}

const struct gallery_case gallery_cases[] = {
    {"idle", idle},
    {"idle-interrupted", idle_interrupted},
    {"idle-off", idle_off},
    {"home", home},
    {"home-off", home_off},
    {"home-more", more},
    {"stations", stations},
    {"stations-next", stations_next},
    {"search", search},
    {"search-found", search_found},
    {"search-alias", search_alias},
    {"search-none", search_none},
    {"search-list", search_list},
    {"search-digits", search_digits},
    {"zone", zone},
    {"zone-turned", zone_turned},
    {"zone-empty", zone_empty},
    {"zone-off", zone_off},
    {"instant", instant},
    {"item-instant", item_instant},
    {"item-handoff", item_handoff},
    {"item-instant-last", item_instant_last},
    {"item-handoff-next", item_handoff_next},
    {"item-handoff-last", item_handoff_last},
    {"item-guide", item_guide},
    {"item-off", item_off},
    {"item-handoff-off", item_handoff_off},
    {"scan", scan},
    {"scan-nothing", scan_nothing},
    {"scan-reading", scan_reading},
    {"scan-lifted", scan_lifted},
    {"scan-unreadable", scan_unreadable},
    {"scan-bad", scan_bad},
    {"scan-expired", scan_expired},
    {"scan-young", scan_young},
    {"scan-glyph", scan_glyph},
    {"scan-down", scan_down},
    {"confirm", confirm},
    {"confirm-long", confirm_long},
    {"input-choice", input_choice},
    {"input-digits", input_digits},
    {"materials", materials},
    {"materials-long", materials_long},
    {"materials-last", materials_last},
    {"item-long", item_long},
    {"commitment", commitment},
    {"commitment-last", commitment_last},
    {"check", checking},
    {"check-offline", check_offline},
    {"check-last", check_last},
    {"issuing", issuing},
    {"printing", printing},
    {"printing-refused", printing_refused},
    {"ticket", gallery_ticket},
    {"ticket-next", ticket_next},
    {"ticket-last", ticket_last},
    {"ticket-provisional", ticket_provisional},
    {"ticket-unpublished", ticket_unpublished},
    {"ticket-sensitive", ticket_sensitive},
    {"ticket-agent", ticket_agent},
    {"ticket-refused", ticket_refused},
    {"ticket-slipless", ticket_slipless},
    {"ticket-done", ticket_done},
    {"take-paper", take_paper},
    {"rating", rating},
    {"goodbye", goodbye},
    {"timeout", timeout},
    {"help", help},
    {"help-idle", help_idle},
    {"help-called", help_called},
    {0},
};
