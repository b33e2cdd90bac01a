/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Without these, a copied slip could be handed in twice, at two desks of one window at the same moment. */
#include "tool/liqu/redeem.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define DESKS 6
#define NOW   1795413900

static char path[64];

static int name_file(void **state)
{
    (void)state;
    strcpy(path, "/tmp/liqu-redeem-XXXXXX");
    int fd = mkstemp(path);
    close(fd);
    return fd < 0 ? -1 : 0;
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

static struct ticket_claims ticket(uint64_t case_number, uint8_t nonce)
{
    return (struct ticket_claims){.case_number = case_number, .nonce = {nonce}};
}

static enum ticket_result redeem(const struct ticket_claims *claims)
{
    enum ticket_result result = TICKET_MALFORMED;
    struct err err = {0};
    if (!redeem_once(path, claims, NOW, &result, &err))
        fail_msg("%s", err.text);
    return result;
}

static void a_case_with_its_nonce_counts_once(void **state)
{
    (void)state;
    struct ticket_claims first = ticket(11803261123004294, 1), other = ticket(11803261123002451, 1),
                         reprinted = ticket(11803261123004294, 2);
    assert_int_equal(redeem(&first), TICKET_OK);
    assert_int_equal(redeem(&first), TICKET_REDEEMED);
    assert_int_equal(redeem(&other), TICKET_OK);
    assert_int_equal(redeem(&reprinted), TICKET_OK);
    assert_int_equal(redeem(&first), TICKET_REDEEMED);
}

static void of_desks_that_ask_at_once_one_wins(void **state)
{
    (void)state;
    struct ticket_claims claims = ticket(11803261123004294, 1);
    pid_t desks[DESKS];
    int won = 0, refused = 0;
    for (int i = 0; i < DESKS; i++) {
        desks[i] = fork();
        if (desks[i] == 0) {
            enum ticket_result result = TICKET_MALFORMED;
            _exit(redeem_once(path, &claims, NOW, &result, NULL) ? (int)result : 99);
        }
    }
    for (int i = 0; i < DESKS; i++) {
        int status = 0;
        assert_int_equal(waitpid(desks[i], &status, 0), desks[i]);
        won += WEXITSTATUS(status) == TICKET_OK;
        refused += WEXITSTATUS(status) == TICKET_REDEEMED;
    }
    assert_int_equal(won, 1);
    assert_int_equal(refused, DESKS - 1);
}

static void a_file_that_is_something_else_is_left_alone(void **state)
{
    (void)state;
    static const char text[] =
        "these are somebody's notes, much longer than the head of a database file, and not one";
    char after[sizeof text] = "";
    struct ticket_claims claims = ticket(11803261123004294, 1);
    enum ticket_result result = TICKET_MALFORMED;
    struct err err = {0};
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    assert_false(redeem_once(path, &claims, NOW, &result, &err));
    assert_non_null(strstr(err.text, path));
    file = fopen(path, "r");
    assert_non_null(fgets(after, sizeof after, file));
    fclose(file);
    assert_string_equal(after, text);
    assert_int_equal(result, TICKET_MALFORMED);
}

static void a_name_that_is_no_file_redeems_nothing(void **state)
{
    (void)state;
    struct ticket_claims claims = ticket(11803261123004294, 1);
    enum ticket_result result = TICKET_MALFORMED;
    struct err err = {0};
    assert_false(redeem_once(":memory:", &claims, NOW, &result, &err));
    assert_int_equal(result, TICKET_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_case_with_its_nonce_counts_once, name_file, remove_file),
        cmocka_unit_test_setup_teardown(of_desks_that_ask_at_once_one_wins, name_file, remove_file),
        cmocka_unit_test_setup_teardown(a_file_that_is_something_else_is_left_alone, name_file, remove_file),
        cmocka_unit_test(a_name_that_is_no_file_redeems_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
