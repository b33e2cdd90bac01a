/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Lines: tree, tap ID, doubletap ID, key KEY, type TEXT, shot FILE.png, state, clock +N, wait SCREEN MS. An
 * answer is given after the effect was painted, so a test never has to sleep.
 */
#ifdef LIQU_DEVELOPMENT
#include "kiosk/inspect.h"

#include "base/socket.h"
#include "base/text.h"
#include "kiosk/kiosk.h"
#include "kiosk/screens/tree.h"
#include "ui/ui.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_AGAIN_MS 5
#define TYPED_MAX     63
#define CLOCK_MAX_S   (400ull * 86400)

/* A line whose effect is not there yet. */
struct pending {
    struct pending *next;
    struct line_client *client;
    char screen[32];           /* of a wait */
    int64_t until_ms;          /* of a wait */
    char typed[TYPED_MAX + 1]; /* keys of `type` still to be touched */
    int halves;                /* turned to since the last key */
};

struct inspect {
    struct kiosk *kiosk;
    struct ui *ui;
    struct line_server *server;
    struct pending *pending;
    struct timer look;
};

static void answer_json(struct line_client *client, json_t *json)
{
    char *text = json_dumps(json, JSON_COMPACT);
    struct buf line = {0};
    check(text);
    buf_text(&line, "ok ");
    buf_text(&line, text);
    line_answer_raw(client, buf_string(&line));
    buf_finish(&line);
    free(text);
    json_decref(json);
}

/* ---- looking ---- */

static void tree(struct inspect *inspect, struct line_client *client)
{
    ui_paint(inspect->ui);
    answer_json(client, tree_json(ui_scene(inspect->ui), visit_state_word(inspect->kiosk->visit.state)));
}

static json_t *device_json(const struct visit_device *device)
{
    return json_pack("{s:s, s:s}", "status", device_status_word((enum device_status)device->status.status),
                     "cause", device_cause_word((enum device_cause)device->status.cause));
}

static void state(struct inspect *inspect, struct line_client *client)
{
    static const struct {
        enum visit_mode mode;
        const char *word;
    } modes[] = {{VISIT_ELDER, "elder"}, {VISIT_CONTRAST, "contrast"}, {VISIT_LOW, "low"}};
    const struct visit *visit = &inspect->kiosk->visit;
    const char *word = visit_state_word(visit->state);
    json_t *on = json_array();
    for (size_t i = 0; i < COUNT_OF(modes); i++)
        if (visit_has(visit, modes[i].mode))
            json_array_append_new(on, json_string(modes[i].word));
    ui_paint(inspect->ui);
    answer_json(client, json_pack("{s:I, s:s, s:s, s:s, s:o, s:I, s:I, s:{s:o, s:o}}", "visit",
                                  (json_int_t)visit->number, "state", word, "screen", word, "lang",
                                  tr_current() == LANG_EN ? "en" : "zh", "modes", on, "timeout_ms",
                                  (json_int_t)visit_timeout_ms(inspect->kiosk), "frames",
                                  (json_int_t)ui_frames(inspect->ui), "devices", "reader",
                                  device_json(&visit->reader), "printer", device_json(&visit->printer)));
}

static void shot(struct inspect *inspect, struct line_client *client, const char *file)
{
    struct err err;
    ui_paint(inspect->ui);
    if (surface_write_png(ui_surface(inspect->ui), file, &err))
        line_answer(client, "ok");
    else
        line_answer(client, "error 3 %s", err.text);
}

/* ---- touching, waiting ---- */

static void look(void *arg);

static struct pending *keep(struct inspect *inspect, struct line_client *client)
{
    struct pending *pending = calloc(1, sizeof *pending);
    check(pending);
    pending->client = client;
    pending->next = inspect->pending;
    inspect->pending = pending;
    timer_start(inspect->kiosk->loop, &inspect->look, 0, look, inspect);
    return pending;
}

/* A small panel shows a part of the keys: the others are turned to first. */
static bool type_next(struct inspect *inspect, struct pending *pending)
{
    char id[] = "key.?";
    id[4] = pending->typed[0];
    if (!ui_tap(inspect->ui, id, 1))
        return pending->halves++ < VISIT_KEY_HALVES && ui_tap(inspect->ui, "key.half", 1);
    pending->halves = 0;
    memmove(pending->typed, pending->typed + 1, strlen(pending->typed));
    return true;
}

/* True when the line was answered. */
static bool settle(struct inspect *inspect, struct pending *pending)
{
    if (pending->screen[0]) {
        bool there = strcmp(pending->screen, visit_state_word(inspect->kiosk->visit.state)) == 0;
        if (!there && clock_real_mono_ms() < pending->until_ms)
            return false;
        ui_paint(inspect->ui);
        if (there)
            line_answer(pending->client, "ok");
        else
            line_answer(pending->client, "error 1 the screen is %s",
                        visit_state_word(inspect->kiosk->visit.state));
        return true;
    }
    if (ui_busy(inspect->ui))
        return false;
    if (pending->typed[0]) {
        if (type_next(inspect, pending))
            return false;
        line_answer(pending->client, "error 1 there is no such key on this screen");
        return true;
    }
    ui_paint(inspect->ui);
    line_answer(pending->client, "ok");
    return true;
}

static void look(void *arg)
{
    struct inspect *inspect = arg;
    for (struct pending **link = &inspect->pending; *link;) {
        struct pending *pending = *link;
        if (!settle(inspect, pending)) {
            link = &pending->next;
            continue;
        }
        *link = pending->next;
        free(pending);
    }
    if (inspect->pending)
        timer_start(inspect->kiosk->loop, &inspect->look, LOOK_AGAIN_MS, look, inspect);
}

static void touch(struct inspect *inspect, struct line_client *client, const char *id, int count)
{
    ui_paint(inspect->ui);
    if (ui_tap(inspect->ui, id, count))
        keep(inspect, client);
    else
        line_answer(client, "error 1 there is no element %s on %s", id,
                    visit_state_word(inspect->kiosk->visit.state));
}

static void tap(struct inspect *inspect, struct line_client *client, const char *id)
{
    touch(inspect, client, id, 1);
}

/* A trembling or impatient finger: twice at once, without the pause that `tap` keeps. */
static void doubletap(struct inspect *inspect, struct line_client *client, const char *id)
{
    touch(inspect, client, id, 2);
}

static void key(struct inspect *inspect, struct line_client *client, const char *word)
{
    static const char *const words[UI_KEYS] = {
        [KEY_UP] = "up", [KEY_DOWN] = "down", [KEY_LEFT] = "left", [KEY_RIGHT] = "right", [KEY_OK] = "ok"};
    for (int i = 0; i < UI_KEYS; i++)
        if (strcmp(word, words[i]) == 0) {
            ui_key(inspect->ui, (enum ui_key)i);
            keep(inspect, client);
            return;
        }
    line_answer(client, "error 2 keys are up down left right ok");
}

static void type(struct inspect *inspect, struct line_client *client, const char *text)
{
    if (strlen(text) > TYPED_MAX) {
        line_answer(client, "error 2 type at most %d keys at once", TYPED_MAX);
        return;
    }
    struct pending *pending = keep(inspect, client);
    text_copy(pending->typed, sizeof pending->typed, text);
}

/* "90", "90s", "2m", "3000ms": the clock moves in whole seconds. */
static bool read_seconds(const char *text, uint64_t *ret)
{
    static const struct {
        const char *unit;
        uint64_t ms;
    } units[] = {{"", 1000}, {"s", 1000}, {"m", 60000}, {"ms", 1}};
    char digits[16];
    size_t len = strspn(text, "0123456789");
    uint64_t number;
    if (len >= sizeof digits)
        return false;
    memcpy(digits, text, len);
    digits[len] = '\0';
    if (!text_to_uint(digits, CLOCK_MAX_S * 1000, &number))
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (strcmp(text + len, units[i].unit) == 0) {
            *ret = number * units[i].ms / 1000;
            return number * units[i].ms % 1000 == 0 && *ret <= CLOCK_MAX_S;
        }
    return false;
}

static void push_clock(struct inspect *inspect, struct line_client *client, const char *by)
{
    uint64_t seconds;
    if (by[0] != '+' || !read_seconds(by + 1, &seconds)) {
        line_answer(client, "error 2 clock +N, N whole seconds (90, 90s, 2m), at most 400 days");
        return;
    }
    inspect->kiosk->clock.ahead_s += (int64_t)seconds;
    visit_clock_moved(inspect->kiosk);
    ui_paint(inspect->ui);
    line_answer(client, "ok");
}

static void wait_for(struct inspect *inspect, struct line_client *client, char *rest)
{
    char *ms_text = strchr(rest, ' ');
    uint64_t ms;
    if (!ms_text || (*ms_text = '\0', !text_to_uint(ms_text + 1, 600000, &ms))) {
        line_answer(client, "error 2 wait SCREEN MS");
        return;
    }
    struct pending *pending = keep(inspect, client);
    text_copy(pending->screen, sizeof pending->screen, rest);
    pending->until_ms = clock_real_mono_ms() + (int64_t)ms;
}

static void on_line(void *arg, struct line_client *client, char *line)
{
    struct inspect *inspect = arg;
    static const struct {
        const char *word;
        void (*with)(struct inspect *, struct line_client *, const char *);
        void (*alone)(struct inspect *, struct line_client *);
        void (*parts)(struct inspect *, struct line_client *, char *);
    } table[] = {
        {"tree", NULL, tree, NULL},     {"state", NULL, state, NULL},
        {"tap", tap, NULL, NULL},       {"doubletap", doubletap, NULL, NULL},
        {"key", key, NULL, NULL},       {"type", type, NULL, NULL},
        {"shot", shot, NULL, NULL},     {"clock", push_clock, NULL, NULL},
        {"wait", NULL, NULL, wait_for},
    };
    char *rest = strchr(line, ' ');
    if (rest)
        *rest++ = '\0';
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        if (strcmp(line, table[i].word) != 0 || !rest != !!table[i].alone)
            continue;
        if (table[i].alone)
            table[i].alone(inspect, client);
        else if (table[i].with)
            table[i].with(inspect, client, rest);
        else
            table[i].parts(inspect, client, rest);
        return;
    }
    line_answer(client, "error 2 lines are tree, state, tap ID, doubletap ID, key KEY, type TEXT, shot FILE, "
                        "clock +N, wait SCREEN MS");
}

bool inspect_open(struct kiosk *kiosk, struct ui *ui, struct inspect **ret, struct err *err)
{
    char path[600];
    struct inspect *inspect = calloc(1, sizeof *inspect);
    check(inspect);
    inspect->kiosk = kiosk;
    inspect->ui = ui;
    place_join(path, sizeof path, kiosk->place.run, "inspect.sock");
    if (!line_server_open(kiosk->loop, path, on_line, inspect, &inspect->server, err)) {
        free(inspect);
        return false;
    }
    *ret = inspect;
    return true;
}

void inspect_close(struct inspect *inspect)
{
    if (!inspect)
        return;
    timer_stop(&inspect->look);
    for (struct pending *pending = inspect->pending, *next; pending; pending = next) {
        next = pending->next;
        free(pending);
    }
    line_server_close(inspect->server);
    free(inspect);
}
#else
typedef int nothing_to_inspect; /* ISO C forbids an empty file */
#endif
