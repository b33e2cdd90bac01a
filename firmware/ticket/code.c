/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ticket/code.h"

#include <string.h>

#define SCHEME "HTTPS://"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

bool code_is_word(const char *text)
{
    const char *at = text;
    while (*at > ' ' && *at < 0x7F)
        at++;
    return at != text && *at == '\0';
}

void code_put_base32(struct buf *buf, const uint8_t *bytes, size_t len)
{
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < len; i++) {
        bits = bits << 8 | bytes[i];
        for (held += 8; held >= 5; held -= 5)
            buf_byte(buf, (uint8_t)alphabet[bits >> (held - 5) & 31]);
    }
    if (held)
        buf_byte(buf, (uint8_t)alphabet[bits << (5 - held) & 31]);
}

static bool take_base32(const char *text, struct buf *ret)
{
    unsigned bits = 0, held = 0;
    for (; *text; text++) {
        const char *symbol = strchr(alphabet, *text);
        if (!symbol)
            return false;
        bits = bits << 5 | (unsigned)(symbol - alphabet);
        held += 5;
        if (held >= 8) {
            held -= 8;
            buf_byte(ret, (uint8_t)(bits >> held));
        }
    }
    /* Five or more bits left over would be a whole symbol that carries nothing. */
    return held < 5 && (bits & ((1u << held) - 1)) == 0;
}

void code_put_url(struct buf *buf, const char *host, char kind, const void *cose, size_t len)
{
    check(strlen(host) <= TICKET_HOST_MAX);
    buf_printf(buf, SCHEME "%s/%c/", host, kind);
    code_put_base32(buf, cose, len);
}

bool code_take_url(const char *url, char kind, const struct trust *trust, struct buf *ret_cose)
{
    char host[TICKET_HOST_MAX + 1];
    if (strlen(url) > TICKET_URL_MAX || strncmp(url, SCHEME, strlen(SCHEME)) != 0)
        return false;
    url += strlen(SCHEME);
    size_t len = strcspn(url, "/");
    if (len >= sizeof host)
        return false;
    memcpy(host, url, len);
    host[len] = '\0';
    url += len;
    if (!trust_host(trust, host) || url[0] != '/' || url[1] != kind || url[2] != '/')
        return false;
    return take_base32(url + 3, ret_cose);
}

enum ticket_result code_check(const void *cose, size_t len, const struct code_use *use,
                              const struct trust *trust, struct cose *ret, const struct seal_key **ret_key)
{
    if (!cose_parse(cose, len, ret))
        return TICKET_MALFORMED;
    const struct seal_key *key = trust_find_kid(trust, use->role, ret->kid, use->at_s);
    if (!key)
        return TICKET_UNKNOWN_KEY;
    if (!cose_verify(ret, use->aad, key))
        return TICKET_BAD_SIGNATURE;
    if (ret_key)
        *ret_key = key;
    return TICKET_OK;
}
