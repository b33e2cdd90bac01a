/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The choke point. Each durable write passes two points, right before and right after its COMMIT; with
 * LIQU_CRASH_AT=kiosk:N a development build kills itself at the N-th (odd: nothing of the write may be there
 * afterwards; even: all of it).
 */
#include "journal/store.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#ifdef LIQU_DEVELOPMENT
void durable_init(struct journal *journal)
{
    static const char prefix[] = "kiosk:";
    const char *at = getenv("LIQU_CRASH_AT");
    if (at && strncmp(at, prefix, sizeof prefix - 1) == 0)
        journal->crash_at = strtoul(at + sizeof prefix - 1, NULL, 10);
}

static void pass_point(struct journal *journal)
{
    if (++journal->points == journal->crash_at)
        raise(SIGKILL);
}
#else
void durable_init(struct journal *journal)
{
    (void)journal;
}

static void pass_point(struct journal *journal)
{
    (void)journal;
}
#endif

/* A fault of the ground below us, as opposed to a refusal of ours. */
static bool is_ground(int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return true;
    default:
        return false;
    }
}

static bool transact(struct journal *journal, journal_fn *fn, void *arg, struct err *err)
{
    if (store_run(journal, err, "BEGIN IMMEDIATE", "") && fn(journal, arg, err)) {
        pass_point(journal);
        if (store_run(journal, err, "COMMIT", "")) {
            pass_point(journal);
            journal->broken = false;
            return true;
        }
    }
    /* Only a write that lasted shows that it is over; a refusal of ours says nothing. */
    journal->broken |= is_ground(sqlite3_errcode(journal->db));
    /* Some faults have rolled back already; then this changes nothing. */
    sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

bool journal_durable(struct journal *journal, const char *what, journal_fn *fn, void *arg, struct err *err)
{
    if (journal->inside) /* part of a greater write */
        return fn(journal, arg, err);
    journal->inside = true;
    bool ok = transact(journal, fn, arg, err);
    journal->inside = false;
    return ok || err_prefix(err, "journal: %s", what);
}
