/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/view.h"

#include "base/clock.h"
#include "base/tr.h"

int view_px(const struct view *view, int design_px)
{
    return scene_px(view->scene, design_px);
}

struct text_style view_type(const struct view *view, enum type_role type, enum color_role ink)
{
    return scene_type(view->scene, type, ink, ALIGN_LEFT);
}

int view_either(const struct view *view, int design_px, int compact_px)
{
    return scene_either(view->scene, design_px, compact_px);
}

static int sized(const struct view *view, int normal, int elder)
{
    return view_px(view, view->scene->theme.elder ? elder : normal);
}

int view_gap(const struct view *view)
{
    return view_either(view, 24, 14);
}

static int margin(const struct view *view)
{
    return view_either(view, 48, 20);
}

static void start(struct view *view, const struct visit *visit, struct scene *scene)
{
    *view = (struct view){.visit = visit, .scene = scene};
    view->wide = scene->theme.width > scene->theme.height;
    view->compact = scene->theme.compact;
    view->low = visit_has(visit, VISIT_LOW) && panel_needs_low(&visit->station->screen);
    view->body = (struct rect){0, 0, scene->theme.width, scene->theme.height};
    view->show = &view->body;
}

/* ---- header and footer ---- */

/* 江桥镇 云桥邻里中心 */
static const char *station_name(const struct view *view)
{
    const struct station *station = view->visit->station;
    const struct town *town = catalogue_town(view->visit->catalogue, station->town);
    if (!town || tr_current() == LANG_EN)
        return tr_words(&station->name);
    return scene_format(view->scene, "%s%s%s", tr_words(&town->name), view->scene->theme.elder ? "\n" : " ",
                        tr_words(&station->name));
}

#define MINUTE_MS 60000

/* The clock stands in every header, so every page is drawn again when the minute is over. */
static struct header header_words(const struct view *view)
{
    scene_again(view->scene, (int)(MINUTE_MS - clock_now_s(view->visit->clock) % 60 * 1000));
    return (struct header){.name = station_name(view),
                           .now = words_now(view->scene, view->visit),
                           .seal_top = "立",
                           .seal_bottom = "取",
                           .repeat = tr("再读一遍"),
                           .louder = tr("大声点"),
                           .help = tr("求助")};
}

static struct tool mode_tool(const struct visit *visit, enum visit_mode mode)
{
    static const struct tool tools[] = {
        [VISIT_ELDER] = {.id = "mode.elder", .label = tr_later("大字版"), .icon = ICON_FORMAT_SIZE},
        [VISIT_CONTRAST] = {.id = "mode.contrast", .label = tr_later("高对比"), .icon = ICON_CONTRAST},
        [VISIT_LOW] = {.id = "mode.low", .label = tr_later("放低点"), .icon = ICON_VERTICAL_ALIGN_BOTTOM},
    };
    struct tool tool = tools[mode];
    tool.on = visit_has(visit, mode);
    tool.label = tr(tool.label);
    return tool;
}

static struct tool language_tool(void)
{
    return (struct tool){.id = "nav.lang", .label = tr("English"), .icon = ICON_LANGUAGE};
}

static struct tool more_tool(const struct visit *visit)
{
    return (struct tool){.id = "mode.more",
                         .label = tr("更多"),
                         .icon = ICON_TUNE,
                         .on = visit_sheet_open(visit) == SHEET_MORE};
}

/* The keys beside 上一步, and those behind 更多: large type and a small panel have room for fewer below. */
struct tools {
    struct tool tools[4];
    int count;
};

static void add(struct tools *to, struct tool tool)
{
    to->tools[to->count++] = tool;
}

static void add_low(struct tools *to, const struct visit *visit)
{
    if (panel_needs_low(&visit->station->screen))
        add(to, mode_tool(visit, VISIT_LOW));
}

static bool has_more(const struct theme *theme)
{
    return theme->elder || theme->compact;
}

static struct tools below_page(const struct visit *visit, const struct theme *theme)
{
    struct tools tools = {.count = 0};
    add(&tools, mode_tool(visit, VISIT_ELDER));
    if (!has_more(theme)) {
        add(&tools, mode_tool(visit, VISIT_CONTRAST));
        add_low(&tools, visit);
    }
    if (!theme->elder)
        add(&tools, language_tool());
    if (has_more(theme))
        add(&tools, more_tool(visit));
    return tools;
}

static struct tools behind_more(const struct visit *visit, const struct theme *theme)
{
    struct tools tools = {.count = 0};
    add(&tools, mode_tool(visit, VISIT_CONTRAST));
    add_low(&tools, visit);
    if (theme->elder)
        add(&tools, language_tool());
    return tools;
}

static int footer_height(const struct view *view)
{
    if (view->compact)
        return sized(view, 104, 124);
    return view->wide ? sized(view, 120, 152) : sized(view, 136, 168);
}

static void draw_footer(const struct view *view, struct rect box)
{
    const struct visit *visit = view->visit;
    const struct tools tools = below_page(visit, &view->scene->theme);
    bool nobody = visit->number == 0;
    const struct footer words = {.back = tr("上一步"),
                                 .back_off = !visit_can_back(visit),
                                 .phone_label = tr("服务电话"),
                                 .phone = nobody ? "12345" : NULL,
                                 .tools = tools.tools,
                                 .tool_count = tools.count};
    footer(view->scene, box, &words);
}

bool view_more_open(const struct visit *visit)
{
    return visit_sheet_open(visit) == SHEET_MORE &&
           (visit_has(visit, VISIT_ELDER) || panel_is_compact(&visit->station->screen));
}

/* Which machine this is and what time: a small panel has no room for it above. */
static void say_where(const struct view *view, struct rect *sheet)
{
    struct text_style name = view_type(view, TYPE_BODY_B, COLOR_INK),
                      now = view_type(view, TYPE_NOTE, COLOR_INK2);
    say_cut(view->scene, "hd.station", sheet, &name, 0, station_name(view));
    say_cut(view->scene, "hd.now", sheet, &now, view_gap(view), words_now(view->scene, view->visit));
}

static int where_height(const struct view *view, int width)
{
    struct text_style name = view_type(view, TYPE_BODY_B, COLOR_INK),
                      now = view_type(view, TYPE_NOTE, COLOR_INK2);
    return text_height(view->scene->fonts, &name, width, station_name(view)) +
           text_height(view->scene->fonts, &now, width, words_now(view->scene, view->visit)) + view_gap(view);
}

void view_more(const struct visit *visit, struct scene *scene)
{
    if (!view_more_open(visit))
        return;
    struct view view;
    start(&view, visit, scene);
    const struct tools tools = behind_more(visit, &scene->theme);
    int row_px = view_either(&view, 144, 104), gap = view_either(&view, 32, 14);
    struct rect whole = view.body;
    cut_bottom(&whole, footer_height(&view), 0);
    int where = view.compact ? where_height(&view, whole.w - 2 * margin(&view)) : 0;
    struct rect sheet = cut_bottom(&whole, tools.count * (row_px + gap) + gap + where, 0);
    scene_cover(scene, (struct rect){0, 0, scene->theme.width, sheet.y + sheet.h});
    scene->elsewhere = "mode.more"; /* a touch beside the sheet closes it */
    scene_fill(scene, sheet, COLOR_FOOT);
    scene_fill(scene, (struct rect){sheet.x, sheet.y, sheet.w, scene_px(scene, 4)}, COLOR_EDGE);
    sheet = inset_xy(sheet, margin(&view), gap);
    if (where)
        say_where(&view, &sheet);
    for (int i = 0; i < tools.count; i++) {
        const struct segment choice = {.id = tools.tools[i].id,
                                       .label = tools.tools[i].label,
                                       .icon = tools.tools[i].icon,
                                       .icon_ink = COLOR_OUTLINE,
                                       .chosen = tools.tools[i].on};
        segment(scene, row_of(sheet, i, tools.count, gap), &choice);
    }
}

/* ---- where things go ---- */

static int low_edge(const struct view *view, int height)
{
    int by_mm = height - panel_reach_px(&view->visit->station->screen);
    int highest = height * 45 / 100;
    return by_mm > highest ? by_mm : highest;
}

static void draw_stepper(struct view *view)
{
    static const char *const instant[] = {tr_later("选事情"), tr_later("放身份证"), tr_later("核对"),
                                          tr_later("打印"), tr_later("取纸")};
    static const char *const handoff[] = {tr_later("选事情"), tr_later("放身份证"), tr_later("看材料"),
                                          tr_later("核对"), tr_later("取单")};
    int now = visit_step(view->visit);
    if (now < 0 || view->scene->theme.elder || view->low || view->wide || view->compact)
        return; /* there the title says it */
    const char *const *words = view->visit->item->mode == MODE_INSTANT ? instant : handoff;
    const char *labels[COUNT_OF(instant)];
    for (size_t i = 0; i < COUNT_OF(instant); i++)
        labels[i] = tr(words[i]);
    stepper(view->scene, cut_top(&view->body, view_px(view, 104), view_px(view, 24)), labels,
            COUNT_OF(instant), now);
}

static int header_height(const struct view *view)
{
    if (view->compact)
        return sized(view, 100, 120);
    return view->wide ? sized(view, 120, 152) : sized(view, 136, 176);
}

static void begin_low(struct view *view, struct rect whole)
{
    struct header words = header_words(view);
    int edge = low_edge(view, view->scene->theme.height);
    struct rect top = cut_top(&whole, edge, view_px(view, 12));
    struct rect bar = cut_top(&top, header_height(view), 0);
    scene_fill(view->scene, bar, COLOR_BAR);
    header_name(view->scene, inset_xy(bar, view_px(view, 48), 0), &words);
    scene_fill(view->scene, (struct rect){0, edge - view_px(view, 4), whole.w, view_px(view, 4)}, COLOR_EDGE);
    view->sign = inset_xy(top, view_px(view, 48), view_px(view, 20));
    struct rect keys =
        inset_xy(cut_top(&whole, sized(view, 96, 128), view_px(view, 20)), view_px(view, 48), 0);
    header_keys(view->scene, keys, &words, true);
    view->body = inset_xy(whole, view_px(view, 48), 0);
    view->body.h -= view_px(view, 32);
    view->show = &view->sign;
}

static int wide_sign(int width)
{
    return width * 40 / 100;
}

static void begin_wide(struct view *view, struct rect whole)
{
    view->body = inset_xy(whole, view_px(view, 48), view_px(view, 32));
    view->sign = cut_left(&view->body, wide_sign(view->body.w), view_px(view, 32));
    view->show = &view->sign;
}

void view_begin(struct view *view, const struct visit *visit, struct scene *scene)
{
    start(view, visit, scene);
    struct rect whole = view->body;
    scene_fill(scene, whole, COLOR_PAPER);
    draw_footer(view, cut_bottom(&whole, footer_height(view), 0));
    if (view->low) {
        begin_low(view, whole);
        return;
    }
    struct header words = header_words(view);
    header(scene, cut_top(&whole, header_height(view), 0), &words);
    if (view->wide) {
        begin_wide(view, whole);
        return;
    }
    cut_top(&whole, view_either(view, 36, 14), 0);
    cut_bottom(&whole, view_either(view, 32, 14), 0);
    view->body = inset_xy(whole, margin(view), 0);
    draw_stepper(view);
}

void view_begin_bare(struct view *view, const struct visit *visit, struct scene *scene)
{
    start(view, visit, scene);
    struct rect whole = view->body;
    if (view->low) {
        view->sign =
            inset_xy(cut_top(&whole, low_edge(view, whole.h), 0), view_px(view, 64), view_px(view, 64));
        view->show = &view->sign;
    }
    int edge = view_either(view, 64, 20);
    view->body = inset_xy(whole, edge, view->low ? view_px(view, 12) : edge);
    if (view->wide)
        begin_wide(view, whole);
}

void view_refusal(const struct visit *visit, struct scene *scene)
{
    int left_ms;
    const char *id = visit_refused(visit, scene->now_ms, &left_ms);
    const char *text = id ? words_refused(visit->state, id) : NULL;
    if (!text)
        return;
    struct view view;
    start(&view, visit, scene);
    struct text_style style = view_type(&view, TYPE_FACT, COLOR_ON_ATTENTION_TINT);
    int pad = view_either(&view, 26, 14), least = view_either(&view, 128, 108);
    struct rect room = inset_xy(view.body, margin(&view), 0);
    cut_top(&room, header_height(&view) + view_either(&view, 16, 10), 0);
    if (view.wide)
        room.w = wide_sign(room.w);
    struct rect words = inset_xy(room, view_either(&view, 28, 18), pad);
    int icon_room = style.px * 4 / 3 + view_px(&view, 16);
    int height = text_height(scene->fonts, &style, words.w - icon_room, text) + 2 * pad;
    room.h = height > least ? height : least; /* all of the stepper below */
    scene_cover(scene, room);
    scene_element(scene, ROLE_IMAGE, "nav.refused", room, "");
    card_tinted(scene, room, COLOR_ATTENTION_TINT, COLOR_ATTENTION_LINE);
    words = middle_of((struct rect){words.x, room.y, words.w, room.h}, height - 2 * pad);
    say_with_icon(scene, &words, ICON_INFO, COLOR_ON_ATTENTION_TINT, &style, text);
    scene_again(scene, left_ms);
}

struct rect *view_roomier(struct view *view)
{
    return view->body.h > view->show->h ? &view->body : view->show;
}

/* ---- titles ---- */

void view_say_evenly(const struct view *view, const char *id, struct rect *from,
                     const struct text_style *style, int gap, const char *text)
{
    struct scene *scene = view->scene;
    if (!view->compact) {
        say_cut(scene, id, from, style, gap, text);
        return;
    }
    text = broken_at_pause(scene, style, from->w, text);
    int width = balanced_width(scene, style, from->w, text);
    struct rect box = cut_top(from, text_height(scene->fonts, style, width, text), gap);
    if (style->align == ALIGN_CENTER)
        box.x += (box.w - width) / 2;
    box.w = width;
    scene_say(scene, id, box, style, 0, text);
}

/* On a small panel a question that is too wide for one line is asked in the smaller of two sizes. */
static enum type_role title_type(const struct view *view, const char *title)
{
    if (!view->compact)
        return TYPE_PAGE;
    struct text_style page = view_type(view, TYPE_PAGE, COLOR_INK),
                      less = view_type(view, TYPE_H3, COLOR_INK);
    return text_width(view->scene->fonts, &page, title) > view->show->w &&
                   text_width(view->scene->fonts, &less, title) <= view->show->w
               ? TYPE_H3
               : TYPE_PAGE;
}

void view_title(struct view *view, const char *id, const char *title, const char *line)
{
    struct text_style big = view_type(view, title_type(view, title), COLOR_INK);
    struct text_style small = view_type(view, TYPE_BODY, COLOR_INK2);
    int gap = view_either(view, 28, 14);
    view_say_evenly(view, id, view->show, &big, line ? 0 : gap, title);
    if (line)
        view_say_evenly(view, "", view->show, &small, gap, line);
}

void view_headline(struct view *view, const char *id, const char *title, const char *line,
                   enum color_role ink)
{
    struct text_style big = scene_type(view->scene, TYPE_BIG, ink, ALIGN_CENTER);
    if (view->compact && text_measure(view->scene->fonts, &big, view->show->w, title, NULL) > 2)
        big = scene_type(view->scene, TYPE_H3, ink, ALIGN_CENTER);
    struct text_style small = scene_type(view->scene, TYPE_LEAD, COLOR_INK, ALIGN_CENTER);
    int gap = view_either(view, 20, 14);
    view_say_evenly(view, id, view->show, &big, line ? view_either(view, 8, 2) : gap, title);
    if (line)
        view_say_evenly(view, "", view->show, &small, gap, line);
}

void view_sign(struct view *view, const char *id, const char *title, const char *line)
{
    if (!view->low) {
        view_title(view, id, title, line);
        return;
    }
    struct text_style big = view_type(view, TYPE_TITLE, COLOR_ON_BAR);
    struct text_style small = view_type(view, TYPE_LEAD, COLOR_ON_BAR2);
    struct rect sign = view->sign;
    scene_fill(view->scene,
               (struct rect){0, sign.y - view_px(view, 20), view->scene->theme.width,
                             sign.h + 2 * view_px(view, 20)},
               COLOR_BAR);
    const char *reach = tr("按键都放在下面了，坐着也够得着。");
    int height = text_height(view->scene->fonts, &big, sign.w, title) + view_px(view, 16) +
                 text_height(view->scene->fonts, &small, sign.w, reach);
    sign = middle_of(sign, height);
    say_cut(view->scene, id, &sign, &big, view_px(view, 16), title);
    scene_say(view->scene, "", sign, &small, 0, reach);
}

/* ---- buttons ---- */

#define EDGE_PX 4 /* the hard lower edge of a filled button */

static int primary_height(const struct view *view)
{
    if (view->low)
        return view_px(view, 144);
    return view->compact ? sized(view, 96, 122) : sized(view, 144, 176);
}

int view_primary_height(const struct view *view)
{
    return primary_height(view) + view_gap(view) + view_either(view, 0, EDGE_PX);
}

void view_primary(struct view *view, const struct button *primary, const struct button *secondary)
{
    int edge = view_px(view, EDGE_PX);
    struct rect row = cut_bottom(&view->body, primary_height(view), view_gap(view));
    row.y -= edge;
    if (view->compact)
        cut_bottom(&view->body, edge, 0); /* there the gap is the least that is allowed */
    if (secondary)
        button(view->scene,
               cut_left(&row, row.w * (view->scene->theme.elder ? 400 : 325) / 1000, view_gap(view)),
               secondary);
    button(view->scene, row, primary);
}

/* As high as the words of a narrow key need. */
static int pair_height(const struct view *view, const struct button *left, const struct button *right)
{
    if (!view->compact)
        return view_px(view, 120);
    const struct button *keys[] = {left, right};
    int width = (view->body.w - view_gap(view)) / 2 - view_px(view, 16), height = view_px(view, 88);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct text_style style = view_type(view, keys[i]->type, COLOR_INK);
        int words = text_height(view->scene->fonts, &style, width, keys[i]->label);
        height = words > height ? words : height;
    }
    return height;
}

void view_pair(struct view *view, const struct button *left, const struct button *right)
{
    int gap = view_gap(view);
    struct rect row = cut_bottom(&view->body, pair_height(view, left, right), gap);
    button(view->scene, column_of(row, 0, 2, gap), left);
    button(view->scene, column_of(row, 1, 2, gap), right);
}
