/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The enquiry desk: where the cases of a person, or one case, stand. Five stages are shown to residents:
 * 一窗受理 内部流转 并联审批 限时办结 一口发证.
 */
#include "base/clock.h"
#include "casework/number.h"
#include "district/desk.h"
#include <string.h>

static const struct {
    int stage;
    bool running; /* a day is due */
} states[CASE_STATES] = {
    [CASE_LODGED] = {1, true},        [CASE_FORWARDED] = {2, true},  [CASE_CORRECTION] = {1, true},
    [CASE_ACCEPTED] = {2, true},      [CASE_REVIEWED] = {3, true},   [CASE_SUSPENDED] = {3, false},
    [CASE_APPROVED] = {4, false},     [CASE_REFUSED] = {4, false},   [CASE_ISSUED] = {5, false},
    [CASE_CLOSED] = {5, false},       [CASE_WITHDRAWN] = {1, false}, [CASE_LAPSED] = {1, false},
    [CASE_NOT_ACCEPTED] = {1, false},
};

struct found {
    json_t *cases;
    uint32_t today;
};

static void add(struct found *found, uint64_t number, const char *item, int state, uint32_t due,
                bool provisional)
{
    char case_text[CASE_NUMBER_TEXT], due_text[11];
    case_number_format(number, case_text);
    clock_format_date(due, due_text);
    json_t *entry =
        json_pack("{s:s, s:s, s:s, s:i, s:s, s:b, s:b}", "case", case_text, "item", item, "state",
                  case_state_words[state], "stage", states[state].stage, "due", due_text, "provisional",
                  provisional, "overdue", states[state].running && due < found->today);
    check(entry && json_array_append_new(found->cases, entry) == 0);
}

static void add_received(void *arg, const struct book_case *entry)
{
    add(arg, entry->number, entry->item, CASE_LODGED, entry->promised, entry->provisional);
}

static void add_known(struct found *found, const struct resident *resident, uint64_t only)
{
    const struct known_case *cases = resident->cases.items;
    for (size_t i = 0; i < resident->cases.count; i++) {
        uint64_t number;
        check(case_number_parse(cases[i].number, &number)); /* tried when the file was loaded */
        if (!only || number == only)
            add(found, number, cases[i].item, cases[i].state, clock_date_add(found->today, cases[i].due_days),
                false);
    }
}

enum desk_result desk_progress(struct district *district, const struct desk_request *request, struct buf *ret,
                               struct err *err)
{
    const char *name, *person = NULL, *case_text = NULL, *reply_key;
    uint64_t number = 0;
    bool by_case = json_object_get(request->text, "case") != NULL;
    if ((by_case ? json_unpack_ex(request->text, NULL, JSON_STRICT, "{s:s, s:s}", "case", &case_text,
                                  "reply_key", &reply_key)
                 : json_unpack_ex(request->text, NULL, JSON_STRICT, "{s:{s:s, s:s}, s:s}", "person", "name",
                                  &name, "number", &person, "reply_key", &reply_key)) < 0)
        return desk_malformed(err, "person or case, and reply_key");
    if (by_case ? !case_number_parse(case_text, &number) : !desk_person_valid(name, person))
        return desk_malformed(err, "person or case");

    struct found found = {.cases = json_array(), .today = clock_date(clock_real_s())};
    enum desk_result result = DESK_BUSY;
    for (size_t i = 0; i < people_count(district->people); i++) {
        const struct resident *resident = people_at(district->people, i);
        if (!person || strcmp(resident->number, person) == 0)
            add_known(&found, resident, number);
    }
    json_t *answer = json_pack("{s:O}", "cases", found.cases);
    if (book_each_case(district->book, person, number, add_received, &found, err))
        result = desk_seal(request, reply_key, answer, ret, err);
    json_decref(answer);
    json_decref(found.cases);
    return result;
}
