/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-agent: the kiosk's way out. It holds no key and no readable personal data, so whoever takes it over
 * can delay and drop, but neither read nor forge.
 */
#include "agent/carrier.h"
#include "base/log.h"
#include "base/place.h"
#include "base/text.h"
#include "base/version.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define USAGE "usage: liqu-agent --station NUMBER [--state DIR]   (NUMBER: town and kiosk, 31011411803)\n"

struct options {
    const char *state, *station;
};

static bool parse_options(int argc, char **argv, struct options *ret)
{
    static const struct option longs[] = {
        {"state", required_argument, NULL, 's'}, {"station", required_argument, NULL, 'n'}, {0}};
    int letter;
    while ((letter = getopt_long(argc, argv, "", longs, NULL)) != -1)
        switch (letter) {
        case 's':
            ret->state = optarg;
            break;
        case 'n':
            ret->station = optarg;
            break;
        default:
            return false;
        }
    return optind == argc && ret->station && strlen(ret->station) == 11 && text_is_digits(ret->station, 11);
}

int main(int argc, char **argv)
{
    struct options options = {0};
    if (!parse_options(argc, argv, &options)) {
        fputs(USAGE, stderr);
        return EXIT_USAGE;
    }
    struct place place;
    struct err err;
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
