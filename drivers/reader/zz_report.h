/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The HID reports that one vendor wraps SAM frames in ("zz"). Pure. 64 bytes each, little-endian; the sum is
 * the plain 16-bit one of everything from the length field on.
 *   request 88 | serial 2 | length 2 = 1 + n | command | n bytes | sum 2
 *   answer  AA | serial 2 | length 2 = 1 + n | result  | n bytes | sum 2, the first two of the n no part of
 *           the frame; an answer longer than a report goes on in further ones of the same make.
 */
#ifndef LIQU_DRIVERS_READER_ZZ_REPORT_H
#define LIQU_DRIVERS_READER_ZZ_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZZ_REPORT 64
/* What a report adds to the bytes it carries, in a request and in an answer. */
#define ZZ_REQUEST_AROUND 8
#define ZZ_ANSWER_AROUND  10
#define ZZ_REQUEST_MAX    (ZZ_REPORT - ZZ_REQUEST_AROUND)

/* "Pass this on to the module". No public source shows its value: to be set right with the first unit. */
#define ZZ_PASS_ON 0x01

/* At most ZZ_REQUEST_MAX bytes; the report is filled up with zeros. */
void zz_wrap(const uint8_t *bytes, size_t len, uint8_t ret[ZZ_REPORT]);
/* The SAM bytes inside one answer. False: it is damaged, cut short, or the wrapper itself refused. */
bool zz_unwrap(const uint8_t *report, size_t len, const uint8_t **ret, size_t *ret_len);

#endif
