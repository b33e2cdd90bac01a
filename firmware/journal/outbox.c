/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Rows leave only after the district's signed receipt. The row itself is sealed to the district's key; nobody
 * here can read it.
 */
#include "journal/store.h"
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#define ROOM_BYTES (16 * 1024 * 1024ull)

bool outbox_next(struct journal *journal, struct outbox_row *ret, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row;
    if (!store_prepare(journal,
                       "SELECT \"case\", event, tries, sealed FROM outbox WHERE state = 'waiting'"
                       " ORDER BY tries, rowid LIMIT 1",
                       &statement, err) ||
        !store_step(journal, statement, &row, err))
        return err_prefix(err, "journal: read the outbox");
    if (!row)
        return err_set(err, "%s", "");
    *ret = (struct outbox_row){
        .case_number = (uint64_t)sqlite3_column_int64(statement, 0),
        .event = (uint64_t)sqlite3_column_int64(statement, 1),
        .tries = sqlite3_column_int(statement, 2),
        .sealed_len = (size_t)sqlite3_column_bytes(statement, 3),
    };
    ret->sealed = malloc(ret->sealed_len + 1);
    check(ret->sealed);
    if (ret->sealed_len)
        memcpy(ret->sealed, sqlite3_column_blob(statement, 3), ret->sealed_len);
    return true;
}

void outbox_row_finish(struct outbox_row *row)
{
    free(row->sealed);
    *row = (struct outbox_row){0};
}

struct key {
    uint64_t case_number, event;
};

static bool count_try(struct journal *journal, void *arg, struct err *err)
{
    const struct key *key = arg;
    return store_run(journal, err, "UPDATE outbox SET tries = tries + 1 WHERE \"case\" = ?1 AND event = ?2",
                     "ii", (int64_t)key->case_number, (int64_t)key->event);
}

bool outbox_tried(struct journal *journal, uint64_t case_number, uint64_t event, struct err *err)
{
    struct key key = {case_number, event};
    return journal_durable(journal, "count a try", count_try, &key, err);
}

static bool deliver(struct journal *journal, void *arg, struct err *err)
{
    const struct key *key = arg;
    if (!store_run(journal, err,
                   "UPDATE outbox SET state = 'delivered', sealed = NULL"
                   " WHERE \"case\" = ?1 AND event = ?2 AND state = 'waiting'",
                   "ii", (int64_t)key->case_number, (int64_t)key->event))
        return false;
    return sqlite3_changes(journal->db) == 0 ||
           audit_append_number(journal, "case_delivered", key->case_number, err);
}

bool outbox_delivered(struct journal *journal, uint64_t case_number, uint64_t event, struct err *err)
{
    struct key key = {case_number, event};
    return journal_durable(journal, "note a delivery", deliver, &key, err);
}

bool outbox_writable(struct journal *journal)
{
    struct statvfs room;
    struct err err;
    if (statvfs(journal->path, &room) != 0 || (unsigned long long)room.f_bavail * room.f_frsize < ROOM_BYTES)
        return false;
    /* After a fault of the disk only a write that lasts shows that it is over. */
    return !journal->broken || audit_add(journal, "journal_writable", NULL, &err);
}
