/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Forgetting. A resident's data lives in secret memory while the visit lasts (locked, not in dumps, not
 * inherited by a fork) and is zeroed at its end. Linking base/wipe.c into a program also interposes free and
 * realloc so that copies made inside libraries are zeroed when they are given back (not under
 * AddressSanitizer, where ASAN_OPTIONS=max_free_fill_size=1048576:free_fill_byte=0 does it).
 */
#ifndef LIQU_BASE_WIPE_H
#define LIQU_BASE_WIPE_H

#include <stddef.h>

/* Zeroes; never optimised away. */
void wipe(void *memory, size_t size);
/* Zeroes the part of the stack below the caller that earlier calls may have written personal data to. */
void wipe_stack(void);

/* Whole pages of its own, zeroed, MADV_DONTDUMP | MADV_WIPEONFORK, mlocked where the limit allows. Out of
 * memory stops the program. */
void *secret_create(size_t size);
/* Zeroes and unmaps. Takes NULL. */
void secret_destroy(void *secret, size_t size);

#endif
