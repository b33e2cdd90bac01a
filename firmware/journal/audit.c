/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * hash = SM3(prev ‖ canonical CBOR [seq, at, kind, ref]); the first prev is 32 zero bytes. Whoever changes,
 * drops or adds a row has to recompute every later one, and a copy of any later hash kept elsewhere shows it.
 */
#include "base/buf.h"
#include "journal/store.h"
#include "seal/cbor.h"
#include "seal/key.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct link {
    int64_t seq, at;
    const char *kind, *ref;
    uint8_t prev[SEAL_SM3_BYTES];
};

static void link_hash(const struct link *link, uint8_t ret[SEAL_SM3_BYTES])
{
    struct buf bytes CLEANUP(buf_finish) = {0};
    buf_append(&bytes, link->prev, sizeof link->prev);
    cbor_put_array(&bytes, 4);
    cbor_put_int(&bytes, link->seq);
    cbor_put_int(&bytes, link->at);
    cbor_put_text(&bytes, link->kind);
    cbor_put_text(&bytes, link->ref);
    seal_sm3(bytes.data, bytes.len, ret);
}

static bool column_hash(sqlite3_stmt *statement, int column, uint8_t ret[SEAL_SM3_BYTES])
{
    if (sqlite3_column_bytes(statement, column) != SEAL_SM3_BYTES)
        return false;
    memcpy(ret, sqlite3_column_blob(statement, column), SEAL_SM3_BYTES);
    return true;
}

static bool find_last(struct journal *journal, struct link *link, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row;
    if (!store_prepare(journal, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &statement, err) ||
        !store_step(journal, statement, &row, err))
        return false;
    link->seq = 1;
    if (!row)
        return true;
    link->seq = sqlite3_column_int64(statement, 0) + 1;
    return column_hash(statement, 1, link->prev) ||
           err_set(err, "the audit chain is broken at its end; run the check");
}

static bool add_link(struct journal *journal, const char *kind, const char *ref, struct err *err)
{
    struct link link = {.at = clock_now_s(journal->clock), .kind = kind, .ref = ref ? ref : ""};
    uint8_t hash[SEAL_SM3_BYTES];
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool more;
    if (!find_last(journal, &link, err) ||
        !store_prepare(journal,
                       "INSERT INTO audit (seq, at, kind, ref, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       &statement, err))
        return false;
    link_hash(&link, hash);
    sqlite3_bind_int64(statement, 1, link.seq);
    sqlite3_bind_int64(statement, 2, link.at);
    sqlite3_bind_text(statement, 3, link.kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, link.ref, -1, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 5, link.prev, sizeof link.prev, SQLITE_STATIC);
    sqlite3_bind_blob(statement, 6, hash, sizeof hash, SQLITE_STATIC);
    return store_step(journal, statement, &more, err);
}

bool audit_append_number(struct journal *journal, const char *kind, uint64_t number, struct err *err)
{
    char ref[24];
    snprintf(ref, sizeof ref, "%017" PRIu64, number);
    return add_link(journal, kind, ref, err);
}

struct entry {
    const char *kind, *ref;
};

static bool append(struct journal *journal, void *arg, struct err *err)
{
    const struct entry *entry = arg;
    return add_link(journal, entry->kind, entry->ref, err);
}

bool audit_add(struct journal *journal, const char *kind, const char *ref, struct err *err)
{
    struct entry entry = {kind, ref};
    return journal_durable(journal, "write the audit chain", append, &entry, err);
}

static bool link_fits(sqlite3_stmt *statement, struct link *expected)
{
    uint8_t prev[SEAL_SM3_BYTES], hash[SEAL_SM3_BYTES], right[SEAL_SM3_BYTES];
    expected->at = sqlite3_column_int64(statement, 1);
    expected->kind = (const char *)sqlite3_column_text(statement, 2);
    expected->ref = (const char *)sqlite3_column_text(statement, 3);
    if (sqlite3_column_int64(statement, 0) != expected->seq || !column_hash(statement, 4, prev) ||
        !column_hash(statement, 5, hash) || memcmp(prev, expected->prev, sizeof prev) != 0)
        return false;
    link_hash(expected, right);
    memcpy(expected->prev, hash, sizeof hash);
    return memcmp(hash, right, sizeof hash) == 0;
}

bool audit_verify(struct journal *journal, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    struct link expected = {.seq = 1};
    if (!store_prepare(journal, "SELECT seq, at, kind, ref, prev, hash FROM audit ORDER BY seq", &statement,
                       err))
        return false;
    for (bool row;; expected.seq++) {
        if (!store_step(journal, statement, &row, err))
            return false;
        if (!row)
            return true;
        if (!link_fits(statement, &expected))
            return err_set(err,
                           "the audit chain does not hold at row %lld: it was changed, added or taken away",
                           (long long)expected.seq);
    }
}
