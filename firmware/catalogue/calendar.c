/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "catalogue/calendar.h"

#include "base/clock.h"
#include "base/yaml.h"

struct period {
    int kind; /* enum kind */
    uint32_t from, to;
    const char *name;
};

struct calendar {
    struct arena *arena;
    struct yaml_list periods;  /* struct period, ascending */
    int first_year, last_year; /* known, all between them too */
};

enum kind { KIND_OFF, KIND_ON };
static const char *const kinds[] = {"off", "on", NULL};

static const struct yaml_field period_table[] = {
    {.key = "kind",
     .type = YAML_ENUM,
     .offset = offsetof(struct period, kind),
     .required = true,
     .names = kinds},
    {.key = "from", .type = YAML_DATE, .offset = offsetof(struct period, from), .required = true},
    {.key = "to", .type = YAML_DATE, .offset = offsetof(struct period, to), .required = true},
    {.key = "name", .type = YAML_TEXT, .offset = offsetof(struct period, name), .required = true},
    {0},
};

static int year_of(uint32_t date)
{
    return (int)(date / 10000);
}

/* Ascending without overlap, no period over a year's end, no year left out. */
static bool check_periods(struct calendar *calendar, const struct yaml_doc *doc, struct err *err)
{
    const struct period *periods = calendar->periods.items;
    if (!calendar->periods.count)
        return yaml_error(doc, yaml_root(doc), err, "no year is known; add the holidays of this year");
    for (size_t i = 0; i < calendar->periods.count; i++) {
        const struct period *period = &periods[i];
        const struct yaml_node *node = yaml_at(yaml_root(doc), i);
        if (period->to < period->from || year_of(period->to) != year_of(period->from))
            return yaml_error(doc, yaml_get(node, "to"), err,
                              "the period ends before it begins or in another year; split or mend it");
        if (i && period->from <= period[-1].to)
            return yaml_error(
                doc, yaml_get(node, "from"), err,
                "the period begins before the one above it ended; sort the list and remove the overlap");
        if (i && year_of(period->from) > year_of(period[-1].to) + 1)
            return yaml_error(doc, yaml_get(node, "from"), err, "the year %d is left out; add its holidays",
                              year_of(period[-1].to) + 1);
    }
    calendar->first_year = year_of(periods[0].from);
    calendar->last_year = year_of(periods[calendar->periods.count - 1].to);
    return true;
}

bool calendar_load(const char *path, struct calendar **ret, struct err *err)
{
    struct yaml_doc *doc;
    if (!yaml_open(path, &doc, err))
        return false;
    struct arena *arena = arena_create();
    struct calendar *calendar = arena_alloc(arena, sizeof *calendar);
    calendar->arena = arena;
    bool ok = yaml_load_list(doc, yaml_root(doc), period_table, sizeof(struct period), arena,
                             &calendar->periods, err) &&
              check_periods(calendar, doc, err);
    yaml_close(doc);
    if (ok)
        *ret = calendar;
    else
        arena_destroy(arena);
    return ok;
}

void calendar_destroy(struct calendar *calendar)
{
    if (calendar)
        arena_destroy(calendar->arena);
}

bool calendar_works(const struct calendar *calendar, uint32_t date, bool *ret_known)
{
    const struct period *periods = calendar->periods.items;
    *ret_known = year_of(date) >= calendar->first_year && year_of(date) <= calendar->last_year;
    for (size_t i = 0; i < calendar->periods.count; i++)
        if (date >= periods[i].from && date <= periods[i].to)
            return periods[i].kind == KIND_ON;
    int weekday = clock_weekday(date);
    return weekday != 0 && weekday != 6;
}

struct deadline calendar_after(const struct calendar *calendar, uint32_t from, int n)
{
    bool known;
    calendar_works(calendar, from, &known);
    struct deadline deadline = {.date = from, .provisional = !known};
    while (n > 0) {
        deadline.date = clock_date_add(deadline.date, 1);
        if (calendar_works(calendar, deadline.date, &known))
            n--;
        deadline.provisional |= !known;
    }
    return deadline;
}
