/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "journal/store.h"

#include <stdio.h>

static const char *const slip_names[] = {
    [SLIP_NONE] = "none",
    [SLIP_PRINTING] = "printing",
    [SLIP_PRINTED] = "printed",
    [SLIP_UNKNOWN] = "unknown",
};

struct reservation {
    unsigned town_suffix, kiosk;
    uint64_t number;
};

static bool reserve(struct journal *journal, void *arg, struct err *err)
{
    struct reservation *row = arg;
    return serial_next(journal, row->town_suffix, row->kiosk, &row->number, err);
}

bool case_reserve(struct journal *journal, unsigned town_suffix, unsigned kiosk, uint64_t *ret_number,
                  struct err *err)
{
    struct reservation row = {.town_suffix = town_suffix, .kiosk = kiosk};
    if (!journal_durable(journal, "reserve a case number", reserve, &row, err))
        return false;
    *ret_number = row.number;
    return true;
}

static bool put_in_outbox(struct journal *journal, const struct case_row *row, struct err *err)
{
    sqlite3_stmt *statement CLEANUP(statement_finish) = NULL;
    bool more;
    if (!store_prepare(journal, "INSERT INTO outbox (\"case\", event, sealed) VALUES (?1, 1, ?2)", &statement,
                       err))
        return false;
    sqlite3_bind_int64(statement, 1, (int64_t)row->number);
    sqlite3_bind_blob64(statement, 2, row->sealed, row->sealed_len, SQLITE_STATIC);
    return store_step(journal, statement, &more, err);
}

static bool lodge(struct journal *journal, void *arg, struct err *err)
{
    const struct case_row *row = arg;
    return store_run(journal, err,
                     "INSERT INTO cases (number, visit, item, target, lodged, promised) VALUES (?1, ?2, ?3, "
                     "?4, ?5, ?6)",
                     "iittii", (int64_t)row->number, (int64_t)row->visit, row->item, row->target, row->lodged,
                     (int64_t)row->promised) &&
           put_in_outbox(journal, row, err) && audit_append_number(journal, "case_lodged", row->number, err);
}

bool case_lodge(struct journal *journal, const struct case_row *row, struct err *err)
{
    struct case_row copy = *row;
    return journal_durable(journal, "lodge a case", lodge, &copy, err);
}

struct slip_change {
    uint64_t number;
    enum slip_state slip;
};

static bool set_slip(struct journal *journal, void *arg, struct err *err)
{
    const struct slip_change *change = arg;
    if (!store_run(journal, err, "UPDATE cases SET slip = ?2 WHERE number = ?1", "it",
                   (int64_t)change->number, slip_names[change->slip]))
        return false;
    if (sqlite3_changes(journal->db) != 1)
        return err_set(err, "there is no such case");
    char kind[32];
    snprintf(kind, sizeof kind, "slip_%s", slip_names[change->slip]);
    return audit_append_number(journal, kind, change->number, err);
}

bool case_slip(struct journal *journal, uint64_t number, enum slip_state slip, struct err *err)
{
    struct slip_change change = {.number = number, .slip = slip};
    return journal_durable(journal, "note the slip of a case", set_slip, &change, err);
}
