/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "drivers/reader/zz_report.h"

#include "base/err.h"
#include <string.h>

#define LENGTH_AT  3
#define COUNTED_AT 5 /* what the length counts: command or result, and the bytes */
#define BYTES_AT   6
#define EXTRA      2 /* before the bytes of an answer */

static uint16_t sum_of(const uint8_t *bytes, size_t len)
{
    uint16_t sum = 0;
    while (len--)
        sum = (uint16_t)(sum + *bytes++);
    return sum;
}

static void put(uint8_t *at, size_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static size_t get(const uint8_t *at)
{
    return (size_t)at[1] << 8 | at[0];
}

void zz_wrap(const uint8_t *bytes, size_t len, uint8_t ret[ZZ_REPORT])
{
    check(len <= ZZ_REQUEST_MAX);
    memset(ret, 0, ZZ_REPORT);
    ret[0] = 0x88;
    put(ret + LENGTH_AT, 1 + len);
    ret[COUNTED_AT] = ZZ_PASS_ON;
    memcpy(ret + BYTES_AT, bytes, len);
    put(ret + BYTES_AT + len, sum_of(ret + LENGTH_AT, BYTES_AT + len - LENGTH_AT));
}

bool zz_unwrap(const uint8_t *report, size_t len, const uint8_t **ret, size_t *ret_len)
{
    if (len < ZZ_ANSWER_AROUND || report[0] != 0xAA)
        return false;
    size_t counted = get(report + LENGTH_AT), end = COUNTED_AT + counted;
    if (counted < 1 + EXTRA || end + 2 > len)
        return false;
    if (get(report + end) != sum_of(report + LENGTH_AT, end - LENGTH_AT) || report[COUNTED_AT] != 0)
        return false;
    *ret = report + BYTES_AT + EXTRA;
    *ret_len = counted - 1 - EXTRA;
    return true;
}
