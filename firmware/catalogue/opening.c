/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "catalogue/opening.h"

#include "catalogue/station.h"
#include <stdio.h>
#include <string.h>

static const char *const day_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

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

/* One bit a weekday, bit 0 = Sunday; 0: not a list of days. A range may run over the weekend (fri-mon). */
static unsigned days_of(const char *text)
{
    unsigned days = 0;
    for (;; text++) {
        int first = take_day(&text), last = first;
        if (first >= 0 && *text == '-') {
            text++;
            last = take_day(&text);
        }
        if (first < 0 || last < 0)
            return 0;
        for (int day = first;; day = (day + 1) % 7) {
            days |= 1u << day;
            if (day == last)
                break;
        }
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
        if (!days_of(openings[i].days))
            return yaml_error(doc, yaml_get(at, "days"), err,
                              "\"%s\" are no weekdays; write mon-fri, sat or mon-wed,fri", openings[i].days);
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
    for (size_t i = 0; i < hours->count; i++) {
        if (!(days_of(openings[i].days) & 1u << weekday))
            continue;
        *ret_from = minutes_of(openings[i].from);
        *ret_to = minutes_of(openings[i].to);
        return true;
    }
    return false;
}
