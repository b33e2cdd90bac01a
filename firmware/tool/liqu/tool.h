/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What the commands of `liqu` share. A command is one row in main.c and one function: it gets what the
 * options said, prints its answer and returns the exit code. On EXIT_USAGE and EXIT_ENVIRONMENT the sentence
 * stands in err.
 */
#ifndef LIQU_TOOL_LIQU_TOOL_H
#define LIQU_TOOL_LIQU_TOOL_H

#include "base/buf.h"
#include "base/err.h"
#include "seal/trust.h"
#include "ticket/ticket.h"
#include <jansson.h>

struct options {
    const char *trust, *target, *now, *redeem, *document, *state, *station, *host; /* NULL: not given */
    bool json;
    const char *subject; /* the URL or "-"; the catalogue's folder */
};

int ticket_command(const struct options *options, struct err *err);
int document_command(const struct options *options, struct err *err);
int journal_count_command(const struct options *options, struct err *err);
int journal_check_command(const struct options *options, struct err *err);
int catalogue_lint_command(const struct options *options, struct err *err);
int provision_command(const struct options *options, struct err *err);

/* The trust list of --trust, else of the state folder; refused when it has run out. ret_path: where it was
 * read. */
bool tool_trust(const struct options *options, struct trust **ret, char *ret_path, size_t size,
                struct err *err) MUST_CHECK;
/* The subject itself; for "-" one line of standard input, trimmed, zbarimg's "QR-Code:" taken off. Appends.
 */
bool tool_subject(const struct options *options, struct buf *ret, struct err *err) MUST_CHECK;
/* One line of JSON on standard output; takes the reference. */
void tool_print_json(json_t *json);
/* The answer for a code that was refused; returns its exit code. */
int tool_refuse(const struct options *options, enum ticket_result result);

#endif
