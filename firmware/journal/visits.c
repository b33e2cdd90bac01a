/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "journal/store.h"

static const char *const end_states[] = {
    [VISIT_ENDED_DONE] = "done",
    [VISIT_ENDED_CANCELLED] = "cancelled",
    [VISIT_ENDED_TIMEOUT] = "timeout",
    [VISIT_ENDED_FAULT] = "fault",
};

struct opening_visit {
    const char *lang;
    int64_t number;
};

static bool insert(struct journal *journal, void *arg, struct err *err)
{
    struct opening_visit *visit = arg;
    if (!store_run(journal, err, "INSERT INTO visits (started, lang, state) VALUES (?1, ?2, 'open')", "it",
                   clock_now_s(journal->clock), visit->lang))
        return false;
    visit->number = sqlite3_last_insert_rowid(journal->db);
    return true;
}

bool journal_visit_open(struct journal *journal, const char *lang, uint64_t *ret_visit, struct err *err)
{
    struct opening_visit visit = {.lang = lang};
    if (!journal_durable(journal, "open a visit", insert, &visit, err))
        return false;
    *ret_visit = (uint64_t)visit.number;
    return true;
}

/* One change of an open visit: number and text are ?2 and ?3. */
struct change {
    const char *sql;
    uint64_t visit;
    int64_t number;
    const char *text;
};

static bool apply(struct journal *journal, void *arg, struct err *err)
{
    const struct change *change = arg;
    if (!store_run(journal, err, change->sql, "iit", (int64_t)change->visit, change->number, change->text))
        return false;
    return sqlite3_changes(journal->db) == 1 ||
           err_set(err, "the visit %llu is not open", (unsigned long long)change->visit);
}

bool journal_visit_item(struct journal *journal, uint64_t visit, const char *item, int consent_version,
                        struct err *err)
{
    struct change change = {
        .sql = "UPDATE visits SET consent = ?2, item = ?3 WHERE number = ?1 AND state = 'open'",
        .visit = visit,
        .number = consent_version,
        .text = item};
    return journal_durable(journal, "record the consent", apply, &change, err);
}

bool journal_visit_rate(struct journal *journal, uint64_t visit, int rating, struct err *err)
{
    struct change change = {
        .sql = "UPDATE visits SET rating = ?2 WHERE number = ?1 AND state = 'open' AND ?3 IS NULL",
        .visit = visit,
        .number = rating};
    return journal_durable(journal, "record the rating", apply, &change, err);
}

bool journal_visit_close(struct journal *journal, uint64_t visit, enum visit_ended how, struct err *err)
{
    struct change change = {
        .sql = "UPDATE visits SET ended = ?2, state = ?3 WHERE number = ?1 AND state = 'open'",
        .visit = visit,
        .number = clock_now_s(journal->clock),
        .text = end_states[how]};
    return journal_durable(journal, "close the visit", apply, &change, err);
}
