/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-kiosk: display, touch and the journal; runs the resident's visit. Opens everything it needs in order
 * and stops with one sentence and exit code 3 if something is wrong, before anything was shown or written by
 * half. Only what takes long and serves later in a visit (faces of rare characters, whether the two halves of
 * the key belong together) is looked at when the first page stands already.
 */
#include "base/ctl.h"
#include "base/log.h"
#include "base/options.h"
#include "base/socket.h"
#include "base/version.h"
#include "base/wipe.h"
#include "kiosk/admin.h"
#include "kiosk/inspect.h"
#include "kiosk/kiosk.h"
#include "kiosk/screen.h"
#include "ui/ui.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SHOWN_MS 100 /* the first page stands; no resident gets further in this time */

struct options {
    const char *state, *config, *window;
    bool inspect;
};

static const char usage[] = "usage: liqu-kiosk [--state DIR] [--config FILE] [--window fit|1:1|left]"
#ifdef LIQU_DEVELOPMENT
                            " [--inspect]\n       liqu-kiosk ctl SOCKET LINE"
#endif
                            "\n";

static const struct option_row rows[] = {
    OPTION_VALUE(struct options, "--state", state),
    OPTION_VALUE(struct options, "--config", config),
    OPTION_WORDS(struct options, "--window", window, "fit|1:1|left"),
#ifdef LIQU_DEVELOPMENT
    OPTION_SWITCH(struct options, "--inspect", inspect),
#endif
    {0},
};

/* ---- opening, in order ---- */

static void find_config(const struct options *options, const struct place *place, char *ret, size_t size)
{
    if (options->config) {
        snprintf(ret, size, "%s", options->config);
        return;
    }
    place_join(ret, size, place->state, "station.yaml");
    if (access(ret, F_OK) != 0)
        place_join(ret, size, place->assets, "station.demo.yaml");
}

static bool open_trust(struct kiosk *kiosk, struct err *err)
{
    char path[600], file[600], name[64];
    const struct station *station = kiosk->station;
    int64_t now = clock_now_s(&kiosk->clock);
    place_join(path, sizeof path, kiosk->place.state, "trust.json");
    if (!trust_load(path, &kiosk->trust, err))
        return false;
    if (!trust_current(kiosk->trust, now))
        return err_set(
            err, "%s: the trust list has expired or is not yet valid; fetch a new one, or mend the clock",
            path);
    if (station->demo != trust_demo(kiosk->trust))
        return err_set(
            err, "%s: the station is %s but the trust list is %s; use the list that belongs to this station",
            path, station->demo ? "a demo" : "not a demo",
            trust_demo(kiosk->trust) ? "a demo" : "not a demo");
    if (!trust_host(kiosk->trust, station->host))
        return err_set(err, "%s: the host %s of this station does not stand in the trust list", path,
                       station->host);
    snprintf(name, sizeof name, "keys/ticket-%s.key", station->id);
    place_join(file, sizeof file, kiosk->place.state, name);
    if (!seal_key_read(file, &kiosk->ticket_key, err))
        return false;
    if (!trust_find_kid(kiosk->trust, TRUST_TICKET, seal_key_kid(kiosk->ticket_key), now))
        return err_set(err, "%s: the trust list does not know this key; provision the station again", file);
    return true;
}

static bool open_files(struct kiosk *kiosk, const struct options *options, struct err *err)
{
    char path[600];
    find_config(options, &kiosk->place, path, sizeof path);
    if (!station_load(path, &kiosk->station, err))
        return false;
    place_join(path, sizeof path, kiosk->place.assets, "catalogue");
    if (!catalogue_load(path, &kiosk->catalogue, err))
        return false;
    place_join(path, sizeof path, kiosk->place.assets, "fonts/fonts.yaml");
    if (!fonts_open(path, &kiosk->fonts, err) || !open_trust(kiosk, err))
        return false;
    place_join(path, sizeof path, kiosk->place.state, "journal.db");
    return journal_open(path, &kiosk->clock, &kiosk->journal, err);
}

static bool check_rest(const struct kiosk *kiosk, struct err *err)
{
    char path[600];
    if (!seal_key_sound(kiosk->ticket_key))
        return err_set(
            err,
            "%s: the private half of ticket-%s.key does not belong to its public half; provision the "
            "station again",
            kiosk->place.state, kiosk->station->id);
    place_join(path, sizeof path, kiosk->place.assets, "fonts/fonts.yaml");
    return fonts_check_rare(path, err);
}

/* ---- the screen ---- */

struct display {
    struct kiosk *kiosk;
    struct presenter *presenter;
    struct ui *ui;
    const struct person *expected; /* nobody, on a page that is made ready */
};

static void draw(void *arg, struct scene *scene)
{
    struct display *display = arg;
    screens_draw(&display->kiosk->visit, scene);
}

static void act(void *arg, const char *id)
{
    struct display *display = arg;
    screens_event(&display->kiosk->visit, id);
    ui_refresh(display->ui);
}

static void refused(void *arg, const char *id)
{
    struct display *display = arg;
    visit_refuse(&display->kiosk->visit, id);
}

static void touched(void *arg)
{
    struct display *display = arg;
    visit_touch(&display->kiosk->visit);
}

static void quit(void *arg)
{
    struct display *display = arg;
    loop_stop(display->kiosk->loop, EXIT_OK);
}

static void repaint(void *arg)
{
    struct display *display = arg;
    if (display->ui)
        ui_refresh(display->ui);
}

/* Nobody: what stands in most addresses, and each word that the page has for somebody. Only their letters
 * matter. The last two differ in the number alone, so that all of its characters are drawn in one go, at the
 * end: SDL2_ttf keeps the glyphs of a face while its size stays, and the number is what the page draws first.
 */
#define ANYBODY(is_sex, is_number)                                                                           \
    {                                                                                                        \
        .sex = is_sex, .number = is_number, .name = "某某", .address = "省市区县乡镇村街道路"      \
    }
static const struct person anybody[] = {
    ANYBODY('1', "012000000000003456"),
    ANYBODY('2', "012000000000003456"),
    ANYBODY('2', "34500000000000678X"),
    ANYBODY('2', "901000000000002345"),
};

static void draw_expected(void *arg, struct scene *scene)
{
    const struct display *display = arg;
    struct visit visit = display->kiosk->visit;
    visit.state = VISIT_CONFIRM;
    visit.card_may_go = true;
    visit.person = display->expected;
    visit.elder_offered = display->expected->sex == '2'; /* in one of the two */
    screens_draw(&visit, scene);
    wipe(&visit, sizeof visit);
}

static void expect(void *arg)
{
    struct display *display = arg;
    for (size_t i = 0; display->ui && i < COUNT_OF(anybody); i++) {
        display->expected = &anybody[i];
        ui_prepare(display->ui, draw_expected);
    }
}

static void forget(void *arg)
{
    struct display *display = arg;
    if (display->ui)
        ui_forget(display->ui);
}

static bool open_display(struct kiosk *kiosk, const struct options *options, struct display *display,
                         struct err *err)
{
    const struct station *station = kiosk->station;
    const char *shape = options->window ? options->window : "fit";
    struct presenter_setup window = {.title = "Liqu 立取 · 终端 kiosk",
                                     .width = station->screen.width,
                                     .height = station->screen.height,
                                     .one_to_one = strcmp(shape, "1:1") == 0,
                                     .place = strcmp(shape, "left") == 0 ? PLACE_LEFT : PLACE_MIDDLE};
    if (!presenter_open(&window, &display->presenter, err))
        return false;
    struct ui_setup setup = {.loop = kiosk->loop,
                             .presenter = display->presenter,
                             .fonts = kiosk->fonts,
                             .width = station->screen.width,
                             .height = station->screen.height,
                             .draw = draw,
                             .act = act,
                             .refused = refused,
                             .touched = touched,
                             .quit = quit,
                             .arg = display};
    display->ui = ui_create(&setup);
    return true;
}

/* ---- the program ---- */

static void on_shown(void *arg)
{
    struct err err;
    if (!check_rest(arg, &err))
        err_exit("liqu-kiosk", EXIT_ENVIRONMENT, &err);
}

static void on_started(void *arg)
{
    visit_service(arg);
    visit_changed(arg); /* the offers on a page that is shown already */
    malloc_trim(0);     /* what reading the files left */
}

/* What runs, large and alive as long as the program. */
struct program {
    struct kiosk kiosk;
    struct display display;
    struct line_server *admin;
    struct timer shown, started;
#ifdef LIQU_DEVELOPMENT
    struct inspect *inspect;
#endif
};

static bool start(struct program *program, const struct options *options, struct err *err)
{
    struct kiosk *kiosk = &program->kiosk;
    char log_path[600];
    program->display.kiosk = kiosk;
    kiosk->repaint = repaint;
    kiosk->expect = expect;
    kiosk->forget = forget;
    kiosk->screen = &program->display;
    tr_init();
    if (!place_find(options->state, &kiosk->place, err))
        return false;
    place_join(log_path, sizeof log_path, kiosk->place.state, "log/kiosk.log");
    if (!log_open("kiosk", log_path, err) || !open_files(kiosk, options, err))
        return false;
    kiosk->loop = loop_create();
    loop_catch_signals(kiosk->loop);
    visit_init(kiosk);
    if (!peers_open(kiosk, err) || !admin_open(kiosk, &program->admin, err) ||
        !open_display(kiosk, options, &program->display, err))
        return false;
#ifdef LIQU_DEVELOPMENT
    if (options->inspect && !inspect_open(kiosk, program->display.ui, &program->inspect, err))
        return false;
#endif
    log_info("start", "version %s, catalogue %s", LIQU_VERSION, kiosk->catalogue->version);
    timer_start(kiosk->loop, &program->shown, SHOWN_MS, on_shown, kiosk);
    timer_start(kiosk->loop, &program->started, KIOSK_STARTING_MS + 1, on_started, kiosk);
    return true;
}

static void stop(struct program *program)
{
    struct kiosk *kiosk = &program->kiosk;
    timer_stop(&program->shown);
    timer_stop(&program->started);
    if (kiosk->visit.number)
        visit_end(kiosk, VISIT_ENDED_FAULT, VISIT_IDLE);
#ifdef LIQU_DEVELOPMENT
    inspect_close(program->inspect);
#endif
    line_server_close(program->admin);
    peers_close(kiosk);
    ui_destroy(program->display.ui);
    presenter_close(program->display.presenter);
    visit_finish(kiosk);
    log_close();
}

int main(int argc, char **argv)
{
    struct options options = {0};
#ifdef LIQU_DEVELOPMENT
    if (argc == 4 && strcmp(argv[1], "ctl") == 0)
        return ctl_ask("liqu-kiosk", argv[2], argv[3]);
#else
    /* No core and no debugger: memory may hold a resident's data. Development builds stay readable for the
     * tests. */
    (void)argc;
    prctl(PR_SET_DUMPABLE, 0);
#endif
    static struct program program;
    struct err err;
    options_help(argv, usage);
    if (!options_only(rows, argv, &options, &err))
        options_exit("liqu-kiosk", usage, &err);
    if (!start(&program, &options, &err))
        err_exit("liqu-kiosk", EXIT_ENVIRONMENT, &err);
    int code = loop_run(program.kiosk.loop);
    stop(&program);
    return code;
}
