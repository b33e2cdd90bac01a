/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "seal/cbor.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include <cbor.h>
#include <string.h>

#define HEAD_MAX_BYTES 9
#define TIME_MAX_S     253402300799u /* the last second of year 9999: sums and dates stay safe */

/* ---- writer: libcbor's encoders always choose the shortest head ---- */

static void put_head(struct buf *buf, const uint8_t *head, size_t len)
{
    check(len > 0);
    buf_append(buf, head, len);
}

void cbor_put_uint(struct buf *buf, uint64_t value)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_uint(value, head, sizeof head));
}

void cbor_put_int(struct buf *buf, int64_t value)
{
    if (value >= 0) {
        cbor_put_uint(buf, (uint64_t)value);
        return;
    }
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_negint((uint64_t)(-1 - value), head, sizeof head));
}

void cbor_put_bytes(struct buf *buf, const void *bytes, size_t len)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_bytestring_start(len, head, sizeof head));
    buf_append(buf, bytes, len);
}

void cbor_put_text(struct buf *buf, const char *text)
{
    uint8_t head[HEAD_MAX_BYTES];
    size_t len = strlen(text);
    put_head(buf, head, cbor_encode_string_start(len, head, sizeof head));
    buf_append(buf, text, len);
}

void cbor_put_array(struct buf *buf, size_t count)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_array_start(count, head, sizeof head));
}

void cbor_put_map(struct buf *buf, size_t pairs)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_map_start(pairs, head, sizeof head));
}

void cbor_put_bool(struct buf *buf, bool value)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_bool(value, head, sizeof head));
}

void cbor_put_null(struct buf *buf)
{
    uint8_t head[HEAD_MAX_BYTES];
    put_head(buf, head, cbor_encode_null(head, sizeof head));
}

/* ---- reader ---- */

enum kind { OTHER, UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, BOOL, NOTHING };

struct item {
    enum kind kind;
    uint64_t value; /* the number, or the length or count */
    const uint8_t *bytes;
};

/* libcbor calls another function for each width of a number; here the width only matters to canonical_head.
 */
#define ON_NUMBER(name, type, number_kind)                                                                   \
    static void name(void *item, type value)                                                                 \
    {                                                                                                        \
        *(struct item *)item = (struct item){.kind = number_kind, .value = value};                           \
    }
ON_NUMBER(on_uint8, uint8_t, UINT)
ON_NUMBER(on_uint16, uint16_t, UINT)
ON_NUMBER(on_uint32, uint32_t, UINT)
ON_NUMBER(on_uint64, uint64_t, UINT)
ON_NUMBER(on_negative8, uint8_t, NEGATIVE)
ON_NUMBER(on_negative16, uint16_t, NEGATIVE)
ON_NUMBER(on_negative32, uint32_t, NEGATIVE)
ON_NUMBER(on_negative64, uint64_t, NEGATIVE)
ON_NUMBER(on_array, size_t, ARRAY)
ON_NUMBER(on_map, size_t, MAP)
ON_NUMBER(on_bool, bool, BOOL)

static void on_bytes(void *item, cbor_data bytes, size_t len)
{
    *(struct item *)item = (struct item){.kind = BYTES, .value = len, .bytes = bytes};
}

static void on_text(void *item, cbor_data bytes, size_t len)
{
    *(struct item *)item = (struct item){.kind = TEXT, .value = len, .bytes = bytes};
}

static void on_null(void *item)
{
    *(struct item *)item = (struct item){.kind = NOTHING};
}

/* What our messages never hold (indefinite lengths, tags, floats) leaves the item as OTHER. */
static const struct cbor_callbacks callbacks = {
    .uint8 = on_uint8,
    .uint16 = on_uint16,
    .uint32 = on_uint32,
    .uint64 = on_uint64,
    .negint8 = on_negative8,
    .negint16 = on_negative16,
    .negint32 = on_negative32,
    .negint64 = on_negative64,
    .byte_string_start = cbor_null_byte_string_start_callback,
    .byte_string = on_bytes,
    .string = on_text,
    .string_start = cbor_null_string_start_callback,
    .indef_array_start = cbor_null_indef_array_start_callback,
    .array_start = on_array,
    .indef_map_start = cbor_null_indef_map_start_callback,
    .map_start = on_map,
    .tag = cbor_null_tag_callback,
    .float2 = cbor_null_float2_callback,
    .float4 = cbor_null_float4_callback,
    .float8 = cbor_null_float8_callback,
    .undefined = cbor_null_undefined_callback,
    .null = on_null,
    .boolean = on_bool,
    .indef_break = cbor_null_indef_break_callback,
};

/* The head that the writer would have chosen; what came in must be the same, byte for byte. */
static size_t canonical_head(const struct item *item, uint8_t head[HEAD_MAX_BYTES])
{
    switch (item->kind) {
    case UINT:
        return cbor_encode_uint(item->value, head, HEAD_MAX_BYTES);
    case NEGATIVE:
        return cbor_encode_negint(item->value, head, HEAD_MAX_BYTES);
    case BYTES:
        return cbor_encode_bytestring_start((size_t)item->value, head, HEAD_MAX_BYTES);
    case TEXT:
        return cbor_encode_string_start((size_t)item->value, head, HEAD_MAX_BYTES);
    case ARRAY:
        return cbor_encode_array_start((size_t)item->value, head, HEAD_MAX_BYTES);
    case MAP:
        return cbor_encode_map_start((size_t)item->value, head, HEAD_MAX_BYTES);
    case BOOL:
        return cbor_encode_bool(item->value != 0, head, HEAD_MAX_BYTES);
    case NOTHING:
        return cbor_encode_null(head, HEAD_MAX_BYTES);
    case OTHER:
        break;
    }
    return 0;
}

static bool fail(struct cbor_reader *reader)
{
    reader->bad = true;
    return false;
}

static bool take(struct cbor_reader *reader, enum kind kind, struct item *ret)
{
    struct item item = {.kind = OTHER};
    uint8_t head[HEAD_MAX_BYTES];

    if (reader->bad || reader->at == reader->end)
        return fail(reader);
    struct cbor_decoder_result result =
        cbor_stream_decode(reader->at, (size_t)(reader->end - reader->at), &callbacks, &item);
    if (result.status != CBOR_DECODER_FINISHED || item.kind != kind)
        return fail(reader);
    size_t len = canonical_head(&item, head);
    if (len == 0 || len > result.read || memcmp(head, reader->at, len) != 0)
        return fail(reader);
    reader->at += result.read;
    *ret = item;
    return true;
}

void cbor_read_start(struct cbor_reader *reader, const void *bytes, size_t len)
{
    /* An empty input may be a null pointer, to which nothing may be added. */
    const uint8_t *at = bytes;
    *reader = (struct cbor_reader){.at = at, .end = len ? at + len : at};
}

bool cbor_read_uint(struct cbor_reader *reader, uint64_t *ret)
{
    struct item item;
    if (!take(reader, UINT, &item))
        return false;
    *ret = item.value;
    return true;
}

bool cbor_read_int(struct cbor_reader *reader, int64_t *ret)
{
    struct item item;
    bool negative = !reader->bad && reader->at != reader->end && *reader->at >> 5 == 1;
    if (!take(reader, negative ? NEGATIVE : UINT, &item))
        return false;
    if (item.value > INT64_MAX)
        return fail(reader);
    *ret = negative ? -1 - (int64_t)item.value : (int64_t)item.value;
    return true;
}

bool cbor_read_bytes(struct cbor_reader *reader, const uint8_t **ret, size_t *ret_len)
{
    struct item item;
    if (!take(reader, BYTES, &item))
        return false;
    *ret = item.bytes;
    *ret_len = (size_t)item.value;
    return true;
}

bool cbor_read_text(struct cbor_reader *reader, char *ret, size_t size)
{
    struct item item;
    if (!take(reader, TEXT, &item))
        return false;
    if (item.value >= size || !text_valid((const char *)item.bytes, (size_t)item.value))
        return fail(reader);
    memcpy(ret, item.bytes, (size_t)item.value);
    ret[item.value] = '\0';
    return true;
}

bool cbor_read_array(struct cbor_reader *reader, size_t *ret_count)
{
    struct item item;
    if (!take(reader, ARRAY, &item))
        return false;
    *ret_count = (size_t)item.value;
    return true;
}

bool cbor_read_map(struct cbor_reader *reader, size_t *ret_pairs)
{
    struct item item;
    if (!take(reader, MAP, &item))
        return false;
    *ret_pairs = (size_t)item.value;
    return true;
}

bool cbor_read_bool(struct cbor_reader *reader, bool *ret)
{
    struct item item;
    if (!take(reader, BOOL, &item))
        return false;
    *ret = item.value != 0;
    return true;
}

bool cbor_read_null(struct cbor_reader *reader)
{
    struct item item;
    return take(reader, NOTHING, &item);
}

bool cbor_read_key(struct cbor_reader *reader, uint64_t key)
{
    uint64_t value;
    return cbor_read_uint(reader, &value) && (value == key || fail(reader));
}

bool cbor_read_time(struct cbor_reader *reader, int64_t *ret)
{
    uint64_t value;
    if (!cbor_read_uint(reader, &value))
        return false;
    if (value > TIME_MAX_S)
        return fail(reader);
    *ret = (int64_t)value;
    return true;
}

bool cbor_read_date(struct cbor_reader *reader, uint32_t *ret)
{
    uint64_t value;
    if (!cbor_read_uint(reader, &value))
        return false;
    if (value > UINT32_MAX || !clock_date_valid((uint32_t)value))
        return fail(reader);
    *ret = (uint32_t)value;
    return true;
}

bool cbor_next_is_uint(const struct cbor_reader *reader, uint64_t value)
{
    struct cbor_reader ahead = *reader;
    return cbor_read_key(&ahead, value);
}

bool cbor_next_is_null(const struct cbor_reader *reader)
{
    return !reader->bad && reader->at != reader->end && *reader->at == 0xF6;
}

bool cbor_read_done(const struct cbor_reader *reader)
{
    return !reader->bad && reader->at == reader->end;
}
