/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Any bytes as COSE_Sign1. What is accepted has one spelling only: written again from its parts it is the
 * same bytes. */
#include "base/err.h"
#include "seal/cbor.h"
#include "seal/cose.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_protected(struct buf *buf, const struct cose *cose)
{
    cbor_put_map(buf, 2);
    cbor_put_int(buf, 1);
    cbor_put_int(buf, -65537);
    cbor_put_int(buf, 4);
    cbor_put_bytes(buf, cose->kid, sizeof cose->kid);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct cose cose;
    struct buf protected = {0}, again = {0};
    if (!cose_parse(data, size, &cose))
        return 0;
    write_protected(&protected, &cose);
    cbor_put_array(&again, 4);
    cbor_put_bytes(&again, protected.data, protected.len);
    cbor_put_map(&again, 0);
    cbor_put_bytes(&again, cose.payload, cose.payload_len);
    cbor_put_bytes(&again, cose.signature, sizeof cose.signature);
    check(again.len == size && memcmp(again.data, data, size) == 0);
    buf_finish(&protected);
    buf_finish(&again);
    return 0;
}
