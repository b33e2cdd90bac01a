/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/sam_frame.h"

#include "base/attr.h"
#include "base/wipe.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LEN_MIN     4 /* SW1 SW2 SW3 CHK */
#define PHOTO_BYTES 1024
#define BASE_BYTES  (4 + SAM_TEXT_BYTES + PHOTO_BYTES) /* both lengths, text, photo */

static const uint8_t preamble[] = {0xAA, 0xAA, 0xAA, 0x96, 0x69};

void sam_request(uint8_t command, uint8_t parameter, uint8_t ret[SAM_REQUEST])
{
    memcpy(ret, preamble, sizeof preamble);
    ret[5] = 0;
    ret[6] = 3;
    ret[7] = command;
    ret[8] = parameter;
    ret[9] = (uint8_t)(3 ^ command ^ parameter);
}

void sam_parser_reset(struct sam_parser *parser)
{
    wipe(parser->frame, parser->len);
    parser->len = 0;
}

/* More AA than three may stand before 96: the last three count. */
static void take_preamble(struct sam_parser *parser, uint8_t byte)
{
    if (byte == preamble[parser->len])
        parser->frame[parser->len++] = byte;
    else if (byte != 0xAA)
        parser->len = 0;
    else if (parser->len != 3)
        parser->len = 1;
}

static size_t declared(const struct sam_parser *parser)
{
    return (size_t)parser->frame[5] << 8 | parser->frame[6];
}

static enum sam_parse judge(const struct sam_parser *parser, struct sam_reply *ret)
{
    uint8_t sum = 0;
    for (size_t i = sizeof preamble; i < parser->len; i++)
        sum ^= parser->frame[i];
    if (sum)
        return SAM_BAD_SUM;
    *ret = (struct sam_reply){
        .sw3 = parser->frame[9], .data = parser->frame + 10, .len = declared(parser) - LEN_MIN};
    return SAM_REPLY;
}

enum sam_parse sam_parser_byte(struct sam_parser *parser, uint8_t byte, struct sam_reply *ret)
{
    if (parser->len < sizeof preamble) {
        take_preamble(parser, byte);
        return SAM_MORE;
    }
    parser->frame[parser->len++] = byte;
    if (parser->len < SAM_HEADER)
        return SAM_MORE;
    size_t len = declared(parser);
    if (len < LEN_MIN || len > SAM_LEN_MAX)
        return SAM_BAD_LENGTH;
    return parser->len < SAM_HEADER + len ? SAM_MORE : judge(parser, ret);
}

bool sam_parser_in_header(const struct sam_parser *parser)
{
    return parser->len < SAM_HEADER;
}

const struct sam_verdict *sam_verdict(uint8_t sw3)
{
    static const struct sam_verdict table[] = {
        {0x90, SAM_OK, 0, 0},
        {0x9F, SAM_OK, 0, 0},
        {0x91, SAM_NO_ITEM, 0, 0},
        {0x10, SAM_RESEND, 0, 0},
        {0x11, SAM_RESEND, 0, 0},
        {0x21, SAM_CONFUSED, 0, 0},
        {0x23, SAM_STOP, 0, CAUSE_NOT_AUTHORISED},
        {0x24, SAM_RESET, 0, 0},
        {0x31, SAM_REFUSE, REFUSED_UNREADABLE, 0},
        {0x32, SAM_REFUSE, REFUSED_SUSPECT, 0},
        {0x33, SAM_REFUSE, REFUSED_SUSPECT, 0},
        {0x34, SAM_RETRY, REFUSED_LIFTED, 0},
        {0x40, SAM_REFUSE, REFUSED_NOT_ID_CARD, 0},
        {0x41, SAM_RETRY, REFUSED_LIFTED, 0},
        {0x47, SAM_RESET, 0, 0},
        {0x50, SAM_CONFUSED, 0, 0},
        {0x60, SAM_STOP, 0, CAUSE_SELF_TEST},
        {0x61, SAM_CONFUSED, 0, 0},
        {0x66, SAM_STOP, 0, CAUSE_NOT_AUTHORISED},
        {0x80, SAM_EMPTY, 0, 0},
        {0x81, SAM_RETRY, REFUSED_LIFTED, 0},
    };
    static const struct sam_verdict unknown = {0, SAM_CONFUSED, 0, 0};
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (table[i].sw3 == sw3)
            return &table[i];
    return &unknown;
}

static uint32_t le(const uint8_t *bytes, size_t count)
{
    uint32_t value = 0;
    while (count--)
        value = value << 8 | bytes[count];
    return value;
}

void sam_id_text(const uint8_t id[SAM_ID_BYTES], char *ret, size_t size)
{
    snprintf(ret, size, "%02" PRIu32 ".%02" PRIu32 "-%08" PRIu32 "-%010" PRIu32 "-%010" PRIu32, le(id, 2),
             le(id + 2, 2), le(id + 4, 4), le(id + 8, 4), le(id + 12, 4));
}

const uint8_t *sam_base_text(const struct sam_reply *reply)
{
    static const uint8_t lengths[] = {SAM_TEXT_BYTES >> 8, SAM_TEXT_BYTES & 0xFF, PHOTO_BYTES >> 8,
                                      PHOTO_BYTES & 0xFF};
    if (reply->len != BASE_BYTES || memcmp(reply->data, lengths, sizeof lengths) != 0)
        return NULL;
    return reply->data + sizeof lengths;
}

static bool lengths_fit(const struct sam_reply *reply, size_t unit, size_t max)
{
    return unit ? reply->len && reply->len <= max && reply->len % unit == 0 : reply->len == 0;
}

bool sam_may_answer(uint8_t command, uint8_t parameter, const struct sam_reply *reply)
{
    static const struct {
        uint8_t command, parameter, sw3;
        size_t unit, max; /* of the data: whole units, at least one; 0: none */
    } good[] = {
        {0x10, 0xFF, 0x90, 0, 0},
        {0x11, 0xFF, 0x90, 0, 0},
        {0x12, 0xFF, 0x90, SAM_ID_BYTES, SAM_ID_BYTES},
        {0x20, 0x01, 0x9F, 1, 64}, /* 4 in all logs; the verdict alone is unmistakable */
        {0x20, 0x02, 0x90, 8, 8},
        {0x30, 0x01, 0x90, BASE_BYTES, BASE_BYTES},
        {0x30, 0x03, 0x90, SAM_ADDRESS_BYTES, SAM_ADDRESS_BYTES * SAM_ADDRESSES_MAX},
    };
    bool find = command == 0x20 && parameter == 0x01;
    switch (reply->sw3) {
    case 0x80:
        return find;
    case 0x81:
        return command == 0x20 && !find;
    case 0x41:
        return command == 0x20 ? !find : command == 0x30;
    case 0x91:
        return command == 0x30 && parameter == 0x03;
    case 0x90:
    case 0x9F:
        break;
    default:
        return true; /* errors have no shape */
    }
    size_t i = 0;
    while (i < COUNT_OF(good) && (good[i].command != command || good[i].parameter != parameter))
        i++;
    return i < COUNT_OF(good) && good[i].sw3 == reply->sw3 && lengths_fit(reply, good[i].unit, good[i].max);
}
