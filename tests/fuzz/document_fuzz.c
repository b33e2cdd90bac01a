/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What a district answers: a document as JSON (it begins with {), the URL of its code (with H), or claims
 * that a trusted district really signed.
 */
#include "seal/cose.h"
#include "tests/fuzz/signer.h"
#include "ticket/document.h"
#include "ticket/receipt.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct signer signer;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    signer_start(&signer, SIGNER_LIST("document", "demo"));
    return 0;
}

/* What was accepted must have the same digest after a round through JSON. */
static void try_json(const uint8_t *data, size_t size)
{
    struct document document, again;
    uint8_t digest[SEAL_SM3_BYTES], other[SEAL_SM3_BYTES];
    json_t *json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
    if (json && document_parse(json, &document, NULL)) {
        json_t *out = document_json(&document);
        check(document_parse(out, &again, NULL));
        document_digest(&document, digest);
        document_digest(&again, other);
        check(memcmp(digest, other, sizeof digest) == 0);
        json_decref(out);
        document_finish(&again);
        document_finish(&document);
    }
    json_decref(json);
}

static void try_url(const uint8_t *data, size_t size)
{
    struct buf url = {0};
    struct document_claims claims;
    buf_append(&url, data, size);
    (void)!document_open(buf_string(&url), signer.trust, &claims);
    buf_finish(&url);
}

static void try_payload(const uint8_t *data, size_t size)
{
    struct buf cose = {0};
    struct document_claims claims;
    struct receipt receipt;
    cose_sign(signer.pair, COSE_AAD_DOCUMENT, data, size, &cose);
    (void)!document_check_code(cose.data, cose.len, signer.trust, SIGNER_NOW, &claims);
    buf_finish(&cose);
    cose_sign(signer.pair, COSE_AAD_RECEIPT, data, size, &cose);
    (void)!receipt_open(cose.data, cose.len, signer.trust, SIGNER_NOW, &receipt);
    buf_finish(&cose);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == '{')
        try_json(data, size);
    else if (size > 0 && data[0] == 'H')
        try_url(data, size);
    else
        try_payload(data, size);
    return 0;
}
