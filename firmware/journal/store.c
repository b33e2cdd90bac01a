/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "journal/store.h"

#include <stdarg.h>

void statement_finish(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}

bool store_error(struct journal *journal, struct err *err)
{
    return err_set(err, "%s", sqlite3_errmsg(journal->db));
}

bool store_prepare(struct journal *journal, const char *sql, sqlite3_stmt **ret, struct err *err)
{
    return sqlite3_prepare_v2(journal->db, sql, -1, ret, NULL) == SQLITE_OK || store_error(journal, err);
}

bool store_step(struct journal *journal, sqlite3_stmt *statement, bool *ret_row, struct err *err)
{
    int result = sqlite3_step(statement);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        return store_error(journal, err);
    *ret_row = result == SQLITE_ROW;
    return true;
}

bool store_run(struct journal *journal, struct err *err, const char *sql, const char *types, ...)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    if (!store_prepare(journal, sql, &statement, err))
        return false;
    va_list values;
    va_start(values, types);
    for (int i = 0; types[i]; i++)
        if (types[i] == 'i')
            sqlite3_bind_int64(statement, i + 1, va_arg(values, int64_t));
        else
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_TRANSIENT);
    va_end(values);
    bool row;
    do {
        if (!store_step(journal, statement, &row, err))
            return false;
    } while (row);
    return true;
}

bool store_number(struct journal *journal, const char *sql, int64_t *ret, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row = false;
    if (!store_prepare(journal, sql, &statement, err) || !store_step(journal, statement, &row, err))
        return false;
    if (!row)
        return err_set(err, "%s", "");
    *ret = sqlite3_column_int64(statement, 0);
    return true;
}
