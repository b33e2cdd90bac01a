/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The simulated reader's frames against frames worked out by hand from the SAM document, and its manners
 * against what public programs met. Without these tests driver and simulator could share one misreading and
 * agree for ever.
 */
#include "tests/sim/sim_sam.h"
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SECOND 1000000

/* Persons of the worked frames: names, dates and district codes that nobody has. */
static const struct {
    struct sim_card card;
    const char *sha256; /* of the whole answer to 30 01 */
} worked[] = {
    {{.layout = CARD_MAINLAND,
      .name = "测试甲",
      .sex = "1",
      .ethnic = "01",
      .birth = "19000101",
      .address = "北京市测试区虚构路1号0单元000室",
      .number = "11019919000101001X",
      .authority = "北京市公安局测试分局",
      .from = "20260101",
      .to = "长期",
      .photo_seed = 1},
     "571f19bd4fc4b78056d085efa898b422e7b817ac063f0d4748a95eda9f072a30"},
    {{.layout = CARD_MAINLAND,
      .name = "测试乙·虚构名·不存在",
      .sex = "2",
      .ethnic = "05",
      .birth = "19000228",
      .address = "新疆维吾尔自治区测试市虚构街2号",
      .number = "650199190002280041",
      .authority = "测试市公安局",
      .from = "20260102",
      .to = "20460102",
      .photo_seed = 2},
     "e657ae81ae93236b89cf8a23b9b7a4942ac70921cc4db63debc54edb3946cbfe"},
    {{.layout = CARD_J,
      .name = "测试丙",
      .sex = "1",
      .birth = "19000303",
      .address = "广东省测试市虚构大道3号",
      .number = "810000190003030039",
      .authority = "测试市公安局",
      .from = "20260103",
      .to = "20310103",
      .permit = "H00000000",
      .issued_times = "01",
      .photo_seed = 3},
     "f714c3460bd7c1b55948be14648d201f331b3896eaf57472c86db16a8168c7e3"},
    {{.layout = CARD_I,
      .name = "测试丁",
      .english_name = "SPECIMEN, TEST PERSON FOUR",
      .sex = "2",
      .number = "UTO110100010409",
      .nationality = "UTO",
      .from = "20260104",
      .to = "20360103",
      .birth = "19000104",
      .version = "01",
      .accepting = "1500",
      .photo_seed = 4},
     "aee74f8c0193f4dcd4057f1bbe7e2fcd13ada1273db2ef9270ed691af1e3092e"},
    {{.layout = CARD_Y,
      .name = "测试戊",
      .sex = "1",
      .reissued = "00",
      .birth = "19000105",
      .english_name = "SPECIMEN, TEST PERSON NUMBER FIVE LONGEST NAME",
      .number = "911999190001050015",
      .from = "20260105",
      .to = "20360104",
      .nationality = "UTO",
      .earlier = "101",
      .photo_seed = 5},
     "02f612966fdc64ccc6d37fc44a8dc5f0f8b4efbd79e6cfd0faad737ea1898d56"},
};

static void sha256(const struct buf *bytes, char ret[65])
{
    uint8_t hash[32];
    assert_int_equal(EVP_Digest(bytes->data, bytes->len, hash, NULL, EVP_sha256(), NULL), 1);
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(ret + 2 * i, 3, "%02x", hash[i]);
}

static void all_four_layouts_are_encoded_as_in_the_worked_frames(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(worked); i++) {
        struct buf data = {0}, frame = {0};
        char hash[65];
        sim_sam_base(&worked[i].card, &data);
        sim_sam_frame(&frame, 0x90, data.data, data.len);
        assert_int_equal(frame.len, 1295);
        sha256(&frame, hash);
        assert_string_equal(hash, worked[i].sha256);
        buf_finish(&data);
        buf_finish(&frame);
    }
}

static void a_field_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    uint8_t text[CARD_TEXT];
    struct err err;
    struct sim_card card = worked[0].card;
    card.name = "一二三四五六七八九十一二三四五六";
    assert_false(sim_card_text(&card, text, &err));
}

static void a_rare_character_becomes_a_surrogate_pair(void **state)
{
    (void)state;
    uint8_t text[CARD_TEXT];
    struct err err;
    struct sim_card card = worked[0].card;
    card.name = "𠮷";
    assert_true(sim_card_text(&card, text, &err));
    assert_memory_equal(text, ((uint8_t[]){0x42, 0xd8, 0xb7, 0xdf, ' ', 0}), 6);
}

/* ---- manners ---- */

struct desk {
    struct sim_sam sam;
    char folder[32];
    int64_t now;
};

static void write_card(const char *folder, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "%s/%s.yaml", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "layout: mainland\nname: 测试甲\nnumber: \"11019919000101001X\"\nread_ms: "
                  "900\nnew_address: 虚构路9号\n");
    fclose(file);
}

static int setup(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    strcpy(desk->folder, "/tmp/liqu-cards-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    write_card(desk->folder, "one");
    write_card(desk->folder, "two");
    sim_sam_init(&desk->sam);
    *state = desk;
    return 0;
}

static int teardown(void **state)
{
    struct desk *desk = *state;
    char path[64];
    sim_sam_finish(&desk->sam);
    for (const char **name = (const char *[]){"one", "two", NULL}; *name; name++) {
        snprintf(path, sizeof path, "%s/%s.yaml", desk->folder, *name);
        unlink(path);
    }
    rmdir(desk->folder);
    free(desk);
    return 0;
}

static void send(struct desk *desk, uint8_t command, uint8_t parameter, uint8_t damage)
{
    const uint8_t frame[] = {0xaa, 0xaa, 0xaa,    0x96,      0x69,
                             0,    3,    command, parameter, (uint8_t)(3 ^ command ^ parameter ^ damage)};
    sim_sam_feed(&desk->sam, frame, sizeof frame, desk->now);
}

/* Lets the answer come; returns its SW3. */
static uint8_t verdict(struct desk *desk)
{
    struct buf answer = {0};
    int64_t due = sim_sam_due_us(&desk->sam);
    assert_true(due >= 0);
    assert_false(sim_sam_answer(&desk->sam, due - 1, &answer));
    desk->now = due;
    assert_true(sim_sam_answer(&desk->sam, desk->now, &answer));
    uint8_t sw3 = answer.data[9], sum = 0;
    for (size_t i = 5; i < answer.len; i++)
        sum ^= answer.data[i];
    assert_int_equal(sum, 0);
    assert_int_equal(answer.len, 7 + (answer.data[5] << 8 | answer.data[6]));
    buf_finish(&answer);
    return sw3;
}

static uint8_t ask(struct desk *desk, uint8_t command, uint8_t parameter)
{
    send(desk, command, parameter, 0);
    return verdict(desk);
}

static void place(struct desk *desk, const char *name, bool second)
{
    struct err err;
    assert_true(sim_sam_place(&desk->sam, desk->folder, name, second, &err));
}

static void lift(struct desk *desk)
{
    struct err err;
    assert_true(sim_sam_lift(&desk->sam, NULL, &err));
}

static void one_placement_is_read_once(void **state)
{
    struct desk *desk = *state;
    assert_int_equal(ask(desk, 0x20, 1), 0x80);
    place(desk, "one", false);
    assert_int_equal(ask(desk, 0x20, 1), 0x9f);
    assert_int_equal(ask(desk, 0x20, 2), 0x90);
    int64_t before = desk->now;
    assert_int_equal(ask(desk, 0x30, 1), 0x90);
    assert_int_equal(desk->now - before, 900000);
    assert_int_equal(ask(desk, 0x30, 3), 0x90);
    assert_int_equal(ask(desk, 0x20, 1), 0x80);
    lift(desk);
    place(desk, "one", false);
    assert_int_equal(ask(desk, 0x20, 1), 0x9f);
}

static void lifting_during_the_read_fails_it(void **state)
{
    struct desk *desk = *state;
    place(desk, "one", false);
    ask(desk, 0x20, 1);
    ask(desk, 0x20, 2);
    send(desk, 0x30, 1, 0);
    desk->now += SECOND / 2;
    lift(desk);
    place(desk, "one", false); /* laid back at once: still a new placement that must be lifted first */
    assert_int_equal(verdict(desk), 0x41);
    assert_int_equal(ask(desk, 0x20, 1), 0x80);
}

static void lifting_after_find_fails_the_select(void **state)
{
    struct desk *desk = *state;
    place(desk, "one", false);
    ask(desk, 0x20, 1);
    lift(desk);
    assert_int_equal(ask(desk, 0x20, 2), 0x81);
}

static void two_cards_cannot_be_selected(void **state)
{
    struct desk *desk = *state;
    place(desk, "one", false);
    place(desk, "two", true);
    assert_int_equal(ask(desk, 0x20, 1), 0x9f);
    assert_int_equal(ask(desk, 0x20, 2), 0x81);
}

static void wrong_order_and_wrong_frames_get_their_verdicts(void **state)
{
    struct desk *desk = *state;
    place(desk, "one", false);
    assert_int_equal(ask(desk, 0x30, 1), 0x21);
    assert_int_equal(ask(desk, 0x77, 1), 0x21);
    send(desk, 0x11, 0xff, 1);
    assert_int_equal(verdict(desk), 0x10);
    sim_sam_feed(&desk->sam, (const uint8_t[]){0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 2}, 7, desk->now);
    assert_int_equal(verdict(desk), 0x11);
    sim_sam_feed(&desk->sam, (const uint8_t[]){0xaa, 0xaa, 0xaa, 0x96, 0x69, 0, 3, 0x11}, 8, desk->now);
    desk->now += SECOND;
    struct buf late = {0};
    assert_false(sim_sam_answer(&desk->sam, desk->now - 1, &late));
    assert_true(sim_sam_answer(&desk->sam, desk->now, &late));
    assert_int_equal(late.data[9], 0x11);
    buf_finish(&late);
}

static void noise_before_the_preamble_is_skipped(void **state)
{
    struct desk *desk = *state;
    sim_sam_feed(&desk->sam, (const uint8_t[]){0x00, 0xaa, 0xaa}, 3, desk->now);
    assert_int_equal(ask(desk, 0x11, 0xff), 0x90);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_four_layouts_are_encoded_as_in_the_worked_frames),
        cmocka_unit_test(a_field_that_does_not_fit_is_refused),
        cmocka_unit_test(a_rare_character_becomes_a_surrogate_pair),
        TEST(one_placement_is_read_once),
        TEST(lifting_during_the_read_fails_it),
        TEST(lifting_after_find_fails_the_select),
        TEST(two_cards_cannot_be_selected),
        TEST(wrong_order_and_wrong_frames_get_their_verdicts),
        TEST(noise_before_the_preamble_is_skipped),
    };
    return cmocka_run_group_tests_name("sim_sam", tests, NULL, NULL);
}
