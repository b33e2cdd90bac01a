/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Without these, whatever stands behind a good code on standard input could go unseen, and the window would
 * take a changed line for the one that was signed. */
#include "tool/liqu/tool.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CODE "HTTPS://T.LIQU.EXAMPLE/T/ABC"

/* What the tool takes from a standard input of these bytes. */
static void take(const void *bytes, size_t len, struct buf *ret)
{
    const struct options options = {.subject = "-"};
    struct err err = {0};
    FILE *file = tmpfile();
    FILE *before = stdin;
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    rewind(file);
    stdin = file;
    bool ok = tool_subject(&options, ret, &err);
    stdin = before;
    fclose(file);
    if (!ok)
        fail_msg("%s", err.text);
}

static void assert_taken(const char *line, const char *expected)
{
    struct buf got = {0};
    take(line, strlen(line), &got);
    assert_string_equal(buf_string(&got), expected);
    buf_finish(&got);
}

static void a_scanner_s_words_and_blanks_are_taken_off(void **state)
{
    (void)state;
    assert_taken(CODE "\n", CODE);
    assert_taken(CODE, CODE);
    assert_taken("  QR-Code: " CODE " \r\n", CODE);
    assert_taken(CODE "\nanother line\n", CODE);
}

static void what_follows_a_nul_does_not_vanish(void **state)
{
    (void)state;
    static const char line[] = CODE "\0more\n";
    struct buf got = {0};
    take(line, sizeof line - 1, &got);
    assert_string_equal(buf_string(&got), CODE "?more");
    buf_finish(&got);
}

static void what_follows_many_blanks_does_not_vanish(void **state)
{
    (void)state;
    char line[3000];
    struct buf got = {0};
    memset(line, ' ', sizeof line);
    memcpy(line, CODE, strlen(CODE));
    memcpy(line + sizeof line - 5, "more\n", 5);
    take(line, sizeof line, &got);
    assert_string_not_equal(buf_string(&got), CODE);
    buf_finish(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scanner_s_words_and_blanks_are_taken_off),
        cmocka_unit_test(what_follows_a_nul_does_not_vanish),
        cmocka_unit_test(what_follows_many_blanks_does_not_vanish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
