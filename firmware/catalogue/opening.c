/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "catalogue/opening.h"

#include "catalogue/station.h"
#include <stdio.h>
#include <string.h>

/* In the order in which a week is written. */
static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

const struct yaml_field opening_table[] = {
    {.key = "days", .type = YAML_TEXT, .offset = offsetof(struct opening, days), .required = true},
    {.key = "from", .type = YAML_TEXT, .offset = offsetof(struct opening, from), .required = true},
    {.key = "to", .type = YAML_TEXT, .offset = offsetof(struct opening, to), .required = true},
    {0},
};

/* Takes one day name away; -1 when there is none. */
static int take_day(const char **text)
{
    for (int day = 0; day < 7; day++)
        if (strncmp(*text, day_names[day], 3) == 0) {
            *text += 3;
            return day;
        }
    return -1;
}

/* One bit a weekday, bit 0 = Sunday. 0: not a list of days, and ret_why says why not. A range that runs
 * backwards is nearly always mon-fri the wrong way round; taken as one over the weekend it would send people
 * to a closed door on three days. */
static unsigned days_of(const char *text, const char **ret_why)
{
    unsigned days = 0;
    *ret_why = "are no weekdays; write mon-fri, sat or mon-wed,fri";
    for (;; text++) {
        int first = take_day(&text), last = first;
        if (first >= 0 && *text == '-') {
            text++;
            last = take_day(&text);
        }
        if (first < 0 || last < 0)
            return 0;
        if (last < first) {
            *ret_why = "run backwards, for a week is mon to sun; write mon-fri, or fri-sun,mon";
            return 0;
        }
        for (int day = first; day <= last; day++)
            days |= 1u << (day + 1) % 7;
        if (*text != ',')
            return *text ? 0 : days;
    }
}

/* HH:MM, up to 24:00; -1 for anything else. */
static int minutes_of(const char *text)
{
    unsigned hour, minute;
    int end = 0;
    if (sscanf(text, "%2u:%2u%n", &hour, &minute, &end) != 2 || end != 5 || text[5])
        return -1;
    if (minute > 59 || hour * 60 + minute > 24 * 60)
        return -1;
    return (int)(hour * 60 + minute);
}

bool opening_check(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_list *hours,
                   struct err *err)
{
    const struct opening *openings = hours->items;
    for (size_t i = 0; i < hours->count; i++) {
        const struct yaml_node *at = yaml_at(node, i);
        int from = minutes_of(openings[i].from), to = minutes_of(openings[i].to);
        const char *why;
        if (!days_of(openings[i].days, &why))
            return yaml_error(doc, yaml_get(at, "days"), err, "\"%s\" %s", openings[i].days, why);
        if (from < 0)
            return yaml_error(doc, yaml_get(at, "from"), err, "\"%s\" is no time; write \"08:30\"",
                              openings[i].from);
        if (to <= from)
            return yaml_error(doc, yaml_get(at, "to"), err, "\"%s\" is no time after %s; write a later one",
                              openings[i].to, openings[i].from);
    }
    return true;
}

bool opening_today(const struct yaml_list *hours, int weekday, int *ret_from, int *ret_to)
{
    const struct opening *openings = hours->items;
    const char *why;
    for (size_t i = 0; i < hours->count; i++) {
        if (!(days_of(openings[i].days, &why) & 1u << weekday))
            continue;
        *ret_from = minutes_of(openings[i].from);
        *ret_to = minutes_of(openings[i].to);
        return true;
    }
    return false;
}
