/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "district/district.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/place.h"
#include "base/text.h"
#include "casework/number.h"
#include "district/desk.h"
#include "person/person.h"
#include "seal/trust.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DISTRICT_ID "demo"

static const char *const error_words[] = {
    [DESK_MALFORMED] = "malformed", [DESK_UNKNOWN_KEY] = "unknown_key", [DESK_BUSY] = "busy"};

static const struct subject {
    const char *name, *answer_key;
    desk_fn *run;
} subjects[] = {
    {"issue", "sealed", desk_issue},
    {"case", "receipt", desk_lodge},
    {"progress", "sealed", desk_progress},
};

static const struct subject *find_subject(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(subjects); i++)
        if (strcmp(subjects[i].name, name) == 0)
            return &subjects[i];
    return NULL;
}

/* ---- what the desks share ---- */

enum desk_result desk_seal(const struct desk_request *request, const char *reply_key, const json_t *answer,
                           struct buf *ret, struct err *err)
{
    struct seal_key *key = seal_key_from_public(reply_key);
    if (!key)
        return desk_malformed(err, "reply_key is no SM2 point");
    char *text = json_dumps(answer, JSON_COMPACT);
    check(text);
    envelope_seal(key, request->subject, request->id, text, strlen(text), ret);
    free(text);
    seal_key_destroy(key);
    return DESK_ANSWERED;
}

bool desk_number(const struct desk_request *request, const char *text, uint64_t *ret)
{
    uint64_t number;
    /* The first five digits say town and kiosk, as the last five of the station's number do. */
    if (!case_number_parse(text, &number) || number / 1000000000000 != request->station % 100000)
        return false;
    *ret = number;
    return true;
}

bool desk_person_valid(const char *name, const char *number)
{
    size_t len = strlen(number);
    return *name && strlen(name) < PERSON_NAME_BYTES && text_is_printable(name) &&
           text_is_printable(number) && len > 0 && len < PERSON_NUMBER_BYTES &&
           (len != 18 || person_number_valid(number));
}

/* ---- one message ---- */

static void answer_start(const char *id, struct buf *ret)
{
    buf_printf(ret, "{\"v\":1,\"id\":\"%s\",", id);
}

static void answer_bytes(const char *id, const char *key, const struct buf *bytes, struct buf *ret)
{
    answer_start(id, ret);
    buf_printf(ret, "\"%s\":\"", key);
    buf_base64url(ret, bytes->data, bytes->len);
    buf_text(ret, "\"}");
}

static enum desk_result open_sealed(const struct district *district, const char *base64,
                                    struct desk_request *request, struct err *err)
{
    uint8_t *sealed = malloc(ENVELOPE_MAX_BYTES);
    check(sealed);
    struct buf text = {0};
    long len = text_from_base64url(base64, sealed, ENVELOPE_MAX_BYTES);
    enum envelope_result opened = ENVELOPE_MALFORMED;
    if (len > 0) {
        seal_sm3(sealed, (size_t)len, request->digest);
        opened = envelope_open(district->case_key, request->subject, request->id, sealed, (size_t)len, &text);
    }
    free(sealed);
    if (opened == ENVELOPE_OK)
        request->text = json_loadb(buf_string(&text), text.len, JSON_REJECT_DUPLICATES, NULL);
    buf_finish(&text);
    if (opened == ENVELOPE_UNKNOWN_KEY)
        return err_set(err, "sealed to a key that is not this district's"), DESK_UNKNOWN_KEY;
    if (opened != ENVELOPE_OK)
        return desk_malformed(err, "no sealed envelope for this subject and id");
    return request->text ? DESK_ANSWERED : desk_malformed(err, "the sealed text is not JSON");
}

static enum desk_result serve(struct district *district, const json_t *frame, const char *id, struct buf *ret,
                              struct err *err)
{
    int version;
    const char *subject_name, *station, *sealed;
    struct desk_request request = {0};
    if (json_unpack_ex((json_t *)frame, NULL, JSON_STRICT, "{s:i, s:s, s:s, s:s, s:s}", "v", &version,
                       "subject", &subject_name, "id", &id, "station", &station, "sealed", &sealed) < 0 ||
        version != 1)
        return desk_malformed(err, "not a request of version 1");
    const struct subject *subject = find_subject(subject_name);
    if (!subject)
        return desk_malformed(err, "an unknown subject");
    if (strlen(station) != 11 || !text_to_uint(station, UINT64_MAX, &request.station))
        return desk_malformed(err, "station is not town and kiosk in 11 digits");
    request.subject = subject->name;
    check(text_from_hex(id, request.id, sizeof request.id));

    struct buf bytes = {0};
    enum desk_result result = open_sealed(district, sealed, &request, err);
    if (result == DESK_ANSWERED)
        result = subject->run(district, &request, &bytes, err);
    if (result == DESK_ANSWERED)
        answer_bytes(id, subject->answer_key, &bytes, ret);
    else
        err_prefix(err, "%s", subject->name);
    buf_finish(&bytes);
    json_decref(request.text);
    return result;
}

bool district_handle(struct district *district, const void *message, size_t len, struct buf *ret)
{
    json_t *frame = json_loadb(message, len, JSON_REJECT_DUPLICATES, NULL);
    const char *id = json_string_value(json_object_get(frame, "id"));
    uint8_t bytes[ENVELOPE_ID_BYTES];
    bool readable = id && strlen(id) == 2 * sizeof bytes && text_from_hex(id, bytes, sizeof bytes);
    if (readable) {
        struct err err;
        enum desk_result result = serve(district, frame, id, ret, &err);
        if (result != DESK_ANSWERED) {
            log_notice("refused", "%s: %s", error_words[result], err.text);
            answer_start(id, ret);
            buf_printf(ret, "\"error\":\"%s\"}", error_words[result]);
        }
    } else {
        log_notice("dropped", "a message without a readable id");
    }
    json_decref(frame);
    return readable;
}

/* ---- opening ---- */

static bool load_key(const char *state, const struct trust *trust, enum trust_role role,
                     const char *role_name, struct seal_key **ret, struct err *err)
{
    char path[640];
    if (snprintf(path, sizeof path, "%s/keys/%s-" DISTRICT_ID ".key", state, role_name) >= (int)sizeof path)
        return err_set(err, "%s: this path is too long; choose a shorter one", state);
    if (!seal_key_load(path, ret, err))
        return false;
    if (!trust_find_kid(trust, role, seal_key_kid(*ret), clock_real_s()))
        return err_set(err, "%s: trust.json lists no such %s key today; make both anew together", path,
                       role_name);
    return true;
}

static bool load_keys(struct district *district, const char *state, struct err *err)
{
    char path[640];
    struct trust *trust;
    place_join(path, sizeof path, state, "trust.json");
    if (!trust_load(path, &trust, err))
        return false;
    bool ok = load_key(state, trust, TRUST_DOCUMENT, "document", &district->document_key, err) &&
              load_key(state, trust, TRUST_CASE, "case", &district->case_key, err);
    trust_destroy(trust);
    return ok;
}

bool district_open(const struct district_places *places, struct district **ret, struct err *err)
{
    struct district *district = calloc(1, sizeof *district);
    check(district);
    char path[640];
    place_join(path, sizeof path, places->state, "district.db");
    if (!load_keys(district, places->state, err) ||
        !catalogue_load(places->catalogue, &district->catalogue, err) ||
        !people_load(places->people, &district->people, err) || !book_open(path, &district->book, err)) {
        district_close(district);
        return false;
    }
    *ret = district;
    return true;
}

void district_close(struct district *district)
{
    if (!district)
        return;
    book_close(district->book);
    people_destroy(district->people);
    catalogue_destroy(district->catalogue);
    seal_key_destroy(district->case_key);
    seal_key_destroy(district->document_key);
    free(district);
}
