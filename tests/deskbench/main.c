/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-bench: a window beside the kiosk whose keys stand for the hands of residents and maintainers. It talks
 * to the simulator through sim.sock only, as liqu-sim ctl does, and reads the sheets as pictures. It asks for
 * the state a few times a second while it can be seen, and draws nothing while nothing changes.
 */
#include "base/log.h"
#include "base/place.h"
#include "base/socket.h"
#include "base/text.h"
#include "tests/deskbench/panel.h"
#include "ui/ui.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ASK_MS         250
#define ANSWER_WAIT_MS 2000

struct window {
    struct loop *loop;
    struct presenter *presenter;
    struct fonts *fonts;
    struct ui *ui;
    struct timer ask;
    char socket[600], hanging_file[600];
    struct buf state; /* the last answer to `state` */
    struct panel panel;
};

/* The JSON behind "ok" goes to ret (may stay empty). False: refused, or nobody answered. */
static bool ask(const struct window *window, const char *line, struct buf *ret, struct err *err)
{
    buf_consume(ret, ret->len);
    int code = line_ask(window->socket, line, ANSWER_WAIT_MS, ret, err);
    if (code == EXIT_REFUSED)
        err_set(err, "%s: %s", line, buf_string(ret));
    if (code == EXIT_OK)
        buf_consume(ret, ret->len > 3 ? 3 : ret->len);
    return code == EXIT_OK;
}

/* ---- following the simulator ---- */

typedef bool take_fn(struct bench *bench, const char *json, struct err *err);

static bool fetch(struct window *window, const char *line, take_fn *take, struct err *err)
{
    struct buf answer = {0};
    bool ok = ask(window, line, &answer, err) && take(&window->panel.bench, buf_string(&answer), err);
    buf_finish(&answer);
    return ok;
}

static bool fetch_sheets(struct window *window, struct err *err)
{
    struct panel *panel = &window->panel;
    panel->skip = 0;
    for (size_t i = 0; i < BENCH_SHEETS; i++)
        picture_finish(&panel->sheets[i]);
    panel->bench.newest_count = 0;
    if (panel->bench.sheets == 0) /* perhaps there is no printer to ask */
        return true;
    if (!fetch(window, "sheet list", bench_take_sheets, err))
        return false;
    for (size_t i = 0; i < panel->bench.newest_count; i++)
        if (!picture_load(&panel->sheets[i], panel->bench.newest[i].file, PANEL_PAPER, err))
            return false;
    return true;
}

static bool fetch_hanging(struct window *window, struct err *err)
{
    struct buf answer = {0};
    char line[700];
    picture_finish(&window->panel.hanging);
    if (window->panel.bench.hanging_rows < 2)
        return true;
    snprintf(line, sizeof line, "sheet peek %s", window->hanging_file);
    /* Refused: it was cut between the two questions. */
    bool ok = !ask(window, line, &answer, err) ||
              picture_load(&window->panel.hanging, window->hanging_file, PANEL_PAPER, err);
    buf_finish(&answer);
    return ok;
}

/* What the new state asks for on top: names of the cards once, paper when it moved. */
static bool follow(struct window *window, struct err *err)
{
    struct bench *bench = &window->panel.bench;
    bool first = !window->panel.connected;
    struct bench old = *bench;
    if (first && !fetch(window, "card list", bench_take_cards, err))
        return false;
    if (!bench_take_state(bench, buf_string(&window->state), err))
        return false;
    if ((first || bench->sheets != old.sheets || bench->taken != old.taken) && !fetch_sheets(window, err))
        return false;
    return (!first && bench->hanging_rows == old.hanging_rows) || fetch_hanging(window, err);
}

static void tell(struct window *window, const struct err *err)
{
    log_notice("refused", "%s", err->text);
    text_copy(window->panel.refused, sizeof window->panel.refused, err->text);
}

static void look(struct window *window)
{
    struct err err;
    struct buf answer = {0};
    bool answered = ask(window, "state", &answer, &err);
    bool changed =
        answered != window->panel.connected || strcmp(buf_string(&answer), buf_string(&window->state)) != 0;
    if (changed) {
        buf_consume(&window->state, window->state.len);
        buf_text(&window->state, buf_string(&answer));
        if (answered && !follow(window, &err))
            tell(window, &err);
        window->panel.connected = answered;
        ui_refresh(window->ui);
    }
    buf_finish(&answer);
}

static void on_ask(void *arg)
{
    struct window *window = arg;
    if (presenter_visible(window->presenter))
        look(window);
    timer_start(window->loop, &window->ask, ASK_MS, on_ask, window);
}

/* ---- touches ---- */

static void act(void *arg, const char *id)
{
    struct window *window = arg;
    struct buf answer = {0};
    struct err err;
    char lines[BENCH_LINES][BENCH_LINE];
    size_t count = bench_touch(&window->panel.bench, id, lines);
    *window->panel.refused = '\0';
    if (strcmp(id, PANEL_MORE) == 0)
        panel_turn(&window->panel);
    for (size_t i = 0; i < count; i++)
        if (!ask(window, lines[i], &answer, &err))
            tell(window, &err);
    buf_finish(&answer);
    look(window);
    ui_refresh(window->ui);
}

static void refused(void *arg, const char *id)
{
    (void)arg, (void)id; /* a device that was not given to the simulator: its keys are grey */
}

static void touched(void *arg)
{
    (void)arg;
}

static void quit(void *arg)
{
    struct window *window = arg;
    loop_stop(window->loop, EXIT_OK);
}

static void draw(void *arg, struct scene *scene)
{
    const struct window *window = arg;
    panel_draw(&window->panel, scene);
}

/* ---- the program ---- */

static bool start(struct window *window, const char *state, struct err *err)
{
    struct place place;
    char path[600];
    if (!place_find(state, &place, err))
        return false;
    place_join(path, sizeof path, place.state, "log/bench.log");
    if (!log_open("bench", path, err))
        return false;
    place_join(window->socket, sizeof window->socket, place.run, "sim.sock");
    place_join(window->hanging_file, sizeof window->hanging_file, place.run, "hanging.png");
    place_join(path, sizeof path, place.assets, "fonts/fonts.yaml");
    const struct presenter_setup setup = {
        .title = "Liqu 模拟设备", .width = PANEL_WIDTH, .height = PANEL_HEIGHT, .beside = true};
    if (!fonts_open(path, &window->fonts, err) || !presenter_open(&setup, &window->presenter, err))
        return false;
    window->loop = loop_create();
    loop_catch_signals(window->loop);
    window->ui = ui_create(&(struct ui_setup){.loop = window->loop,
                                              .presenter = window->presenter,
                                              .fonts = window->fonts,
                                              .width = PANEL_WIDTH,
                                              .height = PANEL_HEIGHT,
                                              .draw = draw,
                                              .act = act,
                                              .refused = refused,
                                              .touched = touched,
                                              .quit = quit,
                                              .arg = window});
    on_ask(window);
    return true;
}

static void stop(struct window *window)
{
    timer_stop(&window->ask);
    ui_destroy(window->ui);
    presenter_close(window->presenter);
    fonts_close(window->fonts);
    for (size_t i = 0; i < BENCH_SHEETS; i++)
        picture_finish(&window->panel.sheets[i]);
    picture_finish(&window->panel.hanging);
    buf_finish(&window->state);
    unlink(window->hanging_file);
    loop_destroy(window->loop);
    log_close();
}

int main(int argc, char **argv)
{
    static struct window window;
    struct err err;
    bool named = argc == 3 && strcmp(argv[1], "--state") == 0;
    if (argc != 1 && !named) {
        fputs("usage: liqu-bench [--state DIR]\n", stderr);
        return EXIT_USAGE;
    }
    if (!start(&window, named ? argv[2] : NULL, &err))
        err_exit("liqu-bench", EXIT_ENVIRONMENT, &err);
    int code = loop_run(window.loop);
    stop(&window);
    return code;
}
