/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tool/liqu/redeem.h"

#include <sqlite3.h>

#define WAIT_MS 5000

static bool run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Somebody may name the journal by mistake: a file with other tables is left alone. */
static bool is_ours(sqlite3 *db)
{
    sqlite3_stmt *stmt = NULL;
    bool ours = sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_master WHERE name <> 'redeemed'", -1, &stmt,
                                   NULL) == SQLITE_OK &&
                sqlite3_step(stmt) == SQLITE_DONE;
    sqlite3_finalize(stmt);
    return ours;
}

static int insert(sqlite3 *db, const struct ticket_claims *claims, int64_t now_s)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, "INSERT INTO redeemed VALUES (?, ?, ?)", -1, &stmt, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, (sqlite3_int64)claims->case_number);
        sqlite3_bind_blob(stmt, 2, claims->nonce, sizeof claims->nonce, SQLITE_STATIC);
        sqlite3_bind_int64(stmt, 3, now_s);
        code = sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    return code;
}

static bool redeem(sqlite3 *db, const char *path, const struct ticket_claims *claims, int64_t now_s,
                   enum ticket_result *ret_result, struct err *err)
{
    sqlite3_busy_timeout(db, WAIT_MS);
    /* The write lock comes first, so two desks never both find the table without the ticket. */
    if (!run(db, "PRAGMA synchronous = FULL") || !run(db, "BEGIN IMMEDIATE"))
        return err_set(err, "%s: cannot write here: %s", path, sqlite3_errmsg(db));
    if (!is_ours(db))
        return err_set(err, "%s: this file is something else; name another for --redeem", path);
    if (!run(db, "CREATE TABLE IF NOT EXISTS redeemed (case_number INTEGER NOT NULL, nonce BLOB NOT NULL, "
                 "at INTEGER NOT NULL, PRIMARY KEY (case_number, nonce)) WITHOUT ROWID"))
        return err_set(err, "%s: cannot write here: %s", path, sqlite3_errmsg(db));
    int code = insert(db, claims, now_s);
    if (code == SQLITE_CONSTRAINT) {
        *ret_result = TICKET_REDEEMED;
        return true;
    }
    if (code != SQLITE_DONE || !run(db, "COMMIT"))
        return err_set(err, "%s: cannot write here: %s", path, sqlite3_errmsg(db));
    *ret_result = TICKET_OK;
    return true;
}

bool redeem_once(const char *path, const struct ticket_claims *claims, int64_t now_s,
                 enum ticket_result *ret_result, struct err *err)
{
    sqlite3 *db = NULL;
    bool ok = false;
    /* SQLite keeps ":memory:" in memory: a ticket would count again and again. */
    if (path[0] == ':')
        return err_set(err, "%s: a name that begins with a colon is no file; name another for --redeem",
                       path);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        err_set(err, "%s: cannot open: %s", path, db ? sqlite3_errmsg(db) : "out of memory");
    else
        ok = redeem(db, path, claims, now_s, ret_result, err);
    sqlite3_close(db); /* what was not committed is undone */
    return ok;
}
