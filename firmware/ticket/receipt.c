/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ticket/receipt.h"

#include "seal/cbor.h"
#include "ticket/code.h"
#include <string.h>

enum { KEY_CASE = 1, KEY_EVENT, KEY_DIGEST, KEY_RECEIVED, PAIRS = KEY_RECEIVED };

void receipt_sign(const struct seal_key *district, const struct receipt *receipt, struct buf *ret_cose)
{
    struct buf payload = {0};
    cbor_put_map(&payload, PAIRS);
    cbor_put_uint(&payload, KEY_CASE);
    cbor_put_uint(&payload, receipt->case_number);
    cbor_put_uint(&payload, KEY_EVENT);
    cbor_put_uint(&payload, receipt->event);
    cbor_put_uint(&payload, KEY_DIGEST);
    cbor_put_bytes(&payload, receipt->digest, sizeof receipt->digest);
    cbor_put_uint(&payload, KEY_RECEIVED);
    cbor_put_uint(&payload, (uint64_t)receipt->received);
    cose_sign(district, COSE_AAD_RECEIPT, payload.data, payload.len, ret_cose);
    buf_finish(&payload);
}

static bool decode(const struct cose *cose, struct receipt *ret)
{
    struct cbor_reader reader;
    size_t pairs = 0, len = 0;
    const uint8_t *digest = NULL;
    cbor_read_start(&reader, cose->payload, cose->payload_len);
    cbor_read_map(&reader, &pairs);
    bool ok = cbor_read_key(&reader, KEY_CASE) && cbor_read_uint(&reader, &ret->case_number) &&
              cbor_read_key(&reader, KEY_EVENT) && cbor_read_uint(&reader, &ret->event) &&
              cbor_read_key(&reader, KEY_DIGEST) && cbor_read_bytes(&reader, &digest, &len) &&
              cbor_read_key(&reader, KEY_RECEIVED) && cbor_read_time(&reader, &ret->received);
    if (!ok || !cbor_read_done(&reader) || pairs != PAIRS || len != sizeof ret->digest)
        return false;
    memcpy(ret->digest, digest, len);
    return true;
}

enum ticket_result receipt_open(const void *cose, size_t len, const struct trust *trust, int64_t now_s,
                                struct receipt *ret)
{
    const struct code_use use = {.aad = COSE_AAD_RECEIPT, .role = TRUST_DOCUMENT, .at_s = now_s};
    struct cose message;
    struct receipt receipt = {0};
    enum ticket_result result = code_check(cose, len, &use, trust, &message, NULL);
    if (result == TICKET_OK && !decode(&message, &receipt))
        result = TICKET_MALFORMED;
    if (result == TICKET_OK)
        *ret = receipt;
    return result;
}
