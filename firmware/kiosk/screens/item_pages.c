/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * An item on a small panel: blocks one below the other, as many on a page as find room. 下一页 is the filled
 * button until the last page; 上一步 leads a page back.
 */
#include "base/tr.h"
#include "kiosk/screens/item_parts.h"
#include "kiosk/screens/materials_table.h"

enum kind { BLOCK_NOTICE, BLOCK_WHERE, BLOCK_FACTS, BLOCK_CHOICE, BLOCK_PAPERS, BLOCK_CONSENT };

struct block {
    enum kind kind;
    int page;
    int first,
        count; /* of the facts; first: the choice, the page of papers, the part of the words, enum where */
};

/* Notice, two of where, and the most there can be of the others. */
#define BLOCKS (3 + ITEM_FACTS + ITEM_INPUTS_MAX + CASE_MATERIALS_MAX + TEXT_PARTS)
struct plan {
    struct view *view;
    const struct item *item;
    enum offer offer;
    struct field facts[ITEM_FACTS];
    int fact_count;
    struct text_style consent;
    struct text_parts parts;
    struct block blocks[BLOCKS];
    int count, page;
    int room, left; /* for blocks: of a page but the first, of the present one */
};

/* ---- where each block goes ---- */

static void put(struct plan *plan, struct block block, int height)
{
    block.page = plan->page;
    check(plan->count < BLOCKS);
    plan->blocks[plan->count++] = block;
    plan->left -= height + view_gap(plan->view);
}

static void turn(struct plan *plan)
{
    plan->page++;
    plan->left = plan->room;
}

/* On this page, or at the top of the next. */
static void place(struct plan *plan, struct block block, int height)
{
    if (height > plan->left && plan->left < plan->room)
        turn(plan);
    put(plan, block, height);
}

static void place_facts(struct plan *plan)
{
    int width = plan->view->body.w, height;
    for (int first = 0; first < plan->fact_count;) {
        int count = fields_fit(plan->view->scene, width, plan->left, plan->facts + first,
                               plan->fact_count - first, &height);
        if (count == 0 && plan->left < plan->room) {
            turn(plan);
            continue;
        }
        count = count ? count : 1;
        put(plan, (struct block){.kind = BLOCK_FACTS, .first = first, .count = count}, height);
        first += count;
    }
}

static void place_choices(struct plan *plan)
{
    for (size_t i = 0; i < plan->item->inputs.count; i++)
        if (item_asks(item_input(plan->item, i)))
            place(plan, (struct block){.kind = BLOCK_CHOICE, .first = (int)i},
                  item_choice_height(plan->view, plan->view->body.w, item_input(plan->item, i)));
}

/* Each page of the table has one of its own. */
static void place_papers(struct plan *plan)
{
    struct rect room = plan->view->body;
    room.h = plan->room;
    int pages = materials_pages(plan->view, &room, plan->item, NULL);
    for (int i = 0; i < pages; i++) {
        if (plan->left < plan->room)
            turn(plan);
        put(plan, (struct block){.kind = BLOCK_PAPERS, .first = i}, plan->room);
    }
}

/* What is agreed to; for whoever does not agree, where else it can be done. */
static const char *last_words(const struct plan *plan)
{
    return visit_sheet_open(plan->view->visit) == SHEET_GUIDE
               ? item_elsewhere(plan->view, plan->item)
               : tr_words(&plan->view->visit->catalogue->consent.text);
}

/* All of it below what stands here, or from the top of a page. */
static void place_consent(struct plan *plan)
{
    struct scene *scene = plan->view->scene;
    const char *text = last_words(plan);
    int width = plan->view->body.w, height = text_height(scene->fonts, &plan->consent, width, text);
    if (height > plan->left && plan->left < plan->room)
        turn(plan);
    text_parts(scene, &plan->consent, width, plan->left, text, &plan->parts);
    for (int i = 0; i < plan->parts.count; i++) {
        if (i > 0)
            turn(plan);
        put(plan, (struct block){.kind = BLOCK_CONSENT, .first = i}, height);
    }
}

enum where { WHERE_ALL, WHERE_PLACE, WHERE_TIME };

/* Where else, with hours and telephone, or one of both where a page does not hold them together. */
static struct fact where_fact(const struct plan *plan, int which)
{
    struct fact where = item_where(plan->view, plan->item);
    if (which == WHERE_TIME)
        where = (struct fact){ICON_SCHEDULE, COLOR_OUTLINE, NULL, where.note, NULL};
    else if (which == WHERE_PLACE)
        where.note = NULL;
    return where;
}

static int where_height(const struct plan *plan, int which)
{
    struct fact where = where_fact(plan, which);
    return facts_list_height(plan->view->scene, plan->view->body.w - 2 * view_px(plan->view, 18), &where, 1);
}

static void place_where(struct plan *plan)
{
    bool whole = where_height(plan, WHERE_ALL) <= plan->left || !where_fact(plan, WHERE_ALL).note;
    for (int which = whole ? WHERE_ALL : WHERE_PLACE; which <= (whole ? WHERE_ALL : WHERE_TIME); which++)
        place(plan, (struct block){.kind = BLOCK_WHERE, .first = which}, where_height(plan, which));
}

static void place_refusal(struct plan *plan)
{
    struct view *view = plan->view;
    put(plan, (struct block){.kind = BLOCK_NOTICE}, item_notice_height(view, view->body.w, plan->offer));
    place_where(plan);
}

/* Large type: of a hand-off the papers say more than the facts that find no room beside the name. */
static void place_all(struct plan *plan)
{
    struct view *view = plan->view;
    int height;
    if (plan->offer != OFFER_OK)
        place_refusal(plan);
    if (view->scene->theme.elder && plan->item->mode == MODE_HANDOFF)
        plan->fact_count =
            fields_fit(view->scene, view->body.w, plan->left, plan->facts, plan->fact_count, &height);
    if (plan->item->mode != MODE_GUIDE)
        place_facts(plan);
    if (plan->item->mode == MODE_HANDOFF)
        place_papers(plan);
    if (plan->offer == OFFER_OK) {
        place_choices(plan);
        place_consent(plan);
    }
}

/* ---- the frame: heading and buttons ---- */

static enum type_role name_type(void)
{
    return tr_current() == LANG_EN ? TYPE_H3 : TYPE_H2; /* English names are longer */
}

/* Its kind stands above the name where there is room for it. */
static bool has_kind(const struct plan *plan)
{
    return plan->offer == OFFER_OK && !plan->view->scene->theme.elder;
}

static int title_height(const struct plan *plan)
{
    const struct view *view = plan->view;
    struct text_style name = view_type(view, name_type(), COLOR_INK);
    return (has_kind(plan) ? badge_height(view->scene) + view_px(view, 12) : 0) +
           text_height(view->scene->fonts, &name, view->body.w, tr_words(&plan->item->name)) +
           view_px(view, 14);
}

static struct text_style heading_type(const struct view *view)
{
    return view_type(view, TYPE_NOTE_B, COLOR_INK2);
}

static int heading_width(const struct view *view)
{
    return view->body.w - view_px(view, view->scene->theme.elder ? 120 : 88);
}

/* From the second page on the name is only there to remind of it; a long one gives way to its code. */
static const char *heading(const struct plan *plan)
{
    const char *name = tr_words(&plan->item->name);
    struct text_style style = heading_type(plan->view);
    int lines = text_measure(plan->view->scene->fonts, &style, heading_width(plan->view), name, NULL);
    return lines > 2 ? plan->item->code : name;
}

static int heading_height(const struct plan *plan)
{
    struct text_style style = heading_type(plan->view);
    return text_height(plan->view->scene->fonts, &style, heading_width(plan->view), heading(plan)) +
           view_px(plan->view, 10);
}

static void draw_title(struct plan *plan)
{
    struct view *view = plan->view;
    struct text_style name = view_type(view, name_type(), COLOR_INK);
    if (has_kind(plan))
        item_title(view, plan->item, &view->body, name_type());
    else
        say_cut(view->scene, "item.title", &view->body, &name, view_px(view, 14),
                tr_words(&plan->item->name));
}

static void draw_heading(struct plan *plan, int page)
{
    struct view *view = plan->view;
    if (page == 0) {
        draw_title(plan);
        return;
    }
    struct text_style name = heading_type(view),
                      number = scene_type(view->scene, TYPE_NOTE, COLOR_INK2, ALIGN_RIGHT);
    struct rect row = cut_top(&view->body, heading_height(plan), 0);
    struct rect words = cut_left(&row, heading_width(view), 0);
    scene_say(view->scene, "item.title", words, &name, 0, heading(plan));
    scene_say(view->scene, "list.page", row, &number, 1,
              scene_format(view->scene, "%d / %d", page + 1, plan->page + 1));
}

static struct button next_button(bool filled)
{
    return (struct button){.id = "list.next",
                           .label = tr("下一页"),
                           .icon = ICON_CHEVRON_RIGHT,
                           .icon_behind = true,
                           .look = filled ? BUTTON_PRIMARY : BUTTON_SECONDARY,
                           .type = filled ? TYPE_ACTION : TYPE_LABEL};
}

/* One word in large type: what is agreed to stands above it. */
static struct button agree_button(const struct plan *plan)
{
    struct button agree = item_agree(plan->view, plan->item);
    if (plan->view->scene->theme.elder) {
        agree.label = tr("同意刷证");
        agree.type = TYPE_ACTION;
    }
    return agree;
}

static void draw_buttons(struct plan *plan, int page)
{
    struct view *view = plan->view;
    const struct button turn = next_button(false), on = next_button(true), home = item_home(),
                        agree = agree_button(plan), disagree = item_disagree(view);
    bool last = page == plan->page;
    if (plan->offer != OFFER_OK)
        view_primary(view, &home, last ? NULL : &turn);
    else if (last)
        view_primary(view, &agree, &disagree);
    else
        view_primary(view, &on, NULL);
}

/* ---- drawing ---- */

static void draw_block(struct plan *plan, const struct block *block)
{
    struct view *view = plan->view;
    struct fact where = where_fact(plan, block->first);
    switch (block->kind) {
    case BLOCK_NOTICE:
        item_notice(view, &view->body, plan->offer);
        break;
    case BLOCK_WHERE:
        facts_list_card(view->scene, "item.where", &view->body, &where, 1);
        break;
    case BLOCK_FACTS:
        fields_card(view->scene, "item.facts", &view->body, plan->facts + block->first, block->count);
        break;
    case BLOCK_CHOICE:
        item_choice(view, &view->body, item_input(plan->item, (size_t)block->first),
                    view->visit->inputs[block->first]);
        break;
    case BLOCK_PAPERS:
        materials_table(view, &view->body, plan->item, NULL, block->first);
        break;
    case BLOCK_CONSENT:
        say_cut(view->scene, "item.consent", &view->body, &plan->consent, 0,
                text_part(view->scene, &plan->parts, block->first));
        break;
    }
}

static void make_plan(struct plan *plan)
{
    struct view *view = plan->view;
    struct fact facts[ITEM_FACTS];
    item_facts(view->scene, plan->item, facts);
    for (plan->fact_count = 0; plan->fact_count < ITEM_FACTS; plan->fact_count++)
        plan->facts[plan->fact_count] =
            (struct field){facts[plan->fact_count].label, facts[plan->fact_count].value};
    plan->consent = view_type(view, TYPE_NOTE, COLOR_INK);
    int room = view->body.h - view_primary_height(view);
    plan->room = room - heading_height(plan);
    plan->left = room - title_height(plan);
    place_all(plan);
}

void item_pages(struct view *view, const struct item *item, enum offer offer)
{
    struct plan plan = {.view = view, .item = item, .offer = offer};
    make_plan(&plan);
    int page = view->visit->paper_page < plan.page ? view->visit->paper_page : plan.page;
    draw_buttons(&plan, page);
    draw_heading(&plan, page);
    for (int i = 0; i < plan.count; i++)
        if (plan.blocks[i].page == page)
            draw_block(&plan, &plan.blocks[i]);
}
