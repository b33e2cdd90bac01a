/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/needle.h"

#include "base/wipe.h"
#include "base/yaml.h"
#include "tests/sim/sim_card.h"
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const encodings[] = {"UTF-8", "UTF-16LE", "GB18030"};

static bool encode(const char *text, const char *encoding, struct needle *ret, struct err *err)
{
    iconv_t cd = iconv_open(encoding, "UTF-8");
    if (cd == (iconv_t)-1)
        return err_errno(err, "%s: this C library cannot convert to it", encoding);
    char *in = (char *)text, *out = (char *)ret->bytes;
    size_t in_left = strlen(text), out_left = sizeof ret->bytes;
    bool ok = iconv(cd, &in, &in_left, &out, &out_left) != (size_t)-1;
    iconv_close(cd);
    if (!ok)
        return err_errno(err, "%s: a card text cannot be converted", encoding);
    ret->len = sizeof ret->bytes - out_left;
    return true;
}

#define PIECE      16
#define PIECE_EACH 64

static bool known(const struct needles *needles, const struct needle *needle)
{
    for (size_t i = 0; i < needles->count; i++)
        if (needles->list[i].len == needle->len &&
            memcmp(needles->list[i].bytes, needle->bytes, needle->len) == 0)
            return true;
    return false;
}

static unsigned pair(const uint8_t *bytes)
{
    return bytes[0] << 8 | bytes[1];
}

static void add(struct needles *needles, const struct needle *needle)
{
    needles->list = realloc(needles->list, (needles->count + 1) * sizeof *needle);
    check(needles->list);
    needles->list[needles->count++] = *needle;
    needles->starts[pair(needle->bytes) / 8] |= (uint8_t)(1 << pair(needle->bytes) % 8);
}

bool needles_add(struct needles *needles, const char *field, const char *card, const char *text,
                 struct err *err)
{
    for (size_t i = 0; i < COUNT_OF(encodings); i++) {
        struct needle needle = {0};
        snprintf(needle.what, sizeof needle.what, "%s of %s (%s)", field, card, encodings[i]);
        if (!encode(text, encodings[i], &needle, err))
            return false;
        if (needle.len >= 2 && !known(needles, &needle))
            add(needles, &needle);
    }
    return true;
}

static bool add_photo(struct needles *needles, const char *folder, const char *card, struct err *err)
{
    struct sim_card model;
    uint8_t photo[CARD_PHOTO];
    if (!sim_card_load(&model, folder, card, err)) {
        sim_card_finish(&model);
        return false;
    }
    sim_card_photo(&model, photo);
    sim_card_finish(&model);
    for (size_t at = PIECE; at + PIECE <= sizeof photo; at += PIECE_EACH) {
        struct needle needle = {.len = PIECE};
        snprintf(needle.what, sizeof needle.what, "photo of %s from byte %zu", card, at);
        memcpy(needle.bytes, photo + at, PIECE);
        if (!known(needles, &needle))
            add(needles, &needle);
    }
    wipe(photo, sizeof photo);
    return true;
}

bool needles_add_card(struct needles *needles, const char *folder, const char *card, struct err *err)
{
    static const char *const fields[] = {"name", "number", "address", "new_address"};
    char path[640];
    struct yaml_doc *doc;
    snprintf(path, sizeof path, "%s/%s.yaml", folder, card);
    if (!yaml_open(path, &doc, err))
        return false;
    struct arena *arena = arena_create();
    bool ok = true;
    for (size_t i = 0; ok && i < COUNT_OF(fields); i++) {
        const struct yaml_node *node = yaml_get(yaml_root(doc), fields[i]);
        const char *text = node ? yaml_text(node, arena) : NULL;
        /* A foreigner's card carries no address. */
        ok = !text || !*text || needles_add(needles, fields[i], card, text, err);
    }
    arena_destroy(arena);
    yaml_close(doc);
    return ok && add_photo(needles, folder, card, err);
}

const struct needle *needles_find(const struct needles *needles, const uint8_t *bytes, size_t len,
                                  size_t *ret_at)
{
    for (size_t at = 0; at + 1 < len; at++) {
        unsigned start = pair(bytes + at);
        if (!(needles->starts[start / 8] >> start % 8 & 1))
            continue;
        for (size_t i = 0; i < needles->count; i++) {
            const struct needle *needle = &needles->list[i];
            if (needle->len <= len - at && memcmp(bytes + at, needle->bytes, needle->len) == 0) {
                if (ret_at)
                    *ret_at = at;
                return needle;
            }
        }
    }
    return NULL;
}

void needles_finish(struct needles *needles)
{
    if (needles->list)
        wipe(needles->list, needles->count * sizeof *needles->list);
    free(needles->list);
    *needles = (struct needles){0};
}
