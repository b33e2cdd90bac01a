/* SPDX-License-Identifier: MulanPSL-2.0 */
/* liqu-district: the district as a program of its own, for desks, demos and tests. */
#include "base/log.h"
#include "base/options.h"
#include "base/place.h"
#include "base/text.h"
#include "district/server.h"
#include <stdlib.h>

#define USAGE        "usage: liqu-district [--state DIR] [--catalogue DIR] [--people DIR]\n"
#define DELAY_MAX_MS 600000

struct options {
    const char *state, *catalogue, *people;
};

static const struct option_row rows[] = {
    OPTION_VALUE(struct options, "--state", state),
    OPTION_VALUE(struct options, "--catalogue", catalogue),
    OPTION_VALUE(struct options, "--people", people),
    {0},
};

/* Tests make the district slow with LIQU_DISTRICT_DELAY_MS. */
static int delay_ms(void)
{
    const char *text = getenv("LIQU_DISTRICT_DELAY_MS");
    uint64_t delay = 0;
    return text && text_to_uint(text, DELAY_MAX_MS, &delay) ? (int)delay : 0;
}

static bool open_district(const struct options *options, const struct place *place, struct district **ret,
                          struct err *err)
{
    char catalogue[sizeof place->assets + 32], people[sizeof catalogue], log[sizeof catalogue];
    place_join(catalogue, sizeof catalogue, place->assets, "catalogue");
    place_join(people, sizeof people, place->assets, "demo/people");
    place_join(log, sizeof log, place->state, "log/district.log");
    const struct district_places places = {.state = place->state,
                                           .catalogue = options->catalogue ? options->catalogue : catalogue,
                                           .people = options->people ? options->people : people};
    return log_open("district", log, err) && district_open(&places, ret, err);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct place place;
    struct district *district;
    struct server *server;
    struct err err;
    (void)argc;
    options_help(argv, USAGE);
    if (!options_only(rows, argv, &options, &err))
        options_exit("liqu-district", USAGE, &err);
    char path[sizeof place.run + 32];
    struct loop *loop = loop_create();
    loop_catch_signals(loop);
    if (!place_find(options.state, &place, &err) || !open_district(&options, &place, &district, &err))
        err_exit("liqu-district", EXIT_ENVIRONMENT, &err);
    place_join(path, sizeof path, place.run, "district.sock");
    if (!server_open(loop, path, district, delay_ms(), &server, &err))
        err_exit("liqu-district", EXIT_ENVIRONMENT, &err);
    int result = loop_run(loop);
    server_close(server);
    district_close(district);
    loop_destroy(loop);
    log_close();
    return result;
}
