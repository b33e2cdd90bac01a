/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/buf.h"

#include "base/err.h"
#include "base/text.h"
#include "base/wipe.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void reserve(struct buf *buf, size_t more)
{
    check(more < SIZE_MAX / 4 && buf->len < SIZE_MAX / 4);
    size_t need = buf->len + more + 1;
    if (need <= buf->size)
        return;
    size_t size = buf->size ? buf->size : 64;
    while (size < need)
        size *= 2;
    /* Not realloc: an old block that held a secret must be wiped before it is given back. */
    uint8_t *data = malloc(size);
    check(data);
    if (buf->data) {
        memcpy(data, buf->data, buf->len);
        wipe(buf->data, buf->size);
        free(buf->data);
    }
    buf->data = data;
    buf->size = size;
}

void buf_append(struct buf *buf, const void *bytes, size_t len)
{
    reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = 0;
}

void buf_byte(struct buf *buf, uint8_t byte)
{
    buf_append(buf, &byte, 1);
}

void buf_text(struct buf *buf, const char *text)
{
    buf_append(buf, text, strlen(text));
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    check(len >= 0);
    reserve(buf, (size_t)len);
    vsnprintf((char *)buf->data + buf->len, (size_t)len + 1, format, again);
    va_end(again);
    buf->len += (size_t)len;
}

void buf_base64url(struct buf *buf, const void *bytes, size_t len)
{
    check(len < SIZE_MAX / 8);
    reserve(buf, 4 * ((len + 2) / 3));
    text_base64url(bytes, len, (char *)buf->data + buf->len);
    buf->len += strlen((char *)buf->data + buf->len);
}

void buf_consume(struct buf *buf, size_t n)
{
    check(n <= buf->len);
    if (!n)
        return;
    memmove(buf->data, buf->data + n, buf->len - n);
    buf->len -= n;
    wipe(buf->data + buf->len, n);
}

void buf_finish(struct buf *buf)
{
    if (buf->data)
        wipe(buf->data, buf->size);
    free(buf->data);
    *buf = (struct buf){0};
}

const char *buf_string(const struct buf *buf)
{
    return buf->data ? (const char *)buf->data : "";
}

bool buf_read_file(struct buf *buf, const char *path, size_t max, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "%s: cannot open the file", path);
    for (;;) {
        reserve(buf, 16384);
        ssize_t got = read(fd, buf->data + buf->len, 16384);
        if (got > 0)
            buf->len += (size_t)got;
        buf->data[buf->len] = 0;
        if (got < 0 || buf->len > max) {
            bool too_long = got >= 0;
            if (too_long)
                err_set(err, "%s: longer than %zu bytes", path, max);
            else
                err_errno(err, "%s: cannot read the file", path);
            close(fd);
            return false;
        }
        if (got == 0)
            break;
    }
    close(fd);
    return true;
}

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(16) uint8_t bytes[];
};

struct arena {
    struct block *blocks;
};

struct arena *arena_create(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    check(arena);
    return arena;
}

void arena_destroy(struct arena *arena)
{
    if (!arena)
        return;
    for (struct block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(arena);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    check(size < SIZE_MAX / 4);
    size = (size + 15) & ~(size_t)15;
    struct block *block = arena->blocks;
    if (!block || block->size - block->used < size) {
        size_t room = size > 8192 ? size : 8192;
        block = calloc(1, sizeof *block + room);
        check(block);
        block->size = room;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *memory = block->bytes + block->used;
    block->used += size;
    return memory;
}

char *arena_text(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(arena_alloc(arena, size), text, size);
}
