/* SPDX-License-Identifier: MulanPSL-2.0 */
/* liqu-sim: simulated devices behind real usbfs calls. See README.md beside this file. */
#include "base/ctl.h"
#include "base/options.h"
#include "base/place.h"
#include "base/socket.h"
#include "base/text.h"
#include "tests/sim/control.h"
#include "tests/sim/host.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRAM         "liqu-sim"
#define ANSWER_WAIT_MS  10000
#define SERVER_WAIT_MS  5000
#define SERVER_RETRY_MS 50

static const char usage[] = "usage: liqu-sim serve --run DIR [--reader MODEL|none] [--printer MODEL|none] "
                            "[--sheets DIR] [--cards DIR] [--speed N] [--host fuse|umockdev|usbredir] "
                            "[--port N]\n"
                            "       liqu-sim exec --run DIR -- PROGRAM [ARGUMENT...]\n"
                            "       liqu-sim bridge --listen 127.X.Y.Z:PORT --run DIR [--printer MODEL] "
                            "[--sheets DIR] [--speed N]\n"
                            "       liqu-sim ctl SOCKET 'LINE'\n";

static NORETURN void bad_usage(const char *why)
{
    struct err err;
    err_set(&err, "%s", why);
    options_exit(PROGRAM, usage, &err);
}

/* ---- options ---- */

struct options {
    const char *run, *sheets, *cards, *reader, *printer, *speed, *host, *port;
    const char *listen; /* bridge: where the printer is reached; NULL: on the simulated bus */
};

/* Returns how many arguments are left that are none: argv[1] is the command. */
static int parse(char **argv, struct options *ret)
{
    static const struct option_row rows[] = {
        OPTION_VALUE(struct options, "--run", run),         OPTION_VALUE(struct options, "--sheets", sheets),
        OPTION_VALUE(struct options, "--cards", cards),     OPTION_VALUE(struct options, "--reader", reader),
        OPTION_VALUE(struct options, "--printer", printer), OPTION_VALUE(struct options, "--speed", speed),
        OPTION_VALUE(struct options, "--listen", listen),   OPTION_VALUE(struct options, "--host", host),
        OPTION_VALUE(struct options, "--port", port),       {0}};
    struct err err;
    int operands;
    if (!options_read(rows, argv, ret, &operands, &err))
        options_exit(PROGRAM, usage, &err);
    return operands;
}

/* ---- serve ---- */

static const struct model *choose(enum slot slot, const char *name)
{
    char text[256], list[128];
    if (strcmp(name, "none") == 0)
        return NULL;
    const struct model *model = model_find(slot, name);
    if (!model) {
        model_list(slot, list, sizeof list);
        snprintf(text, sizeof text, "no %s model is called %.32s; there are: %s", slot_names[slot], name,
                 list);
        bad_usage(text);
    }
    return model;
}

/* The card files: beside the source tree's build folder, or installed. */
static void find_cards(const char *option, char *ret, size_t size)
{
    static const char *const places[] = {"../../tests/sim/cards", "../share/liqu/sim/cards"};
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(self, '/');
    for (size_t i = 0; !option && slash && i < COUNT_OF(places); i++) {
        *slash = '\0';
        place_join(ret, size, self, places[i]);
        if (access(ret, R_OK) == 0)
            return;
    }
    text_copy(ret, size, option ? option : "tests/sim/cards");
}

static bool make_folder(const char *path, char *ret, struct err *err)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return err_errno(err, "%s", path);
    /* Absolute, so that every later step finds it from everywhere. */
    return realpath(path, ret) || err_errno(err, "%s", path);
}

/* Default STATE/sheets, STATE being the folder above the run folder. */
static bool find_sheets(const struct options *options, const char *run, char *ret, struct err *err)
{
    char path[PATH_MAX];
    if (options->sheets)
        return make_folder(options->sheets, ret, err);
    snprintf(path, sizeof path, "%.*s/sheets", (int)(strrchr(run, '/') - run), run);
    return make_folder(path, ret, err);
}

static bool serve_bus(struct loop *loop, struct control *control, const char *run, struct err *err)
{
    struct line_server *server;
    char path[PATH_MAX];
    for (int slot = SLOT_READER; slot <= SLOT_PRINTER; slot++)
        if (control->bus->slots[slot].model && !simbus_plug(control->bus, (enum slot)slot, err))
            return false;
    /* Last of all: who can connect finds everything ready. */
    place_join(path, sizeof path, run, "sim.sock");
    if (!line_server_open(loop, path, control_line, control, &server, err))
        return false;
    loop_run(loop);
    line_server_close(server);
    return true;
}

/* 0: none was given. */
static int find_port(const struct options *options)
{
    uint64_t port = 0;
    if (!host_known(options->host))
        bad_usage("a host is fuse, umockdev or usbredir");
    if (!options->port)
        return 0;
    if (!options->host || strcmp(options->host, "usbredir") != 0)
        bad_usage("--port goes with --host usbredir");
    if (!text_to_uint(options->port, 65535 - SLOT_COUNT, &port) || port == 0)
        bad_usage("a port is a number below 65532");
    return (int)port;
}

static int serve(const struct options *options)
{
    struct err err;
    char run[PATH_MAX], sheets[PATH_MAX], cards[PATH_MAX];
    const struct model *models[] = {choose(SLOT_READER, options->reader),
                                    choose(SLOT_PRINTER, options->printer)};
    double speed = atof(options->speed);
    if (speed < 0.01 || speed > 1000)
        bad_usage("a speed lies between 0.01 and 1000");
    int port = find_port(options);
    find_cards(options->cards, cards, sizeof cards);
    if (!make_folder(options->run, run, &err) || !find_sheets(options, run, sheets, &err))
        err_exit(PROGRAM, EXIT_ENVIRONMENT, &err);

    struct loop *loop = loop_create();
    struct usim_host *host;
    if (!(options->listen ? host_tcp_open(loop, options->listen, &host, &err)
                          : host_open(loop, options->host, run, port, &host, &err)))
        err_exit(PROGRAM, EXIT_ENVIRONMENT, &err);
    loop_catch_signals(loop);
    struct simbus bus;
    struct model_env env = {.cards = cards, .sheets = sheets};
    simbus_init(&bus, loop, host, &env);
    for (size_t i = 0; i < COUNT_OF(models); i++)
        if (models[i])
            simbus_add(&bus, models[i]);
    simbus_speed(&bus, speed);
    struct control control = {.bus = &bus};
    bool ok = serve_bus(loop, &control, run, &err);
    simbus_finish(&bus);
    trace_close(control.trace);
    host->close(host);
    loop_destroy(loop);
    if (!ok)
        err_exit(PROGRAM, EXIT_ENVIRONMENT, &err);
    return EXIT_OK;
}

/* ---- exec ---- */

/* Asks to be let in, and enters. The simulator may be starting at the same moment. */
static bool join(const char *path, struct err *err)
{
    struct buf answer CLEANUP(buf_finish) = {0};
    char line[32];
    int asked = EXIT_USAGE;
    snprintf(line, sizeof line, "join %d", getpid());
    for (int waited = 0; asked == EXIT_USAGE && waited <= SERVER_WAIT_MS; waited += SERVER_RETRY_MS) {
        if (waited)
            usleep(SERVER_RETRY_MS * 1000);
        asked = line_ask(path, line, ANSWER_WAIT_MS, &answer, err);
    }
    const char *said = buf_string(&answer);
    if (asked == EXIT_REFUSED)
        return err_set(err, "%s: %s", path, said);
    return asked == EXIT_OK &&
           (host_enter(strncmp(said, "ok ", 3) == 0 ? said + 3 : said, err) || err_prefix(err, "%s", path));
}

static int exec_program(const struct options *options, char **program)
{
    struct err err;
    char path[PATH_MAX];
    place_join(path, sizeof path, options->run, "sim.sock");
    if (!join(path, &err))
        err_exit(PROGRAM, EXIT_ENVIRONMENT, &err);
    execvp(program[0], program);
    err_errno(&err, "cannot start %s", program[0]);
    err_exit(PROGRAM, EXIT_ENVIRONMENT, &err);
}

int main(int argc, char **argv)
{
    struct options options = {
        .reader = "sam-pair", .printer = "epson-pid", .speed = "1", .host = getenv("LIQU_SIM_HOST")};
    if (options.host && !*options.host)
        options.host = NULL;
    if (argc == 4 && strcmp(argv[1], "ctl") == 0)
        return ctl_ask(PROGRAM, argv[2], argv[3]);
    options_help(argv, usage);
    int operands = parse(argv, &options);
    const char *command = operands ? argv[1] : "";
    bool is_exec = strcmp(command, "exec") == 0, is_bridge = strcmp(command, "bridge") == 0;
    if (strcmp(command, "ctl") == 0)
        bad_usage("ctl takes a socket and a line");
    if (!is_exec && !is_bridge && strcmp(command, "serve") != 0)
        bad_usage("say serve, bridge, exec or ctl");
    if (!options.run)
        bad_usage("--run DIR is needed");
    if (is_bridge != (options.listen != NULL))
        bad_usage("--listen belongs to bridge, and bridge needs it");
    if (is_exec != (operands > 1))
        bad_usage(is_exec ? "exec needs -- PROGRAM" : "one argument too many");
    if (is_bridge)
        options.reader = "none";
    return is_exec ? exec_program(&options, argv + 2) : serve(&options);
}
