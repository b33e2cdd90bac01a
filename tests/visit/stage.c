/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/stage.h"

#include "base/clock.h"
#include "base/place.h"
#include "base/socket.h"
#include "tests/visit/folder.h"
#include "tests/visit/process.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Upper bounds; what works is far below them on any machine. */
#define ASK_MS   60000
#define START_MS 120000
#define STOP_MS  60000
#define POLL_MS  20
/* The number of the demo station: town 310114118, kiosk 3. */
#define DEMO_STATION "31011411803"

const char *const stage_programs[STAGE_PROGRAMS] = {"kiosk", "reader", "printer", "agent", "district"};

bool stage_open(const struct house *house, int display, const char *reports, struct stage *ret,
                struct err *err)
{
    struct stage stage = {.house = house, .display = display};
    if (!folder_temporary(stage.root, sizeof stage.root, err))
        return false;
    snprintf(stage.state, sizeof stage.state, "%s/s", stage.root);
    snprintf(stage.run, sizeof stage.run, "%s/run", stage.state);
    snprintf(stage.pages, sizeof stage.pages, "%s/pages", stage.root);
    snprintf(stage.output, sizeof stage.output, "%s/output", stage.root);
    snprintf(stage.reports, sizeof stage.reports, "%s", reports);
    folder_remove(reports);
    if (!folder_make(reports, err))
        return false;
    *ret = stage;
    return true;
}

void stage_close(struct stage *stage)
{
    process_stop(stage->false_agent);
    process_stop(stage->launcher);
    if (!stage->house->keep)
        folder_remove(stage->root);
}

bool stage_running(const struct stage *stage)
{
    return stage->launcher != 0;
}

int stage_program(const char *name)
{
    for (int i = 0; i < STAGE_PROGRAMS; i++)
        if (strcmp(stage_programs[i], name) == 0)
            return i;
    return -1;
}

/* ---- asking ---- */

bool stage_ask(const struct stage *stage, const char *socket, const char *line, struct buf *ret,
               struct err *err)
{
    char path[512];
    struct buf answer = {0};
    snprintf(path, sizeof path, "%s/%s.sock", stage->run, socket);
    int code = line_ask(path, line, ASK_MS, &answer, err);
    const char *text = buf_string(&answer);
    if (code == 1)
        err_set(err, "%s: %s", socket, text);
    else if (code == 0 && ret)
        buf_text(ret, text + (text[2] == ' ' ? 3 : 2));
    buf_finish(&answer);
    return code == 0;
}

bool stage_ask_json(const struct stage *stage, const char *socket, const char *line, json_t **ret,
                    struct err *err)
{
    struct buf answer = {0};
    json_error_t error;
    bool ok = stage_ask(stage, socket, line, &answer, err);
    if (ok) {
        *ret = json_loads(buf_string(&answer), 0, &error);
        ok = *ret || err_set(err, "%s: its answer to %s cannot be understood: %s", socket, line, error.text);
    }
    buf_finish(&answer);
    return ok;
}

bool stage_tree(const struct stage *stage, struct tree *ret, struct err *err)
{
    struct buf answer = {0};
    bool ok = stage_ask(stage, "inspect", "tree", &answer, err) && tree_parse(buf_string(&answer), ret, err);
    buf_finish(&answer);
    return ok;
}

void stage_screen(const struct stage *stage, char *ret, size_t size)
{
    json_t *state;
    ret[0] = '\0';
    if (!stage_ask_json(stage, "inspect", "state", &state, NULL))
        return;
    const char *screen = json_string_value(json_object_get(state, "screen"));
    bool painted = json_integer_value(json_object_get(state, "frames")) > 0;
    if (screen && painted)
        snprintf(ret, size, "%s", screen);
    json_decref(state);
}

bool stage_process(const struct stage *stage, const char *name, pid_t *ret_pid, int *ret_starts,
                   bool *ret_alive, struct err *err)
{
    json_t *list, *row;
    size_t i;
    bool found = false;
    if (!stage_ask_json(stage, "run", "list", &list, err))
        return false;
    json_array_foreach(list, i, row)
    {
        const char *own = json_string_value(json_object_get(row, "name"));
        if (!own || strcmp(own, name) != 0)
            continue;
        found = true;
        *ret_pid = (pid_t)json_integer_value(json_object_get(row, "pid"));
        *ret_starts = (int)json_integer_value(json_object_get(row, "starts"));
        *ret_alive = json_is_true(json_object_get(row, "alive"));
    }
    json_decref(list);
    return found || err_set(err, "%s: no such program runs", name);
}

int stage_kiosk_starts(const struct stage *stage)
{
    pid_t pid;
    int starts;
    bool alive;
    return stage_process(stage, "kiosk", &pid, &starts, &alive, NULL) ? starts : 0;
}

/* ---- starting ---- */

static bool fresh_state(struct stage *stage, struct err *err)
{
    folder_remove(stage->state);
    folder_remove(stage->pages);
    return folder_copy(stage->house->keys, stage->state, err) && folder_make(stage->pages, err);
}

#define ARGS_MAX 40
struct args {
    const char *list[ARGS_MAX];
    size_t count;
};

static void arg(struct args *args, const char *name, const char *value)
{
    check(args->count + 3 < ARGS_MAX);
    args->list[args->count++] = name;
    if (value)
        args->list[args->count++] = value;
}

static void fill_args(const struct stage *stage, const struct stage_start *start, const char *program,
                      struct args *args)
{
    arg(args, program, NULL);
    arg(args, "--state", stage->state);
    arg(args, "--inspect", NULL);
    arg(args, "--window", "1:1");
    arg(args, "--sim", NULL);
    arg(args, "--cards", stage->house->cards);
    arg(args, "--sheets", stage->sheets);
    arg(args, "--reader", start->reader ? start->reader : "sam-pair");
    arg(args, "--printer", start->printer ? start->printer : "epson-pid");
    arg(args, "--uplink", start->uplink ? start->uplink : "local");
    if (stage->house->speed)
        arg(args, "--speed", stage->house->speed);
    if (start->config)
        arg(args, "--config", start->config);
    if (start->no_reader)
        arg(args, "--no-reader", NULL);
    if (start->no_printer)
        arg(args, "--no-printer", NULL);
    if (start->no_agent)
        arg(args, "--no-agent", NULL);
}

static bool launch(struct stage *stage, const struct stage_start *start, struct err *err)
{
    char program[PATH_SIZE], display[32], district[64], pages[500], assets[600], asan[PATH_SIZE + 200],
        ubsan[PATH_SIZE + 100], lsan[700];
    struct args args = {0};
    place_join(program, sizeof program, stage->house->programs, "liqu-run");
    fill_args(stage, start, program, &args);
    snprintf(display, sizeof display, "DISPLAY=:%d", stage->display);
    snprintf(district, sizeof district, "LIQU_DISTRICT_DELAY_MS=%s",
             start->district_ms ? start->district_ms : "0");
    snprintf(pages, sizeof pages, "LIQU_PAGES=%s", stage->pages);
    snprintf(assets, sizeof assets, "LIQU_ASSETS=%s", stage->house->assets);
    /* Under AddressSanitizer freed memory is zeroed by the sanitizer, not by our own free. */
    snprintf(asan, sizeof asan,
             "ASAN_OPTIONS=max_free_fill_size=1048576:free_fill_byte=0:detect_leaks=1:log_path=%s/asan",
             stage->reports);
    snprintf(ubsan, sizeof ubsan, "UBSAN_OPTIONS=print_stacktrace=1:log_path=%s/asan", stage->reports);
    snprintf(lsan, sizeof lsan,
             "LSAN_OPTIONS=print_suppressions=0:suppressions=%s/../tests/support/lsan.supp",
             stage->house->assets);
    const char *env[] = {lsan,
                         display,
                         pages,
                         assets,
                         "TZ=Asia/Shanghai",
                         "SDL_VIDEODRIVER=x11",
                         "SDL_AUDIODRIVER=dummy",
                         asan,
                         ubsan,
                         "LIQU_RUN=",
                         district,
                         start->leak ? "LIQU_LEAK=1" : NULL,
                         NULL};
    struct process_spec spec = {.argv = args.list, .env = env, .output = stage->output};
    return process_start(&spec, &stage->launcher, err);
}

/* What the launcher or one of its programs said last on its terminal: its own sentence, not the usage that
 * may follow. */
static void last_words(const struct stage *stage, char *ret, size_t size)
{
    struct buf said CLEANUP(buf_finish) = {0};
    char *rest = NULL;
    bool own = false;
    ret[0] = '\0';
    if (!buf_read_file(&said, stage->output, 1 << 20, NULL))
        return;
    for (char *line = strtok_r((char *)buf_string(&said), "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        bool names_itself = strncmp(line, "liqu", 4) == 0 && strstr(line, ": ");
        if (names_itself || !own)
            snprintf(ret, size, "%s", line);
        own |= names_itself;
    }
}

static bool await_first_screen(struct stage *stage, bool *ret_unknown_model, struct err *err)
{
    int64_t until = clock_real_mono_ms() + house_patience_ms(stage->house, START_MS);
    int code;
    char screen[64], words[512];
    while (clock_real_mono_ms() < until) {
        stage_screen(stage, screen, sizeof screen);
        bool painted = strcmp(screen, "idle") == 0 || strcmp(screen, "out_of_service") == 0;
        /* The kiosk does not wait for its devices, but the next line of the visit may be one for them. */
        if (painted && stage_ask(stage, "sim", "state", NULL, err))
            return true;
        if (process_wait(stage->launcher, 0, &code)) {
            stage->launcher = 0;
            *ret_unknown_model = code == EXIT_USAGE;
            last_words(stage, words, sizeof words);
            return err_set(err, "the kiosk did not start (code %d): %s", code, words);
        }
        usleep(POLL_MS * 1000);
    }
    return err_set(err, "not ready within %d s, the screen is '%s'", START_MS / 1000, screen);
}

bool stage_start(struct stage *stage, const struct stage_start *start, bool *ret_unknown_model,
                 struct err *err)
{
    *ret_unknown_model = false;
    if (stage_running(stage))
        return err_set(err, "already started; stop first");
    if (!(start->keep && stage->starts) && !fresh_state(stage, err))
        return false;
    snprintf(stage->sheets, sizeof stage->sheets, "%s/sheets-%d", stage->root, ++stage->starts);
    memset(stage->asked, 0, sizeof stage->asked);
    stage->wanted = *start;
    stage->modes_pending = start->elder || (start->lang && strcmp(start->lang, "en") == 0);
    if (!folder_make(stage->sheets, err) || !launch(stage, start, err) ||
        !await_first_screen(stage, ret_unknown_model, err))
        return false;
    stage->kiosk_starts = stage_kiosk_starts(stage);
    return true;
}

bool stage_false_agent(struct stage *stage, const char *lie, struct err *err)
{
    char program[PATH_SIZE];
    if (!stage_running(stage) || !stage->wanted.no_agent)
        return err_set(err, "a false agent needs the place of the real one: start --no-agent");
    process_stop(stage->false_agent);
    stage->false_agent = 0;
    place_join(program, sizeof program, stage->house->programs, "false-agent");
    const char *argv[] = {program, "--state", stage->state, "--station", DEMO_STATION, "--lie", lie, NULL};
    struct process_spec spec = {.argv = argv, .output = stage->output};
    return process_start(&spec, &stage->false_agent, err);
}

/* ---- stopping ---- */

/* A program that died and came back by itself is a crash, however well the visit went on. */
static bool check_starts(const struct stage *stage, struct err *err)
{
    const char *crash = getenv("LIQU_CRASH_AT");
    for (int i = 0; i < STAGE_PROGRAMS; i++) {
        pid_t pid;
        int starts;
        bool alive;
        size_t len = strlen(stage_programs[i]);
        if (!stage_process(stage, stage_programs[i], &pid, &starts, &alive, err))
            continue; /* not part of this desk */
        bool crashes = crash && strncmp(crash, stage_programs[i], len) == 0 && crash[len] == ':';
        if (!alive || starts > 1 + stage->asked[i] + crashes)
            return err_set(err, "%s %s: %d starts, %d asked for", stage_programs[i],
                           alive ? "ended by itself" : "is down", starts, 1 + stage->asked[i]);
    }
    return true;
}

bool stage_stop(struct stage *stage, struct err *err)
{
    int code;
    char words[512];
    process_stop(stage->false_agent);
    stage->false_agent = 0;
    bool ok = check_starts(stage, err);
    struct err late;
    if (!stage_ask(stage, "run", "stop", NULL, &late) && ok)
        ok = err_set(err, "stop: %s", late.text);
    bool ended = process_wait(stage->launcher, house_patience_ms(stage->house, STOP_MS), &code);
    if (!ended)
        process_stop(stage->launcher);
    stage->launcher = 0;
    last_words(stage, words, sizeof words);
    if (ok && !ended)
        ok = err_set(err, "stop: the launcher did not end within %d s", STOP_MS / 1000);
    else if (ok && code != EXIT_OK)
        ok = err_set(err, "stop: the launcher ended with code %d: %s", code, words);
    return ok;
}
