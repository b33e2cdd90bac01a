/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What the carrier hands over, from a network nobody trusts: any bytes as a sealed envelope. */
#include "seal/envelope.h"
#include "tests/fuzz/signer.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct signer signer;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    signer_start(&signer, NULL);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t id[ENVELOPE_ID_BYTES] = {1};
    struct buf text = {0};
    if (envelope_open(signer.pair, "issue", id, data, size, &text) != ENVELOPE_OK)
        check(text.len == 0);
    buf_finish(&text);
    return 0;
}
