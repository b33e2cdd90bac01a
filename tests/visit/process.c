/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/process.h"

#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT_EXEC 127

static NORETURN void become(const struct process_spec *spec)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (spec->output) {
        int fd = open(spec->output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0 || dup2(fd, STDERR_FILENO) < 0)
            _exit(CANNOT_EXEC);
    }
    if (spec->keep_fd)
        fcntl(spec->keep_fd, F_SETFD, 0);
    for (const char *const *env = spec->env; env && *env; env++)
        putenv((char *)*env);
    execvp(spec->argv[0], (char *const *)spec->argv);
    _exit(CANNOT_EXEC);
}

bool process_start(const struct process_spec *spec, pid_t *ret_pid, struct err *err)
{
    pid_t pid = fork();
    if (pid < 0)
        return err_errno(err, "%s: cannot start", spec->argv[0]);
    if (pid == 0)
        become(spec);
    *ret_pid = pid;
    return true;
}

static int code_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool process_wait(pid_t pid, int timeout_ms, int *ret_code)
{
    int64_t until = clock_real_mono_ms() + timeout_ms;
    for (;;) {
        int status;
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid) {
            *ret_code = code_of(status);
            return true;
        }
        if (ended < 0 || clock_real_mono_ms() >= until)
            return false;
        usleep(5000);
    }
}

void process_stop(pid_t pid)
{
    int code;
    if (pid <= 0)
        return;
    kill(pid, SIGTERM);
    if (process_wait(pid, 5000, &code))
        return;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

static NORETURN void become_filter(const char *const *argv, int in, int out)
{
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
        _exit(CANNOT_EXEC);
    become(&(struct process_spec){.argv = argv});
}

int process_run(const char *const *argv, const char *input, struct buf *ret_output, struct err *err)
{
    int in[2], out[2], status;
    if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0) {
        err_errno(err, "cannot make a pipe");
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0)
        become_filter(argv, in[0], out[1]);
    close(in[0]);
    close(out[1]);
    /* Inputs are one line and fit a pipe; a program that does not read them shows by its exit code. */
    size_t len = strlen(input);
    bool sent = write(in[1], input, len) == (ssize_t)len;
    close(in[1]);
    uint8_t bytes[4096];
    for (ssize_t got; (got = read(out[0], bytes, sizeof bytes)) > 0;)
        buf_append(ret_output, bytes, (size_t)got);
    close(out[0]);
    if (!sent || pid < 0 || waitpid(pid, &status, 0) < 0 || code_of(status) == CANNOT_EXEC) {
        err_set(err, "%s: cannot run", argv[0]);
        return -1;
    }
    return code_of(status);
}
