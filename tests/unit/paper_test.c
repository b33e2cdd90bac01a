/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, paper could leave out a figure that the district gave, show □ for a rare name, carry a code
 * that no window can scan, or promise a day that nobody promised.
 */
#include "base/clock.h"
#include "base/text.h"
#include "casework/number.h"
#include "paper/paper.h"
#include "tests/support/qr_scan.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LODGED 1795413900 /* 2026-11-23 14:05 in Shanghai */

struct fixture {
    struct fonts *fonts;
    struct calendar *calendar;
    struct seal_key *district;
    struct buf code; /* a verification code of the longest kind */
    struct station station;
    struct town towns[1];
    struct catalogue catalogue;
    struct opening hours[1];
    struct unit unit;
    struct material materials[6];
    struct item item;
    char url[TICKET_URL_MAX];
};
static struct fixture f;

static void load_calendar(void)
{
    char path[] = "/tmp/liqu-calendar-XXXXXX";
    struct err err;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    dprintf(fd, "- {kind: off, from: 2026-10-01, to: 2026-10-07, name: 国庆节}\n");
    close(fd);
    bool loaded = calendar_load(path, &f.calendar, &err);
    unlink(path);
    if (!loaded)
        fail_msg("%s", err.text);
}

static void make_catalogue(void)
{
    f.towns[0] = (struct town){"310114118", {"江桥镇", "Jiangqiao"}};
    f.catalogue =
        (struct catalogue){.towns = {f.towns, 1}, .calendar = f.calendar, .version = "2026-11-02-7f3a"};
    f.station = (struct station){.id = "118-03",
                                 .town = "310114118",
                                 .name = {"云桥邻里中心", "Yunqiao Station"},
                                 .phone = "021-0000 0103",
                                 .host = "T.LIQU.EXAMPLE",
                                 .printer = {.dots = 576}};
    f.hours[0] = (struct opening){"mon-fri", "08:30", "16:30"};
    f.unit = (struct unit){.id = "district",
                           .name = {"区行政服务中心", "District service centre"},
                           .place = {"2 楼 12 号窗口", "Window 12, floor 2"},
                           .phone = "021-0000 0103",
                           .hours = {f.hours, 1}};
}

static void make_item(void)
{
    struct material materials[] = {
        {.name = {"经营者身份证", "ID card of the owner"}, .tag = MATERIAL_CARD, .count = 1},
        {.name = {"营业执照", "Business licence"}, .tag = MATERIAL_FILE, .count = 1},
        {.name = {"许可申请书", "Licence application"}, .tag = MATERIAL_FORM, .count = 1},
        {.name = {"场所平面布局图", "Floor plan of the premises"}, .tag = MATERIAL_BRING, .count = 1},
        {.name = {"食品安全管理制度", "Food-safety rules"},
         .tag = MATERIAL_PROMISE,
         .count = 1,
         .text = {"本人承诺已建立食品安全管理制度，并按制度执行；核查时能够出示。",
                  "I commit to having food-safety rules in place, to following them and to showing them when "
                  "checked."},
         .recheck_months = 1},
        {.name = {"从业人员健康证明", "Health certificates"}, .tag = MATERIAL_DEFER, .days = 5, .count = 1},
    };
    memcpy(f.materials, materials, sizeof materials);
    f.item = (struct item){.code = "SD-105",
                           .version = 3,
                           .mode = MODE_HANDOFF,
                           .name = {"食品经营许可证新办", "New food-business licence"},
                           .limit = {12, 20},
                           .materials = {f.materials, COUNT_OF(materials)}};
}

static int set_up(void **state)
{
    (void)state;
    struct err err;
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    if (!fonts_open("assets/fonts/fonts.yaml", &f.fonts, &err))
        fail_msg("%s", err.text);
    load_calendar();
    make_catalogue();
    make_item();
    f.district = seal_key_generate();
    struct document_claims claims = {.number = case_number_make(118, 3, 20261123, 17), .issued = 20261123};
    text_copy(claims.item, sizeof claims.item, "SH-001");
    text_copy(claims.last_four, sizeof claims.last_four, "0039");
    document_sign(f.district, &claims, &f.code);
    /* As long as the longest slip ticket: 352 bytes. */
    strcpy(f.url, "HTTPS://T.LIQU.EXAMPLE/T/");
    for (size_t i = strlen(f.url), end = i + (352 * 8 + 4) / 5; i < end; i++)
        f.url[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[i * i % 31];
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buf_finish(&f.code);
    seal_key_destroy(f.district);
    calendar_destroy(f.calendar);
    fonts_close(f.fonts);
    return 0;
}

static struct paper_setup setup(void)
{
    return (struct paper_setup){.fonts = f.fonts, .station = &f.station, .catalogue = &f.catalogue};
}

static struct slip sample_slip(void)
{
    struct slip slip = {.item = &f.item,
                        .unit = &f.unit,
                        .case_number = case_number_make(118, 3, 20261123, 42),
                        .lodged = LODGED,
                        .masked_name = "李*英",
                        .url = f.url};
    slip.dates = casework_dates(f.calendar, &f.item, 20261123);
    slip.choices[4] = CHOICE_PROMISE;
    slip.choices[5] = CHOICE_DEFER;
    return slip;
}

#define MONTHS 24
static const char *rows[][2] = {{"姓名", "周建明"},
                                {"证件号码", "310199196504120039"},
                                {"查询范围", "2024年11月 至 2026年10月"},
                                {"查到", "24 个月，中间没有断缴"}};
static const char *head[] = {"年月", "缴费基数", "个人缴费", "状态"};
static const char *notes[] = {"金额单位：元。个人缴费＝养老＋医疗＋失业。"};

struct sample {
    char months[MONTHS][16];
    const char *cells[MONTHS * 4];
    struct document_table table;
    struct document document;
};
/* Tables keep pointers into the sample, so it is filled where it stands. */
static void sample_document(struct sample *sample)
{
    for (unsigned i = 0; i < MONTHS; i++) {
        snprintf(sample->months[i], sizeof sample->months[i], "%u-%02u", 2024 + (10 + i) / 12,
                 (10 + i) % 12 + 1);
        const char *cells[] = {sample->months[i], "8,200.00", "861.00", "已到账"};
        memcpy(&sample->cells[4 * i], cells, sizeof cells);
    }
    sample->table =
        (struct document_table){.columns = 4, .rows = MONTHS, .head = head, .cells = sample->cells};
    sample->document = (struct document){.title = "城镇职工社会保险缴费情况",
                                         .number = case_number_make(118, 3, 20261123, 17),
                                         .issued = 20261123,
                                         .valid_until = 20261223,
                                         .row_count = COUNT_OF(rows),
                                         .rows = rows,
                                         .table_count = 1,
                                         .tables = &sample->table,
                                         .note_count = 1,
                                         .notes = notes};
}

static void print_slip(const struct paper_setup *how, const struct slip *slip, struct page *ret)
{
    assert_int_equal(paper_slip(how, slip, ret), PAPER_OK);
}

static void print_document(const struct paper_setup *how, const struct document *document, struct page *ret)
{
    assert_int_equal(paper_document(how, document, f.code.data, f.code.len, ret), PAPER_OK);
}

static size_t count_runs(const struct page *page, const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < page->run_count; i++)
        count += strstr(page->runs[i].text, text) != NULL;
    return count;
}

static void assert_says(const struct page *page, const char *text)
{
    if (!count_runs(page, text))
        fail_msg("the page does not say \"%s\"", text);
}

static bool is_black(const struct page *page, int x, int y)
{
    return page->bits[y * page->width / 8 + x / 8] & 0x80 >> x % 8;
}

/* What a scanner reads from the dots; "" when nothing. */
static void scan(const struct page *page, char *ret, size_t size)
{
    size_t dots = (size_t)page->width * (size_t)page->rows;
    uint8_t *grey = malloc(dots);
    assert_non_null(grey);
    for (size_t i = 0; i < dots; i++)
        grey[i] = is_black(page, (int)(i % (size_t)page->width), (int)(i / (size_t)page->width)) ? 0 : 255;
    qr_scan(grey, (unsigned)page->width, (unsigned)page->rows, ret, size);
    free(grey);
}

static void every_value_of_a_document_is_on_the_paper(void **state)
{
    (void)state;
    struct sample sample;
    struct paper_setup how = setup();
    struct page page;
    sample_document(&sample);
    print_document(&how, &sample.document, &page);
    assert_says(&page, sample.document.title);
    assert_says(&page, "编号 118-03-261123-0017");
    assert_says(&page, "2026年11月23日（周一）");
    assert_says(&page, "2026年12月23日（周三）");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_says(&page, rows[i][0]);
        assert_says(&page, rows[i][1]);
    }
    for (size_t i = 0; i < MONTHS; i++)
        assert_int_equal(count_runs(&page, sample.months[i]), 1);
    assert_int_equal(count_runs(&page, "861.00"), MONTHS);
    assert_says(&page, notes[0]);
    assert_says(&page, "本件不用盖章");
    assert_says(&page, "以验证码核验结果为准");
    page_finish(&page);
}

static void columns_beyond_the_paper_follow_below_their_row(void **state)
{
    (void)state;
    static const char *wide_head[] = {"年月", "单位名称", "缴费基数", "个人缴费", "单位缴费", "状态"};
    static const char *wide_cells[] = {
        "2026-10", "上海市测试区云桥路食品与餐饮管理有限公司", "8,200.00", "861.00", "2,050.00", "已到账"};
    struct document_table table = {.columns = 6, .rows = 1, .head = wide_head, .cells = wide_cells};
    struct document document = {.title = "缴费明细", .issued = 20261123, .table_count = 1, .tables = &table};
    struct paper_setup how = setup();
    struct page page;
    document.number = case_number_make(118, 3, 20261123, 18);
    print_document(&how, &document, &page);
    for (size_t i = 0; i < COUNT_OF(wide_cells); i++) {
        assert_says(&page, wide_head[i]);
        assert_says(&page, wide_cells[i]);
    }
    assert_says(&page, "状态：已到账");
    page_finish(&page);
}

static void nothing_leaves_the_paper_or_covers_its_neighbour(void **state)
{
    (void)state;
    struct sample sample;
    struct paper_setup how = setup();
    struct page page;
    sample_document(&sample);
    for (int dots = 384; dots <= 576; dots += 64) {
        f.station.printer.dots = dots;
        print_document(&how, &sample.document, &page);
        for (size_t i = 0; i < page.run_count; i++) {
            struct rect a = page.runs[i].box;
            assert_true(a.x >= 0 && a.y >= 0 && a.x + a.w <= page.width && a.y + a.h <= page.rows);
            for (size_t j = 0; j < i; j++)
                if (!rect_empty(rect_cut(a, page.runs[j].box)))
                    fail_msg("\"%s\" covers \"%s\" at %d dots", page.runs[i].text, page.runs[j].text, dots);
        }
        page_finish(&page);
    }
}

static void the_code_scans_from_the_dots(void **state)
{
    (void)state;
    struct sample sample;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    struct buf url = {0};
    char seen[TICKET_URL_MAX], short_code[DOCUMENT_SHORT_BYTES];
    sample_document(&sample);
    document_url(f.station.host, f.code.data, f.code.len, &url);
    document_short_code(f.code.data, f.code.len, short_code);
    for (int dots = 384; dots <= 576; dots += 64) {
        f.station.printer.dots = dots;
        print_document(&how, &sample.document, &page);
        scan(&page, seen, sizeof seen);
        assert_string_equal(seen, buf_string(&url));
        assert_says(&page, short_code);
        page_finish(&page);
        print_slip(&how, &slip, &page);
        scan(&page, seen, sizeof seen);
        assert_string_equal(seen, slip.url);
        page_finish(&page);
    }
    buf_finish(&url);
}

static void a_slip_names_what_number_where_when_in_this_order(void **state)
{
    (void)state;
    static const char *const order[] = {"收件凭证",
                                        "不是受理通知",
                                        "食品经营许可证新办",
                                        "118-03-261123-0042",
                                        "区行政服务中心",
                                        "2 楼 12 号窗口",
                                        "周一至周五 8:30 至 16:30",
                                        "如 11月24日（周二）受理",
                                        "最迟 12月10日（周四）办好",
                                        "最迟 11月30日（周一）告诉您是否受理",
                                        "要带 1 样",
                                        "场所平面布局图",
                                        "可以晚交 1 样",
                                        "从业人员健康证明",
                                        "不用带 4 样",
                                        "窗口扫这个码",
                                        "没有手机也可以",
                                        "021-0000 0103 或 12345",
                                        "目录版本 2026-11-02-7f3a"};
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    print_slip(&how, &slip, &page);
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        while (at < page.run_count && !strstr(page.runs[at].text, order[i]))
            at++;
        if (at == page.run_count)
            fail_msg("\"%s\" is missing or in the wrong place", order[i]);
    }
    assert_says(&page, "申请人 李*英");
    assert_says(&page, "免费");
    assert_says(&page, "2026年11月23日（周一） 14:05");
    page_finish(&page);
}

static void what_stops_the_clock_stands_below_the_day(void **state)
{
    (void)state;
    static const struct words periods[] = {{"现场核查的时间", "Time for the on-site check"}};
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    f.item.excluded_periods = (struct yaml_list){(void *)(uintptr_t)periods, COUNT_OF(periods)};
    print_slip(&how, &slip, &page);
    f.item.excluded_periods = (struct yaml_list){0};
    assert_says(&page, "不算在内：现场核查的时间");
    page_finish(&page);
}

/* Whoever books a visit at home cannot go to a window. */
static void who_cannot_come_is_told_to_phone(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    f.item.routing = ROUTE_AGENT;
    print_slip(&how, &slip, &page);
    f.item.routing = ROUTE_DISTRICT;
    assert_says(&page, "打电话，或到这里");
    assert_int_equal(count_runs(&page, "请到这里"), 0);
    page_finish(&page);
}

static void a_deferred_paper_counts_from_acceptance(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    print_slip(&how, &slip, &page);
    assert_says(&page, "受理后 5 个工作日内，如 11月24日受理，最迟 12月1日");
    page_finish(&page);
    slip.choices[5] = CHOICE_HAVE;
    print_slip(&how, &slip, &page);
    assert_int_equal(count_runs(&page, "受理后"), 0);
    assert_says(&page, "要带 2 样");
    page_finish(&page);
}

static void a_commitment_stands_in_full_with_a_line_to_sign(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    print_slip(&how, &slip, &page);
    assert_says(&page, "承诺书");
    assert_says(&page, f.materials[4].text.zh);
    assert_says(&page, "1 个月内会核查");
    assert_int_equal(count_runs(&page, "签字"), 4); /* two lines to sign, two papers that say so */
    page_finish(&page);
    slip.choices[4] = CHOICE_HAVE;
    print_slip(&how, &slip, &page);
    assert_int_equal(count_runs(&page, f.materials[4].text.zh), 0);
    page_finish(&page);
}

static void a_day_in_an_unpublished_year_is_marked(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    print_slip(&how, &slip, &page);
    assert_int_equal(count_runs(&page, "暂按"), 0);
    page_finish(&page);
    slip.dates = casework_dates(f.calendar, &f.item, 20261222);
    print_slip(&how, &slip, &page);
    assert_says(&page, "暂按最迟 2027年1月8日（周五）办好");
    assert_says(&page, "2027 年放假安排未公布");
    page_finish(&page);
    /* What is quickly done is done within the known year, and still heard of in the next. */
    f.item.limit.promised = 2;
    slip.dates = casework_dates(f.calendar, &f.item, 20261225);
    print_slip(&how, &slip, &page);
    f.item.limit.promised = 12;
    assert_says(&page, "最迟 12月30日（周三）办好");
    assert_says(&page, "暂按最迟 2027年1月1日（周五）告诉您是否受理");
    assert_says(&page, "暂按：2027 年放假安排未公布");
    page_finish(&page);
}

static void an_english_slip_keeps_the_item_and_the_place_in_chinese(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    how.english = true;
    print_slip(&how, &slip, &page);
    assert_says(&page, "New food-business licence");
    assert_says(&page, "食品经营许可证新办");
    assert_says(&page, "Window 12, floor 2");
    assert_says(&page, "2 楼 12 号窗口");
    assert_says(&page, "Mon 23 Nov 2026");
    assert_says(&page, "Mon to Fri 8:30 to 16:30");
    page_finish(&page);
}

/* What nobody at the window can read is not a signed form. */
static void what_an_english_resident_signs_stands_there_in_chinese_too(void **state)
{
    (void)state;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    how.english = true;
    print_slip(&how, &slip, &page);
    assert_says(&page, "本人申请办理上面的事项，填写的内容和交来的材料真实。");
    assert_says(&page, "1 个月内会核查，不实将撤销。");
    assert_says(&page, item_material(slip.item, 4)->text.zh);
    assert_says(&page, "Signature 签字");
    page_finish(&page);
}

static void demo_paper_says_so(void **state)
{
    (void)state;
    struct sample sample;
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page page;
    sample_document(&sample);
    print_document(&how, &sample.document, &page);
    assert_int_equal(count_runs(&page, "演示 DEMO"), 0);
    page_finish(&page);
    how.demo = true;
    print_document(&how, &sample.document, &page);
    assert_int_equal(count_runs(&page, "演示 DEMO"), 2);
    page_finish(&page);
    print_slip(&how, &slip, &page);
    assert_int_equal(count_runs(&page, "演示 DEMO"), 2);
    page_finish(&page);
}

static void a_rare_or_long_name_prints_and_a_missing_character_refuses_the_page(void **state)
{
    (void)state;
    static const char *const printable[] = {"𬱖𫖯", "买买提·阿卜杜热合曼·艾力江·吐", "㐂田",
                                            "Aleksandra Wiśniewska"};
    struct sample sample;
    struct paper_setup how = setup();
    struct page page = {0};
    sample_document(&sample);
    const char *own[1][2] = {{"姓名", NULL}};
    sample.document.rows = own;
    sample.document.row_count = 1;
    for (size_t i = 0; i < COUNT_OF(printable); i++) {
        own[0][1] = printable[i];
        assert_true(paper_can_print(&how, printable[i]));
        print_document(&how, &sample.document, &page);
        assert_says(&page, printable[i]);
        page_finish(&page);
    }
    own[0][1] = "李\U0003FFFD英"; /* a plane that no font has */
    assert_false(paper_can_print(&how, own[0][1]));
    assert_int_equal(paper_document(&how, &sample.document, f.code.data, f.code.len, &page), PAPER_NO_GLYPH);
    struct slip slip = sample_slip();
    slip.masked_name = own[0][1];
    assert_int_equal(paper_slip(&how, &slip, &page), PAPER_NO_GLYPH);
    assert_null(page.bits);
}

static void more_than_a_metre_is_refused(void **state)
{
    (void)state;
    struct sample sample;
    struct paper_setup how = setup();
    struct page page;
    sample_document(&sample);
    struct document_table many[DOCUMENT_MAX_TABLES * 2];
    for (size_t i = 0; i < COUNT_OF(many); i++)
        many[i] = sample.table;
    sample.document.tables = many;
    sample.document.table_count = COUNT_OF(many);
    assert_int_equal(paper_document(&how, &sample.document, f.code.data, f.code.len, &page), PAPER_TOO_LONG);
}

static void the_same_page_has_the_same_dots_and_is_saved_by_their_digest(void **state)
{
    (void)state;
    char folder[] = "/tmp/liqu-paper-XXXXXX", hex[2 * SEAL_SM3_BYTES + 1], path[256];
    uint8_t digest[SEAL_SM3_BYTES];
    struct slip slip = sample_slip();
    struct paper_setup how = setup();
    struct page first, again;
    struct buf saved = {0};
    struct err err;
    print_slip(&how, &slip, &first);
    print_slip(&how, &slip, &again);
    size_t bytes = (size_t)first.width / 8 * (size_t)first.rows;
    assert_int_equal(first.rows, again.rows);
    assert_memory_equal(first.bits, again.bits, bytes);
    assert_true(page_mm(&first) > first.rows / 8);
    assert_non_null(mkdtemp(folder));
    assert_true(page_save(&first, folder, &err));
    seal_sm3(first.bits, bytes, digest);
    text_hex(digest, sizeof digest, hex);
    snprintf(path, sizeof path, "%s/%s.pbm", folder, hex);
    assert_true(buf_read_file(&saved, path, 1 << 20, &err));
    assert_memory_equal(saved.data + saved.len - bytes, first.bits, bytes);
    unlink(path);
    snprintf(path, sizeof path, "%s/%s.json", folder, hex);
    json_t *json = json_load_file(path, 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(json, "rows")), first.rows);
    assert_int_equal(json_array_size(json_object_get(json, "runs")), first.run_count);
    json_decref(json);
    unlink(path);
    rmdir(folder);
    buf_finish(&saved);
    page_finish(&first);
    page_finish(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_of_a_document_is_on_the_paper),
        cmocka_unit_test(columns_beyond_the_paper_follow_below_their_row),
        cmocka_unit_test(nothing_leaves_the_paper_or_covers_its_neighbour),
        cmocka_unit_test(the_code_scans_from_the_dots),
        cmocka_unit_test(a_slip_names_what_number_where_when_in_this_order),
        cmocka_unit_test(what_stops_the_clock_stands_below_the_day),
        cmocka_unit_test(who_cannot_come_is_told_to_phone),
        cmocka_unit_test(a_deferred_paper_counts_from_acceptance),
        cmocka_unit_test(a_commitment_stands_in_full_with_a_line_to_sign),
        cmocka_unit_test(a_day_in_an_unpublished_year_is_marked),
        cmocka_unit_test(an_english_slip_keeps_the_item_and_the_place_in_chinese),
        cmocka_unit_test(what_an_english_resident_signs_stands_there_in_chinese_too),
        cmocka_unit_test(demo_paper_says_so),
        cmocka_unit_test(a_rare_or_long_name_prints_and_a_missing_character_refuses_the_page),
        cmocka_unit_test(more_than_a_metre_is_refused),
        cmocka_unit_test(the_same_page_has_the_same_dots_and_is_saved_by_their_digest),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
