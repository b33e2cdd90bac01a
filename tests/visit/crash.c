/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/crash.h"

#include "base/clock.h"
#include "tests/visit/expect.h"
#include "tests/visit/paper.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POINTS_MAX 200
/* A printer goes on with what it holds after the kiosk is gone; a sheet takes two seconds, sped up or not. */
#define QUIET_MS   2500
#define SETTLED_MS 30000
#define RESTART_MS 2000

static bool expect(struct play *play, const char *what, const char *value, struct err *err)
{
    struct story_line line = {.count = 5, .words = {"expect", what, value, "within", "15"}};
    if (!value)
        line = (struct story_line){.count = 4, .words = {"expect", what, "within", "5"}};
    return expect_line(play, &line, err) || err_prefix(err, "%s", what);
}

static void await_paper(const struct play *play)
{
    int64_t now = clock_real_mono_ms(), quiet = now + QUIET_MS, until = now + SETTLED_MS;
    int sheets = -1;
    while ((now = clock_real_mono_ms()) < quiet && now < until) {
        int count = paper_count(play->stage.sheets);
        if (count != sheets)
            quiet = now + QUIET_MS;
        sheets = count;
        usleep(50000);
    }
}

static long long count_of(const json_t *counts, const char *table, const char *state)
{
    return json_integer_value(json_object_get(json_object_get(counts, table), state));
}

/* Every proven print was cut, and nothing was cut that the journal does not own. */
static bool balanced(const struct play *play, struct err *err)
{
    json_t *counts;
    if (!stage_ask_json(&play->stage, "admin", "journal count", &counts, err))
        return false;
    long long printed = count_of(counts, "issues", "printed") + count_of(counts, "issues", "taken");
    long long unknown = count_of(counts, "issues", "unknown"), cases = count_of(counts, "cases", "lodged");
    json_decref(counts);
    int cut = paper_count(play->stage.sheets);
    return (printed <= cut && cut <= printed + unknown + cases) ||
           err_set(err, "%d sheets were cut, the journal knows %lld printed, %lld unknown, %lld cases", cut,
                   printed, unknown, cases);
}

static bool sound_afterwards(struct play *play, struct err *err)
{
    play->crashing = false;
    if (!expect(play, "screen", "idle", err))
        return false;
    await_paper(play);
    return stage_ask(&play->stage, "admin", "journal check", NULL, err) && balanced(play, err) &&
           (!play->needles.count || expect(play, "nothing-personal", NULL, err)) && play_stop(play, err);
}

/* may_still: a restart may be on its way. */
static bool was_restarted(const struct play *play, bool may_still)
{
    int64_t until = clock_real_mono_ms() + (may_still ? RESTART_MS : 0);
    while (stage_kiosk_starts(&play->stage) <= 1) {
        if (clock_real_mono_ms() >= until)
            return false;
        usleep(20000);
    }
    return true;
}

/* *ret_reached: the visit has as many points as this one. */
static bool crash_at(struct play *play, int point, bool *ret_reached, struct err *err)
{
    char value[32];
    bool whole = true;
    snprintf(value, sizeof value, "kiosk:%d", point);
    setenv("LIQU_CRASH_AT", value, 1);
    play->crashing = true;
    for (size_t i = 0; whole && i < play->story->count; i++) {
        const struct story_line *line = &play->story->lines[i];
        if (strcmp(line->words[0], "stop") == 0)
            break;
        whole = play_line(play, line, err);
        /* A crash before the first screen needs no visit to show what it left. */
        if (play->stage.kiosk_starts > 1)
            break;
    }
    *ret_reached = was_restarted(play, !whole);
    if (!whole && !*ret_reached)
        return false;
    return sound_afterwards(play, err);
}

enum play_result crash_story(const struct house *house, const struct story *story, int display,
                             struct err *err)
{
    bool reached = true, ok = true;
    for (int point = 1; ok && reached && point <= POINTS_MAX; point++) {
        struct play play;
        if (!play_open(&play, house, story, display, err))
            return PLAY_UNUSABLE;
        ok = crash_at(&play, point, &reached, err);
        play_close(&play, ok);
        if (!ok)
            err_prefix(err, "crash at kiosk:%d", point);
        else if (!reached && point == 1)
            ok = err_set(err, "%s: the kiosk passed no point where it could crash", story->path);
    }
    unsetenv("LIQU_CRASH_AT");
    return ok ? PLAY_PASSED : PLAY_FAILED;
}
