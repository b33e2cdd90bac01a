/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ticket/document.h"

#include "base/clock.h"
#include "base/text.h"
#include "casework/number.h"
#include "seal/cbor.h"
#include "ticket/code.h"
#include <stdio.h>
#include <string.h>

/* ---- JSON -> document ---- */

struct parse {
    struct arena *arena;
    size_t bytes; /* text so far */
    struct err *err;
};

/* NULL when this is no printable text, or there is too much. */
static const char *take_text(struct parse *parse, const json_t *json)
{
    const char *text = json_string_value(json);
    size_t len = json_string_length(json);
    if (!text || strlen(text) != len || !text_is_printable(text))
        return NULL;
    parse->bytes += len;
    return parse->bytes > DOCUMENT_MAX_BYTES ? NULL : arena_text(parse->arena, text);
}

/* A list of exactly count texts into ret. */
static bool take_texts(struct parse *parse, const json_t *json, size_t count, const char **ret)
{
    if (!json_is_array(json) || json_array_size(json) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        ret[i] = take_text(parse, json_array_get(json, i));
        if (!ret[i])
            return false;
    }
    return true;
}

static bool take_list(struct parse *parse, const json_t *map, const char *key, size_t max, const json_t **ret)
{
    *ret = json_object_get(map, key);
    if (!json_is_array(*ret) || json_array_size(*ret) > max)
        return err_set(parse->err, "document: %s: a list of at most %zu must stand here", key, max);
    return true;
}

static bool parse_rows(struct parse *parse, const json_t *json, struct document *ret)
{
    const json_t *rows;
    if (!take_list(parse, json, "rows", DOCUMENT_MAX_ROWS, &rows))
        return false;
    ret->row_count = json_array_size(rows);
    const char *(*pairs)[2] = arena_alloc(parse->arena, ret->row_count * sizeof *pairs);
    for (size_t i = 0; i < ret->row_count; i++)
        if (!take_texts(parse, json_array_get(rows, i), 2, pairs[i]))
            return err_set(parse->err, "document: rows[%zu]: must be a label and a value", i);
    ret->rows = pairs;
    return true;
}

static bool parse_table(struct parse *parse, const json_t *json, struct document_table *ret)
{
    const json_t *head = json_object_get(json, "head"), *rows = json_object_get(json, "rows");
    if (json_object_size(json) != 2 || !json_is_array(rows))
        return false;
    ret->columns = json_array_size(head);
    ret->rows = json_array_size(rows);
    if (ret->columns < 1 || ret->columns > DOCUMENT_MAX_COLUMNS || ret->rows > DOCUMENT_MAX_ROWS)
        return false;
    ret->head = arena_alloc(parse->arena, ret->columns * sizeof *ret->head);
    ret->cells = arena_alloc(parse->arena, ret->columns * ret->rows * sizeof *ret->cells);
    if (!take_texts(parse, head, ret->columns, ret->head))
        return false;
    for (size_t i = 0; i < ret->rows; i++)
        if (!take_texts(parse, json_array_get(rows, i), ret->columns, ret->cells + i * ret->columns))
            return false;
    return true;
}

static bool parse_tables(struct parse *parse, const json_t *json, struct document *ret)
{
    const json_t *tables;
    if (!take_list(parse, json, "tables", DOCUMENT_MAX_TABLES, &tables))
        return false;
    ret->table_count = json_array_size(tables);
    ret->tables = arena_alloc(parse->arena, ret->table_count * sizeof *ret->tables);
    for (size_t i = 0; i < ret->table_count; i++)
        if (!parse_table(parse, json_array_get(tables, i), &ret->tables[i]))
            return err_set(parse->err,
                           "document: tables[%zu]: must be a head of 1 to %d and at most %d rows as wide", i,
                           DOCUMENT_MAX_COLUMNS, DOCUMENT_MAX_ROWS);
    return true;
}

static bool parse_notes(struct parse *parse, const json_t *json, struct document *ret)
{
    const json_t *notes;
    if (!take_list(parse, json, "notes", DOCUMENT_MAX_NOTES, &notes))
        return false;
    ret->note_count = json_array_size(notes);
    ret->notes = arena_alloc(parse->arena, ret->note_count * sizeof *ret->notes);
    return take_texts(parse, notes, ret->note_count, ret->notes) ||
           err_set(parse->err, "document: notes: every note must be a text");
}

static bool parse_head(struct parse *parse, const json_t *json, struct document *ret)
{
    const char *number = json_string_value(json_object_get(json, "number"));
    const char *issued = json_string_value(json_object_get(json, "issued"));
    const json_t *until = json_object_get(json, "valid_until");
    ret->title = take_text(parse, json_object_get(json, "title"));
    if (!ret->title || !*ret->title)
        return err_set(parse->err, "document: title: a text must stand here");
    if (!number || !case_number_parse(number, &ret->number))
        return err_set(parse->err,
                       "document: number: must look like 118-03-261123-0042-94, with its check digits");
    if (!issued || !clock_parse_date(issued, &ret->issued))
        return err_set(parse->err, "document: issued: must be a date YYYY-MM-DD");
    if (!json_is_null(until) &&
        !(json_is_string(until) && clock_parse_date(json_string_value(until), &ret->valid_until) &&
          ret->valid_until >= ret->issued))
        return err_set(parse->err,
                       "document: valid_until: must be null or a date YYYY-MM-DD, not before issued");
    return true;
}

bool document_parse(const json_t *json, struct document *ret, struct err *err)
{
    struct document document = {.arena = arena_create()};
    struct parse parse = {.arena = document.arena, .err = err};
    bool ok = parse_head(&parse, json, &document) && parse_rows(&parse, json, &document) &&
              parse_tables(&parse, json, &document) && parse_notes(&parse, json, &document);
    /* All seven were there, so any eighth key is one we do not know. */
    if (ok && json_object_size(json) != 7)
        ok = err_set(err, "document: holds a key this program does not know");
    if (!ok) {
        document_finish(&document);
        return false;
    }
    *ret = document;
    return true;
}

void document_finish(struct document *document)
{
    arena_destroy(document->arena);
    *document = (struct document){0};
}

/* ---- document -> JSON ---- */

static json_t *json_of_texts(const char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(texts[i]));
    return list;
}

static json_t *json_of_table(const struct document_table *table)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < table->rows; i++)
        json_array_append_new(rows, json_of_texts(table->cells + i * table->columns, table->columns));
    return json_pack("{s:o, s:o}", "head", json_of_texts(table->head, table->columns), "rows", rows);
}

json_t *document_json(const struct document *document)
{
    char number[CASE_NUMBER_TEXT], issued[11], until[11];
    json_t *rows = json_array(), *tables = json_array();
    case_number_format(document->number, number);
    clock_format_date(document->issued, issued);
    if (document->valid_until)
        clock_format_date(document->valid_until, until);
    for (size_t i = 0; i < document->row_count; i++)
        json_array_append_new(rows, json_of_texts(document->rows[i], 2));
    for (size_t i = 0; i < document->table_count; i++)
        json_array_append_new(tables, json_of_table(&document->tables[i]));
    json_t *json =
        json_pack("{s:s, s:s, s:s, s:s?, s:o, s:o, s:o}", "title", document->title, "number", number,
                  "issued", issued, "valid_until", document->valid_until ? until : NULL, "rows", rows,
                  "tables", tables, "notes", json_of_texts(document->notes, document->note_count));
    check(json);
    return json;
}

/* ---- digest ---- */

static void put_texts(struct buf *buf, const char *const *texts, size_t count)
{
    cbor_put_array(buf, count);
    for (size_t i = 0; i < count; i++)
        cbor_put_text(buf, texts[i]);
}

static void put_table(struct buf *buf, const struct document_table *table)
{
    cbor_put_array(buf, 2);
    put_texts(buf, table->head, table->columns);
    cbor_put_array(buf, table->rows);
    for (size_t i = 0; i < table->rows; i++)
        put_texts(buf, table->cells + i * table->columns, table->columns);
}

void document_digest(const struct document *document, uint8_t ret[SEAL_SM3_BYTES])
{
    struct buf buf = {0};
    cbor_put_array(&buf, 7);
    cbor_put_text(&buf, document->title);
    cbor_put_uint(&buf, document->number);
    cbor_put_uint(&buf, document->issued);
    if (document->valid_until)
        cbor_put_uint(&buf, document->valid_until);
    else
        cbor_put_null(&buf);
    cbor_put_array(&buf, document->row_count);
    for (size_t i = 0; i < document->row_count; i++)
        put_texts(&buf, document->rows[i], 2);
    cbor_put_array(&buf, document->table_count);
    for (size_t i = 0; i < document->table_count; i++)
        put_table(&buf, &document->tables[i]);
    put_texts(&buf, document->notes, document->note_count);
    seal_sm3(buf.data, buf.len, ret);
    buf_finish(&buf);
}

/* ---- verification code ---- */

#define HALF_DAY_S 43200

enum { KEY_NUMBER = 1, KEY_ITEM, KEY_ISSUED, KEY_LAST_FOUR, KEY_DIGEST, PAIRS = KEY_DIGEST };

void document_sign(const struct seal_key *district, const struct document_claims *claims,
                   struct buf *ret_cose)
{
    struct buf payload = {0};
    cbor_put_map(&payload, PAIRS);
    cbor_put_uint(&payload, KEY_NUMBER);
    cbor_put_uint(&payload, claims->number);
    cbor_put_uint(&payload, KEY_ITEM);
    cbor_put_text(&payload, claims->item);
    cbor_put_uint(&payload, KEY_ISSUED);
    cbor_put_uint(&payload, claims->issued);
    cbor_put_uint(&payload, KEY_LAST_FOUR);
    cbor_put_text(&payload, claims->last_four);
    cbor_put_uint(&payload, KEY_DIGEST);
    cbor_put_bytes(&payload, claims->digest, sizeof claims->digest);
    cose_sign(district, COSE_AAD_DOCUMENT, payload.data, payload.len, ret_cose);
    buf_finish(&payload);
}

static bool decode(const struct cose *cose, struct document_claims *ret)
{
    struct cbor_reader reader;
    size_t pairs = 0, len = 0;
    const uint8_t *digest = NULL;
    cbor_read_start(&reader, cose->payload, cose->payload_len);
    bool ok = cbor_read_map(&reader, &pairs) && cbor_read_key(&reader, KEY_NUMBER) &&
              cbor_read_uint(&reader, &ret->number) && cbor_read_key(&reader, KEY_ITEM) &&
              cbor_read_text(&reader, ret->item, sizeof ret->item) && cbor_read_key(&reader, KEY_ISSUED) &&
              cbor_read_date(&reader, &ret->issued) && cbor_read_key(&reader, KEY_LAST_FOUR) &&
              cbor_read_text(&reader, ret->last_four, sizeof ret->last_four) &&
              cbor_read_key(&reader, KEY_DIGEST) && cbor_read_bytes(&reader, &digest, &len) &&
              cbor_read_done(&reader);
    if (!ok || pairs != PAIRS || len != sizeof ret->digest || !case_number_valid(ret->number) ||
        !ret->item[0])
        return false;
    memcpy(ret->digest, digest, len);
    return true;
}

static enum ticket_result check_code(const void *cose, size_t len, const struct trust *trust, int64_t at_s,
                                     struct document_claims *ret, const struct seal_key **ret_key)
{
    const struct code_use use = {.aad = COSE_AAD_DOCUMENT, .role = TRUST_DOCUMENT, .at_s = at_s};
    struct cose message;
    struct document_claims claims = {0};
    enum ticket_result result = code_check(cose, len, &use, trust, &message, ret_key);
    if (result == TICKET_OK && !decode(&message, &claims))
        result = TICKET_MALFORMED;
    if (result == TICKET_OK)
        *ret = claims;
    return result;
}

enum ticket_result document_check_code(const void *cose, size_t len, const struct trust *trust, int64_t now_s,
                                       struct document_claims *ret)
{
    return check_code(cose, len, trust, now_s, ret, NULL);
}

void document_url(const char *host, const void *cose, size_t len, struct buf *ret)
{
    code_put_url(ret, host, CODE_DOCUMENT, cose, len);
}

enum ticket_result document_open(const char *url, const struct trust *trust, struct document_claims *ret)
{
    struct buf cose = {0};
    struct document_claims claims;
    const struct seal_key *key;
    enum ticket_result result = TICKET_MALFORMED;
    if (code_take_url(url, CODE_DOCUMENT, trust, &cose))
        result = check_code(cose.data, cose.len, trust, TRUST_ANY_TIME, &claims, &key);
    buf_finish(&cose);
    if (result != TICKET_OK)
        return result;
    int64_t noon = clock_of_date(claims.issued);
    if (!trust_serves(trust, key, noon - HALF_DAY_S, noon + HALF_DAY_S))
        return TICKET_UNKNOWN_KEY;
    *ret = claims;
    return TICKET_OK;
}

void document_short_code(const void *cose, size_t len, char ret[DOCUMENT_SHORT_BYTES])
{
    uint8_t digest[SEAL_SM3_BYTES];
    struct buf text = {0};
    seal_sm3(cose, len, digest);
    code_put_base32(&text, digest, sizeof digest);
    snprintf(ret, DOCUMENT_SHORT_BYTES, "%.4s %.4s %.4s", (char *)text.data, (char *)text.data + 4,
             (char *)text.data + 8);
    buf_finish(&text);
}
