/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * What tickets and document codes share: HTTPS://HOST/X/<base32>, and a COSE message whose signer must stand
 * in the trust list. base32 is RFC 4648, upper case, no padding, zero pad bits, so that one message has one
 * spelling. For firmware/ticket/ only.
 */
#ifndef LIQU_TICKET_CODE_H
#define LIQU_TICKET_CODE_H

#include "seal/cose.h"
#include "seal/trust.h"
#include "ticket/ticket.h"

#define CODE_TICKET   'T'
#define CODE_DOCUMENT 'D'

/* A code word such as SD-105 or demo-window: not empty, visible ASCII only. */
bool code_is_word(const char *text);

void code_put_base32(struct buf *buf, const uint8_t *bytes, size_t len);
/* Appends. host: upper case, at most TICKET_HOST_MAX. */
void code_put_url(struct buf *buf, const char *host, char kind, const void *cose, size_t len);
/* Appends the COSE bytes; false: not such a URL, a host outside the trust list, too long, or no base32. */
bool code_take_url(const char *url, char kind, const struct trust *trust, struct buf *ret_cose) MUST_CHECK;

struct code_use {
    const char *aad;
    enum trust_role role;
    int64_t at_s; /* when the key must be valid, or TRUST_ANY_TIME */
};
/* Shape, then key id, then signature over the exact bytes. ret_key (may be NULL): who signed. */
enum ticket_result code_check(const void *cose, size_t len, const struct code_use *use,
                              const struct trust *trust, struct cose *ret,
                              const struct seal_key **ret_key) MUST_CHECK;

#endif
