/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "person/person.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include <string.h>

#define NUMBER_MAX_CHARS 18
#define NUMBER_DIGITS    17
#define BIRTH_OFFSET     6
#define HIDDEN           "****"

/* ---- validity ---- */

static bool text_field_valid(const char *field, size_t size)
{
    size_t len = strnlen(field, size);
    return len < size && text_valid(field, len);
}

static bool dates_valid(const struct person *person)
{
    return clock_date_valid(person->birth) && clock_date_valid(person->valid_from) &&
           (person->valid_to == PERSON_LONG_TERM ||
            (clock_date_valid(person->valid_to) && person->valid_to >= person->valid_from));
}

bool person_valid(const struct person *person)
{
    return person->layout <= CARD_FOREIGN_2023 && text_field_valid(person->name, sizeof person->name) &&
           text_field_valid(person->name_latin, sizeof person->name_latin) &&
           text_field_valid(person->address, sizeof person->address) &&
           text_field_valid(person->number, sizeof person->number) &&
           text_field_valid(person->authority, sizeof person->authority) &&
           text_field_valid(person->ethnic, sizeof person->ethnic) &&
           text_field_valid(person->nationality, sizeof person->nationality) && person->name[0] &&
           person->number[0] && strlen(person->number) <= NUMBER_MAX_CHARS &&
           memchr("0129", person->sex, 4) != NULL && dates_valid(person);
}

char person_check_digit(const char *number17)
{
    static const int weights[NUMBER_DIGITS] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < NUMBER_DIGITS; i++)
        sum += (number17[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

bool person_number_valid(const char *number18)
{
    if (strlen(number18) != NUMBER_MAX_CHARS || !text_is_digits(number18, NUMBER_DIGITS))
        return false;
    uint32_t birth = 0;
    for (size_t i = 0; i < 8; i++)
        birth = birth * 10 + (uint32_t)(number18[BIRTH_OFFSET + i] - '0');
    return clock_date_valid(birth) && number18[NUMBER_DIGITS] == person_check_digit(number18);
}

/* ---- questions ---- */

int person_age(const struct person *person, uint32_t today)
{
    /* As YYYYMMDD the difference in whole years is the difference divided by 10000: a birthday yet to come
     * borrows. */
    return today < person->birth ? 0 : (int)((today - person->birth) / 10000);
}

bool person_expired(const struct person *person, uint32_t today)
{
    return person->valid_to != PERSON_LONG_TERM && today > person->valid_to;
}

const char *person_last_four(const struct person *person)
{
    size_t len = strlen(person->number);
    return person->number + (len > 4 ? len - 4 : 0);
}

/* ---- masking ---- */

/* Appends cutting at ret + size; a mask never needs more than the text it hides, so this does not happen in
 * practice. */
struct writer {
    char *ret;
    size_t size, len;
};

static void put(struct writer *writer, const char *bytes, size_t len)
{
    if (writer->len + len < writer->size) {
        memcpy(writer->ret + writer->len, bytes, len);
        writer->len += len;
        writer->ret[writer->len] = '\0';
    }
}

static bool is_block_end(uint32_t rune)
{
    return rune == 0 || rune == 0x00B7 || rune == 0x2022 || rune == 0x30FB || rune == ' '; /* · • ・ */
}

/* Writes one block of a name, showing its first and last so many characters. Returns what follows the block.
 */
static const char *put_block(struct writer *writer, const char *block, size_t show_first, size_t show_last)
{
    size_t count = 0;
    const char *at = block, *before = block;
    for (uint32_t rune; rune = text_next(&at), !is_block_end(rune); before = at)
        count++;
    const char *end = before;
    at = block;
    for (size_t i = 0; at < end; i++) {
        before = at;
        text_next(&at);
        if (i < show_first || i + show_last >= count)
            put(writer, before, (size_t)(at - before));
        else
            put(writer, "*", 1);
    }
    return end;
}

static size_t count_blocks(const char *name)
{
    size_t count = 1;
    for (uint32_t rune; (rune = text_next(&name)) != 0;)
        count += is_block_end(rune);
    return count;
}

static bool has_han(const char *name)
{
    for (uint32_t rune; (rune = text_next(&name)) != 0;)
        if (text_is_han(rune))
            return true;
    return false;
}

/* How much of block i of n is seen. A name of one block: 张*, 张*明. Of several, the first and the last stay;
 * where these are all there is, the last shows its last character only, or nothing would be hidden. Latin
 * names keep initials. */
static void shown(const char *name, size_t i, size_t n, size_t *ret_first, size_t *ret_last)
{
    *ret_first = *ret_last = 0;
    if (!has_han(name)) {
        *ret_first = 1;
    } else if (n == 1) {
        size_t count = text_count(name);
        *ret_first = count > 1;
        *ret_last = count > 2;
    } else if (i == 0 || (i == n - 1 && n > 2)) {
        *ret_first = SIZE_MAX;
    } else if (i == n - 1) {
        *ret_last = 1;
    }
}

void person_mask_name(const char *name, char *ret, size_t size)
{
    struct writer writer = {.ret = ret, .size = size};
    size_t n = count_blocks(name), first, last;
    ret[0] = '\0';
    const char *at = name;
    for (size_t i = 0; i < n; i++) {
        shown(name, i, n, &first, &last);
        at = put_block(&writer, at, first, last);
        const char *mark = at;
        if (text_next(&at))
            put(&writer, mark, (size_t)(at - mark));
    }
}

void person_mask_number(const char *number, char *ret, size_t size)
{
    struct writer writer = {.ret = ret, .size = size};
    size_t len = strlen(number);
    bool short_one = len <= 7; /* 3 + 4 would hide nothing */
    ret[0] = '\0';
    for (size_t i = 0; i < len; i++)
        put(&writer, !short_one && (i < 3 || i + 4 >= len) ? number + i : "*", 1);
}

void person_mask_address(const char *address, char *ret, size_t size)
{
    static const char *const roads[] = {"路", "街", "道", "巷", "弄", "村", "镇"};
    const char *end = address;
    for (const char *at = address; *at;) {
        const char *before = at;
        text_next(&at);
        for (size_t i = 0; i < COUNT_OF(roads); i++)
            if ((size_t)(at - before) == strlen(roads[i]) && memcmp(before, roads[i], strlen(roads[i])) == 0)
                end = at;
    }
    struct writer writer = {.ret = ret, .size = size};
    ret[0] = '\0';
    put(&writer, address, (size_t)(end - address));
    put(&writer, HIDDEN, strlen(HIDDEN));
}
