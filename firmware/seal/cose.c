/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "seal/cose.h"

#include "seal/cbor.h"
#include <string.h>

enum { HEADER_ALG = 1, HEADER_KID = 4 };
#define ALG_SM2_SM3 (-65537) /* private use: no number is registered for SM2 (RFC 9053 §11.1) */

static void put_protected(struct buf *buf, const uint8_t kid[SEAL_KID_BYTES])
{
    cbor_put_map(buf, 2);
    cbor_put_uint(buf, HEADER_ALG);
    cbor_put_int(buf, ALG_SM2_SM3);
    cbor_put_uint(buf, HEADER_KID);
    cbor_put_bytes(buf, kid, SEAL_KID_BYTES);
}

/* Sig_structure of RFC 9052 §4.4: what the signature covers. */
static void put_signed(struct buf *buf, const struct buf *protected, const char *aad, const void *payload,
                       size_t len)
{
    cbor_put_array(buf, 4);
    cbor_put_text(buf, "Signature1");
    cbor_put_bytes(buf, protected->data, protected->len);
    cbor_put_bytes(buf, aad, strlen(aad));
    cbor_put_bytes(buf, payload, len);
}

void cose_sign(const struct seal_key *pair, const char *aad, const void *payload, size_t len, struct buf *ret)
{
    struct buf protected = {0}, to_sign = {0};
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    put_protected(&protected, seal_key_kid(pair));
    put_signed(&to_sign, &protected, aad, payload, len);
    seal_sign(pair, to_sign.data, to_sign.len, signature);

    cbor_put_array(ret, 4);
    cbor_put_bytes(ret, protected.data, protected.len);
    cbor_put_map(ret, 0);
    cbor_put_bytes(ret, payload, len);
    cbor_put_bytes(ret, signature, sizeof signature);
    buf_finish(&protected);
    buf_finish(&to_sign);
}

static bool parse_protected(const uint8_t *bytes, size_t len, uint8_t ret_kid[SEAL_KID_BYTES])
{
    struct cbor_reader reader;
    size_t pairs = 0, kid_len = 0;
    uint64_t alg_key = 0, kid_key = 0;
    int64_t alg = 0;
    const uint8_t *kid = NULL;
    cbor_read_start(&reader, bytes, len);
    cbor_read_map(&reader, &pairs);
    cbor_read_uint(&reader, &alg_key);
    cbor_read_int(&reader, &alg);
    cbor_read_uint(&reader, &kid_key);
    cbor_read_bytes(&reader, &kid, &kid_len);
    if (!cbor_read_done(&reader) || pairs != 2 || alg_key != HEADER_ALG || alg != ALG_SM2_SM3 ||
        kid_key != HEADER_KID || kid_len != SEAL_KID_BYTES)
        return false;
    memcpy(ret_kid, kid, SEAL_KID_BYTES);
    return true;
}

bool cose_parse(const void *bytes, size_t len, struct cose *ret)
{
    struct cose cose = {0};
    struct cbor_reader reader;
    size_t parts = 0, pairs = 0, protected_len = 0, signature_len = 0;
    const uint8_t *protected = NULL, *signature = NULL;
    cbor_read_start(&reader, bytes, len);
    cbor_read_array(&reader, &parts);
    cbor_read_bytes(&reader, &protected, &protected_len);
    cbor_read_map(&reader, &pairs);
    cbor_read_bytes(&reader, &cose.payload, &cose.payload_len);
    cbor_read_bytes(&reader, &signature, &signature_len);
    if (!cbor_read_done(&reader) || parts != 4 || pairs != 0 || signature_len != SEAL_SIGNATURE_BYTES ||
        !parse_protected(protected, protected_len, cose.kid))
        return false;
    memcpy(cose.signature, signature, sizeof cose.signature);
    *ret = cose;
    return true;
}

bool cose_verify(const struct cose *cose, const char *aad, const struct seal_key *key)
{
    /* The protected bytes are canonical, so writing them again gives the very bytes that came in. */
    struct buf protected = {0}, signed_bytes = {0};
    put_protected(&protected, cose->kid);
    put_signed(&signed_bytes, &protected, aad, cose->payload, cose->payload_len);
    bool ok = memcmp(cose->kid, seal_key_kid(key), SEAL_KID_BYTES) == 0 &&
              seal_verify(key, signed_bytes.data, signed_bytes.len, cose->signature);
    buf_finish(&protected);
    buf_finish(&signed_bytes);
    return ok;
}
