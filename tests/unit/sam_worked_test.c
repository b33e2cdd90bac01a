/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Whole frames worked out apart from this program, from the SAM document and the card layouts, and known by
 * their SHA-256. They are built here by code of the test's own and taken apart by the driver's. Without them
 * builder, simulator and driver could share one misreading of an offset and agree for ever.
 */
#include "drivers/reader/card_text.h"
#include "drivers/reader/sam_frame.h"

#include "base/attr.h"
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include <cmocka.h>

static struct sam_parser parser;

/* ---- the builder ---- */

struct frame {
    uint8_t bytes[SAM_FRAME_MAX];
    size_t len;
};

static void add(struct frame *frame, const void *bytes, size_t len)
{
    assert_true(frame->len + len <= sizeof frame->bytes);
    memcpy(frame->bytes + frame->len, bytes, len);
    frame->len += len;
}

static void add16(struct frame *frame, unsigned value)
{
    add(frame, (uint8_t[]){(uint8_t)(value >> 8), (uint8_t)value}, 2);
}

static struct frame begin(uint8_t sw1, uint8_t sw2, uint8_t sw3)
{
    struct frame frame = {.bytes = {0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 0, sw1, sw2, sw3}, .len = 10};
    return frame;
}

/* Length and checksum. */
static void end(struct frame *frame)
{
    size_t counted = frame->len - 7 + 1;
    uint8_t sum = 0;
    frame->bytes[5] = (uint8_t)(counted >> 8);
    frame->bytes[6] = (uint8_t)counted;
    for (size_t i = 5; i < frame->len; i++)
        sum ^= frame->bytes[i];
    add(frame, &sum, 1);
}

/* A field of the text block; the rest of it keeps its blanks. */
static void field(uint8_t text[256], size_t offset, const char16_t *value)
{
    for (; *value; value++, offset += 2) {
        text[offset] = (uint8_t)*value;
        text[offset + 1] = (uint8_t)(*value >> 8);
    }
}

/* A right WLT head and filler; no decoder would like it. */
static void photo(uint32_t seed, uint8_t ret[1024])
{
    static const uint8_t head[] = {'W', 'L', 102, 0, 126, 0};
    memcpy(ret, head, sizeof head);
    for (size_t i = sizeof head; i < 1024; i++) {
        seed = (seed * 1103515245u + 12345u) & 0x7FFFFFFFu;
        ret[i] = (uint8_t)(seed >> 16);
    }
}

struct written {
    size_t offset;
    const char16_t *value;
};

static void write_text(const struct written *fields, uint8_t ret[256])
{
    for (size_t i = 0; i < 256; i += 2) {
        ret[i] = ' ';
        ret[i + 1] = 0;
    }
    for (; fields->value; fields++)
        field(ret, fields->offset, fields->value);
}

static struct frame base(const struct written *fields, uint32_t seed)
{
    uint8_t text[256], picture[1024];
    struct frame frame = begin(0, 0, 0x90);
    write_text(fields, text);
    photo(seed, picture);
    add16(&frame, sizeof text);
    add16(&frame, sizeof picture);
    add(&frame, text, sizeof text);
    add(&frame, picture, sizeof picture);
    end(&frame);
    return frame;
}

static void assert_digest(const struct frame *frame, const char *wanted)
{
    uint8_t hash[32];
    char hex[65];
    assert_int_equal(EVP_Digest(frame->bytes, frame->len, hash, NULL, EVP_sha256(), NULL), 1);
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(hex + 2 * i, 3, "%02x", hash[i]);
    assert_string_equal(hex, wanted);
}

static struct sam_reply parse(const struct frame *frame)
{
    struct sam_reply reply;
    sam_parser_reset(&parser);
    for (size_t i = 0; i + 1 < frame->len; i++)
        assert_int_equal(sam_parser_byte(&parser, frame->bytes[i], &reply), SAM_MORE);
    assert_int_equal(sam_parser_byte(&parser, frame->bytes[frame->len - 1], &reply), SAM_REPLY);
    return reply;
}

/* ---- base replies ---- */

static const struct written mainland[] = {{0, u"测试甲"},
                                          {30, u"1"},
                                          {32, u"01"},
                                          {36, u"19000101"},
                                          {52, u"北京市测试区虚构路1号0单元000室"},
                                          {122, u"11019919000101001X"},
                                          {158, u"北京市公安局测试分局"},
                                          {188, u"20260101"},
                                          {204, u"长期"},
                                          {0}};
static const struct written dated[] = {{0, u"测试乙·虚构名·不存在"},
                                       {30, u"2"},
                                       {32, u"05"},
                                       {36, u"19000228"},
                                       {52, u"新疆维吾尔自治区测试市虚构街2号"},
                                       {122, u"650199190002280041"},
                                       {158, u"测试市公安局"},
                                       {188, u"20260102"},
                                       {204, u"20460102"},
                                       {0}};
static const struct written hong_kong[] = {{0, u"测试丙"},
                                           {30, u"1"},
                                           {36, u"19000303"},
                                           {52, u"广东省测试市虚构大道3号"},
                                           {122, u"810000190003030039"},
                                           {158, u"测试市公安局"},
                                           {188, u"20260103"},
                                           {204, u"20310103"},
                                           {220, u"H00000000"},
                                           {238, u"01"},
                                           {248, u"J"},
                                           {0}};
static const struct written foreign_2017[] = {{0, u"SPECIMEN, TEST PERSON FOUR"},
                                              {120, u"2"},
                                              {122, u"UTO110100010409"},
                                              {152, u"UTO"},
                                              {158, u"测试丁"},
                                              {188, u"20260104"},
                                              {204, u"20360103"},
                                              {220, u"19000104"},
                                              {236, u"01"},
                                              {240, u"1500"},
                                              {248, u"I"},
                                              {0}};
/* The Latin name is cut after its 35th character: ..."FIVE L" and "ONGEST NAME". */
static const struct written foreign_2023[] = {{0, u"测试戊"},
                                              {30, u"1"},
                                              {32, u"00"},
                                              {36, u"19000105"},
                                              {52, u"SPECIMEN, TEST PERSON NUMBER FIVE L"},
                                              {122, u"911999190001050015"},
                                              {188, u"20260105"},
                                              {204, u"20360104"},
                                              {220, u"ONGEST NAME"},
                                              {242, u"UTO"},
                                              {248, u"Y"},
                                              {250, u"101"},
                                              {0}};

static const struct {
    const struct written *fields;
    uint8_t sum;
    const char *sha256;
    struct person person;
} cards[] = {
    {mainland,
     0x76,
     "571f19bd4fc4b78056d085efa898b422e7b817ac063f0d4748a95eda9f072a30",
     {.layout = CARD_MAINLAND,
      .birth = 19000101,
      .valid_from = 20260101,
      .valid_to = PERSON_LONG_TERM,
      .sex = '1',
      .ethnic = "01",
      .name = "测试甲",
      .address = "北京市测试区虚构路1号0单元000室",
      .number = "11019919000101001X",
      .authority = "北京市公安局测试分局"}},
    {dated,
     0x22,
     "e657ae81ae93236b89cf8a23b9b7a4942ac70921cc4db63debc54edb3946cbfe",
     {.layout = CARD_MAINLAND,
      .birth = 19000228,
      .valid_from = 20260102,
      .valid_to = 20460102,
      .sex = '2',
      .ethnic = "05",
      .name = "测试乙·虚构名·不存在",
      .address = "新疆维吾尔自治区测试市虚构街2号",
      .number = "650199190002280041",
      .authority = "测试市公安局"}},
    {hong_kong,
     0x43,
     "f714c3460bd7c1b55948be14648d201f331b3896eaf57472c86db16a8168c7e3",
     {.layout = CARD_HMT,
      .birth = 19000303,
      .valid_from = 20260103,
      .valid_to = 20310103,
      .sex = '1',
      .name = "测试丙",
      .address = "广东省测试市虚构大道3号",
      .number = "810000190003030039",
      .authority = "测试市公安局"}},
    {foreign_2017,
     0xA1,
     "aee74f8c0193f4dcd4057f1bbe7e2fcd13ada1273db2ef9270ed691af1e3092e",
     {.layout = CARD_FOREIGN_2017,
      .birth = 19000104,
      .valid_from = 20260104,
      .valid_to = 20360103,
      .sex = '2',
      .nationality = "UTO",
      .name = "测试丁",
      .name_latin = "SPECIMEN, TEST PERSON FOUR",
      .number = "UTO110100010409"}},
    {foreign_2023,
     0x9A,
     "02f612966fdc64ccc6d37fc44a8dc5f0f8b4efbd79e6cfd0faad737ea1898d56",
     {.layout = CARD_FOREIGN_2023,
      .birth = 19000105,
      .valid_from = 20260105,
      .valid_to = 20360104,
      .sex = '1',
      .nationality = "UTO",
      .name = "测试戊",
      .name_latin = "SPECIMEN, TEST PERSON NUMBER FIVE LONGEST NAME",
      .number = "911999190001050015"}},
};

static void every_layout_is_taken_apart_to_the_last_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cards); i++) {
        struct frame frame = base(cards[i].fields, (uint32_t)i + 1);
        struct person person;
        enum card_refusal refusal;
        assert_int_equal(frame.len, 1295);
        assert_int_equal(frame.bytes[frame.len - 1], cards[i].sum);
        assert_digest(&frame, cards[i].sha256);
        struct sam_reply reply = parse(&frame);
        assert_int_equal(reply.sw3, 0x90);
        assert_true(sam_may_answer(0x30, 0x01, &reply));
        assert_true(card_text_parse(sam_base_text(&reply), &person, &refusal));
        assert_memory_equal(&person, &cards[i].person, sizeof person); /* and nothing beside the fields */
    }
}

/* ---- with fingerprints (30 10): never asked for, and never taken for a base reply ---- */

static struct frame with_prints(size_t prints, size_t said)
{
    uint8_t text[256], picture[1024], print[1024] = {[0] = 0x43, [1] = 0x01, [512] = 0x43, [513] = 0x01};
    struct frame frame = begin(0, 0, 0x90);
    write_text(mainland, text);
    photo(1, picture);
    add16(&frame, sizeof text);
    add16(&frame, sizeof picture);
    add16(&frame, (unsigned)said);
    add(&frame, text, sizeof text);
    add(&frame, picture, sizeof picture);
    add(&frame, print, prints);
    end(&frame);
    return frame;
}

static void a_reply_with_fingerprints_is_a_whole_frame_but_no_base_reply(void **state)
{
    (void)state;
    static const struct {
        size_t prints, len;
        const char *sha256;
    } known[] = {
        {0, 1297, "aba7bddf6a1b9e7d8c49590de996ceca17b95c3becc6f32acb451f10d7475070"},
        {512, 1809, "50fc2c7b5c1ef8c093754f015169f89115dfa85757c5aa148ac1dcaa24fc324c"},
        {1024, 2321, "0c8c9b153c4c69f7a14d59aaa457b71ee73d76b04937e00afab3a04b45ca104d"},
    };
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct frame frame = with_prints(known[i].prints, known[i].prints);
        assert_int_equal(frame.len, known[i].len);
        assert_digest(&frame, known[i].sha256);
        struct sam_reply reply = parse(&frame);
        assert_int_equal(reply.len, 6 + 256 + 1024 + known[i].prints);
        assert_memory_equal(reply.data + 4, ((uint8_t[]){(uint8_t)(known[i].prints >> 8), 0}), 2);
        assert_null(sam_base_text(&reply));
        assert_false(sam_may_answer(0x30, 0x01, &reply));
    }
}

static void fingerprints_that_are_promised_and_missing_make_no_base_reply(void **state)
{
    (void)state;
    struct frame frame = with_prints(0, 0x400); /* LEN 050A */
    assert_memory_equal(frame.bytes + 5, ((uint8_t[]){0x05, 0x0A}), 2);
    struct sam_reply reply = parse(&frame);
    assert_null(sam_base_text(&reply));
    assert_false(sam_may_answer(0x30, 0x01, &reply));
}

/* ---- newest addresses ---- */

static struct frame addresses(const char16_t *const list[4], size_t count)
{
    struct frame frame = begin(0, 0, 0x90);
    for (size_t i = 0; i < count; i++) {
        uint8_t text[256];
        const struct written one[] = {{0, list[i]}, {0}};
        write_text(one, text);
        add(&frame, text, SAM_ADDRESS_BYTES);
    }
    end(&frame);
    return frame;
}

static void assert_address(const struct frame *frame, const char *wanted)
{
    struct person person = cards[0].person;
    struct sam_reply reply = parse(frame);
    assert_true(sam_may_answer(0x30, 0x03, &reply));
    assert_true(card_text_newest_address(reply.data, reply.len / SAM_ADDRESS_BYTES, &person));
    assert_string_equal(person.address, wanted);
}

static void the_newest_address_replaces_the_printed_one(void **state)
{
    (void)state;
    struct frame four = addresses((const char16_t *const[4]){u"测试省虚构市不存在路9号", u"", u"", u""}, 4),
                 one = addresses((const char16_t *const[4]){u"测试省虚构市不存在路9号"}, 1);
    assert_int_equal(four.len, 291);
    assert_digest(&four, "3b9b5b5985a6ab3cdb27ae67fcf5e191632eccd2296cb32a71c304db38dfa2ef");
    assert_address(&four, "测试省虚构市不存在路9号");
    assert_int_equal(one.len, 81);
    assert_digest(&one, "0e10c84d4575bc2135d5c74ad72a4cda813a55bcb47eb8ddf7ef4f62b663b122");
    assert_address(&one, "测试省虚构市不存在路9号");
}

static void of_several_addresses_the_last_counts(void **state)
{
    (void)state;
    struct frame frame = addresses((const char16_t *const[4]){u"甲路1号", u"乙路2号", u"丙路3号", u""}, 4);
    assert_address(&frame, "丙路3号");
}

static void blank_addresses_leave_the_printed_one(void **state)
{
    (void)state;
    struct frame frame = addresses((const char16_t *const[4]){u"", u"　", u"", u""}, 4);
    assert_address(&frame, cards[0].person.address);
}

static void an_address_that_is_no_text_leaves_none_at_all(void **state)
{
    (void)state;
    struct frame frame = addresses((const char16_t *const[4]){(const char16_t[]){0xD800, 0}}, 1);
    struct person person = cards[0].person;
    struct sam_reply reply = parse(&frame);
    assert_false(card_text_newest_address(reply.data, 1, &person));
    assert_string_equal(person.address, "");
}

/* ---- the rest ---- */

static void the_card_management_reply_is_one_frame_of_28_bytes(void **state)
{
    (void)state;
    struct frame frame = begin(0, 0, 0x90);
    for (unsigned i = 0; i < 28; i++) {
        uint8_t byte = (uint8_t)(i < 4 ? i : i < 12 ? 0x10 + i - 4 : 0x20 + i - 12);
        add(&frame, &byte, 1);
    }
    end(&frame);
    assert_int_equal(frame.bytes[frame.len - 1], 0xB0);
    assert_digest(&frame, "cc154e6d435439c41b4f9d79f50ce13d2357a86115df1afb27099da573438482");
    struct sam_reply reply = parse(&frame);
    assert_int_equal(reply.len, 28);
}

static void every_short_reply_is_taken_with_its_verdict(void **state)
{
    (void)state;
    static const struct {
        uint8_t sw1, sw2, sw3, data, sum;
        enum sam_action action;
    } known[] = {
        {0, 0, 0x9F, 4, 0x97, SAM_OK},           {0, 0, 0x80, 0, 0x84, SAM_EMPTY},
        {0, 0, 0x90, 8, 0x9C, SAM_OK},           {0, 0, 0x81, 0, 0x85, SAM_RETRY},
        {0, 0, 0x41, 0, 0x45, SAM_RETRY},        {0, 0, 0x90, 0, 0x94, SAM_OK},
        {0, 0, 0x91, 0, 0x95, SAM_NO_ITEM},      {0, 0, 0x21, 0, 0x25, SAM_CONFUSED},
        {0, 0, 0x66, 0, 0x62, SAM_STOP},         {0, 0, 0x60, 0, 0x64, SAM_STOP},
        {0x69, 0x82, 0x31, 0, 0xDE, SAM_REFUSE},
    };
    static const uint8_t zeros[8];
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct frame frame = begin(known[i].sw1, known[i].sw2, known[i].sw3);
        add(&frame, zeros, known[i].data);
        end(&frame);
        assert_int_equal(frame.bytes[frame.len - 1], known[i].sum);
        struct sam_reply reply = parse(&frame);
        assert_int_equal(reply.sw3, known[i].sw3);
        assert_int_equal(reply.len, known[i].data);
        assert_int_equal(sam_verdict(reply.sw3)->action, known[i].action);
    }
}

static void an_answer_in_the_shape_of_another_command_is_told(void **state)
{
    (void)state;
    static const struct {
        uint8_t command, parameter, sw3;
        size_t len;
        bool may;
    } known[] = {
        {0x11, 0xFF, 0x90, 0, true},    {0x11, 0xFF, 0x90, 8, false},   {0x11, 0xFF, 0x9F, 4, false},
        {0x11, 0xFF, 0x80, 0, false},   {0x11, 0xFF, 0x81, 0, false},   {0x11, 0xFF, 0x41, 0, false},
        {0x11, 0xFF, 0x60, 0, true},    {0x11, 0xFF, 0x77, 0, true},    {0x12, 0xFF, 0x90, 16, true},
        {0x12, 0xFF, 0x90, 0, false},   {0x20, 0x01, 0x9F, 4, true},    {0x20, 0x01, 0x90, 8, false},
        {0x20, 0x01, 0x80, 0, true},    {0x20, 0x01, 0x81, 0, false},   {0x20, 0x01, 0x41, 0, false},
        {0x20, 0x02, 0x90, 8, true},    {0x20, 0x02, 0x9F, 4, false},   {0x20, 0x02, 0x90, 0, false},
        {0x20, 0x02, 0x80, 0, false},   {0x20, 0x02, 0x81, 0, true},    {0x20, 0x02, 0x41, 0, true},
        {0x30, 0x01, 0x90, 1284, true}, {0x30, 0x01, 0x90, 8, false},   {0x30, 0x01, 0x90, 70, false},
        {0x30, 0x01, 0x91, 0, false},   {0x30, 0x01, 0x41, 0, true},    {0x30, 0x03, 0x90, 70, true},
        {0x30, 0x03, 0x90, 280, true},  {0x30, 0x03, 0x90, 350, false}, {0x30, 0x03, 0x90, 69, false},
        {0x30, 0x03, 0x90, 0, false},   {0x30, 0x03, 0x91, 0, true},    {0x30, 0x05, 0x90, 28, false},
    };
    static const uint8_t zeros[1284];
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct sam_reply reply = {.sw3 = known[i].sw3, .data = zeros, .len = known[i].len};
        assert_int_equal(sam_may_answer(known[i].command, known[i].parameter, &reply), known[i].may);
    }
}

static void inner_lengths_other_than_256_and_1024_are_told(void **state)
{
    (void)state;
    for (size_t at = 10; at < 14; at++) { /* text length 0101, photo length 0401, … */
        struct frame frame = base(mainland, 1);
        frame.bytes[at] ^= 1;
        frame.bytes[frame.len - 1] ^= 1;
        struct sam_reply reply = parse(&frame);
        assert_true(sam_may_answer(0x30, 0x01, &reply));
        assert_null(sam_base_text(&reply));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_is_taken_apart_to_the_last_field),
        cmocka_unit_test(a_reply_with_fingerprints_is_a_whole_frame_but_no_base_reply),
        cmocka_unit_test(fingerprints_that_are_promised_and_missing_make_no_base_reply),
        cmocka_unit_test(the_newest_address_replaces_the_printed_one),
        cmocka_unit_test(of_several_addresses_the_last_counts),
        cmocka_unit_test(blank_addresses_leave_the_printed_one),
        cmocka_unit_test(an_address_that_is_no_text_leaves_none_at_all),
        cmocka_unit_test(the_card_management_reply_is_one_frame_of_28_bytes),
        cmocka_unit_test(every_short_reply_is_taken_with_its_verdict),
        cmocka_unit_test(an_answer_in_the_shape_of_another_command_is_told),
        cmocka_unit_test(inner_lengths_other_than_256_and_1024_are_told),
    };
    return cmocka_run_group_tests_name("sam_worked", tests, NULL, NULL);
}
