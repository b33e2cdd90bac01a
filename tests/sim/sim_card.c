/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_card.h"

#include "base/text.h"
#include "base/yaml.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *const layouts[] = {"mainland", "J", "I", "Y", NULL};

#define TEXT_FIELD(member)                                                                                   \
    {                                                                                                        \
        .key = #member, .type = YAML_TEXT, .offset = offsetof(struct sim_card, member)                       \
    }
static const struct yaml_field fields[] = {
    {.key = "layout",
     .type = YAML_ENUM,
     .offset = offsetof(struct sim_card, layout),
     .required = true,
     .names = layouts},
    TEXT_FIELD(name),
    TEXT_FIELD(english_name),
    TEXT_FIELD(sex),
    TEXT_FIELD(ethnic),
    TEXT_FIELD(birth),
    TEXT_FIELD(address),
    TEXT_FIELD(number),
    TEXT_FIELD(authority),
    TEXT_FIELD(from),
    TEXT_FIELD(to),
    TEXT_FIELD(permit),
    TEXT_FIELD(issued_times),
    TEXT_FIELD(nationality),
    TEXT_FIELD(version),
    TEXT_FIELD(accepting),
    TEXT_FIELD(reissued),
    TEXT_FIELD(earlier),
    TEXT_FIELD(new_address),
    TEXT_FIELD(flag),
    {.key = "about", .type = YAML_WORDS, .offset = offsetof(struct sim_card, about)},
    {.key = "read_ms",
     .type = YAML_INT,
     .offset = offsetof(struct sim_card, read_ms),
     .min = 0,
     .max = 10000},
    {.key = "photo_seed",
     .type = YAML_INT,
     .offset = offsetof(struct sim_card, photo_seed),
     .min = 0,
     .max = INT_MAX},
    {0},
};

/* Where a text stands in the 256 bytes. `skip` characters of it stand elsewhere (the long English name of a Y
 * card). */
struct place_on_card {
    size_t member;
    int offset, len, skip;
};

#define AT(member, offset, len)                                                                              \
    {                                                                                                        \
        offsetof(struct sim_card, member), offset, len, 0                                                    \
    }
#define AT_REST(member, offset, len, skip)                                                                   \
    {                                                                                                        \
        offsetof(struct sim_card, member), offset, len, skip                                                 \
    }
#define ENGLISH_FIRST 35

static const struct place_on_card mainland[] = {
    AT(name, 0, 30),     AT(sex, 30, 2),         AT(ethnic, 32, 4), AT(birth, 36, 16), AT(address, 52, 70),
    AT(number, 122, 36), AT(authority, 158, 30), AT(from, 188, 16), AT(to, 204, 16),   {0},
};
static const struct place_on_card layout_j[] = {
    AT(name, 0, 30),
    AT(sex, 30, 2),
    AT(birth, 36, 16),
    AT(address, 52, 70),
    AT(number, 122, 36),
    AT(authority, 158, 30),
    AT(from, 188, 16),
    AT(to, 204, 16),
    AT(permit, 220, 18),
    AT(issued_times, 238, 4),
    {0},
};
static const struct place_on_card layout_i[] = {
    AT(english_name, 0, 120),
    AT(sex, 120, 2),
    AT(number, 122, 30),
    AT(nationality, 152, 6),
    AT(name, 158, 30),
    AT(from, 188, 16),
    AT(to, 204, 16),
    AT(birth, 220, 16),
    AT(version, 236, 4),
    AT(accepting, 240, 8),
    {0},
};
static const struct place_on_card layout_y[] = {
    AT(name, 0, 30),
    AT(sex, 30, 2),
    AT(reissued, 32, 4),
    AT(birth, 36, 16),
    AT(english_name, 52, 2 * ENGLISH_FIRST),
    AT(number, 122, 36),
    AT(from, 188, 16),
    AT(to, 204, 16),
    AT_REST(english_name, 220, 22, ENGLISH_FIRST),
    AT(nationality, 242, 6),
    AT(earlier, 250, 6),
    {0},
};
static const struct {
    const struct place_on_card *places;
    const char *flag;
} shapes[] = {
    [CARD_MAINLAND] = {mainland, " "},
    [CARD_J] = {layout_j, "J"},
    [CARD_I] = {layout_i, "I"},
    [CARD_Y] = {layout_y, "Y"},
};
#define FLAG_OFFSET 248

/* UTF-16LE from the skip-th character on, at most len bytes; the rest of ret keeps its blanks. False: text is
 * left. */
static bool put(const char *text, int skip, uint8_t *ret, int len)
{
    for (; skip > 0 && *text; skip--)
        text_next(&text);
    int used = 0;
    while (*text) {
        uint32_t rune = text_next(&text);
        uint16_t units[2] = {(uint16_t)rune, 0};
        int count = 1;
        if (rune > 0xffff) {
            units[0] = (uint16_t)(0xd800 + ((rune - 0x10000) >> 10));
            units[1] = (uint16_t)(0xdc00 + ((rune - 0x10000) & 0x3ff));
            count = 2;
        }
        if (used + 2 * count > len)
            return false;
        for (int i = 0; i < count; i++) {
            ret[used++] = (uint8_t)units[i];
            ret[used++] = (uint8_t)(units[i] >> 8);
        }
    }
    return true;
}

static void blanks(uint8_t *ret, int len)
{
    for (int i = 0; i < len; i += 2) {
        ret[i] = ' ';
        ret[i + 1] = 0;
    }
}

static const char *member_text(const struct sim_card *card, size_t member)
{
    const char *text;
    memcpy(&text, (const char *)card + member, sizeof text);
    return text;
}

bool sim_card_text(const struct sim_card *card, uint8_t ret[CARD_TEXT], struct err *err)
{
    blanks(ret, CARD_TEXT);
    for (const struct place_on_card *place = shapes[card->layout].places; place->len; place++) {
        const char *text = member_text(card, place->member);
        /* The first half of a Y card's English name may overflow into the second. */
        bool goes_on = place[0].offset == 52 && place->member == offsetof(struct sim_card, english_name);
        if (text && !put(text, place->skip, ret + place->offset, place->len) && !goes_on)
            return err_set(err, "\"%s\" does not fit into the %d characters at byte %d of the card", text,
                           place->len / 2, place->offset);
    }
    const char *flag = card->flag ? card->flag : shapes[card->layout].flag;
    return put(flag, 0, ret + FLAG_OFFSET, 2) ||
           err_set(err, "the type flag \"%s\" is longer than one character", flag);
}

void sim_card_photo(const struct sim_card *card, uint8_t ret[CARD_PHOTO])
{
    static const uint8_t head[] = {'W', 'L', 102, 0, 126, 0};
    memcpy(ret, head, sizeof head);
    uint32_t x = (uint32_t)card->photo_seed;
    for (size_t i = sizeof head; i < CARD_PHOTO; i++) {
        x = (x * 1103515245u + 12345u) & 0x7fffffffu;
        ret[i] = (uint8_t)(x >> 16);
    }
}

bool sim_card_new_address(const struct sim_card *card, uint8_t ret[CARD_ADDRESS])
{
    blanks(ret, CARD_ADDRESS);
    return card->new_address && put(card->new_address, 0, ret, CARD_ADDRESS);
}

void sim_card_number(const struct sim_card *card, uint8_t ret[CARD_NUMBER])
{
    uint32_t x = 2166136261u; /* FNV-1a of the number, so that each card has its own */
    for (const char *c = card->number ? card->number : ""; *c; c++)
        x = (x ^ (uint8_t)*c) * 16777619u;
    for (size_t i = 0; i < CARD_NUMBER; i++) {
        x = x * 1103515245u + 12345u;
        ret[i] = (uint8_t)(x >> 16);
    }
}

bool sim_card_load(struct sim_card *card, const char *folder, const char *name, struct err *err)
{
    *card = (struct sim_card){.read_ms = 900, .photo_seed = 1, .arena = arena_create()};
    char path[PATH_MAX];
    struct yaml_doc *doc;
    if (strchr(name, '/') || snprintf(path, sizeof path, "%s/%s.yaml", folder, name) >= (int)sizeof path)
        return err_set(err, "no card can be called %s", name);
    if (!yaml_open(path, &doc, err))
        return false;
    bool ok = yaml_load(doc, yaml_root(doc), fields, card->arena, card, err);
    uint8_t text[CARD_TEXT], address[CARD_ADDRESS];
    if (ok && !sim_card_text(card, text, err))
        ok = err_prefix(err, "%s", path);
    if (ok && card->new_address && !sim_card_new_address(card, address))
        ok = err_set(err, "%s: new_address has more than %d characters", path, CARD_ADDRESS / 2);
    yaml_close(doc);
    return ok;
}

void sim_card_finish(struct sim_card *card)
{
    arena_destroy(card->arena);
    *card = (struct sim_card){0};
}
