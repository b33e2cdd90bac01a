/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Lay the card down. A card that was refused is a state of this page, not a page of its own. */
#include "base/tr.h"
#include "kiosk/screens/picture.h"

struct scan_words {
    const char *title, *line, *state; /* untranslated */
    enum card_picture picture;
    enum badge_look look;
    enum icon icon;
    bool final; /* laying the card down again will not help */
};

static const struct scan_words words[SCAN_STATES] = {
    [SCAN_WAITING] = {tr_later("请放身份证"), tr_later("平放在屏幕下面发光的地方，先不要拿走"),
                      tr_later("正在等您的身份证"), CARD_PICTURE_WAITING, BADGE_ATTENTION, ICON_HOURGLASS,
                      false},
    [SCAN_NOTHING] = {tr_later("请放身份证"), tr_later("已经放了？请把台上的证件都拿起来，再放您自己的一张"),
                      tr_later("还没有读到身份证"), CARD_PICTURE_WAITING, BADGE_ATTENTION, ICON_HOURGLASS,
                      false},
    [SCAN_READING] = {tr_later("正在读取"), tr_later("请不要拿走身份证"), tr_later("正在读取，请不要拿走"),
                      CARD_PICTURE_READING, BADGE_HANDOFF, ICON_BADGE, false},
    [SCAN_LIFTED] = {tr_later("请再放一次"), tr_later("身份证拿得早了，放下后先不要动"),
                     tr_later("身份证拿得早了，请再放一次"), CARD_PICTURE_LIFTED, BADGE_DANGER, ICON_ERROR,
                     false},
    [SCAN_UNREADABLE] = {tr_later("没有读到"), tr_later("请把身份证拿起来，换个方向再放"),
                         tr_later("没有读到，请换个方向再放"), CARD_PICTURE_LIFTED, BADGE_DANGER, ICON_ERROR,
                         false},
    [SCAN_NOT_ID] = {tr_later("这不是居民身份证"), tr_later("请换成您本人的身份证"),
                     tr_later("这不是居民身份证"), CARD_PICTURE_LIFTED, BADGE_DANGER, ICON_ERROR, false},
    [SCAN_BAD_CARD] = {tr_later("这张证读出来的信息对不上"),
                       tr_later("不是您操作错了。请带身份证到窗口，工作人员会帮您核对"),
                       tr_later("没有保存任何信息"), CARD_PICTURE_LIFTED, BADGE_DONE, ICON_CHECK_CIRCLE,
                       true},
    [SCAN_EXPIRED] = {tr_later("身份证已过期"), tr_later("请先到派出所换证。怎么换，看“社会事务”里的“指南”"),
                      tr_later("没有保存任何信息"), CARD_PICTURE_LIFTED, BADGE_DONE, ICON_CHECK_CIRCLE, true},
    [SCAN_TOO_YOUNG] = {tr_later("这件事要由大人来办"), tr_later("请父母或监护人带两个人的身份证到窗口"),
                        tr_later("没有保存任何信息"), CARD_PICTURE_LIFTED, BADGE_DONE, ICON_CHECK_CIRCLE,
                        true},
    [SCAN_NO_GLYPH] = {tr_later("姓名里有本机打不出的字"),
                       tr_later("不是您的问题。请到窗口，工作人员可以帮您打印"), tr_later("没有保存任何信息"),
                       CARD_PICTURE_LIFTED, BADGE_DONE, ICON_CHECK_CIRCLE, true},
    [SCAN_READER_DOWN] = {tr_later("读卡器暂时不能用"),
                          tr_later("不是您的问题。可以请工作人员帮您，或者到别的服务点"),
                          tr_later("故障已经记下"), CARD_PICTURE_LIFTED, BADGE_HANDOFF, ICON_INFO, true},
};

static void draw_state(struct view *view, const struct scan_words *now)
{
    struct scene *scene = view->scene;
    const struct badge look = {now->look, now->icon, tr(now->state), true};
    int width = badge_width(scene, &look),
        height = scene->theme.elder ? view_either(view, 92, 76) : view_either(view, 76, 60);
    if (view->compact && !now->final && (scene->theme.elder || width > view->show->w))
        return; /* title and line say the same, and the picture needs the room */
    struct rect row = cut_bottom(view->wide ? &view->body : view->show, height, view_either(view, 20, 14));
    row.x += (row.w - width) / 2;
    row.w = width;
    scene_element(scene, ROLE_IMAGE, "scan.state", row, look.label);
    badge(scene, row, &look, true);
}

static void draw(const struct visit *visit, struct scene *scene)
{
    const struct scan_words *now = &words[visit->scan];
    struct view view;
    view_begin(&view, visit, scene);
    if (view.low &&
        !scene->theme.elder) /* the picture stands below, near the plate; the words alone have the sign */
        view.sign = middle_of(view.sign, view_px(&view, 400));
    view_headline(&view, "scan.title", tr(now->title), tr(now->line), COLOR_INK);
    if (visit->scan_tries >= 3 && !now->final)
        notice(scene, "scan.tries", view.show, NOTICE_ATTENTION, ICON_SUPPORT_AGENT, NULL,
               tr("读了三次都不行，工作人员可以帮您"));
    if (now->final) {
        const struct button home = {.id = "nav.home",
                                    .label = tr("回到首页"),
                                    .icon = ICON_HOME,
                                    .look = BUTTON_PRIMARY,
                                    .type = TYPE_ACTION};
        view_primary(&view, &home, NULL);
    }
    draw_state(&view, now);
    struct rect box = view.low || view.wide ? view.body : *view.show;
    if (view.compact && box.h < view_px(&view, 130))
        return; /* too small to show anything */
    picture_card(&view, box, now->picture, scene->now_ms - visit->shown_at_ms);
}

const struct screen screen_scan_card = {
    .name = "scan_card",
    .draw = draw,
};
