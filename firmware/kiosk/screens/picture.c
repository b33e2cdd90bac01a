/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/picture.h"

#define SCENE_W  984
#define CARD_H   1000
#define FLAT_H   890 /* the card's scene on a small panel: plate and card nearer to each other */
#define PAPER_H  820
#define SHORT_H  620 /* the paper's scene on a small panel */
#define FRAME_MS 80  /* 12.5 frames a second is the most that moves */

/* Scene units to panel px. */
struct canvas {
    struct scene *scene;
    int x, y;
    double scale;
    bool outlines; /* high contrast */
    bool flat;     /* small panel */
};

static int at(const struct canvas *canvas, int units)
{
    return (int)(units * canvas->scale + (units < 0 ? -0.5 : 0.5));
}

static struct rect rect_at(const struct canvas *canvas, int x, int y, int w, int h)
{
    int left = canvas->x + at(canvas, x), top = canvas->y + at(canvas, y);
    return (struct rect){left, top, canvas->x + at(canvas, x + w) - left,
                         canvas->y + at(canvas, y + h) - top};
}

static void block(const struct canvas *canvas, int x, int y, int w, int h, int radius, enum color_role fill)
{
    scene_round(canvas->scene, rect_at(canvas, x, y, w, h), at(canvas, radius), fill);
}

static void outline(const struct canvas *canvas, int x, int y, int w, int h, int radius, int stroke,
                    enum color_role line)
{
    int px = at(canvas, stroke);
    scene_frame(canvas->scene, rect_at(canvas, x, y, w, h), at(canvas, radius), px > 0 ? px : 1, line);
}

static void stroke(const struct canvas *canvas, int x0, int y0, int x1, int y1, int width,
                   enum color_role line)
{
    scene_line(canvas->scene, canvas->x + at(canvas, x0), canvas->y + at(canvas, y0),
               canvas->x + at(canvas, x1), canvas->y + at(canvas, y1), at(canvas, width), line);
}

/* Ground of the picture; the canvas fills it as far as the scene's shape allows. */
static struct canvas begin(const struct view *view, struct rect box, int height, enum color_role ground)
{
    card_tinted(view->scene, box, ground, view->scene->theme.contrast ? COLOR_LINE : ground);
    double across = (double)box.w / SCENE_W, down = (double)box.h / height;
    double scale = across < down ? across : down;
    return (struct canvas){.scene = view->scene,
                           .x = box.x + (int)(box.w - SCENE_W * scale) / 2,
                           .y = box.y + (int)(box.h - height * scale) / 2,
                           .scale = scale,
                           .outlines = view->scene->theme.contrast,
                           .flat = view->compact};
}

/* ---- sprites ---- */

/* The kiosk itself: what glows is where to put the card, or where the paper comes. out: paper hangs there. */
static void machine(const struct canvas *canvas, const struct station *station, int x, int y, bool paper,
                    bool out)
{
    int plate_x = station->plate_left ? 20 : 80, slot_x = station->plate_left ? 108 : 14;
    block(canvas, x, y, 176, 300, 18, COLOR_MACHINE);
    block(canvas, x + 14, y + 14, 148, 196, 8, COLOR_MACHINE_GLASS);
    block(canvas, x + plate_x, y + 228, 76, 50, 8, paper ? COLOR_MACHINE_DIM : COLOR_MACHINE_LIT);
    block(canvas, x + slot_x, y + 232, 54, 10, 4, paper ? COLOR_MACHINE_LIT : COLOR_MACHINE_DIM);
    if (out) {
        block(canvas, x + slot_x + 6, y + 240, 42, 46, 0, COLOR_WHITE);
        outline(canvas, x + slot_x + 6, y + 240, 42, 46, 0, 2, COLOR_EDGE);
    }
    block(canvas, x + 58, y + 300, 60, 120, 0, COLOR_MACHINE);
    block(canvas, x + 8, y + 412, 160, 20, 8, COLOR_MACHINE);
}

static void id_card(const struct canvas *canvas, int x, int y)
{
    static const struct {
        int x, y, w, h;
        enum color_role ink;
    } lines[] = {{32, 46, 120, 16, COLOR_CARD_LINE},
                 {32, 84, 180, 16, COLOR_CARD_LINE2},
                 {32, 122, 230, 16, COLOR_CARD_LINE2},
                 {32, 160, 200, 16, COLOR_CARD_LINE2},
                 {32, 216, 364, 20, COLOR_CARD_LINE}};
    if (!canvas->outlines)
        block(canvas, x, y + 8, 428, 270, 20, COLOR_SHEET_SHADE);
    block(canvas, x, y, 428, 270, 20, COLOR_SHEET);
    outline(canvas, x, y, 428, 270, 20, canvas->outlines ? 5 : 3, COLOR_EDGE);
    block(canvas, x + 296, y + 40, 104, 130, 10, COLOR_CARD_PHOTO);
    block(canvas, x + 322, y + 60, 52, 52, 26, COLOR_CARD_FACE);
    /* shoulders: the upper half of a round block */
    block(canvas, x + 306, y + 126, 84, 88, 42, COLOR_CARD_FACE);
    block(canvas, x + 300, y + 170, 96, 45, 0, COLOR_SHEET);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        block(canvas, x + lines[i].x, y + lines[i].y, lines[i].w, lines[i].h, lines[i].h / 2, lines[i].ink);
}

static void dashes(const struct canvas *canvas, int x, int y, int w, int h)
{
    enum { DASH = 22, STEP = 36, INSET = 20 };
    for (int i = INSET; i + DASH <= w - INSET; i += STEP) {
        block(canvas, x + i, y, DASH, 4, 0, COLOR_PLATE_LIT);
        block(canvas, x + i, y + h - 4, DASH, 4, 0, COLOR_PLATE_LIT);
    }
    for (int i = INSET; i + DASH <= h - INSET; i += STEP) {
        block(canvas, x, y + i, 4, DASH, 0, COLOR_PLATE_LIT);
        block(canvas, x + w - 4, y + i, 4, DASH, 0, COLOR_PLATE_LIT);
    }
}

/* Its origin lies on the outer ring. */
static void plate(const struct canvas *canvas, int x, int y, enum color_role ring, enum color_role glass)
{
    block(canvas, x - 62, y - 40, 684, 440, 40, COLOR_PLATE);
    if (canvas->outlines)
        outline(canvas, x - 62, y - 40, 684, 440, 40, 5, COLOR_WHITE);
    outline(canvas, x - 14, y, 588, 360, 36, 4, ring);
    outline(canvas, x + 4, y + 18, 552, 324, 28, 10, ring);
    block(canvas, x + 26, y + 40, 508, 280, 20, glass);
    dashes(canvas, x + 66, y + 45, 428, 270);
}

static void chevron(const struct canvas *canvas, int x, int y, enum color_role fill)
{
    static const struct point shape[] = {{0, 0}, {64, 35}, {128, 0}, {128, 18}, {64, 53}, {0, 18}};
    struct point points[COUNT_OF(shape)];
    for (size_t i = 0; i < COUNT_OF(shape); i++)
        points[i] =
            (struct point){canvas->x + at(canvas, x + shape[i].x), canvas->y + at(canvas, y + shape[i].y)};
    scene_polygon(canvas->scene, points, COUNT_OF(shape), fill);
}

static void disc(const struct canvas *canvas, int cx, int cy, int radius, enum color_role fill)
{
    scene_circle(canvas->scene, canvas->x + at(canvas, cx), canvas->y + at(canvas, cy), at(canvas, radius),
                 fill);
}

static void done_disc(const struct canvas *canvas, int cx, int cy)
{
    disc(canvas, cx, cy, 104, COLOR_DONE);
    stroke(canvas, cx - 52, cy + 2, cx - 16, cy + 38, 22, COLOR_ON_DONE);
    stroke(canvas, cx - 16, cy + 38, cx + 56, cy - 42, 22, COLOR_ON_DONE);
}

static void cross_disc(const struct canvas *canvas, int cx, int cy)
{
    disc(canvas, cx, cy, 84, COLOR_DANGER);
    enum color_role ink = canvas->outlines ? COLOR_BLACK : COLOR_WHITE;
    stroke(canvas, cx - 34, cy - 34, cx + 34, cy + 34, 20, ink);
    stroke(canvas, cx + 34, cy - 34, cx - 34, cy + 34, 20, ink);
}

/* ---- laying the card down ---- */

#define CARD_IN_PLATE 66 /* its left edge, from the plate's */
#define CARD_TOP      86
#define CARD_DOWN     637
#define LOOP_MS       1800
#define LOOPS         3

struct pose {
    int card_y, lit; /* chevrons that are lit */
    bool lies;
};

/* A 0-600: the chevrons light one by one; B 600-1000: the card moves; C until 1800: it lies still. */
static struct pose pose_at(int64_t since_ms)
{
    static const int steps[] = {CARD_TOP, 250, 390, 500, 580, CARD_DOWN};
    if (since_ms >= LOOPS * LOOP_MS)
        return (struct pose){CARD_TOP, 2, false};
    int t = (int)(since_ms % LOOP_MS);
    if (t < 600)
        return (struct pose){CARD_TOP, t / 200 + 1, false};
    int step = (t - 600) / FRAME_MS + 1;
    return t < 1000 ? (struct pose){steps[step], 0, false} : (struct pose){CARD_DOWN, 0, true};
}

/* Where the plate lies, and a card that is above it at `card_y`: in the flat scene the way down is shorter
 * and the machine stands beside. */
static int plate_x(const struct canvas *canvas)
{
    return canvas->flat ? 132 : 212;
}

static int plate_y(const struct canvas *canvas)
{
    return canvas->flat ? 462 : 592;
}

static int card_y(const struct canvas *canvas, int card_y)
{
    enum { FLAT_TOP = 30, FLAT_DOWN = 507 };
    if (!canvas->flat)
        return card_y;
    return FLAT_TOP + (card_y - CARD_TOP) * (FLAT_DOWN - FLAT_TOP) / (CARD_DOWN - CARD_TOP);
}

static void draw_waiting(const struct canvas *canvas, struct pose pose)
{
    int first = canvas->flat ? 1 : 0; /* two chevrons find room in the flat scene */
    plate(canvas, plate_x(canvas), plate_y(canvas), pose.lies ? COLOR_PLATE_LIT : COLOR_MACHINE_LIT,
          COLOR_PLATE_GLASS);
    for (int i = first; pose.card_y == CARD_TOP && i < 3; i++)
        chevron(canvas, plate_x(canvas) + 216, (canvas->flat ? 268 : 384) + 48 * i,
                i < pose.lit ? COLOR_ARROW : COLOR_ARROW_OFF);
    id_card(canvas, plate_x(canvas) + CARD_IN_PLATE, card_y(canvas, pose.card_y));
}

/* The bar walks eight places round the ring. */
static void draw_reading(const struct canvas *canvas, int place)
{
    static const struct rect places[] = {{4, 18, 276, 10},    {280, 18, 276, 10},  {546, 18, 10, 162},
                                         {546, 180, 10, 162}, {280, 332, 276, 10}, {4, 332, 276, 10},
                                         {4, 180, 10, 162},   {4, 18, 10, 162}};
    struct rect bar = places[place % (int)COUNT_OF(places)];
    plate(canvas, plate_x(canvas), plate_y(canvas), COLOR_MACHINE_LIT, COLOR_PLATE_GLASS);
    block(canvas, plate_x(canvas) + bar.x, plate_y(canvas) + bar.y, bar.w, bar.h, 5, COLOR_PLATE_BAR);
    id_card(canvas, plate_x(canvas) + CARD_IN_PLATE, card_y(canvas, CARD_DOWN));
}

void picture_card(const struct view *view, struct rect box, enum card_picture what, int64_t since_ms)
{
    struct canvas canvas = begin(view, box, view->compact ? FLAT_H : CARD_H, COLOR_SCENE_GROUND);
    scene_element(view->scene, ROLE_IMAGE, "scan.picture", box, tr("把身份证平放在发光的地方"));
    machine(&canvas, view->visit->station, canvas.flat ? 762 : 772, canvas.flat ? 36 : 56, false, false);
    if (what == CARD_PICTURE_READING) {
        draw_reading(&canvas, (int)(since_ms / 120));
        scene_again(view->scene, 120);
    } else if (what == CARD_PICTURE_LIFTED) {
        int lifted = canvas.flat ? 100 : 160;
        plate(&canvas, plate_x(&canvas), plate_y(&canvas), COLOR_PLATE_BAD_RING, COLOR_PLATE_BAD);
        id_card(&canvas, plate_x(&canvas) + CARD_IN_PLATE, lifted);
        cross_disc(&canvas, plate_x(&canvas) + CARD_IN_PLATE + 214, lifted + 135);
    } else {
        draw_waiting(&canvas, pose_at(since_ms));
        if (since_ms < LOOPS * LOOP_MS)
            scene_again(view->scene, FRAME_MS);
    }
}

/* ---- paper ---- */

#define PAPER_STEP_MS 160
#define PAPER_STEP    24
#define PAPER_GROWN   330
#define PAPER_FULL    500
#define ARROWS_MS     20000

/* Hangs out of the slot by `length`; its lines come out with it, so they are counted from the lower edge. */
static void sheet(const struct canvas *canvas, int length)
{
    static const int widths[] = {120, 320, 320, 248, 320, 200, 320, 280, 120, 320};
    block(canvas, 249, 112, 486, length, 0, COLOR_SHEET_SHADE);
    block(canvas, 252, 112, 480, length, 0, COLOR_SHEET);
    for (int tooth = 0; tooth < 18; tooth++) {
        int left = 252 + tooth * 480 / 18, right = 252 + (tooth + 1) * 480 / 18;
        struct rect ends = rect_at(canvas, left, 112 + length - 1, right - left, 15);
        const struct point points[] = {
            {ends.x, ends.y}, {ends.x + ends.w / 2, ends.y + ends.h}, {ends.x + ends.w, ends.y}};
        scene_polygon(canvas->scene, points, 3, canvas->outlines ? COLOR_SHEET_SHADE : COLOR_SHEET);
    }
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        int y = 112 + length - 44 - 44 * (int)i;
        if (y > 124)
            block(canvas, 292, y, widths[i], 14, 7, COLOR_SHEET_LINE);
    }
}

static void housing(const struct canvas *canvas)
{
    block(canvas, 142, 40, 700, 62, 28, COLOR_HOUSING);
    block(canvas, 142, 68, 700, 34, 0, COLOR_HOUSING);
    block(canvas, 202, 88, 580, 26, 0, COLOR_SLOT);
}

void picture_paper(const struct view *view, struct rect box, enum paper_picture what, int64_t since_ms)
{
    bool done = what == PAPER_PICTURE_DONE;
    struct canvas canvas =
        begin(view, box, view->compact ? SHORT_H : PAPER_H, done ? COLOR_SCENE_GOOD : COLOR_SCENE_GROUND);
    scene_element(view->scene, ROLE_IMAGE, "print.picture", box, tr("纸从屏幕下面的出纸口出来"));
    machine(&canvas, view->visit->station, 786, canvas.flat ? 160 : 330, true, what != PAPER_PICTURE_NONE);
    housing(&canvas);
    int grown = 24 + (int)(since_ms / PAPER_STEP_MS) * PAPER_STEP;
    if (done || grown > PAPER_GROWN || what == PAPER_PICTURE_WAITING)
        grown = PAPER_GROWN;
    if (what != PAPER_PICTURE_NONE)
        sheet(&canvas, done && !canvas.flat ? PAPER_FULL : grown);
    block(&canvas, 202, 88, 580, 26, 0, COLOR_SLOT); /* the paper comes from behind it */
    int arrows_y = canvas.flat ? 500 : done ? 668 : 560, lit = (int)(since_ms / 500) % 2;
    if (done)
        done_disc(&canvas, 492, canvas.flat ? 284 : 400);
    for (int i = 0; i < 2 && what != PAPER_PICTURE_NONE; i++)
        chevron(&canvas, 428, arrows_y + 52 * i,
                done && since_ms < ARROWS_MS && i == lit ? COLOR_ARROW_OFF : COLOR_ARROW);
    if (what == PAPER_PICTURE_GROWING && grown < PAPER_GROWN)
        scene_again(view->scene, PAPER_STEP_MS);
    if (done && since_ms < ARROWS_MS)
        scene_again(view->scene, 500);
}
