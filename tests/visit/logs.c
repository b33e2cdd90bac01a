/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/logs.h"

#include "base/buf.h"
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool logs_quiet(const char *folder, const struct logs_allowed *allowed, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return err_errno(err, "%s: cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char path[1024];
        const char *dot = strrchr(entry->d_name, '.');
        if (!dot || strcmp(dot, ".log") != 0)
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

/* The line that says what was found: "==PID==ERROR: …", or "FILE:LINE: runtime error: …" for undefined
 * behaviour. */
static void report_headline(const char *path, char *ret, size_t size)
{
    struct buf file = {0};
    snprintf(ret, size, "a sanitizer report");
    if (buf_read_file(&file, path, 4 << 20, NULL)) {
        const char *text = buf_string(&file);
        const char *at = strstr(text, "ERROR: ");
        if (!at)
            at = strstr(text, "runtime error: ");
        if (at)
            snprintf(ret, size, "%.*s", (int)strcspn(at, "\n"), at);
    }
    buf_finish(&file);
}

bool logs_no_reports(const char *folder, struct err *err)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return err_errno(err, "%s: cannot be read", folder);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char path[1024], headline[300];
        if (strncmp(entry->d_name, "asan.", 5) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        report_headline(path, headline, sizeof headline);
        ok = err_set(err, "%s: %s", path, headline);
    }
    closedir(dir);
    return ok;
}
