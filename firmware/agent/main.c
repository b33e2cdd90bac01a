/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-agent: the kiosk's way out. It holds no key and no readable personal data, so whoever takes it over
 * can delay and drop, but neither read nor forge.
 */
#include "agent/carrier.h"
#include "base/log.h"
#include "base/options.h"
#include "base/place.h"
#include "base/text.h"
#include "base/version.h"
#include <string.h>

#define USAGE "usage: liqu-agent --station NUMBER [--state DIR]   (NUMBER: town and kiosk, 31011411803)\n"

struct options {
    const char *state, *station;
};

static bool parse_options(char **argv, struct options *ret, struct err *err)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--state", state),
                                             OPTION_VALUE(struct options, "--station", station),
                                             {0}};
    return options_only(rows, argv, ret, err) &&
           ((ret->station && strlen(ret->station) == 11 && text_is_digits(ret->station, 11)) ||
            err_set(err, "--station: eleven digits must follow"));
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct place place;
    struct err err;
    (void)argc;
    options_help(argv, USAGE);
    if (!parse_options(argv, &options, &err))
        options_exit("liqu-agent", USAGE, &err);
    char path[sizeof place.state + 32], link_path[sizeof path], uplink_path[sizeof path];
    if (!place_find(options.state, &place, &err))
        err_exit("liqu-agent", EXIT_ENVIRONMENT, &err);
    place_join(path, sizeof path, place.state, "log/agent.log");
    place_join(link_path, sizeof link_path, place.run, "agent.sock");
    place_join(uplink_path, sizeof uplink_path, place.run, "district.sock");
    if (!log_open("agent", path, &err))
        err_exit("liqu-agent", EXIT_ENVIRONMENT, &err);

    struct loop *loop = loop_create();
    loop_catch_signals(loop);
    const struct carrier_options carrier_options = {.link_path = link_path,
                                                    .uplink_path = uplink_path,
                                                    .station = options.station,
                                                    .version = LIQU_VERSION};
    struct carrier *carrier = carrier_start(loop, &carrier_options);
    int result = loop_run(loop);
    carrier_stop(carrier);
    loop_destroy(loop);
    log_close();
    return result;
}
