/* SPDX-License-Identifier: MulanPSL-2.0 */
/* Whatever stands in a QR: as a URL (it begins with H), or as claims that a trusted station really signed. */
#include "seal/cose.h"
#include "tests/fuzz/signer.h"
#include "ticket/code.h"
#include "ticket/ticket.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct signer signer;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    signer_start(&signer, SIGNER_LIST("ticket", "118-03"));
    return 0;
}

/* What was accepted must say the same again when it is written out and read back. */
static void write_again(const struct ticket_claims *claims)
{
    struct buf url = {0};
    struct ticket_claims again;
    ticket_url(signer.pair, SIGNER_HOST, claims, &url);
    check(ticket_open(buf_string(&url), signer.trust, claims->target, claims->lodged, &again) == TICKET_OK);
    check(again.case_number == claims->case_number && strcmp(again.item, claims->item) == 0 &&
          again.station == claims->station && again.promised == claims->promised &&
          again.provisional == claims->provisional && again.sealed.len == claims->sealed.len);
    buf_finish(&again.sealed);
    buf_finish(&url);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf url = {0}, cose = {0};
    struct ticket_claims claims;
    struct ticket_person person;
    if (size > 0 && data[0] == 'H') {
        buf_append(&url, data, size);
    } else {
        cose_sign(signer.pair, COSE_AAD_TICKET, data, size, &cose);
        code_put_url(&url, SIGNER_HOST, CODE_TICKET, cose.data, cose.len);
    }
    if (ticket_open(buf_string(&url), signer.trust, NULL, SIGNER_NOW, &claims) == TICKET_OK) {
        write_again(&claims);
        (void)!ticket_open_person(&claims, signer.pair, &person);
    }
    buf_finish(&claims.sealed);
    buf_finish(&cose);
    buf_finish(&url);
    return 0;
}
