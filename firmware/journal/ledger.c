/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The issue ledger: documents only. A number exists before anything can print and is never used twice; what
 * is not known to be printed or not is `unknown` for ever.
 */
#include "casework/number.h"
#include "journal/store.h"
#include <string.h>

static const char *const state_names[ISSUE_STATES] = {
    [ISSUE_RESERVED] = "reserved", [ISSUE_ISSUED] = "issued",   [ISSUE_PRINTING] = "printing",
    [ISSUE_PRINTED] = "printed",   [ISSUE_UNKNOWN] = "unknown", [ISSUE_VOID] = "void",
    [ISSUE_TAKEN] = "taken",
};

/* The kind of the audit row tells the state reached. Going back to issued has a kind of its own. */
static const char *const audit_kinds[ISSUE_STATES] = {
    [ISSUE_RESERVED] = "issue_reserved", [ISSUE_ISSUED] = "issue_issued",
    [ISSUE_PRINTING] = "issue_printing", [ISSUE_PRINTED] = "issue_printed",
    [ISSUE_UNKNOWN] = "issue_unknown",   [ISSUE_VOID] = "issue_void",
    [ISSUE_TAKEN] = "issue_taken",
};

static const char *const taken_names[] = {
    [TAKEN_BY_NOBODY] = NULL,
    [TAKEN_BY_SENSOR] = "sensor",
    [TAKEN_BY_PERSON] = "person",
    [TAKEN_BY_TIMEOUT] = "timeout",
};

static const bool allowed[ISSUE_STATES][ISSUE_STATES] = {
    [ISSUE_RESERVED] = {[ISSUE_ISSUED] = true, [ISSUE_VOID] = true},
    [ISSUE_ISSUED] = {[ISSUE_PRINTING] = true, [ISSUE_VOID] = true},
    [ISSUE_PRINTING] = {[ISSUE_PRINTED] = true, [ISSUE_UNKNOWN] = true, [ISSUE_ISSUED] = true},
    [ISSUE_PRINTED] = {[ISSUE_TAKEN] = true},
};

struct reservation {
    uint64_t visit, number;
    const char *item;
    unsigned town_suffix, kiosk;
};

static bool reserve(struct journal *journal, void *arg, struct err *err)
{
    struct reservation *row = arg;
    return serial_next(journal, row->town_suffix, row->kiosk, &row->number, err) &&
           store_run(
               journal, err,
               "INSERT INTO issues (number, visit, item, changed, state) VALUES (?1, ?2, ?3, ?4, 'reserved')",
               "iiti", (int64_t)row->number, (int64_t)row->visit, row->item, clock_now_s(journal->clock)) &&
           audit_append_number(journal, audit_kinds[ISSUE_RESERVED], row->number, err);
}

bool issue_reserve(struct journal *journal, uint64_t visit, const char *item, unsigned town_suffix,
                   unsigned kiosk, uint64_t *ret_number, struct err *err)
{
    struct reservation row = {.visit = visit, .item = item, .town_suffix = town_suffix, .kiosk = kiosk};
    if (!journal_durable(journal, "reserve a document number", reserve, &row, err))
        return false;
    *ret_number = row.number;
    return true;
}

struct move {
    uint64_t number;
    enum issue_state to;
    const char *proof;
    enum taken_by by;
};

static bool find_state(struct journal *journal, uint64_t number, enum issue_state *ret, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool row;
    if (!store_prepare(journal, "SELECT state FROM issues WHERE number = ?1", &statement, err))
        return false;
    sqlite3_bind_int64(statement, 1, (int64_t)number);
    if (!store_step(journal, statement, &row, err))
        return false;
    for (int state = 0; row && state < ISSUE_STATES; state++)
        if (strcmp((const char *)sqlite3_column_text(statement, 0), state_names[state]) == 0) {
            *ret = (enum issue_state)state;
            return true;
        }
    return err_set(err, "the ledger does not know this number");
}

static bool move(struct journal *journal, void *arg, struct err *err)
{
    const struct move *move = arg;
    enum issue_state from = ISSUE_RESERVED;
    if (!find_state(journal, move->number, &from, err))
        return false;
    if (!allowed[from][move->to])
        return err_set(err, "%s to %s is no move of the ledger", state_names[from], state_names[move->to]);
    if ((move->to == ISSUE_TAKEN) != (move->by != TAKEN_BY_NOBODY))
        return err_set(err, "a document is taken by somebody, or not taken");
    if ((move->to == ISSUE_PRINTED) != (move->proof != NULL))
        return err_set(err, "a document is printed by the printer's proof, or not printed");
    bool again = from == ISSUE_PRINTING && move->to == ISSUE_ISSUED;
    return store_run(journal, err,
                     "UPDATE issues SET state = ?2, changed = ?3, attempt = attempt + ?4,"
                     " proof = coalesce(?5, proof), taken_by = ?6 WHERE number = ?1",
                     "itiitt", (int64_t)move->number, state_names[move->to], clock_now_s(journal->clock),
                     (int64_t)again, move->proof, taken_names[move->by]) &&
           audit_append_number(journal, again ? "sheet_void" : audit_kinds[move->to], move->number, err);
}

bool issue_move(struct journal *journal, uint64_t number, enum issue_state to, const char *proof,
                enum taken_by by, struct err *err)
{
    char text[CASE_NUMBER_TEXT], what[64] = "move the issue ";
    struct move row = {.number = number, .to = to, .proof = proof, .by = by};
    case_number_format(number, text);
    strcat(what, text);
    return journal_durable(journal, what, move, &row, err);
}
