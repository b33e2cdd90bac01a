/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "casework/phrase.h"

#include "base/clock.h"
#include "base/tr.h"
#include <stdio.h>
#include <string.h>

static const struct {
    const char *code; /* in YAML */
    struct words name;
} days[] = {
    {"sun", {"周日", "Sun"}}, {"mon", {"周一", "Mon"}}, {"tue", {"周二", "Tue"}}, {"wed", {"周三", "Wed"}},
    {"thu", {"周四", "Thu"}}, {"fri", {"周五", "Fri"}}, {"sat", {"周六", "Sat"}},
};
static const char *const months[] = {"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static const char *half(bool english, const struct words *words)
{
    return english ? words->en : words->zh;
}

/* The date without its weekday. */
static void plain_date(bool english, uint32_t date, bool with_year, char ret[PHRASE_BYTES])
{
    unsigned year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (english && with_year)
        snprintf(ret, PHRASE_BYTES, "%u %s %u", day, months[month], year);
    else if (english)
        snprintf(ret, PHRASE_BYTES, "%u %s", day, months[month]);
    else if (with_year)
        snprintf(ret, PHRASE_BYTES, "%u年%u月%u日", year, month, day);
    else
        snprintf(ret, PHRASE_BYTES, "%u月%u日", month, day);
}

static void full_date(bool english, uint32_t date, bool with_year, char ret[PHRASE_BYTES])
{
    char plain[PHRASE_BYTES];
    plain_date(english, date, with_year, plain);
    const char *weekday = half(english, &days[clock_weekday(date)].name);
    if (english)
        snprintf(ret, PHRASE_BYTES, "%s %.80s", weekday, plain);
    else
        snprintf(ret, PHRASE_BYTES, "%.80s（%s）", plain, weekday);
}

void phrase_date(bool english, uint32_t date, char ret[PHRASE_BYTES])
{
    full_date(english, date, true, ret);
}

void phrase_day(bool english, uint32_t date, uint32_t seen_from, char ret[PHRASE_BYTES])
{
    full_date(english, date, date / 10000 != seen_from / 10000, ret);
}

void phrase_short_day(bool english, uint32_t date, uint32_t seen_from, char ret[PHRASE_BYTES])
{
    plain_date(english, date, date / 10000 != seen_from / 10000, ret);
}

static const char *day_name(bool english, const char *code)
{
    for (size_t i = 0; i < COUNT_OF(days); i++)
        if (strncmp(code, days[i].code, 3) == 0)
            return half(english, &days[i].name);
    return "";
}

/* "08:30" as people write it. */
static const char *time_words(const char *time)
{
    return *time == '0' ? time + 1 : time;
}

void phrase_hours(bool english, const char *list, const char *from, const char *to, char ret[PHRASE_BYTES])
{
    int used = 0;
    for (const char *at = list; *at && used < PHRASE_BYTES - 40; at += strcspn(at, "-,")) {
        if (*at == '-' || *at == ',') {
            static const struct words range = {"至", " to "}, list_mark = {"、", ", "};
            used += snprintf(ret + used, (size_t)(PHRASE_BYTES - used), "%s",
                             half(english, *at == '-' ? &range : &list_mark));
            at++;
        }
        used += snprintf(ret + used, (size_t)(PHRASE_BYTES - used), "%s", day_name(english, at));
    }
    snprintf(ret + used, (size_t)(PHRASE_BYTES - used), english ? " %s to %s" : " %s 至 %s", time_words(from),
             time_words(to));
}

void phrase_fee(int fen, char ret[PHRASE_BYTES])
{
    if (!fen)
        snprintf(ret, PHRASE_BYTES, "%s", tr("免费"));
    else if (fen % 100)
        snprintf(ret, PHRASE_BYTES, tr("%d.%02d 元"), fen / 100, fen % 100);
    else
        snprintf(ret, PHRASE_BYTES, tr("%d 元"), fen / 100);
}
