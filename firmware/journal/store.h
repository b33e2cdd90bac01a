/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Inside the journal only: the open database, statements, and what the tables share. The functions here that
 * write are called from within journal_durable.
 */
#ifndef LIQU_JOURNAL_STORE_H
#define LIQU_JOURNAL_STORE_H

#include "journal/journal.h"
#include <sqlite3.h>

struct journal {
    sqlite3 *db;
    const struct clock *clock; /* NULL when opened for reading */
    char *path;
    uint64_t interrupted; /* see journal_interrupted */
    bool inside;          /* a durable write is under way */
    bool broken;          /* the last durable write failed below us: disk full, unplugged, read-only */
    /* Development builds: the durable points passed, and the one at which LIQU_CRASH_AT stops the program; 0:
     * none. */
    unsigned long points, crash_at;
};

/* Reads LIQU_CRASH_AT. */
void durable_init(struct journal *journal);

void statement_finish(sqlite3_stmt **statement); /* for CLEANUP */
bool store_prepare(struct journal *journal, const char *sql, sqlite3_stmt **ret, struct err *err) MUST_CHECK;
/* *ret_row: a row stands ready, false at the end. */
bool store_step(struct journal *journal, sqlite3_stmt *statement, bool *ret_row, struct err *err) MUST_CHECK;
/* Runs one statement to its end. types: one letter a value, i = int64_t, t = const char * (NULL allowed). */
bool store_run(struct journal *journal, struct err *err, const char *sql, const char *types, ...) MUST_CHECK;
/* The first column of the first row as a number; false without err->text when there is no row. */
bool store_number(struct journal *journal, const char *sql, int64_t *ret, struct err *err) MUST_CHECK;
/* Always false: the words of SQLite. */
bool store_error(struct journal *journal, struct err *err);

/* The next number of today's series; persistent, one series a day, so that a clock set back cannot use one
 * again. */
bool serial_next(struct journal *journal, unsigned town_suffix, unsigned kiosk, uint64_t *ret_number,
                 struct err *err) MUST_CHECK;

/* One link of the chain; ref = the number's 17 digits. */
bool audit_append_number(struct journal *journal, const char *kind, uint64_t number,
                         struct err *err) MUST_CHECK;
bool audit_verify(struct journal *journal, struct err *err) MUST_CHECK;

#endif
