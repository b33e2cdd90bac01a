/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Each child is watched through its pidfd, so that nothing here depends on SIGCHLD or races for a process id.
 * A child dies with its supervisor (PR_SET_PDEATHSIG) and stands in its own process group, so that Ctrl-C
 * reaches only the supervisor, which then stops the children in order.
 */
#include "base/supervise.h"

#include "base/clock.h"
#include "base/log.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define STARTS_MAX    5
#define WINDOW_MS     30000
#define DELAY_MIN_MS  100
#define DELAY_MAX_MS  3200
#define STOP_GRACE_MS 3000

struct child {
    struct supervisor *supervisor;
    struct child_state state;
    char *name, **argv, **env, **first_env;
    int pidfd; /* -1: not running */
    struct watch *watch;
    struct timer again;
    int64_t started_ms[STARTS_MAX]; /* a ring of the last starts; 0: none yet */
    int delay_ms;                   /* before the next start */
};

struct supervisor {
    struct loop *loop;
    supervise_fn *changed;
    void *arg;
    struct child **children;
    size_t count;
};

/* NULL for an absent list. */
static char **copy_list(const char *const *list)
{
    if (!list)
        return NULL;
    size_t count = 0;
    while (list[count])
        count++;
    char **copy = calloc(count + 1, sizeof *copy);
    check(copy);
    for (size_t i = 0; i < count; i++)
        check(copy[i] = strdup(list[i]));
    return copy;
}

static void free_list(char **list)
{
    for (char **text = list; text && *text; text++)
        free(*text);
    free(list);
}

static void put_environment(char **list)
{
    for (; list && *list; list++)
        putenv(*list);
}

/* In the child. A failed exec is told to the parent as errno through the pipe that a good exec closes. */
NORETURN static void become(const struct child *child, bool first, pid_t parent, int report_fd)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before prctl took hold */
        _exit(EXIT_ENVIRONMENT);
    put_environment(child->env);
    if (first)
        put_environment(child->first_env);
    execvp(child->argv[0], child->argv);
    int number = errno;
    if (write(report_fd, &number, sizeof number) < 0)
        _exit(EXIT_INTERNAL);
    _exit(EXIT_ENVIRONMENT);
}

static void on_end(void *arg, short revents);

static void note_start(struct child *child)
{
    memmove(child->started_ms, child->started_ms + 1, sizeof child->started_ms - sizeof child->started_ms[0]);
    child->started_ms[STARTS_MAX - 1] = clock_real_mono_ms();
    child->state.starts++;
}

static bool start(struct child *child, struct err *err)
{
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0)
        return err_errno(err, "%s: cannot make a pipe", child->name);
    bool first = child->state.starts == 0;
    note_start(child);
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        become(child, first, parent, report[1]);
    int number = errno;
    close(report[1]);
    ssize_t got = pid < 0 ? (ssize_t)sizeof number : read(report[0], &number, sizeof number);
    close(report[0]);
    if (got == (ssize_t)sizeof number) {
        if (pid > 0)
            waitpid(pid, NULL, 0);
        errno = number;
        return err_errno(err, "%s: cannot start %s", child->name, child->argv[0]);
    }
    child->pidfd = pidfd_open(pid, 0);
    check(child->pidfd >= 0);
    child->watch = loop_watch(child->supervisor->loop, child->pidfd, POLLIN, on_end, child);
    child->state.pid = pid;
    child->state.alive = true;
    child->state.given_up = false;
    child->supervisor->changed(child->supervisor->arg, &child->state);
    return true;
}

static void start_again(void *arg);

/* The budget: a fifth end within the window leaves the program down. */
static void plan_restart(struct child *child)
{
    int64_t now = clock_real_mono_ms();
    if (child->started_ms[0] && now - child->started_ms[0] < WINDOW_MS) {
        child->state.given_up = true;
        return;
    }
    if (now - child->started_ms[STARTS_MAX - 1] >= WINDOW_MS)
        child->delay_ms = DELAY_MIN_MS;
    timer_start(child->supervisor->loop, &child->again, child->delay_ms, start_again, child);
    child->delay_ms = child->delay_ms * 2 > DELAY_MAX_MS ? DELAY_MAX_MS : child->delay_ms * 2;
}

static void start_again(void *arg)
{
    struct child *child = arg;
    struct err err;
    if (start(child, &err))
        return;
    log_error("start", "%s", err.text);
    plan_restart(child);
    if (child->state.given_up)
        child->supervisor->changed(child->supervisor->arg, &child->state);
}

/* Takes the ended process away; false while it still runs. */
static bool reap(struct child *child)
{
    int status = 0;
    if (waitpid(child->state.pid, &status, WNOHANG) != child->state.pid)
        return false;
    watch_stop(child->watch);
    child->watch = NULL;
    close(child->pidfd);
    child->pidfd = -1;
    child->state.pid = 0;
    child->state.alive = false;
    child->state.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return true;
}

static void on_end(void *arg, short revents)
{
    (void)revents;
    struct child *child = arg;
    if (!reap(child))
        return;
    plan_restart(child);
    child->supervisor->changed(child->supervisor->arg, &child->state);
}

/* Waits until the process ended, at most so long; the watch stays for a later end. */
static bool ended_within(const struct child *child, int64_t ms)
{
    int64_t until = clock_real_mono_ms() + ms;
    struct pollfd end = {.fd = child->pidfd, .events = POLLIN};
    for (;;) {
        int64_t left = until - clock_real_mono_ms();
        if (poll(&end, 1, left > 0 ? (int)left : 0) > 0)
            return true;
        if (left <= 0)
            return false;
    }
}

/* False only for a process stuck inside the kernel; its end is noticed later, through the watch. */
static bool kill_now(struct child *child)
{
    pidfd_send_signal(child->pidfd, SIGKILL, NULL, 0);
    return ended_within(child, STOP_GRACE_MS) && reap(child);
}

static bool stop_within(struct child *child, int64_t ms)
{
    return (ended_within(child, ms) && reap(child)) || kill_now(child);
}

static bool stuck(const struct child *child, struct err *err)
{
    return err_set(err, "%s: process %d does not end; look at what it waits for, then try again", child->name,
                   (int)child->state.pid);
}

struct supervisor *supervisor_create(struct loop *loop, supervise_fn *changed, void *arg)
{
    struct supervisor *supervisor = calloc(1, sizeof *supervisor);
    check(supervisor);
    *supervisor = (struct supervisor){.loop = loop, .changed = changed, .arg = arg};
    return supervisor;
}

static void child_destroy(struct child *child)
{
    timer_stop(&child->again);
    free(child->name);
    free_list(child->argv);
    free_list(child->env);
    free_list(child->first_env);
    free(child);
}

void supervisor_destroy(struct supervisor *supervisor)
{
    if (!supervisor)
        return;
    int64_t until = clock_real_mono_ms() + STOP_GRACE_MS;
    for (size_t i = 0; i < supervisor->count; i++)
        if (supervisor->children[i]->state.alive)
            pidfd_send_signal(supervisor->children[i]->pidfd, SIGTERM, NULL, 0);
    for (size_t i = 0; i < supervisor->count; i++) {
        struct child *child = supervisor->children[i];
        if (child->state.alive && !stop_within(child, until - clock_real_mono_ms())) {
            watch_stop(child->watch);
            close(child->pidfd);
        }
        child_destroy(child);
    }
    free(supervisor->children);
    free(supervisor);
}

static struct child *find(struct supervisor *supervisor, const char *name)
{
    for (size_t i = 0; i < supervisor->count; i++)
        if (strcmp(supervisor->children[i]->name, name) == 0)
            return supervisor->children[i];
    return NULL;
}

bool supervisor_add(struct supervisor *supervisor, const struct child_spec *spec, struct err *err)
{
    if (find(supervisor, spec->name))
        return err_set(err, "%s: a program of this name runs already; use another name", spec->name);
    struct child *child = calloc(1, sizeof *child);
    check(child && spec->argv && spec->argv[0]);
    *child = (struct child){
        .supervisor = supervisor,
        .name = strdup(spec->name),
        .argv = copy_list(spec->argv),
        .env = copy_list(spec->env),
        .first_env = copy_list(spec->first_env),
        .pidfd = -1,
        .delay_ms = DELAY_MIN_MS,
    };
    check(child->name);
    child->state.name = child->name;
    struct child **children = realloc(supervisor->children, (supervisor->count + 1) * sizeof *children);
    check(children);
    supervisor->children = children;
    supervisor->children[supervisor->count++] = child;
    if (start(child, err))
        return true;
    supervisor->count--;
    child_destroy(child);
    return false;
}

const struct child_state *supervisor_find(struct supervisor *supervisor, const char *name)
{
    const struct child *child = find(supervisor, name);
    return child ? &child->state : NULL;
}

size_t supervisor_count(struct supervisor *supervisor)
{
    return supervisor->count;
}

const struct child_state *supervisor_at(struct supervisor *supervisor, size_t i)
{
    return i < supervisor->count ? &supervisor->children[i]->state : NULL;
}

static bool need_child(struct supervisor *supervisor, const char *name, struct child **ret, struct err *err)
{
    *ret = find(supervisor, name);
    return *ret || err_set(err, "%s: no program of this name; see list", name);
}

bool supervisor_kill(struct supervisor *supervisor, const char *name, struct err *err)
{
    struct child *child;
    if (!need_child(supervisor, name, &child, err))
        return false;
    if (!child->state.alive)
        return err_set(err, "%s: is not running; restart it first", name);
    if (!kill_now(child))
        return stuck(child, err);
    plan_restart(child);
    supervisor->changed(supervisor->arg, &child->state);
    return true;
}

static bool stop(struct child *child, struct err *err)
{
    timer_stop(&child->again);
    if (!child->state.alive)
        return true;
    pidfd_send_signal(child->pidfd, SIGTERM, NULL, 0);
    if (!stop_within(child, STOP_GRACE_MS))
        return stuck(child, err);
    child->supervisor->changed(child->supervisor->arg, &child->state);
    return true;
}

bool supervisor_restart(struct supervisor *supervisor, const char *name, struct err *err)
{
    struct child *child;
    if (!need_child(supervisor, name, &child, err) || !stop(child, err))
        return false;
    memset(child->started_ms, 0, sizeof child->started_ms);
    child->delay_ms = DELAY_MIN_MS;
    return start(child, err);
}

bool supervisor_stop(struct supervisor *supervisor, const char *name, struct err *err)
{
    struct child *child;
    return need_child(supervisor, name, &child, err) && stop(child, err);
}
