/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/play.h"

#include "base/place.h"
#include "tests/visit/expect.h"
#include "tests/visit/folder.h"
#include "tests/visit/touch.h"
#include "tests/visit/tour.h"
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef bool command_fn(struct play *play, const struct story_line *line, struct err *err);

/* ---- start and stop ---- */

static const struct start_option {
    const char *name;
    size_t offset;
    bool takes_value;
    const char *words[3]; /* the only values there are; none: any */
} start_options[] = {
    {"--keep", offsetof(struct stage_start, keep), false, {NULL}},
    {"--no-reader", offsetof(struct stage_start, no_reader), false, {NULL}},
    {"--no-printer", offsetof(struct stage_start, no_printer), false, {NULL}},
    {"--no-agent", offsetof(struct stage_start, no_agent), false, {NULL}},
    {"--leak", offsetof(struct stage_start, leak), false, {NULL}},
    {"--elder", offsetof(struct stage_start, elder), false, {NULL}},
    {"--config", offsetof(struct stage_start, config), true, {NULL}},
    {"--lang", offsetof(struct stage_start, lang), true, {"zh", "en"}},
    {"--reader", offsetof(struct stage_start, reader), true, {NULL}},
    {"--printer", offsetof(struct stage_start, printer), true, {NULL}},
    {"--uplink", offsetof(struct stage_start, uplink), true, {"local", "down"}},
    {"--district-ms", offsetof(struct stage_start, district_ms), true, {NULL}},
};

static const struct start_option *start_option_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(start_options); i++)
        if (strcmp(start_options[i].name, name) == 0)
            return &start_options[i];
    return NULL;
}

static bool start_word_fits(const struct start_option *option, const char *value, struct err *err)
{
    for (size_t i = 0; option->words[i]; i++)
        if (strcmp(option->words[i], value) == 0)
            return true;
    return !option->words[0] || err_set(err, "%s %s: it must be one of %s, %s", option->name, value,
                                        option->words[0], option->words[1]);
}

static bool start_parse(const struct story_line *line, struct stage_start *ret, struct err *err)
{
    *ret = (struct stage_start){0};
    for (size_t i = 1; i < line->count; i++) {
        const struct start_option *option = start_option_find(line->words[i]);
        if (!option)
            return err_set(err, "%s: no such option of start", line->words[i]);
        void *field = (char *)ret + option->offset;
        if (!option->takes_value) {
            *(bool *)field = true;
            continue;
        }
        if (++i == line->count)
            return err_set(err, "%s: a value is missing", option->name);
        if (!start_word_fits(option, line->words[i], err))
            return false;
        *(const char **)field = line->words[i];
    }
    return true;
}

static bool do_start(struct play *play, const struct story_line *line, struct err *err)
{
    struct stage_start start;
    return start_parse(line, &start, err) && stage_start(&play->stage, &start, &play->unknown_model, err) &&
           touch_modes(&play->stage, err);
}

static bool do_stop(struct play *play, const struct story_line *line, struct err *err)
{
    (void)line;
    char log[600];
    place_join(log, sizeof log, play->stage.state, "log");
    return stage_stop(&play->stage, err) && logs_no_reports(play->stage.reports, err) &&
           logs_quiet(log, &play->allowed, err);
}

/* ---- what a resident, a technician and the world do ---- */

static bool ask(struct play *play, const char *socket, const struct story_line *line, size_t from,
                const char *verb, struct err *err)
{
    struct buf text = {0};
    buf_text(&text, verb);
    story_join(line, from, &text);
    bool ok = stage_ask(&play->stage, socket, buf_string(&text), NULL, err);
    buf_finish(&text);
    return ok;
}

static bool do_tap(struct play *play, const struct story_line *line, struct err *err)
{
    return touch_tap(&play->stage, line->words[0], line->words[1], err) && touch_modes(&play->stage, err);
}

static bool do_inspect(struct play *play, const struct story_line *line, struct err *err)
{
    return ask(play, "inspect", line, 0, "", err);
}

static bool do_program(struct play *play, const struct story_line *line, struct err *err)
{
    int program = stage_program(line->words[1]);
    if (program >= 0)
        play->stage.asked[program]++;
    return ask(play, "run", line, 0, "", err);
}

static bool do_sim(struct play *play, const struct story_line *line, struct err *err)
{
    bool placed =
        strcmp(line->words[0], "card") == 0 && line->count > 2 && strcmp(line->words[1], "place") == 0;
    /* Before it is laid down: nothing of it may be missed. */
    if (placed && !needles_add_card(&play->needles, play->house->cards, line->words[2], err))
        return false;
    return ask(play, "sim", line, 0, "", err);
}

static bool do_agent(struct play *play, const struct story_line *line, struct err *err)
{
    return stage_false_agent(&play->stage, line->words[2], err);
}

static bool do_wait(struct play *play, const struct story_line *line, struct err *err)
{
    (void)play;
    long ms = story_duration_ms(line->words[1]);
    if (ms < 0)
        return err_set(err, "%s is no duration", line->words[1]);
    usleep((useconds_t)ms * 1000);
    return true;
}

static bool do_allow(struct play *play, const struct story_line *line, struct err *err)
{
    return logs_allow(&play->allowed, line->words[2], err);
}

static bool do_shot(struct play *play, const struct story_line *line, struct err *err)
{
    char command[PATH_SIZE + 64];
    snprintf(command, sizeof command, "shot %s/%02d-%s.png", play->folder, ++play->shots, line->words[1]);
    return stage_ask(&play->stage, "inspect", command, NULL, err);
}

static const struct command {
    const char *name;
    size_t min, max; /* words, with the name */
    command_fn *run;
} commands[] = {
    {"start", 1, STORY_WORDS, do_start},
    {"stop", 1, 1, do_stop},
    {"restart", 2, 2, do_program},
    {"kill", 2, 2, do_program},
    {"wait", 2, 2, do_wait},
    {"tap", 2, 2, do_tap},
    {"doubletap", 2, 2, do_tap},
    {"key", 2, 2, do_inspect},
    {"type", 2, STORY_WORDS, do_inspect},
    {"clock", 2, 2, do_inspect},
    {"shot", 2, 2, do_shot},
    {"allow", 3, 3, do_allow},
    {"agent", 3, 3, do_agent},
    {"expect", 2, STORY_WORDS, expect_line},
    /* lines of the simulated bus */
    {"card", 2, 4, do_sim},
    {"reader", 2, 2, do_sim},
    {"printer", 2, 3, do_sim},
    {"paper", 2, 4, do_sim},
    {"cover", 2, 2, do_sim},
    {"cutter", 2, 2, do_sim},
    {"head", 2, 2, do_sim},
    {"sheet", 2, 4, do_sim},
    {"piece", 2, 2, do_sim},
    {"fault", 3, 7, do_sim},
    {"plug", 2, 2, do_sim},
    {"unplug", 2, 2, do_sim},
    {"trace", 2, 3, do_sim},
    {"speed", 2, 2, do_sim},
    {"state", 1, 1, do_sim},
};

static const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static bool check_line(const struct story_line *line, struct err *err)
{
    const struct command *command = command_find(line->words[0]);
    struct stage_start start;
    if (!command)
        return err_set(err, "no such command");
    if (line->count < command->min || line->count > command->max)
        return err_set(err, "this command has another number of words");
    if (command->run == do_start)
        return start_parse(line, &start, err);
    return command->run != expect_line || expect_check(line, err);
}

static bool at_line(const struct story *story, const struct story_line *line, struct err *err)
{
    struct buf text = {0};
    story_join(line, 0, &text);
    err_prefix(err, "%s:%d: %s", story->path, line->number, buf_string(&text));
    buf_finish(&text);
    return false;
}

bool play_check(const struct story *story, struct err *err)
{
    for (size_t i = 0; i < story->count; i++)
        if (!check_line(&story->lines[i], err))
            return at_line(story, &story->lines[i], err);
    return strcmp(story->lines[0].words[0], "start") == 0 || strcmp(story->lines[0].words[0], "allow") == 0 ||
           err_set(err, "%s:%d: a visit begins with start", story->path, story->lines[0].number);
}

void play_observe(struct play *play)
{
    if (play->tour && stage_running(&play->stage))
        tour_observe(play->tour, &play->stage);
}

/* ---- a whole visit ---- */

static void keep_answer(const struct play *play, const char *line)
{
    char path[PATH_SIZE + 64];
    struct buf answer = {0};
    snprintf(path, sizeof path, "%s/%s.json", play->folder, line);
    if (stage_ask(&play->stage, "inspect", line, &answer, NULL) &&
        !folder_write(path, buf_string(&answer), NULL))
        unlink(path);
    buf_finish(&answer);
}

/* What a person needs to understand a failure; none of it can fail the visit once more. */
static void keep_failure(const struct play *play)
{
    char from[600], to[PATH_SIZE + 64], shot[PATH_SIZE + 64];
    bool kept = true;
    if (stage_running(&play->stage)) {
        snprintf(shot, sizeof shot, "shot %s/failed.png", play->folder);
        kept = stage_ask(&play->stage, "inspect", shot, NULL, NULL);
        keep_answer(play, "tree");
        keep_answer(play, "state");
    }
    place_join(from, sizeof from, play->stage.state, "log");
    place_join(to, sizeof to, play->folder, "log");
    kept = folder_copy(from, to, NULL) && kept;
    place_join(to, sizeof to, play->folder, "sheets");
    kept = folder_copy(play->stage.sheets, to, NULL) && kept;
    place_join(to, sizeof to, play->folder, "output");
    kept = folder_copy_file(play->stage.output, to, NULL) && kept;
    if (!kept)
        fprintf(stderr, "liqu-visit: %s: not everything of this failure could be kept\n", play->folder);
}

bool play_line(struct play *play, const struct story_line *line, struct err *err)
{
    if (!command_find(line->words[0])->run(play, line, err))
        return at_line(play->story, line, err);
    play_observe(play);
    return true;
}

bool play_stop(struct play *play, struct err *err)
{
    return do_stop(play, NULL, err) || err_prefix(err, "%s: at the end", play->story->path);
}

bool play_open(struct play *play, const struct house *house, const struct story *story, int display,
               struct err *err)
{
    *play = (struct play){.house = house, .story = story};
    place_join(play->folder, sizeof play->folder, house->out, story->name);
    return play_check(story, err) && stage_open(house, display, play->folder, &play->stage, err);
}

void play_close(struct play *play, bool passed)
{
    if (!passed)
        keep_failure(play);
    if (play->house->keep)
        printf("kept: %s\n", play->stage.root);
    stage_close(&play->stage);
    needles_finish(&play->needles);
    logs_allowed_finish(&play->allowed);
}

enum play_result play_story(const struct house *house, const struct story *story, int display,
                            struct tour *tour, struct err *err)
{
    struct play play;
    if (!play_open(&play, house, story, display, err))
        return PLAY_UNUSABLE;
    play.tour = tour;
    bool ok = true;
    for (size_t i = 0; ok && i < story->count; i++)
        ok = play_line(&play, &story->lines[i], err);
    /* A visit that forgets its `stop` is held to the same checks. */
    ok = ok && (!stage_running(&play.stage) || play_stop(&play, err));
    play_close(&play, ok);
    return ok ? PLAY_PASSED : play.unknown_model ? PLAY_UNUSABLE : PLAY_FAILED;
}
