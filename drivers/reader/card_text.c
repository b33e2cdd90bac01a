/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/card_text.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/wipe.h"
#include <string.h>

#define FLAG_OFFSET 248
#define FIELDS_MAX  12
/* The 2023 foreign card's Latin name is cut in two places: characters 1 to 35 and 36 to 46. */
#define Y_LATIN_1     52
#define Y_LATIN_1_LEN 70
#define Y_LATIN_2     220
#define Y_LATIN_2_LEN 22

enum field_kind { FIELD_END, FIELD_TEXT, FIELD_SEX, FIELD_DATE, FIELD_DATE_OR_LONG_TERM };
struct field {
    enum field_kind kind;
    uint8_t offset, bytes; /* on the card */
    size_t at, size;       /* in struct person */
};
#define TEXT(offset, bytes, member)                                                                          \
    {                                                                                                        \
        FIELD_TEXT, offset, bytes, offsetof(struct person, member), sizeof(((struct person *)0)->member)     \
    }
#define SEX(offset)                                                                                          \
    {                                                                                                        \
        FIELD_SEX, offset, 2, offsetof(struct person, sex), 1                                                \
    }
#define DATE(offset, member)                                                                                 \
    {                                                                                                        \
        FIELD_DATE, offset, 16, offsetof(struct person, member), 4                                           \
    }
#define DATE_OR_LONG_TERM(offset, member)                                                                    \
    {                                                                                                        \
        FIELD_DATE_OR_LONG_TERM, offset, 16, offsetof(struct person, member), 4                              \
    }

struct layout {
    uint16_t flag;
    enum card_layout layout;
    bool citizen_form; /* an 18-character number with birth and MOD 11-2 check digit */
    struct field fields[FIELDS_MAX];
};

static const struct layout layouts[] = {
    {' ',
     CARD_MAINLAND,
     true,
     {TEXT(0, 30, name), SEX(30), TEXT(32, 4, ethnic), DATE(36, birth), TEXT(52, 70, address),
      TEXT(122, 36, number), TEXT(158, 30, authority), DATE(188, valid_from),
      DATE_OR_LONG_TERM(204, valid_to)}},
    {'J',
     CARD_HMT,
     true,
     {TEXT(0, 30, name), SEX(30), DATE(36, birth), TEXT(52, 70, address), TEXT(122, 36, number),
      TEXT(158, 30, authority), DATE(188, valid_from), DATE(204, valid_to)}},
    {'I',
     CARD_FOREIGN_2017,
     false,
     {TEXT(0, 120, name_latin), SEX(120), TEXT(122, 30, number), TEXT(152, 6, nationality),
      TEXT(158, 30, name), DATE(188, valid_from), DATE(204, valid_to), DATE(220, birth)}},
    {'Y',
     CARD_FOREIGN_2023,
     true,
     {TEXT(0, 30, name), SEX(30), DATE(36, birth), TEXT(122, 36, number), DATE(188, valid_from),
      DATE(204, valid_to), TEXT(242, 6, nationality)}},
};

static const struct layout *layout_of(const uint8_t *text)
{
    uint16_t flag = (uint16_t)(text[FLAG_OFFSET] | text[FLAG_OFFSET + 1] << 8);
    for (size_t i = 0; i < COUNT_OF(layouts); i++)
        if (layouts[i].flag == flag)
            return &layouts[i];
    return NULL;
}

/* Zero-filled behind the trimmed text, because the struct travels whole. */
static bool take_text(const uint8_t *units, size_t bytes, char *ret, size_t size)
{
    char plain[PERSON_NAME_BYTES];
    bool ok = text_from_utf16le(units, bytes / 2, plain, sizeof plain);
    if (ok) {
        text_trim(plain);
        ok = strlen(plain) < size && text_is_printable(plain);
    }
    if (ok)
        strncpy(ret, plain, size); /* fills with zeros */
    wipe(plain, sizeof plain);
    return ok;
}

static bool take_date(const uint8_t *units, bool long_term_allowed, uint32_t *ret)
{
    char digits[32];
    uint64_t date;
    bool ok = take_text(units, 16, digits, sizeof digits);
    if (ok && long_term_allowed && strcmp(digits, "长期") == 0) {
        *ret = PERSON_LONG_TERM;
        return true;
    }
    ok = ok && strlen(digits) == 8 && text_to_uint(digits, 99991231, &date) &&
         clock_date_valid((uint32_t)date);
    if (ok)
        *ret = (uint32_t)date;
    wipe(digits, sizeof digits);
    return ok;
}

static bool take_field(const uint8_t *text, const struct field *field, struct person *person)
{
    const uint8_t *units = text + field->offset;
    char *at = (char *)person + field->at;
    if (field->kind == FIELD_TEXT)
        return take_text(units, field->bytes, at, field->size);
    if (field->kind != FIELD_SEX)
        return take_date(units, field->kind == FIELD_DATE_OR_LONG_TERM, (uint32_t *)(void *)at);
    *at = (char)units[0];
    return units[1] == 0 && units[0] && strchr("0129", units[0]) != NULL;
}

static bool take_latin_2023(const uint8_t *text, struct person *person)
{
    uint8_t whole[Y_LATIN_1_LEN + Y_LATIN_2_LEN];
    memcpy(whole, text + Y_LATIN_1, Y_LATIN_1_LEN);
    memcpy(whole + Y_LATIN_1_LEN, text + Y_LATIN_2, Y_LATIN_2_LEN);
    bool ok = take_text(whole, sizeof whole, person->name_latin, sizeof person->name_latin);
    wipe(whole, sizeof whole);
    return ok;
}

static bool birth_agrees(const struct person *person)
{
    char digits[9] = {0};
    uint64_t date;
    memcpy(digits, person->number + 6, 8);
    bool ok = text_to_uint(digits, 99991231, &date) && date == person->birth;
    wipe(digits, sizeof digits);
    return ok;
}

static bool all_capitals(const char *text, size_t len)
{
    size_t i = 0;
    while (i < len && text[i] >= 'A' && text[i] <= 'Z')
        i++;
    return i == len;
}

/* What the 2017 number must look like. */
static bool number_2017(const char *number)
{
    return strlen(number) == 15 && all_capitals(number, 3) && text_is_digits(number + 3, 12);
}

bool card_number_2017_agrees(const char *number)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (size_t i = 0; i < 14; i++)
        sum += weights[i % 3] * (number[i] >= 'A' ? number[i] - 'A' + 10 : number[i] - '0');
    return number[14] == '0' + sum % 10;
}

static bool names_ok(struct person *person)
{
    if (!person->name[0])
        memcpy(person->name, person->name_latin, sizeof person->name);
    bool ethnic =
        person->layout != CARD_MAINLAND || (strlen(person->ethnic) == 2 && text_is_digits(person->ethnic, 2));
    return person->name[0] && ethnic;
}

static bool parse(const uint8_t *text, struct person *person, enum card_refusal *ret)
{
    *ret = REFUSED_LAYOUT;
    const struct layout *layout = layout_of(text);
    if (!layout)
        return false;
    person->layout = layout->layout;
    for (const struct field *field = layout->fields; field->kind != FIELD_END; field++)
        if (!take_field(text, field, person)) {
            *ret = field->kind == FIELD_TEXT || field->kind == FIELD_SEX ? REFUSED_LAYOUT : REFUSED_DATES;
            return false;
        }
    if (layout->layout == CARD_FOREIGN_2023 && !take_latin_2023(text, person))
        return false;
    if (!names_ok(person) || (!layout->citizen_form && !number_2017(person->number)))
        return false;
    *ret = REFUSED_CHECK_DIGIT;
    if (layout->citizen_form && !person_number_valid(person->number))
        return false;
    *ret = REFUSED_BIRTH;
    if (layout->citizen_form && !birth_agrees(person))
        return false;
    *ret = REFUSED_DATES;
    return person->valid_to == PERSON_LONG_TERM || person->valid_from <= person->valid_to;
}

bool card_text_parse(const uint8_t text[CARD_TEXT_BYTES], struct person *ret, enum card_refusal *ret_refusal)
{
    enum card_refusal refusal;
    *ret = (struct person){0};
    bool ok = parse(text, ret, &refusal);
    if (ok && !person_valid(ret)) {
        ok = false;
        refusal = REFUSED_LAYOUT;
    }
    wipe_stack();
    if (ok)
        return true;
    wipe(ret, sizeof *ret);
    *ret_refusal = refusal;
    return false;
}

static bool blank(const uint8_t *units, size_t bytes)
{
    for (size_t i = 0; i < bytes; i += 2) {
        unsigned unit = (unsigned)(units[i] | units[i + 1] << 8);
        if (unit && unit != ' ' && unit != 0x3000)
            return false;
    }
    return true;
}

bool card_text_newest_address(const uint8_t *addresses, size_t count, struct person *person)
{
    while (count && blank(addresses + (count - 1) * CARD_ADDRESS_BYTES, CARD_ADDRESS_BYTES))
        count--;
    bool ok = !count || take_text(addresses + (count - 1) * CARD_ADDRESS_BYTES, CARD_ADDRESS_BYTES,
                                  person->address, sizeof person->address);
    if (!ok)
        wipe(person->address, sizeof person->address);
    wipe_stack();
    return ok;
}
