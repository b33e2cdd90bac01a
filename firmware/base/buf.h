/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A growing byte buffer, and an arena for things that live and die together (a catalogue, a configuration).
 * Out of memory stops the program (check).
 */
#ifndef LIQU_BASE_BUF_H
#define LIQU_BASE_BUF_H

#include "base/attr.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialise; finish with buf_finish. There is always a NUL behind len once something was appended. */
struct buf {
    uint8_t *data;
    size_t len, size;
};
void buf_append(struct buf *buf, const void *bytes, size_t len);
void buf_byte(struct buf *buf, uint8_t byte);
void buf_text(struct buf *buf, const char *text);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);
/* Without padding. */
void buf_base64url(struct buf *buf, const void *bytes, size_t len);
/* Drops the first n bytes. */
void buf_consume(struct buf *buf, size_t n);
/* Wipes, then frees. */
void buf_finish(struct buf *buf);
/* "" while nothing was appended. */
const char *buf_string(const struct buf *buf);

/* Reads a whole file of at most max bytes. */
struct err;
bool buf_read_file(struct buf *buf, const char *path, size_t max, struct err *err) MUST_CHECK;

struct arena;
struct arena *arena_create(void);
void arena_destroy(struct arena *arena); /* takes NULL */
/* Zeroed, aligned for anything; freed with the arena. */
void *arena_alloc(struct arena *arena, size_t size);
char *arena_text(struct arena *arena, const char *text);

#endif
