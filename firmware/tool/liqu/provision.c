/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * liqu provision: the keys and the trust list of a demo district, for desks and development images. The keys
 * appear all at once, by renaming a whole folder, and the trust list after them: whatever a crash leaves is
 * either complete, or can be completed, or is somebody else's and left alone.
 */
#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include "base/wipe.h"
#include "tool/liqu/tool.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_BYTES      700
#define ID_BYTES        16
#define SECRET_BYTES    32
#define SECRET_FILE     "station.secret"
#define DEFAULT_STATION "118-03"
#define DEFAULT_HOST    "T.LIQU.EXAMPLE"
#define YEARS           2

static const struct role {
    enum trust_role role;
    const char *name, *id; /* id NULL: the station's */
} roles[] = {
    {TRUST_TICKET, "ticket", NULL},
    {TRUST_DOCUMENT, "document", "demo"},
    {TRUST_CASE, "case", "demo"},
    {TRUST_WINDOW, "window", "demo-window"},
};

struct plan {
    const char *station, *host;
    char state[512], keys[PATH_BYTES], trust[PATH_BYTES];
};

static const char *id_of(const struct plan *plan, const struct role *role)
{
    return role->id ? role->id : plan->station;
}

static void key_path(const struct plan *plan, const char *folder, const struct role *role,
                     char ret[PATH_BYTES])
{
    char name[64];
    snprintf(name, sizeof name, "%s-%s.key", role->name, id_of(plan, role));
    place_join(ret, PATH_BYTES, folder, name);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* ---- what is there ---- */

enum found { FOUND_NONE, FOUND_ALL, FOUND_SOME };

/* ret_missing: the first that is not there. */
static enum found look_for_keys(const struct plan *plan, char ret_missing[PATH_BYTES])
{
    char path[PATH_BYTES];
    size_t found = 0;
    for (size_t i = 0; i <= COUNT_OF(roles); i++) {
        if (i < COUNT_OF(roles))
            key_path(plan, plan->keys, &roles[i], path);
        else
            place_join(path, sizeof path, plan->keys, SECRET_FILE);
        if (exists(path))
            found++;
        else if (found == i)
            text_copy(ret_missing, PATH_BYTES, path);
    }
    return found == 0 ? FOUND_NONE : found == COUNT_OF(roles) + 1 ? FOUND_ALL : FOUND_SOME;
}

static bool secret_is_whole(const struct plan *plan, struct err *err)
{
    char path[PATH_BYTES];
    struct stat st;
    place_join(path, sizeof path, plan->keys, SECRET_FILE);
    if (lstat(path, &st) < 0)
        return err_errno(err, "%s: cannot look at this file", path);
    if (!S_ISREG(st.st_mode) || st.st_size != SECRET_BYTES || (st.st_mode & 077))
        return err_set(err, "%s: must be a private file of %d bytes; restore it", path, SECRET_BYTES);
    return true;
}

/* ---- making ---- */

static bool make_keys_in(const struct plan *plan, const char *folder, struct err *err)
{
    char path[PATH_BYTES];
    uint8_t secret[SECRET_BYTES];
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct seal_key *key = seal_key_generate();
        key_path(plan, folder, &roles[i], path);
        bool ok = seal_key_save(key, path, err);
        seal_key_destroy(key);
        if (!ok)
            return false;
    }
    place_join(path, sizeof path, folder, SECRET_FILE);
    seal_random(secret, sizeof secret);
    bool ok = seal_file_create(path, secret, sizeof secret, err);
    wipe(secret, sizeof secret);
    return ok;
}

static void remove_keys_in(const struct plan *plan, const char *folder)
{
    char path[PATH_BYTES];
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        key_path(plan, folder, &roles[i], path);
        unlink(path);
    }
    place_join(path, sizeof path, folder, SECRET_FILE);
    unlink(path);
    rmdir(folder);
}

static bool make_keys(const struct plan *plan, struct err *err)
{
    char folder[PATH_BYTES];
    place_join(folder, sizeof folder, plan->state, "keys.XXXXXX");
    if (!mkdtemp(folder))
        return err_errno(err, "%s: cannot make a folder here", plan->state);
    bool ok = make_keys_in(plan, folder, err);
    /* Takes the place of the empty folder, and of no other. */
    if (ok && rename(folder, plan->keys) < 0)
        ok = err_errno(err, "%s: holds other files; move them away", plan->keys);
    if (!ok)
        remove_keys_in(plan, folder);
    return ok;
}

static json_t *key_entry(const struct plan *plan, const struct role *role, const char *from,
                         const char *until, struct err *err)
{
    char path[PATH_BYTES], public[2 * SEAL_PUBLIC_BYTES + 1], kid[2 * SEAL_KID_BYTES + 1];
    struct seal_key *key;
    key_path(plan, plan->keys, role, path);
    if (!seal_key_load(path, &key, err))
        return NULL;
    seal_key_public(key, public);
    text_hex(seal_key_kid(key), SEAL_KID_BYTES, kid);
    seal_key_destroy(key);
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "kid", kid, "role", role->name, "id",
                     id_of(plan, role), "public", public, "from", from, "until", until, "demo", true);
}

static json_t *trust_json(const struct plan *plan, struct err *err)
{
    char from[32], until[32];
    /* From midday yesterday: a case of today must not be older than its key. */
    uint32_t day = clock_date_add(clock_date(clock_real_s()), -1);
    clock_iso(clock_of_date(day), from, sizeof from);
    clock_iso(clock_of_date(clock_date_add(day, YEARS * 365)), until, sizeof until);
    json_t *keys = json_array();
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        json_t *entry = key_entry(plan, &roles[i], from, until, err);
        if (!entry) {
            json_decref(keys);
            return NULL;
        }
        json_array_append_new(keys, entry);
    }
    return json_pack("{s:i, s:s, s:s, s:b, s:[s], s:o}", "version", 1, "issued", from, "expires", until,
                     "demo", true, "hosts", plan->host, "keys", keys);
}

static bool make_trust(const struct plan *plan, struct err *err)
{
    json_t *json = trust_json(plan, err);
    if (!json)
        return false;
    char *text = json_dumps(json, JSON_INDENT(1));
    check(text);
    json_decref(json);
    bool ok = seal_file_create(plan->trust, text, strlen(text), err);
    free(text);
    return ok;
}

/* ---- judging what was there ---- */

static bool listed(const struct plan *plan, const struct role *role, const struct trust *trust,
                   struct err *err)
{
    char path[PATH_BYTES];
    struct seal_key *key;
    key_path(plan, plan->keys, role, path);
    if (!seal_key_load(path, &key, err))
        return false;
    const struct seal_key *known = trust_find_kid(trust, role->role, seal_key_kid(key), clock_real_s());
    bool ok = known && strcmp(trust_id_of(trust, known), id_of(plan, role)) == 0;
    seal_key_destroy(key);
    return ok ||
           err_set(err, "%s: does not list %s as valid now; restore the list that belongs to these keys",
                   plan->trust, path);
}

static bool agrees(const struct plan *plan, struct err *err)
{
    struct trust *trust;
    if (!secret_is_whole(plan, err) || !trust_load(plan->trust, &trust, err))
        return false;
    bool ok = true;
    if (!trust_current(trust, clock_real_s()))
        ok = err_set(err, "%s: this trust list has run out; remove it, and provision makes a new one",
                     plan->trust);
    else if (!trust_host(trust, plan->host))
        ok = err_set(err, "%s: does not list the host %s; give the host it was made for with --host",
                     plan->trust, plan->host);
    for (size_t i = 0; ok && i < COUNT_OF(roles); i++)
        ok = listed(plan, &roles[i], trust, err);
    trust_destroy(trust);
    return ok;
}

static bool provision(const struct plan *plan, const char **ret_words, struct err *err)
{
    char missing[PATH_BYTES] = "";
    enum found found = look_for_keys(plan, missing);
    bool has_trust = exists(plan->trust);
    if (found == FOUND_SOME)
        return err_set(err,
                       "%s: missing, while other keys are there; restore it, or move %s and trust.json away",
                       missing, plan->keys);
    if (found == FOUND_NONE && has_trust)
        return err_set(err, "%s: stands there without its keys; restore %s, or move the list away",
                       plan->trust, plan->keys);
    if (found == FOUND_NONE && !make_keys(plan, err))
        return false;
    if (!has_trust && !make_trust(plan, err))
        return false;
    *ret_words = found == FOUND_NONE ? "made" : has_trust ? "complete, kept" : "kept, trust list made";
    return agrees(plan, err);
}

/* ---- command ---- */

static bool station_valid(const char *id)
{
    return strlen(id) == 6 && text_is_digits(id, 3) && id[3] == '-' && text_is_digits(id + 4, 2);
}

static bool provision_locked(const struct plan *plan, const char **ret_words, struct err *err)
{
    /* Two at once, say two windows of a desk: the second waits and then finds everything. */
    int fd = open(plan->state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || flock(fd, LOCK_EX) < 0) {
        err_errno(err, "%s: cannot lock this folder", plan->state);
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool ok = provision(plan, ret_words, err);
    close(fd);
    return ok;
}

int provision_command(const struct options *options, struct err *err)
{
    struct plan plan = {.station = options->station ? options->station : DEFAULT_STATION,
                        .host = options->host ? options->host : DEFAULT_HOST};
    struct place place;
    const char *words = NULL;
    if (!station_valid(plan.station) || !trust_host_valid(plan.host)) {
        err_set(err, "--station is written as 118-03, --host in at most %d of A-Z 0-9 . -", TICKET_HOST_MAX);
        return EXIT_USAGE;
    }
    if (!place_find(options->state, &place, err))
        return EXIT_ENVIRONMENT;
    text_copy(plan.state, sizeof plan.state, place.state);
    place_join(plan.keys, sizeof plan.keys, place.state, "keys");
    place_join(plan.trust, sizeof plan.trust, place.state, "trust.json");
    if (!provision_locked(&plan, &words, err))
        return EXIT_ENVIRONMENT;
    printf("Demo keys of station %s in %s: %s.\n", plan.station, plan.keys, words);
    return EXIT_OK;
}
