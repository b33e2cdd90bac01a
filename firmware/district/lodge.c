/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The intake desk: takes a lodged case once and gives a signed receipt, the only thing that lets the kiosk
 * forget its copy. The same bytes bring the same receipt; other bytes under the same case and event are
 * refused.
 */
#include "base/clock.h"
#include "casework/casework.h"
#include "district/desk.h"
#include "ticket/receipt.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENT_LODGED     1
#define STATION_ID_BYTES 16 /* 118-03 */

struct lodging {
    const char *case_text, *item_code, *catalogue, *station, *lodged, *promised, *target, *name, *person;
    int event, version, consent, provisional;
    json_t *phone, *materials;
    uint64_t number;
    uint32_t promised_date;
};

static int word_index(const char *const words[], const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

static bool choice_fits(int tag, int choice)
{
    return choice == CHOICE_HAVE || (choice == CHOICE_PROMISE && tag == MATERIAL_PROMISE) ||
           (choice == CHOICE_DEFER && tag == MATERIAL_DEFER);
}

/* n rises from 1 without gaps; whether it is the whole list depends on the version the kiosk showed. */
static bool materials_valid(const json_t *materials)
{
    size_t i;
    json_t *material;
    if (!json_is_array(materials) || json_array_size(materials) > CASE_MATERIALS_MAX)
        return false;
    json_array_foreach(materials, i, material)
    {
        int n;
        const char *tag, *choice;
        if (json_unpack_ex(material, NULL, JSON_STRICT, "{s:i, s:s, s:s}", "n", &n, "tag", &tag, "choice",
                           &choice) < 0)
            return false;
        int tag_index = word_index(material_tag_names, tag),
            choice_index = word_index(material_choice_names, choice);
        if (n != (int)i + 1 || tag_index < 0 || choice_index < 0 || !choice_fits(tag_index, choice_index))
            return false;
    }
    return true;
}

static bool target_known(const struct catalogue *catalogue, const char *target)
{
    const struct unit *units = catalogue->units.items;
    for (size_t i = 0; i < catalogue->units.count; i++)
        if (strcmp(units[i].target, target) == 0)
            return true;
    return false;
}

static enum desk_result validate(const struct district *district, const struct desk_request *request,
                                 struct lodging *lodging, struct err *err)
{
    const struct item *item = catalogue_find(district->catalogue, lodging->item_code);
    int64_t lodged;
    char station[STATION_ID_BYTES];
    snprintf(station, sizeof station, "%03u-%02u", (unsigned)(request->station / 100 % 1000),
             (unsigned)(request->station % 100));
    if (!desk_number(request, lodging->case_text, &lodging->number))
        return desk_malformed(err, "case is none of this station's");
    if (lodging->event != EVENT_LODGED)
        return desk_malformed(err, "event %d is not known", lodging->event);
    if (!item || item->mode != MODE_HANDOFF || lodging->version < 1 || lodging->consent < 1 ||
        !*lodging->catalogue)
        return desk_malformed(err, "item, version, catalogue or consent");
    if (strcmp(lodging->station, station) != 0)
        return desk_malformed(err, "station is not the one of the frame");
    if (!clock_parse_iso(lodging->lodged, &lodged) ||
        !clock_parse_date(lodging->promised, &lodging->promised_date) ||
        lodging->promised_date < clock_date(lodged))
        return desk_malformed(err, "lodged or promised");
    if (!target_known(district->catalogue, lodging->target))
        return desk_malformed(err, "target is no unit's");
    if (!desk_person_valid(lodging->name, lodging->person) ||
        (!json_is_null(lodging->phone) && !json_is_string(lodging->phone)))
        return desk_malformed(err, "person");
    return materials_valid(lodging->materials) ? DESK_ANSWERED : desk_malformed(err, "materials");
}

static enum desk_result parse(const struct district *district, const struct desk_request *request,
                              struct lodging *ret, struct err *err)
{
    json_error_t where;
    if (json_unpack_ex(request->text, &where, JSON_STRICT,
                       "{s:s, s:i, s:s, s:i, s:s, s:s, s:s, s:s, s:b, s:s, s:i, s:{s:s, s:s, s:o}, s:o}",
                       "case", &ret->case_text, "event", &ret->event, "item", &ret->item_code, "version",
                       &ret->version, "catalogue", &ret->catalogue, "station", &ret->station, "lodged",
                       &ret->lodged, "promised", &ret->promised, "provisional", &ret->provisional, "target",
                       &ret->target, "consent", &ret->consent, "person", "name", &ret->name, "number",
                       &ret->person, "phone", &ret->phone, "materials", &ret->materials) < 0)
        return desk_malformed(err, "%s", where.text);
    return validate(district, request, ret, err);
}

static bool keep(struct district *district, const struct desk_request *request, const struct lodging *lodging,
                 struct buf *ret_receipt, struct err *err)
{
    struct receipt receipt = {
        .case_number = lodging->number, .event = (uint64_t)lodging->event, .received = clock_real_s()};
    struct book_case entry = {.number = lodging->number,
                              .event = (uint64_t)lodging->event,
                              .item = lodging->item_code,
                              .person = lodging->person,
                              .promised = lodging->promised_date,
                              .provisional = lodging->provisional};
    memcpy(receipt.digest, request->digest, sizeof receipt.digest);
    memcpy(entry.digest, request->digest, sizeof entry.digest);
    receipt_sign(district->document_key, &receipt, &entry.receipt);
    char *text = json_dumps(request->text, JSON_COMPACT);
    check(text);
    entry.text = text;
    bool ok = book_keep_case(district->book, &entry, err);
    if (ok)
        buf_append(ret_receipt, entry.receipt.data, entry.receipt.len);
    free(text);
    buf_finish(&entry.receipt);
    return ok;
}

static enum desk_result answer_again(const struct desk_request *request, const struct book_case *entry,
                                     struct buf *ret, struct err *err)
{
    if (memcmp(request->digest, entry->digest, SEAL_SM3_BYTES) != 0)
        return desk_malformed(err, "other bytes were received under this case and event");
    buf_append(ret, entry->receipt.data, entry->receipt.len);
    return DESK_ANSWERED;
}

enum desk_result desk_lodge(struct district *district, const struct desk_request *request, struct buf *ret,
                            struct err *err)
{
    struct lodging lodging = {0};
    struct book_case entry;
    enum desk_result result = parse(district, request, &lodging, err);
    if (result != DESK_ANSWERED)
        return result;
    switch (book_find_case(district->book, lodging.number, (uint64_t)lodging.event, &entry, err)) {
    case BOOK_FOUND:
        result = answer_again(request, &entry, ret, err);
        buf_finish(&entry.receipt);
        return result;
    case BOOK_ABSENT:
        return keep(district, request, &lodging, ret, err) ? DESK_ANSWERED : DESK_BUSY;
    case BOOK_FAILED:
        break;
    }
    return DESK_BUSY;
}
