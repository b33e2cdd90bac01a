/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The commitment in full, before anything is agreed to. */
#include "base/tr.h"
#include "kiosk/screens/pages.h"
#include <string.h>

/* The promise in a card, as large as one page allows, else in parts of the smallest allowed type. */
struct promise {
    struct text_style style;
    int pad_x, pad_y, width, room; /* of the words; room: the height of a page */
    struct text_parts parts;
};

static void measure(const struct view *view, struct rect box, const char *text, struct promise *ret)
{
    static const enum type_role roles[] = {TYPE_TEXT, TYPE_BODY, TYPE_NOTE};
    *ret = (struct promise){.pad_x = view_either(view, 36, 14), .pad_y = view_either(view, 24, 10)};
    ret->width = box.w - 2 * ret->pad_x;
    ret->room = box.h - 2 * ret->pad_y;
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        ret->style = view_type(view, roles[i], COLOR_INK);
        if (text_height(view->scene->fonts, &ret->style, ret->width, text) <= ret->room)
            break;
    }
    if (view->compact)
        ret->style.line_px = ret->style.px * 13 / 10;
    text_parts(view->scene, &ret->style, ret->width, ret->room, text, &ret->parts);
}

/* The card, cut off the top of box. */
static void draw_part(struct view *view, struct rect *box, const struct promise *promise, int part)
{
    const char *text = text_part(view->scene, &promise->parts, part);
    int height = text_height(view->scene->fonts, &promise->style, promise->width, text);
    struct rect sheet = cut_top(box, height + 2 * promise->pad_y, view_gap(view));
    card(view->scene, sheet);
    scene_say(view->scene, "commitment.text", inset_xy(sheet, promise->pad_x, promise->pad_y),
              &promise->style, 0, text);
}

static struct button agree_button(const struct view *view)
{
    return (struct button){.id = "nav.next",
                           .label = tr("我已看清，愿意承诺"),
                           .icon = ICON_CHECK,
                           .look = BUTTON_PRIMARY,
                           .type = view->compact && !view->scene->theme.elder ? TYPE_ACTION : TYPE_FACT};
}

static struct button refuse_button(const struct view *view)
{
    return (struct button){.id = scene_format(view->scene, "material.%d.have", view->visit->commitment + 1),
                           .label = tr("不承诺，我带材料来"),
                           .look = BUTTON_SECONDARY,
                           .type = view->scene->theme.elder ? TYPE_NOTE_B : TYPE_BODY_B};
}

static const char *after_words(const struct view *view)
{
    const struct material *material = item_material(view->visit->item, (size_t)view->visit->commitment);
    return scene_format(view->scene, tr("%d 个月内会核查，不实将撤销"), material->recheck_months);
}

static void draw_after(struct view *view, struct rect *from)
{
    notice(view->scene, "commitment.after", from, NOTICE_ATTENTION, ICON_INFO, NULL, after_words(view));
}

/* ---- a small panel ---- */

static int key_height(const struct view *view)
{
    struct text_style style = view_type(view, refuse_button(view).type, COLOR_INK);
    int words =
        text_height(view->scene->fonts, &style, view->body.w - view_px(view, 16), refuse_button(view).label);
    int least = view_px(view, view->scene->theme.elder ? 96 : 84);
    return words > least ? words : least;
}

/* What follows and the way out stand below the last words where that costs no page, else on a page of their
 * own. Returns the pages. */
static int divide(const struct view *view, const char *text, struct promise *ret)
{
    struct rect room = view->body, less;
    room.h -= view_primary_height(view) + pages_title_height(view, tr("承诺书"));
    less = room;
    less.h -= notice_height(view->scene, view->body.w, NULL, after_words(view)) + key_height(view) +
              2 * view_gap(view);
    measure(view, room, text, ret);
    struct promise lower;
    measure(view, less, text, &lower);
    if (lower.room < 2 * lower.style.line_px || lower.parts.count > ret->parts.count + 1 ||
        lower.parts.count == TEXT_PARTS)
        return ret->parts.count + 1;
    *ret = lower;
    return ret->parts.count;
}

/* The way out is a key of its own on the last page; before it, 上一步 leads out too. */
static void draw_small(struct view *view, const char *text)
{
    const struct button agree = agree_button(view), refuse = refuse_button(view);
    const char *title = tr("承诺书");
    struct promise promise;
    struct list list = list_of_papers(view->visit, divide(view, text, &promise));
    pages_primary(view, &list, &agree, NULL);
    if (list.page == list.pages - 1)
        button(view->scene, cut_bottom(&view->body, key_height(view), view_gap(view)), &refuse);
    pages_title(view, "commitment.title", title, &list);
    if (list.page < promise.parts.count)
        draw_part(view, &view->body, &promise, list.page);
    if (list.page == list.pages - 1)
        draw_after(view, &view->body);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const char *text = tr_words(&item_material(visit->item, (size_t)visit->commitment)->text);
    struct view view;
    view_begin(&view, visit, scene);
    if (view.compact) {
        draw_small(&view, text);
        return;
    }
    struct rect keys = view.body; /* below: what the last page needs decides */
    cut_bottom(&view.body, view_primary_height(&view), 0);
    view_title(&view, "commitment.title", tr("承诺书"), tr("请听完或看完再选择"));
    if (!view.low)
        draw_after(&view, view.show);
    struct promise promise;
    struct rect *box = view.wide ? &view.body : view.show;
    measure(&view, *box, text, &promise);
    struct list list = list_of_papers(visit, promise.parts.count);
    draw_part(&view, box, &promise, list.page);
    struct text_style number = scene_type(scene, TYPE_NOTE, COLOR_INK2, ALIGN_RIGHT);
    if (list.pages > 1 && box->h >= number.line_px)
        scene_say(scene, "list.page", *box, &number, 1,
                  scene_format(scene, "%d / %d", list.page + 1, list.pages));
    if (view.low)
        draw_after(&view, &view.body);
    const struct button agree = agree_button(&view), refuse = refuse_button(&view);
    view.body = keys;
    pages_primary(&view, &list, &agree, &refuse);
}

static void event(struct visit *visit, const char *id)
{
    if (strncmp(id, "material.", 9) == 0)
        visit_commit(visit, false);
}

const struct screen screen_commitment = {
    .name = "commitment",
    .draw = draw,
    .event = event,
};
