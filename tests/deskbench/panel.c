/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/panel.h"

#include "ui/layout.h"
#include <string.h>

/* All lengths in px: the panel has one size, and the window is scaled as a whole when the desk is small. */
#define HEADER     70
#define FOOTER     34
#define MARGIN     16
#define GAP        6
#define KEY        42 /* height of a key */
#define HEADING    26
#define RADIUS     8
#define PAPER      292 /* width of the right column */
#define SLOT       12
#define MORE       120 /* width of the key for the rest of a long paper */
#define PX_PER_MM  2.0 /* half of the kiosk's own type sizes */
#define CARDS_WIDE 2
#define OVERLAP    60 /* what stays in sight when a long paper is turned */

struct look {
    enum color_role fill, pressed, ink, ink2, line;
};
static const struct look looks[] = {
    [false] = {COLOR_CARD, COLOR_PRESSED, COLOR_INK, COLOR_INK2, COLOR_EDGE},
    [true] = {COLOR_PRIMARY, COLOR_PRIMARY_DEEP, COLOR_ON_PRIMARY, COLOR_ON_BAR2, COLOR_PRIMARY_DEEP},
};

struct key {
    const char *id, *first, *second; /* two lines */
    bool on, off;                    /* off: cannot be touched now */
};

static struct text_style type(const struct scene *scene, int px, enum font_weight weight, enum color_role ink,
                              enum text_align align)
{
    return (struct text_style){.px = px,
                               .line_px = px * 4 / 3,
                               .weight = weight,
                               .align = align,
                               .ink = theme_color(&scene->theme, ink)};
}

static void write_line(struct scene *scene, struct rect box, const struct text_style *style, const char *text)
{
    scene_write(scene, middle_of(box, style->line_px), style, 1, text);
}

static void draw_key(struct scene *scene, struct rect box, const struct key *key)
{
    const struct look *look = &looks[key->on];
    scene_element(scene, ROLE_CHOICE, key->id, box, key->first)->enabled = !key->off;
    scene_round(scene, box, RADIUS,
                key->off                           ? COLOR_OFF
                : scene_is_pressed(scene, key->id) ? look->pressed
                                                   : look->fill);
    scene_frame(scene, box, RADIUS, 1, look->line);
    struct text_style first = type(scene, 16, key->on ? FONT_BOLD : FONT_REGULAR, look->ink, ALIGN_CENTER);
    struct text_style second = type(scene, 12, FONT_REGULAR, look->ink2, ALIGN_CENTER);
    struct rect room = inset_xy(box, 10, 2);
    write_line(scene, cut_top(&room, first.line_px, 0), &first, key->first);
    write_line(scene, room, &second, key->second);
}

/* Chinese and English side by side, cut off the top. */
static void heading(struct scene *scene, struct rect *from, const char *zh, const char *en)
{
    struct text_style strong = type(scene, 16, FONT_BOLD, COLOR_INK, ALIGN_LEFT);
    struct text_style weak = type(scene, 13, FONT_REGULAR, COLOR_INK2, ALIGN_LEFT);
    struct rect line = cut_top(from, HEADING, 0);
    write_line(scene, cut_left(&line, text_width(scene->fonts, &strong, zh), 8), &strong, zh);
    write_line(scene, line, &weak, en);
}

static void draw_header(struct scene *scene, struct rect box)
{
    struct text_style title = type(scene, 20, FONT_BOLD, COLOR_ON_BAR, ALIGN_LEFT);
    struct text_style line = type(scene, 14, FONT_REGULAR, COLOR_ON_BAR2, ALIGN_LEFT);
    scene_fill(scene, box, COLOR_BAR);
    box = inset_xy(box, MARGIN, 10);
    write_line(scene, cut_top(&box, title.line_px, 2), &title, "模拟设备  Simulated devices");
    write_line(scene, box, &line, "点一下放上或拨动，再点一下复原 · click to place or switch, again to undo");
}

/* Why the last touch had no effect, or where the newest sheet lies as a file. */
static void draw_footer(const struct panel *panel, struct scene *scene, struct rect box)
{
    bool refused = *panel->refused;
    struct text_style style = type(scene, 13, FONT_REGULAR, refused ? COLOR_DANGER : COLOR_INK2, ALIGN_LEFT);
    scene_fill(scene, box, COLOR_FOOT);
    box = inset_xy(box, MARGIN, 0);
    if (refused)
        write_line(scene, box, &style, panel->refused);
    else if (panel->bench.newest_count)
        write_line(scene, box, &style, panel->bench.newest[0].file);
}

/* ---- left: hands ---- */

static void draw_cards(const struct bench *bench, struct scene *scene, struct rect *from)
{
    int rows = ((int)bench->card_count + CARDS_WIDE - 1) / CARDS_WIDE;
    heading(scene, from, "身份证", "ID cards: on the reader when dark");
    struct rect grid = cut_top(from, rows * (KEY + GAP) - GAP, 2 * GAP);
    for (size_t i = 0; i < bench->card_count; i++) {
        const struct bench_card *card = &bench->cards[i];
        struct key key = {.id = scene_format(scene, "card.%s", card->name),
                          .first = card->holder,
                          .second = card->name,
                          .on = card->placed};
        draw_key(scene, cell_of(grid, (int)i, CARDS_WIDE, rows, GAP), &key);
    }
}

static void draw_switches(const struct bench *bench, const char *device, struct scene *scene,
                          struct rect *from)
{
    int drawn = 0;
    struct rect row = {0};
    for (size_t i = 0; i < BENCH_SWITCHES; i++) {
        const struct bench_switch *one = &bench_switches[i];
        if (strcmp(one->device, device) != 0)
            continue;
        if (drawn % 2 == 0)
            row = cut_top(from, KEY, GAP);
        struct key key = {
            .id = one->id, .first = one->zh, .second = one->en, .on = bench->on[i], .off = !bench->there[i]};
        draw_key(scene, column_of(row, drawn++ % 2, 2, GAP), &key);
    }
    cut_top(from, GAP, 0);
}

static void draw_hands(const struct bench *bench, struct scene *scene, struct rect room)
{
    draw_cards(bench, scene, &room);
    heading(scene, &room, "读卡器", "Reader");
    draw_switches(bench, "reader", scene, &room);
    heading(scene, &room, "打印机", "Printer");
    draw_switches(bench, "printer", scene, &room);
}

/* ---- right: paper ---- */

/* What the column begins with. */
static const struct picture *topmost(const struct panel *panel)
{
    return panel->hanging.dots ? &panel->hanging : &panel->sheets[0];
}

/* How far it can be turned; 0: all of it is there. */
static int turns(const struct panel *panel)
{
    int rest = topmost(panel)->h - PANEL_PAPER;
    return rest > 0 ? rest : 0;
}

void panel_turn(struct panel *panel)
{
    int last = turns(panel), next = panel->skip + PANEL_PAPER - OVERLAP;
    panel->skip = panel->skip >= last ? 0 : next < last ? next : last;
}

/* As much of the paper as there is room for, without its first `skip` rows; returns where it lies. */
static struct rect draw_paper(struct scene *scene, struct rect *from, const struct picture *picture, int skip,
                              enum color_role line)
{
    struct rect box = cut_top(from, picture->h - skip, GAP);
    box.x += (box.w - picture->w) / 2;
    box.w = picture->w;
    scene_fill(scene, box, COLOR_SHEET);
    scene_dots(scene, box, picture->dots + (size_t)skip * (size_t)picture->w, COLOR_BLACK);
    scene_frame(scene, rect_inset(box, -1), 0, 1, line);
    return box;
}

static void draw_sheet(const struct bench_sheet *sheet, const struct picture *picture, int skip,
                       struct scene *scene, struct rect *from)
{
    struct text_style zh = type(scene, 14, FONT_BOLD, COLOR_INK, ALIGN_LEFT);
    struct text_style en = type(scene, 13, FONT_REGULAR, COLOR_INK2, ALIGN_RIGHT);
    struct rect line = cut_top(from, HEADING, 0);
    if (line.h < HEADING)
        return;
    write_line(
        scene, line, &zh,
        scene_format(scene, sheet->taken ? "第 %u 张，已取走" : "第 %u 张，点一下取走", sheet->number));
    write_line(
        scene, line, &en,
        scene_format(scene, sheet->taken ? "sheet %u, taken" : "sheet %u, click to take", sheet->number));
    if (!picture->dots)
        return;
    struct rect box = draw_paper(scene, from, picture, skip, sheet->taken ? COLOR_LINE : COLOR_PRIMARY);
    if (!sheet->taken)
        scene_element(scene, ROLE_CHOICE, BENCH_TAKE, box, "取走");
}

static void draw_more(struct scene *scene, struct rect box)
{
    struct text_style style = type(scene, 13, FONT_BOLD, COLOR_ON_TINT, ALIGN_CENTER);
    box.h = HEADING - 4;
    scene_element(scene, ROLE_KEY, PANEL_MORE, box, "往下看");
    scene_round(scene, box, RADIUS, scene_is_pressed(scene, PANEL_MORE) ? COLOR_PRESSED : COLOR_TINT);
    write_line(scene, box, &style, "往下看 turn on");
}

static void draw_paper_column(const struct panel *panel, struct scene *scene, struct rect room)
{
    struct rect top = room;
    int skip = panel->skip < turns(panel) ? panel->skip : turns(panel);
    heading(scene, &room, "出纸口", "Paper");
    if (turns(panel))
        draw_more(scene, cut_right(&top, MORE, 0));
    scene_round(scene, cut_top(&room, SLOT, 0), SLOT / 2, COLOR_SLOT);
    if (panel->hanging.dots)
        draw_paper(scene, &room, &panel->hanging, skip, COLOR_SHEET_SHADE);
    for (size_t i = 0; i < panel->bench.newest_count; i++)
        draw_sheet(&panel->bench.newest[i], &panel->sheets[i], &panel->sheets[i] == topmost(panel) ? skip : 0,
                   scene, &room);
}

void panel_draw(const struct panel *panel, struct scene *scene)
{
    struct rect room = {0, 0, PANEL_WIDTH, PANEL_HEIGHT};
    theme_init(&scene->theme, PANEL_WIDTH, PANEL_HEIGHT, PX_PER_MM, false, false);
    scene_fill(scene, room, COLOR_PAPER);
    draw_header(scene, cut_top(&room, HEADER, GAP));
    draw_footer(panel, scene, cut_bottom(&room, FOOTER, GAP));
    room = inset_xy(room, MARGIN, 0);
    if (!panel->connected) {
        heading(scene, &room, "正在等模拟设备", "Waiting for the simulated devices");
        return;
    }
    draw_paper_column(panel, scene, cut_right(&room, PAPER, MARGIN));
    draw_hands(&panel->bench, scene, room);
}
