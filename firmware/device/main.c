/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-device: one USB device in a process of its own. It never has the journal, the display or the network,
 * and the printer's process never sees text.
 */
#include "base/log.h"
#include "base/place.h"
#include "device/ids.h"
#include "device/service.h"
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define USAGE "usage: liqu-device reader|printer [--state DIR]\n       liqu-device --ids udev|table|json\n"

struct options {
    const char *state, *ids, *word;
    enum link_class link_class;
};

static bool parse_class(const char *word, struct options *ret)
{
    static const struct {
        const char *word;
        enum link_class link_class;
    } classes[] = {{"reader", LINK_READER}, {"printer", LINK_PRINTER}};
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (strcmp(classes[i].word, word) == 0) {
            ret->word = classes[i].word;
            ret->link_class = classes[i].link_class;
            return true;
        }
    return false;
}

static bool parse_options(int argc, char **argv, struct options *ret)
{
    static const struct option longs[] = {
        {"state", required_argument, NULL, 's'}, {"ids", required_argument, NULL, 'i'}, {0}};
    int letter;
    while ((letter = getopt_long(argc, argv, "", longs, NULL)) != -1)
        switch (letter) {
        case 's':
            ret->state = optarg;
            break;
        case 'i':
            ret->ids = optarg;
            break;
        default:
            return false;
        }
    if (ret->ids)
        return optind == argc;
    return optind + 1 == argc && parse_class(argv[optind], ret);
}

static int serve(const struct options *options)
{
    char program[32], name[32], log_path[sizeof((struct place *)0)->state + 32], link_path[sizeof log_path],
        soiled_path[sizeof log_path];
    struct place place;
    struct service *service;
    struct err err;
    snprintf(program, sizeof program, "liqu-device %s", options->word);
    if (!place_find(options->state, &place, &err))
        err_exit(program, EXIT_ENVIRONMENT, &err);
    snprintf(name, sizeof name, "log/%s.log", options->word);
    place_join(log_path, sizeof log_path, place.state, name);
    snprintf(name, sizeof name, "%s.sock", options->word);
    place_join(link_path, sizeof link_path, place.run, name);
    snprintf(name, sizeof name, "%s.soiled", options->word);
    place_join(soiled_path, sizeof soiled_path, place.state, name);
    if (!log_open(options->word, log_path, &err))
        err_exit(program, EXIT_ENVIRONMENT, &err);

    struct loop *loop = loop_create();
    loop_catch_signals(loop);
    if (!service_start(loop, options->link_class, link_path, soiled_path, &service, &err))
        err_exit(program, EXIT_ENVIRONMENT, &err);
    int result = loop_run(loop);
    service_stop(service);
    loop_destroy(loop);
    log_close();
    return result;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    if (!parse_options(argc, argv, &options)) {
        fputs(USAGE, stderr);
        return EXIT_USAGE;
    }
    if (!options.ids)
        return serve(&options);
    if (ids_print(options.ids))
        return EXIT_OK;
    fputs(USAGE, stderr);
    return EXIT_USAGE;
}
