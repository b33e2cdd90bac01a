/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* text_next that looks at no more than left bytes, at least one. */
static uint32_t next_within(const char **text, size_t left)
{
    const uint8_t *s = (const uint8_t *)*text;
    if (!s[0])
        return 0;
    if (s[0] < 0x80) {
        *text += 1;
        return s[0];
    }
    int extra = s[0] >= 0xF0 && s[0] < 0xF5   ? 3
                : s[0] >= 0xE0 && s[0] < 0xF0 ? 2
                : s[0] >= 0xC2 && s[0] < 0xE0 ? 1
                                              : 0;
    uint32_t rune = extra == 3 ? s[0] & 7u : extra == 2 ? s[0] & 15u : s[0] & 31u;
    for (int i = 1; i <= extra; i++) {
        if ((size_t)i >= left || (s[i] & 0xC0) != 0x80) {
            extra = 0;
            break;
        }
        rune = rune << 6 | (s[i] & 63u);
    }
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (!extra || rune < least[extra] || rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000)) {
        *text += 1;
        return 0xFFFD;
    }
    *text += 1 + extra;
    return rune;
}

uint32_t text_next(const char **text)
{
    return next_within(text, SIZE_MAX);
}

size_t text_put(uint32_t rune, char ret[4])
{
    if (rune < 0x80) {
        ret[0] = (char)rune;
        return 1;
    }
    if (rune < 0x800) {
        ret[0] = (char)(0xC0 | rune >> 6);
        ret[1] = (char)(0x80 | (rune & 63));
        return 2;
    }
    if (rune < 0x10000) {
        ret[0] = (char)(0xE0 | rune >> 12);
        ret[1] = (char)(0x80 | (rune >> 6 & 63));
        ret[2] = (char)(0x80 | (rune & 63));
        return 3;
    }
    ret[0] = (char)(0xF0 | rune >> 18);
    ret[1] = (char)(0x80 | (rune >> 12 & 63));
    ret[2] = (char)(0x80 | (rune >> 6 & 63));
    ret[3] = (char)(0x80 | (rune & 63));
    return 4;
}

/* U+FFFD itself is legal text: only a bad byte moves by one and yields it. */
static bool good_step(const char *from, const char *to, uint32_t rune)
{
    return rune != 0xFFFD || to - from == 3;
}

bool text_valid(const char *text, size_t len)
{
    for (const char *at = text, *from; (from = at) < text + len;) {
        uint32_t rune = next_within(&at, (size_t)(text + len - at));
        if (!rune || !good_step(from, at, rune))
            return false;
    }
    return true;
}

size_t text_count(const char *text)
{
    size_t count = 0;
    while (text_next(&text))
        count++;
    return count;
}

void text_cut(char *text, size_t max_bytes)
{
    const char *at = text;
    size_t kept = 0;
    for (;;) {
        const char *from = at;
        uint32_t rune = text_next(&at);
        bool broken_tail = rune == 0xFFFD && !good_step(from, at, rune) && strlen(from) < 4;
        if (!rune || (size_t)(at - text) > max_bytes || broken_tail)
            break;
        kept = (size_t)(at - text);
    }
    text[kept] = '\0';
}

bool text_copy(char *ret, size_t size, const char *text)
{
    size_t len = strlen(text);
    bool fits = len < size;
    size_t take = fits ? len : size - 1;
    memmove(ret, text, take);
    ret[take] = '\0';
    if (!fits)
        text_cut(ret, size - 1);
    return fits;
}

bool text_is_han(uint32_t r)
{
    return r == 0x3007 || (r >= 0x3400 && r <= 0x4DBF) || (r >= 0x4E00 && r <= 0x9FFF) ||
           (r >= 0xF900 && r <= 0xFAFF) || (r >= 0x20000 && r <= 0x3FFFF);
}

bool text_is_cjk(uint32_t r)
{
    return text_is_han(r) || (r >= 0x3000 && r <= 0x30FF) || (r >= 0xFF00 && r <= 0xFFEF);
}

bool text_blank_between_cjk(const char *text)
{
    uint32_t before = 0, rune;
    bool blank = false;
    while ((rune = text_next(&text))) {
        if (rune == ' ' || rune == '\t' || rune == 0x3000) {
            blank = true;
            continue;
        }
        if (blank && text_is_cjk(before) && text_is_cjk(rune))
            return true;
        before = rune;
        blank = false;
    }
    return false;
}

bool text_from_utf16le(const uint8_t *units, size_t count, char *ret, size_t size)
{
    size_t used = 0;
    ret[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        uint32_t rune = (uint32_t)units[2 * i] | (uint32_t)units[2 * i + 1] << 8;
        if (!rune)
            break;
        if (rune >= 0xD800 && rune < 0xDC00 && i + 1 < count) {
            uint32_t low = (uint32_t)units[2 * i + 2] | (uint32_t)units[2 * i + 3] << 8;
            if (low >= 0xDC00 && low < 0xE000) {
                rune = 0x10000 + ((rune - 0xD800) << 10) + (low - 0xDC00);
                i++;
            }
        }
        char bytes[4];
        size_t len = text_put(rune, bytes);
        if ((rune >= 0xD800 && rune < 0xE000) || used + len + 1 > size) {
            ret[0] = '\0';
            return false;
        }
        memcpy(ret + used, bytes, len);
        used += len;
        ret[used] = '\0';
    }
    return true;
}

static bool is_trimmed(uint32_t rune)
{
    return rune <= 0x20 || rune == 0x3000;
}

void text_trim(char *text)
{
    const char *at = text, *start = text, *end = text;
    uint32_t rune;
    bool inside = false;
    for (const char *from = at; (rune = text_next(&at)); from = at) {
        if (is_trimmed(rune))
            continue;
        if (!inside)
            start = from;
        inside = true;
        end = at;
    }
    size_t len = inside ? (size_t)(end - start) : 0;
    memmove(text, start, len);
    text[len] = '\0';
}

void text_json_quote(const char *text, char *ret, size_t size)
{
    size_t used = 0;
    ret[used++] = '"';
    uint32_t rune;
    while ((rune = text_next(&text))) {
        char piece[8];
        size_t len;
        if (rune == '"' || rune == '\\') {
            piece[0] = '\\';
            piece[1] = (char)rune;
            len = 2;
        } else if (rune < 0x20 || rune == 0x7F) {
            len = (size_t)snprintf(piece, sizeof piece, "\\u%04x", (unsigned)rune);
        } else {
            len = text_put(rune, piece);
        }
        if (used + len + 2 > size)
            break;
        memcpy(ret + used, piece, len);
        used += len;
    }
    ret[used++] = '"';
    ret[used] = '\0';
}

bool text_is_printable(const char *text)
{
    while ((unsigned char)*text >= ' ' && *text != 0x7F)
        text++;
    return *text == '\0';
}

bool text_is_digits(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return len > 0;
}

bool text_to_uint(const char *text, uint64_t max, uint64_t *ret)
{
    size_t len = strlen(text);
    if (!text_is_digits(text, len))
        return false;
    uint64_t value = 0;
    for (size_t i = 0; i < len; i++) {
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (value > (UINT64_MAX - digit) / 10 || value * 10 + digit > max)
            return false;
        value = value * 10 + digit;
    }
    *ret = value;
    return true;
}

void text_hex(const uint8_t *bytes, size_t len, char *ret)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        ret[2 * i] = digits[bytes[i] >> 4];
        ret[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret[2 * len] = '\0';
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

bool text_from_hex(const char *text, uint8_t *ret, size_t len)
{
    if (strlen(text) != 2 * len)
        return false;
    for (size_t i = 0; i < len; i++) {
        int high = hex_value(text[2 * i]), low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void text_base64url(const uint8_t *bytes, size_t len, char *ret)
{
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        have += 8;
        while (have >= 6) {
            have -= 6;
            *ret++ = base64_digits[bits >> have & 63];
        }
    }
    if (have)
        *ret++ = base64_digits[bits << (6 - have) & 63];
    *ret = '\0';
}

long text_from_base64url(const char *text, uint8_t *ret, size_t size)
{
    uint32_t bits = 0;
    int have = 0;
    size_t used = 0, len = strlen(text);
    if (len % 4 == 1)
        return -1;
    for (size_t i = 0; i < len; i++) {
        const char *digit = strchr(base64_digits, text[i]);
        if (!digit)
            return -1;
        bits = bits << 6 | (uint32_t)(digit - base64_digits);
        have += 6;
        if (have >= 8) {
            if (used == size)
                return -1;
            have -= 8;
            ret[used++] = (uint8_t)(bits >> have);
        }
    }
    if (have && (bits & ((1u << have) - 1)))
        return -1;
    return (long)used;
}
