/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these a crashed device program would stay down, one that always crashes would spin the machine, and
 * a killed launcher would leave programs behind that hold the sockets of the next start.
 */
#include "base/clock.h"
#include "base/supervise.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LONG_MS 30000 /* longer than anything here takes on any machine */

static void ignore(void *arg, const struct child_state *state)
{
    (void)state;
    (*(int *)arg)++;
}

struct fixture {
    struct loop *loop;
    struct supervisor *supervisor;
    int changes;
};

static int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.loop = loop_create()};
    fixture.supervisor = supervisor_create(fixture.loop, ignore, &fixture.changes);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    supervisor_destroy(fixture->supervisor);
    loop_destroy(fixture->loop);
    return 0;
}

static bool add_shell(struct fixture *fixture, const char *name, const char *script, const char *first_env)
{
    struct err err = {0};
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    const char *const first[] = {first_env, NULL};
    const struct child_spec spec = {.name = name, .argv = argv, .first_env = first_env ? first : NULL};
    return supervisor_add(fixture->supervisor, &spec, &err);
}

static void turn_until_starts(struct fixture *fixture, const char *name, int starts)
{
    int64_t until = clock_real_mono_ms() + LONG_MS;
    while (supervisor_find(fixture->supervisor, name)->starts < starts && clock_real_mono_ms() < until)
        loop_turn(fixture->loop, 20);
    assert_int_equal(supervisor_find(fixture->supervisor, name)->starts, starts);
}

static void kill_returns_when_gone_and_the_program_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    assert_true(add_shell(fixture, "reader", "exec sleep 60", NULL));
    pid_t pid = supervisor_find(fixture->supervisor, "reader")->pid;
    assert_int_equal(kill(pid, 0), 0);
    assert_true(supervisor_kill(fixture->supervisor, "reader", &err));
    assert_int_equal(kill(pid, 0), -1);
    assert_false(supervisor_find(fixture->supervisor, "reader")->alive);
    assert_int_equal(supervisor_find(fixture->supervisor, "reader")->exit_code, -1);
    assert_false(supervisor_kill(fixture->supervisor, "reader", &err));
    turn_until_starts(fixture, "reader", 2);
    assert_true(supervisor_find(fixture->supervisor, "reader")->alive);
    assert_int_not_equal(supervisor_find(fixture->supervisor, "reader")->pid, pid);
    assert_int_equal(fixture->changes, 3);
}

static void one_that_always_ends_is_given_up_and_revived_by_name(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    assert_true(add_shell(fixture, "printer", "exit 3", NULL));
    turn_until_starts(fixture, "printer", 5);
    int64_t until = clock_real_mono_ms() + LONG_MS;
    while (!supervisor_find(fixture->supervisor, "printer")->given_up && clock_real_mono_ms() < until)
        loop_turn(fixture->loop, 20);
    const struct child_state *child = supervisor_find(fixture->supervisor, "printer");
    assert_true(child->given_up);
    assert_false(child->alive);
    assert_int_equal(child->exit_code, 3);
    assert_true(supervisor_restart(fixture->supervisor, "printer", &err));
    assert_false(supervisor_find(fixture->supervisor, "printer")->given_up);
    assert_int_equal(supervisor_find(fixture->supervisor, "printer")->starts, 6);
}

/* Its shell has set its trap. */
static bool ignores_term(pid_t pid)
{
    char path[64], line[128];
    unsigned long long ignored = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *status = fopen(path, "re");
    assert_non_null(status);
    while (fgets(line, sizeof line, status))
        if (sscanf(line, "SigIgn: %llx", &ignored) == 1)
            break;
    fclose(status);
    return ignored >> (SIGTERM - 1) & 1;
}

static void restart_replaces_one_that_ignores_the_polite_signal(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    assert_true(add_shell(fixture, "agent", "trap '' TERM; while :; do sleep 1; done", NULL));
    pid_t pid = supervisor_find(fixture->supervisor, "agent")->pid;
    while (!ignores_term(pid))
        usleep(1000);
    int64_t before = clock_real_mono_ms();
    assert_true(supervisor_restart(fixture->supervisor, "agent", &err));
    assert_in_range(clock_real_mono_ms() - before, 2900, 30000);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(supervisor_find(fixture->supervisor, "agent")->starts, 2);
}

static void first_environment_is_given_once(void **state)
{
    struct fixture *fixture = *state;
    assert_true(add_shell(fixture, "kiosk", "test -z \"$LIQU_TEST_ONCE\" || exit 7; exec sleep 60",
                          "LIQU_TEST_ONCE=1"));
    turn_until_starts(fixture, "kiosk", 2);
    for (int i = 0; i < 10; i++)
        loop_turn(fixture->loop, 20);
    assert_true(supervisor_find(fixture->supervisor, "kiosk")->alive);
    assert_int_equal(supervisor_find(fixture->supervisor, "kiosk")->exit_code, 7);
}

static void one_that_was_stopped_stays_down_until_asked_for_by_name(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    assert_true(add_shell(fixture, "district", "exec sleep 60", NULL));
    pid_t pid = supervisor_find(fixture->supervisor, "district")->pid;
    assert_true(supervisor_stop(fixture->supervisor, "district", &err));
    assert_int_equal(kill(pid, 0), -1);
    for (int i = 0; i < 30; i++)
        loop_turn(fixture->loop, 20);
    assert_false(supervisor_find(fixture->supervisor, "district")->alive);
    assert_true(supervisor_stop(fixture->supervisor, "district", &err));
    assert_true(supervisor_restart(fixture->supervisor, "district", &err));
    assert_true(supervisor_find(fixture->supervisor, "district")->alive);
    /* One that has crashed and waits to be started again. */
    assert_true(supervisor_kill(fixture->supervisor, "district", &err));
    assert_true(supervisor_stop(fixture->supervisor, "district", &err));
    for (int i = 0; i < 30; i++)
        loop_turn(fixture->loop, 20);
    assert_int_equal(supervisor_find(fixture->supervisor, "district")->starts, 2);
}

static void missing_program_is_one_sentence(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    const char *const argv[] = {"/nowhere/liqu-nothing", NULL};
    assert_false(
        supervisor_add(fixture->supervisor, &(struct child_spec){.name = "none", .argv = argv}, &err));
    assert_string_equal(err.text, "none: cannot start /nowhere/liqu-nothing: No such file or directory");
    assert_int_equal(supervisor_count(fixture->supervisor), 0);
    assert_null(supervisor_find(fixture->supervisor, "none"));
    assert_false(supervisor_restart(fixture->supervisor, "none", &err));
}

static void children_do_not_outlive_a_killed_supervisor(void **state)
{
    struct fixture *fixture = *state;
    int report[2];
    assert_int_equal(pipe(report), 0);
    pid_t launcher = fork();
    if (launcher == 0) {
        pid_t child = add_shell(fixture, "district", "exec sleep 60", NULL)
                          ? supervisor_find(fixture->supervisor, "district")->pid
                          : 0;
        if (write(report[1], &child, sizeof child) != (ssize_t)sizeof child)
            _exit(1);
        for (;;)
            pause();
    }
    pid_t child = 0;
    assert_int_equal(read(report[0], &child, sizeof child), sizeof child);
    assert_true(child > 0);
    kill(launcher, SIGKILL);
    waitpid(launcher, NULL, 0);
    close(report[1]);
    /* The child holds the other end of the pipe as long as it lives. */
    assert_int_equal(read(report[0], &child, 1), 0);
    close(report[0]);
}

int main(void)
{
    alarm(60);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kill_returns_when_gone_and_the_program_comes_back, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_always_ends_is_given_up_and_revived_by_name, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(restart_replaces_one_that_ignores_the_polite_signal, setup, teardown),
        cmocka_unit_test_setup_teardown(first_environment_is_given_once, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_was_stopped_stays_down_until_asked_for_by_name, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(missing_program_is_one_sentence, setup, teardown),
        cmocka_unit_test_setup_teardown(children_do_not_outlive_a_killed_supervisor, setup, teardown),
    };
    return cmocka_run_group_tests_name("supervise", tests, NULL, NULL);
}
