/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What a finger can do. An action that makes no sense in the present state does nothing, so a double tap or a
 * tap that crossed a page change is harmless.
 */
#include "base/log.h"
#include "base/text.h"
#include "base/wipe.h"
#include "kiosk/kiosk.h"
#include <string.h>

static bool browsing(const struct visit *visit)
{
    return visit->number && !visit->person && visit->state >= VISIT_HOME && visit->state <= VISIT_SCAN_CARD;
}

void visit_begin(struct visit *visit)
{
    struct kiosk *kiosk = visit->kiosk;
    /* The next person may be quick, and speaks a language of her own. */
    if (!visit->number && visit->state == VISIT_GOODBYE)
        visit_enter(kiosk, VISIT_IDLE);
    if (visit->number || visit->state != VISIT_IDLE)
        return;
    uint64_t number;
    struct err err;
    if (!journal_visit_open(kiosk->journal, tr_current() == LANG_EN ? "en" : "zh", &number, &err)) {
        visit_journal_failed(kiosk, "open a visit", &err);
        return;
    }
    kiosk->secret = secret_create(sizeof *kiosk->secret);
    visit->number = number;
    visit_enter(kiosk, VISIT_HOME);
}

void visit_home(struct visit *visit)
{
    if (browsing(visit))
        visit_enter(visit->kiosk, VISIT_HOME);
}

void visit_open(struct visit *visit, enum visit_state state)
{
    if (!browsing(visit) || state < VISIT_SEARCH || state > VISIT_STATIONS)
        return;
    visit->page = visit->key_half = 0;
    wipe(visit->query, sizeof visit->query);
    visit_enter(visit->kiosk, state);
}

void visit_open_zone(struct visit *visit, int zone, enum zone_filter filter)
{
    if (!browsing(visit))
        return;
    visit->zone = zone;
    visit->filter = filter;
    visit->page = 0;
    visit_enter(visit->kiosk, VISIT_ZONE);
}

void visit_filter(struct visit *visit, enum zone_filter filter)
{
    if (visit->state == VISIT_ZONE)
        visit_open_zone(visit, visit->zone, filter);
}

/* States whose pages are turned, besides the lists. */
static bool in_several_pages(enum visit_state state)
{
    return state == VISIT_ITEM || state == VISIT_MATERIALS || state == VISIT_COMMITMENT ||
           state == VISIT_CHECK || state == VISIT_TICKET || state == VISIT_DEVICE_FAULT;
}

void visit_turn_page(struct visit *visit, int by)
{
    bool papers = in_several_pages(visit->state);
    int *page = papers ? &visit->paper_page : &visit->page;
    if ((!papers && !browsing(visit)) || *page + by < 0)
        return;
    *page += by;
    visit_changed(visit->kiosk);
}

/* What was chosen, typed and promised after the card belongs to the person of that card. */
static void forget_answers(struct visit *visit)
{
    memset(visit->choices, 0, sizeof visit->choices);
    visit->agreed = 0;
    wipe(visit->typed, sizeof visit->typed);
    wipe(visit->kiosk->secret->typed, sizeof visit->kiosk->secret->typed);
    for (size_t i = 0; i < visit->item->inputs.count; i++)
        if (!item_input(visit->item, i)->default_value)
            visit->inputs[i] = NULL;
}

void visit_open_item(struct visit *visit, const char *code)
{
    const struct item *item = catalogue_find(visit->catalogue, code);
    if (!item || !browsing(visit))
        return;
    if (visit->state <= VISIT_ZONE) /* never back to the page of another item */
        visit->item_from = visit->state;
    visit->item = item;
    forget_answers(visit);
    for (size_t i = 0; i < COUNT_OF(visit->inputs); i++)
        visit->inputs[i] = i < item->inputs.count ? item_input(item, i)->default_value : NULL;
    visit_enter(visit->kiosk, VISIT_ITEM);
}

void visit_choose_input(struct visit *visit, size_t index, const char *value)
{
    if (!visit->item || index >= visit->item->inputs.count ||
        (visit->state != VISIT_ITEM && visit->state != VISIT_INPUT))
        return;
    const struct input *input = item_input(visit->item, index);
    const struct choice *choices = input->choices.items;
    for (size_t i = 0; i < input->choices.count; i++)
        if (strcmp(choices[i].value, value) == 0)
            visit->inputs[index] = choices[i].value;
    visit_changed(visit->kiosk);
}

/* At most max characters stand in text. */
static void type_into(char *text, size_t max, char key)
{
    size_t len = strlen(text);
    if (key == '\b' && len)
        text[len - 1] = '\0';
    else if (key != '\b' && len < max)
        text[len] = key;
}

void visit_type(struct visit *visit, char key)
{
    bool digit = key == '\b' || (key >= '0' && key <= '9');
    if (visit->state == VISIT_SEARCH && (digit || (key >= 'A' && key <= 'Z'))) {
        type_into(visit->query, sizeof visit->query - 1, key);
    } else if (visit->state == VISIT_INPUT && digit) {
        const struct input *input = item_input(visit->item, (size_t)visit->input_index);
        size_t max = input->max > 0 && (size_t)input->max < sizeof visit->typed ? (size_t)input->max
                                                                                : sizeof visit->typed - 1;
        if (input->kind != INPUT_CHOICE)
            type_into(visit->typed, max, key);
    }
    visit_changed(visit->kiosk);
}

void visit_turn_keys(struct visit *visit)
{
    visit->key_half = (visit->key_half + 1) % VISIT_KEY_HALVES;
    visit_changed(visit->kiosk);
}

void visit_choose(struct visit *visit, size_t index, enum material_choice choice)
{
    if (visit->state != VISIT_MATERIALS || index >= visit->item->materials.count ||
        index >= CASE_MATERIALS_MAX || !casework_offers(item_material(visit->item, index), choice))
        return;
    visit->choices[index] = choice;
    visit->agreed &= ~(1u << index);
    visit_changed(visit->kiosk);
}

/* ---- next: the one filled button ---- */

static void begin_work(struct kiosk *kiosk)
{
    if (kiosk->visit.item->mode == MODE_INSTANT)
        instant_start(kiosk);
    else
        visit_enter(kiosk, VISIT_MATERIALS);
}

/* The next question from index on; after the last one the work begins. What was chosen before somebody went
 * back is still chosen, and can be changed. */
static void ask_from(struct kiosk *kiosk, size_t i)
{
    struct visit *visit = &kiosk->visit;
    while (i < visit->item->inputs.count && item_input(visit->item, i)->default_value)
        i++;
    if (i >= visit->item->inputs.count) {
        begin_work(kiosk);
        return;
    }
    visit->input_index = (int)i;
    wipe(visit->typed, sizeof visit->typed);
    visit_enter(kiosk, VISIT_INPUT);
}

static void next_confirm(struct kiosk *kiosk)
{
    ask_from(kiosk, 0);
}

static void next_item(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    struct err err;
    if (visit_offer(visit, visit->item) != OFFER_OK)
        return;
    /* The consent and the version of its notice stand in the journal before the first read. */
    if (!journal_visit_item(kiosk->journal, visit->number, visit->item->code,
                            visit->catalogue->consent.version, &err)) {
        visit_journal_failed(kiosk, "record the consent", &err);
        return;
    }
    visit->scan = SCAN_WAITING;
    visit->scan_tries = 0;
    visit_enter(kiosk, VISIT_SCAN_CARD);
}

static void next_input(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    size_t i = (size_t)visit->input_index;
    if (item_input(visit->item, i)->kind != INPUT_CHOICE) {
        if (!visit->typed[0])
            return;
        text_copy(kiosk->secret->typed[i], sizeof kiosk->secret->typed[i], visit->typed);
        visit->inputs[i] = kiosk->secret->typed[i];
    }
    if (visit->inputs[i])
        ask_from(kiosk, i + 1);
}

/* Materials, then every promise that was chosen and not yet agreed to, then the check page. */
static void next_materials(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    for (size_t i = 0; i < visit->item->materials.count; i++)
        if (visit->choices[i] == CHOICE_PROMISE && !(visit->agreed & 1u << i)) {
            visit->commitment = (int)i;
            visit_enter(kiosk, VISIT_COMMITMENT);
            return;
        }
    visit->unit = casework_route(kiosk->catalogue, kiosk->station, visit->item);
    visit_enter(kiosk, VISIT_CHECK);
}

void visit_commit(struct visit *visit, bool agree)
{
    if (visit->state != VISIT_COMMITMENT)
        return;
    if (agree)
        visit->agreed |= 1u << visit->commitment;
    else
        visit->choices[visit->commitment] = CHOICE_HAVE;
    next_materials(visit->kiosk);
}

static void next_commitment(struct kiosk *kiosk)
{
    visit_commit(&kiosk->visit, true);
}

static void next_ticket(struct kiosk *kiosk)
{
    if (!kiosk->visit.slip_done)
        return;
    visit_enter(kiosk, kiosk->visit.slip_printed ? VISIT_TAKE_PAPER : VISIT_RATING);
}

static void next_take_paper(struct kiosk *kiosk)
{
    visit_paper_gone(kiosk, TAKEN_BY_PERSON);
}

static void next_rating(struct kiosk *kiosk)
{
    visit_end(kiosk, VISIT_ENDED_DONE, VISIT_GOODBYE);
}

static void next_goodbye(struct kiosk *kiosk)
{
    visit_enter(kiosk, VISIT_IDLE);
}

static void next_fault(struct kiosk *kiosk)
{
    visit_fault_later(&kiosk->visit);
}

static void (*const next_of[VISIT_STATE_COUNT])(struct kiosk *) = {
    [VISIT_ITEM] = next_item,           [VISIT_CONFIRM] = next_confirm,       [VISIT_INPUT] = next_input,
    [VISIT_MATERIALS] = next_materials, [VISIT_COMMITMENT] = next_commitment, [VISIT_CHECK] = handoff_lodge,
    [VISIT_TICKET] = next_ticket,       [VISIT_TAKE_PAPER] = next_take_paper, [VISIT_RATING] = next_rating,
    [VISIT_GOODBYE] = next_goodbye,     [VISIT_DEVICE_FAULT] = next_fault,
};

void visit_next(struct visit *visit)
{
    if (next_of[visit->state])
        next_of[visit->state](visit->kiosk);
}

/* ---- back ---- */

/* Where 上一步 leads. A row left out (VISIT_IDLE): going back is impossible there and the key is grey. */
static const enum visit_state back_of[VISIT_STATE_COUNT] = {
    [VISIT_SEARCH] = VISIT_HOME,
    [VISIT_PACKAGE] = VISIT_HOME,
    [VISIT_PROGRESS] = VISIT_HOME,
    [VISIT_STATIONS] = VISIT_HOME,
    [VISIT_ZONE] = VISIT_HOME,
    [VISIT_ITEM] = VISIT_ZONE,
    [VISIT_SCAN_CARD] = VISIT_ITEM,
    [VISIT_CONFIRM] = VISIT_ITEM,
    [VISIT_INPUT] = VISIT_CONFIRM,
    [VISIT_MATERIALS] = VISIT_CONFIRM,
    [VISIT_COMMITMENT] = VISIT_MATERIALS,
    [VISIT_CHECK] = VISIT_MATERIALS,
};

static bool is_over(const struct visit *visit)
{
    return visit->state == VISIT_HELP || visit->state == VISIT_TIMEOUT;
}

bool visit_can_back(const struct visit *visit)
{
    return back_of[visit->state] != VISIT_IDLE || visit->state == VISIT_HOME || is_over(visit);
}

static void forget_card(struct visit *visit)
{
    visit->person = NULL;
    visit->elder_offered = visit->card_may_go = false;
    forget_answers(visit);
    wipe(&visit->kiosk->secret->person, sizeof visit->kiosk->secret->person);
}

/* On a small panel an item, its papers and the last check fill several pages, and what a search found stands
 * behind its keys; a commitment may need several on any panel. Back leads a page back there, from what was
 * found to the keys. */
static int *page_before(struct visit *visit)
{
    bool compact = panel_is_compact(&visit->station->screen);
    switch ((int)visit->state) {
    case VISIT_COMMITMENT:
        return &visit->paper_page;
    case VISIT_ITEM:
    case VISIT_MATERIALS:
    case VISIT_CHECK:
        return compact ? &visit->paper_page : NULL;
    case VISIT_SEARCH:
        return compact ? &visit->page : NULL;
    default:
        return NULL;
    }
}

static bool turned_back(struct visit *visit)
{
    int *page = page_before(visit);
    if (!page || *page == 0)
        return false;
    *page = visit->state == VISIT_SEARCH ? 0 : *page - 1;
    visit_changed(visit->kiosk);
    return true;
}

void visit_back(struct visit *visit)
{
    struct kiosk *kiosk = visit->kiosk;
    if (!visit_can_back(visit))
        return;
    if (turned_back(visit))
        return;
    if (is_over(visit)) {
        visit_continue(visit);
    } else if (visit->state == VISIT_HOME) {
        visit_end(kiosk, VISIT_ENDED_CANCELLED, VISIT_IDLE);
    } else {
        if (visit->state == VISIT_CONFIRM)
            forget_card(visit);
        visit_enter(kiosk, visit->state == VISIT_ITEM ? visit->item_from : back_of[visit->state]);
    }
}

/* ---- the confirm page ---- */

void visit_not_me(struct visit *visit)
{
    if (visit->state != VISIT_CONFIRM)
        return;
    forget_card(visit);
    visit->scan = SCAN_WAITING;
    visit->scan_tries = 0;
    visit_enter(visit->kiosk, VISIT_SCAN_CARD);
    card_reader_changed(visit->kiosk);
}

void visit_wrong_data(struct visit *visit)
{
    if (visit->state != VISIT_CONFIRM)
        return;
    visit->data_wrong = true;
    visit_cover(visit->kiosk, VISIT_HELP);
}

/* ---- paper and rating ---- */

void visit_paper_taken(struct visit *visit)
{
    if (visit->state == VISIT_TAKE_PAPER)
        visit_paper_gone(visit->kiosk, TAKEN_BY_PERSON);
}

void visit_rate(struct visit *visit, int stars)
{
    struct err err;
    if (visit->state != VISIT_RATING || stars < 0 || stars > 5)
        return;
    if (stars && !journal_visit_rate(visit->kiosk->journal, visit->number, stars, &err))
        log_error("journal", "record the rating: %s", err.text);
    visit_end(visit->kiosk, VISIT_ENDED_DONE, VISIT_GOODBYE);
}

/* ---- help, countdown, faults ---- */

void visit_help(struct visit *visit)
{
    if (visit->state != VISIT_HELP && visit->state != VISIT_OUT_OF_SERVICE && visit->state != VISIT_GOODBYE)
        visit_cover(visit->kiosk, VISIT_HELP);
}

void visit_continue(struct visit *visit)
{
    if (!is_over(visit))
        return;
    visit_uncover(visit->kiosk);
    printing_printer_status(visit->kiosk); /* a page may wait for somebody to be here */
}

void visit_cancel(struct visit *visit)
{
    if (visit->number)
        visit_end(visit->kiosk, visit->fault ? VISIT_ENDED_FAULT : VISIT_ENDED_CANCELLED, VISIT_IDLE);
    else
        visit_continue(visit);
}

void visit_fault_later(struct visit *visit)
{
    struct kiosk *kiosk = visit->kiosk;
    if (visit->state != VISIT_DEVICE_FAULT)
        return;
    if (visit->case_number) {
        /* The case is lodged and its number stands on the screen: only the slip is missing. */
        visit->slip_done = true;
        visit_fault_passed(kiosk);
        return;
    }
    visit_end(kiosk, VISIT_ENDED_FAULT, VISIT_IDLE);
}

/* A call that is repeated sooner says nothing new. */
#define CALL_AGAIN_MS 60000

void visit_call_staff(struct visit *visit)
{
    int64_t now = clock_real_mono_ms();
    if (visit->state != VISIT_DEVICE_FAULT && visit->state != VISIT_HELP)
        return;
    if (!visit->staff_called || now - visit->called_ms >= CALL_AGAIN_MS) {
        kiosk_audit(visit->kiosk, "staff_called", visit_state_word(visit->under));
        visit->called_ms = now;
    }
    visit->staff_called = true;
    visit_changed(visit->kiosk);
}

/* ---- language and modes ---- */

/* What was chosen there is done; the page below shows it. */
static void close_more(struct visit *visit)
{
    if (visit->sheet == SHEET_MORE)
        visit->sheet = SHEET_NONE;
}

void visit_language(struct visit *visit)
{
    tr_language(tr_current() == LANG_ZH ? LANG_EN : LANG_ZH);
    visit->paper_page = 0; /* the pages of the other language are others */
    close_more(visit);
    visit_changed(visit->kiosk);
}

void visit_toggle(struct visit *visit, enum visit_mode mode)
{
    visit->modes ^= (unsigned)mode;
    close_more(visit);
    visit->page = visit->paper_page = 0;
    visit_touch(visit); /* the large-text version is patient from now on */
    visit_changed(visit->kiosk);
}

void visit_turn_sheet(struct visit *visit, enum visit_sheet sheet)
{
    visit->sheet = visit_sheet_open(visit) == sheet ? SHEET_NONE : sheet;
    visit->sheet_of_ms = visit->shown_at_ms;
    visit_changed(visit->kiosk);
}

void visit_louder(struct visit *visit)
{
    visit->volume = visit->volume % 3 + 1;
    visit_changed(visit->kiosk);
}

void visit_say_again(struct visit *visit)
{
    visit->say_count++;
    visit_changed(visit->kiosk);
}

void visit_refuse(struct visit *visit, const char *id)
{
    if (!text_copy(visit->refused, sizeof visit->refused, id))
        return; /* not one of the keys that can be grey */
    visit->refused_ms = clock_real_mono_ms();
    visit_say_again(visit);
}
