/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The right half: the paper in view, the pieces there are, and the key that takes them. */
#include "tests/deskbench/parts.h"

#include <stdio.h>
#include <string.h>

#define MORE 168 /* width of the key for the next part */
#define TAKE 126

void piece_name(const struct bench_piece *piece, char ret[16])
{
    snprintf(ret, 16, "%c%u", piece->kind == KIND_TORN ? 't' : 's', piece->number);
}

const struct bench_piece *panel_piece(const struct panel *panel)
{
    const struct bench *bench = &panel->bench;
    for (size_t i = 0; i < bench->piece_count; i++) {
        char name[16];
        piece_name(&bench->pieces[i], name);
        if (strcmp(name, panel->looked) == 0)
            return &bench->pieces[i];
    }
    return bench->piece_count ? &bench->pieces[0] : NULL;
}

/* What is in view, in words. */
static void name_view(const struct panel *panel, struct scene *scene, const char **ret_zh,
                      const char **ret_en)
{
    const struct bench_piece *piece = panel_piece(panel);
    unsigned n = piece ? piece->number : 0;
    *ret_zh = "出纸口";
    *ret_en = "Paper comes out here";
    if (panel->coming) {
        *ret_zh = "正在出纸";
        *ret_en = "Coming out";
    } else if (piece && piece->kind == KIND_TORN) {
        *ret_zh = scene_format(scene, "换纸时撕下的第 %u 截", n);
        *ret_en = scene_format(scene, "Torn off, piece %u", n);
    } else if (piece && piece->kind == KIND_PART) {
        *ret_zh = scene_format(scene, "第 %u 张，没打完", n);
        *ret_en = scene_format(scene, "Sheet %u is only a part", n);
    } else if (piece) {
        *ret_zh = scene_format(scene, piece->waits ? "第 %u 张，等您取" : "第 %u 张，已取走", n);
        *ret_en = scene_format(scene, piece->waits ? "Sheet %u waits" : "Sheet %u, taken", n);
    }
}

/* Which part is in sight, and that there is another. */
static void draw_more(const struct view *view, struct scene *scene, struct rect box)
{
    struct text_style style = bench_type(scene, 13, FONT_BOLD, COLOR_ON_PRIMARY, ALIGN_CENTER);
    bool last = view->part + 1 == view->layout.parts;
    box = inset_xy(box, 0, 1);
    scene_element(scene, ROLE_KEY, PANEL_MORE, box, last ? "回到开头" : "下一段");
    scene_round(scene, box, RADIUS, scene_is_pressed(scene, PANEL_MORE) ? COLOR_PRIMARY_DEEP : COLOR_PRIMARY);
    write_line(scene, box, &style,
               scene_format(scene, last ? "%d/%d  回到开头 first part" : "%d/%d  下一段 next part",
                            view->part + 1, view->layout.parts));
}

/* The columns of the part in sight, in the middle; returns where they lie. */
static struct rect draw_columns(const struct view *view, struct scene *scene, struct rect room, bool waits)
{
    int width = -VIEW_GAP, height = 0;
    for (int i = 0; i < VIEW_COLUMNS && view->columns[i].dots; i++) {
        width += view->columns[i].w + VIEW_GAP;
        height = view->columns[i].h > height ? view->columns[i].h : height;
    }
    struct rect all = {room.x + (room.w - width) / 2, room.y, width, height < room.h ? height : room.h};
    struct rect left = all;
    for (int i = 0; i < VIEW_COLUMNS && view->columns[i].dots; i++) {
        const struct picture *column = &view->columns[i];
        struct rect box = cut_left(&left, column->w, VIEW_GAP);
        box.h = column->h < room.h ? column->h : room.h;
        scene_fill(scene, box, COLOR_SHEET);
        scene_dots(scene, box, column->dots, COLOR_BLACK);
        scene_frame(scene, rect_inset(box, -1), 0, 1, waits ? COLOR_PRIMARY : COLOR_LINE);
    }
    return all;
}

/* ---- what lies in the tray ---- */

static const char *state_of(const struct bench_piece *piece)
{
    return piece->kind == KIND_TORN   ? "撕下 torn off"
           : piece->kind == KIND_PART ? (piece->waits ? "残张等取 part" : "残张已取 part")
           : piece->waits             ? "等取 waits"
                                      : "已取走 taken";
}

static void draw_chip(const struct panel *panel, const struct bench_piece *piece, struct scene *scene,
                      struct rect box)
{
    char name[16];
    piece_name(piece, name);
    bool torn = piece->kind == KIND_TORN;
    struct key key = {.id = scene_format(scene, PANEL_LOOK "%s", name),
                      .first = scene_format(scene, torn ? "第 %u 截" : "第 %u 张", piece->number),
                      .second = state_of(piece),
                      .on = !panel->coming && piece == panel_piece(panel)};
    draw_key(scene, box, &key);
}

static void draw_tray(const struct panel *panel, struct scene *scene, struct rect room)
{
    const struct bench *bench = &panel->bench;
    unsigned waiting = bench_waiting(bench);
    struct key take = {
        .id = BENCH_TAKE,
        .first = waiting > 1 ? scene_format(scene, "取走 %u 张纸", waiting) : "取走纸",
        .second = waiting > 1    ? scene_format(scene, "take all %u", waiting)
                  : waiting == 1 ? "take the sheet"
                                 : "nothing waits",
        .off = waiting == 0,
    };
    draw_key(scene, cut_right(&room, TAKE, GAP), &take);
    for (size_t i = 0; i < bench->piece_count; i++)
        draw_chip(panel, &bench->pieces[i], scene, column_of(room, (int)i, BENCH_PIECES, GAP));
}

void draw_paper(const struct panel *panel, struct scene *scene, struct rect room)
{
    const struct view *view = &panel->view;
    const struct bench_piece *piece = panel_piece(panel);
    const char *zh, *en;
    struct rect top = room;
    bool waits = !panel->coming && piece && piece->waits;
    top.h = HEADING;
    if (view->sheet.dots && view->layout.parts > 1)
        draw_more(view, scene, cut_right(&top, MORE, GAP));
    name_view(panel, scene, &zh, &en);
    draw_heading(scene, &top, zh, en);
    cut_top(&room, HEADING, 0);
    scene_round(scene, cut_top(&room, SLOT, GAP), SLOT / 2, COLOR_SLOT);
    draw_tray(panel, scene, cut_bottom(&room, CHIP, GAP));
    if (!view->sheet.dots)
        return;
    struct rect box = draw_columns(view, scene, room, waits);
    if (waits)
        scene_element(scene, ROLE_CHOICE, BENCH_TAKE, box, "取走");
}
