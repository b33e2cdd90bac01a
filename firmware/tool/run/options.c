/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tool/run/options.h"

#include "base/options.h"

const char run_usage[] =
    "liqu-run [--state DIR] [--config FILE] [--inspect] [--window fit|1:1|left] [--uplink local|down]\n"
    "         [--no-reader] [--no-printer] [--no-agent]\n"
    "         [--sim [--bench] [--reader MODEL|none] [--printer MODEL|none] [--cards DIR] [--sheets DIR]\n"
    "                [--speed N]]\n"
    "Starts a kiosk on this desk and watches over its programs. Without --state: $LIQU_STATE, then\n"
    "$XDG_STATE_HOME/liqu. The first run of a state folder makes demo keys.\n";

#define VALUE(name, field)        OPTION_VALUE(struct options, name, field)
#define WORDS(name, field, words) OPTION_WORDS(struct options, name, field, words)
#define SWITCH(name, field)       OPTION_SWITCH(struct options, name, field)

static const struct option_row rows[] = {
    VALUE("--state", state),
    VALUE("--config", config),
    WORDS("--window", window, "fit|1:1|left"),
    WORDS("--uplink", uplink, "local|down"),
    SWITCH("--inspect", inspect),
    SWITCH("--no-reader", no_reader),
    SWITCH("--no-printer", no_printer),
    SWITCH("--no-agent", no_agent),
    SWITCH("--sim", sim),
    SWITCH("--bench", bench),
    VALUE("--reader", reader),
    VALUE("--printer", printer),
    VALUE("--cards", cards),
    VALUE("--sheets", sheets),
    VALUE("--speed", speed),
    {0},
};

/* What describes simulated devices and so means nothing without them; NULL when there is none. */
static const char *wants_sim(const struct options *options)
{
    return options->bench     ? "--bench"
           : options->reader  ? "--reader"
           : options->printer ? "--printer"
           : options->cards   ? "--cards"
           : options->sheets  ? "--sheets"
           : options->speed   ? "--speed"
                              : NULL;
}

bool run_options(char **argv, struct options *ret, struct err *err)
{
    struct options options = {0};
    if (!options_only(rows, argv, &options, err))
        return false;
    if (!options.sim && wants_sim(&options))
        return err_set(err, "%s: this describes simulated devices; add --sim", wants_sim(&options));
    *ret = options;
    return true;
}
