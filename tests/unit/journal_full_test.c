/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lost without this: a technician would read "disk is full" and not which file of which disk. */
#include "journal/journal.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64], path[96];
static struct clock now;

static void let_files_grow_to(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The first write of a new journal finds no room. */
static void a_disk_too_full_for_a_journal_is_one_sentence(void **state)
{
    (void)state;
    struct journal *journal = NULL;
    struct err err;
    signal(SIGXFSZ, SIG_IGN);
    let_files_grow_to(8192);
    bool opened = journal_open(path, &now, &journal, &err);
    let_files_grow_to(RLIM_INFINITY);
    assert_false(opened);
    assert_null(journal);
    assert_memory_equal(err.text, path, strlen(path));
    assert_non_null(strstr(err.text, "journal: make the tables: "));
    assert_non_null(strstr(err.text, "check owner, rights and free space"));
    assert_true(journal_open(path, &now, &journal, &err));
    journal_close(journal);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/journal_full_test.XXXXXX");
    snprintf(path, sizeof path, "%s/journal.db", mkdtemp(folder) ? folder : "");
    return folder[0] ? 0 : 1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_disk_too_full_for_a_journal_is_one_sentence)};
    return cmocka_run_group_tests_name("journal on a full disk", tests, make_folder, remove_folder);
}
