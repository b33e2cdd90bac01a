/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lost without this: a program started twice by mistake would take the sockets of the one that runs and leave
 * it without any, and a line that is no line would get no answer at all.
 */
#include "base/ctl.h"
#include "base/loop.h"
#include "base/socket.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define ANSWER_MS 5000

static char folder[64], path[96];

static void on_line(void *arg, struct line_client *client, char *line)
{
    (void)arg;
    line_answer(client, "ok %s", line);
}

static void serve(int ready)
{
    struct line_server *server;
    struct loop *loop = loop_create();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!line_server_open(loop, path, on_line, NULL, &server, NULL))
        _exit(1);
    close(ready);
    loop_run(loop);
    _exit(0);
}

static pid_t start_server(void)
{
    int ends[2];
    char byte;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        serve(ends[1]);
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 0);
    close(ends[0]);
    return pid;
}

static void kill_server(pid_t pid)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static void a_socket_that_is_served_is_not_taken(void **state)
{
    (void)state;
    static const int types[] = {SOCK_STREAM, SOCK_SEQPACKET};
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        int first = -1, second = -1;
        struct err err;
        assert_true(socket_listen(path, types[i], &first, &err));
        for (size_t other = 0; other < COUNT_OF(types); other++) {
            assert_false(socket_listen(path, types[other], &second, &err));
            assert_memory_equal(err.text, path, strlen(path));
            assert_non_null(strstr(err.text, "another program answers here"));
        }
        assert_int_equal(access(path, F_OK), 0);
        close(first); /* as its program would by dying: the file stays */
        assert_true(socket_listen(path, types[i], &second, &err));
        close(second);
    }
}

static int asked(const char *line, size_t len, struct buf *ret)
{
    struct err err;
    char *text = strndup(line, len);
    int code = line_ask(path, text, ANSWER_MS, ret, &err);
    free(text);
    return code;
}

static void what_is_no_line_is_told_so(void **state)
{
    (void)state;
    struct buf answer CLEANUP(buf_finish) = {0};
    size_t len = 200000;
    char *endless = malloc(len);
    assert_non_null(endless);
    memset(endless, 'x', len);
    pid_t pid = start_server();
    assert_int_equal(asked(endless, len, &answer), EXIT_REFUSED);
    assert_string_equal(buf_string(&answer), "error 2 this line is too long");
    buf_finish(&answer);
    answer = (struct buf){0};
    assert_int_equal(asked("tap \xff\xfe", 6, &answer), EXIT_REFUSED);
    assert_string_equal(buf_string(&answer), "error 2 this line is no UTF-8 text");
    buf_finish(&answer);
    answer = (struct buf){0};
    assert_int_equal(asked("tap 李", 7, &answer), EXIT_OK);
    assert_string_equal(buf_string(&answer), "ok tap 李");
    free(endless);
    kill_server(pid);
}

/* The next line of the same connection is heard again. */
static void a_line_too_long_ends_with_its_own_end(void **state)
{
    (void)state;
    static const char good[] = "\nnext\n", answers[] = "error 2 this line is too long\nok next\n";
    char bytes[70000], got[sizeof answers] = "";
    int fd;
    struct err err;
    size_t have = 0;
    pid_t pid = start_server();
    memset(bytes, 'x', sizeof bytes);
    assert_true(socket_connect(path, SOCK_STREAM, &fd, &err));
    assert_int_equal(fcntl(fd, F_SETFL, 0), 0);
    assert_int_equal(send(fd, bytes, sizeof bytes, 0), sizeof bytes);
    assert_int_equal(send(fd, bytes, sizeof bytes, 0), sizeof bytes);
    assert_int_equal(send(fd, good, strlen(good), 0), strlen(good));
    while (have < strlen(answers)) {
        ssize_t some = recv(fd, got + have, strlen(answers) - have, 0);
        assert_true(some > 0);
        have += (size_t)some;
    }
    assert_string_equal(got, answers);
    close(fd);
    kill_server(pid);
}

static void a_file_in_a_line_is_the_callers(void **state)
{
    (void)state;
    static const struct {
        const char *line, *sent;
    } lines[] = {
        {"shot a.png", "shot /here/a.png"},
        {"shot a b/c.png", "shot /here/a b/c.png"},
        {"shot /tmp/a.png", "shot /tmp/a.png"},
        {"trace on a b.pcap", "trace on /here/a b.pcap"},
        {"trace off", "trace off"},
        {"sheet save 1 a b.png", "sheet save 1 /here/a b.png"},
        {"sheet save 1", "sheet save 1"},
        {"sheet peek a.png", "sheet peek /here/a.png"},
        {"shot", "shot"},
        {"tap item.SH-001", "tap item.SH-001"},
    };
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct buf sent CLEANUP(buf_finish) = {0};
        ctl_absolute(lines[i].line, "/here", &sent);
        assert_string_equal(buf_string(&sent), lines[i].sent);
    }
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/socket_test.XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/line.sock", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_socket_that_is_served_is_not_taken),
        cmocka_unit_test(what_is_no_line_is_told_so),
        cmocka_unit_test(a_line_too_long_ends_with_its_own_end),
        cmocka_unit_test(a_file_in_a_line_is_the_callers),
    };
    return cmocka_run_group_tests_name("socket", tests, make_folder, remove_folder);
}
