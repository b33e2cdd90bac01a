/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, two spellings of one message could both pass: a signature would then cover bytes that
 * another reader understands differently.
 */
#include "base/text.h"
#include "seal/cbor.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t bytes_of(const char *hex, uint8_t *ret)
{
    size_t len = strlen(hex) / 2;
    assert_true(text_from_hex(hex, ret, len));
    return len;
}

static void assert_hex(struct buf *buf, const char *hex)
{
    char text[256];
    assert_true(buf->len * 2 < sizeof text);
    text_hex(buf->data, buf->len, text);
    assert_string_equal(text, hex);
    buf_finish(buf);
}

/* RFC 8949, appendix A. */
static void the_writer_follows_the_examples_of_the_rfc(void **state)
{
    static const struct {
        int64_t value;
        const char *hex;
    } numbers[] = {
        {0, "00"},
        {23, "17"},
        {24, "1818"},
        {255, "18ff"},
        {256, "190100"},
        {1000000, "1a000f4240"},
        {1000000000000, "1b000000e8d4a51000"},
        {-1, "20"},
        {-100, "3863"},
        {-65537, "3a00010000"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct buf buf = {0};
        cbor_put_int(&buf, numbers[i].value);
        assert_hex(&buf, numbers[i].hex);
    }
    struct buf buf = {0};
    cbor_put_map(&buf, 2);
    cbor_put_uint(&buf, 1);
    cbor_put_text(&buf, "水");
    cbor_put_uint(&buf, 2);
    cbor_put_array(&buf, 3);
    cbor_put_bytes(&buf, "\1\2", 2);
    cbor_put_bool(&buf, true);
    cbor_put_null(&buf);
    assert_hex(&buf, "a20163e6b0b40283420102f5f6");
}

static void what_was_written_reads_back(void **state)
{
    (void)state;
    static const uint64_t values[] = {
        0, 23, 24, 255, 256, 65535, 65536, UINT32_MAX, (uint64_t)UINT32_MAX + 1, UINT64_MAX};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct buf buf = {0};
        struct cbor_reader reader;
        uint64_t value = 0;
        cbor_put_uint(&buf, values[i]);
        cbor_read_start(&reader, buf.data, buf.len);
        assert_true(cbor_read_uint(&reader, &value));
        assert_true(cbor_read_done(&reader));
        assert_true(value == values[i]);
        buf_finish(&buf);
    }
}

static bool reads_as_uint(const char *hex)
{
    uint8_t bytes[64];
    struct cbor_reader reader;
    uint64_t value;
    cbor_read_start(&reader, bytes, bytes_of(hex, bytes));
    return cbor_read_uint(&reader, &value) && cbor_read_done(&reader);
}

static void a_longer_spelling_of_a_number_is_refused(void **state)
{
    (void)state;
    assert_true(reads_as_uint("17"));
    assert_false(reads_as_uint("1817"));
    assert_false(reads_as_uint("190017"));
    assert_false(reads_as_uint("1a00000017"));
    assert_false(reads_as_uint("1b0000000000000017"));
    assert_false(reads_as_uint("1900ff"));
    assert_false(reads_as_uint("1a0000ffff"));
    assert_false(reads_as_uint("1b00000000ffffffff"));
}

static void other_kinds_tags_floats_and_leftovers_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",     "20",     "40",         "60", "80", "a0", "f4",   "f6",  "f7",
                                        "c100", "f93c00", "fa3f800000", "ff", "1c", "18", "1901", "0000"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(reads_as_uint(wrong[i]));
}

static void indefinite_lengths_are_refused(void **state)
{
    (void)state;
    uint8_t bytes[16];
    struct cbor_reader reader;
    size_t count;
    const uint8_t *at;
    cbor_read_start(&reader, bytes, bytes_of("9fff", bytes));
    assert_false(cbor_read_array(&reader, &count));
    cbor_read_start(&reader, bytes, bytes_of("bfff", bytes));
    assert_false(cbor_read_map(&reader, &count));
    cbor_read_start(&reader, bytes, bytes_of("5f4101ff", bytes));
    assert_false(cbor_read_bytes(&reader, &at, &count));
}

static bool reads_as_text(const char *hex, size_t size)
{
    uint8_t bytes[64];
    char text[32];
    struct cbor_reader reader;
    cbor_read_start(&reader, bytes, bytes_of(hex, bytes));
    return cbor_read_text(&reader, text, size) && cbor_read_done(&reader);
}

static void text_must_be_utf8_must_fit_and_holds_no_nul(void **state)
{
    (void)state;
    assert_true(reads_as_text("63e6b0b4", 4));
    assert_false(reads_as_text("63e6b0b4", 3));
    assert_false(reads_as_text("62e6b0", 32));
    assert_false(reads_as_text("62c080", 32));
    assert_false(reads_as_text("63610062", 32));
    assert_false(reads_as_text("7803e6b0b4", 32)); /* length in its longer spelling */
}

static void a_length_beyond_the_end_reads_nothing(void **state)
{
    (void)state;
    uint8_t bytes[16];
    struct cbor_reader reader;
    const uint8_t *at = NULL;
    size_t len = 7;
    static const char *const wrong[] = {"42aa", "58ff", "5bffffffffffffffff", "5b7fffffffffffffff"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        cbor_read_start(&reader, bytes, bytes_of(wrong[i], bytes));
        assert_false(cbor_read_bytes(&reader, &at, &len));
        assert_null(at);
        assert_int_equal(len, 7);
    }
}

static void a_text_cut_in_a_character_reads_nothing_behind_it(void **state)
{
    (void)state;
    /* 简 without its last byte at the very end of the input: what lies behind is not ours, and would make it
     * whole. */
    static const uint8_t bytes[] = {0x62, 0xE7, 0xAE, 0x80};
    struct cbor_reader reader;
    char text[8];
    cbor_read_start(&reader, bytes, 3);
    assert_false(cbor_read_text(&reader, text, sizeof text));
    uint8_t *alone = malloc(3); /* for the address sanitizer */
    memcpy(alone, bytes, 3);
    cbor_read_start(&reader, alone, 3);
    assert_false(cbor_read_text(&reader, text, sizeof text));
    free(alone);
}

static void after_the_first_fault_nothing_reads(void **state)
{
    (void)state;
    uint8_t bytes[4];
    struct cbor_reader reader;
    uint64_t value;
    bool flag;
    cbor_read_start(&reader, bytes, bytes_of("0102", bytes));
    assert_false(cbor_read_bool(&reader, &flag));
    assert_false(cbor_read_uint(&reader, &value));
    assert_false(cbor_read_done(&reader));
}

/* Found by fuzzing: an empty buffer has a null pointer. */
static void nothing_at_all_is_refused_quietly(void **state)
{
    (void)state;
    struct cbor_reader reader;
    uint64_t value;
    cbor_read_start(&reader, NULL, 0);
    assert_true(cbor_read_done(&reader));
    assert_false(cbor_next_is_uint(&reader, 0));
    assert_false(cbor_read_uint(&reader, &value));
    assert_false(cbor_read_done(&reader));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_writer_follows_the_examples_of_the_rfc),
        cmocka_unit_test(what_was_written_reads_back),
        cmocka_unit_test(a_longer_spelling_of_a_number_is_refused),
        cmocka_unit_test(other_kinds_tags_floats_and_leftovers_are_refused),
        cmocka_unit_test(indefinite_lengths_are_refused),
        cmocka_unit_test(text_must_be_utf8_must_fit_and_holds_no_nul),
        cmocka_unit_test(a_length_beyond_the_end_reads_nothing),
        cmocka_unit_test(a_text_cut_in_a_character_reads_nothing_behind_it),
        cmocka_unit_test(after_the_first_fault_nothing_reads),
        cmocka_unit_test(nothing_at_all_is_refused_quietly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
