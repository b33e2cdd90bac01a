/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Which moves of the issue ledger exist. Without these tests a sheet that may have been printed could be
 * printed again as an original, or a withdrawn number could come back to life.
 */
#include "journal/journal.h"
#include "tests/support/room.h"
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[96];
static const struct clock now;

struct fixture {
    struct journal *journal;
    uint64_t visit;
};

static int setup(void **state)
{
    static struct fixture fixture;
    struct err err;
    *state = &fixture;
    return journal_open(path, &now, &fixture.journal, &err) &&
                   journal_visit_open(fixture.journal, "zh", &fixture.visit, &err)
               ? 0
               : 1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    journal_close(fixture->journal);
    return unlink(path);
}

/* The shortest way to each state. */
static const enum issue_state ways[ISSUE_STATES][5] = {
    [ISSUE_RESERVED] = {ISSUE_RESERVED},
    [ISSUE_ISSUED] = {ISSUE_ISSUED, ISSUE_RESERVED},
    [ISSUE_PRINTING] = {ISSUE_ISSUED, ISSUE_PRINTING, ISSUE_RESERVED},
    [ISSUE_PRINTED] = {ISSUE_ISSUED, ISSUE_PRINTING, ISSUE_PRINTED, ISSUE_RESERVED},
    [ISSUE_UNKNOWN] = {ISSUE_ISSUED, ISSUE_PRINTING, ISSUE_UNKNOWN, ISSUE_RESERVED},
    [ISSUE_VOID] = {ISSUE_VOID, ISSUE_RESERVED},
    [ISSUE_TAKEN] = {ISSUE_ISSUED, ISSUE_PRINTING, ISSUE_PRINTED, ISSUE_TAKEN, ISSUE_RESERVED},
};

static enum taken_by by(enum issue_state to)
{
    return to == ISSUE_TAKEN ? TAKEN_BY_SENSOR : TAKEN_BY_NOBODY;
}

static const char *proof(enum issue_state to)
{
    return to == ISSUE_PRINTED ? "pid" : NULL;
}

static uint64_t issue_in(struct fixture *fixture, enum issue_state wanted)
{
    struct err err;
    uint64_t number = 0;
    assert_true(issue_reserve(fixture->journal, fixture->visit, "SH-001", 118, 3, &number, &err));
    for (const enum issue_state *to = ways[wanted]; *to != ISSUE_RESERVED; to++)
        assert_true(issue_move(fixture->journal, number, *to, proof(*to), by(*to), &err));
    return number;
}

static void only_the_moves_of_the_ledger_exist(void **state)
{
    static const struct {
        enum issue_state from, to;
    } allowed[] = {
        {ISSUE_RESERVED, ISSUE_ISSUED}, {ISSUE_RESERVED, ISSUE_VOID},    {ISSUE_ISSUED, ISSUE_PRINTING},
        {ISSUE_ISSUED, ISSUE_VOID},     {ISSUE_PRINTING, ISSUE_PRINTED}, {ISSUE_PRINTING, ISSUE_UNKNOWN},
        {ISSUE_PRINTING, ISSUE_ISSUED}, {ISSUE_PRINTED, ISSUE_TAKEN},
    };
    struct fixture *fixture = *state;
    struct err err;
    size_t seen = 0;
    for (int from = 0; from < ISSUE_STATES; from++)
        for (int to = 0; to < ISSUE_STATES; to++) {
            bool expected = false;
            for (size_t i = 0; i < COUNT_OF(allowed); i++)
                expected |= (int)allowed[i].from == from && (int)allowed[i].to == to;
            uint64_t number = issue_in(fixture, (enum issue_state)from);
            bool moved = issue_move(fixture->journal, number, (enum issue_state)to,
                                    proof((enum issue_state)to), by((enum issue_state)to), &err);
            assert_int_equal(moved, expected);
            if (!moved)
                assert_non_null(strstr(err.text, "is no move of the ledger"));
            seen += moved;
        }
    assert_int_equal(seen, COUNT_OF(allowed));
    assert_true(journal_check(fixture->journal, &err));
}

static void a_number_nobody_reserved_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    assert_false(
        issue_move(fixture->journal, UINT64_C(11803261123004294), ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY, &err));
    assert_string_equal(
        err.text, "journal: move the issue 118-03-261123-0042-94: the ledger does not know this number");
}

static void a_document_is_taken_by_somebody(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    uint64_t number = issue_in(fixture, ISSUE_PRINTED);
    assert_false(issue_move(fixture->journal, number, ISSUE_TAKEN, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(fixture->journal, number, ISSUE_TAKEN, NULL, TAKEN_BY_PERSON, &err));
}

static void only_the_printers_proof_makes_a_document_printed(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    uint64_t number = issue_in(fixture, ISSUE_PRINTING);
    assert_false(issue_move(fixture->journal, number, ISSUE_PRINTED, NULL, TAKEN_BY_NOBODY, &err));
    assert_non_null(strstr(err.text, "by the printer's proof"));
    assert_false(issue_move(fixture->journal, number, ISSUE_UNKNOWN, "pid", TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(fixture->journal, number, ISSUE_PRINTED, "pid", TAKEN_BY_NOBODY, &err));
}

static void a_clock_outside_the_century_gives_no_number(void **state)
{
    struct fixture *fixture = *state;
    struct clock dead = {.ahead_s = -clock_real_s()}, far = {.ahead_s = INT64_C(4133980800) - clock_real_s()};
    const struct clock *clocks[] = {&dead, &far};
    struct err err;
    uint64_t number = 7;
    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        struct journal *journal;
        char other[sizeof path + 8];
        snprintf(other, sizeof other, "%s.%zu", path, i);
        assert_true(journal_open(other, clocks[i], &journal, &err));
        assert_false(case_reserve(journal, 118, 3, &number, &err));
        assert_non_null(strstr(err.text, "the clock says"));
        assert_int_equal(number, 7);
        journal_close(journal);
        unlink(other);
    }
    assert_true(case_reserve(fixture->journal, 118, 3, &number, &err));
}

static void a_visit_nobody_opened_gets_no_number(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    uint64_t number = 7;
    assert_false(issue_reserve(fixture->journal, fixture->visit + 1, "SH-001", 118, 3, &number, &err));
    assert_int_equal(number, 7);
}

static void a_sheet_given_up_counts_as_another_attempt(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    uint64_t number = issue_in(fixture, ISSUE_PRINTING);
    assert_true(issue_move(fixture->journal, number, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(fixture->journal, number, ISSUE_PRINTING, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(fixture->journal, number, ISSUE_PRINTED, "echo", TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(fixture->journal, number, ISSUE_TAKEN, NULL, TAKEN_BY_TIMEOUT, &err));
    assert_true(journal_check(fixture->journal, &err));
    journal_close(fixture->journal);

    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    static const char sql[] = "SELECT attempt || ' ' || proof || ' ' || taken_by || ' ' || state FROM issues";
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), "2 echo timeout taken");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    assert_true(journal_open(path, &now, &fixture->journal, &err));
}

static struct journal *reopen(struct journal *journal)
{
    struct err err;
    journal_close(journal);
    assert_true(journal_open(path, &now, &journal, &err));
    return journal;
}

/* She stood there with a lodged case and no slip yet; without its number she would lodge it once more. */
static void a_case_without_a_slip_is_told_after_a_crash(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    uint64_t number;
    assert_true(case_reserve(fixture->journal, 118, 3, &number, &err));
    const struct case_row row = {.number = number,
                                 .visit = fixture->visit,
                                 .item = "SD-105",
                                 .target = "demo-window",
                                 .lodged = 1795413600,
                                 .promised = 20261210,
                                 .sealed = "sealed",
                                 .sealed_len = 6};
    assert_true(case_lodge(fixture->journal, &row, &err));
    fixture->journal = reopen(fixture->journal);
    assert_true(journal_interrupted(fixture->journal) == number);
    assert_true(journal_check(fixture->journal, &err));
    fixture->journal = reopen(fixture->journal); /* told once */
    assert_true(journal_interrupted(fixture->journal) == 0);
}

static int make(void **state)
{
    int failed = room_make(state);
    snprintf(path, sizeof path, "%s/journal.db", room);
    return failed;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_moves_of_the_ledger_exist, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_nobody_reserved_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_document_is_taken_by_somebody, setup, teardown),
        cmocka_unit_test_setup_teardown(only_the_printers_proof_makes_a_document_printed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_clock_outside_the_century_gives_no_number, setup, teardown),
        cmocka_unit_test_setup_teardown(a_visit_nobody_opened_gets_no_number, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sheet_given_up_counts_as_another_attempt, setup, teardown),
        cmocka_unit_test_setup_teardown(a_case_without_a_slip_is_told_after_a_crash, setup, teardown),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    return cmocka_run_group_tests_name("ledger", tests, make, room_leave);
}
