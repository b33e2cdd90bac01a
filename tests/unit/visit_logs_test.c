/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: a warning, a crash or a leak of our own that a visit does not see, so that it passes
 * over it.
 */
#include "tests/support/room.h"
#include "tests/visit/folder.h"
#include "tests/visit/logs.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LINE(level, text)                                                                                    \
    "{\"time\":\"T\",\"level\":\"" level "\",\"program\":\"kiosk\",\"event\":\"x\",\"text\":\"" text "\"}\n"

static void write_file(const char *name, const char *text)
{
    char path[200];
    struct err err;
    snprintf(path, sizeof path, "%s/%s", room, name);
    assert_true(folder_write(path, text, &err));
}

static void only_warnings_and_errors_are_faults(void **state)
{
    (void)state;
    struct logs_allowed none = {0};
    struct err err;
    write_file("kiosk.log", LINE("debug", "a") LINE("info", "b") LINE("notice", "c"));
    assert_true(logs_quiet(room, &none, &err));
    write_file("kiosk.log", LINE("info", "b") LINE("warning", "the disk is odd"));
    assert_false(logs_quiet(room, &none, &err));
    assert_non_null(strstr(err.text, "the disk is odd"));
    write_file("kiosk.log", "no log line\n");
    assert_false(logs_quiet(room, &none, &err));
}

static void a_full_log_that_was_renamed_is_read_too(void **state)
{
    (void)state;
    struct logs_allowed none = {0};
    struct buf both CLEANUP(buf_finish) = {0};
    struct err err;
    write_file("kiosk.log", LINE("notice", "after"));
    write_file("kiosk.log.1", LINE("notice", "before"));
    assert_true(logs_read(room, "kiosk", &both, &err));
    assert_string_equal(buf_string(&both), LINE("notice", "before") LINE("notice", "after"));
    assert_true(logs_quiet(room, &none, &err));
    write_file("kiosk.log.1", LINE("warning", "the disk is odd"));
    assert_false(logs_quiet(room, &none, &err));
    write_file("kiosk.log.1", "");
}

static void an_allowed_line_covers_only_itself(void **state)
{
    (void)state;
    struct logs_allowed allowed = {0};
    struct err err;
    assert_true(logs_allow(&allowed, "disk is (odd|full)", &err));
    assert_false(logs_allow(&allowed, "(", &err));
    write_file("kiosk.log", LINE("warning", "the disk is odd"));
    assert_true(logs_quiet(room, &allowed, &err));
    write_file("kiosk.log", LINE("warning", "the disk is odd") LINE("error", "lost"));
    assert_false(logs_quiet(room, &allowed, &err));
    logs_allowed_finish(&allowed);
}

#define FOREIGN                                                                                              \
    "Indirect leak of 56 byte(s) in 1 object(s) allocated from:\n    #0 0x7f calloc asan.cpp:77\n    #1 "    \
    "0x7f (<unknown module>)\n\n"
#define OURS                                                                                                 \
    "Direct leak of 8 byte(s) in 1 object(s) allocated from:\n    #0 0x7f malloc asan.cpp:69\n    #1 0x55 "  \
    "in keep firmware/x.c:3\n\n"

static void only_leaks_without_any_name_are_foreign(void **state)
{
    (void)state;
    struct err err;
    write_file("asan.1", "==1==ERROR: LeakSanitizer: detected memory leaks\n\n" FOREIGN FOREIGN "SUMMARY\n");
    assert_true(logs_no_reports(room, &err));
    write_file("asan.1",
               "==1==ERROR: LeakSanitizer: detected memory leaks\n\n" FOREIGN OURS FOREIGN "SUMMARY\n");
    assert_false(logs_no_reports(room, &err));
}

static void every_other_report_is_a_fault(void **state)
{
    (void)state;
    static const char *const reports[] = {
        "==1==ERROR: AddressSanitizer: SEGV on unknown address\n    #0 0x0  (<unknown module>)\n",
        "firmware/x.c:3:1: runtime error: signed integer overflow\n",
        "something nobody has seen before\n",
    };
    struct err err;
    for (size_t i = 0; i < COUNT_OF(reports); i++) {
        write_file("asan.1", reports[i]);
        assert_false(logs_no_reports(room, &err));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_warnings_and_errors_are_faults),
        cmocka_unit_test(a_full_log_that_was_renamed_is_read_too),
        cmocka_unit_test(an_allowed_line_covers_only_itself),
        cmocka_unit_test(only_leaks_without_any_name_are_foreign),
        cmocka_unit_test(every_other_report_is_a_fault),
    };
    return cmocka_run_group_tests(tests, room_make, room_clear);
}
