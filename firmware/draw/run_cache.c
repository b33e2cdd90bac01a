/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A hash table of entries that also stand in a ring by age. Entry, mask and text are one block of memory.
 */
#include "draw/run_cache.h"

#include "base/err.h"
#include "base/wipe.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024 /* a screen holds some 200 runs */

struct entry {
    struct run run;
    struct run_key key; /* text in the same block */
    uint32_t hash;
    size_t bytes;
    struct entry *next;          /* in the bucket */
    struct entry *newer, *older; /* in the ring */
};

struct run_cache {
    size_t bytes, max_bytes;
    struct entry *buckets[BUCKETS];
    struct entry ring; /* .older is the newest entry, .newer the oldest */
};

struct run_cache *run_cache_create(size_t max_bytes)
{
    struct run_cache *cache = calloc(1, sizeof *cache);
    check(cache);
    cache->max_bytes = max_bytes;
    cache->ring.newer = cache->ring.older = &cache->ring;
    return cache;
}

void run_cache_destroy(struct run_cache *cache)
{
    if (!cache)
        return;
    run_cache_forget(cache);
    free(cache);
}

size_t run_cache_bytes(const struct run_cache *cache)
{
    return cache->bytes;
}

/* FNV-1a. */
static uint32_t hash_of(const struct run_key *key)
{
    uint32_t hash = 2166136261u ^ ((uint32_t)key->px << 2 | (uint32_t)key->weight);
    for (size_t i = 0; i < key->len; i++)
        hash = (hash ^ (uint8_t)key->text[i]) * 16777619u;
    return hash;
}

static bool same(const struct run_key *a, const struct run_key *b)
{
    return a->weight == b->weight && a->px == b->px && a->len == b->len &&
           memcmp(a->text, b->text, a->len) == 0;
}

static void leave_ring(struct entry *entry)
{
    entry->newer->older = entry->older;
    entry->older->newer = entry->newer;
}

static void join_ring(struct run_cache *cache, struct entry *entry)
{
    entry->newer = &cache->ring;
    entry->older = cache->ring.older;
    entry->older->newer = entry;
    cache->ring.older = entry;
}

static void drop(struct run_cache *cache, struct entry *entry)
{
    struct entry **at = &cache->buckets[entry->hash % BUCKETS];
    while (*at != entry)
        at = &(*at)->next;
    *at = entry->next;
    leave_ring(entry);
    cache->bytes -= entry->bytes;
    wipe(entry, entry->bytes);
    free(entry);
}

const struct run *run_cache_find(struct run_cache *cache, const struct run_key *key)
{
    uint32_t hash = hash_of(key);
    struct entry *entry = cache->buckets[hash % BUCKETS];
    while (entry && !(entry->hash == hash && same(&entry->key, key)))
        entry = entry->next;
    if (!entry)
        return NULL;
    leave_ring(entry);
    join_ring(cache, entry);
    return &entry->run;
}

struct run *run_cache_add(struct run_cache *cache, const struct run_key *key, const struct run *like)
{
    size_t mask_bytes = (size_t)like->w * (size_t)like->h,
           bytes = sizeof(struct entry) + mask_bytes + key->len;
    while (cache->bytes + bytes > cache->max_bytes && cache->ring.newer != &cache->ring)
        drop(cache, cache->ring.newer);
    struct entry *entry = calloc(1, bytes);
    check(entry);
    entry->run = *like;
    entry->run.mask = (uint8_t *)(entry + 1);
    entry->key = *key;
    entry->key.text = memcpy(entry->run.mask + mask_bytes, key->text, key->len);
    entry->hash = hash_of(key);
    entry->bytes = bytes;
    struct entry **bucket = &cache->buckets[entry->hash % BUCKETS];
    entry->next = *bucket;
    *bucket = entry;
    join_ring(cache, entry);
    cache->bytes += bytes;
    return &entry->run;
}

void run_cache_forget(struct run_cache *cache)
{
    while (cache->ring.newer != &cache->ring)
        drop(cache, cache->ring.newer);
}
