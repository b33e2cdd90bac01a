/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/wipe.h"

#include "base/attr.h"
#include "base/err.h"
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

void wipe(void *memory, size_t size)
{
    if (size)
        explicit_bzero(memory, size);
}

NOINLINE void wipe_stack(void)
{
    /* Deeper than any call chain of a visit (SDL_ttf with HarfBuzz, libcbor, SQLite stay below 100 KiB). */
    uint8_t below[192 * 1024];
    explicit_bzero(below, sizeof below);
}

static size_t whole_pages(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

void *secret_create(size_t size)
{
    size = whole_pages(size);
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(memory != MAP_FAILED);
    madvise(memory, size, MADV_DONTDUMP);
    madvise(memory, size, MADV_WIPEONFORK);
    /* RLIMIT_MEMLOCK may be tiny on a desk; the board's units raise it. Without it the page could reach swap,
     * which a kiosk does not have. */
    (void)mlock(memory, size);
    return memory;
}

void secret_destroy(void *secret, size_t size)
{
    if (!secret)
        return;
    size = whole_pages(size);
    explicit_bzero(secret, size);
    munlock(secret, size);
    munmap(secret, size);
}

#ifndef UNDER_ASAN
/* glibc keeps its own entry points under these names for exactly this kind of interposition. */
extern void __libc_free(void *);
extern void *__libc_malloc(size_t);

void free(void *memory)
{
    int saved = errno;
    if (memory)
        explicit_bzero(memory, malloc_usable_size(memory));
    __libc_free(memory);
    errno = saved;
}

void *realloc(void *memory, size_t size)
{
    if (!memory)
        return __libc_malloc(size);
    if (!size) {
        free(memory);
        return NULL;
    }
    size_t have = malloc_usable_size(memory);
    /* Staying in place keeps a shrunk tail readable, so the tail is zeroed. */
    if (size <= have && size >= have / 2) {
        explicit_bzero((char *)memory + size, have - size);
        return memory;
    }
    void *moved = __libc_malloc(size);
    if (!moved)
        return NULL;
    memcpy(moved, memory, have < size ? have : size);
    free(memory);
    return moved;
}
#endif
