/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Without these, a window could act on a ticket that nobody signed, that was meant for another window or that
 * somebody changed by one letter; a slip could print a code that no scanner takes; a document with one
 * changed figure would pass.
 */
#include "base/clock.h"
#include "base/text.h"
#include "casework/number.h"
#include "seal/cbor.h"
#include "ticket/document.h"
#include "ticket/receipt.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HOST "T.LIQU.EXAMPLE"
#define NOW  1795413900 /* 2026-11-23 14:05 in Shanghai */
/* QR alphanumeric mode, level M (ISO/IEC 18004 table 7). */
#define QR_10M_CHARACTERS 311
#define QR_15M_CHARACTERS 600

struct fixture {
    struct trust *trust;
    struct seal_key *station, *district, *window, *stranger;
};
static struct fixture f;

static void add_key(struct buf *json, const struct seal_key *key, const char *role, const char *id)
{
    char hex[2 * SEAL_PUBLIC_BYTES + 1], kid[2 * SEAL_KID_BYTES + 1];
    seal_key_public(key, hex);
    text_hex(seal_key_kid(key), SEAL_KID_BYTES, kid);
    buf_printf(json,
               "%s{\"kid\":\"%s\",\"role\":\"%s\",\"id\":\"%s\",\"public\":\"%s\",\"from\":\"2026-11-01T00:"
               "00:00+08:00\","
               "\"until\":\"2028-11-01T00:00:00+08:00\",\"demo\":true}",
               buf_string(json)[json->len - 1] == '[' ? "" : ",", kid, role, id, hex);
}

static int set_up(void **state)
{
    char path[] = "/tmp/liqu-trust-XXXXXX";
    struct buf json = {0};
    struct err err;
    (void)state;
    f.station = seal_key_generate();
    f.district = seal_key_generate();
    f.window = seal_key_generate();
    f.stranger = seal_key_generate();
    buf_text(
        &json,
        "{\"version\":1,\"issued\":\"2026-11-01T00:00:00+08:00\",\"expires\":\"2028-11-01T00:00:00+08:00\","
        "\"demo\":true,\"hosts\":[\"" HOST "\",\"ABCDEFGHIJ.EXAMPLE.ORG\"],\"keys\":[");
    add_key(&json, f.station, "ticket", "118-03");
    add_key(&json, f.district, "document", "demo");
    add_key(&json, f.window, "window", "demo-window");
    buf_text(&json, "]}");
    int fd = mkstemp(path);
    bool ok = write(fd, json.data, json.len) == (ssize_t)json.len && trust_load(path, &f.trust, &err);
    if (!ok)
        fprintf(stderr, "%s\n", err.text);
    close(fd);
    unlink(path);
    buf_finish(&json);
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    trust_destroy(f.trust);
    seal_key_destroy(f.station);
    seal_key_destroy(f.district);
    seal_key_destroy(f.window);
    seal_key_destroy(f.stranger);
    return 0;
}

static struct ticket_claims usual(void)
{
    return (struct ticket_claims){
        .case_number = case_number_make(118, 3, 20261123, 42),
        .item = "SD-105",
        .station = 31011411803,
        .lodged = NOW - 60,
        .promised = 20261210,
        .expires = NOW - 60 + TICKET_LIFE_S,
        .target = "demo-window",
        .nonce = {1, 2, 3, 4, 5, 6, 7, 8},
    };
}

static enum ticket_result result_of(const char *url, const char *target, int64_t now)
{
    struct ticket_claims claims;
    enum ticket_result result = ticket_open(url, f.trust, target, now, &claims);
    buf_finish(&claims.sealed);
    return result;
}

static enum ticket_result result_of_claims(const struct seal_key *key, const struct ticket_claims *claims)
{
    struct buf url = {0};
    ticket_url(key, HOST, claims, &url);
    enum ticket_result result = result_of(buf_string(&url), NULL, NOW);
    buf_finish(&url);
    return result;
}

/* ---- tickets ---- */

static void a_ticket_says_what_was_put_in(void **state)
{
    (void)state;
    struct ticket_claims claims = usual(), got;
    struct ticket_person person;
    struct buf url = {0};
    claims.provisional = true;
    ticket_seal_person(f.window, "李桂英", "310199195103070021", NULL, &claims.sealed);
    ticket_url(f.station, HOST, &claims, &url);
    assert_int_equal(ticket_open(buf_string(&url), f.trust, "demo-window", NOW, &got), TICKET_OK);
    assert_true(got.case_number == 11803261123004294);
    assert_string_equal(got.item, "SD-105");
    assert_true(got.station == claims.station);
    assert_true(got.lodged == claims.lodged);
    assert_int_equal(got.promised, 20261210);
    assert_true(got.provisional);
    assert_true(got.expires == claims.expires);
    assert_string_equal(got.target, "demo-window");
    assert_memory_equal(got.nonce, claims.nonce, TICKET_NONCE);
    assert_true(ticket_open_person(&got, f.window, &person));
    assert_string_equal(person.name, "李桂英");
    assert_string_equal(person.number, "310199195103070021");
    assert_string_equal(person.phone, "");
    assert_false(ticket_open_person(&got, f.stranger, &person));
    buf_finish(&got.sealed);
    buf_finish(&claims.sealed);
    buf_finish(&url);
}

static bool every_character_is_qr_alphanumeric(const char *url)
{
    return strspn(url, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") == strlen(url);
}

static size_t slip_length(const char *name, const char *number, const char *phone)
{
    struct ticket_claims claims = usual();
    struct buf url = {0};
    strcpy(claims.item, "SD-105-ABCDEFGH");
    strcpy(claims.target, "twelve-chars");
    claims.provisional = true;
    ticket_seal_person(f.window, name, number, phone, &claims.sealed);
    ticket_url(f.station, "ABCDEFGHIJ.EXAMPLE.ORG", &claims, &url);
    assert_true(every_character_is_qr_alphanumeric(buf_string(&url)));
    assert_int_equal(result_of(buf_string(&url), NULL, NOW), TICKET_OK);
    size_t len = url.len;
    buf_finish(&claims.sealed);
    buf_finish(&url);
    return len;
}

static void the_longest_slip_fits_a_version_15_symbol(void **state)
{
    (void)state;
    assert_true(slip_length("买买提江阿卜杜拉热合曼古丽尔汗", "310199195103070021", "138123412345678") <=
                QR_15M_CHARACTERS);
    assert_true(slip_length("WOLFESCHLEGELSTEINHAUSENBERGERDORFF MAXIMILIAN ALEXANDER THE",
                            "310199195103070021", "138123412345678") <= QR_15M_CHARACTERS);
}

static void the_longest_screen_code_fits_a_version_10_symbol(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    struct buf url = {0};
    strcpy(claims.target, "twelve-chars");
    claims.provisional = true;
    ticket_url(f.station, "ABCDEFGHIJ.EXAMPLE.ORG", &claims, &url);
    assert_true(url.len <= QR_10M_CHARACTERS);
    assert_true(every_character_is_qr_alphanumeric(buf_string(&url)));
    buf_finish(&url);
}

static void a_cut_name_shows_that_it_was_cut(void **state)
{
    (void)state;
    static const struct {
        const char *name, *sealed;
    } names[] = {
        {"买买提江阿卜杜拉热合曼古丽尔汗", "买买提江阿卜杜拉热合曼古丽尔汗"},
        {"买买提江阿卜杜拉热合曼古丽尔汗木", "买买提江阿卜杜拉热合曼古丽尔…"},
        {"WOLFESCHLEGELSTEINHAUSENBERGERDORFF MAXIMILIAN", "WOLFESCHLEGELSTEINHAUSENBERGERDORFF MAXIMI…"},
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct ticket_claims claims = usual();
        struct ticket_person person;
        ticket_seal_person(f.window, names[i].name, "310199195103070021", "1381234123456789", &claims.sealed);
        assert_true(ticket_open_person(&claims, f.window, &person));
        assert_string_equal(person.name, names[i].sealed);
        assert_string_equal(person.phone, ""); /* sixteen digits are no phone number */
        buf_finish(&claims.sealed);
    }
}

/* The scheme, host and path, then in base32 characters the COSE head, the key id, and all that is signed. */
static void any_one_changed_character_is_refused_under_its_own_code(void **state)
{
    (void)state;
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct ticket_claims claims = usual();
    struct buf url = {0};
    size_t seen[TICKET_VALUES_DIFFER + 1] = {0};
    ticket_seal_person(f.window, "李桂英", "310199195103070021", NULL, &claims.sealed);
    ticket_url(f.station, HOST, &claims, &url);
    char *text = (char *)url.data;
    size_t head = strlen("HTTPS://" HOST "/T/");
    for (size_t i = 0; i < url.len; i++) {
        char was = text[i];
        for (const char *other = alphabet; *other; other++) {
            /* All 32 in front of and around the key id, one beyond: a signature check takes its time. */
            if (*other == was ||
                (i > head + 45 && *other != alphabet[(strchr(alphabet, was) - alphabet) ^ 16]))
                continue;
            text[i] = *other;
            enum ticket_result result = result_of(text, NULL, NOW);
            assert_int_not_equal(result, TICKET_OK);
            if (i < head)
                assert_int_equal(result, TICKET_MALFORMED);
            seen[result]++;
        }
        if (was >= 'A' && was <= 'Z') {
            text[i] = (char)(was + 'a' - 'A');
            assert_int_equal(result_of(text, NULL, NOW), TICKET_MALFORMED);
        }
        text[i] = was;
    }
    assert_int_equal(result_of(text, NULL, NOW), TICKET_OK);
    assert_true(seen[TICKET_MALFORMED] > 0);
    assert_true(seen[TICKET_UNKNOWN_KEY] > 0);
    assert_true(seen[TICKET_BAD_SIGNATURE] > 300);
    assert_int_equal(seen[TICKET_EXPIRED] + seen[TICKET_WRONG_TARGET], 0);
    buf_finish(&claims.sealed);
    buf_finish(&url);
}

/* The last character may carry bits that mean nothing; there is one spelling all the same. */
static void unused_bits_at_the_end_must_be_zero(void **state)
{
    (void)state;
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct ticket_claims claims = usual();
    for (size_t len = 1; len <= 5; len++) {
        struct buf url = {0};
        memset(claims.item, 'X', len);
        claims.item[len] = '\0';
        ticket_url(f.station, HOST, &claims, &url);
        char *last = (char *)url.data + url.len - 1, was = *last;
        for (const char *other = alphabet; *other; other++) {
            *last = *other;
            assert_int_equal(result_of((char *)url.data, NULL, NOW) == TICKET_OK, *other == was);
        }
        buf_finish(&url);
    }
}

static void a_url_cut_short_or_lengthened_is_malformed(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    struct buf url = {0};
    ticket_url(f.station, HOST, &claims, &url);
    char *text = strdup(buf_string(&url));
    for (size_t len = url.len; len-- > 0;) {
        text[len] = '\0';
        assert_int_equal(result_of(text, NULL, NOW), TICKET_MALFORMED);
    }
    free(text);
    static const char *const tails[] = {"A", "AA", "AAAAAAAA", "=", " ", "/", "?x"};
    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        struct buf longer = {0};
        buf_printf(&longer, "%s%s", buf_string(&url), tails[i]);
        assert_int_equal(result_of(buf_string(&longer), NULL, NOW), TICKET_MALFORMED);
        buf_finish(&longer);
    }
    buf_finish(&url);
}

static void a_host_outside_the_trust_list_is_malformed(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    struct buf url = {0};
    ticket_url(f.station, "T.OTHER.EXAMPLE", &claims, &url);
    assert_int_equal(result_of(buf_string(&url), NULL, NOW), TICKET_MALFORMED);
    buf_finish(&url);
}

static void each_fault_has_its_own_code(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    struct buf url = {0};
    ticket_url(f.station, HOST, &claims, &url);
    assert_int_equal(result_of(buf_string(&url), "demo-window", claims.expires - 1), TICKET_OK);
    assert_int_equal(result_of(buf_string(&url), "demo-window", claims.expires), TICKET_EXPIRED);
    assert_int_equal(result_of(buf_string(&url), "demo-window", NOW + (int64_t)20 * 365 * 86400),
                     TICKET_EXPIRED);
    assert_int_equal(result_of(buf_string(&url), "other", NOW), TICKET_WRONG_TARGET);
    buf_finish(&url);
    assert_int_equal(result_of_claims(f.stranger, &claims), TICKET_UNKNOWN_KEY);
    assert_int_equal(result_of_claims(f.district, &claims),
                     TICKET_UNKNOWN_KEY); /* a key serves only its role */
}

/* Lost without this: a district that lets its tickets live shorter would be told that they are no tickets. */
static void a_ticket_lives_as_long_as_it_says(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    claims.expires = NOW + 1;
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_OK);
    claims.expires = NOW;
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_EXPIRED);
}

static void a_station_signs_for_itself_and_in_its_time_only(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    claims.station = 31011411804;
    claims.case_number = case_number_make(118, 4, 20261123, 42);
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_UNKNOWN_KEY);
    claims = usual();
    claims.lodged -= 365 * 86400; /* before the key came into service */
    claims.expires -= 365 * 86400;
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_UNKNOWN_KEY);
}

static void signed_nonsense_is_malformed(void **state)
{
    (void)state;
    struct ticket_claims claims = usual();
    claims.case_number++; /* check digits */
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    claims.case_number = case_number_make(118, 4, 20261123, 42); /* another station's case */
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    claims.expires++; /* lives longer than tickets do */
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    claims.expires = claims.lodged; /* never lives */
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    claims.promised = 20261131;
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    claims.target[0] = '\0';
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    claims = usual();
    buf_text(&claims.sealed, "too short to be sealed");
    assert_int_equal(result_of_claims(f.station, &claims), TICKET_MALFORMED);
    buf_finish(&claims.sealed);
}

/* ---- documents ---- */

#define DOCUMENT_TEXT                                                                                                 \
    "{\"title\":\"社会保险缴费情况\",\"number\":\"118-03-261123-0042-94\",\"issued\":\"2026-11-23\","         \
    "\"valid_until\":null,\"rows\":[[\"查到\",\"12 个月\"]],\"tables\":[{\"head\":[\"年月\",\"缴费基数\"]," \
    "\"rows\":[[\"2026-10\",\"8,200.00\"],[\"2026-09\",\"8,200.00\"]]}],\"notes\":[\"仅供参考\"]}"

static bool parse(const char *text, struct document *ret, struct err *err)
{
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    bool ok = document_parse(json, ret, err);
    json_decref(json);
    return ok;
}

/* A copy of the sample with one part replaced. */
static char *with(const char *from, const char *to)
{
    const char *at = strstr(DOCUMENT_TEXT, from);
    struct buf text = {0};
    assert_non_null(at);
    buf_append(&text, DOCUMENT_TEXT, (size_t)(at - DOCUMENT_TEXT));
    buf_printf(&text, "%s%s", to, at + strlen(from));
    return (char *)text.data;
}

static void a_document_reads_and_writes_the_same(void **state)
{
    (void)state;
    struct document document;
    struct err err;
    assert_true(parse(DOCUMENT_TEXT, &document, &err));
    assert_string_equal(document.title, "社会保险缴费情况");
    assert_int_equal(document.issued, 20261123);
    assert_int_equal(document.valid_until, 0);
    assert_string_equal(document.rows[0][1], "12 个月");
    assert_string_equal(document.tables[0].cells[2], "2026-09");
    json_t *json = document_json(&document), *sample = json_loads(DOCUMENT_TEXT, 0, NULL);
    assert_true(json_equal(json, sample));
    json_decref(json);
    json_decref(sample);
    document_finish(&document);
}

static void every_changed_value_changes_the_digest(void **state)
{
    (void)state;
    static const char *const changes[][2] = {
        {"社会保险", "社会保障"},
        {"118-03-261123-0042-94", "118-03-261123-0024-51"},
        {"\"issued\":\"2026-11-23\"", "\"issued\":\"2026-11-22\""},
        {"\"valid_until\":null", "\"valid_until\":\"2027-11-23\""},
        {"查到", "查找到"},
        {"12 个月", "24 个月"},
        {"缴费基数", "缴费"},
        {"8,200.00\"],[", "8,300.00\"],["},
        {"仅供参考", ""},
        {"[\"查到\",\"12 个月\"]", ""},
        {"[\"2026-10\",\"8,200.00\"],", ""},
    };
    struct document document;
    struct err err = {0};
    uint8_t digest[SEAL_SM3_BYTES], other[SEAL_SM3_BYTES];
    assert_true(parse(DOCUMENT_TEXT, &document, &err));
    document_digest(&document, digest);
    document_finish(&document);
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        char *text = with(changes[i][0], changes[i][1]);
        if (!parse(text, &document, &err))
            fail_msg("change %zu: %s", i, err.text);
        document_digest(&document, other);
        assert_memory_not_equal(digest, other, sizeof digest);
        document_finish(&document);
        free(text);
    }
}

static void a_faulty_document_is_refused_without_quoting_it(void **state)
{
    (void)state;
    static const char *const faults[][3] = {
        {"\"title\":\"社会保险缴费情况\"", "\"title\":\"\"", "title"},
        {"0042-94", "0042-93", "number"},
        {"\"issued\":\"2026-11-23\"", "\"issued\":\"2026-11-31\"", "issued"},
        {"\"valid_until\":null", "\"valid_until\":\"2026-11-22\"", "valid_until"},
        {"\"valid_until\":null,", "", "valid_until"},
        {"[\"查到\",\"12 个月\"]", "[\"查到\"]", "rows[0]"},
        {"[\"查到\",\"12 个月\"]", "[\"查到\",12]", "rows[0]"},
        {"12 个月", "12\\n个月", "rows[0]"},
        {"[\"2026-09\",\"8,200.00\"]", "[\"2026-09\"]", "tables[0]"},
        {"\"head\":[\"年月\",\"缴费基数\"]", "\"head\":[]", "tables[0]"},
        {"[\"仅供参考\"]", "[null]", "notes"},
        {"[\"仅供参考\"]", "\"仅供参考\"", "notes"},
        {"\"notes\"", "\"more\":1,\"notes\"", "does not know"},
    };
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        char *text = with(faults[i][0], faults[i][1]);
        struct document document = {0};
        struct err err = {0};
        assert_false(parse(text, &document, &err));
        assert_null(document.arena);
        if (!strstr(err.text, faults[i][2]))
            fail_msg("wanted \"%s\" in \"%s\"", faults[i][2], err.text);
        assert_null(strstr(err.text, "2026-1"));
        free(text);
    }
}

static struct document_claims document_sample(void)
{
    return (struct document_claims){.number = case_number_make(118, 3, 20261123, 42),
                                    .item = "SH-001",
                                    .issued = 20261123,
                                    .last_four = "0021",
                                    .digest = {5, 6, 7}};
}

static void a_document_code_verifies_and_every_changed_character_does_not(void **state)
{
    (void)state;
    struct document_claims claims = document_sample(), got;
    struct buf cose = {0}, url = {0};
    document_sign(f.district, &claims, &cose);
    document_url(HOST, cose.data, cose.len, &url);
    assert_true(url.len <= QR_10M_CHARACTERS);
    assert_int_equal(document_open(buf_string(&url), f.trust, &got), TICKET_OK);
    assert_true(got.number == claims.number);
    assert_string_equal(got.item, "SH-001");
    assert_string_equal(got.last_four, "0021");
    assert_memory_equal(got.digest, claims.digest, sizeof got.digest);
    char *text = (char *)url.data;
    for (size_t i = 0; i < url.len; i++) {
        text[i] ^= 1;
        assert_int_not_equal(document_open(text, f.trust, &got), TICKET_OK);
        text[i] ^= 1;
    }
    buf_finish(&cose);
    buf_finish(&url);
    document_sign(f.station, &claims, &cose); /* the station key signs tickets only */
    assert_int_equal(document_check_code(cose.data, cose.len, f.trust, NOW, &got), TICKET_UNKNOWN_KEY);
    buf_finish(&cose);
}

/* The district's key of the fixture serves from 2026-11-01 to 2028-11-01, both at midnight. */
static void a_document_outlives_its_key_and_no_key_signs_for_another_time(void **state)
{
    static const struct {
        uint32_t issued;
        enum ticket_result result;
    } days[] = {
        {20261031, TICKET_UNKNOWN_KEY}, {20261101, TICKET_OK},          {20281031, TICKET_OK},
        {20281101, TICKET_UNKNOWN_KEY}, {20350101, TICKET_UNKNOWN_KEY},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        struct document_claims claims = document_sample(), got;
        struct buf cose = {0}, url = {0};
        claims.issued = days[i].issued;
        document_sign(f.district, &claims, &cose);
        document_url(HOST, cose.data, cose.len, &url);
        assert_int_equal(document_open(buf_string(&url), f.trust, &got), days[i].result);
        /* A fresh answer of a key that has run out is another matter. */
        assert_int_equal(document_check_code(cose.data, cose.len, f.trust, NOW + 3 * 366 * 86400, &got),
                         TICKET_UNKNOWN_KEY);
        buf_finish(&cose);
        buf_finish(&url);
    }
}

static void the_short_code_is_twelve_characters_in_three_groups(void **state)
{
    (void)state;
    char code[DOCUMENT_SHORT_BYTES];
    document_short_code("abc", 3, code);
    assert_string_equal(code, "M3D7 B5DC 53W5"); /* base32 of 66c7f0f462eeedd9… */
}

/* ---- receipts ---- */

static void a_receipt_is_for_one_event_and_never_a_document(void **state)
{
    (void)state;
    struct receipt receipt = {.case_number = 11803261123004294, .event = 1, .digest = {1}, .received = NOW},
                   got;
    struct document_claims claims = document_sample(), document;
    struct buf cose = {0};
    receipt_sign(f.district, &receipt, &cose);
    assert_int_equal(receipt_open(cose.data, cose.len, f.trust, NOW, &got), TICKET_OK);
    assert_true(got.case_number == receipt.case_number && got.event == 1 && got.received == NOW);
    assert_memory_equal(got.digest, receipt.digest, sizeof got.digest);
    assert_int_equal(document_check_code(cose.data, cose.len, f.trust, NOW, &document), TICKET_BAD_SIGNATURE);
    cose.data[cose.len - 1] ^= 1;
    assert_int_equal(receipt_open(cose.data, cose.len, f.trust, NOW, &got), TICKET_BAD_SIGNATURE);
    assert_int_equal(receipt_open(cose.data, cose.len - 1, f.trust, NOW, &got), TICKET_MALFORMED);
    buf_finish(&cose);
    document_sign(f.district, &claims, &cose);
    assert_int_equal(receipt_open(cose.data, cose.len, f.trust, NOW, &got), TICKET_BAD_SIGNATURE);
    buf_finish(&cose);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_says_what_was_put_in),
        cmocka_unit_test(the_longest_slip_fits_a_version_15_symbol),
        cmocka_unit_test(the_longest_screen_code_fits_a_version_10_symbol),
        cmocka_unit_test(a_cut_name_shows_that_it_was_cut),
        cmocka_unit_test(any_one_changed_character_is_refused_under_its_own_code),
        cmocka_unit_test(unused_bits_at_the_end_must_be_zero),
        cmocka_unit_test(a_url_cut_short_or_lengthened_is_malformed),
        cmocka_unit_test(a_host_outside_the_trust_list_is_malformed),
        cmocka_unit_test(each_fault_has_its_own_code),
        cmocka_unit_test(a_ticket_lives_as_long_as_it_says),
        cmocka_unit_test(a_station_signs_for_itself_and_in_its_time_only),
        cmocka_unit_test(signed_nonsense_is_malformed),
        cmocka_unit_test(a_document_reads_and_writes_the_same),
        cmocka_unit_test(every_changed_value_changes_the_digest),
        cmocka_unit_test(a_faulty_document_is_refused_without_quoting_it),
        cmocka_unit_test(a_document_code_verifies_and_every_changed_character_does_not),
        cmocka_unit_test(a_document_outlives_its_key_and_no_key_signs_for_another_time),
        cmocka_unit_test(the_short_code_is_twelve_characters_in_three_groups),
        cmocka_unit_test(a_receipt_is_for_one_event_and_never_a_document),
    };
    setenv("TZ", "Asia/Shanghai", 1);
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
