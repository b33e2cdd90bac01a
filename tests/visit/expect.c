/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/expect.h"

#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include "tests/visit/code.h"
#include "tests/visit/logs.h"
#include "tests/visit/paper.h"
#include "tests/visit/search.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_MS 2000
#define POLL_MS    25

/* words: behind the words that name the expectation, NULL-terminated. */
typedef bool holds_fn(struct play *play, const char *const *words, struct err *err);

static bool screen_is(struct play *play, const char *const *words, struct err *err)
{
    char screen[64];
    stage_screen(&play->stage, screen, sizeof screen);
    return strcmp(screen, words[0]) == 0 || err_set(err, "the screen is %s", *screen ? screen : "dark");
}

static bool text_shown(struct play *play, const char *const *words, struct err *err)
{
    struct tree tree;
    if (!stage_tree(&play->stage, &tree, err))
        return false;
    bool ok = tree_says(&tree, words[0]) || err_set(err, "screen %s does not say so", tree_screen(&tree));
    tree_finish(&tree);
    return ok;
}

static bool text_absent(struct play *play, const char *const *words, struct err *err)
{
    struct tree tree;
    if (!stage_tree(&play->stage, &tree, err))
        return false;
    bool ok = !tree_says(&tree, words[0]) || err_set(err, "screen %s says so", tree_screen(&tree));
    tree_finish(&tree);
    return ok;
}

static bool element_is(struct play *play, const char *const *words, struct err *err)
{
    struct tree tree;
    if (!stage_tree(&play->stage, &tree, err))
        return false;
    const char *found = !tree_has(&tree, words[0])      ? "absent"
                        : tree_enabled(&tree, words[0]) ? "enabled"
                                                        : "disabled";
    bool ok = words[1] ? strcmp(found, words[1]) == 0 : strcmp(found, "absent") != 0;
    if (!ok)
        err_set(err, "it is %s on screen %s", found, tree_screen(&tree));
    tree_finish(&tree);
    return ok;
}

static bool sheets_are(struct play *play, const char *const *words, struct err *err)
{
    int count = paper_count(play->stage.sheets);
    return count == atoi(words[0]) || err_set(err, "%d were cut", count);
}

/* At least so many rows (8 a millimetre), so that what comes next comes in mid-page. */
static bool page_hangs(struct play *play, const char *const *words, struct err *err)
{
    json_t *state;
    if (!stage_ask_json(&play->stage, "sim", "state", &state, err))
        return false;
    long long rows = json_integer_value(json_object_get(json_object_get(state, "printer"), "hanging_rows"));
    json_decref(state);
    return rows >= atoll(words[0]) || err_set(err, "%lld rows hang out of the printer", rows);
}

static bool load_sheet(const struct play *play, const char *n, struct dots *ret, struct err *err)
{
    char path[600];
    if (atoi(n) > paper_count(play->stage.sheets))
        return err_set(err, "only %d sheets were cut", paper_count(play->stage.sheets));
    paper_path(play->stage.sheets, atoi(n), path, sizeof path);
    return dots_load_png(path, ret, err);
}

static bool sheet_says(struct play *play, const char *const *words, struct err *err)
{
    struct dots sheet;
    if (!load_sheet(play, words[0], &sheet, err))
        return false;
    bool no = strcmp(words[1], "no") == 0;
    bool ok = no ? paper_silent(&sheet, play->stage.pages, words[3], err)
                 : paper_says(&sheet, play->stage.pages, words[2], err);
    dots_finish(&sheet);
    return ok;
}

static bool sheet_code(struct play *play, const char *const *words, struct err *err)
{
    struct dots sheet;
    struct codes codes;
    if (!load_sheet(play, words[0], &sheet, err))
        return false;
    codes_read(&sheet, &codes);
    dots_finish(&sheet);
    bool ok = strcmp(words[2], "opens") == 0 ? codes_open(&codes, play->house, err)
                                             : codes_verify(&codes, play->house, err);
    codes_finish(&codes);
    return ok;
}

static bool count_is(const json_t *table, const char *pair, struct err *err)
{
    char state[64];
    const char *at = strchr(pair, '=');
    text_copy(state, sizeof state, pair);
    state[strcspn(state, "=")] = '\0';
    long long found = json_integer_value(json_object_get(table, state)); /* a count left out is 0 */
    return found == atoll(at + 1) || err_set(err, "%s=%lld", state, found);
}

static bool journal_is(struct play *play, const char *const *words, struct err *err)
{
    json_t *counts;
    if (!stage_ask_json(&play->stage, "admin", "journal count", &counts, err))
        return false;
    bool ok = true;
    for (size_t i = 1; ok && words[i]; i++)
        ok = count_is(json_object_get(counts, words[0]), words[i], err);
    json_decref(counts);
    return ok;
}

static bool device_is(struct play *play, const char *const *words, struct err *err)
{
    json_t *state;
    if (!stage_ask_json(&play->stage, "inspect", "state", &state, err))
        return false;
    json_t *device = json_object_get(json_object_get(state, "devices"), words[0]);
    const char *status = json_string_value(json_object_get(device, "status"));
    const char *cause = json_string_value(json_object_get(device, "cause"));
    bool ok = (status && strcmp(status, words[1]) == 0) ||
              err_set(err, "it is %s (%s)", status ? status : "not known", cause ? cause : "-");
    json_decref(state);
    return ok;
}

static bool process_is(struct play *play, const char *const *words, struct err *err)
{
    pid_t pid;
    int starts;
    bool alive;
    if (!stage_process(&play->stage, words[0], &pid, &starts, &alive, err))
        return false;
    bool restarted = strcmp(words[1], "restarted") == 0;
    return (alive && (!restarted || starts > 1)) ||
           err_set(err, "it is %s after %d starts", alive ? "alive" : "down", starts);
}

/* Plugged in, and no program has opened it or asked it for anything. */
static bool device_untouched(struct play *play, const char *const *words, struct err *err)
{
    json_t *state;
    if (!stage_ask_json(&play->stage, "sim", "state", &state, err))
        return false;
    const json_t *device = json_object_get(state, words[0]);
    long long opens = json_integer_value(json_object_get(device, "opens"));
    long long reports = json_integer_value(json_object_get(device, "reports"));
    bool ok = json_is_true(json_object_get(device, "plugged")) ? opens == 0 && reports == 0 : false;
    if (!ok)
        err_set(err, "%s is not plugged in, or was opened (%lld times) or asked (%lld times)", words[0],
                opens, reports);
    json_decref(state);
    return ok;
}

static bool log_says(struct play *play, const char *const *words, struct err *err)
{
    struct buf log CLEANUP(buf_finish) = {0};
    char folder[600];
    place_join(folder, sizeof folder, play->stage.state, "log");
    return logs_read(folder, words[0], &log, err) &&
           (strstr(buf_string(&log), words[1]) || err_set(err, "%s.log does not say so", words[0]));
}

/* ---- nothing personal ---- */

static bool memory_clean(struct play *play, const char *name, bool absent, struct err *err)
{
    pid_t pid;
    int starts;
    bool alive;
    if (absent)
        return true;
    if (!stage_process(&play->stage, name, &pid, &starts, &alive, err))
        return false;
    if (!alive)
        return err_set(err, "%s is down, its memory cannot be read", name);
    return search_process(pid, name, &play->needles, play->house->asan, err);
}

static bool files_clean(struct play *play, struct err *err)
{
    char log[600];
    place_join(log, sizeof log, play->stage.state, "log");
    /* The logs twice: one that was full and renamed between the listing and the look stands in the second. */
    return search_folder(play->stage.state, "journal", &play->needles, err) &&
           search_folder(play->stage.state, "agent", &play->needles, err) &&
           search_folder(log, "", &play->needles, err) && search_folder(log, "", &play->needles, err) &&
           search_folder(play->stage.run, "", &play->needles, err);
}

static bool screen_clean(struct play *play, struct err *err)
{
    struct tree tree;
    if (!stage_tree(&play->stage, &tree, err))
        return false;
    bool ok = strcmp(tree_screen(&tree), "idle") == 0 ||
              err_set(err, "the screen is %s, not idle", tree_screen(&tree));
    ok = ok && tree_free_of(&tree, &play->needles, err);
    tree_finish(&tree);
    return ok;
}

static bool nothing_personal(struct play *play, const char *const *words, struct err *err)
{
    (void)words;
    const struct stage_start *start = &play->stage.wanted;
    if (!play->needles.count) /* no card was placed: there is nobody to look for, only the page to be idle */
        return screen_clean(play, err);
    return screen_clean(play, err) && files_clean(play, err) && memory_clean(play, "kiosk", false, err) &&
           memory_clean(play, "reader", start->no_reader, err) &&
           memory_clean(play, "printer", start->no_printer, err) &&
           memory_clean(play, "agent", start->no_agent, err);
}

/* One program, whatever is on the screen. */
static bool nothing_personal_in(struct play *play, const char *const *words, struct err *err)
{
    if (!play->needles.count)
        return err_set(err, "no card was placed, so nothing could be left behind");
    return memory_clean(play, words[0], false, err);
}

/* ---- the forms ---- */

/* pattern: words that must stand there; * takes any one, N a number, K=N a count, a|b either, … repeats the
 * last. */
static const struct form {
    const char *pattern[6];
    size_t skip; /* words that only name the form */
    holds_fn *holds;
} forms[] = {
    {{"screen", "*"}, 1, screen_is},
    {{"text", "*"}, 1, text_shown},
    {{"no", "text", "*"}, 2, text_absent},
    {{"element", "*"}, 1, element_is},
    {{"element", "*", "enabled|disabled|absent"}, 1, element_is},
    {{"sheets", "N"}, 1, sheets_are},
    {{"hanging", "N"}, 1, page_hangs},
    {{"sheet", "N", "text", "*"}, 1, sheet_says},
    {{"sheet", "N", "no", "text", "*"}, 1, sheet_says},
    {{"sheet", "N", "qr", "verifies|opens"}, 1, sheet_code},
    {{"journal", "visits|issues|cases|outbox|audit", "K=N", "…"}, 1, journal_is},
    {{"device", "reader|printer", "online|busy|attention|offline|absent|fault"}, 1, device_is},
    {{"process", "kiosk|reader|printer|agent|district", "alive|restarted"}, 1, process_is},
    {{"untouched", "keyboard|storage"}, 1, device_untouched},
    {{"log", "kiosk|reader|printer|agent|district", "*"}, 1, log_says},
    {{"nothing-personal"}, 1, nothing_personal},
    {{"nothing-personal", "in", "kiosk|reader|printer|agent"}, 2, nothing_personal_in},
};

static bool is_number(const char *text)
{
    return text_is_digits(text, strlen(text)) && *text;
}

static bool one_of(const char *choices, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (strncmp(at, word, len) == 0 && (at[len] == '|' || at[len] == '\0'))
            return true;
    return false;
}

static bool word_fits(const char *pattern, const char *word)
{
    if (strcmp(pattern, "*") == 0)
        return true;
    if (strcmp(pattern, "N") == 0)
        return is_number(word);
    if (strcmp(pattern, "K=N") == 0)
        return strchr(word, '=') && word[0] != '=' && is_number(strchr(word, '=') + 1);
    return one_of(pattern, word);
}

static bool form_fits(const struct form *form, const char *const *words, size_t count)
{
    size_t at = 0;
    const char *pattern = NULL;
    for (size_t i = 0; i < COUNT_OF(form->pattern) && form->pattern[i]; i++) {
        if (strcmp(form->pattern[i], "…") == 0) {
            while (at < count && word_fits(pattern, words[at]))
                at++;
            break;
        }
        pattern = form->pattern[i];
        if (at == count || !word_fits(pattern, words[at++]))
            return false;
    }
    return at == count;
}

struct expectation {
    const struct form *form;
    const char *words[STORY_WORDS + 1]; /* behind "expect", without "within T" */
    long within_ms;
};

static bool parse(const struct story_line *line, struct expectation *ret, struct err *err)
{
    size_t count = line->count - 1;
    *ret = (struct expectation){.within_ms = DEFAULT_MS};
    if (count > 2 && strcmp(line->words[line->count - 2], "within") == 0) {
        ret->within_ms = story_duration_ms(line->words[line->count - 1]);
        if (ret->within_ms < 0)
            return err_set(err, "%s is no duration", line->words[line->count - 1]);
        count -= 2;
    }
    for (size_t i = 0; i < count; i++)
        ret->words[i] = line->words[i + 1];
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (form_fits(&forms[i], ret->words, count))
            ret->form = &forms[i];
    return ret->form || err_set(err, "this can not be expected; the forms stand in tests/README.md");
}

bool expect_check(const struct story_line *line, struct err *err)
{
    struct expectation expectation;
    return parse(line, &expectation, err);
}

bool expect_line(struct play *play, const struct story_line *line, struct err *err)
{
    struct expectation expectation;
    if (!parse(line, &expectation, err))
        return false;
    struct patience patience = house_patience(play->house, expectation.within_ms);
    for (;;) {
        /* The look at the deadline counts: one may itself take long. */
        bool last = patience_ends(&patience);
        play_observe(play);
        if (expectation.form->holds(play, expectation.words + expectation.form->skip, err))
            return true;
        if (last || (play->crashing && stage_kiosk_starts(&play->stage) > play->stage.kiosk_starts))
            return false;
        usleep(POLL_MS * 1000);
    }
}
