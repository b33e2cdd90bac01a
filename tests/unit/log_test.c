/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: the flash of a kiosk that stands for years fills with its own log, or the log loses
 * lines when it is changed.
 */
#include "base/buf.h"
#include "base/log.h"
#include "tests/support/room.h"
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char path[120], old_path[130];

static int make(void **state)
{
    struct err err;
    int failed = room_make(state);
    snprintf(path, sizeof path, "%s/kiosk.log", room);
    snprintf(old_path, sizeof old_path, "%s.1", path);
    return failed || !log_open("kiosk", path, &err);
}

static int clear(void **state)
{
    log_close();
    return room_clear(state);
}

/* About 900 bytes each: 5000 are more than one file and less than two. */
static void write_lines(int from, int count)
{
    for (int i = from; i < from + count; i++)
        log_info("line", "%06d %0800d", i, 0);
}

static off_t size_of(const char *file)
{
    struct stat status;
    return stat(file, &status) == 0 ? status.st_size : -1;
}

/* The numbers of the lines of a file, in order; every line is whole. Programs that share a file may each find
 * room for their last line. */
static size_t read_numbers(const char *file, int *ret)
{
    struct buf text = {0};
    struct err err;
    size_t count = 0;
    assert_true(buf_read_file(&text, file, LOG_FILE_MAX + 8192, &err));
    for (const char *line = buf_string(&text); *line; line = strchr(line, '\n') + 1) {
        const char *number = strstr(line, "\"text\":\"");
        assert_int_equal(line[0], '{');
        assert_non_null(number);
        ret[count++] = (int)strtol(number + strlen("\"text\":\""), NULL, 10);
        assert_non_null(strchr(line, '\n'));
    }
    buf_finish(&text);
    return count;
}

static size_t read_both(int *ret)
{
    size_t count = read_numbers(old_path, ret);
    return count + read_numbers(path, ret + count);
}

static int numbers[10000];

static void a_full_file_is_renamed_and_no_line_is_lost(void **state)
{
    (void)state;
    write_lines(0, 5000);
    assert_int_equal(read_both(numbers), 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(numbers[i], i);
}

static void two_files_are_all_that_is_ever_kept(void **state)
{
    (void)state;
    size_t entries = 0;
    write_lines(0, 5000);
    write_lines(5000, 5000);
    write_lines(10000, 5000);
    size_t count = read_both(numbers);
    assert_int_equal(numbers[count - 1], 14999);
    assert_int_equal(numbers[0], 15000 - (int)count);
    DIR *dir = opendir(room);
    for (struct dirent *entry; (entry = readdir(dir));)
        entries += entry->d_name[0] != '.';
    closedir(dir);
    assert_int_equal(entries, 2);
    assert_in_range(size_of(old_path), LOG_FILE_MAX - 2000, LOG_FILE_MAX);
    assert_in_range(size_of(path), 1, LOG_FILE_MAX);
}

/* The file of a firmware that knew no bound. */
static void a_file_found_full_is_renamed_first(void **state)
{
    (void)state;
    assert_int_equal(truncate(path, 10 * LOG_FILE_MAX), 0);
    write_lines(0, 1);
    assert_int_equal(size_of(old_path), 10 * LOG_FILE_MAX);
    assert_int_equal(read_numbers(path, numbers), 1);
}

static void programs_that_share_a_file_share_the_next_one(void **state)
{
    (void)state;
    static bool seen[8000];
    struct err err;
    memset(seen, 0, sizeof seen);
    for (int writer = 0; writer < 4; writer++)
        if (fork() == 0) {
            bool open = log_open("kiosk", path, &err);
            write_lines(2000 * writer, 2000);
            _exit(open ? 0 : 1);
        }
    for (int status, ended = 0; ended < 4; ended++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_int_equal(read_both(numbers), 8000);
    for (int i = 0; i < 8000; i++)
        seen[numbers[i]] = true;
    for (int i = 0; i < 8000; i++)
        assert_true(seen[i]);
}

static void a_file_that_cannot_be_renamed_does_not_grow(void **state)
{
    (void)state;
    assert_int_equal(mkdir(old_path, 0700), 0);
    write_lines(0, 5000);
    assert_in_range(size_of(path), LOG_FILE_MAX - 2000, LOG_FILE_MAX);
    assert_int_equal(rmdir(old_path), 0);
    write_lines(5000, 1);
    assert_int_equal(read_numbers(path, numbers), 1);
    assert_int_equal(numbers[0], 5000);
}

int main(void)
{
#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, make, clear)
    const struct CMUnitTest tests[] = {
        LOG_TEST(a_full_file_is_renamed_and_no_line_is_lost),
        LOG_TEST(two_files_are_all_that_is_ever_kept),
        LOG_TEST(a_file_found_full_is_renamed_first),
        LOG_TEST(programs_that_share_a_file_share_the_next_one),
        LOG_TEST(a_file_that_cannot_be_renamed_does_not_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
