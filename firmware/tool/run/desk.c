/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tool/run/desk.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/socket.h"
#include "base/supervise.h"
#include "base/text.h"
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The simulated bus mounts its file system before it listens; a loaded machine takes a second or two. */
#define SIM_READY_MS 15000
#define SIM_POLL_MS  10

struct desk {
    const struct desk_plan *plan;
    struct loop *loop;
    struct supervisor *supervisor;
    struct line_server *server;
    struct line_client *stopper; /* asked for stop; answered when all is down */
    struct timer sim_timer;
    int64_t sim_until_ms;
    char sim_sock[600], crash[80];
    bool asked; /* an end caused by kill or restart, not by the program */
};

#define ARGS_MAX 24
struct args {
    const char *list[ARGS_MAX];
    size_t count;
    char path[2][640];
};

static void arg(struct args *args, const char *text)
{
    check(args->count + 1 < ARGS_MAX);
    args->list[args->count++] = text;
}

static void option(struct args *args, const char *name, const char *value)
{
    if (!value)
        return;
    arg(args, name);
    arg(args, value);
}

/* slot: a command line names at most two binaries, the wrapper and the wrapped. */
static void binary(struct args *args, const struct desk *desk, size_t slot, const char *name)
{
    place_join(args->path[slot], sizeof args->path[slot], desk->plan->programs, name);
    arg(args, args->path[slot]);
}

static bool start(struct desk *desk, const char *name, const struct args *args, struct err *err)
{
    const char *first[] = {desk->crash, NULL};
    const char *at = strchr(desk->crash, '=');
    size_t len = strlen(name);
    bool crash = at && strncmp(at + 1, name, len) == 0 && at[1 + len] == ':';
    struct child_spec spec = {.name = name, .argv = args->list, .first_env = crash ? first : NULL};
    return supervisor_add(desk->supervisor, &spec, err) || err_prefix(err, "%s", name);
}

static size_t find_files(const char *folder, const char *ending, glob_t *ret)
{
    char pattern[640];
    snprintf(pattern, sizeof pattern, "%s/*%s", folder, ending);
    return glob(pattern, 0, NULL, ret) == 0 ? ret->gl_pathc : 0;
}

static void remove_all(const char *folder)
{
    glob_t found;
    size_t count = find_files(folder, "", &found);
    for (size_t i = 0; i < count; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
    rmdir(folder);
}

/* The simulation counts from 1 and removes what it finds. What somebody printed by hand is kept once more, in
 * sheets.old; a start that prints nothing leaves that alone. */
static bool keep_sheets(const char *sheets, struct err *err)
{
    char old[610];
    glob_t found;
    bool any = find_files(sheets, ".png", &found);
    globfree(&found);
    if (!any)
        return true;
    snprintf(old, sizeof old, "%s.old", sheets);
    remove_all(old);
    return rename(sheets, old) == 0 ||
           err_errno(err, "%s: cannot be kept as %s; move it away yourself", sheets, old);
}

static bool start_sim(struct desk *desk, struct err *err)
{
    const struct options *options = desk->plan->options;
    struct args args = {0};
    char sheets[600];
    place_join(sheets, sizeof sheets, desk->plan->place->state, "sheets");
    if (options->bench && !options->sheets && !keep_sheets(sheets, err))
        return false;
    binary(&args, desk, 0, "liqu-sim");
    arg(&args, "serve");
    option(&args, "--run", desk->plan->place->run);
    option(&args, "--sheets", options->sheets ? options->sheets : sheets);
    option(&args, "--reader", options->reader);
    option(&args, "--printer", options->printer);
    option(&args, "--cards", options->cards);
    option(&args, "--speed", options->speed);
    /* A socket left by an earlier run would look ready. */
    unlink(desk->sim_sock);
    return start(desk, "sim", &args, err);
}

static bool start_district(struct desk *desk, struct err *err)
{
    struct args args = {0};
    binary(&args, desk, 0, "liqu-district");
    option(&args, "--state", desk->plan->place->state);
    return start(desk, "district", &args, err);
}

static bool start_kiosk(struct desk *desk, struct err *err)
{
    struct args args = {0};
    binary(&args, desk, 0, "liqu-kiosk");
    option(&args, "--state", desk->plan->place->state);
    option(&args, "--config", desk->plan->config);
    if (desk->plan->options->inspect)
        arg(&args, "--inspect");
    const char *beside_bench = desk->plan->options->bench ? "left" : NULL,
               *window = desk->plan->options->window;
    option(&args, "--window", window ? window : beside_bench);
    return start(desk, "kiosk", &args, err);
}

static bool start_agent(struct desk *desk, struct err *err)
{
    struct args args = {0};
    char number[24];
    snprintf(number, sizeof number, "%" PRIu64, desk->plan->station);
    binary(&args, desk, 0, "liqu-agent");
    option(&args, "--state", desk->plan->place->state);
    option(&args, "--station", number);
    return start(desk, "agent", &args, err);
}

/* Zero is not passed on: the program then knows no more than the device says. */
static void number_option(struct args *args, char number[16], const char *name, int value)
{
    snprintf(number, 16, "%d", value);
    option(args, name, value ? number : NULL);
}

/* class is the program's name too: reader, printer. */
static bool start_device(struct desk *desk, const char *class, struct err *err)
{
    struct args args = {0};
    if (desk->plan->options->sim) {
        binary(&args, desk, 0, "liqu-sim");
        arg(&args, "exec");
        option(&args, "--run", desk->plan->place->run);
        arg(&args, "--");
    }
    binary(&args, desk, 1, "liqu-device");
    arg(&args, class);
    option(&args, "--state", desk->plan->place->state);
    const char *add_reader = desk->plan->add_reader;
    option(&args, "--add-reader", *add_reader ? add_reader : NULL); /* both: no foreign device to either */
    char dots[16], near_end_mm[16];
    if (strcmp(class, "printer") == 0) {
        number_option(&args, dots, "--head-dots", desk->plan->head_dots);
        number_option(&args, near_end_mm, "--near-end-mm", desk->plan->near_end_mm);
    }
    return start(desk, class, &args, err);
}

static bool start_devices(struct desk *desk, struct err *err)
{
    return (desk->plan->options->no_reader || start_device(desk, "reader", err)) &&
           (desk->plan->options->no_printer || start_device(desk, "printer", err));
}

static bool start_bench(struct desk *desk, struct err *err)
{
    struct args args = {0};
    if (!desk->plan->options->bench)
        return true;
    char kiosk[32];
    snprintf(kiosk, sizeof kiosk, "%dx%d", desk->plan->screen_width, desk->plan->screen_height);
    binary(&args, desk, 0, "liqu-bench");
    option(&args, "--state", desk->plan->place->state);
    option(&args, "--beside", kiosk);
    return start(desk, "bench", &args, err);
}

static void end(struct desk *desk, int code)
{
    timer_stop(&desk->sim_timer);
    loop_stop(desk->loop, code);
}

static void end_with(struct desk *desk, const struct err *err)
{
    fprintf(stderr, "liqu-run: %s\n", err->text);
    end(desk, EXIT_ENVIRONMENT);
}

/* The devices find their bus only once the simulation has mounted it. */
static void await_sim(void *ctx)
{
    struct desk *desk = ctx;
    struct err err;
    if (access(desk->sim_sock, F_OK) == 0) {
        if (!start_devices(desk, &err) || !start_bench(desk, &err))
            end_with(desk, &err);
    } else if (clock_real_mono_ms() > desk->sim_until_ms) {
        err_set(&err,
                "the simulated devices did not appear within %d seconds; what liqu-sim said stands above",
                SIM_READY_MS / 1000);
        end_with(desk, &err);
    } else {
        timer_start(desk->loop, &desk->sim_timer, SIM_POLL_MS, await_sim, desk);
    }
}

static bool start_all(struct desk *desk, struct err *err)
{
    const struct options *options = desk->plan->options;
    if (options->sim && !start_sim(desk, err))
        return false;
    if (desk->plan->district && !start_district(desk, err))
        return false;
    if (!start_kiosk(desk, err) || (!options->no_agent && !start_agent(desk, err)))
        return false;
    if (!options->sim)
        return start_devices(desk, err);
    desk->sim_until_ms = clock_real_mono_ms() + SIM_READY_MS;
    timer_start(desk->loop, &desk->sim_timer, 0, await_sim, desk);
    return true;
}

/* A kiosk without hands, or hands without a kiosk, would leave whoever closed the other window at a loss. */
static bool closed_window(struct desk *desk, const struct child_state *state)
{
    bool bench = strcmp(state->name, "bench") == 0;
    if (state->exit_code != EXIT_OK || (!bench && strcmp(state->name, "kiosk") != 0))
        return false;
    if (desk->plan->options->bench)
        printf("The window of the %s was closed, so the %s ends as well; start again to have both.\n",
               bench ? "hands" : "kiosk", bench ? "kiosk" : "window of the hands");
    return true;
}

static void on_change(void *ctx, const struct child_state *state)
{
    struct desk *desk = ctx;
    if (state->alive) {
        log_info("started", "%s, start %d", state->name, state->starts);
        return;
    }
    log_notice("ended", "%s, code %d%s", state->name, state->exit_code,
               state->given_up ? ", too often: left down" : "");
    if (state->given_up)
        fprintf(
            stderr,
            "liqu-run: %s ended too often and stays down; the line 'restart %s' to run.sock in %s starts it "
            "again\n",
            state->name, state->name, desk->plan->place->run);
    if (desk->asked)
        return;
    if (state->starts == 1 && (state->exit_code == EXIT_USAGE || state->exit_code == EXIT_ENVIRONMENT))
        end(desk, state->exit_code);
    else if (closed_window(desk, state))
        end(desk, EXIT_OK);
}

static void answer_list(struct desk *desk, struct line_client *client)
{
    struct buf out = {0};
    for (size_t i = 0; i < supervisor_count(desk->supervisor); i++) {
        const struct child_state *child = supervisor_at(desk->supervisor, i);
        buf_printf(&out, "%s{\"name\":\"%s\",\"pid\":%ld,\"starts\":%d,\"alive\":%s}", i ? "," : "ok [",
                   child->name, (long)child->pid, child->starts, child->alive ? "true" : "false");
    }
    buf_text(&out, "]");
    line_answer_raw(client, buf_string(&out));
    buf_finish(&out);
}

typedef bool program_fn(struct supervisor *supervisor, const char *name, struct err *err);

static void answer_program(struct desk *desk, struct line_client *client, program_fn *fn, const char *name)
{
    struct err err;
    /* The simulation is the world outside, not one of our programs. */
    if (strcmp(name, "sim") == 0 || !supervisor_find(desk->supervisor, name)) {
        line_answer(client, "error unknown no program is called %s here", name);
        return;
    }
    desk->asked = true;
    bool ok = fn(desk->supervisor, name, &err);
    desk->asked = false;
    if (ok)
        line_answer_raw(client, "ok");
    else
        line_answer(client, "error failed %s", err.text);
}

static void on_line(void *ctx, struct line_client *client, char *line)
{
    struct desk *desk = ctx;
    if (strcmp(line, "list") == 0) {
        answer_list(desk, client);
    } else if (strncmp(line, "kill ", 5) == 0) {
        answer_program(desk, client, supervisor_kill, line + 5);
    } else if (strncmp(line, "restart ", 8) == 0) {
        answer_program(desk, client, supervisor_restart, line + 8);
    } else if (strncmp(line, "stop ", 5) == 0) {
        answer_program(desk, client, supervisor_stop, line + 5);
    } else if (strcmp(line, "stop") == 0 && !desk->stopper) {
        desk->stopper = client;
        end(desk, EXIT_OK);
    } else {
        line_answer_raw(client, "error usage list, kill NAME, restart NAME, stop NAME or stop");
    }
}

/* Kept out of everybody's environment: the second start of the named program must not crash again. A name
 * that has no such points would be a test that breaks nothing. */
static bool take_crash_point(struct desk *desk, struct err *err)
{
    const char *value = getenv("LIQU_CRASH_AT");
    uint64_t point;
    if (!value || !*value)
        return true;
    if (strncmp(value, "kiosk:", 6) != 0 || !text_to_uint(value + 6, UINT32_MAX, &point) || !point)
        return err_set(err, "LIQU_CRASH_AT=%s: write kiosk:N, with N from 1; only the kiosk has such points",
                       value);
    snprintf(desk->crash, sizeof desk->crash, "LIQU_CRASH_AT=%s", value);
    unsetenv("LIQU_CRASH_AT");
    return true;
}

bool desk_run(const struct desk_plan *plan, int *ret_code, struct err *err)
{
    struct desk desk = {.plan = plan, .loop = loop_create()};
    char path[600];
    place_join(desk.sim_sock, sizeof desk.sim_sock, plan->place->run, "sim.sock");
    place_join(path, sizeof path, plan->place->run, "run.sock");
    loop_catch_signals(desk.loop);
    desk.supervisor = supervisor_create(desk.loop, on_change, &desk);
    bool ok = take_crash_point(&desk, err) &&
              line_server_open(desk.loop, path, on_line, &desk, &desk.server, err) && start_all(&desk, err);
    if (ok)
        *ret_code = loop_run(desk.loop);
    desk.asked = true;
    timer_stop(&desk.sim_timer);
    supervisor_destroy(desk.supervisor);
    if (desk.stopper)
        line_answer_raw(desk.stopper, "ok");
    line_server_close(desk.server);
    loop_destroy(desk.loop);
    return ok;
}
