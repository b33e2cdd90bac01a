/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/panel.h"

#include "tests/deskbench/parts.h"
#include <string.h>

#define HEADER    36
#define FOOTER    26
#define HANDS     462 /* width of the left half */
#define KEYS_WIDE 3
#define KEY_LEAST 34
#define KEY_MOST  56
#define GROUP_GAP 8
#define PX_PER_MM 2.0 /* half of the kiosk's own type sizes */

struct look {
    enum color_role fill, pressed, ink, ink2, line;
};
static const struct look looks[] = {
    [false] = {COLOR_CARD, COLOR_PRESSED, COLOR_INK, COLOR_INK2, COLOR_EDGE},
    [true] = {COLOR_PRIMARY, COLOR_PRIMARY_DEEP, COLOR_ON_PRIMARY, COLOR_ON_BAR2, COLOR_PRIMARY_DEEP},
};

struct text_style bench_type(const struct scene *scene, int px, enum font_weight weight, enum color_role ink,
                             enum text_align align)
{
    return (struct text_style){.px = px,
                               .line_px = px * 4 / 3,
                               .weight = weight,
                               .align = align,
                               .ink = theme_color(&scene->theme, ink)};
}

void write_line(struct scene *scene, struct rect box, const struct text_style *style, const char *text)
{
    scene_write(scene, middle_of(box, style->line_px), style, 1, text);
}

void draw_key(struct scene *scene, struct rect box, const struct key *key)
{
    const struct look *look = &looks[key->on];
    scene_element(scene, ROLE_CHOICE, key->id, box, key->first)->enabled = !key->off;
    scene_round(scene, box, RADIUS,
                key->off                           ? COLOR_OFF
                : scene_is_pressed(scene, key->id) ? look->pressed
                                                   : look->fill);
    scene_frame(scene, box, RADIUS, 1, look->line);
    struct text_style first =
        bench_type(scene, 15, key->on ? FONT_BOLD : FONT_REGULAR, look->ink, ALIGN_CENTER);
    struct text_style second = bench_type(scene, 11, FONT_REGULAR, look->ink2, ALIGN_CENTER);
    struct rect room = middle_of(inset_xy(box, 4, 0), first.line_px + second.line_px);
    write_line(scene, cut_top(&room, first.line_px, 0), &first, key->first);
    write_line(scene, room, &second, key->second);
}

void draw_heading(struct scene *scene, struct rect *from, const char *zh, const char *en)
{
    struct text_style strong = bench_type(scene, 15, FONT_BOLD, COLOR_INK, ALIGN_LEFT);
    struct text_style weak = bench_type(scene, 12, FONT_REGULAR, COLOR_INK2, ALIGN_LEFT);
    struct rect line = cut_top(from, HEADING, 0);
    write_line(scene, cut_left(&line, text_width(scene->fonts, &strong, zh) + 1, 8), &strong, zh);
    write_line(scene, line, &weak, en);
}

static void draw_header(struct scene *scene, struct rect box)
{
    struct text_style title = bench_type(scene, 17, FONT_BOLD, COLOR_ON_BAR, ALIGN_LEFT);
    struct text_style line = bench_type(scene, 13, FONT_REGULAR, COLOR_ON_BAR2, ALIGN_LEFT);
    const char *name = "您的手  Your hands";
    scene_fill(scene, box, COLOR_BAR);
    box = inset_xy(box, MARGIN, 0);
    write_line(scene, cut_left(&box, text_width(scene->fonts, &title, name) + 1, 18), &title, name);
    write_line(scene, box, &line,
               "点一下就发生，深色的再点一下复原 · click to do it; click what is dark to undo");
}

/* Why the last touch had no effect, or where the sheet in view lies as a file. */
static void draw_footer(const struct panel *panel, struct scene *scene, struct rect box)
{
    bool refused = *panel->refused;
    struct text_style style =
        bench_type(scene, 12, FONT_REGULAR, refused ? COLOR_DANGER : COLOR_INK2, ALIGN_LEFT);
    const struct bench_piece *piece = panel->coming ? NULL : panel_piece(panel);
    scene_fill(scene, box, COLOR_FOOT);
    write_line(scene, inset_xy(box, MARGIN, 0), &style,
               refused ? panel->refused
               : piece ? piece->file
                       : "取走了纸，终端不会知道：那里没有感应器 · the kiosk has no sensor: taking paper "
                         "does nothing to it");
}

/* ---- left: hands ---- */

static int rows_of(size_t keys)
{
    return ((int)keys + KEYS_WIDE - 1) / KEYS_WIDE;
}

static bool is_program(size_t i)
{
    return bench_switches[i].group == GROUP_PROGRAM;
}

static size_t switch_count(bool programs)
{
    size_t count = 0;
    for (size_t i = 0; i < BENCH_SWITCHES; i++)
        count += is_program(i) == programs;
    return count;
}

/* As high as all of them find room. */
static int key_height(const struct bench *bench, int room)
{
    int rows = rows_of(bench->card_count) + rows_of(switch_count(false)) + rows_of(switch_count(true));
    int each = (room - 3 * HEADING - 2 * GROUP_GAP) / rows - GAP;
    return each < KEY_LEAST ? KEY_LEAST : each > KEY_MOST ? KEY_MOST : each;
}

static struct rect grid_of(struct rect *from, size_t keys, int key)
{
    return cut_top(from, rows_of(keys) * (key + GAP) - GAP, GROUP_GAP);
}

static void draw_cards(const struct bench *bench, struct scene *scene, struct rect *from, int height)
{
    size_t lying = bench_lying(bench);
    draw_heading(scene, from, "身份证",
                 lying == 0   ? "ID cards: click one to lay it on the reader"
                 : lying == 1 ? "click it again to take it back, or another to lay two"
                              : "two lie on the reader: take one back");
    struct rect grid = grid_of(from, bench->card_count, height);
    for (size_t i = 0; i < bench->card_count; i++) {
        const struct bench_card *card = &bench->cards[i];
        struct key key = {.id = scene_format(scene, "card.%s", card->name),
                          .first = card->holder,
                          .second = *card->about ? card->about : card->name,
                          .on = card->placed,
                          .off = !card->placed && lying == BENCH_PLATE};
        draw_key(scene, cell_of(grid, (int)i, KEYS_WIDE, rows_of(bench->card_count), GAP), &key);
    }
}

static const char *second_line(const struct bench *bench, struct scene *scene, size_t i)
{
    if (i == SWITCH_PAPER_ENDS && bench->on[i])
        return scene_format(scene, "还有 ends in %d mm", bench->paper_mm);
    return bench_switches[i].en;
}

static void draw_switches(const struct bench *bench, bool programs, struct scene *scene, struct rect *from,
                          int height)
{
    size_t count = switch_count(programs);
    struct rect grid = grid_of(from, count, height);
    int drawn = 0;
    for (size_t i = 0; i < BENCH_SWITCHES; i++) {
        if (is_program(i) != programs)
            continue;
        struct key key = {.id = bench_switches[i].id,
                          .first = bench_switches[i].zh,
                          .second = second_line(bench, scene, i),
                          .on = bench->on[i],
                          .off = !bench->there[i]};
        draw_key(scene, cell_of(grid, drawn++, KEYS_WIDE, rows_of(count), GAP), &key);
    }
}

static void draw_hands(const struct bench *bench, struct scene *scene, struct rect room)
{
    int height = key_height(bench, room.h);
    draw_cards(bench, scene, &room, height);
    draw_heading(scene, &room, "读卡器和打印机", "Reader and printer: what goes wrong");
    draw_switches(bench, false, scene, &room, height);
    draw_heading(scene, &room, "网络和程序", "Line and programs: a crashed one comes back by itself");
    draw_switches(bench, true, scene, &room, height);
}

/* ---- both ---- */

static struct rect body_of(const struct panel *panel)
{
    struct rect room = {0, 0, panel->width, panel->height};
    cut_top(&room, HEADER, GAP);
    cut_bottom(&room, FOOTER, GAP);
    return inset_xy(room, MARGIN, 0);
}

void panel_paper_room(const struct panel *panel, int *ret_w, int *ret_h)
{
    struct rect body = body_of(panel);
    *ret_w = body.w - HANDS - MARGIN;
    *ret_h = body.h - HEADING - SLOT - GAP - CHIP - GAP;
}

void panel_draw(const struct panel *panel, struct scene *scene)
{
    struct rect whole = {0, 0, panel->width, panel->height}, room = body_of(panel);
    theme_init(&scene->theme, panel->width, panel->height, PX_PER_MM, false, false);
    scene_fill(scene, whole, COLOR_PAPER);
    draw_header(scene, cut_top(&whole, HEADER, 0));
    draw_footer(panel, scene, cut_bottom(&whole, FOOTER, 0));
    if (!panel->connected) {
        draw_heading(scene, &room, "正在等模拟设备", "Waiting for the simulated devices");
        return;
    }
    draw_hands(&panel->bench, scene, cut_left(&room, HANDS, MARGIN));
    draw_paper(panel, scene, room);
}
