/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/buf.h"
#include "base/text.h"
#include "journal/store.h"

static const struct {
    const char *table, *sql;
} counts[] = {
    {"visits", "SELECT state, count(*) FROM visits GROUP BY state ORDER BY state"},
    {"issues", "SELECT state, count(*) FROM issues GROUP BY state ORDER BY state"},
    {"cases", "SELECT state, count(*) FROM cases GROUP BY state ORDER BY state"},
    {"outbox", "SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state"},
    {"audit", "SELECT kind, count(*) FROM audit GROUP BY kind ORDER BY kind"},
};

static bool count_one(struct journal *journal, const char *sql, struct buf *json, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    if (!store_prepare(journal, sql, &statement, err))
        return false;
    const char *comma = "";
    for (bool row;; comma = ",") {
        char name[256];
        if (!store_step(journal, statement, &row, err))
            return false;
        if (!row)
            return true;
        text_json_quote((const char *)sqlite3_column_text(statement, 0), name, sizeof name);
        buf_printf(json, "%s%s:%lld", comma, name, (long long)sqlite3_column_int64(statement, 1));
    }
}

bool journal_count(struct journal *journal, struct buf *ret_json, struct err *err)
{
    struct buf json CLEANUP(buf_finish) = {0};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        buf_printf(&json, "%s\"%s\":{", i ? "," : "{", counts[i].table);
        if (!count_one(journal, counts[i].sql, &json, err))
            return err_prefix(err, "journal: count the %s", counts[i].table);
        buf_byte(&json, '}');
    }
    buf_byte(&json, '}');
    buf_append(ret_json, json.data, json.len);
    return true;
}
