/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-bench: a window beside the kiosk whose keys stand for the hands of residents and maintainers. It talks
 * to the simulator and the launcher through sim.sock and run.sock, as liqu-sim ctl does, and reads the sheets
 * as pictures. It asks for their state a few times a second while it can be seen, and draws nothing while
 * nothing changes.
 */
#include "base/log.h"
#include "base/options.h"
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
    char sockets[2][600]; /* by enum bench_peer */
    char hanging_file[600];
    struct buf state, programs; /* the last answers to `state` and `list` */
    struct panel panel;
};

/* The JSON behind "ok" goes to ret (may stay empty). False: refused, or nobody answered. */
static bool ask(const struct window *window, enum bench_peer peer, const char *line, struct buf *ret,
                struct err *err)
{
    buf_consume(ret, ret->len);
    int code = line_ask(window->sockets[peer], line, ANSWER_WAIT_MS, ret, err);
    if (code == EXIT_REFUSED)
        err_set(err, "%s: %s", line, buf_string(ret));
    if (code == EXIT_OK)
        buf_consume(ret, ret->len > 3 ? 3 : ret->len);
    return code == EXIT_OK;
}

/* ---- following the simulator and the launcher ---- */

typedef bool take_fn(struct bench *bench, const char *json, struct err *err);

static bool fetch(struct window *window, const char *line, take_fn *take, struct err *err)
{
    struct buf answer = {0};
    bool ok =
        ask(window, PEER_SIM, line, &answer, err) && take(&window->panel.bench, buf_string(&answer), err);
    buf_finish(&answer);
    return ok;
}

static bool view_file(struct panel *panel, const char *path, struct err *err)
{
    int w, h;
    panel_paper_room(panel, &w, &h);
    return view_load(&panel->view, path, w, h, err);
}

static bool fetch_pieces(struct window *window, struct err *err)
{
    struct bench *bench = &window->panel.bench;
    bench->piece_count = 0;
    *window->panel.looked = '\0';
    if (bench->sheets + bench->torn == 0) /* perhaps there is no printer to ask */
        return true;
    return fetch(window, "piece list", bench_take_pieces, err);
}

/* False: nothing hangs there, or it was cut between the two questions. */
static bool peek(struct window *window)
{
    struct buf answer = {0};
    struct err err;
    char line[700];
    snprintf(line, sizeof line, "sheet peek %s", window->hanging_file);
    bool ok = window->panel.bench.hanging_rows > 1 && ask(window, PEER_SIM, line, &answer, &err) &&
              view_file(&window->panel, window->hanging_file, &err);
    buf_finish(&answer);
    return ok;
}

/* What comes out is shown before anything else. */
static bool show(struct window *window, struct err *err)
{
    struct panel *panel = &window->panel;
    const struct bench_piece *piece = panel_piece(panel);
    panel->coming = !*panel->looked && peek(window);
    if (panel->coming)
        return true;
    view_finish(&panel->view);
    return !piece || view_file(panel, piece->file, err);
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
    bool pieces =
        first || bench->sheets != old.sheets || bench->taken != old.taken || bench->torn != old.torn;
    if (pieces && !fetch_pieces(window, err))
        return false;
    return (!pieces && bench->hanging_rows == old.hanging_rows) || show(window, err);
}

static void tell(struct window *window, const struct err *err)
{
    log_notice("refused", "%s", err->text);
    text_copy(window->panel.refused, sizeof window->panel.refused, err->text);
}

/* True when the answer is another one than before; it is kept. */
static bool note(struct buf *kept, const struct buf *answer)
{
    if (strcmp(buf_string(kept), buf_string(answer)) == 0)
        return false;
    buf_consume(kept, kept->len);
    buf_text(kept, buf_string(answer));
    return true;
}

static void look_at_devices(struct window *window)
{
    struct err err;
    struct buf answer = {0};
    bool answered = ask(window, PEER_SIM, "state", &answer, &err);
    if (note(&window->state, &answer) || answered != window->panel.connected) {
        if (answered && !follow(window, &err))
            tell(window, &err);
        window->panel.connected = answered;
        ui_refresh(window->ui);
    }
    buf_finish(&answer);
}

/* Without a launcher (the simulator was started by hand) its keys are grey. */
static void look_at_programs(struct window *window)
{
    struct err err;
    struct buf answer = {0};
    bool answered = ask(window, PEER_RUN, "list", &answer, &err);
    if (note(&window->programs, &answer)) {
        if (!bench_take_programs(&window->panel.bench, answered ? buf_string(&answer) : NULL, &err))
            tell(window, &err);
        ui_refresh(window->ui);
    }
    buf_finish(&answer);
}

static void on_ask(void *arg)
{
    struct window *window = arg;
    if (presenter_visible(window->presenter)) {
        look_at_devices(window);
        look_at_programs(window);
    }
    timer_start(window->loop, &window->ask, ASK_MS, on_ask, window);
}

/* ---- touches ---- */

/* The key of one piece of paper. */
static bool look_at(struct window *window, const char *id)
{
    struct panel *panel = &window->panel;
    struct err err;
    if (strncmp(id, PANEL_LOOK, strlen(PANEL_LOOK)) != 0)
        return false;
    if (text_copy(panel->looked, sizeof panel->looked, id + strlen(PANEL_LOOK)) && !show(window, &err))
        tell(window, &err);
    return true;
}

static void act(void *arg, const char *id)
{
    struct window *window = arg;
    struct panel *panel = &window->panel;
    struct buf answer = {0};
    struct err err;
    struct bench_order order;
    *panel->refused = '\0';
    if (strcmp(id, PANEL_MORE) == 0)
        view_turn(&panel->view);
    else if (!look_at(window, id) && bench_touch(&panel->bench, id, &order) &&
             !ask(window, order.peer, order.line, &answer, &err))
        tell(window, &err);
    buf_finish(&answer);
    look_at_devices(window);
    look_at_programs(window);
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

#define USAGE "usage: liqu-bench [--state DIR] [--beside WIDTHxHEIGHT]\n"

struct options {
    const char *state, *beside;
};
static const struct option_row rows[] = {
    OPTION_VALUE(struct options, "--state", state),
    OPTION_VALUE(struct options, "--beside", beside),
    {0},
};

static int between(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

/* As large as the desk lets it be beside the kiosk's window; on a small desk it is shown smaller. */
static bool open_window(struct window *window, const char *beside, struct err *err)
{
    struct panel *panel = &window->panel;
    struct presenter_setup setup = {.title = "Liqu 立取 · 您的手 hands", .place = PLACE_BESIDE};
    if (beside && sscanf(beside, "%5dx%5d", &setup.left_width, &setup.left_height) != 2)
        return err_set(err, "--beside %s: it must be the kiosk's panel, as 1080x1920", beside);
    if (!presenter_room(&setup, &panel->width, &panel->height, err))
        return false;
    setup.width = panel->width = between(panel->width, PANEL_LEAST_W, PANEL_MOST_W);
    setup.height = panel->height = between(panel->height, PANEL_LEAST_H, PANEL_MOST_H);
    return presenter_open(&setup, &window->presenter, err);
}

static bool start(struct window *window, const struct options *options, struct err *err)
{
    struct place place;
    char path[600];
    if (!place_find(options->state, &place, err))
        return false;
    place_join(path, sizeof path, place.state, "log/bench.log");
    if (!log_open("bench", path, err))
        return false;
    place_join(window->sockets[PEER_SIM], sizeof window->sockets[0], place.run, "sim.sock");
    place_join(window->sockets[PEER_RUN], sizeof window->sockets[0], place.run, "run.sock");
    place_join(window->hanging_file, sizeof window->hanging_file, place.run, "hanging.png");
    place_join(path, sizeof path, place.assets, "fonts/fonts.yaml");
    if (!fonts_open(path, &window->fonts, err) || !open_window(window, options->beside, err))
        return false;
    window->loop = loop_create();
    loop_catch_signals(window->loop);
    window->ui = ui_create(&(struct ui_setup){.loop = window->loop,
                                              .presenter = window->presenter,
                                              .fonts = window->fonts,
                                              .width = window->panel.width,
                                              .height = window->panel.height,
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
    view_finish(&window->panel.view);
    buf_finish(&window->state);
    buf_finish(&window->programs);
    unlink(window->hanging_file);
    loop_destroy(window->loop);
    log_close();
}

int main(int argc, char **argv)
{
    static struct window window;
    struct err err;
    struct options options = {0};
    (void)argc;
    options_help(argv, USAGE);
    if (!options_only(rows, argv, &options, &err))
        options_exit("liqu-bench", USAGE, &err);
    if (!start(&window, &options, &err))
        err_exit("liqu-bench", EXIT_ENVIRONMENT, &err);
    int code = loop_run(window.loop);
    stop(&window);
    return code;
}
