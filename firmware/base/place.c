/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/place.h"

#include "base/text.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

void place_join(char *ret, size_t size, const char *folder, const char *name)
{
    int len = snprintf(ret, size, "%s/%s", folder, name);
    check(len >= 0 && (size_t)len < size);
}

static const char *set_variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* Sockets and child processes outlive a change of folder, so every place is absolute. */
static bool absolute(char *ret, size_t size, const char *path, struct err *err)
{
    char here[400] = "";
    if (path[0] != '/' && !getcwd(here, sizeof here))
        return err_errno(err, "the current folder is gone");
    int len = path[0] == '/' ? snprintf(ret, size, "%s", path) : snprintf(ret, size, "%s/%s", here, path);
    if (len < 0 || (size_t)len >= size - 64)
        return err_set(err, "%s: this path is too long; choose a shorter one", path);
    while (len > 1 && ret[len - 1] == '/')
        ret[--len] = '\0';
    return true;
}

static bool find_state(const char *option, struct place *ret, struct err *err)
{
    const char *path = option ? option : set_variable("LIQU_STATE");
    if (path)
        return absolute(ret->state, sizeof ret->state, path, err);
    char joined[400];
    const char *xdg = set_variable("XDG_STATE_HOME"), *home = set_variable("HOME");
    if (!xdg && !home)
        return err_set(err, "no state folder: set LIQU_STATE or HOME, or give --state DIR");
    int len = xdg ? snprintf(joined, sizeof joined, "%s/liqu", xdg)
                  : snprintf(joined, sizeof joined, "%s/.local/state/liqu", home);
    if (len < 0 || (size_t)len >= sizeof joined)
        return err_set(err, "%s: this path is too long; give --state DIR", xdg ? xdg : home);
    return absolute(ret->state, sizeof ret->state, joined, err);
}

static bool find_assets(struct place *ret, struct err *err)
{
    const char *path = set_variable("LIQU_ASSETS");
    if (path)
        return absolute(ret->assets, sizeof ret->assets, path, err);
    char binary[400];
    ssize_t len = readlink("/proc/self/exe", binary, sizeof binary - 32);
    if (len > 0) {
        binary[len] = '\0';
        for (int up = 0; up < 3 && strrchr(binary, '/'); up++)
            *strrchr(binary, '/') = '\0';
        strcat(binary, "/assets");
        if (access(binary, R_OK) == 0)
            return absolute(ret->assets, sizeof ret->assets, binary, err);
    }
    return absolute(ret->assets, sizeof ret->assets, "/usr/share/liqu", err);
}

bool place_look(const char *state_option, struct place *ret, struct err *err)
{
    struct place place;
    if (!find_state(state_option, &place, err) || !find_assets(&place, err))
        return false;
    const char *run = set_variable("LIQU_RUN");
    char joined[sizeof place.state + 8];
    snprintf(joined, sizeof joined, "%s/run", place.state);
    if (!absolute(place.run, sizeof place.run, run ? run : joined, err))
        return false;
    *ret = place;
    return true;
}

static bool make_folder(const char *path, struct err *err)
{
    char part[512];
    text_copy(part, sizeof part, path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(part, 0755) < 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
            return err_errno(err, "%s: cannot make this folder; choose another with --state DIR", part);
        *slash = '/';
    }
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return err_errno(err, "%s: cannot make this folder; choose another with --state DIR", path);
    struct stat found;
    if (stat(path, &found) == 0 && !S_ISDIR(found.st_mode))
        return err_set(err, "%s: a folder is needed here, and this is none; choose another with --state DIR",
                       path);
    if (access(path, R_OK | W_OK | X_OK) < 0)
        return err_errno(
            err,
            "%s: cannot write in this folder; mend its owner or mode, or choose another with --state DIR",
            path);
    return true;
}

/* Before anything is made: the sockets of all programs must fit, and this is the longest name. */
static bool check_sockets(const struct place *place, struct err *err)
{
    struct sockaddr_un address;
    size_t len = strlen(place->run) + strlen("/district.sock");
    return len < sizeof address.sun_path ||
           err_set(err,
                   "%s: this run folder is too long for Unix sockets; choose a shorter one with --state DIR",
                   place->run);
}

bool place_find(const char *state_option, struct place *ret, struct err *err)
{
    struct place place;
    if (!place_look(state_option, &place, err) || !check_sockets(&place, err))
        return false;
    char log[sizeof place.state], keys[sizeof place.state];
    place_join(log, sizeof log, place.state, "log");
    place_join(keys, sizeof keys, place.state, "keys");
    if (!make_folder(place.state, err) || !make_folder(log, err) || !make_folder(keys, err) ||
        !make_folder(place.run, err))
        return false;
    *ret = place;
    return true;
}
