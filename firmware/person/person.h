/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A resident as read from a card, and how little of it is shown. The struct travels from the reader to the
 * kiosk as it stands: fixed arrays, UTF-8, NUL-terminated and zero-filled. It lives in secret memory only
 * (base/wipe.h) and is wiped at the end of the visit. Photo and fingerprints are never part of it.
 */
#ifndef LIQU_PERSON_PERSON_H
#define LIQU_PERSON_PERSON_H

#include "base/attr.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PERSON_NAME_BYTES    192 /* 60 UTF-16 units of a 2017 foreign card, 3 bytes each, and NUL */
#define PERSON_ADDRESS_BYTES 112
#define PERSON_NUMBER_BYTES  24
#define PERSON_LONG_TERM     0u /* valid_to of a card that never expires: 长期 */

enum card_layout { CARD_MAINLAND, CARD_HMT /* J */, CARD_FOREIGN_2017 /* I */, CARD_FOREIGN_2023 /* Y */ };

struct person {
    uint32_t layout;                      /* enum card_layout */
    uint32_t birth, valid_from, valid_to; /* YYYYMMDD */
    char sex;                             /* GB/T 2261.1: '0' unknown '1' male '2' female '9' not stated */
    char ethnic[3];                       /* GB/T 3304 two digits; "" outside the mainland layout */
    char nationality[4];
    char name[PERSON_NAME_BYTES]; /* Chinese name; the Latin one when a card has no Chinese name */
    char name_latin[PERSON_NAME_BYTES];
    char address[PERSON_ADDRESS_BYTES];
    char number[PERSON_NUMBER_BYTES]; /* citizen number or the card's own */
    char authority[48];
};

/* Every array NUL-terminated valid UTF-8, dates in range, layout known: true before anything uses what came
 * in. */
bool person_valid(const struct person *person) MUST_CHECK;
/* GB 11643 / ISO 7064 MOD 11-2 over 17 digits: '0'..'9' or 'X'. */
char person_check_digit(const char *number17);
bool person_number_valid(const char *number18);
int person_age(const struct person *person, uint32_t today);
/* local date > valid_to; a long-term card never. */
bool person_expired(const struct person *person, uint32_t today);
/* Digits for "最后四位": the last four characters of the number. */
const char *person_last_four(const struct person *person);

/* 张* · 张*明. With · the first and the last block stay; of two blocks the last shows its last character
 * only, or nothing would be hidden. Names without Han keep initials. ret cut at a character when size is too
 * small, as below. */
void person_mask_name(const char *name, char *ret, size_t size);
/* 3 + 4: 310***********0021. */
void person_mask_number(const char *number, char *ret, size_t size);
/* To road level: what follows the last 路 街 道 巷 弄 村 镇 becomes ****. */
void person_mask_address(const char *address, char *ret, size_t size);

#endif
