/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Reading another program's memory through /proc/PID/mem. Only pages that exist are read (/proc/PID/pagemap):
 * what was never touched holds nothing, and a mapped but untouched gigabyte would cost seconds.
 */
#include "tests/visit/search.h"

#include "base/text.h"
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE       4096u
#define CHUNK      (256 * PAGE)
#define AROUND     24
#define SHADOW_MIN (1ull << 36)

/* pagemap: bit 63 present, bit 62 swapped out */
#define PAGE_EXISTS (3ull << 62)

struct region {
    uint64_t from, to;
    char mode[8], name[256];
};

struct memory {
    int mem, pagemap;
    const struct needles *needles;
    const char *program;
    /* One chunk, with room before it for the tail of the one before: a needle may lie across the seam. */
    uint8_t bytes[NEEDLE_MAX + CHUNK];
    size_t kept;
    uint64_t kept_end; /* address behind the kept tail */
};

static bool read_region(const char *line, struct region *ret)
{
    ret->name[0] = '\0';
    return sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %255[^\n]", &ret->from, &ret->to, ret->mode,
                  ret->name) >= 3;
}

/* Kernel pages that every process sees and none can write. */
static bool kernel_page(const struct region *region)
{
    return strncmp(region->name, "[vvar", 5) == 0 || strcmp(region->name, "[vsyscall]") == 0;
}

/* A file on disk, mapped without the right to write: program text, fonts, locales. A memfd is no such file.
 */
static bool read_only_file(const struct region *region)
{
    return region->name[0] == '/' && !strchr(region->mode, 'w') && strncmp(region->name, "/memfd:", 7) != 0 &&
           !strstr(region->name, "(deleted)");
}

static bool to_be_searched(const struct region *region, bool sanitized)
{
    return region->mode[0] == 'r' && !kernel_page(region) && !read_only_file(region) &&
           !(sanitized && region->to - region->from >= SHADOW_MIN);
}

/* The bytes around tell what it was part of: a text, a picture, chance. All persons are invented. */
static bool found(const struct memory *memory, const struct region *region, const struct needle *needle,
                  size_t at, size_t len, struct err *err)
{
    char around[4 * AROUND + 2 * NEEDLE_MAX + 1];
    size_t from = at > AROUND ? at - AROUND : 0, to = at + needle->len + AROUND;
    text_hex(memory->bytes + from, (to < len ? to : len) - from, around);
    return err_set(err, "%s: %s stands in its memory, map %" PRIx64 "-%" PRIx64 " %s %s, amid %s",
                   memory->program, needle->what, region->from, region->to, region->mode, region->name,
                   around);
}

static bool search_run(struct memory *memory, const struct region *region, uint64_t from, uint64_t to,
                       struct err *err)
{
    while (from < to) {
        size_t kept = memory->kept_end == from ? memory->kept : 0;
        size_t want = to - from < CHUNK ? (size_t)(to - from) : CHUNK;
        ssize_t got = pread(memory->mem, memory->bytes + kept, want, (off_t)from);
        if (got <= 0)
            return err_set(err, "%s: its memory at %" PRIx64 " %s cannot be read", memory->program, from,
                           region->name);
        size_t len = kept + (size_t)got;
        size_t at;
        const struct needle *needle = needles_find(memory->needles, memory->bytes, len, &at);
        if (needle)
            return found(memory, region, needle, at, len, err);
        memory->kept = len < NEEDLE_MAX ? len : NEEDLE_MAX;
        memmove(memory->bytes, memory->bytes + len - memory->kept, memory->kept);
        from += (uint64_t)got;
        memory->kept_end = from;
    }
    return true;
}

static bool search_region(struct memory *memory, const struct region *region, struct err *err)
{
    static uint64_t entries[4096];
    uint64_t page = region->from / PAGE, end = region->to / PAGE;
    while (page < end) {
        size_t want = end - page < COUNT_OF(entries) ? (size_t)(end - page) : COUNT_OF(entries);
        ssize_t got =
            pread(memory->pagemap, entries, want * sizeof *entries, (off_t)(page * sizeof *entries));
        if (got <= 0)
            return err_set(err, "%s: the page table of its map %" PRIx64 " %s cannot be read",
                           memory->program, region->from, region->name);
        size_t count = (size_t)got / sizeof *entries;
        for (size_t i = 0; i < count;) {
            size_t run = i;
            while (run < count && entries[run] & PAGE_EXISTS)
                run++;
            if (run > i && !search_run(memory, region, (page + i) * PAGE, (page + run) * PAGE, err))
                return false;
            i = run > i ? run : i + 1;
        }
        page += count;
    }
    return true;
}

static int open_proc(pid_t pid, const char *file)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static bool search_maps(struct memory *memory, FILE *maps, bool sanitized, struct err *err)
{
    char line[1024];
    struct region region;
    while (fgets(line, sizeof line, maps)) {
        if (!read_region(line, &region))
            return err_set(err, "%s: its list of maps cannot be understood", memory->program);
        if (to_be_searched(&region, sanitized) && !search_region(memory, &region, err))
            return false;
    }
    return true;
}

bool search_process(pid_t pid, const char *name, const struct needles *needles, bool sanitized,
                    struct err *err)
{
    struct memory *memory = calloc(1, sizeof *memory);
    check(memory);
    *memory = (struct memory){.needles = needles, .program = name};
    memory->mem = open_proc(pid, "mem");
    memory->pagemap = open_proc(pid, "pagemap");
    int fd = open_proc(pid, "maps");
    FILE *maps = fd >= 0 ? fdopen(fd, "r") : NULL;
    bool ok = memory->mem >= 0 && memory->pagemap >= 0 && maps;
    if (!ok)
        err_errno(err, "%s: its memory cannot be opened", name);
    ok = ok && search_maps(memory, maps, sanitized, err);
    if (maps)
        fclose(maps);
    if (memory->mem >= 0)
        close(memory->mem);
    if (memory->pagemap >= 0)
        close(memory->pagemap);
    free(memory);
    return ok;
}

static bool search_open_file(FILE *file, const char *path, const struct needles *needles, struct err *err)
{
    uint8_t bytes[NEEDLE_MAX + 65536];
    size_t kept = 0, got;
    while ((got = fread(bytes + kept, 1, sizeof bytes - NEEDLE_MAX, file)) > 0) {
        size_t len = kept + got;
        const struct needle *needle = needles_find(needles, bytes, len, NULL);
        if (needle)
            return err_set(err, "%s: %s stands in this file", path, needle->what);
        kept = len < NEEDLE_MAX ? len : NEEDLE_MAX;
        memmove(bytes, bytes + len - kept, kept);
    }
    return !ferror(file) || err_errno(err, "%s: cannot be read", path);
}

bool search_file(const char *path, const struct needles *needles, struct err *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_errno(err, "%s: cannot be read", path);
    bool ok = search_open_file(file, path, needles, err);
    fclose(file);
    return ok;
}

bool search_folder(const char *folder, const char *prefix, const struct needles *needles, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return err_errno(err, "%s: cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char path[1024];
        struct stat status;
        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        /* A journal's -wal may go between the listing and the look. */
        if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
            ok = search_file(path, needles, err);
    }
    closedir(dir);
    return ok;
}
