/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/logs.h"

#include "base/log.h"
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool logs_allow(struct logs_allowed *allowed, const char *regex, struct err *err)
{
    if (allowed->count == LOGS_ALLOWED)
        return err_set(err, "at most %d lines of allow log", LOGS_ALLOWED);
    if (regcomp(&allowed->list[allowed->count], regex, REG_EXTENDED | REG_NOSUB) != 0)
        return err_set(err, "%s: this is no regular expression", regex);
    allowed->count++;
    return true;
}

void logs_allowed_finish(struct logs_allowed *allowed)
{
    for (size_t i = 0; i < allowed->count; i++)
        regfree(&allowed->list[i]);
    allowed->count = 0;
}

static bool is_allowed(const struct logs_allowed *allowed, const char *line)
{
    for (size_t i = 0; i < allowed->count; i++)
        if (regexec(&allowed->list[i], line, 0, NULL, 0) == 0)
            return true;
    return false;
}

static bool is_quiet(const char *line)
{
    static const char *const quiet[] = {"debug", "info", "notice"};
    json_t *json = json_loads(line, 0, NULL);
    const char *level = json_string_value(json_object_get(json, "level"));
    bool ret = false;
    for (size_t i = 0; level && i < COUNT_OF(quiet); i++)
        ret = ret || strcmp(level, quiet[i]) == 0;
    json_decref(json);
    return ret;
}

static bool file_quiet(FILE *file, const struct logs_allowed *allowed, struct err *err)
{
    char *line = NULL;
    size_t size = 0;
    bool ok = true;
    while (ok && getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        ok = is_quiet(line) || is_allowed(allowed, line) || err_set(err, "%s", line);
    }
    free(line);
    return ok;
}

static bool is_log(const char *name)
{
    static const char *const endings[] = {".log", ".log.1"};
    size_t len = strlen(name);
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (len > strlen(endings[i]) && strcmp(name + len - strlen(endings[i]), endings[i]) == 0)
            return true;
    return false;
}

bool logs_quiet(const char *folder, const struct logs_allowed *allowed, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return err_errno(err, "%s: cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char path[1024];
        if (!is_log(entry->d_name))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "re");
        ok = file && file_quiet(file, allowed, err);
        if (!file)
            err_errno(err, "cannot be read");
        else
            fclose(file);
        if (!ok)
            err_prefix(err, "%s", entry->d_name);
    }
    closedir(dir);
    return ok;
}

bool logs_read(const char *folder, const char *program, struct buf *ret, struct err *err)
{
    static const char *const endings[] = {".1", ""};
    char path[1024];
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        snprintf(path, sizeof path, "%s/%s.log%s", folder, program, endings[i]);
        if (access(path, F_OK) == 0 && !buf_read_file(ret, path, 2 * LOG_FILE_MAX, err))
            return false;
    }
    return true;
}

/* One block of a leak report, "Direct leak of …" and its frames. A block without a single named frame below
 * the allocator comes from a library that was closed before the look (SDL's X11 driver opens and closes
 * several); what is ours always has names. */
static bool leak_is_foreign(const char *block)
{
    const char *end = strstr(block, "\n\n");
    for (const char *frame = strstr(block, "#1 "); frame && (!end || frame < end);
         frame = strstr(frame, "\n    #")) {
        size_t len = strcspn(++frame, "\n");
        if (!memmem(frame, len, "<unknown module>", strlen("<unknown module>")))
            return false;
    }
    return true;
}

/* What a report says: "ERROR: …", or "runtime error: …" for undefined behaviour. NULL: only foreign leaks. */
static const char *report_fault(const char *text)
{
    static const char leaks[] = "ERROR: LeakSanitizer";
    const char *undefined = strstr(text, "runtime error: "), *error = strstr(text, "ERROR: ");
    if (undefined || !error)
        return undefined ? undefined : text;
    if (strncmp(error, leaks, strlen(leaks)) != 0)
        return error;
    for (const char *block = strstr(error, " leak of "); block; block = strstr(block + 1, " leak of "))
        if (!leak_is_foreign(block))
            return error;
    return NULL;
}

static bool report_harmless(const char *path, struct err *err)
{
    struct buf file = {0};
    bool ok = buf_read_file(&file, path, 4 << 20, err);
    const char *fault = ok ? report_fault(buf_string(&file)) : NULL;
    if (fault)
        ok = err_set(err, "%s: %.*s", path, (int)strcspn(fault, "\n"), fault);
    buf_finish(&file);
    return ok;
}

bool logs_no_reports(const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return err_errno(err, "%s: cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char path[1024];
        if (strncmp(entry->d_name, "asan.", 5) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ok = report_harmless(path, err);
    }
    closedir(dir);
    return ok;
}
