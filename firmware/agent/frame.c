/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "agent/frame.h"

#include "base/text.h"
#include "link/messages.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void frame_request(const uint8_t id[FRAME_ID_BYTES], const char *subject, const char *station,
                   const void *sealed, size_t len, struct buf *ret)
{
    char hex[2 * FRAME_ID_BYTES + 1];
    text_hex(id, FRAME_ID_BYTES, hex);
    buf_printf(ret, "{\"v\":1,\"subject\":\"%s\",\"id\":\"%s\",\"station\":\"%s\",\"sealed\":\"", subject,
               hex, station);
    buf_base64url(ret, sealed, len);
    buf_text(ret, "\"}");
}

static const struct {
    const char *word;
    enum frame_kind kind;
} errors[] = {{"malformed", FRAME_REFUSED}, {"unknown_key", FRAME_REFUSED}, {"busy", FRAME_BUSY}};

static bool error_kind(const char *word, enum frame_kind *ret)
{
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        if (strcmp(word, errors[i].word) == 0) {
            *ret = errors[i].kind;
            return true;
        }
    return false;
}

static bool decode(const char *base64, struct buf *ret)
{
    uint8_t *bytes = malloc(LINK_TAIL_MAX);
    check(bytes);
    long len = text_from_base64url(base64, bytes, LINK_TAIL_MAX);
    if (len > 0)
        buf_append(ret, bytes, (size_t)len);
    free(bytes);
    return len > 0;
}

static bool parse_object(json_t *root, struct frame_answer *ret, struct err *err)
{
    int version;
    const char *id, *sealed = NULL, *receipt = NULL, *error = NULL;
    if (json_unpack_ex(root, NULL, JSON_STRICT, "{s:i, s:s, s?s, s?s, s?s}", "v", &version, "id", &id,
                       "sealed", &sealed, "receipt", &receipt, "error", &error) < 0 ||
        version != 1)
        return err_set(err, "not an answer of version 1");
    if (!!sealed + !!receipt + !!error != 1)
        return err_set(err, "an answer holds one of sealed, receipt and error");
    if (strlen(id) != 2 * FRAME_ID_BYTES || !text_from_hex(id, ret->id, FRAME_ID_BYTES))
        return err_set(err, "the id is not 32 hex digits");
    if (error)
        return error_kind(error, &ret->kind) || err_set(err, "an unknown error word");
    ret->kind = FRAME_ANSWER;
    return decode(sealed ? sealed : receipt, &ret->bytes) || err_set(err, "not base64url of at most 64 KiB");
}

bool frame_parse_answer(const void *message, size_t len, struct frame_answer *ret, struct err *err)
{
    json_t *root = json_loadb(message, len, JSON_REJECT_DUPLICATES, NULL);
    if (!root)
        return err_set(err, "not a JSON object");
    struct frame_answer answer = {0};
    bool ok = parse_object(root, &answer, err);
    json_decref(root);
    if (ok)
        *ret = answer;
    return ok;
}
