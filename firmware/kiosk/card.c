/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * From the plate to the confirm page. The reader judges what a card says about itself; whether it serves here
 * (expired, too young, a name that cannot be printed) is judged by the kiosk. A refused card is a state of
 * the page, never a dead end: the next card is awaited at once.
 */
#include "base/log.h"
#include "kiosk/kiosk.h"
#include <stdlib.h>
#include <string.h>

#define SELF_SERVICE_AGE 16
#define ELDER_AGE        60
#define NOTHING_MS       10000
#define SHOWN_MS         30 /* a page that was asked for is on the screen */

/* A reader does not say that something lies there which it has read already or cannot tell apart. */
static void on_nothing_found(void *arg)
{
    struct kiosk *kiosk = arg;
    if (visit_below(&kiosk->visit) != VISIT_SCAN_CARD || kiosk->visit.scan != SCAN_WAITING)
        return;
    kiosk->visit.scan = SCAN_NOTHING;
    visit_changed(kiosk);
}

void card_reading(struct kiosk *kiosk, bool on)
{
    if (kiosk->reading == on)
        return;
    kiosk->reading = on;
    if (on)
        timer_start(kiosk->loop, &kiosk->nothing_found, NOTHING_MS, on_nothing_found, kiosk);
    else
        timer_stop(&kiosk->nothing_found);
    struct link_nothing nothing = {0};
    if (kiosk->reader.link &&
        !link_send(kiosk->reader.link, on ? LINK_READ_START : LINK_READ_STOP, kiosk->visit.number, &nothing))
        log_notice("reader", "the reader program does not listen");
}

void card_reader_changed(struct kiosk *kiosk)
{
    struct visit *visit = &kiosk->visit;
    bool down = visit_reader_down(visit);
    if (visit_below(visit) == VISIT_SCAN_CARD && down != (visit->scan == SCAN_READER_DOWN))
        visit->scan = down ? SCAN_READER_DOWN : SCAN_WAITING;
}

static bool awaited(struct kiosk *kiosk, uint64_t visit)
{
    return visit_is_current(kiosk, visit) && visit_below(&kiosk->visit) == VISIT_SCAN_CARD;
}

static void say(struct kiosk *kiosk, enum scan_state scan)
{
    timer_stop(&kiosk->prepare);
    kiosk->visit.scan = scan;
    /* A card on the plate is somebody who is here: it also ends the countdown or the help page. */
    visit_enter(kiosk, VISIT_SCAN_CARD);
}

static void on_shown(void *arg)
{
    struct kiosk *kiosk = arg;
    if (kiosk->visit.state == VISIT_SCAN_CARD && kiosk->visit.scan == SCAN_READING)
        kiosk->expect(kiosk->screen);
}

void card_seen(struct kiosk *kiosk, uint64_t visit)
{
    if (!awaited(kiosk, visit))
        return;
    say(kiosk, SCAN_READING);
    /* Reading takes a second; its page is there sooner when its letters are drawn by then. */
    timer_start(kiosk->loop, &kiosk->prepare, SHOWN_MS, on_shown, kiosk);
}

void card_refused(struct kiosk *kiosk, uint64_t visit, enum card_refusal cause)
{
    static const enum scan_state says[CARD_REFUSAL_COUNT] = {
        [REFUSED_LIFTED] = SCAN_LIFTED,    [REFUSED_UNREADABLE] = SCAN_UNREADABLE,
        [REFUSED_SUSPECT] = SCAN_BAD_CARD, [REFUSED_NOT_ID_CARD] = SCAN_NOT_ID,
        [REFUSED_LAYOUT] = SCAN_NOT_ID,    [REFUSED_CHECK_DIGIT] = SCAN_BAD_CARD,
        [REFUSED_BIRTH] = SCAN_BAD_CARD,   [REFUSED_DATES] = SCAN_BAD_CARD,
    };
    if (!awaited(kiosk, visit))
        return;
    kiosk->visit.scan_tries++;
    log_info("card_refused", "%s", card_refusal_word(cause));
    say(kiosk, says[cause]);
}

static enum scan_state judge(struct kiosk *kiosk, const struct person *person)
{
    uint32_t today = clock_date(clock_now_s(&kiosk->clock));
    struct paper_setup setup = {.fonts = kiosk->fonts};
    if (person_expired(person, today))
        return SCAN_EXPIRED;
    if (person_age(person, today) < SELF_SERVICE_AGE)
        return SCAN_TOO_YOUNG;
    if (!paper_can_print(&setup, person->name))
        return SCAN_NO_GLYPH;
    return SCAN_WAITING;
}

#ifdef LIQU_DEVELOPMENT
/* LIQU_LEAK=1 plants what the house forbids, one copy of the number that nobody wipes, so that the check for
 * left-over personal data is itself checked. */
static void plant_leak(const struct person *person)
{
    static char *kept;
    if (getenv("LIQU_LEAK"))
        kept = strdup(person->number);
    log_debug("leak", "%s", kept ? "planted" : "none");
}
#endif

void card_read(struct kiosk *kiosk, uint64_t visit_number, const struct person *person)
{
    struct visit *visit = &kiosk->visit;
    if (!awaited(kiosk, visit_number))
        return;
    timer_stop(&kiosk->prepare);
    enum scan_state verdict = judge(kiosk, person);
    if (verdict != SCAN_WAITING) {
        visit->scan_tries++;
        /* The reader has done its work for this card; it is asked anew for the next one. */
        card_reading(kiosk, false);
        say(kiosk, verdict);
        return;
    }
#ifdef LIQU_DEVELOPMENT
    plant_leak(person);
#endif
    kiosk->secret->person = *person;
    visit->person = &kiosk->secret->person;
    visit->card_may_go = true;
    visit->elder_offered = person_age(person, clock_date(clock_now_s(&kiosk->clock))) >= ELDER_AGE;
    visit_enter(kiosk, VISIT_CONFIRM);
}
