/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ticket/ticket.h"

#include "base/text.h"
#include "base/wipe.h"
#include "casework/number.h"
#include "seal/cbor.h"
#include "ticket/code.h"
#include <stdio.h>
#include <string.h>

enum {
    KEY_CASE = 1,
    KEY_ITEM,
    KEY_STATION,
    KEY_LODGED,
    KEY_PROMISED,
    KEY_EXPIRES,
    KEY_TARGET,
    KEY_NONCE,
    PAIRS_MIN = KEY_NONCE,
    KEY_SEALED,
    KEY_PROVISIONAL,
};

#define NUMBER_MAX_BYTES 18
#define CASE_TO_STATION  1000000000000u /* the case number's first five digits are town suffix and kiosk */

const char *ticket_result_words(enum ticket_result result)
{
    switch (result) {
    case TICKET_OK:
        return "ok";
    case TICKET_MALFORMED:
        return "malformed";
    case TICKET_BAD_SIGNATURE:
        return "bad signature";
    case TICKET_UNKNOWN_KEY:
        return "unknown key";
    case TICKET_EXPIRED:
        return "expired";
    case TICKET_WRONG_TARGET:
        return "wrong target";
    case TICKET_REDEEMED:
        return "already redeemed";
    case TICKET_VALUES_DIFFER:
        return "values differ";
    }
    return "malformed";
}

/* ---- writing ---- */

/* What a long name loses shows as …, so that the window does not take the rest for the whole. */
static void cut_name(const char *name, char ret[TICKET_NAME_MAX + 1])
{
    static const char more[] = "…";
    if (text_copy(ret, TICKET_NAME_MAX + 1, name))
        return;
    text_cut(ret, TICKET_NAME_MAX - strlen(more));
    strcat(ret, more);
}

void ticket_seal_person(const struct seal_key *window, const char *name, const char *number,
                        const char *phone, struct buf *ret)
{
    char shown[TICKET_NAME_MAX + 1];
    struct buf block = {0};
    check(strlen(number) <= NUMBER_MAX_BYTES);
    cut_name(name, shown);
    cbor_put_array(&block, 3);
    cbor_put_text(&block, shown);
    cbor_put_text(&block, number);
    if (phone && *phone && strlen(phone) <= TICKET_PHONE_MAX)
        cbor_put_text(&block, phone);
    else
        cbor_put_null(&block);
    seal_encrypt(window, block.data, block.len, ret);
    buf_finish(&block);
    wipe(shown, sizeof shown);
}

void ticket_url(const struct seal_key *station, const char *host, const struct ticket_claims *claims,
                struct buf *ret)
{
    struct buf payload = {0}, cose = {0};
    cbor_put_map(&payload, PAIRS_MIN + (claims->sealed.len > 0) + claims->provisional);
    cbor_put_uint(&payload, KEY_CASE);
    cbor_put_uint(&payload, claims->case_number);
    cbor_put_uint(&payload, KEY_ITEM);
    cbor_put_text(&payload, claims->item);
    cbor_put_uint(&payload, KEY_STATION);
    cbor_put_uint(&payload, claims->station);
    cbor_put_uint(&payload, KEY_LODGED);
    cbor_put_uint(&payload, (uint64_t)claims->lodged);
    cbor_put_uint(&payload, KEY_PROMISED);
    cbor_put_uint(&payload, claims->promised);
    cbor_put_uint(&payload, KEY_EXPIRES);
    cbor_put_uint(&payload, (uint64_t)claims->expires);
    cbor_put_uint(&payload, KEY_TARGET);
    cbor_put_text(&payload, claims->target);
    cbor_put_uint(&payload, KEY_NONCE);
    cbor_put_bytes(&payload, claims->nonce, sizeof claims->nonce);
    if (claims->sealed.len > 0) {
        cbor_put_uint(&payload, KEY_SEALED);
        cbor_put_bytes(&payload, claims->sealed.data, claims->sealed.len);
    }
    if (claims->provisional) {
        cbor_put_uint(&payload, KEY_PROVISIONAL);
        cbor_put_bool(&payload, true);
    }
    cose_sign(station, COSE_AAD_TICKET, payload.data, payload.len, &cose);
    code_put_url(ret, host, CODE_TICKET, cose.data, cose.len);
    buf_finish(&payload);
    buf_finish(&cose);
}

/* ---- reading ---- */

static bool read_nonce(struct cbor_reader *reader, uint8_t ret[TICKET_NONCE])
{
    const uint8_t *nonce = NULL;
    size_t len = 0;
    if (!cbor_read_bytes(reader, &nonce, &len) || len != TICKET_NONCE)
        return false;
    memcpy(ret, nonce, TICKET_NONCE);
    return true;
}

static bool read_sealed(struct cbor_reader *reader, struct buf *ret)
{
    const uint8_t *sealed = NULL;
    size_t len = 0;
    if (!cbor_read_bytes(reader, &sealed, &len) || len <= SEAL_SM2_EXTRA)
        return false;
    buf_append(ret, sealed, len);
    return true;
}

static bool read_true(struct cbor_reader *reader, bool *ret)
{
    return cbor_read_bool(reader, ret) && *ret;
}

static bool plausible(const struct ticket_claims *claims)
{
    return case_number_valid(claims->case_number) &&
           claims->case_number / CASE_TO_STATION == claims->station % 100000 && code_is_word(claims->item) &&
           code_is_word(claims->target) && claims->expires > claims->lodged &&
           claims->expires - claims->lodged <= TICKET_LIFE_S;
}

static bool decode(const struct cose *cose, struct ticket_claims *ret)
{
    struct cbor_reader reader;
    size_t pairs = 0;
    cbor_read_start(&reader, cose->payload, cose->payload_len);
    bool ok = cbor_read_map(&reader, &pairs) && cbor_read_key(&reader, KEY_CASE) &&
              cbor_read_uint(&reader, &ret->case_number) && cbor_read_key(&reader, KEY_ITEM) &&
              cbor_read_text(&reader, ret->item, sizeof ret->item) && cbor_read_key(&reader, KEY_STATION) &&
              cbor_read_uint(&reader, &ret->station) && cbor_read_key(&reader, KEY_LODGED) &&
              cbor_read_time(&reader, &ret->lodged) && cbor_read_key(&reader, KEY_PROMISED) &&
              cbor_read_date(&reader, &ret->promised) && cbor_read_key(&reader, KEY_EXPIRES) &&
              cbor_read_time(&reader, &ret->expires) && cbor_read_key(&reader, KEY_TARGET) &&
              cbor_read_text(&reader, ret->target, sizeof ret->target) && cbor_read_key(&reader, KEY_NONCE) &&
              read_nonce(&reader, ret->nonce);
    size_t seen = PAIRS_MIN;
    if (ok && cbor_next_is_uint(&reader, KEY_SEALED)) {
        ok = cbor_read_key(&reader, KEY_SEALED) && read_sealed(&reader, &ret->sealed);
        seen++;
    }
    if (ok && cbor_next_is_uint(&reader, KEY_PROVISIONAL)) {
        ok = cbor_read_key(&reader, KEY_PROVISIONAL) && read_true(&reader, &ret->provisional);
        seen++;
    }
    return ok && cbor_read_done(&reader) && pairs == seen && plausible(ret);
}

/* A station signs for itself only: its key is listed under 118-03 and its tickets say …11803. */
static bool signs_for(const char *key_id, uint64_t station)
{
    char id[8];
    snprintf(id, sizeof id, "%03u-%02u", (unsigned)(station / 100 % 1000), (unsigned)(station % 100));
    return strcmp(id, key_id) == 0;
}

static enum ticket_result open_cose(const struct buf *bytes, const struct trust *trust, const char *target,
                                    int64_t now_s, struct ticket_claims *ret)
{
    const struct code_use use = {.aad = COSE_AAD_TICKET, .role = TRUST_TICKET, .at_s = TRUST_ANY_TIME};
    struct cose cose;
    const struct seal_key *key = NULL;
    enum ticket_result result = code_check(bytes->data, bytes->len, &use, trust, &cose, &key);
    if (result != TICKET_OK)
        return result;
    if (!decode(&cose, ret))
        return TICKET_MALFORMED;
    if (!signs_for(trust_id_of(trust, key), ret->station) ||
        !trust_serves(trust, key, ret->lodged, ret->lodged + 1))
        return TICKET_UNKNOWN_KEY;
    if (now_s >= ret->expires)
        return TICKET_EXPIRED;
    if (target && strcmp(target, ret->target) != 0)
        return TICKET_WRONG_TARGET;
    return TICKET_OK;
}

enum ticket_result ticket_open(const char *url, const struct trust *trust, const char *target, int64_t now_s,
                               struct ticket_claims *ret)
{
    struct buf bytes = {0};
    struct ticket_claims claims = {0};
    enum ticket_result result = TICKET_MALFORMED;
    if (code_take_url(url, CODE_TICKET, trust, &bytes))
        result = open_cose(&bytes, trust, target, now_s, &claims);
    buf_finish(&bytes);
    if (result != TICKET_OK) {
        buf_finish(&claims.sealed);
        claims = (struct ticket_claims){0};
    }
    *ret = claims;
    return result;
}

bool ticket_open_person(const struct ticket_claims *claims, const struct seal_key *window,
                        struct ticket_person *ret)
{
    struct buf block = {0};
    struct ticket_person person = {0};
    struct cbor_reader reader;
    size_t parts = 0;
    bool ok = seal_decrypt(window, claims->sealed.data, claims->sealed.len, &block);
    if (ok) {
        cbor_read_start(&reader, block.data, block.len);
        ok = cbor_read_array(&reader, &parts) && parts == 3 &&
             cbor_read_text(&reader, person.name, sizeof person.name) &&
             cbor_read_text(&reader, person.number, sizeof person.number) &&
             (cbor_next_is_null(&reader) ? cbor_read_null(&reader)
                                         : cbor_read_text(&reader, person.phone, sizeof person.phone)) &&
             cbor_read_done(&reader) && text_is_printable(person.name) && text_is_printable(person.number) &&
             text_is_printable(person.phone);
    }
    if (ok)
        *ret = person;
    wipe(&person, sizeof person);
    buf_finish(&block);
    return ok;
}
