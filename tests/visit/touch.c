/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/touch.h"

#include "base/clock.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MS   2000
#define SETTLE_MS 200 /* a screen that is just coming must not have its list turned */
#define POLL_MS   20
#define TURNS_MAX 80

struct search {
    const struct stage *stage;
    const char *id;
    bool more_opened, turned_back;
    int turns;
};

static bool tap_now(const struct stage *stage, const char *word, const char *id, struct err *err)
{
    char line[160];
    snprintf(line, sizeof line, "%s %s", word, id);
    return stage_ask(stage, "inspect", line, NULL, err);
}

/* What a person would try next to find it; NULL: nothing more. Forward to the last page, back to the first,
 * 更多. */
static const char *next_try(struct search *search, const struct tree *tree)
{
    bool is_mode = strncmp(search->id, "mode.", 5) == 0 ||
                   (strncmp(search->id, "nav.", 4) == 0 && strcmp(search->id, "nav.next") != 0);
    bool next = tree_has(tree, "list.next"), prev = tree_has(tree, "list.prev");
    if (is_mode || (!next && !prev)) {
        if (search->more_opened || !tree_enabled(tree, "mode.more"))
            return NULL;
        search->more_opened = true;
        return "mode.more";
    }
    if (++search->turns > TURNS_MAX)
        return NULL;
    if (!next) /* large text: the last page has one key, which leads to the earlier ones */
        return "list.prev";
    if (!search->turned_back && tree_enabled(tree, "list.next"))
        return "list.next";
    search->turned_back = true;
    return tree_enabled(tree, "list.prev") ? "list.prev" : NULL;
}

enum found { FOUND, MISSING, DISABLED, NO_SCREEN };

static enum found look(struct search *search, bool settled, bool *ret_moved, char *ret_screen,
                       struct err *err)
{
    struct tree tree;
    *ret_moved = false;
    if (!stage_tree(search->stage, &tree, err))
        return NO_SCREEN;
    snprintf(ret_screen, 64, "%s", tree_screen(&tree));
    enum found found = !tree_has(&tree, search->id)      ? MISSING
                       : tree_enabled(&tree, search->id) ? FOUND
                                                         : DISABLED;
    const char *try = found == MISSING && settled ? next_try(search, &tree) : NULL;
    tree_finish(&tree);
    *ret_moved = try && tap_now(search->stage, "tap", try, err);
    return found;
}

bool touch_tap(const struct stage *stage, const char *word, const char *id, struct err *err)
{
    struct search search = {.stage = stage, .id = id};
    char screen[64] = "";
    struct patience patience = house_patience(stage->house, WAIT_MS);
    int64_t settled = clock_real_mono_ms() + SETTLE_MS;
    enum found found;
    bool moved;
    do {
        found = look(&search, clock_real_mono_ms() >= settled, &moved, screen, err);
        if (found == FOUND)
            return tap_now(stage, word, id, err);
        if (moved)
            patience = house_patience(stage->house, WAIT_MS);
        else
            usleep(POLL_MS * 1000);
    } while (moved || !patience_ends(&patience));
    if (found == NO_SCREEN)
        return err_prefix(err, "tap %s", id);
    return err_set(err, "tap %s: it is %s on screen %s", id, found == DISABLED ? "disabled" : "not", screen);
}

static bool has_mode(const json_t *state, const char *mode)
{
    size_t i;
    json_t *own;
    json_array_foreach(json_object_get(state, "modes"), i, own)
    {
        if (json_string_value(own) && strcmp(json_string_value(own), mode) == 0)
            return true;
    }
    return false;
}

bool touch_modes(struct stage *stage, struct err *err)
{
    json_t *state;
    struct tree tree;
    if (!stage->modes_pending)
        return true;
    if (!stage_tree(stage, &tree, err))
        return false;
    bool visiting = tree_has(&tree, "home.instant");
    tree_finish(&tree);
    if (!visiting) /* a visit begins in its own language and size: they are chosen on home */
        return true;
    stage->modes_pending = false;
    if (!stage_ask_json(stage, "inspect", "state", &state, err))
        return false;
    const char *lang = json_string_value(json_object_get(state, "lang"));
    bool english = stage->wanted.lang && strcmp(stage->wanted.lang, "en") == 0;
    bool ok = !english || (lang && strcmp(lang, "en") == 0) || touch_tap(stage, "tap", "nav.lang", err);
    ok = ok &&
         (!stage->wanted.elder || has_mode(state, "elder") || touch_tap(stage, "tap", "mode.elder", err));
    json_decref(state);
    return ok;
}
