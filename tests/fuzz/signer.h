/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A pair and a trust list that knows it, the same in every run, so that signed seeds of the corpus stay good.
 * What a mutation breaks a signature check would hide; the targets therefore also sign the mutated payload
 * themselves.
 */
#ifndef LIQU_TESTS_FUZZ_SIGNER_H
#define LIQU_TESTS_FUZZ_SIGNER_H

#include "seal/trust.h"
#include "tests/support/standard_key.h"
#include <sanitizer/lsan_interface.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SIGNER_NOW  1795413900 /* 2026-11-23 14:05 in Shanghai */
#define SIGNER_HOST "T.LIQU.EXAMPLE"
#define SIGNER_LIST(role, id)                                                                                \
    "{\"version\":1,\"issued\":\"2026-11-01T00:00:00Z\",\"expires\":\"2099-01-01T00:00:00Z\","               \
    "\"demo\":true,\"hosts\":[\"" SIGNER_HOST "\"],\"keys\":[{\"kid\":\"" STANDARD_KID "\",\"role\":\"" role \
    "\",\"id\":\"" id "\",\"public\":\"" STANDARD_PUBLIC                                                     \
    "\",\"from\":\"2026-11-01T00:00:00Z\",\"until\":\"2099-01-01T00:00:00Z\",\"demo\":true}]}"

struct signer {
    struct seal_key *pair;
    struct trust *trust;
};

static inline void signer_file(const char *text, char path[32])
{
    strcpy(path, "/tmp/liqu-fuzz-XXXXXX");
    int fd = mkstemp(path);
    check(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

/* list: SIGNER_LIST, or NULL for a pair alone. */
static inline void signer_start(struct signer *signer, const char *list)
{
    char path[32];
    /* OpenSSL makes its random generators now and keeps them for ever, in its secure heap, where the leak
     * checker does not look for pointers. */
    __lsan_disable();
    signer_file(STANDARD_PEM, path);
    check(seal_key_load(path, &signer->pair, NULL));
    unlink(path);
    if (list) {
        signer_file(list, path);
        check(trust_load(path, &signer->trust, NULL));
        unlink(path);
    }
    __lsan_enable();
}

#endif
