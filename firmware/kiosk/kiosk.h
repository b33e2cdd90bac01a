/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What stands behind the visit: the files, keys and links of the running kiosk. Private to firmware/kiosk;
 * screens see struct visit only.
 */
#ifndef LIQU_KIOSK_KIOSK_H
#define LIQU_KIOSK_KIOSK_H

#include "base/loop.h"
#include "base/place.h"
#include "journal/journal.h"
#include "kiosk/visit.h"
#include "link/link.h"
#include "seal/envelope.h"
#include "seal/trust.h"
#include "ticket/document.h"

/* A program of ours needs a moment to say hello; until then its device counts as there. */
#define KIOSK_STARTING_MS 5000

/* Everything of a visit that names or describes the person. One page of locked memory, zeroed by visit_end.
 */
struct visit_secret {
    struct person person;
    char typed[ITEM_INPUTS_MAX][64]; /* inputs that were typed */
    char scope[256];                 /* what was searched when nothing was found */
};

/* One question to the district in flight: the answer is sealed to a key that lives no longer than the visit.
 */
struct kiosk_request {
    bool waiting;
    uint8_t id[ENVELOPE_ID_BYTES];
    struct seal_key *reply_key;
    struct timer timeout;
};

enum job_kind { JOB_NOTHING, JOB_DOCUMENT, JOB_SLIP };
struct kiosk_job {
    enum job_kind kind;
    uint64_t number;  /* of the print job */
    bool running;     /* sent, no final state yet */
    struct page page; /* kept until it is printed or the visit ends: the same number prints whole again */
    struct timer again;
};
/* A job whose visit has ended: only the ledger still wants to know what became of it. */
struct kiosk_orphan {
    enum job_kind kind;   /* JOB_NOTHING: none */
    uint64_t number, row; /* print job; document or case number */
    int code_rows;        /* of its page */
};

/* The delivery of cases: one row under way at a time. */
struct kiosk_outbox {
    struct timer retry;
    int64_t delay_ms;
    bool waiting;
    uint8_t id[ENVELOPE_ID_BYTES];
    struct outbox_row row;
};

struct kiosk_peer {
    struct link_server *server;
    struct link *link;  /* NULL while not connected */
    int64_t told_at_ms; /* when something of this peer was last turned away and audited */
};

/* Foreign USB devices told lately. Each is seen by two programs, and one that comes and goes would fill the
 * journal: the same one is audited once a minute, and so many different ones in a minute. */
#define KIOSK_UNKNOWN_MAX 8
struct kiosk_unknown {
    uint32_t vid, pid;
    int64_t at_ms; /* 0: free */
};

struct kiosk {
    struct visit visit;
    struct loop *loop;
    struct clock clock;
    struct place place;
    struct catalogue *catalogue;
    struct station *station;
    struct fonts *fonts;
    struct trust *trust;
    struct seal_key *ticket_key;
    struct journal *journal;

    struct kiosk_peer reader, printer, agent;
    struct kiosk_unknown unknown[KIOSK_UNKNOWN_MAX];
    bool reading;                /* the reader was asked to read */
    struct timer nothing_found;  /* then the card page says what may be wrong with the plate */
    struct visit_secret *secret; /* NULL while nobody is here */
    struct kiosk_request request;
    struct kiosk_job job;
    struct kiosk_orphan orphan;
    struct timer print_silence; /* a printer program that says nothing more about a page is given up */
    uint64_t next_job;
    enum issue_state issue; /* of visit.document_number */
    struct buf screen_url;
    struct kiosk_outbox outbox;

    int64_t deadline_ms;         /* of the state, on the visit's clock; 0: none */
    struct timer clock_tick;     /* fires at the deadline or the next second of a countdown */
    enum visit_ended unanswered; /* how the visit ends when nobody answers the countdown */
    struct timer prepare; /* once the page that says "reading" is shown, the one after it is made ready */
    struct timer sweep;   /* wipes the stack once more, from the loop itself */
    int64_t started_ms;
    int64_t touched_ms; /* real monotonic: the last touch, or the last page that came by itself */

    void (*repaint)(void *arg); /* asked for after every change; cheap, may be asked often */
    void (*expect)(void *arg);  /* the confirm page comes next: may be made ready */
    void (*forget)(void *arg);  /* the screen's copies of what it showed */
    void *screen;
};

/* ---- visit.c ---- */
/* Nobody is here. The files, keys and the loop of the kiosk are open. */
void visit_init(struct kiosk *kiosk);
/* Closes what was open for it, the loop last. The visit has ended, the peers and the screen are closed. */
void visit_finish(struct kiosk *kiosk);
void visit_enter(struct kiosk *kiosk, enum visit_state state);
/* HELP, TIMEOUT or DEVICE_FAULT over what is shown; the state below goes on. */
void visit_cover(struct kiosk *kiosk, enum visit_state cover);
/* TIMEOUT over what is shown; without an answer the visit ends so. */
void visit_ask(struct kiosk *kiosk, enum visit_ended unanswered);
void visit_uncover(struct kiosk *kiosk);
void visit_fault_show(struct kiosk *kiosk, enum fault fault);
void visit_fault_passed(struct kiosk *kiosk);
/* The funnel: every visit ends here, whatever happened. */
void visit_end(struct kiosk *kiosk, enum visit_ended how, enum visit_state then);
void visit_changed(struct kiosk *kiosk);
/* As soon as the page is laid out, the case is sealed or nothing can be given, nothing needs the person any
 * more, however long the visit still lasts. */
void visit_forget_person(struct kiosk *kiosk);
/* The paper left the slot, or nobody came for it: the ledger stores who said so. */
void visit_paper_gone(struct kiosk *kiosk, enum taken_by by);
void visit_clock_moved(struct kiosk *kiosk);
/* Whether an asynchronous answer belongs to the visit that is here now. */
bool visit_is_current(const struct kiosk *kiosk, uint64_t number);
/* A journal that cannot be written stops service: nothing may be issued or lodged that is not recorded. */
void visit_journal_failed(struct kiosk *kiosk, const char *what, const struct err *err);

/* In or out of service, as devices and journal are now; only while nobody is here. */
void visit_service(struct kiosk *kiosk);
/* ms until the state is left or the countdown begins; -1: frozen. */
int64_t visit_timeout_ms(const struct kiosk *kiosk);

/* ---- card.c: from the card to the confirm page ---- */
void card_reading(struct kiosk *kiosk, bool on);
/* The reader came or went: the card page says so. */
void card_reader_changed(struct kiosk *kiosk);
void card_seen(struct kiosk *kiosk, uint64_t visit);
void card_read(struct kiosk *kiosk, uint64_t visit, const struct person *person);
void card_refused(struct kiosk *kiosk, uint64_t visit, enum card_refusal cause);

/* ---- instant.c: ask the district, verify, print a document ---- */
void instant_start(struct kiosk *kiosk);
/* False: this visit did not ask for it. */
bool instant_reply(struct kiosk *kiosk, const struct link_reply *reply, const uint8_t *bytes, size_t len);
void instant_print(struct kiosk *kiosk);
void instant_agent_lost(struct kiosk *kiosk);
void instant_job_ended(struct kiosk *kiosk, const struct link_job *job);
/* Moves the document's ledger row. False: the journal failed and the fault page is shown. */
bool instant_ledger(struct kiosk *kiosk, enum issue_state to, const char *proof, enum taken_by by);
void instant_give_up(struct kiosk *kiosk); /* the visit ends with the document unprinted */

/* ---- handoff.c: lodge a case, print its slip ---- */
void handoff_lodge(struct kiosk *kiosk);
void handoff_print(struct kiosk *kiosk);
void handoff_job_ended(struct kiosk *kiosk, const struct link_job *job);

/* ---- printing.c: one page to the printer, and what comes back ---- */
/* Whether the printer program is there and free. False: the fault page is shown, and the page goes by itself
 * once it is. */
bool printing_may_send(struct kiosk *kiosk) MUST_CHECK;
/* Sends kiosk->job.page. False: nothing was sent. */
bool printing_send(struct kiosk *kiosk) MUST_CHECK;
void printing_job(struct kiosk *kiosk, const struct link_job *job);
void printing_printer_lost(struct kiosk *kiosk);
void printing_printer_status(struct kiosk *kiosk);
/* After a failed page: shows why and tries again in a moment if the printer says it is ready. */
void printing_failed(struct kiosk *kiosk, enum device_cause cause);
/* Enough paper for the page, as far as the printer knows? */
bool printing_paper_suffices(const struct kiosk *kiosk, const struct page *page);
enum fault printing_fault_of(enum device_cause cause);
/* The visit ends: cancels what is unprinted, leaves a running job to the ledger, wipes the page. */
void printing_forget(struct kiosk *kiosk);

/* ---- delivery.c: the outbox ---- */
void delivery_id(uint64_t case_number, uint64_t event, uint8_t ret[ENVELOPE_ID_BYTES]);
void delivery_wake(struct kiosk *kiosk); /* a new row */
void delivery_uplink_up(struct kiosk *kiosk);
/* True when the reply was for the outbox. */
bool delivery_reply(struct kiosk *kiosk, const struct link_reply *reply, const uint8_t *bytes, size_t len);
void delivery_lost(struct kiosk *kiosk);

/* ---- peers.c ---- */
bool peers_open(struct kiosk *kiosk, struct err *err) MUST_CHECK;
void peers_close(struct kiosk *kiosk);

/* ---- audit, logged when it cannot be written ---- */
void kiosk_audit(struct kiosk *kiosk, const char *kind, const char *ref);

#endif
