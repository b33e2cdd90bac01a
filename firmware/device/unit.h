/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The one USB device of this process: presence as the bus says, the driver that fits, and what is done when
 * it gets stuck. The owner hears the driver's events and one status of everything together.
 */
#ifndef LIQU_DEVICE_UNIT_H
#define LIQU_DEVICE_UNIT_H

#include "drivers/driver.h"

struct unit;
struct unit_options {
    struct loop *loop;
    enum link_class link_class;
    const char
        *soiled_path; /* a file that stands while a page may be half out; survives a crash of this process */
    const char *paper_path;    /* a file that keeps what is left of the roll; NULL: nothing is kept */
    struct driver_setup setup; /* paper_mm is filled in by the unit */
    void (*status)(void *arg, const struct link_status *status); /* after a change */
    void (*card_seen)(void *arg);
    void (*card)(void *arg, const struct person *person);
    void (*card_refused)(void *arg, enum card_refusal cause);
    void (*job)(void *arg, const struct link_job *job);
    void (*unknown)(void *arg, const struct link_unknown_device *device); /* one that is none of ours */
    void *arg;
};

bool unit_start(const struct unit_options *options, struct unit **ret, struct err *err) MUST_CHECK;
void unit_stop(struct unit *unit); /* takes NULL */
const struct link_status *unit_status(const struct unit *unit);
/* Tells once more what is plugged in and none of ours. */
void unit_tell_unknown(const struct unit *unit);
void unit_read(struct unit *unit, bool on);
/* page stays until the job's final state, which may come before this returns. */
void unit_print(struct unit *unit, const struct link_print *print, const uint8_t *page);
void unit_print_cancel(struct unit *unit, uint64_t job);

#endif
