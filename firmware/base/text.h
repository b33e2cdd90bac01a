/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * UTF-8 and the few text questions that several modules ask. Pure functions; nothing here allocates.
 */
#ifndef LIQU_BASE_TEXT_H
#define LIQU_BASE_TEXT_H

#include "base/attr.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads one character at *text and moves on. 0 at the end; U+FFFD for a bad byte (one byte is skipped). */
uint32_t text_next(const char **text);
/* Writes a character; returns its bytes (1 to 4). */
size_t text_put(uint32_t rune, char ret[4]);
/* Strict UTF-8 (no overlong forms, no surrogates) without NUL inside. Nothing behind len is looked at. */
bool text_valid(const char *text, size_t len);
/* Characters, not bytes. */
size_t text_count(const char *text);
/* Cuts to at most max_bytes, never inside a character; also drops a broken tail. */
void text_cut(char *text, size_t max_bytes);
/* Copies with cutting; true when all of it fitted. */
bool text_copy(char *ret, size_t size, const char *text);

bool text_is_han(uint32_t rune); /* CJK ideographs, all planes, and 〇 */
bool text_is_cjk(uint32_t rune); /* Han, kana, CJK punctuation, full-width forms */
/* True where a blank stands between two CJK characters: damage of an import. */
bool text_blank_between_cjk(const char *text);

/* UTF-16LE, count units. Stops at NUL. False on a lone surrogate or when ret is too small (ret then ""). */
bool text_from_utf16le(const uint8_t *units, size_t count, char *ret, size_t size);
/* Trims U+0020, U+3000 and control characters on both sides, in place. */
void text_trim(char *text);

/* JSON string with its quotes; cut when it does not fit. Bad UTF-8 becomes U+FFFD. */
void text_json_quote(const char *text, char *ret, size_t size);

/* No control characters: they have no place on paper or on a technician's terminal. */
bool text_is_printable(const char *text);
bool text_is_digits(const char *text, size_t len);
/* Whole text as a non-negative decimal; false on anything else or above max. */
bool text_to_uint(const char *text, uint64_t max, uint64_t *ret);
void text_hex(const uint8_t *bytes, size_t len, char *ret /* 2 * len + 1 */);
bool text_from_hex(const char *text, uint8_t *ret, size_t len);

/* Base64url without padding. Encode: ret holds 4 * ((len + 2) / 3) + 1. Decode: strict (no blanks, no
 * padding, zero pad bits); returns the bytes or -1. */
void text_base64url(const uint8_t *bytes, size_t len, char *ret);
long text_from_base64url(const char *text, uint8_t *ret, size_t size);

#endif
