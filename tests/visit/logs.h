/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * After a visit the logs must be quiet: a warning or an error means that our own code or state was not as it
 * should be. A visit that provokes one says so with `allow log "REGEX"`, matched against the whole line.
 */
#ifndef LIQU_TESTS_VISIT_LOGS_H
#define LIQU_TESTS_VISIT_LOGS_H

#include "base/buf.h"
#include "base/err.h"
#include <regex.h>
#include <stddef.h>

#define LOGS_ALLOWED 16

struct logs_allowed {
    regex_t list[LOGS_ALLOWED];
    size_t count;
};

bool logs_allow(struct logs_allowed *allowed, const char *regex, struct err *err) MUST_CHECK;
void logs_allowed_finish(struct logs_allowed *allowed);
/* Every *.log of the folder, and *.log.1 that a full one has become. A line that is no log line counts as a
 * fault too. */
bool logs_quiet(const char *folder, const struct logs_allowed *allowed, struct err *err) MUST_CHECK;
/* What program has written, both files, into ret, which the caller finishes. */
bool logs_read(const char *folder, const char *program, struct buf *ret, struct err *err) MUST_CHECK;
/* No sanitizer left a report (asan.PID) in the folder. */
bool logs_no_reports(const char *folder, struct err *err) MUST_CHECK;

#endif
