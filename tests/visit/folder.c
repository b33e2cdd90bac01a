/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/visit/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_temporary(char *ret, size_t size, struct err *err)
{
    const char *parent = getenv("TMPDIR");
    int len = snprintf(ret, size, "%s/lv.XXXXXX", parent && *parent ? parent : "/tmp");
    if (len < 0 || (size_t)len >= size || !mkdtemp(ret))
        return err_errno(err, "%s: cannot make a temporary folder", ret);
    return true;
}

bool folder_make(const char *path, struct err *err)
{
    char part[1024];
    int len = snprintf(part, sizeof part, "%s/", path);
    check(len > 0 && (size_t)len < sizeof part);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0755) < 0 && errno != EEXIST)
            return err_errno(err, "%s: cannot make this folder", part);
        *slash = '/';
    }
    return true;
}

static bool copy_open(int in, int out, off_t size)
{
    for (off_t left = size; left > 0;) {
        ssize_t sent = sendfile(out, in, NULL, (size_t)left);
        if (sent <= 0)
            return false;
        left -= sent;
    }
    return true;
}

bool folder_copy_file(const char *from, const char *to, struct err *err)
{
    struct stat status;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0 || fstat(in, &status) < 0) {
        if (in >= 0)
            close(in);
        return err_errno(err, "%s: cannot be read", from);
    }
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, status.st_mode & 0777);
    bool ok = out >= 0 && copy_open(in, out, status.st_size);
    if (!ok)
        err_errno(err, "%s: cannot be written", to);
    close(in);
    if (out >= 0)
        close(out);
    return ok;
}

static bool copy_entry(const char *from, const char *to, struct err *err)
{
    struct stat status;
    if (lstat(from, &status) < 0)
        return err_errno(err, "%s: cannot be read", from);
    if (S_ISDIR(status.st_mode))
        return folder_copy(from, to, err);
    return !S_ISREG(status.st_mode) || folder_copy_file(from, to, err);
}

bool folder_copy(const char *from, const char *to, struct err *err)
{
    DIR *dir = opendir(from);
    if (!dir)
        return err_errno(err, "%s: cannot be read", from);
    bool ok = folder_make(to, err);
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        char in[1024], out[1024];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(in, sizeof in, "%s/%s", from, entry->d_name);
        snprintf(out, sizeof out, "%s/%s", to, entry->d_name);
        ok = copy_entry(in, out, err);
    }
    closedir(dir);
    return ok;
}

bool folder_write(const char *path, const char *text, struct err *err)
{
    FILE *file = fopen(path, "we");
    bool ok = file && fputs(text, file) >= 0;
    if (file)
        ok = fclose(file) == 0 && ok;
    return ok || err_errno(err, "%s: cannot be written", path);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    remove(path);
    return 0;
}

void folder_remove(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
