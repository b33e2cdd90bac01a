/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "seal/der.h"

#include "base/err.h"
#include <string.h>

enum { TAG_INTEGER = 0x02, TAG_OCTETS = 0x04, TAG_SEQUENCE = 0x30 };

static void put_head(struct buf *buf, uint8_t tag, size_t len)
{
    check(len <= 0xFFFF);
    buf_byte(buf, tag);
    if (len > 0xFF) {
        buf_byte(buf, 0x82);
        buf_byte(buf, (uint8_t)(len >> 8));
    } else if (len > 0x7F) {
        buf_byte(buf, 0x81);
    }
    buf_byte(buf, (uint8_t)len);
}

void der_put_number(struct buf *buf, const uint8_t number[DER_NUMBER_BYTES])
{
    size_t skip = 0;
    while (skip < DER_NUMBER_BYTES - 1 && number[skip] == 0)
        skip++;
    /* A set top bit would read as a negative number. */
    bool pad = number[skip] & 0x80;
    put_head(buf, TAG_INTEGER, DER_NUMBER_BYTES - skip + pad);
    if (pad)
        buf_byte(buf, 0);
    buf_append(buf, number + skip, DER_NUMBER_BYTES - skip);
}

void der_put_octets(struct buf *buf, const uint8_t *octets, size_t len)
{
    put_head(buf, TAG_OCTETS, len);
    buf_append(buf, octets, len);
}

void der_put_sequence(struct buf *buf, const struct buf *body)
{
    put_head(buf, TAG_SEQUENCE, body->len);
    buf_append(buf, body->data, body->len);
}

static bool take(struct der *der, uint8_t tag, const uint8_t **ret, size_t *ret_len)
{
    const uint8_t *at = der->at;
    if (der->end - at < 2 || *at++ != tag)
        return false;
    size_t len = *at++;
    if (len >= 0x80) {
        size_t bytes = len - 0x80;
        if (bytes < 1 || bytes > 2 || (size_t)(der->end - at) < bytes)
            return false;
        for (len = 0; bytes > 0; bytes--)
            len = len << 8 | *at++;
    }
    if ((size_t)(der->end - at) < len)
        return false;
    *ret = at;
    *ret_len = len;
    der->at = at + len;
    return true;
}

bool der_take_sequence(struct der *der, struct der *ret_body)
{
    const uint8_t *body;
    size_t len;
    if (!take(der, TAG_SEQUENCE, &body, &len))
        return false;
    *ret_body = (struct der){.at = body, .end = body + len};
    return true;
}

bool der_take_number(struct der *der, uint8_t ret[DER_NUMBER_BYTES])
{
    const uint8_t *number;
    size_t len;
    if (!take(der, TAG_INTEGER, &number, &len))
        return false;
    while (len > 0 && *number == 0) {
        number++;
        len--;
    }
    if (len > DER_NUMBER_BYTES)
        return false;
    memset(ret, 0, DER_NUMBER_BYTES - len);
    memcpy(ret + DER_NUMBER_BYTES - len, number, len);
    return true;
}

bool der_take_octets(struct der *der, const uint8_t **ret, size_t *ret_len)
{
    return take(der, TAG_OCTETS, ret, ret_len);
}
