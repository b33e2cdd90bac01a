/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * One layout renders every document. Its words are the district's own and are never translated.
 */
#include "base/err.h"
#include "casework/number.h"
#include "casework/phrase.h"
#include "paper/paper.h"
#include "paper/roll.h"
#include "paper/table.h"
#include <stdio.h>
#include <string.h>

#define QR_VERSION_MAX 15
#define COLUMN_GAP     24

static void lay_out_head(struct roll *roll, const struct document *document)
{
    char number[CASE_NUMBER_TEXT], date[PHRASE_BYTES];
    case_number_format(document->number, number);
    roll_gap(roll, 12);
    roll_title(roll, TYPE_HEADING, document->title);
    roll_gap(roll, 4);
    roll_format(roll, TYPE_SMALL, ALIGN_CENTER, "编号 %s", number);
    phrase_date(false, document->issued, date);
    roll_format(roll, TYPE_SMALL, ALIGN_CENTER, "出具日期 %s", date);
    if (document->valid_until) {
        phrase_date(false, document->valid_until, date);
        roll_format(roll, TYPE_SMALL, ALIGN_CENTER, "有效期至 %s", date);
    }
    roll_rule(roll);
}

/* Labels in one column, as wide as the widest but at most two fifths of the paper. */
static int label_width(const struct roll *roll, const struct document *document)
{
    int widest = 0, most = roll->width * 2 / 5;
    for (size_t i = 0; i < document->row_count; i++) {
        int width = roll_text_width(roll, TYPE_BODY, document->rows[i][0]);
        widest = width > widest ? width : widest;
    }
    return widest > most ? most : widest;
}

static void lay_out_row(struct roll *roll, int label_w, const char *label, const char *value)
{
    int value_x = roll->left + label_w + COLUMN_GAP;
    int height = roll_put(roll, TYPE_BODY, ALIGN_LEFT, (struct rect){roll->left, roll->y, label_w, 0}, label);
    struct rect beside = {value_x, roll->y, roll->left + roll->width - value_x, 0};
    int value_height = roll_put(roll, TYPE_STRONG, ALIGN_LEFT, beside, value);
    roll->y += value_height > height ? value_height : height;
}

static void lay_out_rows(struct roll *roll, const struct document *document)
{
    int label_w = label_width(roll, document);
    for (size_t i = 0; i < document->row_count; i++) {
        const char *label = document->rows[i][0], *value = document->rows[i][1];
        if (roll_is_narrow(roll)) {
            roll_text(roll, TYPE_SMALL, ALIGN_LEFT, label);
            roll_text(roll, TYPE_STRONG, ALIGN_LEFT, value);
        } else {
            lay_out_row(roll, label_w, label, value);
        }
    }
}

static void lay_out_body(struct roll *roll, const struct document *document)
{
    lay_out_rows(roll, document);
    for (size_t i = 0; i < document->table_count; i++) {
        if (i || document->row_count)
            roll_rule(roll);
        table_lay_out(roll, &document->tables[i]);
    }
    if (document->note_count) {
        roll_gap(roll, 4);
        roll_thin_rule(roll);
    }
    for (size_t i = 0; i < document->note_count; i++)
        roll_text(roll, TYPE_SMALL, ALIGN_LEFT, document->notes[i]);
    roll_rule(roll);
}

/* Of the groups of four that a short code consists of. */
static int widest_group(const struct roll *roll, const char *short_code)
{
    char group[DOCUMENT_SHORT_BYTES];
    int widest = 0;
    for (const char *at = short_code; *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        snprintf(group, sizeof group, "%.*s", (int)len, at);
        int width = roll_text_width(roll, TYPE_FACT, group);
        widest = width > widest ? width : widest;
        at += len;
    }
    return widest;
}

/* The symbol, and beside it (on narrow paper: below it) what can be read out over the phone. */
static void lay_out_code(struct roll *roll, const struct qr *qr, const char *short_code)
{
    int left = roll->left, width = roll->width, side = roll_qr_side(qr), bottom = roll->y + side;
    bool narrow = roll_is_narrow(roll);
    roll_qr(roll, qr, narrow ? left + (width - side) / 2 : left, roll->y);
    if (narrow) {
        roll->y = bottom;
    } else {
        roll->left += side + COLUMN_GAP;
        roll->width -= side + COLUMN_GAP;
        roll_gap(roll, 12);
    }
    roll_label(roll, "验证码");
    /* Beside the symbol each group of four has a line of its own. */
    struct rect groups = {roll->left, roll->y, narrow ? width : widest_group(roll, short_code), 0};
    roll->y += roll_put(roll, TYPE_FACT, ALIGN_LEFT, groups, short_code);
    roll_text(roll, TYPE_SMALL, ALIGN_LEFT, "扫码或报验证码，");
    roll_text(roll, TYPE_SMALL, ALIGN_LEFT, "服务站、窗口都能核验");
    roll->left = left;
    roll->width = width;
    roll->y = roll->y < bottom ? bottom : roll->y;
}

static void lay_out_validity(struct roll *roll)
{
    const int inset = 14;
    struct rect box = {roll->left, roll->y + 8, roll->width, 0};
    roll->y = box.y + inset;
    roll_text(roll, TYPE_NAME, ALIGN_CENTER, "本件不用盖章");
    roll_text(roll, TYPE_BODY, ALIGN_CENTER, "以验证码核验结果为准");
    roll->y += inset;
    box.h = roll->y - box.y;
    roll_frame(roll, box, 12, 4);
    roll_gap(roll, 16);
}

static void lay_out_foot(struct roll *roll, const struct paper_setup *setup)
{
    const struct station *station = setup->station;
    const struct town *town = catalogue_town(setup->catalogue, station->town);
    roll_format(roll, TYPE_SMALL, ALIGN_LEFT, "打印地点 %s %s %s", town ? town->name.zh : "",
                station->name.zh, station->id);
    roll_format(roll, TYPE_SMALL, ALIGN_LEFT, "有疑问请打 %s 或 12345，", station->phone);
    roll_text(roll, TYPE_SMALL, ALIGN_LEFT, "说上面的编号");
}

enum paper_result paper_document(const struct paper_setup *setup, const struct document *document,
                                 const void *code, size_t code_len, struct page *ret)
{
    struct buf url CLEANUP(buf_finish) = {0};
    struct qr qr;
    char short_code[DOCUMENT_SHORT_BYTES];
    document_url(setup->station->host, code, code_len, &url);
    document_short_code(code, code_len, short_code);
    if (!qr_make(buf_string(&url), QR_VERSION_MAX, &qr))
        return PAPER_TOO_LONG;
    struct roll roll;
    roll_init(&roll, setup->fonts, setup->station->printer.dots);
    if (setup->demo)
        roll_bar(&roll, "演示 DEMO ・ 不作为凭证");
    lay_out_head(&roll, document);
    lay_out_body(&roll, document);
    int code_rows = roll.y + roll_qr_side(&qr) / 2;
    lay_out_code(&roll, &qr, short_code);
    lay_out_validity(&roll);
    lay_out_foot(&roll, setup);
    if (setup->demo) {
        roll_gap(&roll, 12);
        roll_bar(&roll, "演示 DEMO ・ 不作为凭证");
    }
    enum paper_result result = roll_page(&roll, ret);
    ret->code_rows = result == PAPER_OK ? code_rows : 0;
    roll_finish(&roll);
    return result;
}
