/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The slip of a lodged case. In this order: what, number, where, when, papers, the code for the window, whom
 * to call; then the sheets to sign: forms and commitments. It works without a phone, and in another language
 * the window still finds the item and the place in Chinese.
 */
#include "base/clock.h"
#include "base/tr.h"
#include "casework/number.h"
#include "casework/phrase.h"
#include "paper/paper.h"
#include "paper/roll.h"
#include <stdio.h>
#include <string.h>

#define QR_VERSION_MAX 15
#define NUMBER_SPLIT   13 /* on narrow paper the number breaks before its serial: 118-03-261123 */

struct sheet {
    struct roll *roll;
    const struct paper_setup *setup;
    const struct slip *slip;
    char number[CASE_NUMBER_TEXT];
};

static const char *in_language(const struct sheet *sheet, const struct words *words)
{
    return sheet->setup->english ? words->en : words->zh;
}

/* In the resident's language, and below it in the window's. */
static void put_words(const struct sheet *sheet, enum type type, const struct words *words)
{
    roll_text(sheet->roll, type, ALIGN_LEFT, in_language(sheet, words));
    if (sheet->setup->english)
        roll_text(sheet->roll, TYPE_BODY, ALIGN_LEFT, words->zh);
}

static void lay_out_head(const struct sheet *sheet)
{
    const struct station *station = sheet->setup->station;
    const struct town *town = catalogue_town(sheet->setup->catalogue, station->town);
    if (sheet->setup->demo) {
        roll_bar(sheet->roll, "演示 DEMO");
        roll_gap(sheet->roll, 8);
    }
    roll_format(sheet->roll, TYPE_STRONG, ALIGN_CENTER, "%s %s", town ? in_language(sheet, &town->name) : "",
                in_language(sheet, &station->name));
    roll_title(sheet->roll, TYPE_TITLE, tr("收件凭证"));
    roll_gap(sheet->roll, 4);
    roll_bar(sheet->roll, tr("不是受理通知"));
    roll_gap(sheet->roll, 12);
}

static void lay_out_what(const struct sheet *sheet)
{
    const struct item *item = sheet->slip->item;
    char fee[PHRASE_BYTES];
    phrase_fee(item->fee_fen, fee);
    roll_label(sheet->roll, tr("要办的事"));
    put_words(sheet, TYPE_FACT, &item->name);
    roll_format(sheet->roll, TYPE_SMALL, ALIGN_LEFT, tr("%s · 第 %d 版 · %s · 申请人 %s"), item->code,
                item->version, fee, sheet->slip->masked_name);
    roll_rule(sheet->roll);
}

static void lay_out_number(const struct sheet *sheet)
{
    struct roll *roll = sheet->roll;
    roll_label(roll, tr("办件编号"));
    if (roll_text_width(roll, TYPE_NUMBER, sheet->number) <= roll->width)
        roll_text(roll, TYPE_NUMBER, ALIGN_CENTER, sheet->number);
    else
        roll_format(roll, TYPE_NUMBER, ALIGN_LEFT, "%.*s\n%s", NUMBER_SPLIT, sheet->number,
                    sheet->number + NUMBER_SPLIT);
    if (sheet->slip->offline)
        roll_text(roll, TYPE_SMALL, ALIGN_LEFT, tr("现在断网，联网后自动送达，编号有效"));
    roll_rule(roll);
}

static void lay_out_where(const struct sheet *sheet)
{
    const struct unit *unit = sheet->slip->unit;
    bool phone_first = sheet->slip->item->routing == ROUTE_AGENT; /* who books a home visit cannot come */
    roll_label(sheet->roll, phone_first ? tr("打电话，或到这里") : tr("请到这里"));
    if (phone_first)
        roll_format(sheet->roll, TYPE_FACT, ALIGN_LEFT, tr("电话 %s"), unit->phone);
    put_words(sheet, TYPE_FACT, &unit->name);
    put_words(sheet, TYPE_FACT, &unit->place);
    const struct opening *hours = unit->hours.items;
    for (size_t i = 0; i < unit->hours.count; i++) {
        char open[PHRASE_BYTES];
        phrase_hours(sheet->setup->english, hours[i].days, hours[i].from, hours[i].to, open);
        roll_text(sheet->roll, TYPE_BODY, ALIGN_LEFT, open);
    }
    if (!phone_first)
        roll_format(sheet->roll, TYPE_STRONG, ALIGN_LEFT, tr("电话 %s"), unit->phone);
    roll_rule(sheet->roll);
}

/* A hearing or a check on site stops the clock: a day that is promised without saying so is not kept. */
static void put_not_counted(const struct sheet *sheet)
{
    const struct words *periods = sheet->slip->item->excluded_periods.items;
    for (size_t i = 0; i < sheet->slip->item->excluded_periods.count; i++)
        roll_format(sheet->roll, TYPE_BODY, ALIGN_LEFT, tr("不算在内：%s"), in_language(sheet, &periods[i]));
}

static void lay_out_when(const struct sheet *sheet)
{
    const struct case_dates *dates = &sheet->slip->dates;
    bool english = sheet->setup->english;
    char accepted[PHRASE_BYTES], done[PHRASE_BYTES], heard[PHRASE_BYTES];
    phrase_day(english, dates->accepted.date, dates->lodged, accepted);
    phrase_day(english, dates->done.date, dates->lodged, done);
    phrase_day(english, dates->heard.date, dates->lodged, heard);
    roll_label(sheet->roll, tr("什么时候办好"));
    if (sheet->slip->item->limit.promised == 0) {
        roll_text(sheet->roll, TYPE_FACT, ALIGN_LEFT, tr("窗口当场办好"));
    } else {
        roll_format(sheet->roll, TYPE_FACT, ALIGN_LEFT, tr("如 %s受理，"), accepted);
        roll_format(sheet->roll, TYPE_FACT, ALIGN_LEFT,
                    dates->done.provisional ? tr("暂按最迟 %s办好") : tr("最迟 %s办好"), done);
        put_not_counted(sheet);
    }
    roll_format(sheet->roll, TYPE_BODY, ALIGN_LEFT,
                dates->heard.provisional ? tr("暂按最迟 %s告诉您是否受理") : tr("最迟 %s告诉您是否受理"),
                heard);
    const struct deadline *uncertain = dates->done.provisional ? &dates->done : &dates->heard;
    if (uncertain->provisional)
        roll_format(sheet->roll, TYPE_SMALL, ALIGN_LEFT, tr("暂按：%u 年放假安排未公布"),
                    uncertain->date / 10000);
    roll_rule(sheet->roll);
}

/* ---- papers ---- */

enum pile { PILE_BRING, PILE_LATER, PILE_READY };

static enum pile pile_of(const struct sheet *sheet, size_t i)
{
    const struct material *material = item_material(sheet->slip->item, i);
    enum material_choice choice = sheet->slip->choices[i];
    if (material->tag == MATERIAL_DEFER && choice == CHOICE_DEFER)
        return PILE_LATER;
    return casework_to_bring(material, choice) ? PILE_BRING : PILE_READY;
}

static bool is_promised(const struct sheet *sheet, size_t i)
{
    return item_material(sheet->slip->item, i)->tag == MATERIAL_PROMISE &&
           sheet->slip->choices[i] == CHOICE_PROMISE;
}

static size_t pile_size(const struct sheet *sheet, enum pile pile)
{
    size_t size = 0;
    for (size_t i = 0; i < sheet->slip->item->materials.count; i++)
        size += pile_of(sheet, i) == pile;
    return size;
}

static void put_to_bring(const struct sheet *sheet, const struct material *material)
{
    static const char *const forms[] = {
        [FORM_ORIGINAL] = tr_later("原件"),
        [FORM_COPY] = tr_later("复印件"),
        [FORM_ELECTRONIC] = tr_later("电子件"),
    };
    char what[PHRASE_BYTES];
    snprintf(what, sizeof what, tr("%s %d 份"), tr(forms[material->form]), material->count);
    roll_tick(sheet->roll, false, TYPE_NAME, in_language(sheet, &material->name), what);
}

static void put_for_later(const struct sheet *sheet, const struct material *material)
{
    const struct case_dates *dates = &sheet->slip->dates;
    struct deadline last = casework_deferred(sheet->setup->catalogue->calendar, dates, material);
    char accepted[PHRASE_BYTES], day[PHRASE_BYTES], what[4 * PHRASE_BYTES];
    phrase_short_day(sheet->setup->english, dates->accepted.date, dates->lodged, accepted);
    phrase_short_day(sheet->setup->english, last.date, dates->lodged, day);
    snprintf(what, sizeof what,
             last.provisional ? tr("受理后 %d 个工作日内，如 %s受理，暂按最迟 %s")
                              : tr("受理后 %d 个工作日内，如 %s受理，最迟 %s"),
             material->days, accepted, day);
    roll_tick(sheet->roll, false, TYPE_NAME, in_language(sheet, &material->name), what);
}

static void put_ready(const struct sheet *sheet, const struct material *material)
{
    /* A paper to bring or to defer is never in this pile. */
    static const char *const why[] = {
        [MATERIAL_CARD] = tr_later("本机已读卡"),
        [MATERIAL_FILE] = tr_later("窗口自己查得到"),
        [MATERIAL_FORM] = tr_later("印在下面，您签字"),
        [MATERIAL_BRING] = "",
        [MATERIAL_PROMISE] = tr_later("用下面的承诺书，您签字"),
        [MATERIAL_DEFER] = "",
    };
    struct buf text CLEANUP(buf_finish) = {0};
    buf_printf(&text, tr("%s（%s）"), in_language(sheet, &material->name), tr(why[material->tag]));
    roll_tick(sheet->roll, true, TYPE_BODY, buf_string(&text), NULL);
}

typedef void put_material(const struct sheet *sheet, const struct material *material);
static const struct {
    const char *title;
    put_material *put;
} piles[] = {
    [PILE_BRING] = {tr_later("要带"), put_to_bring},
    [PILE_LATER] = {tr_later("可以晚交"), put_for_later},
    [PILE_READY] = {tr_later("不用带"), put_ready},
};

static void lay_out_pile(const struct sheet *sheet, enum pile pile)
{
    char title[PHRASE_BYTES];
    size_t size = pile_size(sheet, pile);
    if (!size)
        return;
    snprintf(title, sizeof title, tr("%s %zu 样"), tr(piles[pile].title), size);
    roll_label(sheet->roll, title);
    for (size_t i = 0; i < sheet->slip->item->materials.count; i++)
        if (pile_of(sheet, i) == pile)
            piles[pile].put(sheet, item_material(sheet->slip->item, i));
    roll_gap(sheet->roll, 8);
}

static void lay_out_papers(const struct sheet *sheet)
{
    if (!pile_size(sheet, PILE_BRING))
        roll_text(sheet->roll, TYPE_NAME, ALIGN_LEFT, tr("不用带材料，带好身份证"));
    for (enum pile pile = PILE_BRING; pile <= PILE_READY; pile++)
        lay_out_pile(sheet, pile);
    roll_rule(sheet->roll);
}

/* ---- the code, whom to call ---- */

static void lay_out_code(const struct sheet *sheet, const struct qr *qr)
{
    struct roll *roll = sheet->roll;
    roll_title(roll, TYPE_NAME, tr("窗口扫这个码，不用再报一遍"));
    roll_qr(roll, qr, roll->left + (roll->width - roll_qr_side(qr)) / 2, roll->y);
    roll_gap(roll, roll_qr_side(qr));
    roll_title(roll, TYPE_NAME, tr("没有手机也可以，凭这张纸去"));
    roll_rule(roll);
}

static void lay_out_foot(const struct sheet *sheet)
{
    const struct station *station = sheet->setup->station;
    char date[PHRASE_BYTES];
    int minute = clock_minute_of_day(sheet->slip->lodged);
    phrase_date(sheet->setup->english, sheet->slip->dates.lodged, date);
    roll_format(sheet->roll, TYPE_STRONG, ALIGN_LEFT, tr("办不成？打 %s 或 12345，说上面的编号"),
                station->phone);
    roll_format(sheet->roll, TYPE_SMALL, ALIGN_LEFT, tr("收件时间 %s %02d:%02d"), date, minute / 60,
                minute % 60);
    roll_format(sheet->roll, TYPE_SMALL, ALIGN_LEFT, tr("目录版本 %s · 本机 %s"),
                sheet->setup->catalogue->version, station->id);
}

/* ---- sheets to sign ---- */

/* What is signed is filed in Chinese, whatever the resident reads: each sentence in her language, and below
 * it in the office's. words: untranslated. */
static void put_sentence(const struct sheet *sheet, enum type type, const char *words)
{
    roll_text(sheet->roll, type, ALIGN_LEFT, tr(words));
    if (sheet->setup->english)
        roll_text(sheet->roll, type, ALIGN_LEFT, words);
}

static void put_pen_lines(const struct sheet *sheet)
{
    bool english = sheet->setup->english;
    roll_pen_lines(sheet->roll, english ? "Signature 签字" : "签字", english ? "Date 日期" : "日期");
}

static void lay_out_form(const struct sheet *sheet, const struct material *material)
{
    struct roll *roll = sheet->roll;
    const struct slip *slip = sheet->slip;
    roll_rule(roll);
    roll_title(roll, TYPE_FACT, in_language(sheet, &material->name));
    if (sheet->setup->english)
        roll_text(roll, TYPE_STRONG, ALIGN_CENTER, material->name.zh);
    roll_format(roll, TYPE_BODY, ALIGN_LEFT, tr("申请事项：%s"), slip->item->name.zh);
    roll_format(roll, TYPE_BODY, ALIGN_LEFT, tr("办件编号：%s"), sheet->number);
    roll_format(roll, TYPE_BODY, ALIGN_LEFT, tr("申请人：%s"), slip->masked_name);
    roll_format(roll, TYPE_BODY, ALIGN_LEFT, tr("交到：%s"), slip->unit->name.zh);
    put_sentence(sheet, TYPE_BODY, tr_later("本人申请办理上面的事项，填写的内容和交来的材料真实。"));
    put_pen_lines(sheet);
}

static void lay_out_commitment(const struct sheet *sheet, const struct material *material)
{
    struct roll *roll = sheet->roll;
    bool english = sheet->setup->english;
    roll_rule(roll);
    roll_title(roll, TYPE_FACT, tr("承诺书"));
    if (english)
        roll_text(roll, TYPE_STRONG, ALIGN_CENTER, "承诺书");
    put_words(sheet, TYPE_STRONG, &material->name);
    put_words(sheet, TYPE_BODY, &material->text);
    roll_format(roll, TYPE_BODY, ALIGN_LEFT, tr("%d 个月内会核查，不实将撤销。"), material->recheck_months);
    if (english)
        roll_format(roll, TYPE_BODY, ALIGN_LEFT, "%d 个月内会核查，不实将撤销。", material->recheck_months);
    put_pen_lines(sheet);
}

static void lay_out_signing(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->slip->item->materials.count; i++) {
        const struct material *material = item_material(sheet->slip->item, i);
        if (material->tag == MATERIAL_FORM)
            lay_out_form(sheet, material);
        else if (is_promised(sheet, i))
            lay_out_commitment(sheet, material);
    }
}

static void lay_out_end(const struct sheet *sheet)
{
    roll_gap(sheet->roll, 12);
    roll_format(sheet->roll, TYPE_SMALL, ALIGN_CENTER, "—— %s ——", tr("撕下后请收好"));
    if (sheet->setup->demo) {
        roll_gap(sheet->roll, 8);
        roll_bar(sheet->roll, "演示 DEMO");
    }
}

enum paper_result paper_slip(const struct paper_setup *setup, const struct slip *slip, struct page *ret)
{
    struct qr qr;
    if (!qr_make(slip->url, QR_VERSION_MAX, &qr))
        return PAPER_TOO_LONG;
    struct roll roll;
    struct sheet sheet = {.roll = &roll, .setup = setup, .slip = slip};
    case_number_format(slip->case_number, sheet.number);
    roll_init(&roll, setup->fonts, setup->station->printer.dots);
    lay_out_head(&sheet);
    lay_out_what(&sheet);
    lay_out_number(&sheet);
    lay_out_where(&sheet);
    lay_out_when(&sheet);
    lay_out_papers(&sheet);
    lay_out_code(&sheet, &qr);
    lay_out_foot(&sheet);
    lay_out_signing(&sheet);
    lay_out_end(&sheet);
    enum paper_result result = roll_page(&roll, ret);
    roll_finish(&roll);
    return result;
}

bool paper_can_print(const struct paper_setup *setup, const char *name)
{
    return fonts_cover(setup->fonts, name, NULL);
}
