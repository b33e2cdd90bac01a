/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-device: one USB device in a process of its own. It never has the journal, the display or the network,
 * and the printer's process never sees text.
 */
#include "base/log.h"
#include "base/options.h"
#include "base/place.h"
#include "base/text.h"
#include "device/ids.h"
#include "device/service.h"
#include "drivers/drivers.h"
#include <stdio.h>
#include <string.h>

#define USAGE                                                                                                \
    "usage: liqu-device reader [--state DIR] [--add-reader VID:PID[/zz]]\n"                                  \
    "       liqu-device printer [--state DIR] [--add-reader …] [--head-dots N] [--near-end-mm N]\n"        \
    "       liqu-device --ids udev|table|json [--add-reader …]\n"                                          \
    "They are reader.add, printer.dots and printer.near_end_mm of station.yaml.\n"
#define HEAD_DOTS_MOST   832
#define NEAR_END_MM_MOST 20000

struct options {
    const char *state, *ids, *word, *add_reader, *head_dots, *near_end_mm;
    enum link_class link_class;
    struct driver_setup setup;
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

static bool parse_number(const char *name, const char *text, uint32_t most, uint32_t *ret, struct err *err)
{
    uint64_t number = 0;
    if (text && (!text_to_uint(text, most, &number) || !number))
        return err_set(err, "%s: say a number from 1 to %u", name, most);
    *ret = (uint32_t)number;
    return true;
}

static bool parse_setup(struct options *options, struct err *err)
{
    uint32_t near_end_mm;
    if (options->link_class != LINK_PRINTER && (options->head_dots || options->near_end_mm))
        return err_set(err, "only a printer has a head and a roll");
    if (!parse_number("--head-dots", options->head_dots, HEAD_DOTS_MOST, &options->setup.head_dots, err) ||
        !parse_number("--near-end-mm", options->near_end_mm, NEAR_END_MM_MOST, &near_end_mm, err))
        return false;
    options->setup.near_end_mm = (int32_t)near_end_mm;
    return true;
}

static bool parse_options(char **argv, struct options *ret, struct err *err)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--state", state),
                                             OPTION_VALUE(struct options, "--add-reader", add_reader),
                                             OPTION_VALUE(struct options, "--head-dots", head_dots),
                                             OPTION_VALUE(struct options, "--near-end-mm", near_end_mm),
                                             OPTION_WORDS(struct options, "--ids", ids, "udev|table|json"),
                                             {0}};
    int operands;
    if (!options_read(rows, argv, ret, &operands, err))
        return false;
    if (ret->add_reader && !driver_add_reader(ret->add_reader))
        return err_set(err, "--add-reader: \"%s\" is no id; write one such as 1A2B:3C4D or 1A2B:3C4D/zz",
                       ret->add_reader);
    if (ret->ids)
        return operands == 0 || err_set(err, "%s: one argument too many", argv[1]);
    if (operands != 1 || !parse_class(argv[1], ret))
        return err_set(err, "say reader or printer");
    return parse_setup(ret, err);
}

static int serve(const struct options *options)
{
    char program[32], name[32], log_path[sizeof((struct place *)0)->state + 32], link_path[sizeof log_path],
        soiled_path[sizeof log_path], paper_path[sizeof log_path];
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
    snprintf(name, sizeof name, "%s.paper", options->word);
    place_join(paper_path, sizeof paper_path, place.state, name);
    if (!log_open(options->word, log_path, &err))
        err_exit(program, EXIT_ENVIRONMENT, &err);

    struct loop *loop = loop_create();
    loop_catch_signals(loop);
    const struct service_options service_options = {.link_class = options->link_class,
                                                    .link_path = link_path,
                                                    .soiled_path = soiled_path,
                                                    .paper_path = paper_path,
                                                    .setup = options->setup};
    if (!service_start(loop, &service_options, &service, &err))
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
    struct err err;
    (void)argc;
    options_help(argv, USAGE);
    if (!parse_options(argv, &options, &err))
        options_exit("liqu-device", USAGE, &err);
    if (!options.ids)
        return serve(&options);
    return ids_print(options.ids) ? EXIT_OK : EXIT_INTERNAL;
}
