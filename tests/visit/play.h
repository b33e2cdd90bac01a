/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Playing one visit, command by command. The language is described in tests/README.md.
 */
#ifndef LIQU_TESTS_VISIT_PLAY_H
#define LIQU_TESTS_VISIT_PLAY_H

#include "tests/visit/logs.h"
#include "tests/visit/needle.h"
#include "tests/visit/stage.h"
#include "tests/visit/story.h"

struct tour;

struct play {
    const struct house *house;
    const struct story *story;
    struct stage stage;
    struct needles needles; /* of every card placed so far */
    struct logs_allowed allowed;
    struct tour *tour;      /* NULL: no pictures but those asked for */
    char folder[PATH_SIZE]; /* OUT/NAME: pictures, and what is kept of a failure */
    int shots;
    bool unknown_model;
    bool crashing; /* the kiosk is made to crash: what waits for it gives up once it has */
};

enum play_result {
    PLAY_PASSED,
    PLAY_FAILED,
    PLAY_UNUSABLE /* usage, or a model the simulation does not know */
};

/* Every command and expectation has its proper words. */
bool play_check(const struct story *story, struct err *err) MUST_CHECK;
/* err says "FILE:LINE: COMMAND: what was found" unless the visit passed. */
enum play_result play_story(const struct house *house, const struct story *story, int display,
                            struct tour *tour, struct err *err);
/* ---- the parts of it ---- */
/* False: usage, or no folder could be made; nothing to close. */
bool play_open(struct play *play, const struct house *house, const struct story *story, int display,
               struct err *err) MUST_CHECK;
/* Stops what runs; keeps what a person needs to understand a failure. */
void play_close(struct play *play, bool passed);
bool play_line(struct play *play, const struct story_line *line, struct err *err) MUST_CHECK;
/* What `stop` does: nothing died unasked, reports, logs. */
bool play_stop(struct play *play, struct err *err) MUST_CHECK;
/* What happens besides the commands: a tour takes its pictures. */
void play_observe(struct play *play);

#endif
