/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t clock_real_s(void)
{
    return (int64_t)time(NULL);
}

int64_t clock_real_mono_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_real_mono_ms(void)
{
    return clock_real_mono_us() / 1000;
}

int64_t clock_now_s(const struct clock *clock)
{
    return clock_real_s() + clock->ahead_s;
}

int64_t clock_mono_ms(const struct clock *clock)
{
    return clock_real_mono_ms() + clock->ahead_s * 1000;
}

static struct tm local(int64_t seconds)
{
    time_t t = (time_t)seconds;
    struct tm tm;
    localtime_r(&t, &tm);
    return tm;
}

static int64_t instant(int year, int month, int day, int hour, int minute, int second)
{
    struct tm tm = {.tm_year = year - 1900,
                    .tm_mon = month - 1,
                    .tm_mday = day,
                    .tm_hour = hour,
                    .tm_min = minute,
                    .tm_sec = second,
                    .tm_isdst = -1};
    return (int64_t)mktime(&tm);
}

uint32_t clock_date(int64_t seconds)
{
    struct tm tm = local(seconds);
    return (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
}

int64_t clock_of_date(uint32_t date)
{
    return instant((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100), 12, 0, 0);
}

int clock_weekday(uint32_t date)
{
    return local(clock_of_date(date)).tm_wday;
}

bool clock_date_valid(uint32_t date)
{
    uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    return year >= 1800 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           clock_date(clock_of_date(date)) == date;
}

uint32_t clock_date_add(uint32_t date, int days)
{
    return clock_date(
        instant((int)(date / 10000), (int)(date / 100 % 100), (int)(date % 100) + days, 12, 0, 0));
}

int clock_minute_of_day(int64_t seconds)
{
    struct tm tm = local(seconds);
    return tm.tm_hour * 60 + tm.tm_min;
}

void clock_iso(int64_t seconds, char *ret, size_t size)
{
    struct tm tm = local(seconds);
    long minutes = tm.tm_gmtoff / 60;
    char sign = minutes < 0 ? '-' : '+';
    if (minutes < 0)
        minutes = -minutes;
    snprintf(ret, size, "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, sign, minutes / 60, minutes % 60);
}

bool clock_parse_date(const char *text, uint32_t *ret_date)
{
    unsigned year, month, day;
    int end = 0;
    if (sscanf(text, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || end != 10 || text[end])
        return false;
    uint32_t date = year * 10000 + month * 100 + day;
    if (!clock_date_valid(date))
        return false;
    *ret_date = date;
    return true;
}

bool clock_parse_iso(const char *text, int64_t *ret_seconds)
{
    char day_text[11];
    uint32_t date;
    if (strlen(text) < 10)
        return false;
    memcpy(day_text, text, 10);
    day_text[10] = '\0';
    if (!clock_parse_date(day_text, &date))
        return false;
    int year = (int)(date / 10000), month = (int)(date / 100 % 100), day = (int)(date % 100);
    if (!text[10]) {
        *ret_seconds = instant(year, month, day, 0, 0, 0);
        return true;
    }
    unsigned hour, minute, second, off_h = 0, off_m = 0;
    char sign = 'Z';
    int end = 0;
    if (sscanf(text + 10, "T%2u:%2u:%2u%n", &hour, &minute, &second, &end) != 3 || end != 9)
        return false;
    const char *zone = text + 19;
    if (strcmp(zone, "Z") != 0) {
        if (sscanf(zone, "%c%2u:%2u%n", &sign, &off_h, &off_m, &end) != 3 || end != 6 || zone[end] ||
            (sign != '+' && sign != '-'))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 60 || off_h > 14 || off_m > 59)
        return false;
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    int64_t offset = ((int64_t)off_h * 60 + off_m) * 60 * (sign == '-' ? -1 : 1);
    *ret_seconds = (int64_t)timegm(&tm) + hour * 3600 + minute * 60 + second - offset;
    return true;
}

void clock_format_date(uint32_t date, char ret[11])
{
    snprintf(ret, 11, "%04u-%02u-%02u", date / 10000 % 10000, date / 100 % 100, date % 100);
}
