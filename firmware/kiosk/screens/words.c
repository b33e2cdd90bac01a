/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "kiosk/screens/words.h"

#include "base/clock.h"
#include "base/tr.h"
#include "casework/number.h"
#include "casework/phrase.h"
#include <string.h>

const char *words_day(struct scene *scene, const struct visit *visit, uint32_t date)
{
    char text[PHRASE_BYTES];
    phrase_day(tr_current() == LANG_EN, date, clock_date(clock_now_s(visit->clock)), text);
    return scene_copy(scene, text);
}

static const char *minute_words(struct scene *scene, int minute_of_day)
{
    return scene_format(scene, "%d:%02d", minute_of_day / 60, minute_of_day % 60);
}

const char *words_now(struct scene *scene, const struct visit *visit)
{
    int64_t now_s = clock_now_s(visit->clock);
    return scene_format(scene, "%s %s", words_day(scene, visit, clock_date(now_s)),
                        minute_words(scene, clock_minute_of_day(now_s)));
}

const char *words_staff_today(struct scene *scene, const struct visit *visit)
{
    uint32_t today = clock_date(clock_now_s(visit->clock));
    int from, to;
    if (!opening_today(&visit->station->hours, clock_weekday(today), &from, &to))
        return tr("人工窗口今天休息");
    return scene_format(scene, tr("人工窗口今天 %s 至 %s"), minute_words(scene, from),
                        minute_words(scene, to));
}

const char *words_hours(struct scene *scene, const struct yaml_list *hours)
{
    const struct opening *openings = hours->items;
    const char *text = "";
    for (size_t i = 0; i < hours->count; i++) {
        char group[PHRASE_BYTES];
        phrase_hours(tr_current() == LANG_EN, openings[i].days, openings[i].from, openings[i].to, group);
        text = scene_format(scene, "%s%s%s", text, *text ? tr("，") : "", group);
    }
    return text;
}

const char *words_place(struct scene *scene, const struct unit *unit)
{
    /* the house, the window */
    return scene_format(scene, tr("%s %s"), tr_words(&unit->name), tr_words(&unit->place));
}

const char *words_fee(struct scene *scene, const struct item *item)
{
    char text[PHRASE_BYTES];
    phrase_fee(item->fee_fen, text);
    return scene_copy(scene, text);
}

const char *words_limit(struct scene *scene, const struct item *item)
{
    if (item->mode == MODE_INSTANT)
        return tr("约 1 分钟");
    if (item->limit.promised == 0)
        return tr("窗口当场办好");
    return scene_format(scene, tr("受理后 %d 个工作日"), item->limit.promised);
}

const char *words_row_facts(struct scene *scene, const struct visit *visit, const struct item *item)
{
    enum offer offer = visit_offer(visit, item);
    if (offer != OFFER_OK)
        return words_offer(offer);
    if (item->mode == MODE_INSTANT)
        return scene_format(scene, tr("现在就能打印 · 约 1 分钟 · %s"), words_fee(scene, item));
    int bring = (int)item_to_bring(item);
    return bring ? scene_format(scene, tr("要带 %d 样 · %s"), bring, words_limit(scene, item))
                 : scene_format(scene, tr("不用带材料 · %s"), words_limit(scene, item));
}

const char *words_row_brief(struct scene *scene, const struct visit *visit, const struct item *item)
{
    enum offer offer = visit_offer(visit, item);
    const char *mode = words_mode_badge(item).label;
    if (offer != OFFER_OK && offer != OFFER_GUIDE_ONLY)
        return words_offer(offer);
    if (item->mode == MODE_INSTANT)
        return scene_format(scene, "%s · %s", mode, words_fee(scene, item));
    if (item->mode == MODE_GUIDE)
        return mode;
    int bring = (int)item_to_bring(item);
    return bring ? scene_format(scene, tr("%s · 要带 %d 样"), mode, bring) : mode;
}

static const struct {
    const char *words;
    enum icon icon;
} offers[OFFERS] = {
    [OFFER_GUIDE_ONLY] = {tr_later("本机不能办，可以看办理指引"), ICON_MENU_BOOK},
    [OFFER_READER_DOWN] = {tr_later("读卡器暂时不能用"), ICON_BLOCK},
    [OFFER_PRINTER_DOWN] = {tr_later("打印暂停"), ICON_PRINT_DISABLED},
    [OFFER_NO_PAPER] = {tr_later("打印机没有纸了"), ICON_PRINT_DISABLED},
    [OFFER_UPLINK_DOWN] = {tr_later("数据暂时取不到"), ICON_CLOUD_OFF},
    [OFFER_JOURNAL_FULL] = {tr_later("机器暂时不能登记"), ICON_BLOCK},
};

const char *words_offer(enum offer offer)
{
    return offers[offer].words ? tr(offers[offer].words) : NULL;
}

const char *words_offer_sentence(struct scene *scene, enum offer offer)
{
    return scene_format(scene, tr("%s。"), words_offer(offer));
}

enum icon words_offer_icon(enum offer offer)
{
    return offers[offer].icon;
}

const char *words_refused(enum visit_state state, const char *id)
{
    /* The first row that fits; VISIT_STATE_COUNT: on every page. */
    static const struct {
        const char *id;
        enum visit_state state;
        const char *words;
    } reasons[] = {
        {"nav.back", VISIT_TAKE_PAPER, tr_later("已经办好了，请拿好您的纸")},
        {"nav.back", VISIT_RATING, tr_later("已经办好了，不用再回上一步")},
        {"nav.back", VISIT_DEVICE_FAULT, tr_later("请按屏幕上写的做，现在不能回上一步")},
        {"nav.back", VISIT_STATE_COUNT, tr_later("正在办，现在不能回上一步")},
        {"nav.next", VISIT_TICKET, tr_later("单子还在打印，请等一等")},
        {"nav.next", VISIT_STATE_COUNT, tr_later("请先选好或者输入")},
        {"nav.repeat", VISIT_STATE_COUNT, tr_later("本机还没有声音，请看屏幕上的字")},
        {"nav.louder", VISIT_STATE_COUNT, tr_later("本机还没有声音，请看屏幕上的字")},
        {"list.prev", VISIT_STATE_COUNT, tr_later("这是第一页")},
        {"list.next", VISIT_STATE_COUNT, tr_later("这是最后一页")},
        {"zone.f.instant", VISIT_STATE_COUNT, tr_later("这里没有这一种，请选别的")},
        {"zone.f.handoff", VISIT_STATE_COUNT, tr_later("这里没有这一种，请选别的")},
        {"zone.f.guide", VISIT_STATE_COUNT, tr_later("这里没有这一种，请选别的")},
    };
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (strcmp(reasons[i].id, id) == 0 &&
            (reasons[i].state == state || reasons[i].state == VISIT_STATE_COUNT))
            return tr(reasons[i].words);
    return NULL;
}

const char *words_case_number(struct scene *scene, uint64_t number)
{
    char text[CASE_NUMBER_TEXT];
    case_number_format(number, text);
    return scene_copy(scene, text);
}

/* ---- papers ---- */

static const struct {
    struct badge badge; /* label untranslated */
    const char *words;
} papers[] = {
    [MATERIAL_CARD] = {{.look = BADGE_HANDOFF, .icon = ICON_BADGE, .label = tr_later("读卡")},
                       tr_later("刷一下就行，不用留下")},
    [MATERIAL_FILE] = {{.look = BADGE_DONE, .icon = ICON_CHECK_CIRCLE, .label = tr_later("已有")},
                       tr_later("窗口自己查得到，不用带")},
    [MATERIAL_FORM] = {{.look = BADGE_DONE, .icon = ICON_PRINT, .label = tr_later("现场打印")},
                       tr_later("现场生成，您签字")},
    [MATERIAL_BRING] = {{.look = BADGE_ATTENTION, .icon = ICON_WORK, .label = tr_later("要带")}, NULL},
    [MATERIAL_PROMISE] = {{.look = BADGE_HANDOFF, .icon = ICON_EDIT, .label = tr_later("可承诺")},
                          tr_later("可以签承诺书代替")},
    [MATERIAL_DEFER] = {{.look = BADGE_GUIDE, .icon = ICON_HISTORY, .label = tr_later("可晚交")}, NULL},
};

static const char *copies(struct scene *scene, const struct material *material)
{
    static const char *const forms[] = {[FORM_ORIGINAL] = tr_later("原件"),
                                        [FORM_COPY] = tr_later("复印件"),
                                        [FORM_ELECTRONIC] = tr_later("电子件")};
    return scene_format(scene, tr("%s %d 份"), tr(forms[material->form]), material->count);
}

const char *words_material(struct scene *scene, const struct material *material, enum material_choice choice)
{
    if (choice == CHOICE_PROMISE)
        return tr("您已选择签承诺书");
    if (material->tag == MATERIAL_DEFER)
        return scene_format(scene, tr("可以晚交，受理后 %d 个工作日内"), material->days);
    return papers[material->tag].words ? tr(papers[material->tag].words) : copies(scene, material);
}

struct badge words_material_badge(const struct material *material, enum material_choice choice)
{
    static const struct badge promised = {.look = BADGE_DONE, .icon = ICON_EDIT, .label = tr_later("签承诺")};
    static const struct badge deferred = {
        .look = BADGE_GUIDE, .icon = ICON_HISTORY, .label = tr_later("晚点交")};
    struct badge badge = choice == CHOICE_PROMISE ? promised
                         : choice == CHOICE_DEFER ? deferred
                                                  : papers[material->tag].badge;
    badge.label = tr(badge.label);
    return badge;
}

/* ---- zones and modes ---- */

const struct zone_words *words_zone(int zone)
{
    static const struct zone_words zones[] = {
        [ZONE_SD] = {tr_later("商事登记"), tr_later("开店、办照、许可证"), ICON_STOREFRONT},
        [ZONE_TJ] = {tr_later("投资建设"), tr_later("项目审批、工程许可"), ICON_APARTMENT},
        [ZONE_SH] = {tr_later("社会事务"), tr_later("社保、医保、居住证"), ICON_GROUPS},
        [ZONE_BD] = {tr_later("不动产登记"), tr_later("房产查询、过户"), ICON_HOUSE},
        [ZONE_CX] = {tr_later("创新创业"), tr_later("创业补贴、人才"), ICON_LIGHTBULB},
        [ZONE_ZH] = {tr_later("综合服务"), tr_later("公积金、纳税、预约"), ICON_GRID_VIEW},
        [ZONE_ANY] = {tr_later("马上能拿的"), tr_later("社保、养老金、公积金"), ICON_RECEIPT_LONG},
    };
    return &zones[zone];
}

struct badge words_mode_badge(const struct item *item)
{
    static const struct badge modes[] = {
        [MODE_INSTANT] = {.look = BADGE_DONE, .icon = ICON_BOLT, .label = tr_later("立等可取")},
        [MODE_HANDOFF] = {.look = BADGE_HANDOFF, .icon = ICON_SYNC_ALT, .label = tr_later("转办")},
        [MODE_GUIDE] = {.look = BADGE_GUIDE, .icon = ICON_MENU_BOOK, .label = tr_later("指南")},
    };
    struct badge badge = modes[item->mode];
    badge.label = tr(badge.label);
    return badge;
}
