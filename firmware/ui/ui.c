/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/ui.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "ui/focus.h"
#include <stdlib.h>
#include <string.h>

#define REST_MS    400 /* a second touch at the same place within this time is a trembling finger */
#define REST_REACH 60  /* design px, 15 mm: the same place */

struct touch {
    bool down, ignored;
    char id[SCENE_ID];  /* what it went down on */
    int last_x, last_y; /* of the last touch that acted */
    int64_t rest_until_ms;
};

struct ui {
    struct ui_setup setup;
    struct surface surface; /* the presenter's, as of the last painting */
    struct scene *shown, *spare;
    struct watch *watch; /* NULL: asked by timer */
    struct timer frame, pump, tap;
    struct touch touch;
    char focused[SCENE_ID];
    int tap_x, tap_y, tap_count;
    bool busy;
    uint64_t frames;
};

static void take_events(struct ui *ui);

static void copy_id(char ret[SCENE_ID], const char *id)
{
    check(text_copy(ret, SCENE_ID, id));
}

/* ---- painting ---- */

static void on_frame(void *arg)
{
    ui_paint(arg);
}

static void on_pump(void *arg)
{
    struct ui *ui = arg;
    take_events(ui);
    if (!ui->watch)
        timer_start(ui->setup.loop, &ui->pump, PRESENTER_ASK_MS, on_pump, ui);
}

static void draw_spare(struct ui *ui)
{
    struct scene *scene = ui->spare;
    scene_clear(scene);
    copy_id(scene->pressed, ui->touch.down ? ui->touch.id : "");
    copy_id(scene->focused, ui->focused);
    ui->setup.draw(ui->setup.arg, scene);
    if (*ui->focused && !scene_find(scene, ui->focused))
        *ui->focused = *scene->focused = '\0';
    focus_draw(scene);
}

/* A shadow or a ring may reach over the edge; presenters are given what lies on the surface. */
static void show_damage(struct ui *ui, const struct damage *damage)
{
    const struct rect whole = {0, 0, ui->surface.width, ui->surface.height};
    struct rect rects[SCENE_DAMAGE];
    size_t count = 0;
    for (size_t i = 0; i < damage->count; i++) {
        rects[count] = rect_cut(damage->rects[i], whole);
        if (rect_empty(rects[count]))
            continue;
        scene_paint(ui->shown, &ui->surface, rects[count++]);
    }
    presenter_present(ui->setup.presenter, rects, count);
    ui->frames++;
    /* Xlib may have read events while it sent the picture; its descriptor would not tell. */
    timer_start(ui->setup.loop, &ui->pump, 0, on_pump, ui);
}

void ui_paint(struct ui *ui)
{
    timer_stop(&ui->frame);
    draw_spare(ui);
    struct damage damage = {.count = 1, .rects = {{0, 0, ui->setup.width, ui->setup.height}}};
    if (!presenter_surface(ui->setup.presenter, &ui->surface))
        scene_compare(ui->shown, ui->spare, &damage);
    struct scene *old = ui->shown;
    ui->shown = ui->spare;
    ui->spare = old;
    scene_clear(old);
    if (damage.count > 0)
        show_damage(ui, &damage);
    if (ui->shown->again_ms >= 0)
        timer_start(ui->setup.loop, &ui->frame, ui->shown->again_ms, on_frame, ui);
}

void ui_refresh(struct ui *ui)
{
    timer_start(ui->setup.loop, &ui->frame, 0, on_frame, ui);
}

void ui_prepare(struct ui *ui, void (*draw)(void *arg, struct scene *scene))
{
    scene_clear(ui->spare);
    draw(ui->setup.arg, ui->spare);
    scene_prepare(ui->spare);
    scene_clear(ui->spare);
}

void ui_forget(struct ui *ui)
{
    ui_paint(ui);
    fonts_forget(ui->setup.fonts);
}

/* ---- fingers ---- */

static bool trembling(const struct ui *ui, int x, int y)
{
    const struct touch *touch = &ui->touch;
    int reach = scene_px(ui->shown, REST_REACH);
    return clock_real_mono_ms() < touch->rest_until_ms && abs(x - touch->last_x) < reach &&
           abs(y - touch->last_y) < reach;
}

static void touch_down(struct ui *ui, const struct ui_event *event)
{
    struct touch *touch = &ui->touch;
    touch->ignored = trembling(ui, event->x, event->y);
    if (touch->ignored)
        return;
    const struct element *hit = scene_hit(ui->shown, event->x, event->y);
    copy_id(touch->id, hit ? hit->id : ui->shown->elsewhere ? ui->shown->elsewhere : "");
    touch->down = true;
    *ui->focused = '\0';
    ui_refresh(ui);
}

/* What lies under a finger that went down on touch.id and lifts here; NULL: it slid away. */
static const struct element *lifted_on(const struct ui *ui, int x, int y)
{
    const struct element *hit = scene_hit(ui->shown, x, y);
    if (!hit && ui->shown->elsewhere)
        hit = scene_find(ui->shown, ui->shown->elsewhere);
    return hit && strcmp(hit->id, ui->touch.id) == 0 ? hit : NULL;
}

static void perform(struct ui *ui, const struct element *element)
{
    char id[SCENE_ID];
    copy_id(id, element->id); /* a paint inside takes the element away */
    (element->enabled ? ui->setup.act : ui->setup.refused)(ui->setup.arg, id);
}

static void touch_up(struct ui *ui, const struct ui_event *event)
{
    struct touch *touch = &ui->touch;
    bool live = touch->down && !touch->ignored && *touch->id;
    touch->down = false;
    ui->busy = false;
    const struct element *element = live ? lifted_on(ui, event->x, event->y) : NULL;
    if (element) {
        touch->last_x = event->x;
        touch->last_y = event->y;
        touch->rest_until_ms = clock_real_mono_ms() + (element->role == ROLE_KEY ? 0 : REST_MS);
        perform(ui, element);
    }
    ui_refresh(ui);
}

/* ---- five keys ---- */

static void focus(struct ui *ui, const struct element *element)
{
    if (element)
        copy_id(ui->focused, element->id);
    ui_refresh(ui);
}

static void key_down(struct ui *ui, enum ui_key key)
{
    const struct element *now = *ui->focused ? scene_find(ui->shown, ui->focused) : NULL;
    if (!now) {
        focus(ui, focus_first(ui->shown));
        return;
    }
    if (key == KEY_OK) {
        perform(ui, now);
        ui_refresh(ui);
        return;
    }
    const struct element *next = focus_toward(ui->shown, now, key);
    const struct element *back = scene_find(ui->shown, "nav.back");
    if (!next && key == KEY_LEFT && back)
        perform(ui, back);
    focus(ui, next);
}

/* ---- events ---- */

static void take_event(struct ui *ui, const struct ui_event *event)
{
    switch (event->kind) {
    case EVENT_TOUCH_DOWN:
        ui->setup.touched(ui->setup.arg);
        touch_down(ui, event);
        break;
    case EVENT_TOUCH_UP:
        touch_up(ui, event);
        break;
    case EVENT_KEY:
        ui->setup.touched(ui->setup.arg);
        key_down(ui, event->key);
        break;
    case EVENT_LOST:
        ui_refresh(ui);
        break;
    case EVENT_QUIT:
        ui->setup.quit(ui->setup.arg);
        break;
    case EVENT_TOUCH_MOVE:
        break; /* only where a finger lifts counts */
    }
}

static void take_events(struct ui *ui)
{
    struct ui_event event;
    while (presenter_next(ui->setup.presenter, &event))
        take_event(ui, &event);
}

static void on_readable(void *arg, short revents)
{
    (void)revents;
    take_events(arg);
}

/* ---- injected input ---- */

static void on_tap(void *arg)
{
    struct ui *ui = arg;
    for (int i = 0; i < ui->tap_count; i++)
        presenter_touch(ui->setup.presenter, ui->tap_x, ui->tap_y);
    timer_start(ui->setup.loop, &ui->pump, 0, on_pump, ui);
}

bool ui_tap(struct ui *ui, const char *id, int count)
{
    const struct element *element = scene_find(ui->shown, id);
    if (!element)
        return false;
    ui->tap_x = element->box.x + element->box.w / 2;
    ui->tap_y = element->box.y + element->box.h / 2;
    ui->tap_count = count;
    ui->busy = true;
    int64_t rest_ms =
        trembling(ui, ui->tap_x, ui->tap_y) ? ui->touch.rest_until_ms - clock_real_mono_ms() : 0;
    timer_start(ui->setup.loop, &ui->tap, rest_ms, on_tap, ui);
    return true;
}

void ui_key(struct ui *ui, enum ui_key key)
{
    take_event(ui, &(struct ui_event){.kind = EVENT_KEY, .key = key});
}

bool ui_busy(const struct ui *ui)
{
    return ui->busy;
}

/* ---- life ---- */

struct ui *ui_create(const struct ui_setup *setup)
{
    struct ui *ui = calloc(1, sizeof *ui);
    check(ui != NULL);
    ui->setup = *setup;
    ui->shown = scene_create(setup->fonts);
    ui->spare = scene_create(setup->fonts);
    int fd = presenter_fd(setup->presenter);
    if (fd >= 0)
        ui->watch = loop_watch(setup->loop, fd, POLLIN, on_readable, ui);
    ui_paint(ui);
    return ui;
}

void ui_destroy(struct ui *ui)
{
    if (!ui)
        return;
    watch_stop(ui->watch);
    timer_stop(&ui->frame);
    timer_stop(&ui->pump);
    timer_stop(&ui->tap);
    scene_destroy(ui->shown);
    scene_destroy(ui->spare);
    free(ui);
}

const struct scene *ui_scene(const struct ui *ui)
{
    return ui->shown;
}

const struct surface *ui_surface(const struct ui *ui)
{
    return &ui->surface;
}

uint64_t ui_frames(const struct ui *ui)
{
    return ui->frames;
}
