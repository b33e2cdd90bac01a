/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Are you …? What the card said, masked: whoever stands beside cannot read it all. */
#include "base/clock.h"
#include "base/tr.h"
#include "kiosk/screens/view.h"
#include <string.h>

static const char *masked(struct scene *scene, void (*mask)(const char *, char *, size_t), const char *text)
{
    char hidden[PERSON_NAME_BYTES];
    mask(text, hidden, sizeof hidden);
    return scene_copy(scene, hidden);
}

static const char *sex_word(char sex)
{
    return sex == '1' ? tr("男") : sex == '2' ? tr("女") : tr("未说明");
}

/* What was chosen on the item page, in the words of the choice; NULL: nothing to choose. */
static const char *range_of(const struct visit *visit, struct scene *scene)
{
    for (size_t i = 0; i < visit->item->inputs.count; i++) {
        const struct input *input = item_input(visit->item, i);
        const struct choice *choices = input->choices.items;
        for (size_t c = 0; c < input->choices.count; c++)
            if (visit->inputs[i] && strcmp(visit->inputs[i], choices[c].value) == 0)
                return scene_copy(scene, tr_words(&choices[c].label));
    }
    return NULL;
}

#define FIELDS 6

/* What is asked about. */
static int fields_of(const struct view *view, struct field fields[FIELDS])
{
    struct scene *scene = view->scene;
    const struct visit *visit = view->visit;
    const struct person *person = visit->person;
    int count = 0;
    const char *range = range_of(visit, scene);
    bool brief = scene->theme.elder || view->low || view->compact; /* the title says the name */
    if (!brief) {
        fields[count++] = (struct field){tr("姓名"), masked(scene, person_mask_name, person->name)};
        fields[count++] = (struct field){tr("性别"), sex_word(person->sex)};
    }
    fields[count++] = (struct field){tr("证件号码"), masked(scene, person_mask_number, person->number)};
    if (!brief && *person->address)
        fields[count++] = (struct field){tr("住址"), masked(scene, person_mask_address, person->address)};
    const char *what = tr_words(&visit->item->name);
    if (brief && !view->compact && range) /* one row, so that neither can be the one without room */
        what = scene_format(scene, tr("%s，%s"), what, range);
    fields[count++] = (struct field){tr("要办的事"), what};
    if (range && (!brief || view->compact))
        fields[count++] = (struct field){tr("范围"), range};
    return count;
}

static int lines_width(const struct view *view)
{
    return view->show->w - 2 * view_px(view, 18);
}

/* On a small panel a number, an item and a range say themselves what they are. In large type item and range
 * are one line, if that fits into room, for else the range would be the one without. */
static int lines_of(const struct view *view, int room, struct fact facts[FIELDS])
{
    struct field fields[FIELDS];
    int count = fields_of(view, fields);
    for (int i = 0; i < count; i++)
        facts[i] = (struct fact){.value = fields[i].value};
    if (!view->scene->theme.elder || count < 3)
        return count;
    facts[1].value = scene_format(view->scene, tr("%s，%s"), fields[1].value, fields[2].value);
    if (facts_list_height(view->scene, lines_width(view), facts, 2) <= room)
        return 2;
    facts[1].value = fields[1].value;
    return count;
}

static void draw_fields(struct view *view)
{
    struct fact lines[FIELDS];
    struct field fields[FIELDS];
    if (view->compact)
        facts_list_card(view->scene, "confirm.fields", view->show, lines,
                        lines_of(view, view->show->h, lines));
    else
        fields_card(view->scene, "confirm.fields", view->show, fields, fields_of(view, fields));
}

static void draw_buttons(struct view *view)
{
    bool brief = view->compact && view->scene->theme.elder; /* half of a small panel is not wide */
    const struct button yes = {.id = "nav.next",
                               .label = view->visit->item->mode == MODE_INSTANT ? tr("是我，打印")
                                                                                : tr("是我，下一步"),
                               .icon = ICON_CHECK,
                               .look = view->visit->item->mode == MODE_INSTANT ? BUTTON_DONE : BUTTON_PRIMARY,
                               .type = TYPE_ACTION};
    const struct button not_me = {.id = "confirm.notme",
                                  .label = tr("不是我"),
                                  .icon = ICON_PERSON_OFF,
                                  .look = BUTTON_SECONDARY,
                                  .type = TYPE_LABEL};
    const struct button wrong = {.id = "confirm.wrong",
                                 .label = brief ? tr("不对") : tr("信息不对"),
                                 .spoken = brief ? tr("信息不对") : NULL,
                                 .icon = ICON_REPORT,
                                 .look = BUTTON_SECONDARY,
                                 .type = TYPE_LABEL};
    view_primary(view, &yes, NULL);
    view_pair(view, &not_me, &wrong);
}

static void draw_offer(struct view *view)
{
    struct scene *scene = view->scene;
    if (view->compact) { /* the key alone asks */
        const struct button larger = {.id = "mode.elder.offer",
                                      .label = tr("换成大字版"),
                                      .icon = ICON_FORMAT_SIZE,
                                      .look = BUTTON_SECONDARY,
                                      .type = TYPE_LABEL};
        button(scene, cut_bottom(&view->body, view_px(view, 84), view_gap(view)), &larger);
        return;
    }
    struct rect box = cut_bottom(&view->body, view_px(view, 140), view_px(view, 24));
    card_tinted(scene, box, COLOR_TINT, scene->theme.contrast ? COLOR_LINE : COLOR_TINT);
    box = inset_xy(box, view_px(view, 24), view_px(view, 20));
    const struct button larger = {
        .id = "mode.elder.offer", .label = tr("换成大字版"), .look = BUTTON_SECONDARY, .type = TYPE_LABEL};
    button(scene, cut_right(&box, view_px(view, 320), view_px(view, 24)), &larger);
    scene_icon(scene, cut_left(&box, view_px(view, 64), view_px(view, 24)), ICON_FORMAT_SIZE,
               view_px(view, 64), COLOR_OUTLINE);
    struct text_style style = view_type(view, TYPE_TEXT, COLOR_INK);
    say_middle(scene, "elder.offer", box, &style, 0, tr("要用大字慢速版吗？"));
}

/* A line without a box where room is dear; the last of what is said there. */
static void draw_take(struct view *view)
{
    struct scene *scene = view->scene;
    const char *read = tr("读好了。"), *take = tr("身份证可以先拿回去。");
    if (!view->compact) {
        notice(scene, "confirm.take", view->show, NOTICE_GOOD, ICON_CHECK_CIRCLE, read, take);
        return;
    }
    struct text_style style = view_type(view, TYPE_NOTE_B, COLOR_ON_DONE_TINT);
    int icon_px = style.px * 4 / 3, room = view->show->w - icon_px - view_px(view, 16);
    const char *both = scene_format(scene, tr_current() == LANG_EN ? "%s %s" : "%s%s", read, take);
    if (text_width(scene->fonts, &style, both) > room)
        both = take;
    if (text_width(scene->fonts, &style, both) > room)
        style.weight = FONT_REGULAR;
    struct rect line = cut_top(view->show, icon_px, view_px(view, 6));
    scene_element(scene, ROLE_IMAGE, "confirm.take", line, "");
    say_with_icon(scene, &line, ICON_CHECK_CIRCLE, COLOR_DONE, &style, both);
}

/* Whether number and item find room below a title and that line. */
static bool take_fits(const struct view *view, int title_height)
{
    struct fact lines[FIELDS];
    lines_of(view, view->show->h - title_height, lines);
    int line_px = view_type(view, TYPE_NOTE_B, COLOR_INK).px * 4 / 3 + view_px(view, 6);
    return !view->compact ||
           facts_list_height(view->scene, lines_width(view), lines, 2) + title_height + line_px <=
               view->show->h;
}

/* The longest names of the land have 15 characters and more. */
static struct text_style title_style(const struct view *view, const char *question)
{
    struct text_style title = view_type(view, view->compact ? TYPE_H1 : TYPE_TITLE, COLOR_INK);
    if (text_width(view->scene->fonts, &title, question) > view->show->w)
        title = view_type(view, TYPE_H2, COLOR_INK);
    return title;
}

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    draw_buttons(&view);
    if (visit->elder_offered && !scene->theme.elder)
        draw_offer(&view);
    const char *name = masked(scene, person_mask_name, visit->person->name);
    const char *question = scene_format(scene, tr("您是 %s 吗？"), name);
    struct text_style title = title_style(&view, question);
    int title_gap = view_either(&view, 24, 6);
    if (visit->card_may_go &&
        take_fits(&view, text_height(scene->fonts, &title, view.show->w, question) + title_gap))
        draw_take(&view);
    say_cut(scene, "confirm.title", view.show, &title, title_gap, question);
    draw_fields(&view);
    struct text_style note = view_type(&view, TYPE_NOTE, COLOR_INK2);
    if (view.show->h > (view.compact ? 3 : 2) * note.line_px)
        say_with_icon(scene, view.show, ICON_VISIBILITY_OFF, COLOR_OUTLINE, &note,
                      tr("旁边的人看不到全部号码。"));
}

static void event(struct visit *visit, const char *id)
{
    if (strcmp(id, "confirm.notme") == 0)
        visit_not_me(visit);
    if (strcmp(id, "confirm.wrong") == 0)
        visit_wrong_data(visit);
}

const struct screen screen_confirm = {
    .name = "confirm",
    .draw = draw,
    .event = event,
};
