/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The resident's visit: one state machine. Screens read a const struct visit and call the visit_* actions;
 * nothing else changes it. Every asynchronous reply carries the visit number and a stale one is dropped. One
 * funnel, visit_end, ends every visit and forgets the person.
 */
#ifndef LIQU_KIOSK_VISIT_H
#define LIQU_KIOSK_VISIT_H

#include "base/loop.h"
#include "base/tr.h"
#include "casework/casework.h"
#include "link/messages.h"
#include "paper/paper.h"
#include "person/person.h"

/* X(NAME, name): every state shows the screen of the same name. screens.def lists the files. */
#define VISIT_STATES(X)                                                                                      \
    X(IDLE, idle)                                                                                            \
    X(OUT_OF_SERVICE, out_of_service)                                                                        \
    X(HOME, home)                                                                                            \
    X(SEARCH, search)                                                                                        \
    X(PACKAGE, package)                                                                                      \
    X(PROGRESS, progress)                                                                                    \
    X(STATIONS, stations)                                                                                    \
    X(ZONE, zone)                                                                                            \
    X(ITEM, item)                                                                                            \
    X(SCAN_CARD, scan_card)                                                                                  \
    X(CONFIRM, confirm)                                                                                      \
    X(INPUT, input)                                                                                          \
    X(MATERIALS, materials)                                                                                  \
    X(COMMITMENT, commitment)                                                                                \
    X(CHECK, check)                                                                                          \
    X(ISSUING, issuing)                                                                                      \
    X(PRINTING, printing)                                                                                    \
    X(TICKET, ticket)                                                                                        \
    X(TAKE_PAPER, take_paper)                                                                                \
    X(RATING, rating)                                                                                        \
    X(GOODBYE, goodbye)                                                                                      \
    X(TIMEOUT, timeout)                                                                                      \
    X(HELP, help)                                                                                            \
    X(DEVICE_FAULT, device_fault)

enum visit_state {
#define X(upper, lower) VISIT_##upper,
    VISIT_STATES(X)
#undef X
        VISIT_STATE_COUNT
};

enum visit_mode { VISIT_ELDER = 1, VISIT_CONTRAST = 2, VISIT_LOW = 4 };

/* What a key of the page lays over it: 更多 in the large-text version; where else an item can be done. */
enum visit_sheet { SHEET_NONE, SHEET_MORE, SHEET_GUIDE };

enum zone_filter { FILTER_ALL, FILTER_INSTANT, FILTER_HANDOFF, FILTER_GUIDE, FILTERS };
#define VISIT_KEY_HALVES 3
#define ZONE_ANY         ZONES /* the zone screen over all zones: 马上能拿的 */

/* What the card page says. */
enum scan_state {
    SCAN_WAITING,
    SCAN_NOTHING, /* waiting for a while: perhaps a card that was read already lies there, or two */
    SCAN_READING,
    SCAN_LIFTED,     /* id.early */
    SCAN_UNREADABLE, /* id.fail, with tries; from 3 on id.fail3 */
    SCAN_NOT_ID,
    SCAN_BAD_CARD, /* check digit, birth or dates on the card do not agree: the window can help */
    SCAN_EXPIRED,
    SCAN_TOO_YOUNG,
    SCAN_NO_GLYPH, /* a character of the name cannot be printed here */
    SCAN_READER_DOWN,
    SCAN_STATES
};

enum issue_stage { STAGE_ASKING, STAGE_FOUND, STAGE_NUMBERED, STAGE_PRINTING };

/* What the device_fault page explains. It also carries what an item cannot give. */
enum fault {
    FAULT_NONE,
    FAULT_PAPER_OUT, /* waits for paper; prints again by itself */
    FAULT_COVER_OPEN,
    FAULT_CUTTER_JAM,
    FAULT_HEAD_HOT,
    FAULT_PRINTER_GONE,  /* before a byte was taken */
    FAULT_PRINTER_FAILS, /* tried again and again; not tried any more */
    FAULT_PRINT_UNKNOWN, /* bytes taken, no proof; the visit can only end */
    FAULT_READER_GONE,
    FAULT_DATA_DOWN,    /* err.data */
    FAULT_DATA_EMPTY,   /* err.empty with scope */
    FAULT_DATA_REFUSED, /* the answer did not verify or the district refused */
    FAULT_DATA_TIMEOUT,
    FAULT_NO_GLYPH,  /* the document holds a character that cannot be printed */
    FAULT_LOW_PAPER, /* the rest of the roll is shorter than the job */
    FAULT_JOURNAL,   /* nothing can be recorded now: nothing is issued or lodged */
    FAULTS
};

/* Why an item cannot be finished here now; the item page says it and where else. */
enum offer {
    OFFER_OK,
    OFFER_GUIDE_ONLY,
    OFFER_READER_DOWN,
    OFFER_PRINTER_DOWN,
    OFFER_NO_PAPER,
    OFFER_UPLINK_DOWN,
    OFFER_JOURNAL_FULL,
    OFFERS
};

struct visit_device {
    struct link_status status; /* status DEVICE_ABSENT / CAUSE_STARTING until the program said hello */
    bool connected;
};

struct visit {
    /* the house */
    const struct catalogue *catalogue;
    const struct station *station;
    const struct clock *clock;
    struct fonts *fonts;
    struct kiosk *kiosk; /* the programs and files behind the actions; screens never look inside */
    struct visit_device reader, printer;
    bool uplink_up;
    enum fault out_of_service;    /* FAULT_NONE while in service */
    uint64_t interrupted;         /* whose sheet was in the printer when the kiosk broke off; 0: none */
    int64_t interrupted_until_ms; /* real monotonic: how long somebody may still stand there and wonder */

    /* this visit */
    uint64_t number; /* 0: nobody is here */
    enum visit_state state;
    enum visit_state under; /* what TIMEOUT, HELP or DEVICE_FAULT cover */
    unsigned modes;         /* enum visit_mode */
    int volume;             /* 1 to 3 */
    int seconds_left;       /* of the countdown, of take_paper, of rating; -1: no countdown is shown */
    int64_t shown_at_ms;    /* real monotonic: when the state began; animations count from here */

    int zone; /* enum zone or ZONE_ANY */
    enum zone_filter filter;
    int page;       /* of a list, from 0 */
    int paper_page; /* of what one screen does not hold, from 0; a new page of the visit begins again */
    char query[16]; /* what is looked for on the search page */
    int key_half;   /* which of its keys a small panel shows: A to M, N to Z, digits */
    const struct item *item;
    int input_index;                     /* of the INPUT step */
    const char *inputs[ITEM_INPUTS_MAX]; /* chosen values by input, NULL: none yet */
    char typed[32];                      /* digits being typed */
    enum material_choice choices[CASE_MATERIALS_MAX];
    int commitment;             /* index of the material whose promise is shown */
    uint32_t agreed;            /* bit i: the promise of material i was read and agreed to */
    enum visit_state item_from; /* where back leads from the item page */

    enum scan_state scan;
    int scan_tries;
    bool card_may_go;            /* "card read; you may take it back" */
    bool elder_offered;          /* 60 or older and not yet in elder mode */
    const struct person *person; /* secret memory; NULL until confirmed readable */

    enum issue_stage stage;
    enum fault fault;
    bool staff_called;
    int64_t called_ms;        /* real monotonic: when that was noted last */
    bool data_wrong;          /* HELP explains where wrong card data is mended */
    const char *empty_scope;  /* with FAULT_DATA_EMPTY; NULL: the district named none */
    uint64_t document_number; /* 0: none */
    int print_attempt;

    uint64_t case_number; /* 0: none */
    const struct unit *unit;
    struct case_dates dates;
    int64_t lodged;
    const char *screen_url; /* the ticket shown on screen, names nobody */
    bool slip_done;         /* nav.next on the ticket page is enabled */
    bool slip_printing;
    bool slip_printed; /* there is a slip to take */
    bool case_offline; /* lodged here, and the district could not be reached */

    unsigned say_count;     /* raised by 再读一遍 */
    char refused[24];       /* id of the grey key that was touched last, at refused_ms */
    int64_t refused_ms;     /* real monotonic */
    enum visit_sheet sheet; /* lies over the page that was shown at sheet_of_ms */
    int64_t sheet_of_ms;
};

/* Everything above `number` belongs to the house and outlives a visit. */

/* ---- what a finger can do. An action that makes no sense in the present state does nothing. ---- */
void visit_touch(struct visit *visit); /* any touch or key: restarts the timeout */
void visit_begin(struct visit *visit); /* idle.start */
void visit_home(struct visit *visit);  /* browsing states only, before a card was read */
void visit_back(struct visit *visit);
bool visit_can_back(const struct visit *visit); /* false: the key is greyed and says why when touched */
void visit_next(struct visit *visit);           /* the one filled button */
void visit_open_zone(struct visit *visit, int zone, enum zone_filter filter);
void visit_filter(struct visit *visit, enum zone_filter filter);
void visit_turn_page(struct visit *visit, int by);
void visit_open_item(struct visit *visit, const char *code);
void visit_open(struct visit *visit, enum visit_state browse_state); /* SEARCH, PACKAGE, PROGRESS, STATIONS */
void visit_choose_input(struct visit *visit, size_t input, const char *value);
/* A digit, on the search page also a letter; '\b' deletes. */
void visit_type(struct visit *visit, char key);
void visit_turn_keys(struct visit *visit); /* to the next of VISIT_KEY_HALVES */
void visit_choose(struct visit *visit, size_t material, enum material_choice choice);
void visit_commit(struct visit *visit, bool agree);
void visit_not_me(struct visit *visit);
void visit_wrong_data(struct visit *visit);
void visit_paper_taken(struct visit *visit);
void visit_rate(struct visit *visit, int stars); /* 0: skip */
void visit_help(struct visit *visit);
void visit_continue(struct visit *visit); /* leaves HELP, TIMEOUT */
void visit_cancel(struct visit *visit);   /* nav.cancel */
void visit_fault_later(struct visit *visit);
void visit_call_staff(struct visit *visit);
void visit_language(struct visit *visit);
void visit_toggle(struct visit *visit, enum visit_mode mode);
void visit_turn_sheet(struct visit *visit,
                      enum visit_sheet sheet); /* opens or closes; a new page closes it */
void visit_louder(struct visit *visit);
void visit_say_again(struct visit *visit);
/* A grey key was touched: the page says for a moment why. */
void visit_refuse(struct visit *visit, const char *id);

/* ---- questions screens ask ---- */
enum offer visit_offer(const struct visit *visit, const struct item *item);
/* Of what is printed at once: those items share the devices and the uplink. */
enum offer visit_instant_offer(const struct visit *visit);
/* Items of the current zone and filter, in order; returns the count, fills at most max. */
size_t visit_items(const struct visit *visit, int zone, enum zone_filter filter, const struct item **ret,
                   size_t max);
/* Rows a page: 8, low reach 4, elder 3; on a small panel 3 (4 without filters), elder 2. */
size_t visit_page_size(const struct visit *visit);
/* The number to tell whoever stands before the slot after the kiosk broke off; 0: none any more. */
uint64_t visit_interrupted(const struct visit *visit, int64_t now_ms);
bool visit_starting(const struct visit *visit); /* for some seconds nobody has had time to say hello */
bool visit_reader_down(const struct visit *visit);
bool visit_printer_down(const struct visit *visit);
/* The state that goes on: the covered one, or the present one. */
enum visit_state visit_below(const struct visit *visit);
const char *visit_state_word(enum visit_state state); /* "scan_card" */
bool visit_has(const struct visit *visit, enum visit_mode mode);
enum visit_sheet visit_sheet_open(const struct visit *visit);
/* The grey key this page still explains, NULL: none; ret_ms: how much longer. */
const char *visit_refused(const struct visit *visit, int64_t now_ms, int *ret_ms);
/* Steps done, now, later for the stepper: instant 5, hand-off 5; index of the present one, -1: no stepper. */
int visit_step(const struct visit *visit);

#endif
