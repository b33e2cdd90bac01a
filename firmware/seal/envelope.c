/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "seal/envelope.h"

#include "base/wipe.h"
#include "seal/cbor.h"
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#define VERSION   1
#define MAC_BYTES SEAL_SM3_BYTES
#define IV_BYTES  16
#define CHUNK_MAX 4096

/* What SM2 carries in an envelope. */
struct keys {
    uint8_t cipher[16];
    uint8_t mac[32];
    uint8_t iv[IV_BYTES];
};
_Static_assert(sizeof(struct keys) == 64, "the three parts are sent as one block");

/* SM4-CTR is its own inverse. Appends len bytes. */
static void run_cipher(const struct keys *keys, const uint8_t *bytes, size_t len, struct buf *ret)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    uint8_t chunk[CHUNK_MAX];
    check(ctx && EVP_EncryptInit_ex2(ctx, EVP_sm4_ctr(), keys->cipher, keys->iv, NULL) == 1);
    for (size_t done = 0; done < len;) {
        int part = (int)(len - done < sizeof chunk ? len - done : sizeof chunk), out = 0;
        check(EVP_EncryptUpdate(ctx, chunk, &out, bytes + done, part) == 1 && out == part);
        buf_append(ret, chunk, (size_t)part);
        done += (size_t)part;
    }
    EVP_CIPHER_CTX_free(ctx);
    wipe(chunk, sizeof chunk);
}

static void run_mac(const struct keys *keys, const struct buf *bytes, uint8_t ret[MAC_BYTES])
{
    size_t len = 0;
    check(EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, keys->mac, sizeof keys->mac, bytes->data, bytes->len,
                    ret, MAC_BYTES, &len) != NULL);
    check(len == MAC_BYTES);
}

/* The four parts in front of the MAC, which also covers subject and id. */
static void put_parts(struct buf *buf, size_t count, const uint8_t kid[SEAL_KID_BYTES],
                      const uint8_t *wrapped, size_t wrapped_len, const uint8_t *cipher, size_t cipher_len)
{
    cbor_put_array(buf, count);
    cbor_put_uint(buf, VERSION);
    cbor_put_bytes(buf, kid, SEAL_KID_BYTES);
    cbor_put_bytes(buf, wrapped, wrapped_len);
    cbor_put_bytes(buf, cipher, cipher_len);
}

struct parts {
    const uint8_t *kid, *wrapped, *cipher, *mac;
    size_t wrapped_len, cipher_len;
};

static void mac_of(const struct keys *keys, const struct parts *parts, const char *subject,
                   const uint8_t id[ENVELOPE_ID_BYTES], uint8_t ret[MAC_BYTES])
{
    struct buf covered = {0};
    put_parts(&covered, 4, parts->kid, parts->wrapped, parts->wrapped_len, parts->cipher, parts->cipher_len);
    buf_text(&covered, subject);
    buf_append(&covered, id, ENVELOPE_ID_BYTES);
    run_mac(keys, &covered, ret);
    buf_finish(&covered);
}

void envelope_seal(const struct seal_key *to, const char *subject, const uint8_t id[ENVELOPE_ID_BYTES],
                   const void *text, size_t len, struct buf *ret)
{
    check(len <= ENVELOPE_TEXT_MAX_BYTES);
    struct keys keys;
    struct buf wrapped = {0}, cipher = {0};
    uint8_t mac[MAC_BYTES];
    seal_random(&keys, sizeof keys);
    seal_encrypt(to, &keys, sizeof keys, &wrapped);
    run_cipher(&keys, text, len, &cipher);
    struct parts parts = {.kid = seal_key_kid(to),
                          .wrapped = wrapped.data,
                          .wrapped_len = wrapped.len,
                          .cipher = cipher.data,
                          .cipher_len = cipher.len};
    mac_of(&keys, &parts, subject, id, mac);
    put_parts(ret, 5, parts.kid, parts.wrapped, parts.wrapped_len, parts.cipher, parts.cipher_len);
    cbor_put_bytes(ret, mac, sizeof mac);
    wipe(&keys, sizeof keys);
    buf_finish(&wrapped);
    buf_finish(&cipher);
}

static bool parse(const void *bytes, size_t len, struct parts *ret)
{
    struct cbor_reader reader;
    size_t count = 0, kid_len = 0, mac_len = 0;
    uint64_t version = 0;
    if (len > ENVELOPE_MAX_BYTES)
        return false;
    cbor_read_start(&reader, bytes, len);
    cbor_read_array(&reader, &count);
    cbor_read_uint(&reader, &version);
    cbor_read_bytes(&reader, &ret->kid, &kid_len);
    cbor_read_bytes(&reader, &ret->wrapped, &ret->wrapped_len);
    cbor_read_bytes(&reader, &ret->cipher, &ret->cipher_len);
    cbor_read_bytes(&reader, &ret->mac, &mac_len);
    return cbor_read_done(&reader) && count == 5 && version == VERSION && kid_len == SEAL_KID_BYTES &&
           ret->wrapped_len == sizeof(struct keys) + SEAL_SM2_EXTRA && mac_len == MAC_BYTES;
}

static bool unwrap(const struct seal_key *pair, const struct parts *parts, struct keys *ret)
{
    struct buf text = {0};
    bool ok = seal_decrypt(pair, parts->wrapped, parts->wrapped_len, &text);
    if (ok)
        memcpy(ret, text.data, sizeof *ret);
    buf_finish(&text);
    return ok;
}

enum envelope_result envelope_open(const struct seal_key *pair, const char *subject,
                                   const uint8_t id[ENVELOPE_ID_BYTES], const void *bytes, size_t len,
                                   struct buf *ret)
{
    struct parts parts;
    struct keys keys;
    uint8_t mac[MAC_BYTES];
    if (!parse(bytes, len, &parts))
        return ENVELOPE_MALFORMED;
    if (memcmp(parts.kid, seal_key_kid(pair), SEAL_KID_BYTES) != 0)
        return ENVELOPE_UNKNOWN_KEY;
    if (!unwrap(pair, &parts, &keys))
        return ENVELOPE_FORGED;
    mac_of(&keys, &parts, subject, id, mac);
    bool ok = CRYPTO_memcmp(mac, parts.mac, sizeof mac) == 0;
    if (ok)
        run_cipher(&keys, parts.cipher, parts.cipher_len, ret);
    wipe(&keys, sizeof keys);
    return ok ? ENVELOPE_OK : ENVELOPE_FORGED;
}
