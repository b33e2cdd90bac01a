/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Drawn runs of text, kept while they are used: bounded in bytes, the longest unused goes first. A run may
 * spell a resident's name, so whatever leaves the cache is zeroed.
 */
#ifndef LIQU_DRAW_RUN_CACHE_H
#define LIQU_DRAW_RUN_CACHE_H

#include <stddef.h>
#include <stdint.h>

struct run_key {
    int weight, px;
    const char *text; /* len bytes */
    size_t len;
};
/* The ink of a run as coverage, and where it stands from the pen (left, on the baseline). Lengths in px. */
struct run {
    int width; /* how far the pen moves */
    int left, top, w, h;
    uint8_t *mask; /* w × h */
};

struct run_cache;

struct run_cache *run_cache_create(size_t max_bytes);
void run_cache_destroy(struct run_cache *cache); /* takes NULL; zeroes */
/* NULL when it is not there. Valid until the next run_cache_add or _forget. */
const struct run *run_cache_find(struct run_cache *cache, const struct run_key *key);
/* Makes room and adds; width and box are copied from `like`, the mask of like->w × like->h is for the caller
 * to fill. The key must not be in the cache. */
struct run *run_cache_add(struct run_cache *cache, const struct run_key *key, const struct run *like);
/* Zeroes and drops all. */
void run_cache_forget(struct run_cache *cache);
size_t run_cache_bytes(const struct run_cache *cache);

#endif
