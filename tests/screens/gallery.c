/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu-gallery draws every case in every combination of modes and both languages, on three panels, and checks
 * what must hold everywhere, in millimetres of the panel: no words wider or higher than their place or too
 * fine to read, no target off the panel, too small, too near to another, or above the reach of a seat in low
 * reach, no grey key without a reason, and five keys that reach everything. --out writes pictures as
 * NAME.LANG-MODES.png of the station's own panel or that of --size, --golden the trees of elements as
 * NAME.MODE.json, of the small panel too; --check compares the trees with those of the folder.
 */
#include "tests/screens/gallery.h"
#include "base/attr.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/options.h"
#include "base/text.h"
#include "base/tr.h"
#include "draw/qr.h"
#include "kiosk/screens/words.h"
#include "tests/screens/golden.h"
#include "ui/focus.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char usage[] =
    "usage: liqu-gallery [--assets DIR] [--out DIR] [--golden DIR] [--check DIR] [--only NAME]\n"
    "                    [--size WxH[@PX_PER_MM]]\n";

/* 2026-11-23 14:05 in Shanghai, as in the design */
#define NOW_S              1795413900
#define SMALLEST_TARGET_MM 20.8
#define SMALLEST_GAP_MM    3.2
#define CAP_EM             0.733 /* cap height of Noto Sans CJK SC */
#define CAP_MM             5.45  /* 30 design px */
#define MODULE_MM          1.2   /* of a QR code */
#define SMALL_MODULE_MM    1.5
#define ELDER_CAP_MM       7.6 /* 42 */

struct gallery {
    struct gallery_world world;
    struct fonts *fonts;
    struct scene *scene;
    struct clock clock;
    const char *out, *golden, *check, *only;
    enum visit_state state; /* that is shown */
    int passed, failed;
};

struct look {
    unsigned modes;
    enum language language;
};

static const char *look_word(struct look look)
{
    static char word[40];
    snprintf(word, sizeof word, "%s%s%s%s", look.language == LANG_EN ? "en" : "zh",
             look.modes & VISIT_ELDER ? "-elder" : "", look.modes & VISIT_CONTRAST ? "-contrast" : "",
             look.modes & VISIT_LOW ? "-low" : "");
    return word;
}

/* ---- what must hold ---- */

static bool touchable(const struct element *element)
{
    return element->role != ROLE_TEXT && element->role != ROLE_IMAGE;
}

static const char *overflow(const struct gallery *gallery, const struct element *element)
{
    (void)gallery;
    return element->text_w > element->box.w + 1 || element->text_h > element->box.h + 1
               ? "its words do not fit"
               : NULL;
}

static const char *off_panel(const struct gallery *gallery, const struct element *element)
{
    const struct theme *theme = &gallery->scene->theme;
    struct rect panel = {0, 0, theme->width, theme->height};
    struct rect in = rect_cut(panel, element->box);
    return in.w < element->box.w || in.h < element->box.h ? "reaches over the edge of the panel" : NULL;
}

static const char *too_small(const struct gallery *gallery, const struct element *element)
{
    int least = (int)(SMALLEST_TARGET_MM * gallery->world.station->screen.px_per_mm);
    return touchable(element) && (element->box.w < least || element->box.h < least) ? "is too small to touch"
                                                                                    : NULL;
}

static const char *out_of_reach(const struct gallery *gallery, const struct element *element)
{
    const struct theme *theme = &gallery->scene->theme;
    bool low = panel_needs_low(&gallery->world.station->screen);
    return low && touchable(element) && element->box.y < theme->height * 45 / 100
               ? "is above the reach of a seat"
               : NULL;
}

static const char *overlapped(const struct gallery *gallery, const struct element *element)
{
    const struct scene *scene = gallery->scene;
    for (size_t i = 0; touchable(element) && i < scene->element_count; i++) {
        const struct element *other = &scene->elements[i];
        if (other != element && touchable(other) && !rect_empty(rect_cut(other->box, element->box)))
            return "lies over another target";
    }
    return NULL;
}

/* px between two intervals of an axis; below 0: they overlap */
static int between(int a, int a_len, int b, int b_len)
{
    return a < b ? b - a - a_len : a - b - b_len;
}

static const char *too_near(const struct gallery *gallery, const struct element *element)
{
    const struct scene *scene = gallery->scene;
    int least = (int)lround(SMALLEST_GAP_MM * gallery->world.station->screen.px_per_mm);
    for (size_t i = 0; touchable(element) && i < scene->element_count; i++) {
        const struct element *other = &scene->elements[i];
        if (other == element || !touchable(other))
            continue;
        int x = between(element->box.x, element->box.w, other->box.x, other->box.w);
        int y = between(element->box.y, element->box.h, other->box.y, other->box.h);
        if (x < least && y < least)
            return "is too near to another target";
    }
    return NULL;
}

static bool inside(struct rect inner, struct rect outer)
{
    struct rect both = rect_cut(inner, outer);
    return both.w == inner.w && both.h == inner.h;
}

/* Words may stand on a target of their own; they never run into another one, nor into other words. */
static const char *words_collide(const struct gallery *gallery, const struct element *element)
{
    const struct scene *scene = gallery->scene;
    for (size_t i = 0; element->role == ROLE_TEXT && i < scene->element_count; i++) {
        const struct element *other = &scene->elements[i];
        if (other == element || other->role == ROLE_IMAGE || rect_empty(rect_cut(other->box, element->box)))
            continue;
        if (other->role == ROLE_TEXT ? other > element : !inside(element->box, other->box))
            return "runs into its neighbour";
    }
    return NULL;
}

/* Whoever touches a grey key is told why. */
static const char *grey_without_reason(const struct gallery *gallery, const struct element *element)
{
    return touchable(element) && !element->enabled && !words_refused(gallery->state, element->id)
               ? "is grey and does not say why"
               : NULL;
}

typedef const char *rule_fn(const struct gallery *gallery, const struct element *element);

static int broken_rules(const struct gallery *gallery, const char *name, struct look look)
{
    static rule_fn *const rules[] = {overflow, off_panel,     too_small,          overlapped,
                                     too_near, words_collide, grey_without_reason};
    int broken = 0;
    for (size_t i = 0; i < gallery->scene->element_count; i++) {
        const struct element *element = &gallery->scene->elements[i];
        for (size_t r = 0; r <= COUNT_OF(rules); r++) {
            if (r == COUNT_OF(rules) && !(look.modes & VISIT_LOW))
                continue;
            const char *fault =
                r < COUNT_OF(rules) ? rules[r](gallery, element) : out_of_reach(gallery, element);
            if (!fault)
                continue;
            printf("%s.%s: %s \"%s\" %s (%d,%d %dx%d, words %dx%d)\n", name, look_word(look), element->id,
                   element->label, fault, element->box.x, element->box.y, element->box.w, element->box.h,
                   element->text_w, element->text_h);
            broken++;
        }
    }
    return broken;
}

/* Words are read at arm's length, whatever they stand on. */
static int too_fine(const struct gallery *gallery, const char *name, struct look look)
{
    const struct scene *scene = gallery->scene;
    double least = look.modes & VISIT_ELDER ? ELDER_CAP_MM : CAP_MM;
    int fine = 0;
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct node *node = &scene->nodes[i];
        double cap_mm = node->style.px * CAP_EM / gallery->world.station->screen.px_per_mm;
        if (node->kind != NODE_TEXT || cap_mm >= least)
            continue;
        printf("%s.%s: \"%s\" is too fine to read (%d px, caps of %.1f mm)\n", name, look_word(look),
               scene->texts + node->text, node->style.px, cap_mm);
        fine++;
    }
    return fine;
}

/* A phone reads the code from where its owner stands: on a small panel it has a page of its own. */
static int code_too_fine(const struct gallery *gallery, const char *name, struct look look)
{
    const struct scene *scene = gallery->scene;
    double least = scene->theme.compact ? SMALL_MODULE_MM : MODULE_MM;
    int fine = 0;
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct node *node = &scene->nodes[i];
        static struct qr qr;
        if (node->kind != NODE_QR)
            continue;
        bool fits = qr_make(scene->texts + node->text, node->max, &qr);
        int modules = scene->theme.compact ? 17 + 4 * node->max : qr.modules; /* there any version fits */
        double mm = (double)(node->box.w / (modules + 8)) / gallery->world.station->screen.px_per_mm;
        if (fits && mm >= least)
            continue;
        printf("%s.%s: the modules of its code are %.2f mm\n", name, look_word(look), mm);
        fine++;
    }
    return fine;
}

/* Every target can be reached with the arrows from the first one. */
static int unreached(const struct scene *scene, const char *name, struct look look)
{
    bool seen[SCENE_ELEMENTS] = {false};
    const struct element *queue[SCENE_ELEMENTS];
    size_t head = 0, tail = 0;
    const struct element *first = focus_first(scene);
    if (!first)
        return 0;
    queue[tail++] = first;
    seen[first - scene->elements] = true;
    while (head < tail) {
        const struct element *from = queue[head++];
        for (int key = KEY_UP; key <= KEY_RIGHT; key++) {
            const struct element *to = focus_toward(scene, from, (enum ui_key)key);
            if (to && !seen[to - scene->elements]) {
                seen[to - scene->elements] = true;
                queue[tail++] = to;
            }
        }
    }
    int missed = 0;
    for (size_t i = 0; i < scene->element_count; i++)
        if (touchable(&scene->elements[i]) && !seen[i]) {
            printf("%s.%s: %s cannot be reached with five keys\n", name, look_word(look),
                   scene->elements[i].id);
            missed++;
        }
    return missed;
}

/* ---- the walk ---- */

static void write_picture(const struct gallery *gallery, const char *name, struct look look)
{
    char path[512];
    struct surface surface;
    struct err err;
    snprintf(path, sizeof path, "%s/%s.%s.png", gallery->out, name, look_word(look));
    surface_init(&surface, gallery->scene->theme.width, gallery->scene->theme.height);
    scene_paint(gallery->scene, &surface, (struct rect){0, 0, surface.width, surface.height});
    if (!surface_write_png(&surface, path, &err))
        err_exit("liqu-gallery", EXIT_ENVIRONMENT, &err);
    surface_finish(&surface);
}

static void invent_person(struct person *person)
{
    *person = (struct person){.layout = CARD_MAINLAND, .birth = 19650301, .sex = '1', .ethnic = "01"};
    text_copy(person->name, sizeof person->name, "周小明");
    text_copy(person->number, sizeof person->number, "310199196503010039");
    text_copy(person->address, sizeof person->address, "嘉定区江桥镇云桥路123弄4号501室");
}

/* The looks whose trees are kept; NULL: not this one. High contrast moves nothing, and low reach nothing on a
 * small panel. */
static const char *golden_mode(const struct gallery *gallery, struct look look)
{
    static const struct {
        const char *full, *compact;
    } names[LANG_EN + 1][VISIT_LOW + 1] = {
        [LANG_ZH] = {[0] = {"normal", "compact"},
                     [VISIT_ELDER] = {"elder", "compact-elder"},
                     [VISIT_LOW] = {"low", NULL}},
        [LANG_EN] = {[0] = {"en", "compact-en"}},
    };
    if (look.modes > VISIT_LOW)
        return NULL;
    return gallery->scene->theme.compact ? names[look.language][look.modes].compact
                                         : names[look.language][look.modes].full;
}

/* Writes or checks the tree; returns the faults. */
static int see_tree(const struct gallery *gallery, const char *name, const char *screen, struct look look)
{
    struct golden golden = {gallery->golden ? gallery->golden : gallery->check, name,
                            golden_mode(gallery, look), screen};
    struct err err;
    if (!golden.folder || !golden.mode)
        return 0;
    if (!gallery->golden)
        return golden_check(&golden, gallery->scene);
    if (!golden_write(&golden, gallery->scene, &err))
        err_exit("liqu-gallery", EXIT_ENVIRONMENT, &err);
    return 0;
}

static void show(struct gallery *gallery, const struct gallery_case *here, struct look look)
{
    struct visit visit = {.catalogue = gallery->world.catalogue,
                          .station = gallery->world.station,
                          .clock = &gallery->clock,
                          .fonts = gallery->fonts,
                          .uplink_up = true,
                          .reader.connected = true,
                          .printer.connected = true,
                          .number = 1,
                          .modes = look.modes,
                          .volume = 2,
                          .seconds_left = -1,
                          .shown_at_ms = clock_real_mono_ms()};
    tr_language(look.language);
    fake_offer = OFFER_OK;
    invent_person(&gallery->world.person);
    here->prepare(&gallery->world, &visit);
    scene_clear(gallery->scene);
    screens_draw(&visit, gallery->scene);
    gallery->state = visit.state;
    int faults = broken_rules(gallery, here->name, look) + too_fine(gallery, here->name, look) +
                 code_too_fine(gallery, here->name, look) + unreached(gallery->scene, here->name, look) +
                 see_tree(gallery, here->name, visit_state_word(visit.state), look);
    *(faults ? &gallery->failed : &gallery->passed) += 1;
    if (gallery->out)
        write_picture(gallery, here->name, look);
}

static void walk_cases(struct gallery *gallery, const struct gallery_case *here)
{
    for (; here->name; here++) {
        if (gallery->only && strcmp(gallery->only, here->name) != 0)
            continue;
        for (unsigned modes = 0; modes < 8; modes++)
            for (int language = LANG_ZH; language <= LANG_EN; language++)
                show(gallery, here, (struct look){modes, (enum language)language});
    }
}

static void walk(struct gallery *gallery)
{
    walk_cases(gallery, gallery_cases);
    walk_cases(gallery, gallery_fault_cases);
}

/* Lists must be tried when they are long: the first instant and the first hand-off item again under other
 * codes and names, among them the longest that occur. */
static void fill_catalogue(struct catalogue *catalogue)
{
    static const struct {
        const char *code;
        enum item_mode mode;
        struct words name;
    } more[] = {
        {"SH-002", MODE_INSTANT, {"社会保险个人参保证明", "Proof of social insurance"}},
        {"SH-008", MODE_INSTANT, {"养老金待遇发放明细", "Pension payment details"}},
        {"SH-010", MODE_INSTANT, {"敬老卡及老年津贴状态", "Senior card and allowance status"}},
        {"SH-101", MODE_HANDOFF, {"敬老卡申领", "Senior card application"}},
        {"SH-103", MODE_HANDOFF, {"居住证办理", "Residence permit"}},
        {"SH-120",
         MODE_HANDOFF,
         {"城乡居民基本养老保险待遇领取资格核定", "Review of entitlement to the residents' pension"}},
        {"SH-121", MODE_HANDOFF, {"长期护理保险需求评估申请", "Assessment for long-term care insurance"}},
        {"SH-201", MODE_GUIDE, {"居民身份证换领指引", "Guide: renewing an ID card"}},
        {"SH-202", MODE_GUIDE, {"户口迁移指引", "Guide: moving a household registration"}},
    };
    const struct item *first[] = {[MODE_INSTANT] = catalogue_find(catalogue, "SH-001"),
                                  [MODE_HANDOFF] = catalogue_find(catalogue, "SD-105"),
                                  [MODE_GUIDE] = catalogue_find(catalogue, "SD-105")};
    size_t count = catalogue->item_count;
    struct item *items = arena_alloc(catalogue->arena, (count + COUNT_OF(more)) * sizeof *items);
    memcpy(items, catalogue->items, count * sizeof *items);
    for (size_t i = 0; i < COUNT_OF(more); i++) {
        if (catalogue_find(catalogue, more[i].code))
            continue;
        struct item *item = &items[count++];
        *item = *first[more[i].mode];
        item->code = more[i].code;
        item->name = more[i].name;
        item->mode = more[i].mode;
        item->zone = ZONE_SH;
    }
    catalogue->items = items;
    catalogue->item_count = count;
}

static void load(struct gallery *gallery, const char *assets)
{
    char path[512];
    struct err err;
    snprintf(path, sizeof path, "%s/catalogue", assets);
    if (!catalogue_load(path, &gallery->world.catalogue, &err))
        err_exit("liqu-gallery", EXIT_ENVIRONMENT, &err);
    fill_catalogue(gallery->world.catalogue);
    snprintf(path, sizeof path, "%s/station.demo.yaml", assets);
    if (!station_load(path, &gallery->world.station, &err))
        err_exit("liqu-gallery", EXIT_ENVIRONMENT, &err);
    snprintf(path, sizeof path, "%s/fonts/fonts.yaml", assets);
    if (!fonts_open(path, &gallery->fonts, &err))
        err_exit("liqu-gallery", EXIT_ENVIRONMENT, &err);
    gallery->scene = scene_create(gallery->fonts);
}

struct options {
    const char *assets, *out, *golden, *check, *only, *size;
};

NORETURN static void bad_usage(const char *why)
{
    struct err err;
    err_set(&err, "%s", why);
    options_exit("liqu-gallery", usage, &err);
}

static void parse(struct gallery *gallery, char **argv, const char **ret_assets, struct panel *size)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--assets", assets),
                                             OPTION_VALUE(struct options, "--out", out),
                                             OPTION_VALUE(struct options, "--golden", golden),
                                             OPTION_VALUE(struct options, "--check", check),
                                             OPTION_VALUE(struct options, "--only", only),
                                             OPTION_VALUE(struct options, "--size", size),
                                             {0}};
    struct options options = {.assets = "assets"};
    struct err err;
    options_help(argv, usage);
    if (!options_only(rows, argv, &options, &err))
        options_exit("liqu-gallery", usage, &err);
    if (options.size && sscanf(options.size, "%dx%d@%lf", &size->width, &size->height, &size->px_per_mm) < 2)
        bad_usage("--size is WIDTHxHEIGHT or WIDTHxHEIGHT@PX_PER_MM");
    *ret_assets = options.assets;
    gallery->out = options.out;
    gallery->golden = options.golden;
    gallery->check = options.check;
    gallery->only = options.only;
}

/* Another panel than the demo station's, as high as a desk allows. Without a density it is one of 21.5", or
 * small and of 10.1". */
static void use_panel(struct station *station, struct panel panel)
{
    if (panel.px_per_mm <= 0)
        panel.px_per_mm = panel.width < 1080 ? 5.9 : 4.03;
    panel.lower_edge_mm = 760;
    station->screen = panel;
}

/* Pictures are of one panel; without them the others are walked too. Trees are of the station's and the
 * small one. */
static void walk_panels(struct gallery *gallery, const struct panel *size)
{
    static const struct {
        int width, height;
        bool trees;
    } others[] = {{1920, 1080, false}, {800, 1280, true}};
    struct station *station = gallery->world.station;
    const char *golden = gallery->golden, *checked = gallery->check;
    if (size->width)
        use_panel(station, *size);
    walk(gallery);
    for (size_t i = 0; !size->width && !gallery->out && i < COUNT_OF(others); i++) {
        if (golden && !others[i].trees)
            continue;
        printf("on %dx%d:\n", others[i].width, others[i].height);
        use_panel(station, (struct panel){.width = others[i].width, .height = others[i].height});
        gallery->golden = others[i].trees ? golden : NULL;
        gallery->check = others[i].trees ? checked : NULL;
        walk(gallery);
    }
}

int main(int argc, char **argv)
{
    struct gallery gallery = {0};
    const char *assets;
    struct panel size = {0};
    (void)argc;
    parse(&gallery, argv, &assets, &size);
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    tr_init();
    load(&gallery, assets);
    gallery.clock.ahead_s = NOW_S - clock_real_s();
    walk_panels(&gallery, &size);
    if (!gallery.passed && !gallery.failed)
        bad_usage("no screen of cases.c is called what --only says");
    printf("%d passed, %d failed\n", gallery.passed, gallery.failed);
    scene_destroy(gallery.scene);
    fonts_close(gallery.fonts);
    station_destroy(gallery.world.station);
    catalogue_destroy(gallery.world.catalogue);
    return gallery.failed ? EXIT_REFUSED : EXIT_OK;
}
