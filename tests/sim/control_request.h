/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One line of sim.sock while it is served: what the handlers of control*.c share.
 */
#ifndef LIQU_TESTS_SIM_CONTROL_REQUEST_H
#define LIQU_TESTS_SIM_CONTROL_REQUEST_H

#include "base/buf.h"
#include "base/err.h"
#include "tests/sim/control.h"
#include "tests/sim/sim_printer.h"

#define WORDS_MAX 8

/* `left` is what follows the words that chose the handler. */
struct request {
    struct control *control;
    char *words[WORDS_MAX + 1]; /* NULL-terminated */
    const char *left;
    struct buf answer; /* JSON behind "ok", may stay empty */
    struct err err;
};

struct simbus *bus_of(const struct request *request);
/* NULL: none was given to this simulator; the request's err says so. */
struct sim_printer *printer_of(struct request *request);

/* The lines about paper that has been cut or torn off. */
bool sheet_list(struct request *request);
bool sheet_save(struct request *request);
bool sheet_peek(struct request *request);
bool sheet_take(struct request *request);
bool piece_list(struct request *request);

#endif
