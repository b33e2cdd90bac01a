/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The text of a visit: one command a line, words parted by blanks, "quoted words" with \" and \\, # opens a
 * comment. A file must open with a comment that says what would be lost without it.
 */
#ifndef LIQU_TESTS_VISIT_STORY_H
#define LIQU_TESTS_VISIT_STORY_H

#include "base/buf.h"
#include "base/err.h"

#define STORY_WORDS 24

struct story_line {
    int number; /* from 1 */
    size_t count;
    const char *words[STORY_WORDS + 1]; /* NULL behind the last */
};

struct story {
    struct arena *arena;     /* owns all texts */
    const char *path, *name; /* name: the file's name without .visit */
    const char *purpose;     /* the opening comment's first line */
    struct story_line *lines;
    size_t count;
};

bool story_load(const char *path, struct story *ret, struct err *err) MUST_CHECK;
void story_finish(struct story *story);
/* The words from first on, joined by blanks, into ret. */
void story_join(const struct story_line *line, size_t first, struct buf *ret);
/* "3", "3s", "200ms", "1m" in milliseconds; -1 for anything else. */
long story_duration_ms(const char *text);

#endif
