/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Nothing lost, nothing twice. Without these tests a power cut at the wrong moment could lose a lodged case,
 * use a number again, or leave a sheet that nobody can account for; and a changed audit row would go unseen.
 */
#include "base/buf.h"
#include "casework/number.h"
#include "journal/journal.h"
#include "tests/support/room.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char path[96];
static struct clock now;

static void remove_journal(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        char file[128];
        snprintf(file, sizeof file, "%s%s", path, ends[i]);
        unlink(file);
    }
}

static struct journal *reopen(void)
{
    struct journal *journal = NULL;
    struct err err = {0};
    bool ok = journal_open(path, &now, &journal, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    return journal;
}

static struct journal *fresh(void)
{
    remove_journal();
    return reopen();
}

static void assert_count(struct journal *journal, const char *part)
{
    struct buf json CLEANUP(buf_finish) = {0};
    struct err err;
    assert_true(journal_count(journal, &json, &err));
    if (!strstr(buf_string(&json), part))
        assert_string_equal(buf_string(&json), part);
}

static void assert_sound(struct journal *journal)
{
    struct err err = {0};
    bool ok = journal_check(journal, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
}

/* Another hand on the file, as somebody with a SQLite shell would do it. */
static void tamper(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static const char sealed[] = "sealed to the district";

static struct case_row case_of(uint64_t number, uint64_t visit)
{
    return (struct case_row){.number = number,
                             .visit = visit,
                             .item = "SD-105",
                             .target = "demo-window",
                             .lodged = 1795413600,
                             .promised = 20261210,
                             .sealed = sealed,
                             .sealed_len = sizeof sealed};
}

/* Passes ok on, and tells through report_fd that a step is durable; -1: nobody listens. */
static bool step(bool ok, int report_fd)
{
    return ok && (report_fd < 0 || write(report_fd, ".", 1) == 1);
}

static bool move(struct journal *journal, uint64_t number, enum issue_state to, int report_fd)
{
    struct err err;
    return step(issue_move(journal, number, to, to == ISSUE_PRINTED ? "pid" : NULL,
                           to == ISSUE_TAKEN ? TAKEN_BY_PERSON : TAKEN_BY_NOBODY, &err),
                report_fd);
}

/* A document whose first sheet was torn. */
static bool live_instant(struct journal *journal, int report_fd)
{
    static const enum issue_state moves[] = {ISSUE_ISSUED,   ISSUE_PRINTING, ISSUE_ISSUED,
                                             ISSUE_PRINTING, ISSUE_PRINTED,  ISSUE_TAKEN};
    struct err err;
    uint64_t visit, number;
    if (!step(journal_visit_open(journal, "zh", &visit, &err), report_fd) ||
        !step(journal_visit_item(journal, visit, "SH-001", 1, &err), report_fd) ||
        !step(issue_reserve(journal, visit, "SH-001", 118, 3, &number, &err), report_fd))
        return false;
    for (size_t i = 0; i < COUNT_OF(moves); i++)
        if (!move(journal, number, moves[i], report_fd))
            return false;
    return step(journal_visit_rate(journal, visit, 5, &err), report_fd) &&
           step(journal_visit_close(journal, visit, VISIT_ENDED_DONE, &err), report_fd);
}

/* A case, delivered at the second try. */
static bool live_handoff(struct journal *journal, int report_fd)
{
    struct err err;
    uint64_t visit, number;
    if (!step(journal_visit_open(journal, "en", &visit, &err), report_fd) ||
        !step(case_reserve(journal, 118, 3, &number, &err), report_fd))
        return false;
    struct case_row row = case_of(number, visit);
    return step(case_lodge(journal, &row, &err), report_fd) &&
           step(case_slip(journal, number, SLIP_PRINTING, &err), report_fd) &&
           step(case_slip(journal, number, SLIP_PRINTED, &err), report_fd) &&
           step(outbox_tried(journal, number, 1, &err), report_fd) &&
           step(outbox_delivered(journal, number, 1, &err), report_fd) &&
           step(journal_visit_close(journal, visit, VISIT_ENDED_DONE, &err), report_fd);
}

static bool live_a_day(struct journal *journal, int report_fd)
{
    return live_instant(journal, report_fd) && live_handoff(journal, report_fd);
}
/* The steps after which something holds. */
enum {
    STEP_RESERVED = 3,
    STEP_PRINTED = 8,
    STEP_TAKEN = 9,
    STEP_CASE_RESERVED = 13,
    STEP_LODGED = 14,
    STEP_DELIVERED = 18,
    DAY_STEPS = 19,
};

static void a_whole_day_adds_up(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    assert_true(live_a_day(journal, -1));
    assert_count(
        journal,
        "{\"visits\":{\"done\":2},\"issues\":{\"taken\":1},\"cases\":{\"lodged\":1},"
        "\"outbox\":{\"delivered\":1},\"audit\":{\"case_delivered\":1,\"case_lodged\":1,\"issue_issued\":1,"
        "\"issue_printed\":1,\"issue_printing\":2,\"issue_reserved\":1,\"issue_taken\":1,\"sheet_void\":1,"
        "\"slip_printed\":1,\"slip_printing\":1}}");
    assert_sound(journal);
    journal_close(journal);
    journal = reopen();
    assert_count(journal, "\"issues\":{\"taken\":1}");
    journal_close(journal);
}

static void files_belong_to_the_kiosk_alone(void **state)
{
    (void)state;
    struct stat info;
    mode_t before = umask(0);
    struct journal *journal = fresh();
    umask(before);
    char wal[128];
    snprintf(wal, sizeof wal, "%s-wal", path);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(stat(wal, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    struct journal *second = NULL;
    struct err err;
    assert_false(journal_open_readonly(path, &second, &err));
    assert_non_null(strstr(err.text, "another program has it open; stop that one first"));
    journal_close(journal);
    assert_true(journal_open_readonly(path, &second, &err));
    assert_sound(second);
    journal_close(second);
}

static void what_a_crash_left_is_settled(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    uint64_t visit, printing, issued, reserved, lodged;
    assert_true(journal_visit_open(journal, "zh", &visit, &err));
    assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &printing, &err));
    assert_true(issue_move(journal, printing, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_move(journal, printing, ISSUE_PRINTING, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &issued, &err));
    assert_true(issue_move(journal, issued, ISSUE_ISSUED, NULL, TAKEN_BY_NOBODY, &err));
    assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &reserved, &err));
    assert_true(case_reserve(journal, 118, 3, &lodged, &err));
    struct case_row row = case_of(lodged, visit);
    assert_true(case_lodge(journal, &row, &err));
    assert_true(case_slip(journal, lodged, SLIP_PRINTING, &err));
    journal_close(journal);
    journal = reopen();
    assert_count(journal,
                 "\"visits\":{\"lost\":1},\"issues\":{\"unknown\":1,\"void\":2},\"cases\":{\"lodged\":1},"
                 "\"outbox\":{\"waiting\":1}");
    assert_count(journal, "\"issue_unknown\":1,\"issue_void\":2,");
    assert_sound(journal);
    journal_close(journal);
    journal = reopen(); /* settled once */
    assert_count(journal, "\"issue_void\":2,\"slip_printing\":1,\"slip_unknown\":1,\"visit_lost\":1}");
    journal_close(journal);
}

/* Lives a day in a child that dies at the n-th durable point. Returns the steps that were told to be durable;
 * *ret_died: it did not come to the end. */
static int day_with_a_crash(int n, bool *ret_died)
{
    int report[2], status;
    char steps[DAY_STEPS + 1];
    assert_int_equal(pipe(report), 0);
    pid_t child = fork();
    if (child == 0) {
        char at[32];
        struct journal *journal;
        struct err err;
        close(report[0]);
        snprintf(at, sizeof at, "kiosk:%d", n);
        setenv("LIQU_CRASH_AT", at, 1);
        if (!journal_open(path, &now, &journal, &err) || !live_a_day(journal, report[1]))
            _exit(1);
        _exit(0); /* without closing: the write-ahead log stays as a crash leaves it */
    }
    close(report[1]);
    int count = 0;
    for (ssize_t got; (got = read(report[0], steps, sizeof steps)) > 0;)
        count += (int)got;
    close(report[0]);
    waitpid(child, &status, 0);
    *ret_died = WIFSIGNALED(status);
    assert_true(*ret_died ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
    return count;
}

static void a_crash_at_any_durable_point_loses_and_doubles_nothing(void **state)
{
    (void)state;
    bool died = true;
    int points = 0;
    for (int n = 1; died; n++) {
        remove_journal();
        int steps = day_with_a_crash(n, &died);
        points = n;
        struct journal *journal;
        struct err err;
        if (n > 1) { /* `liqu journal` may come before the kiosk does; before the first write there is nothing
                        to read */
            assert_true(journal_open_readonly(path, &journal, &err));
            assert_sound(journal);
            journal_close(journal);
        }
        journal = reopen();
        uint64_t visit, fresh_number;
        assert_sound(journal);
        /* What was told to be durable is there. */
        if (steps >= STEP_DELIVERED)
            assert_count(journal, "\"cases\":{\"lodged\":1},\"outbox\":{\"delivered\":1}");
        else if (steps >= STEP_LODGED)
            assert_count(journal, "\"cases\":{\"lodged\":1},\"outbox\":{\"");
        if (steps >= STEP_TAKEN)
            assert_count(journal, "\"issues\":{\"taken\":1}");
        else if (steps == STEP_PRINTED)
            assert_count(journal, n % 2 ? "\"issues\":{\"printed\":1}" : "\"issues\":{\"taken\":1}");
        /* A number given out before the crash is not given out again. */
        assert_true(journal_visit_open(journal, "zh", &visit, &err));
        assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &fresh_number, &err));
        assert_true(case_number_serial(fresh_number) >= (steps >= STEP_CASE_RESERVED ? 3u
                                                         : steps >= STEP_RESERVED    ? 2u
                                                                                     : 1u));
        assert_sound(journal);
        journal_close(journal);
    }
    /* Making the tables and settling are durable writes as well; two points each. */
    assert_int_equal(points, 2 * (DAY_STEPS + 2) + 1);
}

static void numbers_go_on_when_the_clock_is_set_back(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    uint64_t visit, first, ahead, back, issue;
    assert_true(journal_visit_open(journal, "zh", &visit, &err));
    assert_true(case_reserve(journal, 118, 3, &first, &err));
    assert_int_equal(case_number_serial(first), 1);
    now.ahead_s = 86400;
    assert_true(case_reserve(journal, 118, 3, &ahead, &err));
    assert_int_equal(case_number_serial(ahead), 1);
    assert_true(case_number_date(ahead) > case_number_date(first));
    now.ahead_s = 0;
    journal_close(journal);
    journal = reopen();
    assert_true(case_reserve(journal, 118, 3, &back, &err));
    assert_int_equal(case_number_serial(back), 2);
    assert_true(journal_visit_open(journal, "zh", &visit, &err));
    assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &issue, &err));
    assert_int_equal(case_number_serial(issue), 3); /* cases and documents share the serial */
    assert_sound(journal);
    journal_close(journal);
}

static void a_used_up_day_refuses(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    uint64_t number;
    assert_true(case_reserve(journal, 118, 3, &number, &err));
    journal_close(journal);
    tamper("UPDATE serials SET last = 9999");
    journal = reopen();
    assert_false(case_reserve(journal, 118, 3, &number, &err));
    assert_string_equal(
        err.text, "journal: reserve a case number: the numbers of this day are used up; go on tomorrow");
    journal_close(journal);
}

static void outbox_gives_the_least_tried_row_and_forgets_the_delivered(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err = {0};
    struct outbox_row row;
    uint64_t visit, first, second;
    assert_false(outbox_next(journal, &row, &err));
    assert_string_equal(err.text, "");
    assert_true(journal_visit_open(journal, "zh", &visit, &err));
    assert_true(case_reserve(journal, 118, 3, &first, &err));
    assert_true(case_reserve(journal, 118, 3, &second, &err));
    struct case_row rows[] = {case_of(first, visit), case_of(second, visit)};
    assert_true(case_lodge(journal, &rows[0], &err) && case_lodge(journal, &rows[1], &err));
    assert_false(case_lodge(journal, &rows[1], &err)); /* once */
    assert_true(outbox_next(journal, &row, &err));
    assert_true(row.case_number == first && row.event == 1 && row.tries == 0);
    assert_int_equal(row.sealed_len, sizeof sealed);
    assert_memory_equal(row.sealed, sealed, sizeof sealed);
    outbox_row_finish(&row);
    assert_true(outbox_tried(journal, first, 1, &err));
    assert_true(outbox_next(journal, &row, &err));
    assert_true(row.case_number == second);
    outbox_row_finish(&row);
    assert_true(outbox_delivered(journal, second, 1, &err));
    assert_true(outbox_delivered(journal, second, 1, &err)); /* the receipt came twice */
    assert_true(outbox_next(journal, &row, &err));
    assert_true(row.case_number == first && row.tries == 1);
    outbox_row_finish(&row);
    assert_count(journal, "\"outbox\":{\"delivered\":1,\"waiting\":1},\"audit\":{\"case_delivered\":1,");
    assert_true(outbox_writable(journal));
    assert_sound(journal);
    journal_close(journal);
}

static bool fail_after_writing(struct journal *journal, void *arg, struct err *err)
{
    (void)arg;
    return audit_add(journal, "half", NULL, err) && err_set(err, "no");
}

static void a_failed_write_leaves_nothing(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    assert_false(journal_durable(journal, "try", fail_after_writing, NULL, &err));
    assert_string_equal(err.text, "journal: try: no");
    assert_count(journal, "\"audit\":{}");
    assert_false(journal_visit_close(journal, 77, VISIT_ENDED_DONE, &err));
    assert_string_equal(err.text, "journal: close the visit: the visit 77 is not open");
    journal_close(journal);
}

static void a_full_disk_is_told_and_overcome(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    uint64_t visit, number = 7;
    struct rlimit before, full;
    assert_true(journal_visit_open(journal, "zh", &visit, &err));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    full = (struct rlimit){.rlim_cur = 4096, .rlim_max = before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
    bool reserved = issue_reserve(journal, visit, "SH-001", 118, 3, &number, &err);
    bool writable = outbox_writable(journal);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(reserved);
    assert_false(writable);
    assert_int_equal(number, 7);
    assert_memory_equal(err.text, "journal: reserve a document number: ", 36);
    assert_true(outbox_writable(journal));
    assert_true(issue_reserve(journal, visit, "SH-001", 118, 3, &number, &err));
    assert_int_equal(case_number_serial(number), 1);
    assert_sound(journal);
    journal_close(journal);
}

static void every_tampering_is_found(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        "UPDATE audit SET hash = CAST(x'00' || substr(hash, 2) AS BLOB) WHERE seq = 3",
        "UPDATE audit SET kind = 'issue_taken' WHERE seq = 3",
        "UPDATE audit SET at = at + 1 WHERE seq = 1",
        "UPDATE audit SET ref = ref || '0' WHERE seq = 2",
        "UPDATE audit SET seq = 99 WHERE seq = 4",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", /* the end: seen through the outbox */
        "DELETE FROM audit",
        "UPDATE issues SET state = 'void', taken_by = NULL",
        "UPDATE issues SET state = 'printed', taken_by = NULL",
        "UPDATE issues SET taken_by = NULL",
        "UPDATE issues SET proof = NULL",
        "UPDATE issues SET attempt = 1",
        "UPDATE issues SET number = number + 100",
        "DELETE FROM issues",
        "DELETE FROM outbox",
        "DELETE FROM outbox; DELETE FROM cases",
        "UPDATE outbox SET state = 'waiting', sealed = x'00'",
        "UPDATE serials SET last = 1",
        "UPDATE cases SET slip = 'unknown'",
        "UPDATE cases SET visit = 77",
        "INSERT INTO issues (number, visit, item, changed, state) SELECT number, 1, '', 0, 'void' FROM cases",
    };
    for (size_t i = 0; i < COUNT_OF(tricks); i++) {
        struct journal *journal = fresh();
        struct err err = {0};
        assert_true(live_a_day(journal, -1));
        assert_sound(journal);
        journal_close(journal);
        tamper(tricks[i]);
        assert_true(journal_open_readonly(path, &journal, &err));
        if (journal_check(journal, &err))
            fail_msg("not found: %s", tricks[i]);
        assert_memory_equal(err.text, path, strlen(path));
        journal_close(journal);
    }
}

static void one_bit_of_any_audit_row_is_found(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    struct err err;
    assert_true(live_a_day(journal, -1));
    journal_close(journal);
    static const char *const columns[] = {"prev", "hash"};
    for (int seq = 1; seq <= 9; seq++)
        for (int bit = 0; bit < 512; bit += 37) {
            char sql[256], old[3], new[3];
            const char *column = columns[bit / 256];
            int byte = bit % 256 / 8;
            sqlite3 *db;
            sqlite3_stmt *statement;
            assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
            snprintf(sql, sizeof sql, "SELECT hex(substr(%s, %d, 1)) FROM audit WHERE seq = %d", column,
                     byte + 1, seq);
            assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
            assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
            memcpy(old, sqlite3_column_text(statement, 0), 3);
            sqlite3_finalize(statement);
            sqlite3_close(db);
            snprintf(new, sizeof new, "%02X", (unsigned)strtoul(old, NULL, 16) ^ 1u << bit % 8);
            static const char put[] = "UPDATE audit SET %s = CAST(substr(%s, 1, %d) || x'%s' || substr(%s, "
                                      "%d) AS BLOB) WHERE seq = %d";
            snprintf(sql, sizeof sql, put, column, column, byte, new, column, byte + 2, seq);
            tamper(sql);
            assert_true(journal_open_readonly(path, &journal, &err));
            assert_false(journal_check(journal, &err));
            assert_non_null(strstr(err.text, "the audit chain does not hold at row"));
            journal_close(journal);
            snprintf(sql, sizeof sql, put, column, column, byte, old, column, byte + 2, seq);
            tamper(sql);
        }
    assert_true(journal_open_readonly(path, &journal, &err));
    assert_sound(journal);
    journal_close(journal);
}

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_refused(const char *says)
{
    struct journal *journal = NULL;
    struct err err;
    assert_false(journal_open(path, &now, &journal, &err));
    assert_null(journal);
    assert_memory_equal(err.text, path, strlen(path));
    if (!strstr(err.text, says))
        assert_string_equal(err.text, says);
}

static void a_file_that_is_not_ours_is_one_sentence(void **state)
{
    (void)state;
    remove_journal();
    for (int i = 0; i < 200; i++)
        write_file("this is no database, but long enough to look like one to a careless program; it goes on "
                   "and on and on\n");
    assert_refused("is damaged or no journal");

    remove_journal();
    tamper("CREATE TABLE other (x)");
    assert_refused("is damaged or no journal (another program's file)");

    journal_close(fresh());
    tamper("PRAGMA user_version = 2");
    assert_refused(
        "written by a newer Liqu (schema 2, this one knows 1); install the newer one or move the file away");

    struct journal *journal = NULL;
    struct err err;
    assert_false(journal_open("/nowhere/journal.db", &now, &journal, &err));
    assert_non_null(strstr(err.text, "/nowhere/journal.db: cannot be written"));
    remove_journal();
    assert_false(journal_open_readonly(path, &journal, &err));
    assert_memory_equal(err.text, path, strlen(path));
}

static void torn_pages_are_found_at_the_start(void **state)
{
    (void)state;
    struct journal *journal = fresh();
    for (int i = 0; i < 20; i++)
        assert_true(live_a_day(journal, -1));
    journal_close(journal);
    int fd = open(path, O_RDWR);
    char rubbish[4096];
    memset(rubbish, 0x5a, sizeof rubbish);
    assert_int_equal(pwrite(fd, rubbish, sizeof rubbish, 4096), sizeof rubbish);
    close(fd);
    assert_refused("is damaged or no journal");
}

static int make(void **state)
{
    int failed = room_make(state);
    snprintf(path, sizeof path, "%s/journal.db", room);
    return failed;
}

static int remove_all(void **state)
{
    remove_journal();
    return room_leave(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_day_adds_up),
        cmocka_unit_test(files_belong_to_the_kiosk_alone),
        cmocka_unit_test(what_a_crash_left_is_settled),
        cmocka_unit_test(a_crash_at_any_durable_point_loses_and_doubles_nothing),
        cmocka_unit_test(numbers_go_on_when_the_clock_is_set_back),
        cmocka_unit_test(a_used_up_day_refuses),
        cmocka_unit_test(outbox_gives_the_least_tried_row_and_forgets_the_delivered),
        cmocka_unit_test(a_failed_write_leaves_nothing),
        cmocka_unit_test(a_full_disk_is_told_and_overcome),
        cmocka_unit_test(every_tampering_is_found),
        cmocka_unit_test(one_bit_of_any_audit_row_is_found),
        cmocka_unit_test(a_file_that_is_not_ours_is_one_sentence),
        cmocka_unit_test(torn_pages_are_found_at_the_start),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    return cmocka_run_group_tests_name("journal", tests, make, remove_all);
}
