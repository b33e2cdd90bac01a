/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the parts of the escpos driver share: escpos.c (instance, status), escpos_greet.c (first
 * conversation), escpos_job.c (one page).
 */
#ifndef LIQU_DRIVERS_PRINTER_ESCPOS_H
#define LIQU_DRIVERS_PRINTER_ESCPOS_H

#include "drivers/driver.h"
#include "drivers/printer/escpos_port.h"
#include "drivers/printer/escpos_raster.h"
#include "drivers/printer/escpos_status.h"
#include "drivers/usb/steps.h"

struct escpos_job {
    bool active;
    struct link_print print;
    const uint8_t *page;
    struct steps steps;
    uint32_t rows_queued, rows_done; /* sent as bands; answered for */
    unsigned bands_open;             /* sent and not answered */
    bool page_begun;             /* bands may have left; before, a failure is certain to have left no trace */
    uint64_t mark;               /* escpos_port_taken before the first band */
    bool body_proved;            /* the whole text is on the paper, though perhaps not cut */
    bool disturbed;              /* something stood in the way meanwhile */
    bool opened;                 /* the cover: somebody could get at the paper */
    enum device_cause waits_for; /* NONE while it prints */
    bool clearing;               /* the buffer is being cleared because of `end_cause` */
    enum device_cause end_cause;
    bool voided;      /* the buffer is clear and the sheet void; whether the paper has ended is being asked */
    bool paper_ended; /* said twice */
    struct timer stall, hold, recover;
};

struct escpos {
    struct usb_device *device;
    struct loop *loop;
    const struct usb_id *id;
    const struct driver_events *events;
    void *arg;
    struct escpos_port *port;
    struct escpos_classifier classifier;
    struct escpos_condition condition;
    struct escpos_condition asked; /* what the real-time answers so far make of it */
    unsigned strays;               /* answers nobody asked for, since the greeting or page began */
    unsigned questions;            /* DLE EOT answers still owed, the last is that to n = 4 */
    struct driver_setup setup;
    int32_t paper_mm;
    bool roll_touched, roll_ended; /* since paper_mm was counted: the cover was open, the paper at its end */

    struct timer idle; /* until it is asked how it is, or until its answer is late */
    struct steps greeting;
    struct timer wait;
    struct usb_transfer *control; /* GET_DEVICE_ID, GET_PORT_STATUS */
    int tries, patience_ms;
    bool kept_waiting; /* the step's patience has not begun: it waits for people */
    bool deaf;         /* stale answers are being drained */
    bool ready, soiled;
    bool realtime, echoes; /* it answers DLE EOT; GS r */
    bool doubted;    /* it gave no in-order answer once: one may get lost, two are a printer that has none */
    bool too_narrow; /* the station's pages are wider than the head */
    char maker[32], model[64], serial[64];
    struct escpos_model is; /* proof NONE until the greeting is over, and when it has none */

    struct escpos_job job;
};

/* ---- escpos.c ---- */
void escpos_send(struct escpos *printer, const void *bytes, size_t len);
/* DLE EOT 1 to 4; then escpos_greet_answered and escpos_job_answered. */
void escpos_ask_condition(struct escpos *printer);
/* The same, and GS a again: behind a bridge that stays plugged a printer that was switched off and on has
 * forgotten to tell by itself. */
void escpos_ask_again(struct escpos *printer);
/* Between pages it is asked now and then. */
void escpos_idle_start(struct escpos *printer);
void escpos_publish(struct escpos *printer);
void escpos_set_soiled(struct escpos *printer, bool soiled);
/* Only known once the near-end sensor has spoken. */
void escpos_use_paper(struct escpos *printer, int32_t used_mm);
/* The widest row it prints, as far as anybody has said. */
uint32_t escpos_head_dots(const struct escpos *printer);
void escpos_stuck(struct escpos *printer, const char *step, const char *why);

/* ---- escpos_greet.c: who is it, is it well, is its stream in step ---- */
void escpos_greet(struct escpos *printer);
void escpos_greet_stop(struct escpos *printer);
void escpos_greet_answered(struct escpos *printer);
bool escpos_greet_said(struct escpos *printer, enum escpos_said said); /* true: it was asked for */

/* ---- escpos_job.c ---- */
void escpos_job_start(struct escpos *printer, const struct link_print *print, const uint8_t *page);
void escpos_job_cancel(struct escpos *printer, uint64_t job);
/* Ends a job that cannot go on: UNKNOWN once a byte of the page was taken, else FAILED. The
 * printer is not greeted anew: it is stuck or gone. */
void escpos_job_abort(struct escpos *printer, enum device_cause cause);
void escpos_job_answered(struct escpos *printer);
void escpos_job_condition(struct escpos *printer);
bool escpos_job_said(struct escpos *printer, enum escpos_said said);

#endif
