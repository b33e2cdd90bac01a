/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The log: one JSON object a line, {"time","level","program","event","text"}. The only global of the house.
 * Whatever the outside does (a card, paper, a cable, a peer gone, a refused message) is at most NOTICE;
 * WARNING and ERROR mean that our own code or state is not as it should be. Personal data never reaches a
 * format string here.
 */
#ifndef LIQU_BASE_LOG_H
#define LIQU_BASE_LOG_H

#include "base/attr.h"
#include "base/err.h"

/* Of one file, in bytes. A line that finds no room turns PATH into PATH.1, in place of the one before, and
 * begins a new PATH: two files are kept, so that a kiosk's flash never fills and a fault of last week still
 * stands somewhere. */
#define LOG_FILE_MAX (4 << 20)

enum log_level { LOG_DEBUG, LOG_INFO, LOG_NOTICE, LOG_WARNING, LOG_ERROR };

/* Appends to PATH (made 0600), or to stderr, which has no bound, when path is NULL. program is kept by
 * pointer. Several programs may append to one PATH. */
bool log_open(const char *program, const char *path, struct err *err) MUST_CHECK;
void log_close(void);
/* event: a stable word such as "peer_gone"; the text is for people. Before log_open lines go to stderr. A
 * line that cannot be written, because the disk is full or PATH cannot be renamed, is dropped. */
void log_write(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);

#define log_debug(event, ...)   log_write(LOG_DEBUG, event, __VA_ARGS__)
#define log_info(event, ...)    log_write(LOG_INFO, event, __VA_ARGS__)
#define log_notice(event, ...)  log_write(LOG_NOTICE, event, __VA_ARGS__)
#define log_warning(event, ...) log_write(LOG_WARNING, event, __VA_ARGS__)
#define log_error(event, ...)   log_write(LOG_ERROR, event, __VA_ARGS__)

#endif
