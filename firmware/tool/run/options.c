/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tool/run/options.h"

#include <stddef.h>
#include <string.h>

const char options_usage[] =
    "liqu-run [--state DIR] [--config FILE] [--inspect] [--window fit|1:1] [--uplink local|down]\n"
    "         [--no-reader] [--no-printer] [--no-agent]\n"
    "         [--sim [--bench] [--reader MODEL|none] [--printer MODEL|none] [--cards DIR] [--sheets DIR]\n"
    "                [--speed N]]\n"
    "Starts a kiosk on this desk and watches over its programs. Without --state: $LIQU_STATE, then\n"
    "$XDG_STATE_HOME/liqu. The first run of a state folder makes demo keys.\n";

/* A switch sets a bool; an option with a value stores it, and when words are given it must be one of them. */
static const struct option {
    const char *name;
    size_t offset;
    bool takes_value, needs_sim;
    const char *words[3];
} table[] = {
    {.name = "--state", .offset = offsetof(struct options, state), .takes_value = true},
    {.name = "--config", .offset = offsetof(struct options, config), .takes_value = true},
    {.name = "--window",
     .offset = offsetof(struct options, window),
     .takes_value = true,
     .words = {"fit", "1:1"}},
    {.name = "--uplink",
     .offset = offsetof(struct options, uplink),
     .takes_value = true,
     .words = {"local", "down"}},
    {.name = "--inspect", .offset = offsetof(struct options, inspect)},
    {.name = "--help", .offset = offsetof(struct options, help)},
    {.name = "--no-reader", .offset = offsetof(struct options, no_reader)},
    {.name = "--no-printer", .offset = offsetof(struct options, no_printer)},
    {.name = "--no-agent", .offset = offsetof(struct options, no_agent)},
    {.name = "--sim", .offset = offsetof(struct options, sim)},
    {.name = "--bench", .offset = offsetof(struct options, bench), .needs_sim = true},
    {.name = "--reader", .offset = offsetof(struct options, reader), .takes_value = true, .needs_sim = true},
    {.name = "--printer",
     .offset = offsetof(struct options, printer),
     .takes_value = true,
     .needs_sim = true},
    {.name = "--cards", .offset = offsetof(struct options, cards), .takes_value = true, .needs_sim = true},
    {.name = "--sheets", .offset = offsetof(struct options, sheets), .takes_value = true, .needs_sim = true},
    {.name = "--speed", .offset = offsetof(struct options, speed), .takes_value = true, .needs_sim = true},
};

static const struct option *find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

static bool allowed(const struct option *option, const char *value)
{
    if (!option->words[0])
        return *value != '\0';
    for (size_t i = 0; i < COUNT_OF(option->words) && option->words[i]; i++)
        if (strcmp(option->words[i], value) == 0)
            return true;
    return false;
}

bool options_parse(int argc, char **argv, struct options *ret, struct err *err)
{
    struct options options = {0};
    const char *wants_sim = NULL;
    for (int i = 1; i < argc; i++) {
        const struct option *option = find(argv[i]);
        if (!option)
            return err_set(err, "%s: no such option; see liqu-run --help", argv[i]);
        void *field = (char *)&options + option->offset;
        if (option->needs_sim)
            wants_sim = option->name;
        if (!option->takes_value) {
            *(bool *)field = true;
            continue;
        }
        if (i + 1 == argc || !allowed(option, argv[i + 1]))
            return err_set(err, "%s: this option needs a proper value; see liqu-run --help", option->name);
        *(const char **)field = argv[++i];
    }
    if (wants_sim && !options.sim)
        return err_set(err, "%s: this describes simulated devices; add --sim", wants_sim);
    *ret = options;
    return true;
}
