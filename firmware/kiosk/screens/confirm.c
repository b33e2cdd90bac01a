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

static void draw_fields(struct view *view)
{
    struct scene *scene = view->scene;
    const struct visit *visit = view->visit;
    const struct person *person = visit->person;
    struct field fields[6];
    int count = 0;
    const char *range = range_of(visit, scene);
    bool brief = scene->theme.elder || view->low; /* the title says the name */
    if (!brief) {
        fields[count++] = (struct field){tr("姓名"), masked(scene, person_mask_name, person->name)};
        fields[count++] = (struct field){tr("性别"), sex_word(person->sex)};
    }
    fields[count++] = (struct field){tr("证件号码"), masked(scene, person_mask_number, person->number)};
    if (!brief && *person->address)
        fields[count++] = (struct field){tr("住址"), masked(scene, person_mask_address, person->address)};
    fields[count++] = (struct field){tr("要办的事"), tr_words(&visit->item->name)};
    if (range)
        fields[count++] = (struct field){tr("范围"), range};
    fields_card(scene, "confirm.fields", view->show, fields, count);
}

static void draw_buttons(struct view *view)
{
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
                                 .label = tr("信息不对"),
                                 .icon = ICON_REPORT,
                                 .look = BUTTON_SECONDARY,
                                 .type = TYPE_LABEL};
    view_primary(view, &yes, NULL);
    view_pair(view, &not_me, &wrong);
}

static void draw_offer(struct view *view)
{
    struct scene *scene = view->scene;
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

static void draw(const struct visit *visit, struct scene *scene)
{
    struct view view;
    view_begin(&view, visit, scene);
    draw_buttons(&view);
    if (visit->elder_offered && !scene->theme.elder)
        draw_offer(&view);
    if (visit->card_may_go)
        notice(scene, "confirm.take", view.show, NOTICE_GOOD, ICON_CHECK_CIRCLE, tr("读好了。"),
               tr("身份证可以先拿回去。"));
    struct text_style title = view_type(&view, TYPE_TITLE, COLOR_INK);
    const char *name = masked(scene, person_mask_name, visit->person->name);
    const char *question = scene_format(scene, tr("您是 %s 吗？"), name);
    if (text_width(scene->fonts, &title, question) > view.show->w)
        title = view_type(&view, TYPE_H2,
                          COLOR_INK); /* the longest names of the land have 15 characters and more */
    say_cut(scene, "confirm.title", view.show, &title, view_px(&view, 24), question);
    draw_fields(&view);
    struct text_style note = view_type(&view, TYPE_NOTE, COLOR_INK2);
    if (view.show->h > 2 * note.line_px)
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
