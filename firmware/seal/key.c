/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * OpenSSL calls that can only fail for want of memory or a broken library go through check(); what depends on
 * bytes from outside returns false. Private numbers live in OpenSSL's secure heap: locked, not in dumps,
 * wiped when freed.
 */
#include "seal/key.h"

#include "base/text.h"
#include "base/wipe.h"
#include "seal/der.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DISTINGUISHING_ID   "1234567812345678"
#define KEY_FILE_MAX_BYTES  4096
#define SIGNATURE_DER_BYTES 72
#define CIPHER_DER_EXTRA    128
#define TEXT_MAX_BYTES      400
#define SECURE_HEAP_BYTES   65536
#define SECURE_HEAP_PIECE   32

struct seal_key {
    EVP_PKEY *pkey;
    uint8_t public[SEAL_PUBLIC_BYTES];
    uint8_t kid[SEAL_KID_BYTES];
    bool pair;
};

void seal_sm3(const void *bytes, size_t len, uint8_t ret[SEAL_SM3_BYTES])
{
    check(EVP_Digest(bytes, len, ret, NULL, EVP_sm3(), NULL) == 1);
}

void seal_random(void *ret, size_t len)
{
    check(RAND_bytes(ret, (int)len) == 1);
}

/* ---- making and destroying ---- */

/* Must stand before the first private key is made or read. Where locking is not allowed the heap still works.
 */
static void want_secure_heap(void)
{
    if (!CRYPTO_secure_malloc_initialized())
        (void)CRYPTO_secure_malloc_init(SECURE_HEAP_BYTES, SECURE_HEAP_PIECE);
}

/* Takes over pkey. NULL when its point has not the usual form. */
static struct seal_key *wrap(EVP_PKEY *pkey, bool pair)
{
    struct seal_key *key = calloc(1, sizeof *key);
    check(key);
    key->pkey = pkey;
    key->pair = pair;
    size_t len = 0;
    if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, key->public, sizeof key->public,
                                        &len) != 1 ||
        len != SEAL_PUBLIC_BYTES || key->public[0] != 4) {
        seal_key_destroy(key);
        return NULL;
    }
    uint8_t digest[SEAL_SM3_BYTES];
    seal_sm3(key->public, sizeof key->public, digest);
    memcpy(key->kid, digest, sizeof key->kid);
    return key;
}

struct seal_key *seal_key_generate(void)
{
    want_secure_heap();
    EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    check(pkey);
    struct seal_key *key = wrap(pkey, true);
    check(key);
    return key;
}

static EVP_PKEY *public_from_point(const uint8_t point[SEAL_PUBLIC_BYTES])
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char[]){"SM2"}, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, SEAL_PUBLIC_BYTES),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY *pkey = NULL;
    check(ctx && EVP_PKEY_fromdata_init(ctx) == 1);
    if (EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, params) != 1)
        pkey = NULL;
    EVP_PKEY_CTX_free(ctx);
    return pkey;
}

static bool sound(EVP_PKEY *pkey, int (*question)(EVP_PKEY_CTX *ctx))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
    check(ctx);
    bool ok = question(ctx) == 1;
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

struct seal_key *seal_key_from_public(const char *hex)
{
    uint8_t point[SEAL_PUBLIC_BYTES];
    if (strlen(hex) != 2 * sizeof point || !text_from_hex(hex, point, sizeof point) || point[0] != 4)
        return NULL;
    EVP_PKEY *pkey = public_from_point(point);
    if (!pkey)
        return NULL;
    /* The curve's order is prime: a point on it, other than the infinite one, is of that order. Multiplying
     * by the order, as the full check does, shows nothing more and costs a start a millisecond a key. */
    if (!sound(pkey, EVP_PKEY_public_check_quick)) {
        EVP_PKEY_free(pkey);
        return NULL;
    }
    return wrap(pkey, false);
}

void seal_key_destroy(struct seal_key *key)
{
    if (!key)
        return;
    EVP_PKEY_free(key->pkey);
    wipe(key, sizeof *key);
    free(key);
}

void seal_key_public(const struct seal_key *key, char ret[2 * SEAL_PUBLIC_BYTES + 1])
{
    text_hex(key->public, sizeof key->public, ret);
}

const uint8_t *seal_key_kid(const struct seal_key *key)
{
    return key->kid;
}

/* ---- files ---- */

/* A key file is never encrypted; without this OpenSSL would ask for a pass phrase on the terminal. */
static int no_pass_phrase(char *ret, int size, int writing, void *arg)
{
    (void)ret;
    (void)size;
    (void)writing;
    (void)arg;
    return -1;
}

/* Only what a key of ours looks like is looked for: a general reader first collects the decoders of every
 * kind of key there is. */
static EVP_PKEY *pair_from_pem(const char *pem, size_t len)
{
    want_secure_heap();
    EVP_PKEY *pkey = NULL;
    const unsigned char *at = (const unsigned char *)pem;
    OSSL_DECODER_CTX *decoder =
        OSSL_DECODER_CTX_new_for_pkey(&pkey, "PEM", "PrivateKeyInfo", "SM2", EVP_PKEY_KEYPAIR, NULL, NULL);
    check(decoder && OSSL_DECODER_CTX_set_pem_password_cb(decoder, no_pass_phrase, NULL) == 1);
    bool read = OSSL_DECODER_from_data(decoder, &at, &len) == 1;
    OSSL_DECODER_CTX_free(decoder);
    if (pkey && !(read && EVP_PKEY_is_a(pkey, "SM2"))) {
        EVP_PKEY_free(pkey);
        pkey = NULL;
    }
    return pkey;
}

static bool read_key_file(int fd, const char *path, char *ret, size_t *ret_len, struct err *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_errno(err, "%s: cannot read this key", path);
    if (!S_ISREG(st.st_mode))
        return err_set(err, "%s: this is not a regular file; a key must be one", path);
    if (st.st_mode & 077)
        return err_set(err, "%s: others may read this key; make it private (chmod 600)", path);
    if (st.st_size > KEY_FILE_MAX_BYTES)
        return err_set(err, "%s: this file is too big for a key", path);
    ssize_t got = read(fd, ret, KEY_FILE_MAX_BYTES);
    if (got < 0)
        return err_errno(err, "%s: cannot read this key", path);
    *ret_len = (size_t)got;
    return true;
}

static bool no_key(const char *path, struct err *err)
{
    return err_set(err, "%s: no SM2 private key (PKCS#8 PEM) in this file", path);
}

bool seal_key_read(const char *path, struct seal_key **ret, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return err_errno(err, "%s: cannot open this key", path);
    char pem[KEY_FILE_MAX_BYTES];
    size_t len = 0;
    bool ok = read_key_file(fd, path, pem, &len, err);
    close(fd);
    EVP_PKEY *pkey = ok ? pair_from_pem(pem, len) : NULL;
    wipe(pem, sizeof pem);
    if (!ok)
        return false;
    struct seal_key *key = pkey ? wrap(pkey, true) : NULL;
    if (!key)
        return no_key(path, err);
    *ret = key;
    return true;
}

bool seal_key_sound(const struct seal_key *key)
{
    return key->pair && sound(key->pkey, EVP_PKEY_pairwise_check);
}

bool seal_key_load(const char *path, struct seal_key **ret, struct err *err)
{
    struct seal_key *key = NULL;
    if (!seal_key_read(path, &key, err))
        return false;
    if (!seal_key_sound(key)) {
        seal_key_destroy(key);
        return no_key(path, err);
    }
    *ret = key;
    return true;
}

static bool write_whole(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(fd, bytes, len);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        bytes += wrote;
        len -= (size_t)wrote;
    }
    return fsync(fd) == 0;
}

bool seal_file_create(const char *path, const void *bytes, size_t len, struct err *err)
{
    /* Written whole under another name, then linked: the name never shows half a file and never replaces one.
     */
    char temp[1024];
    int chars = snprintf(temp, sizeof temp, "%s.XXXXXX", path);
    if (chars < 0 || (size_t)chars >= sizeof temp)
        return err_set(err, "%s: this path is too long; choose a shorter one", path);
    int fd = mkostemp(temp, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return err_errno(err, "%s: cannot make this file", path);
    bool ok = write_whole(fd, bytes, len) && link(temp, path) == 0;
    if (!ok)
        err_errno(err, "%s: cannot make this file", path);
    close(fd);
    unlink(temp);
    return ok;
}

bool seal_key_save(const struct seal_key *key, const char *path, struct err *err)
{
    check(key->pair);
    BIO *bio = BIO_new(BIO_s_secmem());
    check(bio && PEM_write_bio_PKCS8PrivateKey(bio, key->pkey, NULL, NULL, 0, NULL, NULL) == 1);
    char *pem;
    long len = BIO_get_mem_data(bio, &pem);
    bool ok = seal_file_create(path, pem, (size_t)len, err);
    BIO_free(bio);
    return ok;
}

/* ---- signatures ---- */

/* A context that knows the distinguishing id, which SM2 hashes in front of the text on both sides. */
static EVP_MD_CTX *digest_context(const struct seal_key *key)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pkey_ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);
    check(ctx && pkey_ctx);
    check(EVP_PKEY_CTX_set1_id(pkey_ctx, DISTINGUISHING_ID, strlen(DISTINGUISHING_ID)) == 1);
    EVP_MD_CTX_set_pkey_ctx(ctx, pkey_ctx);
    return ctx;
}

static void digest_context_free(EVP_MD_CTX *ctx)
{
    EVP_PKEY_CTX_free(EVP_MD_CTX_get_pkey_ctx(ctx));
    EVP_MD_CTX_free(ctx);
}

void seal_sign(const struct seal_key *pair, const void *bytes, size_t len, uint8_t ret[SEAL_SIGNATURE_BYTES])
{
    check(pair->pair);
    EVP_MD_CTX *ctx = digest_context(pair);
    uint8_t der_bytes[SIGNATURE_DER_BYTES];
    size_t der_len = sizeof der_bytes;
    check(EVP_DigestSignInit(ctx, NULL, EVP_sm3(), NULL, pair->pkey) == 1);
    check(EVP_DigestSign(ctx, der_bytes, &der_len, bytes, len) == 1);
    digest_context_free(ctx);
    struct der body, der = {.at = der_bytes, .end = der_bytes + der_len};
    bool ok = der_take_sequence(&der, &body) && der_take_number(&body, ret) &&
              der_take_number(&body, ret + DER_NUMBER_BYTES);
    check(ok);
}

bool seal_verify(const struct seal_key *key, const void *bytes, size_t len,
                 const uint8_t signature[SEAL_SIGNATURE_BYTES])
{
    struct buf body = {0}, der = {0};
    der_put_number(&body, signature);
    der_put_number(&body, signature + DER_NUMBER_BYTES);
    der_put_sequence(&der, &body);
    EVP_MD_CTX *ctx = digest_context(key);
    check(EVP_DigestVerifyInit(ctx, NULL, EVP_sm3(), NULL, key->pkey) == 1);
    bool ok = EVP_DigestVerify(ctx, der.data, der.len, bytes, len) == 1;
    digest_context_free(ctx);
    buf_finish(&body);
    buf_finish(&der);
    return ok;
}

/* ---- encryption ---- */

static EVP_PKEY_CTX *cipher_context(const struct seal_key *key, int (*init)(EVP_PKEY_CTX *ctx))
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);
    check(ctx && init(ctx) == 1);
    return ctx;
}

void seal_encrypt(const struct seal_key *key, const void *text, size_t len, struct buf *ret)
{
    check(len > 0 && len <= TEXT_MAX_BYTES);
    uint8_t cipher[TEXT_MAX_BYTES + CIPHER_DER_EXTRA];
    size_t cipher_len = sizeof cipher;
    EVP_PKEY_CTX *ctx = cipher_context(key, EVP_PKEY_encrypt_init);
    check(EVP_PKEY_encrypt(ctx, cipher, &cipher_len, text, len) == 1);
    EVP_PKEY_CTX_free(ctx);

    uint8_t c1[2 * DER_NUMBER_BYTES];
    const uint8_t *c3 = NULL, *c2 = NULL;
    size_t c3_len = 0, c2_len = 0;
    struct der body, der = {.at = cipher, .end = cipher + cipher_len};
    bool ok = der_take_sequence(&der, &body) && der_take_number(&body, c1) &&
              der_take_number(&body, c1 + DER_NUMBER_BYTES) && der_take_octets(&body, &c3, &c3_len) &&
              der_take_octets(&body, &c2, &c2_len);
    check(ok && c3_len == SEAL_SM3_BYTES && c2_len == len);
    buf_append(ret, c1, sizeof c1);
    buf_append(ret, c3, c3_len);
    buf_append(ret, c2, c2_len);
}

bool seal_decrypt(const struct seal_key *pair, const uint8_t *cipher, size_t len, struct buf *ret)
{
    check(pair->pair);
    if (len <= SEAL_SM2_EXTRA || len > SEAL_SM2_EXTRA + TEXT_MAX_BYTES)
        return false;
    const uint8_t *c3 = cipher + 2 * DER_NUMBER_BYTES, *c2 = c3 + SEAL_SM3_BYTES;
    struct buf body = {0}, der = {0};
    der_put_number(&body, cipher);
    der_put_number(&body, cipher + DER_NUMBER_BYTES);
    der_put_octets(&body, c3, SEAL_SM3_BYTES);
    der_put_octets(&body, c2, len - SEAL_SM2_EXTRA);
    der_put_sequence(&der, &body);

    uint8_t text[TEXT_MAX_BYTES + CIPHER_DER_EXTRA];
    size_t text_len = sizeof text;
    EVP_PKEY_CTX *ctx = cipher_context(pair, EVP_PKEY_decrypt_init);
    bool ok = EVP_PKEY_decrypt(ctx, text, &text_len, der.data, der.len) == 1;
    EVP_PKEY_CTX_free(ctx);
    if (ok)
        buf_append(ret, text, text_len);
    wipe(text, sizeof text);
    buf_finish(&body);
    buf_finish(&der);
    return ok;
}
