/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Is the journal sound? SQLite's own check, the audit chain, and the balance rules: each is a question that
 * names the first row which should not be.
 */
#include "casework/number.h"
#include "journal/store.h"
#include <string.h>

static const struct {
    const char *find, *says;
} rules[] = {
    {"SELECT number FROM issues WHERE number IN (SELECT number FROM cases)",
     "is a document and a case at once"},
    {"SELECT number FROM issues i WHERE 1 <> (SELECT count(*) FROM audit WHERE ref = printf('%017d', "
     "i.number)"
     " AND kind = 'issue_reserved')",
     "was not reserved exactly once"},
    /* The last word counts, a state that was left does not hold any more. A given-up sheet's document is
       issued. */
    {"SELECT number FROM issues i WHERE 'issue_' || state IS NOT (SELECT iif(kind = 'sheet_void', "
     "'issue_issued', kind) FROM audit WHERE ref = printf('%017d', i.number)"
     " AND (kind GLOB 'issue_*' OR kind = 'sheet_void') ORDER BY seq DESC LIMIT 1)",
     "has a state that the audit chain does not tell"},
    {"SELECT number FROM issues i WHERE attempt <> 1 + (SELECT count(*) FROM audit"
     " WHERE ref = printf('%017d', i.number) AND kind = 'sheet_void')",
     "has more or fewer attempts than sheets given up"},
    {"SELECT number FROM issues WHERE (state = 'taken') <> (taken_by IS NOT NULL)",
     "is taken without saying by whom, or not taken"},
    {"SELECT number FROM issues WHERE (state IN ('printed','taken')) <> (proof IS NOT NULL)",
     "is printed without the printer's proof, or proved and not printed"},
    {"SELECT CAST(ref AS INTEGER) FROM audit WHERE kind = 'issue_reserved'"
     " AND CAST(ref AS INTEGER) NOT IN (SELECT number FROM issues)",
     "was reserved, but its row is gone"},
    {"SELECT CAST(ref AS INTEGER) FROM audit WHERE kind = 'case_lodged'"
     " AND CAST(ref AS INTEGER) NOT IN (SELECT number FROM cases)",
     "was lodged, but its row is gone"},
    {"SELECT number FROM cases c WHERE 1 <> (SELECT count(*) FROM audit WHERE ref = printf('%017d', c.number)"
     " AND kind = 'case_lodged')",
     "was not lodged exactly once"},
    {"SELECT number FROM cases c WHERE 'slip_' || slip IS NOT coalesce((SELECT kind FROM audit"
     " WHERE ref = printf('%017d', c.number) AND kind GLOB 'slip_*' ORDER BY seq DESC LIMIT 1), 'slip_none')",
     "has a slip that the audit chain does not tell"},
    {"SELECT number FROM cases WHERE number NOT IN (SELECT \"case\" FROM outbox WHERE event = 1)",
     "is lodged, but was never put into the outbox"},
    {"SELECT \"case\" FROM outbox o WHERE (state = 'delivered') <> (EXISTS (SELECT 1 FROM audit"
     " WHERE ref = printf('%017d', o.\"case\") AND kind = 'case_delivered'))",
     "was delivered without a note, or noted without delivery"},
    {"SELECT number FROM (SELECT number FROM issues UNION ALL SELECT number FROM cases) n"
     " WHERE n.number / 100 % 10000 > coalesce((SELECT last FROM serials WHERE day = 20000000 + n.number / "
     "1000000 % 1000000), 0)",
     "runs ahead of its day's serial, which could be given out again"},
};

static bool check_words(struct journal *journal, const char *sql, const char *good, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row;
    if (!store_prepare(journal, sql, &statement, err) || !store_step(journal, statement, &row, err))
        return false;
    const char *words = row ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (words ? good && strcmp(words, good) == 0 : !good)
        return true;
    return err_set(err, "%s: %s", sql, words ? words : "no answer");
}

static bool check_rules(struct journal *journal, struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        int64_t number;
        struct err none = {0};
        char text[CASE_NUMBER_TEXT];
        if (!store_number(journal, rules[i].find, &number, &none)) {
            if (*none.text)
                return err_set(err, "%s", none.text);
            continue;
        }
        if (number < 0 || number >= 100000000000000000)
            return err_set(err, "%lld %s", (long long)number, rules[i].says);
        case_number_format((uint64_t)number, text);
        return err_set(err, "%s %s", text, rules[i].says);
    }
    return true;
}

static bool check_numbers(struct journal *journal, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    if (!store_prepare(journal, "SELECT number FROM issues UNION ALL SELECT number FROM cases", &statement,
                       err))
        return false;
    for (bool row;;) {
        if (!store_step(journal, statement, &row, err))
            return false;
        if (!row)
            return true;
        if (!case_number_valid((uint64_t)sqlite3_column_int64(statement, 0)))
            return err_set(err, "%lld is no number: its check digits or its date are wrong",
                           (long long)sqlite3_column_int64(statement, 0));
    }
}

bool journal_check(struct journal *journal, struct err *err)
{
    bool ok = check_words(journal, "PRAGMA integrity_check(1)", "ok", err) &&
              check_words(journal, "PRAGMA foreign_key_check", NULL, err) && audit_verify(journal, err) &&
              check_numbers(journal, err) && check_rules(journal, err);
    return ok || err_prefix(err, "%s", journal->path);
}
