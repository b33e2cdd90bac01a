/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "casework/number.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERIAL_MAX 9999

/* ISO 7064 MOD 97-10: what makes body and check digits together leave 1. */
static uint64_t with_check_digits(uint64_t body)
{
    uint64_t shifted = body * 100;
    return shifted + 98 - shifted % 97;
}

uint64_t case_number_make(unsigned town_suffix, unsigned kiosk, uint32_t date, unsigned serial)
{
    check(town_suffix <= 999 && kiosk >= 1 && kiosk <= 99 && serial >= 1 && serial <= SERIAL_MAX);
    uint64_t body = ((uint64_t)town_suffix * 100 + kiosk) * 1000000 + date % 1000000;
    return with_check_digits(body * 10000 + serial);
}

unsigned case_number_serial(uint64_t number)
{
    return (unsigned)(number / 100 % 10000);
}

uint32_t case_number_date(uint64_t number)
{
    return 20000000 + (uint32_t)(number / 1000000 % 1000000);
}

bool case_number_valid(uint64_t number)
{
    uint64_t kiosk = number / 1000000000000 % 100, town_suffix = number / 100000000000000;
    return town_suffix <= 999 && kiosk >= 1 && case_number_serial(number) >= 1 &&
           clock_date_valid(case_number_date(number)) && with_check_digits(number / 100) == number;
}

void case_number_format(uint64_t number, char ret[CASE_NUMBER_TEXT])
{
    check(number < 100000000000000000);
    char digits[24];
    snprintf(digits, sizeof digits, "%017" PRIu64, number);
    snprintf(ret, CASE_NUMBER_TEXT, "%.3s-%.2s-%.6s-%.4s-%.2s", digits, digits + 3, digits + 5, digits + 11,
             digits + 15);
}

bool case_number_parse(const char *text, uint64_t *ret)
{
    static const char shape[] = "ddd-dd-dddddd-dddd-dd";
    char digits[18];
    size_t count = 0;
    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++) {
        if (shape[i] == '-' ? text[i] != '-' : !text_is_digits(text + i, 1))
            return false;
        if (shape[i] == 'd')
            digits[count++] = text[i];
    }
    digits[count] = '\0';
    uint64_t number = strtoull(digits, NULL, 10);
    if (!case_number_valid(number))
        return false;
    *ret = number;
    return true;
}
