/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, our signatures and envelopes could be sound among ourselves and still not be SM2 as the
 * standard has it, or accept what somebody changed on the way.
 */
#include "base/clock.h"
#include "base/text.h"
#include "seal/cbor.h"
#include "seal/cose.h"
#include "seal/envelope.h"
#include "seal/trust.h"
#include "tests/support/room.h"
#include "tests/support/standard_key.h"
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* GB/T 32918.5, annex A: key, signature over "message digest", ciphertext of "encryption standard". */
#define STANDARD_SIGNATURE                                                                                   \
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"                                       \
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
#define STANDARD_CIPHER                                                                                      \
    "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"                                       \
    "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"                                       \
    "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"                                       \
    "21886ca989ca9c7d58087307ca93092d651efa"

static const char *in_folder(const char *name, char ret[256])
{
    snprintf(ret, 256, "%s/%s", room, name);
    return ret;
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static struct seal_key *standard_pair(void)
{
    char path[256];
    struct err err;
    struct seal_key *key = NULL;
    write_file(in_folder("standard.key", path), STANDARD_PEM, 0600);
    assert_true(seal_key_load(path, &key, &err));
    unlink(path);
    return key;
}

/* ---- key.h ---- */

static void sm3_is_the_standards(void **state)
{
    (void)state;
    uint8_t digest[SEAL_SM3_BYTES];
    char hex[2 * SEAL_SM3_BYTES + 1];
    seal_sm3("abc", 3, digest);
    text_hex(digest, sizeof digest, hex);
    assert_string_equal(hex, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

static void the_standards_signature_verifies(void **state)
{
    (void)state;
    uint8_t signature[SEAL_SIGNATURE_BYTES];
    assert_true(text_from_hex(STANDARD_SIGNATURE, signature, sizeof signature));
    struct seal_key *key = seal_key_from_public(STANDARD_PUBLIC);
    assert_non_null(key);
    assert_true(seal_verify(key, "message digest", 14, signature));
    assert_false(seal_verify(key, "message digesu", 14, signature));
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        assert_false(seal_verify(key, "message digest", 14, signature));
        signature[i] ^= 1;
    }
    memset(signature, 0, sizeof signature);
    assert_false(seal_verify(key, "message digest", 14, signature));
    memset(signature, 0xFF, sizeof signature);
    assert_false(seal_verify(key, "message digest", 14, signature));
    seal_key_destroy(key);
}

static void the_standards_ciphertext_opens(void **state)
{
    (void)state;
    uint8_t cipher[sizeof STANDARD_CIPHER / 2];
    struct buf text = {0};
    assert_true(text_from_hex(STANDARD_CIPHER, cipher, sizeof cipher));
    struct seal_key *pair = standard_pair();
    assert_true(seal_decrypt(pair, cipher, sizeof cipher, &text));
    assert_string_equal(buf_string(&text), "encryption standard");
    buf_finish(&text);
    for (size_t i = 0; i < sizeof cipher; i++) {
        cipher[i] ^= 1;
        assert_false(seal_decrypt(pair, cipher, sizeof cipher, &text));
        cipher[i] ^= 1;
    }
    assert_int_equal(text.len, 0);
    seal_key_destroy(pair);
}

/* Leading zero bytes in r, s, x or y come about once in 64 rounds: DER drops them, our wire must not. */
static void signatures_and_ciphertexts_keep_their_length(void **state)
{
    (void)state;
    struct seal_key *pair = seal_key_generate();
    for (int i = 0; i < 400; i++) {
        uint8_t signature[SEAL_SIGNATURE_BYTES];
        struct buf cipher = {0}, text = {0};
        seal_sign(pair, &i, sizeof i, signature);
        assert_true(seal_verify(pair, &i, sizeof i, signature));
        seal_encrypt(pair, &i, sizeof i, &cipher);
        assert_int_equal(cipher.len, sizeof i + SEAL_SM2_EXTRA);
        assert_true(seal_decrypt(pair, cipher.data, cipher.len, &text));
        assert_memory_equal(text.data, &i, sizeof i);
        buf_finish(&cipher);
        buf_finish(&text);
    }
    seal_key_destroy(pair);
}

static void a_ciphertext_is_for_one_key(void **state)
{
    (void)state;
    struct seal_key *to = seal_key_generate(), *other = seal_key_generate();
    struct buf cipher = {0}, text = {0};
    uint8_t long_text[400] = {7};
    seal_encrypt(to, long_text, sizeof long_text, &cipher);
    assert_false(seal_decrypt(other, cipher.data, cipher.len, &text));
    assert_false(seal_decrypt(to, cipher.data, SEAL_SM2_EXTRA, &text));
    assert_int_equal(text.len, 0);
    assert_true(seal_decrypt(to, cipher.data, cipher.len, &text));
    assert_int_equal(text.len, sizeof long_text);
    buf_finish(&cipher);
    buf_finish(&text);
    seal_key_destroy(to);
    seal_key_destroy(other);
}

static void a_point_off_the_curve_is_no_key(void **state)
{
    (void)state;
    char hex[] = STANDARD_PUBLIC;
    assert_null(seal_key_from_public(""));
    assert_null(seal_key_from_public("04"));
    hex[129] = '4';
    assert_null(seal_key_from_public(hex));
    hex[129] = 'x';
    assert_null(seal_key_from_public(hex));
    char zeros[2 * SEAL_PUBLIC_BYTES + 1];
    memset(zeros, '0', sizeof zeros - 1);
    zeros[sizeof zeros - 1] = '\0';
    zeros[1] = '4';
    assert_null(seal_key_from_public(zeros));
}

static void a_key_file_is_private_whole_and_never_replaced(void **state)
{
    (void)state;
    char path[256], hex[2 * SEAL_PUBLIC_BYTES + 1], again[2 * SEAL_PUBLIC_BYTES + 1];
    struct err err;
    struct stat st;
    struct seal_key *key = seal_key_generate(), *loaded = NULL;
    in_folder("one.key", path);
    assert_true(seal_key_save(key, path, &err));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_false(seal_key_save(key, path, &err));
    assert_true(seal_key_load(path, &loaded, &err));
    seal_key_public(key, hex);
    seal_key_public(loaded, again);
    assert_string_equal(hex, again);
    assert_memory_equal(seal_key_kid(key), seal_key_kid(loaded), SEAL_KID_BYTES);
    chmod(path, 0640);
    seal_key_destroy(loaded);
    loaded = NULL;
    assert_false(seal_key_load(path, &loaded, &err));
    assert_non_null(strstr(err.text, path));
    assert_non_null(strstr(err.text, "chmod 600"));
    unlink(path);
    write_file(path, "not a key\n", 0600);
    assert_false(seal_key_load(path, &loaded, &err));
    unlink(path);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_false(seal_key_load(path, &loaded, &err));
    unlink(path);
    assert_false(seal_key_load(room, &loaded, &err));
    assert_null(loaded);
    seal_key_destroy(key);
    /* Nothing half-written is left beside them. */
    assert_int_equal(rmdir(room), 0);
    assert_int_equal(mkdir(room, 0700), 0);
}

/* ---- cose.h ---- */

static void a_signature_serves_one_use_and_one_key(void **state)
{
    (void)state;
    struct seal_key *pair = seal_key_generate(), *other = seal_key_generate();
    struct buf message = {0};
    struct cose cose;
    cose_sign(pair, COSE_AAD_TICKET, "payload", 7, &message);
    assert_int_equal(message.len, 7 + 87);
    assert_true(cose_parse(message.data, message.len, &cose));
    assert_int_equal(cose.payload_len, 7);
    assert_memory_equal(cose.kid, seal_key_kid(pair), SEAL_KID_BYTES);
    assert_true(cose_verify(&cose, COSE_AAD_TICKET, pair));
    assert_false(cose_verify(&cose, COSE_AAD_RECEIPT, pair));
    assert_false(cose_verify(&cose, COSE_AAD_DOCUMENT, pair));
    assert_false(cose_verify(&cose, COSE_AAD_TICKET, other));
    buf_finish(&message);
    seal_key_destroy(pair);
    seal_key_destroy(other);
}

static void every_changed_bit_of_a_message_is_refused(void **state)
{
    (void)state;
    struct seal_key *pair = seal_key_generate();
    struct buf message = {0};
    struct cose cose;
    cose_sign(pair, COSE_AAD_TICKET, "payload", 7, &message);
    for (size_t bit = 0; bit < message.len * 8; bit++) {
        message.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
        bool ok = cose_parse(message.data, message.len, &cose) && cose_verify(&cose, COSE_AAD_TICKET, pair);
        assert_false(ok);
        message.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t len = 0; len < message.len; len++)
        assert_false(cose_parse(message.data, len, &cose));
    buf_byte(&message, 0);
    assert_false(cose_parse(message.data, message.len, &cose));
    buf_finish(&message);
    seal_key_destroy(pair);
}

/* ---- envelope.h ---- */

static const uint8_t id[ENVELOPE_ID_BYTES] = {1, 2, 3};

static void an_envelope_opens_for_its_key_subject_and_id_only(void **state)
{
    (void)state;
    struct seal_key *to = seal_key_generate(), *other = seal_key_generate();
    const uint8_t other_id[ENVELOPE_ID_BYTES] = {1, 2, 4};
    struct buf sealed = {0}, text = {0};
    envelope_seal(to, "issue", id, "{\"item\":1}", 10, &sealed);
    assert_int_equal(envelope_open(to, "case", id, sealed.data, sealed.len, &text), ENVELOPE_FORGED);
    assert_int_equal(envelope_open(to, "issue", other_id, sealed.data, sealed.len, &text), ENVELOPE_FORGED);
    assert_int_equal(envelope_open(other, "issue", id, sealed.data, sealed.len, &text), ENVELOPE_UNKNOWN_KEY);
    assert_int_equal(envelope_open(to, "issue", id, sealed.data, sealed.len - 1, &text), ENVELOPE_MALFORMED);
    assert_int_equal(text.len, 0);
    assert_int_equal(envelope_open(to, "issue", id, sealed.data, sealed.len, &text), ENVELOPE_OK);
    assert_string_equal(buf_string(&text), "{\"item\":1}");
    buf_finish(&sealed);
    buf_finish(&text);
    seal_key_destroy(to);
    seal_key_destroy(other);
}

static void every_changed_byte_of_an_envelope_is_refused(void **state)
{
    (void)state;
    struct seal_key *to = seal_key_generate();
    struct buf sealed = {0}, text = {0};
    envelope_seal(to, "issue", id, "hello", 5, &sealed);
    for (size_t i = 0; i < sealed.len; i++) {
        sealed.data[i] ^= 0x10;
        assert_int_not_equal(envelope_open(to, "issue", id, sealed.data, sealed.len, &text), ENVELOPE_OK);
        sealed.data[i] ^= 0x10;
    }
    assert_int_equal(text.len, 0);
    buf_finish(&sealed);
    seal_key_destroy(to);
}

static void the_longest_envelope_still_opens_and_the_empty_one_too(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 4095, 4096, 4097, ENVELOPE_TEXT_MAX_BYTES};
    struct seal_key *to = seal_key_generate();
    char *long_text = malloc(ENVELOPE_TEXT_MAX_BYTES);
    memset(long_text, 'x', ENVELOPE_TEXT_MAX_BYTES);
    for (size_t i = 0; i < COUNT_OF(lengths); i++) {
        struct buf sealed = {0}, text = {0};
        envelope_seal(to, "case", id, long_text, lengths[i], &sealed);
        assert_true(sealed.len <= ENVELOPE_MAX_BYTES);
        assert_int_equal(envelope_open(to, "case", id, sealed.data, sealed.len, &text), ENVELOPE_OK);
        assert_int_equal(text.len, lengths[i]);
        if (lengths[i])
            assert_memory_equal(text.data, long_text, lengths[i]);
        buf_finish(&sealed);
        buf_finish(&text);
    }
    free(long_text);
    seal_key_destroy(to);
}

/* ---- trust.h ---- */

#define TRUST_LIST(demo, key_role, key_id, key_kid, key_until, key_demo)                                     \
    "{\"version\":1,\"issued\":\"2026-11-01T00:00:00+08:00\",\"expires\":\"2027-11-01T00:00:00+08:00\","     \
    "\"demo\":" demo ",\"hosts\":[\"T.LIQU.EXAMPLE\"],\"keys\":[{\"kid\":\"" key_kid                         \
    "\",\"role\":\"" key_role "\",\"id\":\"" key_id "\",\"public\":\"" STANDARD_PUBLIC                       \
    "\",\"from\":\"2026-11-01T00:00:00+08:00\",\"until\":\"" key_until "\",\"demo\":" key_demo "}]}"
#define UNTIL "2027-06-01T00:00:00+08:00"

static bool load(const char *text, struct trust **ret, struct err *err)
{
    char path[256];
    write_file(in_folder("trust.json", path), text, 0600);
    bool ok = trust_load(path, ret, err);
    unlink(path);
    return ok;
}

static int64_t at(const char *iso)
{
    int64_t seconds = 0;
    assert_true(clock_parse_iso(iso, &seconds));
    return seconds;
}

static void a_key_serves_only_its_role_its_name_and_its_time(void **state)
{
    (void)state;
    struct trust *trust = NULL;
    struct err err;
    int64_t now = at("2026-11-23T12:00:00+08:00"), late = at("2027-06-02T00:00:00+08:00");
    assert_true(load(TRUST_LIST("true", "ticket", "118-03", STANDARD_KID, UNTIL, "true"), &trust, &err));
    const struct seal_key *key = trust_find_id(trust, TRUST_TICKET, "118-03", now);
    assert_non_null(key);
    assert_string_equal(trust_id_of(trust, key), "118-03");
    assert_ptr_equal(trust_find_id(trust, TRUST_TICKET, NULL, now), key);
    assert_ptr_equal(trust_find_kid(trust, TRUST_TICKET, seal_key_kid(key), now), key);
    assert_null(trust_find_kid(trust, TRUST_DOCUMENT, seal_key_kid(key), now));
    assert_null(trust_find_id(trust, TRUST_TICKET, "118-04", now));
    assert_null(trust_find_id(trust, TRUST_WINDOW, NULL, now));
    assert_null(trust_find_kid(trust, TRUST_TICKET, seal_key_kid(key), late));
    assert_ptr_equal(trust_find_kid(trust, TRUST_TICKET, seal_key_kid(key), TRUST_ANY_TIME), key);
    assert_true(trust_serves(trust, key, now, now + 1));
    assert_false(trust_serves(trust, key, late, late + 1));
    assert_true(trust_demo(trust));
    assert_true(trust_current(trust, late));
    assert_false(trust_current(trust, at("2027-11-01T00:00:00+08:00")));
    assert_true(trust_host(trust, "T.LIQU.EXAMPLE"));
    assert_false(trust_host(trust, "t.liqu.example"));
    assert_false(trust_host(trust, "T.LIQU.EXAMPLE2"));
    trust_destroy(trust);
}

static void a_faulty_list_is_refused_whole_naming_file_and_entry(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } faults[] = {
        {"{", "trust.json:1:"},
        {"[]", "object"},
        {"{\"version\":2}", "version"},
        {TRUST_LIST("false", "ticket", "118-03", STANDARD_KID, UNTIL, "true"), "keys[0]: demo"},
        {TRUST_LIST("true", "boss", "118-03", STANDARD_KID, UNTIL, "true"), "keys[0]: role"},
        {TRUST_LIST("true", "ticket", "", STANDARD_KID, UNTIL, "true"), "keys[0]: id"},
        {TRUST_LIST("true", "ticket", "118-03", "0000000000000000", UNTIL, "true"), "keys[0]: kid"},
        {TRUST_LIST("true", "ticket", "118-03", STANDARD_KID, "soon", "true"), "keys[0]: until"},
        {TRUST_LIST("true", "ticket", "118-03", STANDARD_KID, "2025-01-01T00:00:00+08:00", "true"),
         "keys[0]: until"},
        {TRUST_LIST("true", "ticket", "118-03", STANDARD_KID, UNTIL, "1"), "keys[0]: demo"},
        {TRUST_LIST("1", "ticket", "118-03", STANDARD_KID, UNTIL, "true"), "trust.json: demo"},
    };
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        struct trust *trust = NULL;
        struct err err = {0};
        assert_false(load(faults[i].text, &trust, &err));
        assert_null(trust);
        assert_non_null(strstr(err.text, "trust.json"));
        if (!strstr(err.text, faults[i].says))
            fail_msg("wanted \"%s\" in \"%s\"", faults[i].says, err.text);
    }
    struct trust *trust = NULL;
    assert_true(load(TRUST_LIST("false", "ticket", "118-03", STANDARD_KID, UNTIL, "false"), &trust, NULL));
    trust_destroy(trust);
}

/* A PEM file with the private number of one key and the public point of another. */
static void write_mixed_key(const char *path)
{
    EVP_PKEY *one = EVP_PKEY_Q_keygen(NULL, NULL, "SM2"), *other = EVP_PKEY_Q_keygen(NULL, NULL, "SM2"),
             *mixed = NULL;
    BIGNUM *private = NULL;
    uint8_t public[SEAL_PUBLIC_BYTES];
    size_t len = 0;
    EVP_PKEY_get_bn_param(one, OSSL_PKEY_PARAM_PRIV_KEY, &private);
    EVP_PKEY_get_octet_string_param(other, OSSL_PKEY_PARAM_PUB_KEY, public, sizeof public, &len);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0);
    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, public, len);
    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, private);
    OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(build);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
    assert_int_equal(EVP_PKEY_fromdata(context, &mixed, EVP_PKEY_KEYPAIR, params), 1);
    FILE *file = fopen(path, "we");
    assert_int_equal(PEM_write_PKCS8PrivateKey(file, mixed, NULL, NULL, 0, NULL, NULL), 1);
    fchmod(fileno(file), 0600);
    fclose(file);
    EVP_PKEY_CTX_free(context);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_free(private);
    EVP_PKEY_free(mixed);
    EVP_PKEY_free(other);
    EVP_PKEY_free(one);
}

/* What such a station signed nobody could verify, and its residents would have gone home by then. */
static void a_key_of_two_halves_is_not_sound(void **state)
{
    (void)state;
    char path[256];
    struct err err;
    struct seal_key *whole = seal_key_generate(), *mixed = NULL;
    in_folder("mixed.key", path);
    write_mixed_key(path);
    assert_true(seal_key_sound(whole));
    assert_true(seal_key_read(path, &mixed, &err));
    assert_false(seal_key_sound(mixed));
    seal_key_destroy(mixed);
    assert_false(seal_key_load(path, &mixed, &err));
    unlink(path);
    seal_key_destroy(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_two_halves_is_not_sound),
        cmocka_unit_test(sm3_is_the_standards),
        cmocka_unit_test(the_standards_signature_verifies),
        cmocka_unit_test(the_standards_ciphertext_opens),
        cmocka_unit_test(signatures_and_ciphertexts_keep_their_length),
        cmocka_unit_test(a_ciphertext_is_for_one_key),
        cmocka_unit_test(a_point_off_the_curve_is_no_key),
        cmocka_unit_test(a_key_file_is_private_whole_and_never_replaced),
        cmocka_unit_test(a_signature_serves_one_use_and_one_key),
        cmocka_unit_test(every_changed_bit_of_a_message_is_refused),
        cmocka_unit_test(an_envelope_opens_for_its_key_subject_and_id_only),
        cmocka_unit_test(every_changed_byte_of_an_envelope_is_refused),
        cmocka_unit_test(the_longest_envelope_still_opens_and_the_empty_one_too),
        cmocka_unit_test(a_key_serves_only_its_role_its_name_and_its_time),
        cmocka_unit_test(a_faulty_list_is_refused_whole_naming_file_and_entry),
    };
    return cmocka_run_group_tests(tests, room_make, room_leave);
}
