/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, a line could begin with a comma or tear 12 from 号窗口, a rare name could show as □, a piece
 * of text could be lost between two lines, and a resident's name could stay in memory after the visit.
 */
#include "base/buf.h"
#include "base/text.h"
#include "base/wipe.h"
#include "draw/fonts.h"
#include "draw/text_run.h"
#include "draw/wrap.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct fonts *fonts;

static int set_up(void **state)
{
    (void)state;
    struct err err;
    if (!fonts_open("assets/fonts/fonts.yaml", &fonts, &err))
        fail_msg("%s", err.text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fonts_close(fonts);
    return 0;
}

/* ---- line breaking, with a measure anybody can follow: 2 for Han and full-width marks, 1 for anything else
 * ---- */

static int cells(void *context, const char *text, size_t len)
{
    (void)context;
    int width = 0;
    for (const char *at = text; at < text + len;)
        width += text_is_cjk(text_next(&at)) ? 2 : 1;
    return width;
}

static void wrapped(const char *text, int width, char *ret, size_t size)
{
    struct wrap_line line;
    size_t used = 0;
    *ret = '\0';
    while (wrap_next(&text, width, cells, NULL, &line))
        used +=
            (size_t)snprintf(ret + used, size - used, "%s%.*s", used ? "|" : "", (int)line.len, line.text);
}

static void lines_break_where_the_rules_allow(void **state)
{
    (void)state;
    static const struct {
        int width;
        const char *text, *lines;
    } rules[] = {
        {8, "请把身份证平放", "请把身份|证平放"},         /* between any two Han */
        {8, "请把身份，平放", "请把身|份，平放"},         /* none begins with ， */
        {8, "请把身份》。放", "请把身|份》。放"},         /* … nor with two such marks */
        {8, "请把身（平放）", "请把身|（平放）"},         /* none ends with （ */
        {8, "他说过“好的”", "他说过|“好的”"},             /* quotes are marks as well */
        {12, "请把身份证平放", "请把身份证|平放"},        /* no last line of a single Han */
        {12, "请把身份证平。", "请把身份|证平。"},        /* … nor of one with its mark */
        {12, "请把身份证平\n放", "请把身份证平|放"},      /* unless it was written so */
        {11, "请把身份证A4", "请把身份证|A4"},            /* … a word may */
        {9, "有效期为12个月", "有效期为|12个月"},         /* number and measure word */
        {11, "请到二楼 12 号窗口", "请到二楼|12 号窗口"}, /* … with a thin blank between */
        {9, "这个是第 3 版", "这个是|第 3 版"},           /* … and its 第 */
        {13, "最迟 11月24日办好", "最迟 11月24日|办好"},  /* never inside a date */
        {10, "最迟 11月24日办好", "最迟|11月24日|办好"},
        {18, "最迟 11月24日（周二）", "最迟|11月24日（周二）"},    /* … nor before its weekday */
        {17, "2026年11月23日（周一）", "2026年11月23日|（周一）"}, /* unless it is wider than the line */
        {12, "电话 021-0000 0103", "电话|021-0000|0103"},
        {14, "电话 021-0000 0103", "电话|021-0000 0103"},        /* blanks inside a number */
        {10, "food-business licence", "food-|business|licence"}, /* behind a hyphen between letters */
        {12, "Lay your card flat, please.", "Lay your|card flat,|please."},
        {6, "SH-001社保", "SH-001|社保"},                /* between Latin and Han */
        {8, "编号118-03-261123", "编号|118-03-2|61123"}, /* a number too long is cut hard */
        {8, "一行\n第二行", "一行|第二行"},              /* forced */
        {8, "一\n\n二", "一||二"},
        {8, "两个字  ", "两个字"}, /* blanks hang at the end */
        {2, "，，，", "，|，|，"}, /* always goes on */
        {1, "宽", "宽"},
        {6, "买买提·艾力", "买买|提·|艾力"}, /* no line begins with a name's dot */
    };
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        char lines[128];
        wrapped(rules[i].text, rules[i].width, lines, sizeof lines);
        if (strcmp(lines, rules[i].lines) != 0)
            fail_msg("%d: %s became %s, not %s", rules[i].width, rules[i].text, lines, rules[i].lines);
    }
}

static void drop_blanks(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
}

static const char long_text[] =
    "受理后 5 个工作日内，如 11月24日（周二）受理，最迟 12月1日（周二）办好。Lay your card flat on the lit "
    "area; it takes 2 seconds（约 2 秒）。电话 021-0000 0103，编号 118-03-261123-0042-94。";

static void no_character_is_lost_between_two_lines(void **state)
{
    (void)state;
    char plain[sizeof long_text];
    strcpy(plain, long_text);
    drop_blanks(plain);
    for (int width = 2; width < 80; width++) {
        const char *at = long_text;
        struct wrap_line line;
        char joined[sizeof long_text] = "";
        while (wrap_next(&at, width, cells, NULL, &line))
            strncat(joined, line.text, line.len);
        drop_blanks(joined);
        assert_string_equal(joined, plain);
    }
}

static void no_line_is_wider_than_its_box(void **state)
{
    (void)state;
    struct text_style style = {.px = 30, .weight = FONT_REGULAR};
    for (int width = 60; width < 700; width += 7) {
        int widest, lines = text_measure(fonts, &style, width, long_text, &widest);
        assert_true(widest <= width);
        assert_int_equal(text_height(fonts, &style, width, long_text), lines * 42);
    }
}

/* ---- drawing ---- */

static struct rect ink_of(const struct surface *surface)
{
    struct rect ink = {0};
    for (int y = 0; y < surface->height; y++)
        for (int x = 0; x < surface->width; x++)
            if (surface->pixels[y * surface->stride + x])
                ink = rect_union(ink, (struct rect){x, y, 1, 1});
    return ink;
}

static struct rect draw_block(enum text_align align, int max_lines, const char *text)
{
    struct surface surface;
    struct text_style style = {.px = 40, .weight = FONT_BOLD, .align = align, .ink = 0xFFFFFF};
    surface_init(&surface, 600, 400);
    text_block(&surface, fonts, &style, (struct rect){100, 50, 400, 300}, max_lines, text);
    struct rect ink = ink_of(&surface);
    surface_finish(&surface);
    return ink;
}

static void a_part_of_a_text_is_located_on_each_of_its_lines(void **state)
{
    (void)state;
    const struct text_style style = {.px = 40, .line_px = 54};
    const char *text = "城镇职工社会保险";
    struct rect parts[4];
    assert_int_equal(text_locate(fonts, &style, 400, text, strlen("城镇"), strlen("职工"), parts, 4), 1);
    assert_int_equal(parts[0].x, 80);
    assert_int_equal(parts[0].y, 0);
    assert_int_equal(parts[0].w, 80);
    /* Five to a line: two characters stand on the first, two on the second. */
    assert_int_equal(text_locate(fonts, &style, 200, text, strlen("城镇职"), strlen("工社会保"), parts, 4),
                     2);
    assert_int_equal(parts[0].x, 120);
    assert_int_equal(parts[0].w, 80);
    assert_int_equal(parts[1].x, 0);
    assert_int_equal(parts[1].y, 54);
    assert_int_equal(parts[1].w, 80);
    assert_int_equal(text_locate(fonts, &style, 400, text, 0, 0, parts, 4), 0);
    assert_int_equal(text_locate(fonts, &style, 200, text, 0, strlen(text), parts, 1), 1);
}

static void text_stands_where_its_alignment_says(void **state)
{
    (void)state;
    struct rect left = draw_block(ALIGN_LEFT, 0, "请放身份证"),
                right = draw_block(ALIGN_RIGHT, 0, "请放身份证");
    struct rect center = draw_block(ALIGN_CENTER, 0, "请放身份证");
    assert_in_range(left.x, 100, 104);
    assert_in_range(right.x + right.w, 496, 500);
    assert_in_range(2 * center.x + center.w, 596, 604);
    assert_in_range(left.y, 50, 66);
    assert_true(left.y + left.h <= 50 + 56);
}

static void too_many_lines_end_in_an_ellipsis_inside_the_box(void **state)
{
    (void)state;
    static const char text[] = "食品经营许可证新办以及变更、延续、补办和注销的全部事项 12 号窗口";
    struct text_style style = {.px = 40, .weight = FONT_BOLD};
    assert_true(text_measure(fonts, &style, 400, text, NULL) > 2);
    struct rect ink = draw_block(ALIGN_LEFT, 2, text);
    assert_true(ink.y + ink.h <= 50 + 2 * 56);
    assert_in_range(ink.x + ink.w, 400, 500);
}

static void han_next_to_a_digit_gets_a_thin_gap_but_not_in_a_date(void **state)
{
    (void)state;
    struct text_style style = {.px = 40, .weight = FONT_REGULAR};
    int digits = text_width(fonts, &style, "12"), gap = 40 / 8;
    assert_int_equal(text_width(fonts, &style, "第12号"), 80 + digits + 2 * gap);
    assert_int_equal(text_width(fonts, &style, "12月"), 40 + digits);
}

static void a_rare_character_is_drawn_from_a_fallback_face(void **state)
{
    (void)state;
    uint32_t missing = 0;
    assert_true(fonts_cover(fonts, "李桂英 Wiśniewska 12（周一）·\n", NULL));
    assert_true(fonts_cover(fonts, "𬱖𫖯㐂𠮷", NULL));
    assert_false(fonts_cover(fonts, "\uE000", NULL)); /* drawn by a fallback font, as some other character */
    assert_false(fonts_cover(fonts, "李\U0003FFFD英\U0003FFFC", &missing));
    assert_int_equal(missing, 0x3FFFD);
    struct rect plain = draw_block(ALIGN_LEFT, 0, "李"), rare = draw_block(ALIGN_LEFT, 0, "𪚥");
    assert_in_range(rare.w, plain.w - 8, plain.w + 8); /* as large as its neighbours, on the same line */
    assert_in_range(rare.y + rare.h, plain.y + plain.h - 6, plain.y + plain.h + 6);
}

static unsigned long ink_amount(enum font_weight weight, const char *text)
{
    struct surface surface;
    struct text_style style = {.px = 60, .weight = weight, .ink = 0xFFFFFF};
    unsigned long amount = 0;
    surface_init(&surface, 600, 200);
    text_line(&surface, fonts, &style, 40, 40, text);
    for (int i = 0; i < surface.width * surface.height; i++)
        amount += surface.pixels[i] & 0xFF;
    surface_finish(&surface);
    return amount;
}

/* The faces of rare characters have no bold of their own; a name must not be bold by half. */
static void a_rare_character_is_bold_where_its_neighbours_are(void **state)
{
    (void)state;
    const char *texts[] = {"李桂英", "𪚥𤰔"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(10 * ink_amount(FONT_BOLD, texts[i]) > 12 * ink_amount(FONT_REGULAR, texts[i]));
}

static void an_icon_stands_in_the_middle(void **state)
{
    (void)state;
    struct surface surface;
    surface_init(&surface, 200, 200);
    text_icon(&surface, fonts, 0xE5CA, 72, 0xFFFFFF, (struct rect){40, 20, 120, 160});
    struct rect ink = ink_of(&surface);
    assert_in_range(2 * ink.x + ink.w, 190, 210);
    assert_in_range(2 * ink.y + ink.h, 185, 215);
    surface_finish(&surface);
}

static void drawing_again_gives_the_same_dots(void **state)
{
    (void)state;
    struct surface surface;
    struct text_style style = {.px = 34, .ink = 0xFFFFFF};
    size_t bytes = 600u * 200u * sizeof(uint32_t);
    uint32_t *cold = malloc(bytes);
    assert_non_null(cold);
    surface_init(&surface, 600, 200);
    fonts_forget(fonts);
    text_block(&surface, fonts, &style, (struct rect){0, 0, 600, 200}, 0,
               "第一次与第二次 first and second 12");
    memcpy(cold, surface.pixels, bytes);
    draw_fill(&surface, surface.clip, 0);
    text_block(&surface, fonts, &style, (struct rect){0, 0, 600, 200}, 0,
               "第一次与第二次 first and second 12");
    assert_memory_equal(cold, surface.pixels, bytes);
    free(cold);
    surface_finish(&surface);
}

/* What was prepared is there: the page that was waited for draws no letter. */
static void what_was_prepared_is_not_drawn_again(void **state)
{
    (void)state;
    const char *text = "请核对 12 月";
    struct text_style style = {.px = 51};
    fonts_forget(fonts);
    text_prepare(fonts, &style, text);
    size_t prepared = run_cache_bytes(fonts->runs);
    assert_true(prepared > 0);
    struct surface surface;
    surface_init(&surface, 600, 200);
    text_block(&surface, fonts, &style, (struct rect){0, 0, 600, 200}, 0, text);
    surface_finish(&surface);
    assert_int_equal(run_cache_bytes(fonts->runs), prepared);
}

static void an_icon_that_was_prepared_is_not_drawn_again(void **state)
{
    (void)state;
    fonts_forget(fonts);
    text_icon_prepare(fonts, 0xE5CA, 64);
    size_t prepared = run_cache_bytes(fonts->runs);
    assert_true(prepared > 0);
    struct surface surface;
    surface_init(&surface, 100, 100);
    text_icon(&surface, fonts, 0xE5CA, 64, 0xFFFFFF, surface.clip);
    surface_finish(&surface);
    assert_int_equal(run_cache_bytes(fonts->runs), prepared);
}

/* Which outlines were read last tells as well which name was written. */
static void what_was_read_for_a_name_is_forgotten_too(void **state)
{
    (void)state;
    static const struct font_piece nothing[FONT_PIECES];
    struct text_style style = {.px = 37};
    fonts_forget(fonts);
    text_prepare(fonts, &style, "周小明");
    const struct font_file *source = fonts->faces[FONT_REGULAR].source;
    assert_memory_not_equal(source->pieces, nothing, sizeof nothing);
    fonts_forget(fonts);
    assert_memory_equal(source->pieces, nothing, sizeof nothing);
}

/* ---- forgetting ---- */

static int times_in(const char *bytes, size_t len, const char *hidden, size_t hidden_len)
{
    int times = 0;
    for (size_t i = 0; i + hidden_len <= len; i++) {
        size_t same = 0;
        while (same < hidden_len && (bytes[i + same] ^ 0x55) == hidden[same])
            same++;
        times += same == hidden_len;
    }
    return times;
}

/* How often the hidden bytes (each ^ 0x55, so that they do not find themselves) stand in writable memory. */
static int times_in_memory(const char *hidden, size_t hidden_len)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC), times = 0;
    static char chunk[1 << 16];
    char line[512], mode[8];
    unsigned long from, to;
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w')
            continue;
        for (unsigned long at = from; at < to && to - from < 1ul << 28; at += sizeof chunk - 64) {
            size_t want = to - at < sizeof chunk ? to - at : sizeof chunk;
            ssize_t got = pread(memory, chunk, want, (off_t)at);
            bool itself = at < (unsigned long)chunk + sizeof chunk && (unsigned long)chunk < at + want;
            if (got > 0 && !itself)
                times += times_in(chunk, (size_t)got, hidden, hidden_len);
        }
        wipe(chunk, sizeof chunk);
    }
    fclose(maps);
    close(memory);
    return times;
}

static void a_forgotten_name_is_nowhere_in_memory(void **state)
{
    (void)state;
    static const char name[] = "Gulnara-Testova"; /* in read-only memory */
    char hidden[sizeof name - 1];
    for (size_t i = 0; i < sizeof hidden; i++)
        hidden[i] = (char)(name[i] ^ 0x55);
    draw_block(ALIGN_LEFT, 0, name);
    assert_true(times_in_memory(hidden, sizeof hidden) > 0);
    fonts_forget(fonts);
    wipe_stack();
    assert_int_equal(times_in_memory(hidden, sizeof hidden), 0);
}

static struct run_key key_of(const char *text)
{
    return (struct run_key){FONT_REGULAR, 30, text, strlen(text)};
}

static void the_cache_keeps_its_bound_and_drops_the_longest_unused(void **state)
{
    (void)state;
    struct run_cache *cache = run_cache_create(8000);
    struct run like = {.w = 40, .h = 40, .width = 42};
    char text[16];
    struct run_key first = key_of("first");
    memset(run_cache_add(cache, &first, &like)->mask, 7, 1600);
    for (int i = 0; i < 50; i++) {
        snprintf(text, sizeof text, "%d", i);
        struct run_key key = key_of(text);
        assert_null(run_cache_find(cache, &key));
        run_cache_add(cache, &key, &like);
        assert_true(run_cache_bytes(cache) <= 8000);
        const struct run *kept = run_cache_find(cache, &first); /* used again and again: stays */
        assert_non_null(kept);
        assert_int_equal(kept->mask[1599], 7);
    }
    struct run_key old = key_of("3"), young = key_of("49"), larger = young;
    larger.px = 31;
    assert_null(run_cache_find(cache, &old));
    assert_non_null(run_cache_find(cache, &young));
    assert_null(run_cache_find(cache, &larger));
    run_cache_forget(cache);
    assert_int_equal(run_cache_bytes(cache), 0);
    assert_null(run_cache_find(cache, &young));
    run_cache_destroy(cache);
}

/* ---- the list of faces ---- */

#define REGULAR "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

/* fallback: behind the others, in line 5. */
static void open_list(const char *regular, const char *fallback, char *ret, size_t size)
{
    char path[] = "/tmp/liqu-fonts-XXXXXX";
    struct fonts *opened = NULL;
    struct err err = {0};
    int fd = mkstemp(path);
    dprintf(fd, "# faces\nregular: %s\nbold: %s\nicons: %s\nfallback: [%s]\n", regular, regular, regular,
            fallback);
    close(fd);
    if (fonts_open(path, &opened, &err) && fonts_check_rare(path, &err))
        *err.text = '\0';
    fonts_close(opened);
    unlink(path);
    snprintf(ret, size, "%s", err.text);
}

static void a_bad_face_is_named_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *face, *said;
    } bad[] = {
        {"{file: /nowhere/font.ttc, index: 2, family: Noto Sans CJK SC}", "/nowhere/font.ttc"},
        {"{file: " REGULAR ", index: 0, family: Noto Sans CJK SC}",
         "\"Noto Sans CJK JP\", not \"Noto Sans CJK SC\""},
        {"{file: /etc/passwd, index: 0, family: Noto Sans CJK SC}", "no usable face"},
    };
    static const char good[] = "{file: " REGULAR ", index: 2, family: Noto Sans CJK SC}";
    char said[768];
    open_list(good, good, said, sizeof said);
    assert_string_equal(said, "");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        open_list(bad[i].face, "", said, sizeof said);
        assert_non_null(strstr(said, ":2:"));
        assert_non_null(strstr(said, bad[i].said));
        open_list(good, bad[i].face, said, sizeof said);
        assert_non_null(strstr(said, ":5:"));
        assert_non_null(strstr(said, bad[i].said));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_break_where_the_rules_allow),
        cmocka_unit_test(no_character_is_lost_between_two_lines),
        cmocka_unit_test(no_line_is_wider_than_its_box),
        cmocka_unit_test(a_part_of_a_text_is_located_on_each_of_its_lines),
        cmocka_unit_test(text_stands_where_its_alignment_says),
        cmocka_unit_test(too_many_lines_end_in_an_ellipsis_inside_the_box),
        cmocka_unit_test(han_next_to_a_digit_gets_a_thin_gap_but_not_in_a_date),
        cmocka_unit_test(a_rare_character_is_drawn_from_a_fallback_face),
        cmocka_unit_test(a_rare_character_is_bold_where_its_neighbours_are),
        cmocka_unit_test(an_icon_stands_in_the_middle),
        cmocka_unit_test(drawing_again_gives_the_same_dots),
        cmocka_unit_test(what_was_prepared_is_not_drawn_again),
        cmocka_unit_test(an_icon_that_was_prepared_is_not_drawn_again),
        cmocka_unit_test(what_was_read_for_a_name_is_forgotten_too),
        cmocka_unit_test(a_forgotten_name_is_nowhere_in_memory),
        cmocka_unit_test(the_cache_keeps_its_bound_and_drops_the_longest_unused),
        cmocka_unit_test(a_bad_face_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
