/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/scene.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "base/wipe.h"
#include "draw/qr.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct scene *scene_create(struct fonts *fonts)
{
    struct scene *scene = secret_create(sizeof *scene);
    scene->fonts = fonts;
    scene_clear(scene);
    return scene;
}

void scene_destroy(struct scene *scene)
{
    secret_destroy(scene, sizeof *scene);
}

void scene_clear(struct scene *scene)
{
    /* Node hashes are made of the texts, so they go as well. */
    wipe(scene->nodes, scene->node_count * sizeof scene->nodes[0]);
    wipe(scene->elements, scene->element_count * sizeof scene->elements[0]);
    wipe(scene->texts, scene->text_len);
    scene->node_count = scene->element_count = 0;
    scene->text_len = 1; /* offset 0 is the empty text */
    scene->elsewhere = NULL;
    scene->again_ms = -1;
    scene->now_ms = clock_real_mono_ms();
}

int scene_px(const struct scene *scene, int design_px)
{
    return theme_px(&scene->theme, design_px);
}

int scene_either(const struct scene *scene, int design_px, int compact_px)
{
    return theme_either(&scene->theme, design_px, compact_px);
}

struct text_style scene_type(const struct scene *scene, enum type_role type, enum color_role ink,
                             enum text_align align)
{
    return theme_type(&scene->theme, type, ink, align);
}

/* ---- texts ---- */

const char *scene_copy(struct scene *scene, const char *text)
{
    size_t size = strlen(text) + 1;
    check(scene->text_len + size <= SCENE_TEXT);
    char *copy = memcpy(scene->texts + scene->text_len, text, size);
    scene->text_len += size;
    return copy;
}

const char *scene_format(struct scene *scene, const char *format, ...)
{
    char *ret = scene->texts + scene->text_len;
    size_t room = SCENE_TEXT - scene->text_len;
    va_list args;
    va_start(args, format);
    int len = vsnprintf(ret, room, format, args);
    va_end(args);
    check(len >= 0 && (size_t)len < room);
    scene->text_len += (size_t)len + 1;
    return ret;
}

/* ---- nodes ---- */

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t len)
{
    /* FNV-1a */
    for (const uint8_t *byte = bytes; len--; byte++)
        hash = (hash ^ *byte) * 0x100000001B3u;
    return hash;
}

/* Nodes start zeroed, so that padding compares equal. The offset of a text is no part of what is seen. */
static void seal_node(struct scene *scene, struct node *node)
{
    const char *text = scene->texts + node->text;
    uint32_t offset = node->text;
    node->text = 0;
    node->hash = 0;
    uint64_t hash = hash_bytes(0xCBF29CE484222325u, node, sizeof *node);
    node->text = offset;
    node->hash = hash_bytes(hash, text, strlen(text));
}

static struct node *add_node(struct scene *scene, enum node_kind kind, struct rect box, color ink)
{
    check(scene->node_count < SCENE_NODES);
    struct node *node = &scene->nodes[scene->node_count++];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->box = box;
    node->ink = ink;
    return node;
}

static void add_shape(struct scene *scene, enum node_kind kind, struct rect box, int radius, int stroke,
                      enum color_role role)
{
    struct node *node = add_node(scene, kind, box, theme_color(&scene->theme, role));
    node->radius = radius;
    node->stroke = stroke;
    seal_node(scene, node);
}

static struct rect around(int cx, int cy, int radius)
{
    return (struct rect){cx - radius, cy - radius, 2 * radius + 1, 2 * radius + 1};
}

void scene_fill(struct scene *scene, struct rect box, enum color_role fill)
{
    add_shape(scene, NODE_FILL, box, 0, 0, fill);
}

void scene_round(struct scene *scene, struct rect box, int radius, enum color_role fill)
{
    add_shape(scene, NODE_ROUND, box, radius, 0, fill);
}

void scene_frame(struct scene *scene, struct rect box, int radius, int stroke, enum color_role line)
{
    add_shape(scene, NODE_FRAME, box, radius, stroke, line);
}

void scene_circle(struct scene *scene, int cx, int cy, int radius, enum color_role fill)
{
    add_shape(scene, NODE_CIRCLE, around(cx, cy, radius), radius, 0, fill);
}

void scene_ring(struct scene *scene, int cx, int cy, int radius, int stroke, enum color_role line)
{
    add_shape(scene, NODE_RING, around(cx, cy, radius), radius, stroke, line);
}

static void add_points(struct scene *scene, enum node_kind kind, const struct point *points, int count,
                       int stroke, enum color_role role)
{
    check(count <= NODE_POINTS);
    struct rect box = {0};
    for (int i = 0; i < count; i++)
        box = rect_union(box, (struct rect){points[i].x, points[i].y, 1, 1});
    box = rect_inset(box, -(stroke + 1));
    struct node *node = add_node(scene, kind, box, theme_color(&scene->theme, role));
    node->stroke = stroke;
    node->count = count;
    memcpy(node->points, points, (size_t)count * sizeof *points);
    seal_node(scene, node);
}

void scene_line(struct scene *scene, int x0, int y0, int x1, int y1, int stroke, enum color_role line)
{
    const struct point ends[] = {{x0, y0}, {x1, y1}};
    add_points(scene, NODE_LINE, ends, 2, stroke, line);
}

void scene_polygon(struct scene *scene, const struct point *points, int count, enum color_role fill)
{
    add_points(scene, NODE_POLYGON, points, count, 0, fill);
}

void scene_icon(struct scene *scene, struct rect box, enum icon icon, int px, enum color_role ink)
{
    struct node *node = add_node(scene, NODE_ICON, box, theme_color(&scene->theme, ink));
    node->icon = icon;
    node->style.px = px;
    seal_node(scene, node);
}

/* Ink may reach out of the line box: descenders, and whole glyphs where lines stand close. */
static int ink_margin(const struct text_style *style)
{
    return style->px / 4;
}

static void add_text(struct scene *scene, struct rect box, const struct text_style *style, int max_lines,
                     const char *text)
{
    struct node *node = add_node(scene, NODE_TEXT, rect_inset(box, -ink_margin(style)), style->ink);
    /* member by member: the padding of the caller's struct must not reach the hash */
    node->style.px = style->px;
    node->style.line_px = style->line_px;
    node->style.weight = style->weight;
    node->style.align = style->align;
    node->style.ink = style->ink;
    node->max = max_lines;
    node->text = (uint32_t)(scene_copy(scene, text) - scene->texts);
    seal_node(scene, node);
}

int scene_write(struct scene *scene, struct rect box, const struct text_style *style, int max_lines,
                const char *text)
{
    int lines = text_measure(scene->fonts, style, box.w, text, NULL);
    if (max_lines > 0 && lines > max_lines)
        lines = max_lines;
    add_text(scene, (struct rect){box.x, box.y, box.w, lines * style->line_px}, style, max_lines, text);
    return lines * style->line_px;
}

void scene_qr(struct scene *scene, struct rect box, const char *text, int max_version)
{
    struct node *node = add_node(scene, NODE_QR, box, 0);
    node->max = max_version;
    node->text = (uint32_t)(scene_copy(scene, text) - scene->texts);
    seal_node(scene, node);
}

void scene_dots(struct scene *scene, struct rect box, const uint8_t *dots, enum color_role ink)
{
    struct node *node = add_node(scene, NODE_DOTS, box, theme_color(&scene->theme, ink));
    seal_node(scene, node);
    /* Where they lie says nothing; what they are does. */
    node->hash = hash_bytes(node->hash, dots, (size_t)box.w * (size_t)box.h);
    node->dots = dots;
}

/* ---- elements ---- */

struct element *scene_element(struct scene *scene, enum role role, const char *id, struct rect box,
                              const char *label)
{
    check(scene->element_count < SCENE_ELEMENTS);
    struct element *element = &scene->elements[scene->element_count++];
    *element = (struct element){.id = scene_copy(scene, id),
                                .role = role,
                                .label = scene_copy(scene, label),
                                .box = box,
                                .enabled = true,
                                .focused = *id && strcmp(scene->focused, id) == 0};
    return element;
}

int scene_say(struct scene *scene, const char *id, struct rect box, const struct text_style *style,
              int max_lines, const char *text)
{
    int widest;
    int lines = text_measure(scene->fonts, style, box.w, text, &widest);
    int height = scene_write(scene, box, style, max_lines, text);
    struct element *element =
        scene_element(scene, ROLE_TEXT, id, (struct rect){box.x, box.y, box.w, height}, text);
    element->text_w = widest;
    element->text_h = lines * style->line_px;
    return height;
}

bool scene_is_pressed(const struct scene *scene, const char *id)
{
    return *id && strcmp(scene->pressed, id) == 0;
}

void scene_cover(struct scene *scene, struct rect box)
{
    for (size_t i = 0; i < scene->element_count; i++)
        if (!rect_empty(rect_cut(scene->elements[i].box, box)))
            scene->elements[i].role = ROLE_IMAGE;
}

const struct element *scene_hit(const struct scene *scene, int x, int y)
{
    for (size_t i = scene->element_count; i-- > 0;) {
        const struct element *element = &scene->elements[i];
        if (element->role != ROLE_TEXT && element->role != ROLE_IMAGE && rect_holds(element->box, x, y))
            return element;
    }
    return NULL;
}

const struct element *scene_find(const struct scene *scene, const char *id)
{
    for (size_t i = 0; i < scene->element_count; i++)
        if (strcmp(scene->elements[i].id, id) == 0)
            return &scene->elements[i];
    return NULL;
}

void scene_again(struct scene *scene, int delay_ms)
{
    if (scene->again_ms < 0 || delay_ms < scene->again_ms)
        scene->again_ms = delay_ms;
}

/* ---- showing ---- */

static bool touching(struct rect a, struct rect b)
{
    return !rect_empty(rect_cut(rect_inset(a, -1), b));
}

static int64_t area(struct rect rect)
{
    return (int64_t)rect.w * rect.h;
}

static size_t cheapest_partner(const struct damage *damage, struct rect rect)
{
    size_t best = 0;
    int64_t best_growth = INT64_MAX;
    for (size_t i = 0; i < damage->count; i++) {
        int64_t growth = area(rect_union(damage->rects[i], rect)) - area(damage->rects[i]);
        if (growth < best_growth) {
            best_growth = growth;
            best = i;
        }
    }
    return best;
}

void damage_add(struct damage *damage, struct rect rect)
{
    if (rect_empty(rect))
        return;
    for (size_t i = 0; i < damage->count;) {
        if (!touching(damage->rects[i], rect)) {
            i++;
            continue;
        }
        rect = rect_union(rect, damage->rects[i]);
        damage->rects[i] = damage->rects[--damage->count];
        i = 0;
    }
    if (damage->count < SCENE_DAMAGE) {
        damage->rects[damage->count++] = rect;
        return;
    }
    size_t partner = cheapest_partner(damage, rect);
    rect = rect_union(rect, damage->rects[partner]);
    damage->rects[partner] = damage->rects[--damage->count];
    damage_add(damage, rect);
}

/* Nodes that stand in both lists in the same order need no painting; everything between them does. */
void scene_compare(const struct scene *before, const struct scene *after, struct damage *ret)
{
    ret->count = 0;
    size_t old = 0;
    for (size_t i = 0; i < after->node_count; i++) {
        size_t same = old;
        while (same < before->node_count && before->nodes[same].hash != after->nodes[i].hash)
            same++;
        if (same == before->node_count) {
            damage_add(ret, after->nodes[i].box);
            continue;
        }
        for (; old < same; old++)
            damage_add(ret, before->nodes[old].box);
        old = same + 1;
    }
    for (; old < before->node_count; old++)
        damage_add(ret, before->nodes[old].box);
}

static void paint_qr(const struct node *node, const char *text, struct surface *surface)
{
    struct qr qr;
    if (!qr_make(text, node->max, &qr))
        return; /* too long: the number in large type beside it says the same */
    int side = qr.modules + 8, module = (node->box.w < node->box.h ? node->box.w : node->box.h) / side;
    qr_draw(surface, &qr, node->box.x + (node->box.w - side * module) / 2,
            node->box.y + (node->box.h - side * module) / 2, module);
    wipe(&qr, sizeof qr);
}

static void paint_node(const struct scene *scene, const struct node *node, struct surface *surface)
{
    const char *text = scene->texts + node->text;
    int cx = node->box.x + node->radius, cy = node->box.y + node->radius;
    switch (node->kind) {
    case NODE_FILL:
        draw_fill(surface, node->box, node->ink);
        break;
    case NODE_ROUND:
        draw_round(surface, node->box, node->radius, node->ink);
        break;
    case NODE_FRAME:
        draw_frame(surface, node->box, node->radius, node->stroke, node->ink);
        break;
    case NODE_CIRCLE:
        draw_circle(surface, cx, cy, node->radius, node->ink);
        break;
    case NODE_RING:
        draw_ring(surface, cx, cy, node->radius, node->stroke, node->ink);
        break;
    case NODE_LINE:
        draw_line(surface, node->points[0].x, node->points[0].y, node->points[1].x, node->points[1].y,
                  node->stroke, node->ink);
        break;
    case NODE_POLYGON:
        draw_polygon(surface, node->points, node->count, node->ink);
        break;
    case NODE_TEXT:
        text_block(surface, scene->fonts, &node->style, rect_inset(node->box, ink_margin(&node->style)),
                   node->max, text);
        break;
    case NODE_ICON:
        text_icon(surface, scene->fonts, node->icon, node->style.px, node->ink, node->box);
        break;
    case NODE_QR:
        paint_qr(node, text, surface);
        break;
    case NODE_DOTS:
        draw_mask(surface, node->box.x, node->box.y, node->dots, node->box.w, node->box.h, node->box.w,
                  node->ink);
        break;
    }
}

static void paint_band(const struct scene *scene, struct surface *surface, struct rect band)
{
    for (size_t i = 0; i < scene->node_count; i++) {
        struct rect clip = rect_cut(scene->nodes[i].box, band);
        if (rect_empty(clip))
            continue;
        surface_clip(surface, clip);
        paint_node(scene, &scene->nodes[i], surface);
    }
}

/* A code is worked out anew each time that it is painted. */
static bool has_code(const struct scene *scene, struct rect rect)
{
    for (size_t i = 0; i < scene->node_count; i++)
        if (scene->nodes[i].kind == NODE_QR && !rect_empty(rect_cut(scene->nodes[i].box, rect)))
            return true;
    return false;
}

/* Ground, card and letters lie over each other; what is painted first is still in the cache nearest to the
 * processor when the next comes over it, if not too much was painted between. */
#define BAND_BYTES (512 * 1024)

static int band_height(const struct scene *scene, struct rect rect)
{
    int rows = BAND_BYTES / (int)sizeof(uint32_t) / rect.w;
    return rows < 1 ? 1 : has_code(scene, rect) ? rect.h : rows;
}

void scene_paint(const struct scene *scene, struct surface *surface, struct rect rect)
{
    struct rect whole = {0, 0, surface->width, surface->height};
    rect = rect_cut(rect, whole);
    if (rect_empty(rect))
        return;
    int rows = band_height(scene, rect);
    for (int y = rect.y; y < rect.y + rect.h; y += rows)
        paint_band(scene, surface, rect_cut(rect, (struct rect){rect.x, y, rect.w, rows}));
    surface_clip(surface, whole);
}

void scene_prepare(const struct scene *scene)
{
    for (size_t i = 0; i < scene->node_count; i++) {
        const struct node *node = &scene->nodes[i];
        if (node->kind == NODE_TEXT)
            text_prepare(scene->fonts, &node->style, scene->texts + node->text);
        else if (node->kind == NODE_ICON)
            text_icon_prepare(scene->fonts, node->icon, node->style.px);
    }
}
