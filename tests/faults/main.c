/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Proves that devices do not lie, whatever happens on the cable: the real liqu-device on the simulated bus
 * meets every kind of fault at every place. Afterwards it works again, or says honestly that it does not; and
 * card, page and sheet are what the kiosk was told. Without this a lost packet could show one resident
 * another's data, print a document twice, or leave a station dead until somebody comes.
 */
#include "base/options.h"
#include "base/text.h"
#include "tests/faults/ladder.h"
#include "tests/faults/report.h"
#include "tests/faults/storm.h"
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "usage: liqu-faults matrix [--jobs N] [--only MODEL:KIND:N]   every kind of fault at every place\n"
    "       liqu-faults slice                                     some of them\n"
    "       liqu-faults ladder                                    each measure, the budget, plugs in any "
    "order\n"
    "       liqu-faults storm [--seed N]                          a thousand faults and plugs in one run\n"
    "all: [--device PROGRAM] another liqu-device than the one beside it, [--tell] print all that happens,\n"
    "     [--tarry] the programs pause at random around their waits: what holds by luck shows\n";

struct options {
    const char *only, *device, *jobs, *seed;
    bool tell, tarry;
};

/* BUILD/bin/liqu-faults: the rest of the build is beside it, the cards stand in the tree. */
static void find_tools(const struct options *options, struct tools *ret)
{
    static char device[PATH_MAX], preload[PATH_MAX], cards[PATH_MAX];
    char self[PATH_MAX] = "";
    check(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
    const char *bin = dirname(self);
    snprintf(device, sizeof device, "%s/liqu-device", bin);
    snprintf(preload, sizeof preload, "%s/../lib/shared-time.so", bin);
    snprintf(cards, sizeof cards, "%s/../../tests/sim/cards", bin);
    *ret = (struct tools){.device = options->device ? options->device : device,
                          .preload = preload,
                          .cards = cards,
                          .tell = options->tell,
                          .tarry = options->tarry};
}

static int run(const char *word, const struct options *options, const struct tools *tools)
{
    uint64_t jobs, seed;
    if (!text_to_uint(options->jobs ? options->jobs : "1", REPORT_JOBS_MAX, &jobs) || !jobs ||
        !text_to_uint(options->seed ? options->seed : "1", UINT32_MAX, &seed))
        return -1;
    if (strcmp(word, "matrix") == 0 && options->only)
        return report_only(tools, options->only);
    if (strcmp(word, "matrix") == 0 || strcmp(word, "slice") == 0)
        return report_matrix(tools, (int)jobs, word[0] == 's');
    if (strcmp(word, "ladder") == 0)
        return ladder_run(tools);
    if (strcmp(word, "storm") == 0)
        return storm_run(tools, (uint32_t)seed);
    return -1;
}

int main(int argc, char **argv)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--only", only),
                                             OPTION_VALUE(struct options, "--device", device),
                                             OPTION_VALUE(struct options, "--jobs", jobs),
                                             OPTION_VALUE(struct options, "--seed", seed),
                                             OPTION_SWITCH(struct options, "--tell", tell),
                                             OPTION_SWITCH(struct options, "--tarry", tarry),
                                             {0}};
    struct options options = {0};
    struct tools tools;
    struct err err;
    int operands;
    (void)argc;
    options_help(argv, usage);
    if (!options_read(rows, argv, &options, &operands, &err))
        options_exit("liqu-faults", usage, &err);
    find_tools(&options, &tools);
    int code = operands == 1 ? run(argv[1], &options, &tools) : -1;
    if (code < 0) {
        err_set(&err, "one of its words, and numbers where numbers belong");
        options_exit("liqu-faults", usage, &err);
    }
    return code;
}
