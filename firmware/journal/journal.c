/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Opening: the file is made or checked, brought to this schema, and what a crash left half done is settled.
 * The columns are those of the formats; a new schema is one more entry of migrations.
 */
#include "journal/journal.h"

#include "journal/store.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID "1279873365" /* "LIQU" */

static const char *const migrations[JOURNAL_VERSION] = {
    "CREATE TABLE visits (number INTEGER PRIMARY KEY AUTOINCREMENT, started INTEGER NOT NULL, ended INTEGER,"
    "  lang TEXT NOT NULL, item TEXT, consent INTEGER, rating INTEGER CHECK (rating BETWEEN 1 AND 5),"
    "  state TEXT NOT NULL CHECK (state IN ('open','done','cancelled','timeout','fault','lost'))) STRICT;"
    "CREATE TABLE issues (number INTEGER PRIMARY KEY, visit INTEGER NOT NULL REFERENCES visits, item TEXT "
    "NOT NULL,"
    "  attempt INTEGER NOT NULL DEFAULT 1, proof TEXT, taken_by TEXT, changed INTEGER NOT NULL, blob BLOB,"
    "  state TEXT NOT NULL CHECK (state IN "
    "('reserved','issued','printing','printed','unknown','void','taken'))) STRICT;"
    "CREATE TABLE cases (number INTEGER PRIMARY KEY, visit INTEGER NOT NULL REFERENCES visits, item TEXT NOT "
    "NULL,"
    "  target TEXT NOT NULL, lodged INTEGER NOT NULL, promised INTEGER NOT NULL,"
    "  slip TEXT NOT NULL DEFAULT 'none' CHECK (slip IN ('none','printing','printed','unknown')),"
    "  state TEXT NOT NULL DEFAULT 'lodged' CHECK (state = 'lodged')) STRICT;"
    "CREATE TABLE outbox (\"case\" INTEGER NOT NULL REFERENCES cases, event INTEGER NOT NULL, sealed BLOB,"
    "  tries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'waiting',"
    "  PRIMARY KEY (\"case\", event),"
    "  CHECK ((state = 'waiting' AND sealed IS NOT NULL) OR (state = 'delivered' AND sealed IS NULL))) "
    "STRICT;"
    "CREATE TABLE audit (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL,"
    "  prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE INDEX audit_ref ON audit (ref);"
    "CREATE TABLE serials (day INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;"
    "PRAGMA application_id = " APPLICATION_ID ";"
    "PRAGMA user_version = 1;",
};

static bool damaged(struct journal *journal, const char *how, struct err *err)
{
    return err_set(err,
                   "%s: is damaged or no journal (%s); keep a copy for the engineer and move it away, the "
                   "next start makes a "
                   "new one",
                   journal->path, how);
}

static bool unusable(struct journal *journal, const char *words, struct err *err)
{
    return err_set(err,
                   "%s: cannot be used (%s); check owner, rights and free space of the file and its folder",
                   journal->path, words);
}

/* SQLite's words become what a technician can do about them. */
static bool open_error(struct journal *journal, struct err *err)
{
    const char *words = sqlite3_errmsg(journal->db);
    switch (sqlite3_errcode(journal->db) & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return damaged(journal, words, err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, "%s: another program has it open; stop that one first", journal->path);
    default:
        return unusable(journal, words, err);
    }
}

static bool execute(struct journal *journal, const char *sql, struct err *err)
{
    return sqlite3_exec(journal->db, sql, NULL, NULL, NULL) == SQLITE_OK || open_error(journal, err);
}

static bool ask(struct journal *journal, const char *sql, int64_t *ret, struct err *err)
{
    struct err inner;
    return store_number(journal, sql, ret, &inner) || open_error(journal, err);
}

/* ---- the schema ---- */

static bool migrate_one(struct journal *journal, void *arg, struct err *err)
{
    return sqlite3_exec(journal->db, migrations[*(const int64_t *)arg], NULL, NULL, NULL) == SQLITE_OK ||
           store_error(journal, err);
}

static bool migrate(struct journal *journal, int64_t version, struct err *err)
{
    for (; version < JOURNAL_VERSION; version++)
        if (!journal_durable(journal, "make the tables", migrate_one, &version, err))
            return false;
    return true;
}

/* Is it ours, whole, and not of a later time? An empty file is ours: a crash may have left it before the
 * first write. */
static bool check_file(struct journal *journal, int64_t *ret_version, struct err *err)
{
    int64_t application, tables;
    sqlite3_stmt *sound CLEANUP(statement_finish) = NULL;
    bool row;
    if (!ask(journal, "PRAGMA user_version", ret_version, err) ||
        !ask(journal, "PRAGMA application_id", &application, err) ||
        !ask(journal, "SELECT count(*) FROM sqlite_schema", &tables, err))
        return false;
    if (tables && application != atoi(APPLICATION_ID))
        return damaged(journal, "another program's file", err);
    if (*ret_version > JOURNAL_VERSION)
        return err_set(err,
                       "%s: written by a newer Liqu (schema %d, this one knows %d); install the newer one or "
                       "move the file away",
                       journal->path, (int)*ret_version, JOURNAL_VERSION);
    if (!store_prepare(journal, "PRAGMA quick_check(1)", &sound, err) ||
        !store_step(journal, sound, &row, err))
        return open_error(journal, err);
    const char *verdict = row ? (const char *)sqlite3_column_text(sound, 0) : NULL;
    return (verdict && strcmp(verdict, "ok") == 0) || damaged(journal, verdict ? verdict : "no answer", err);
}

/* ---- settling ---- */

/* Rows that only a program that did not end well leaves behind: found one by one, moved on, told to the audit
 * chain. */
static const struct {
    const char *find, *move, *kind;
    bool sheet; /* somebody stands before the slot and does not know either */
} leftovers[] = {
    {"SELECT number FROM visits WHERE state = 'open' LIMIT 1",
     "UPDATE visits SET state = 'lost', ended = ?2 WHERE number = ?1", "visit_lost", false},
    {"SELECT number FROM issues WHERE state = 'printing' LIMIT 1",
     "UPDATE issues SET state = 'unknown', changed = ?2 WHERE number = ?1", "issue_unknown", true},
    {"SELECT number FROM issues WHERE state IN ('reserved','issued') LIMIT 1",
     "UPDATE issues SET state = 'void', changed = ?2 WHERE number = ?1", "issue_void", false},
    {"SELECT number FROM cases WHERE slip = 'printing' LIMIT 1",
     "UPDATE cases SET slip = 'unknown' WHERE number = ?1", "slip_unknown", true},
};

/* Somebody stood there with a lodged case whose slip had not begun: without its number she lodges it again.
 */
static bool find_unslipped(struct journal *journal, struct err *err)
{
    int64_t number;
    struct err none = {0};
    if (store_number(journal,
                     "SELECT c.number FROM cases c JOIN visits v ON v.number = c.visit"
                     " WHERE v.state = 'open' AND c.slip = 'none' LIMIT 1",
                     &number, &none))
        journal->interrupted = (uint64_t)number;
    return !*none.text || err_set(err, "%s", none.text);
}

static bool settle(struct journal *journal, void *arg, struct err *err)
{
    (void)arg;
    if (!find_unslipped(journal, err)) /* before its visit is settled */
        return false;
    for (size_t i = 0; i < COUNT_OF(leftovers); i++) {
        int64_t number;
        struct err none = {0};
        while (store_number(journal, leftovers[i].find, &number, &none)) {
            if (leftovers[i].sheet)
                journal->interrupted = (uint64_t)number;
            if (!store_run(journal, err, leftovers[i].move, strstr(leftovers[i].move, "?2") ? "ii" : "i",
                           number, clock_now_s(journal->clock)) ||
                !audit_append_number(journal, leftovers[i].kind, (uint64_t)number, err))
                return false;
        }
        if (*none.text)
            return err_set(err, "%s", none.text);
    }
    return true;
}

uint64_t journal_interrupted(const struct journal *journal)
{
    return journal->interrupted;
}

/* ---- opening ---- */

/* SQLite gives -wal and -shm the rights of the file itself, so it is made before SQLite sees it. */
static bool make_private(const char *path, struct err *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_errno(err, "%s: cannot be written, check owner, rights and free space of its folder",
                         path);
    bool ok = fchmod(fd, 0600) == 0 ||
              err_errno(err, "%s: belongs to somebody else, give it to the kiosk's user", path);
    close(fd);
    return ok;
}

static struct journal *create(const char *path, const struct clock *clock)
{
    struct journal *journal = calloc(1, sizeof *journal);
    check(journal);
    journal->path = strdup(path);
    check(journal->path);
    journal->clock = clock;
    return journal;
}

static bool open_file(struct journal *journal, int flags, struct err *err)
{
    int result = sqlite3_open_v2(journal->path, &journal->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    check(journal->db);
    sqlite3_busy_timeout(journal->db, 2000); /* the one before may still be ending */
    sqlite3_extended_result_codes(journal->db, 1);
    /* The schema has no trigger; one that somebody else put there must not run. */
    sqlite3_db_config(journal->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    return result == SQLITE_OK || open_error(journal, err);
}

/* The writes with which an opening ends know neither the file nor whom they speak to. */
static bool bring_up(struct journal *journal, int64_t version, struct err *err)
{
    struct err inner;
    return (migrate(journal, version, &inner) &&
            journal_durable(journal, "settle what was left", settle, NULL, &inner)) ||
           unusable(journal, inner.text, err);
}

/* Exclusive: nobody else opens the journal while the kiosk runs. */
static bool open_for_writing(struct journal *journal, struct err *err)
{
    int64_t version;
    return make_private(journal->path, err) && open_file(journal, SQLITE_OPEN_READWRITE, err) &&
           execute(journal,
                   "PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL",
                   err) &&
           execute(journal,
                   "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF", err) &&
           check_file(journal, &version, err) && bring_up(journal, version, err);
}

static bool open_for_reading(struct journal *journal, struct err *err)
{
    int64_t version;
    if (!open_file(journal, SQLITE_OPEN_READONLY, err) || !check_file(journal, &version, err))
        return false;
    return version == JOURNAL_VERSION ||
           err_set(err, "%s: has schema %d, this program reads %d; start the kiosk once", journal->path,
                   (int)version, JOURNAL_VERSION);
}

static bool hand_over(struct journal *journal, bool ok, struct journal **ret)
{
    if (ok)
        *ret = journal;
    else
        journal_close(journal);
    return ok;
}

bool journal_open(const char *path, const struct clock *clock, struct journal **ret, struct err *err)
{
    struct journal *journal = create(path, clock);
    durable_init(journal);
    return hand_over(journal, open_for_writing(journal, err), ret);
}

bool journal_open_readonly(const char *path, struct journal **ret, struct err *err)
{
    struct journal *journal = create(path, NULL);
    return hand_over(journal, open_for_reading(journal, err), ret);
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    sqlite3_close(journal->db);
    free(journal->path);
    free(journal);
}
