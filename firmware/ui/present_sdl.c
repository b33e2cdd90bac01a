/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A window through SDL2 without renderer or GPU. On a kiosk the picture is drawn where the display takes it
 * from, in the window's own memory; on a desk it is drawn beside it and averaged down so that the window
 * fits. Only the damaged rectangles are handed over.
 */
#include "ui/presenter.h"

#include "base/attr.h"
#include <SDL.h>
#include <SDL_syswm.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DESK_SHARE  0.9
#define DESK_LEAST  0.7
#define DESK_MARGIN 8 /* beside windows, px; their frames stand there */

struct presenter {
    SDL_Window *window;
    struct surface drawn; /* borrowed from the window, or `own` */
    struct surface own;   /* empty while the window's memory serves */
    SDL_Surface *canvas;  /* what own was averaged down to, of the window's size; it answers exposures */
    int width, height;    /* of the picture */
    int window_w, window_h;
    bool mouse_down;
};

static bool find_desk(SDL_Rect *ret)
{
    return SDL_GetDisplayUsableBounds(0, ret) == 0;
}

static double fitting_scale(int width, int height)
{
    SDL_Rect desk;
    if (!find_desk(&desk))
        return 1.0;
    return fmin(1.0, DESK_SHARE * fmin((double)desk.h / height, (double)desk.w / width));
}

/* From the desk's left edge to the room beside the window that stands there. */
static int taken_width(const struct presenter_setup *setup)
{
    if (setup->place != PLACE_BESIDE || !setup->left_width)
        return DESK_MARGIN;
    double scale = fitting_scale(setup->left_width, setup->left_height);
    return DESK_MARGIN + (int)lround(setup->left_width * scale) + DESK_MARGIN;
}

/* On a narrow desk it is rather shown smaller than put over its neighbour, while it can still be read. */
static double scale_of(const struct presenter_setup *setup)
{
    SDL_Rect desk;
    double scale = setup->one_to_one ? 1.0 : fitting_scale(setup->width, setup->height);
    if (setup->place != PLACE_BESIDE || !find_desk(&desk))
        return scale;
    double beside = (double)(desk.w - taken_width(setup) - DESK_MARGIN) / setup->width;
    return beside >= DESK_LEAST ? fmin(scale, beside) : scale;
}

static int left_edge(const struct presenter_setup *setup, int width)
{
    SDL_Rect desk;
    if (setup->place == PLACE_MIDDLE || !find_desk(&desk))
        return SDL_WINDOWPOS_CENTERED;
    int last = desk.w - width - DESK_MARGIN, x = taken_width(setup);
    return desk.x + (x < last ? x : last > 0 ? last : 0);
}

/* Of the environment while SDL starts. It opens an input method in the locale found there, and for any but
 * "C" Xlib reads half a megabyte of compose sequences first; and it looks for input methods on the session's
 * bus, for which, where there is none, libdbus starts a program that is to start one. Nothing is typed here:
 * there are five keys. */
static const struct {
    const char *name, *value;
} while_starting[] = {
    {"LC_ALL", "C"},
    {"DBUS_SESSION_BUS_ADDRESS", "disabled:"},
};
#define SETTINGS COUNT_OF(while_starting)

static bool start_sdl(void)
{
    char *ours[SETTINGS];
    for (size_t i = 0; i < SETTINGS; i++) {
        const char *set = getenv(while_starting[i].name);
        ours[i] = set ? strdup(set) : NULL;
        check(!set || ours[i]);
        setenv(while_starting[i].name, while_starting[i].value, 1);
    }
    bool started = SDL_Init(SDL_INIT_VIDEO) == 0;
    for (size_t i = 0; i < SETTINGS; i++) {
        if (ours[i])
            setenv(while_starting[i].name, ours[i], 1);
        else
            unsetenv(while_starting[i].name);
        free(ours[i]);
    }
    return started;
}

static bool open_display(struct err *err)
{
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0"); /* a window among others, not a game */
    /* Without it SDL shows the surface through a renderer: without a GPU that is Mesa's llvmpipe, ten times
     * the time and memory. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    /* A click into a window that has no focus yet is a click, not only the wish for focus. */
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    if (!start_sdl())
        return err_set(err, "display: %s; is DISPLAY or WAYLAND_DISPLAY set?", SDL_GetError());
    if (!getenv("SDL_VIDEODRIVER") && strcmp(SDL_GetCurrentVideoDriver(), "offscreen") == 0) {
        /* SDL's way out when no display lets us in; nobody would see the kiosk. Tests ask for such by name.
         */
        SDL_Quit();
        return err_set(err, "display: none can be reached; do DISPLAY or WAYLAND_DISPLAY name yours?");
    }
    return true;
}

bool presenter_room(const struct presenter_setup *setup, int *ret_width, int *ret_height, struct err *err)
{
    SDL_Rect desk;
    if (!open_display(err))
        return false;
    if (!find_desk(&desk))
        return err_set(err, "display: %s", SDL_GetError());
    *ret_width = desk.w - taken_width(setup) - DESK_MARGIN;
    *ret_height = (int)(DESK_SHARE * desk.h);
    return true;
}

bool presenter_open(const struct presenter_setup *setup, struct presenter **ret, struct err *err)
{
    if (!open_display(err))
        return false;
    double scale = scale_of(setup);
    int width = (int)lround(setup->width * scale), height = (int)lround(setup->height * scale);
    struct presenter *presenter = calloc(1, sizeof *presenter);
    check(presenter != NULL);
    *presenter = (struct presenter){
        .width = setup->width, .height = setup->height, .window_w = width, .window_h = height};
    presenter->window =
        SDL_CreateWindow(setup->title, left_edge(setup, width), SDL_WINDOWPOS_CENTERED, width, height, 0);
    if (!presenter->window) {
        err_set(err, "display: window of %d x %d: %s", width, height, SDL_GetError());
        presenter_close(presenter);
        return false;
    }
    SDL_StopTextInput(); /* on by default; an input method has nothing to do here */
    *ret = presenter;
    return true;
}

void presenter_close(struct presenter *presenter)
{
    if (!presenter)
        return;
    if (presenter->drawn.pixels && !presenter->own.pixels)
        surface_wipe(&presenter->drawn);
    surface_finish(&presenter->own);
    SDL_FreeSurface(presenter->canvas);
    if (presenter->window)
        SDL_DestroyWindow(presenter->window);
    SDL_Quit();
    free(presenter);
}

/* ---- where to draw ---- */

/* The window's memory has the picture's size and form of dots. */
static bool fits(const struct presenter *presenter, const SDL_Surface *target)
{
    return target && target->w == presenter->width && target->h == presenter->height &&
           target->format->format == SDL_PIXELFORMAT_RGB888 && target->pitch % (int)sizeof(uint32_t) == 0;
}

static struct surface borrowed(const SDL_Surface *target)
{
    return (struct surface){.pixels = target->pixels,
                            .width = target->w,
                            .height = target->h,
                            .stride = target->pitch / (int)sizeof(uint32_t),
                            .clip = {0, 0, target->w, target->h}};
}

static void open_own(struct presenter *presenter)
{
    surface_init(&presenter->own, presenter->width, presenter->height);
    presenter->canvas = SDL_CreateRGBSurfaceWithFormat(0, presenter->window_w, presenter->window_h, 32,
                                                       SDL_PIXELFORMAT_RGB888);
    check(presenter->canvas);
    presenter->drawn = presenter->own;
}

/* All pages in one call: two thousand single faults while the first page is drawn take a third longer. An
 * older kernel does not know it, and nothing is lost. */
static void touch_all(const SDL_Surface *target)
{
#ifdef MADV_POPULATE_WRITE
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if ((uintptr_t)target->pixels % page == 0)
        (void)madvise(target->pixels, (size_t)target->pitch * (size_t)target->h, MADV_POPULATE_WRITE);
#else
    (void)target;
#endif
}

/* SDL makes the window's memory anew when somebody gives the window another size. Once it does not fit, own
 * memory serves until the end. */
bool presenter_surface(struct presenter *presenter, struct surface *ret)
{
    const void *before = presenter->drawn.pixels;
    SDL_Surface *target = presenter->own.pixels ? NULL : SDL_GetWindowSurface(presenter->window);
    if (fits(presenter, target))
        presenter->drawn = borrowed(target);
    else if (!presenter->own.pixels)
        open_own(presenter);
    bool lost = before != presenter->drawn.pixels;
    if (lost && !presenter->own.pixels)
        touch_all(target);
    *ret = presenter->drawn;
    return lost;
}

/* ---- showing ---- */

static color average(const struct surface *surface, int x0, int y0, int x1, int y1)
{
    unsigned red = 0, green = 0, blue = 0, count = (unsigned)((x1 - x0) * (y1 - y0));
    for (int y = y0; y < y1; y++) {
        const uint32_t *row = surface->pixels + (size_t)y * (size_t)surface->stride;
        for (int x = x0; x < x1; x++) {
            red += row[x] >> 16 & 0xFF;
            green += row[x] >> 8 & 0xFF;
            blue += row[x] & 0xFF;
        }
    }
    return (red / count) << 16 | (green / count) << 8 | blue / count;
}

static int map(int at, int from, int to)
{
    return (int)((int64_t)at * to / from);
}

/* The pixels of the window that show something of the rectangle. */
static SDL_Rect window_rect(const struct presenter *presenter, struct rect rect)
{
    int w = presenter->window_w, h = presenter->window_h;
    int x0 = map(rect.x, presenter->width, w), y0 = map(rect.y, presenter->height, h);
    int x1 = map(rect.x + rect.w, presenter->width, w) + 1,
        y1 = map(rect.y + rect.h, presenter->height, h) + 1;
    return (SDL_Rect){x0, y0, (x1 < w ? x1 : w) - x0, (y1 < h ? y1 : h) - y0};
}

static void reduce(struct presenter *presenter, SDL_Rect to)
{
    const struct surface *surface = &presenter->own;
    SDL_Surface *canvas = presenter->canvas;
    for (int y = to.y; y < to.y + to.h; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)canvas->pixels + (size_t)y * (size_t)canvas->pitch);
        int y0 = map(y, canvas->h, surface->height), y1 = map(y + 1, canvas->h, surface->height);
        for (int x = to.x; x < to.x + to.w; x++)
            row[x] = average(surface, map(x, canvas->w, surface->width), y0,
                             map(x + 1, canvas->w, surface->width), y1);
    }
}

static void blit(const struct presenter *presenter, const SDL_Rect *rects, int count)
{
    SDL_Surface *target = SDL_GetWindowSurface(presenter->window);
    for (int i = 0; target && i < count; i++) {
        SDL_Rect to = rects[i];
        SDL_BlitSurface(presenter->canvas, &rects[i], target, &to);
    }
}

/* Fails without harm while the window is on its way out or to another size; an event follows. */
static void to_window(struct presenter *presenter, const SDL_Rect *rects, int count)
{
    if (presenter->canvas)
        blit(presenter, rects, count);
    SDL_UpdateWindowSurfaceRects(presenter->window, rects, count);
}

void presenter_present(struct presenter *presenter, const struct rect *rects, size_t count)
{
    SDL_Rect to[PRESENTER_RECTS];
    check(count <= PRESENTER_RECTS);
    for (size_t i = 0; i < count; i++) {
        to[i] = window_rect(presenter, rects[i]);
        if (presenter->canvas)
            reduce(presenter, to[i]);
    }
    to_window(presenter, to, (int)count); /* at once: each hand-over waits for the display */
}

/* ---- events ---- */

static struct ui_event touch_event(const struct presenter *presenter, enum ui_event_kind kind, float x,
                                   float y)
{
    return (struct ui_event){
        .kind = kind, .x = (int)(x * (float)presenter->width), .y = (int)(y * (float)presenter->height)};
}

static bool from_finger(const struct presenter *presenter, const SDL_Event *event, struct ui_event *ret)
{
    enum ui_event_kind kind = event->type == SDL_FINGERDOWN ? EVENT_TOUCH_DOWN
                              : event->type == SDL_FINGERUP ? EVENT_TOUCH_UP
                                                            : EVENT_TOUCH_MOVE;
    *ret = touch_event(presenter, kind, event->tfinger.x, event->tfinger.y);
    return true;
}

static bool from_mouse(struct presenter *presenter, const SDL_Event *event, struct ui_event *ret)
{
    bool moved = event->type == SDL_MOUSEMOTION;
    if (moved ? !presenter->mouse_down : event->button.button != SDL_BUTTON_LEFT)
        return false;
    if (!moved)
        presenter->mouse_down = event->type == SDL_MOUSEBUTTONDOWN;
    int x = moved ? event->motion.x : event->button.x, y = moved ? event->motion.y : event->button.y;
    enum ui_event_kind kind = moved                   ? EVENT_TOUCH_MOVE
                              : presenter->mouse_down ? EVENT_TOUCH_DOWN
                                                      : EVENT_TOUCH_UP;
    *ret = touch_event(presenter, kind, (float)x / (float)presenter->window_w,
                       (float)y / (float)presenter->window_h);
    return true;
}

static bool from_key(const SDL_Event *event, struct ui_event *ret)
{
    static const struct {
        SDL_Keycode code;
        enum ui_key key;
    } keys[] = {{SDLK_UP, KEY_UP},       {SDLK_DOWN, KEY_DOWN}, {SDLK_LEFT, KEY_LEFT},
                {SDLK_RIGHT, KEY_RIGHT}, {SDLK_RETURN, KEY_OK}, {SDLK_KP_ENTER, KEY_OK}};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (keys[i].code == event->key.keysym.sym) {
            *ret = (struct ui_event){.kind = EVENT_KEY, .key = keys[i].key};
            return true;
        }
    return false;
}

static bool from_window(struct presenter *presenter, const SDL_Event *event, struct ui_event *ret)
{
    SDL_Rect whole = {0, 0, presenter->window_w, presenter->window_h};
    bool drawn = presenter->drawn.pixels;
    if (drawn && !presenter->own.pixels && event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED) {
        presenter->drawn = (struct surface){0}; /* SDL takes it away */
        *ret = (struct ui_event){.kind = EVENT_LOST};
        return true;
    }
    if (drawn && event->window.event == SDL_WINDOWEVENT_EXPOSED)
        to_window(presenter, &whole, 1);
    return false;
}

static bool translate(struct presenter *presenter, const SDL_Event *event, struct ui_event *ret)
{
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
        return from_finger(presenter, event, ret);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEMOTION:
        return from_mouse(presenter, event, ret);
    case SDL_KEYDOWN:
        return from_key(event, ret);
    case SDL_WINDOWEVENT:
        return from_window(presenter, event, ret);
    case SDL_QUIT:
        *ret = (struct ui_event){.kind = EVENT_QUIT};
        return true;
    default:
        return false;
    }
}

bool presenter_next(struct presenter *presenter, struct ui_event *ret)
{
    SDL_Event event;
    while (SDL_PollEvent(&event))
        if (translate(presenter, &event, ret))
            return true;
    return false;
}

/* Wayland's descriptor needs its client library; there the caller asks now and then instead. */
int presenter_fd(const struct presenter *presenter)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(presenter->window, &info) || info.subsystem != SDL_SYSWM_X11)
        return -1;
    return ConnectionNumber(info.info.x11.display);
}

bool presenter_visible(const struct presenter *presenter)
{
    return !(SDL_GetWindowFlags(presenter->window) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN));
}

void presenter_touch(struct presenter *presenter, int x, int y)
{
    SDL_Event event = {.tfinger = {.type = SDL_FINGERDOWN,
                                   .windowID = SDL_GetWindowID(presenter->window),
                                   .x = ((float)x + 0.5f) / (float)presenter->width,
                                   .y = ((float)y + 0.5f) / (float)presenter->height,
                                   .pressure = 1.0f}};
    SDL_PushEvent(&event);
    event.tfinger.type = SDL_FINGERUP;
    SDL_PushEvent(&event);
}
