/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "district/book.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct book {
    sqlite3 *db;
};

/* A receipt is a promise, so it must be on the disk before it leaves: synchronous=FULL. */
static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "CREATE TABLE IF NOT EXISTS issues(number INTEGER PRIMARY KEY, request BLOB NOT NULL, answer BLOB NOT "
    "NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS cases(number INTEGER, event INTEGER, digest BLOB NOT NULL, receipt BLOB NOT "
    "NULL,"
    " item TEXT NOT NULL, person TEXT NOT NULL, promised INTEGER NOT NULL, provisional INTEGER NOT NULL,"
    " text TEXT NOT NULL, PRIMARY KEY(number, event)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS cases_person ON cases(person);";

bool book_open(const char *path, struct book **ret, struct err *err)
{
    struct book *book = calloc(1, sizeof *book);
    check(book);
    mode_t mask = umask(0077);
    bool ok =
        sqlite3_open_v2(path, &book->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK &&
        sqlite3_busy_timeout(book->db, 1000) == SQLITE_OK &&
        sqlite3_exec(book->db, schema, NULL, NULL, NULL) == SQLITE_OK;
    umask(mask);
    if (!ok) {
        err_set(err, "%s: cannot be used (%s); check owner, rights and free space of the file and its folder",
                path, sqlite3_errmsg(book->db));
        book_close(book);
        return false;
    }
    *ret = book;
    return true;
}

void book_close(struct book *book)
{
    if (!book)
        return;
    sqlite3_close(book->db);
    free(book);
}

static void finish(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}
#define STATEMENT CLEANUP(finish) sqlite3_stmt *

static bool failed(struct book *book, struct err *err)
{
    return err_set(err, "district.db: %s", sqlite3_errmsg(book->db));
}

static sqlite3_stmt *prepare(struct book *book, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    /* NULL makes every later bind and step fail with SQLITE_MISUSE, so one check at the step is enough. */
    (void)sqlite3_prepare_v2(book->db, sql, -1, &statement, NULL);
    return statement;
}

static enum book_result find(struct book *book, sqlite3_stmt *statement, struct err *err)
{
    int step = sqlite3_step(statement);
    if (step == SQLITE_ROW)
        return BOOK_FOUND;
    if (step == SQLITE_DONE)
        return BOOK_ABSENT;
    failed(book, err);
    return BOOK_FAILED;
}

static void bind_blob(sqlite3_stmt *statement, int i, const void *bytes, size_t len)
{
    sqlite3_bind_blob64(statement, i, bytes, len, SQLITE_STATIC);
}

static void column_blob(sqlite3_stmt *statement, int i, struct buf *ret)
{
    buf_append(ret, sqlite3_column_blob(statement, i), (size_t)sqlite3_column_bytes(statement, i));
}

static void column_digest(sqlite3_stmt *statement, int i, uint8_t ret[SEAL_SM3_BYTES])
{
    check(sqlite3_column_bytes(statement, i) == SEAL_SM3_BYTES);
    memcpy(ret, sqlite3_column_blob(statement, i), SEAL_SM3_BYTES);
}

enum book_result book_find_issue(struct book *book, uint64_t number, struct book_issue *ret, struct err *err)
{
    STATEMENT statement = prepare(book, "SELECT request, answer FROM issues WHERE number = ?");
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    enum book_result result = find(book, statement, err);
    if (result != BOOK_FOUND)
        return result;
    *ret = (struct book_issue){.number = number};
    column_digest(statement, 0, ret->request);
    column_blob(statement, 1, &ret->answer);
    return BOOK_FOUND;
}

bool book_keep_issue(struct book *book, const struct book_issue *issue, struct err *err)
{
    STATEMENT statement = prepare(book, "INSERT INTO issues VALUES(?, ?, ?)");
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)issue->number);
    bind_blob(statement, 2, issue->request, sizeof issue->request);
    bind_blob(statement, 3, issue->answer.data, issue->answer.len);
    return sqlite3_step(statement) == SQLITE_DONE || failed(book, err);
}

enum book_result book_find_case(struct book *book, uint64_t number, uint64_t event, struct book_case *ret,
                                struct err *err)
{
    STATEMENT statement = prepare(book, "SELECT digest, receipt FROM cases WHERE number = ? AND event = ?");
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)number);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)event);
    enum book_result result = find(book, statement, err);
    if (result != BOOK_FOUND)
        return result;
    *ret = (struct book_case){.number = number, .event = event};
    column_digest(statement, 0, ret->digest);
    column_blob(statement, 1, &ret->receipt);
    return BOOK_FOUND;
}

bool book_keep_case(struct book *book, const struct book_case *entry, struct err *err)
{
    STATEMENT statement = prepare(book, "INSERT INTO cases VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite3_bind_int64(statement, 1, (sqlite3_int64)entry->number);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)entry->event);
    bind_blob(statement, 3, entry->digest, sizeof entry->digest);
    bind_blob(statement, 4, entry->receipt.data, entry->receipt.len);
    sqlite3_bind_text(statement, 5, entry->item, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, entry->person, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 7, entry->promised);
    sqlite3_bind_int(statement, 8, entry->provisional);
    sqlite3_bind_text(statement, 9, entry->text, -1, SQLITE_STATIC);
    return sqlite3_step(statement) == SQLITE_DONE || failed(book, err);
}

bool book_each_case(struct book *book, const char *person, uint64_t number, book_case_fn *fn, void *arg,
                    struct err *err)
{
    STATEMENT statement = prepare(book, "SELECT number, event, item, promised, provisional FROM cases"
                                        " WHERE (?1 IS NULL OR person = ?1) AND (?2 = 0 OR number = ?2)"
                                        " AND event = 1 ORDER BY number");
    sqlite3_bind_text(statement, 1, person, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, (sqlite3_int64)number);
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct book_case entry = {
            .number = (uint64_t)sqlite3_column_int64(statement, 0),
            .event = (uint64_t)sqlite3_column_int64(statement, 1),
            .item = (const char *)sqlite3_column_text(statement, 2),
            .promised = (uint32_t)sqlite3_column_int64(statement, 3),
            .provisional = sqlite3_column_int(statement, 4) != 0,
        };
        fn(arg, &entry);
    }
    return step == SQLITE_DONE || failed(book, err);
}
