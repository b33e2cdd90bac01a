/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * GB 2312 lists its 3755 common characters by their pinyin, so the first letter of a character follows from
 * its place there: no table of readings is needed. Rarer characters, and the second reading of those that
 * have two, are what aliases in the item's file are for.
 */
#include "catalogue/search.h"

#include "base/text.h"
#include <ctype.h>
#include <iconv.h>
#include <string.h>

enum rank { RANK_WHOLE, RANK_NAME_START, RANK_NAME, RANK_ALIAS, RANK_CODE, RANKS };

#define NO_CONVERTER ((iconv_t)-1) /* a system without this table still finds words and aliases */

/* ---- the first letter of a character ---- */

/* The first common character of each letter, as GB 2312 bytes; I, U and V begin no syllable. */
static const struct {
    unsigned from;
    char letter;
} letters[] = {
    {0xB0A1, 'a'}, {0xB0C5, 'b'}, {0xB2C1, 'c'}, {0xB4EE, 'd'}, {0xB6EA, 'e'}, {0xB7A2, 'f'},
    {0xB8C1, 'g'}, {0xB9FE, 'h'}, {0xBBF7, 'j'}, {0xBFA6, 'k'}, {0xC0AC, 'l'}, {0xC2E8, 'm'},
    {0xC4C3, 'n'}, {0xC5B6, 'o'}, {0xC5BE, 'p'}, {0xC6DA, 'q'}, {0xC8BB, 'r'}, {0xC8F6, 's'},
    {0xCBFA, 't'}, {0xCDDA, 'w'}, {0xCEF4, 'x'}, {0xD1B9, 'y'}, {0xD4D1, 'z'}, {0xD7FA, '\0'},
};

/* '\0': none is known. */
static char first_letter(iconv_t gb2312, uint32_t rune)
{
    char utf8[4], *from = utf8;
    unsigned char code[2];
    char *to = (char *)code;
    size_t left = text_put(rune, utf8), room = sizeof code;
    if (gb2312 == NO_CONVERTER || !text_is_han(rune) ||
        iconv(gb2312, &from, &left, &to, &room) == (size_t)-1 || room > 0)
        return '\0';
    unsigned place = (unsigned)code[0] << 8 | code[1];
    char letter = '\0';
    for (size_t i = 0; i < COUNT_OF(letters) && place >= letters[i].from; i++)
        letter = letters[i].letter;
    return letter;
}

/* ---- one text against the query ---- */

static bool is_skipped(uint32_t rune)
{
    return rune == ' ' || rune == '-';
}

static bool is_same(iconv_t gb2312, uint32_t rune, uint32_t asked)
{
    if (rune < 0x80 && asked < 0x80)
        return tolower((int)rune) == tolower((int)asked);
    return rune == asked || (asked < 0x80 && first_letter(gb2312, rune) == tolower((int)asked));
}

/* Bytes of the start of text that the query stands for; 0: it does not. */
static size_t match(iconv_t gb2312, const char *text, const char *query)
{
    const char *at = text;
    for (uint32_t asked; (asked = text_next(&query)) != 0;) {
        if (is_skipped(asked))
            continue;
        uint32_t rune = text_next(&at);
        while (is_skipped(rune))
            rune = text_next(&at);
        if (rune == 0 || !is_same(gb2312, rune, asked))
            return 0;
    }
    return (size_t)(at - text);
}

/* The first place where it stands: any Chinese character, or the start of a Latin word. */
static struct search_span find(iconv_t gb2312, const char *text, const char *query)
{
    uint32_t before = ' ';
    for (const char *at = text, *next = text; *at; at = next) {
        uint32_t rune = text_next(&next);
        if (text_is_han(rune) || is_skipped(before) || text_is_han(before)) {
            size_t len = match(gb2312, at, query);
            if (len)
                return (struct search_span){(size_t)(at - text), len};
        }
        before = rune;
    }
    return (struct search_span){0};
}

/* ---- items ---- */

static enum rank rank_in_name(const char *name, struct search_span span)
{
    if (span.len == 0)
        return RANKS;
    return span.from > 0 ? RANK_NAME : name[span.len] ? RANK_NAME_START : RANK_WHOLE;
}

static enum rank better(enum rank a, enum rank b)
{
    return a < b ? a : b;
}

/* An alias counts from its start; one that is named whole comes before everything else. */
static enum rank look_in_aliases(iconv_t gb2312, const char *query, struct search_hit *hit)
{
    const char *const *aliases = hit->item->aliases.items;
    enum rank rank = RANKS;
    for (size_t i = 0; i < hit->item->aliases.count; i++) {
        size_t len = match(gb2312, aliases[i], query);
        if (len == 0)
            continue;
        if (rank == RANKS)
            hit->alias = aliases[i];
        rank = better(rank, aliases[i][len] ? RANK_ALIAS : RANK_WHOLE);
    }
    return rank;
}

static struct search_hit look_at(iconv_t gb2312, const struct item *item, const char *query)
{
    struct search_hit hit = {
        .item = item, .zh = find(gb2312, item->name.zh, query), .en = find(gb2312, item->name.en, query)};
    enum rank in_names = better(rank_in_name(item->name.zh, hit.zh), rank_in_name(item->name.en, hit.en));
    enum rank rank = better(in_names, look_in_aliases(gb2312, query, &hit));
    if (in_names != RANKS)
        hit.alias = NULL;
    if (rank == RANKS && match(gb2312, item->code, query))
        rank = RANK_CODE;
    hit.rank = (int)rank;
    return hit;
}

/* Behind everything that is as good; what then stands behind the last place is dropped. */
static void insert(struct search_hit *hits, size_t count, size_t max, const struct search_hit *hit)
{
    size_t at = count < max ? count : max;
    while (at > 0 && hits[at - 1].rank > hit->rank) {
        if (at < max)
            hits[at] = hits[at - 1];
        at--;
    }
    if (at < max)
        hits[at] = *hit;
}

size_t search_items(const struct catalogue *catalogue, const char *query, struct search_hit *ret, size_t max)
{
    size_t count = 0;
    iconv_t gb2312 = iconv_open("GB2312", "UTF-8");
    for (size_t i = 0; *query && i < catalogue->item_count; i++) {
        struct search_hit hit = look_at(gb2312, &catalogue->items[i], query);
        if (hit.rank != RANKS)
            insert(ret, count++, max, &hit);
    }
    if (gb2312 != NO_CONVERTER)
        iconv_close(gb2312);
    return count;
}
