/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Canonical CBOR: definite lengths, shortest integers, ascending keys (RFC 8949 §4.2). The writer produces
 * nothing else. The reader is a cursor over libcbor's streaming decoder that refuses anything else and never
 * reads past the end; after the first fault every further call fails, so a caller checks once, with
 * cbor_read_done.
 */
#ifndef LIQU_SEAL_CBOR_H
#define LIQU_SEAL_CBOR_H

#include "base/attr.h"
#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void cbor_put_uint(struct buf *buf, uint64_t value);
void cbor_put_int(struct buf *buf, int64_t value); /* negative values too */
void cbor_put_bytes(struct buf *buf, const void *bytes, size_t len);
void cbor_put_text(struct buf *buf, const char *text);
void cbor_put_array(struct buf *buf, size_t count);
void cbor_put_map(struct buf *buf, size_t pairs); /* the caller writes the keys in ascending order */
void cbor_put_bool(struct buf *buf, bool value);
void cbor_put_null(struct buf *buf);

struct cbor_reader {
    const uint8_t *at, *end;
    bool bad;
};
void cbor_read_start(struct cbor_reader *reader, const void *bytes, size_t len);
/* Each takes one item of exactly that kind; false (and bad) otherwise. Pointers point into the input. */
bool cbor_read_uint(struct cbor_reader *reader, uint64_t *ret);
bool cbor_read_int(struct cbor_reader *reader, int64_t *ret);
bool cbor_read_bytes(struct cbor_reader *reader, const uint8_t **ret, size_t *ret_len);
bool cbor_read_text(struct cbor_reader *reader, char *ret, size_t size); /* valid UTF-8, fits, no NUL */
bool cbor_read_array(struct cbor_reader *reader, size_t *ret_count);
bool cbor_read_map(struct cbor_reader *reader, size_t *ret_pairs);
bool cbor_read_bool(struct cbor_reader *reader, bool *ret);
bool cbor_read_null(struct cbor_reader *reader);
/* An unsigned number of exactly this value: the key of a claim. */
bool cbor_read_key(struct cbor_reader *reader, uint64_t key);
/* An unsigned number of seconds since 1970. */
bool cbor_read_time(struct cbor_reader *reader, int64_t *ret);
/* An unsigned number YYYYMMDD that is a day of the calendar. */
bool cbor_read_date(struct cbor_reader *reader, uint32_t *ret);
/* What comes next, without taking it; false at the end. */
bool cbor_next_is_null(const struct cbor_reader *reader);
bool cbor_next_is_uint(const struct cbor_reader *reader, uint64_t value);
/* True when everything was read and nothing was bad. */
bool cbor_read_done(const struct cbor_reader *reader) MUST_CHECK;

#endif
