/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The document: what the district answers, {title, number, issued, valid_until, rows, tables, notes}, and its
 * verification code, COSE signed by the district, HTTPS://HOST/D/<base32>. The code holds SM3 of the
 * canonical values, so one changed value is found.
 */
#ifndef LIQU_TICKET_DOCUMENT_H
#define LIQU_TICKET_DOCUMENT_H

#include "ticket/ticket.h"
#include <jansson.h>

#define DOCUMENT_MAX_ROWS    64 /* of the document, and of each table */
#define DOCUMENT_MAX_TABLES  4
#define DOCUMENT_MAX_COLUMNS 8
#define DOCUMENT_MAX_NOTES   16
#define DOCUMENT_MAX_BYTES   32768 /* of text in all, so that a sealed answer always fits */
#define DOCUMENT_SHORT_BYTES 16

struct document_table {
    size_t columns, rows;
    const char **head;  /* columns */
    const char **cells; /* rows × columns, row by row */
};
struct document {
    struct arena *arena; /* owns every text below; wiped with document_finish */
    const char *title;
    uint64_t number;
    uint32_t issued, valid_until; /* YYYYMMDD; valid_until 0 = null */
    size_t row_count, table_count, note_count;
    const char *(*rows)[2]; /* label, value */
    struct document_table *tables;
    const char **notes;
};

/* Strict: unknown or missing keys, wrong types, ragged tables, invalid UTF-8 or too much of anything is
 * refused with one sentence (without quoting values). number is the text form 118-03-261123-0042-94. */
bool document_parse(const json_t *json, struct document *ret, struct err *err) MUST_CHECK;
json_t *document_json(const struct document *document);
void document_finish(struct document *document);

/* SM3 of canonical CBOR [title, number, issued, valid_until or null, rows, [[head, rows]…], notes]. */
void document_digest(const struct document *document, uint8_t ret[SEAL_SM3_BYTES]);

struct document_claims {
    uint64_t number;
    char item[16];
    uint32_t issued;
    char last_four[8]; /* of the person's number */
    uint8_t digest[SEAL_SM3_BYTES];
};
/* District side: the COSE bytes, appended. */
void document_sign(const struct seal_key *district, const struct document_claims *claims,
                   struct buf *ret_cose);
/* COSE bytes of an answer that has just come -> claims. The key must be valid now. */
enum ticket_result document_check_code(const void *cose, size_t len, const struct trust *trust, int64_t now_s,
                                       struct document_claims *ret) MUST_CHECK;
void document_url(const char *host, const void *cose, size_t len, struct buf *ret);
/* URL from a paper of any age -> claims. A code never expires: the key must have been valid on the day of
 * issue. */
enum ticket_result document_open(const char *url, const struct trust *trust,
                                 struct document_claims *ret) MUST_CHECK;
/* The 12 characters beside the QR, in groups of four: "ABCD EFGH IJKL". base32(SM3(COSE bytes)). */
void document_short_code(const void *cose, size_t len, char ret[DOCUMENT_SHORT_BYTES]);

#endif
