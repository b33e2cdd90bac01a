/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-run, the desk launcher: finds the state folder and the station file, makes demo keys on the first run,
 * then starts the kiosk and everything around it and watches over them until the window is closed.
 */
#include "base/log.h"
#include "base/options.h"
#include "base/place.h"
#include "base/text.h"
#include "catalogue/station.h"
#include "tool/run/desk.h"
#include "tool/run/options.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_SIZE 640
extern char **environ;

static bool find_programs(char *ret, size_t size, struct err *err)
{
    ssize_t len = readlink("/proc/self/exe", ret, size - 1);
    if (len <= 0)
        return err_errno(err, "/proc/self/exe: cannot tell where the programs are");
    ret[len] = '\0';
    *strrchr(ret, '/') = '\0';
    return true;
}

/* Two launchers on one state folder would fight for its sockets and its journal. The lock lives as long as
 * the process. */
static bool lock_state(const struct place *place, struct err *err)
{
    char path[PATH_SIZE];
    place_join(path, sizeof path, place->state, "lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_errno(err, "%s: cannot open the lock", path);
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    close(fd);
    return err_set(
        err, "%s: another liqu-run is using this state folder; stop it, or choose another with --state DIR",
        place->state);
}

static bool find_config(const struct options *options, const struct place *place, char *ret, size_t size,
                        struct err *err)
{
    if (options->config) {
        if (snprintf(ret, size, "%s", options->config) >= (int)size || access(ret, R_OK) < 0)
            return err_errno(err, "%s: cannot read the station file; check the name after --config",
                             options->config);
        return true;
    }
    place_join(ret, size, place->state, "station.yaml");
    if (access(ret, F_OK) < 0)
        place_join(ret, size, place->assets, "station.demo.yaml");
    return true;
}

static bool run_and_wait(const char *const *argv, struct err *err)
{
    pid_t pid;
    int status;
    int failed = posix_spawn(&pid, argv[0], NULL, NULL, (char *const *)argv, environ);
    errno = failed;
    if (failed || waitpid(pid, &status, 0) < 0)
        return err_errno(err, "%s: cannot start", argv[0]);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return err_set(err, "%s %s: failed, see above", argv[0], argv[1]);
    return true;
}

/* Keys are made for a demo station only; an earnest one gets its own from its district. */
static bool provision(const struct place *place, const struct station *station, const char *programs,
                      struct err *err)
{
    char trust[PATH_SIZE], tool[PATH_SIZE];
    place_join(trust, sizeof trust, place->state, "trust.json");
    if (access(trust, F_OK) == 0)
        return true;
    if (!station->demo)
        return err_set(err, "%s: is missing, and this station is not a demo; put the district's list there",
                       trust);
    place_join(tool, sizeof tool, programs, "liqu");
    const char *argv[] = {tool,        "provision", "--state",     place->state, "--station",
                          station->id, "--host",    station->host, NULL};
    return run_and_wait(argv, err);
}

static void set_environment(const struct place *place)
{
    /* Dates on paper are local dates, whatever the desk's own zone. */
    setenv("TZ", "Asia/Shanghai", 0);
    setenv("LIQU_STATE", place->state, 1);
    setenv("LIQU_RUN", place->run, 1);
    setenv("LIQU_ASSETS", place->assets, 1);
}

/* What a station may say and this build cannot do is not begun: nobody would be told why nothing arrives. */
static bool check_uplink(const struct options *options, const struct station *station, const char *config,
                         struct err *err)
{
    return options->uplink || station->uplink != UPLINK_NATS ||
           err_set(
               err,
               "%s: uplink: nats: only a district on the same machine is reached yet; write local, or down",
               config);
}

static bool plan_desk(const struct options *options, const struct station *station, struct place *place,
                      struct desk_plan *plan, struct err *err)
{
    plan->options = options;
    plan->place = place;
    plan->station = station_number(station);
    text_copy(plan->add_reader, sizeof plan->add_reader, station->add_reader ? station->add_reader : "");
    plan->screen_width = station->screen.width;
    plan->screen_height = station->screen.height;
    plan->head_dots = station->printer.dots;
    plan->near_end_mm = station->printer.near_end_mm;
    plan->district =
        options->uplink ? strcmp(options->uplink, "local") == 0 : station->uplink == UPLINK_LOCAL;
    set_environment(place);
    char log[PATH_SIZE];
    place_join(log, sizeof log, place->state, "log/run.log");
    return log_open("run", log, err) && provision(place, station, plan->programs, err);
}

static bool prepare(const struct options *options, struct place *place, struct desk_plan *plan, char *config,
                    char *programs, struct err *err)
{
    struct station *station;
    if (!find_programs(programs, PATH_SIZE, err) || !place_find(options->state, place, err) ||
        !lock_state(place, err) || !find_config(options, place, config, PATH_SIZE, err) ||
        !station_load(config, &station, err))
        return false;
    *plan = (struct desk_plan){.config = config, .programs = programs};
    bool ok = check_uplink(options, station, config, err) && plan_desk(options, station, place, plan, err);
    station_destroy(station);
    return ok;
}

int main(int argc, char **argv)
{
    struct options options;
    struct place place;
    struct desk_plan plan;
    struct err err;
    char config[PATH_SIZE], programs[PATH_SIZE];
    int code = EXIT_OK;
    (void)argc;
    options_help(argv, run_usage);
    if (!run_options(argv, &options, &err))
        options_exit("liqu-run", "see liqu-run --help\n", &err);
    if (!prepare(&options, &place, &plan, config, programs, &err) || !desk_run(&plan, &code, &err))
        err_exit("liqu-run", EXIT_ENVIRONMENT, &err);
    return code;
}
