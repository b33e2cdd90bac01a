/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Programs the runner starts. Each gets SIGTERM when the runner dies, so that a runner that was killed leaves
 * nothing behind.
 */
#ifndef LIQU_TESTS_VISIT_PROCESS_H
#define LIQU_TESTS_VISIT_PROCESS_H

#include "base/buf.h"
#include "base/err.h"
#include <sys/types.h>

struct process_spec {
    const char *const *argv; /* NULL-terminated; argv[0] is a path or stands in PATH */
    const char *const *env;  /* KEY=VALUE, NULL-terminated; may be NULL */
    const char *output;      /* file that takes stdout and stderr (appended); NULL: as the runner's own */
    int keep_fd;             /* a descriptor that the program inherits; 0: none */
};

bool process_start(const struct process_spec *spec, pid_t *ret_pid, struct err *err) MUST_CHECK;
/* Waits for the end; ret_code is the exit code or 128 + the signal. False: still running after timeout_ms. */
bool process_wait(pid_t pid, int timeout_ms, int *ret_code) MUST_CHECK;
/* SIGTERM, after 5 s SIGKILL. Nothing for pid 0. */
void process_stop(pid_t pid);
/* Runs to the end with input on stdin; stdout and stderr go to ret_output. Returns the exit code, -1 with err
 * when it could not run. */
int process_run(const char *const *argv, const char *input, struct buf *ret_output, struct err *err);

#endif
