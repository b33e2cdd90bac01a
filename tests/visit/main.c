/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-visit: plays visits against the real programs on simulated devices, each in a process and a state
 * folder of its own, on a display nobody sees. One line a visit, last "N passed, N failed".
 */
#include "base/clock.h"
#include "base/options.h"
#include "base/text.h"
#include "tests/visit/crash.h"
#include "tests/visit/display.h"
#include "tests/visit/house.h"
#include "tests/visit/play.h"
#include "tests/visit/tour.h"
#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MAX 16

static const char usage[] =
    "liqu-visit [--jobs N] [--out DIR] [--asan] [--keep] [--speed N] [--must-fail REGEX] FILE.visit...\n"
    "liqu-visit --tour DIR FILE.visit...\n"
    "liqu-visit --crashes [--jobs N] [--speed N] FILE.visit...\n"
    "  --asan       the programs of the sanitizer build beside this one\n"
    "  --keep       keeps the state folders and says where they are\n"
    "  --speed N    of the simulated devices\n"
    "  --must-fail  passes when every visit fails with words that match\n"
    "  --crashes    each visit again and again, the kiosk killed at its next durable write\n"
    "  --tour DIR   pictures of every screen and sheet, with an index.html\n";

struct options {
    const char *jobs, *out, *speed, *must_fail, *tour;
    bool asan, keep, crashes;
    int job_count;
    char **files;
    int count;
};

static bool parse(char **argv, struct options *ret, struct err *err)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--jobs", jobs),
                                             OPTION_VALUE(struct options, "--out", out),
                                             OPTION_VALUE(struct options, "--speed", speed),
                                             OPTION_VALUE(struct options, "--must-fail", must_fail),
                                             OPTION_VALUE(struct options, "--tour", tour),
                                             OPTION_SWITCH(struct options, "--crashes", crashes),
                                             OPTION_SWITCH(struct options, "--asan", asan),
                                             OPTION_SWITCH(struct options, "--keep", keep),
                                             {0}};
    uint64_t jobs = 1;
    if (!options_read(rows, argv, ret, &ret->count, err))
        return false;
    if (ret->jobs && (!text_to_uint(ret->jobs, JOBS_MAX, &jobs) || !jobs))
        return err_set(err, "--jobs: 1 to %d", JOBS_MAX);
    ret->job_count = (int)jobs;
    ret->files = argv + 1;
    return ret->count > 0 || err_set(err, "which visits?");
}

/* With --must-fail the visit passes when it failed for the right reason. */
static enum play_result judge(const struct house *house, enum play_result result, struct err *err)
{
    regex_t regex;
    if (!house->must_fail || result == PLAY_UNUSABLE)
        return result;
    if (result == PLAY_PASSED) {
        err_set(err, "it passed, but had to fail with: %s", house->must_fail);
        return PLAY_FAILED;
    }
    if (regcomp(&regex, house->must_fail, REG_EXTENDED | REG_NOSUB) != 0) {
        err_set(err, "--must-fail %s: this is no regular expression", house->must_fail);
        return PLAY_UNUSABLE;
    }
    bool right = regexec(&regex, err->text, 0, NULL, 0) == 0;
    regfree(&regex);
    return right ? PLAY_PASSED : PLAY_FAILED;
}

static enum play_result play_file(const struct house *house, const char *path, int display, struct tour *tour)
{
    static const char *const words[] = {
        [PLAY_PASSED] = "pass", [PLAY_FAILED] = "FAIL", [PLAY_UNUSABLE] = "BAD "};
    struct story story = {0};
    struct err err = {0};
    enum play_result result = PLAY_UNUSABLE;
    int64_t from = clock_real_mono_ms();
    if (story_load(path, &story, &err)) {
        if (tour)
            tour_visit(tour, &story);
        result = house->crashes ? crash_story(house, &story, display, &err)
                                : judge(house, play_story(house, &story, display, tour, &err), &err);
    }
    /* Visits in parallel share the terminal: one write a line. */
    printf("%s  %-32s %5.1f s%s%s\n", words[result], story.name ? story.name : path,
           (double)(clock_real_mono_ms() - from) / 1000.0, result == PLAY_PASSED ? "" : "  ",
           result == PLAY_PASSED ? "" : err.text);
    fflush(stdout);
    story_finish(&story);
    return result;
}

struct totals {
    int count[PLAY_UNUSABLE + 1];
};

/* Up to --jobs children, each with the display of its slot. */
static void play_all(const struct house *house, const struct options *options, const struct display *displays,
                     struct totals *ret)
{
    pid_t slots[JOBS_MAX] = {0};
    int next = 0, running = 0;
    while (next < options->count || running) {
        int slot = 0;
        while (slot < options->job_count && slots[slot])
            slot++;
        if (next < options->count && slot < options->job_count) {
            fflush(stdout);
            slots[slot] = fork();
            check(slots[slot] >= 0);
            if (slots[slot] == 0)
                _exit(play_file(house, options->files[next], displays[slot].number, NULL));
            next++;
            running++;
            continue;
        }
        int status;
        pid_t ended = wait(&status);
        check(ended > 0 || errno == EINTR);
        for (slot = 0; slot < options->job_count; slot++) {
            if (slots[slot] != ended)
                continue;
            slots[slot] = 0;
            running--;
            int code = WIFEXITED(status) ? WEXITSTATUS(status) : PLAY_FAILED;
            ret->count[code <= PLAY_UNUSABLE ? code : PLAY_FAILED]++;
        }
    }
}

static bool play_tour(const struct house *house, const struct options *options, const struct display *display,
                      struct totals *ret, struct err *err)
{
    struct tour *tour = tour_open(house, options->tour, err);
    for (int i = 0; tour && i < options->count; i++)
        ret->count[play_file(house, options->files[i], display->number, tour)]++;
    bool ok = tour && tour_finish(tour, err);
    tour_close(tour);
    return ok;
}

static bool run(const struct house *house, const struct options *options, struct totals *ret, struct err *err)
{
    struct display displays[JOBS_MAX];
    int opened = 0;
    int wanted = options->tour                         ? 1
                 : options->job_count < options->count ? options->job_count
                                                       : options->count;
    bool ok = true;
    while (ok && opened < wanted) {
        ok = display_open(&displays[opened], err);
        opened += ok;
    }
    if (ok && options->tour)
        ok = play_tour(house, options, displays, ret, err);
    else if (ok)
        play_all(house, options, displays, ret);
    while (opened)
        display_close(&displays[--opened]);
    return ok;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct house house = {0};
    struct totals totals = {0};
    struct err err;
    (void)argc;
    options_help(argv, usage);
    if (!parse(argv, &options, &err))
        options_exit("liqu-visit", usage, &err);
    signal(SIGPIPE, SIG_IGN);
    bool ok = house_open(options.out, options.asan, &house, &err);
    house.keep = options.keep;
    house.crashes = options.crashes;
    house.speed = options.speed;
    house.must_fail = options.must_fail;
    ok = ok && run(&house, &options, &totals, &err);
    house_close(&house);
    if (!ok)
        err_exit("liqu-visit", EXIT_ENVIRONMENT, &err);
    int failed = totals.count[PLAY_FAILED] + totals.count[PLAY_UNUSABLE];
    printf("%d passed, %d failed\n", totals.count[PLAY_PASSED], failed);
    return totals.count[PLAY_UNUSABLE] ? EXIT_USAGE : failed ? EXIT_REFUSED : EXIT_OK;
}
