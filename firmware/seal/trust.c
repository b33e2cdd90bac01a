/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "seal/trust.h"

#include "base/clock.h"
#include "base/text.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (256 * 1024)
#define KEYS_MAX       256
#define HOSTS_MAX      16
#define HOST_BYTES     23 /* 22 characters leave a slip's code below version 15 */
#define ID_BYTES       32
#define VERSION        1

struct entry {
    enum trust_role role;
    char id[ID_BYTES];
    int64_t from, until;
    struct seal_key *key;
};

struct trust {
    bool demo;
    int64_t expires;
    size_t host_count, key_count;
    char hosts[HOSTS_MAX][HOST_BYTES];
    struct entry keys[KEYS_MAX];
};

static const char *const role_names[] = {
    [TRUST_TICKET] = "ticket",
    [TRUST_DOCUMENT] = "document",
    [TRUST_CASE] = "case",
    [TRUST_WINDOW] = "window",
};

/* ---- reading; errors start with the entry, trust_load puts the file in front ---- */

static bool read_text(const json_t *map, const char *key, char *ret, size_t size, struct err *err)
{
    const json_t *value = json_object_get(map, key);
    const char *text = json_string_value(value);
    if (!text || !*text)
        return err_set(err, "%s: a text must stand here", key);
    if (strlen(text) != json_string_length(value) || strlen(text) >= size)
        return err_set(err, "%s: this text is longer than %zu bytes", key, size - 1);
    return text_copy(ret, size, text);
}

static bool read_time(const json_t *map, const char *key, int64_t *ret, struct err *err)
{
    char text[32];
    if (!read_text(map, key, text, sizeof text, err))
        return false;
    if (!clock_parse_iso(text, ret))
        return err_set(err, "%s: not a time; write it as 2026-11-23T14:05:00+08:00", key);
    return true;
}

static bool read_flag(const json_t *map, const char *key, bool *ret, struct err *err)
{
    const json_t *value = json_object_get(map, key);
    if (!json_is_boolean(value))
        return err_set(err, "%s: true or false must stand here", key);
    *ret = json_is_true(value);
    return true;
}

bool trust_host_valid(const char *host)
{
    size_t len = strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    return len > 0 && len < HOST_BYTES && host[len] == '\0';
}

static bool read_hosts(const json_t *hosts, struct trust *trust, struct err *err)
{
    size_t count = json_array_size(hosts);
    if (count == 0 || count > HOSTS_MAX)
        return err_set(err, "hosts: a list of 1 to %d hosts must stand here", HOSTS_MAX);
    for (size_t i = 0; i < count; i++) {
        const char *host = json_string_value(json_array_get(hosts, i));
        if (!host || !trust_host_valid(host))
            return err_set(err, "hosts[%zu]: a host is 1 to 22 of A-Z 0-9 . - in upper case", i);
        text_copy(trust->hosts[trust->host_count++], HOST_BYTES, host);
    }
    return true;
}

static bool read_role(const json_t *map, enum trust_role *ret, struct err *err)
{
    char name[16];
    if (!read_text(map, "role", name, sizeof name, err))
        return false;
    for (size_t role = 0; role < COUNT_OF(role_names); role++) {
        if (strcmp(name, role_names[role]) == 0) {
            *ret = (enum trust_role)role;
            return true;
        }
    }
    return err_set(err, "role: must be ticket, document, case or window");
}

static bool read_public(const json_t *map, struct seal_key **ret, struct err *err)
{
    char hex[2 * SEAL_PUBLIC_BYTES + 1], kid_text[2 * SEAL_KID_BYTES + 1];
    uint8_t kid[SEAL_KID_BYTES];
    if (!read_text(map, "public", hex, sizeof hex, err) ||
        !read_text(map, "kid", kid_text, sizeof kid_text, err))
        return false;
    struct seal_key *key = seal_key_from_public(hex);
    if (!key)
        return err_set(err, "public: not a point of the SM2 curve; write 04, x and y as 130 hex digits");
    if (strlen(kid_text) != 2 * sizeof kid || !text_from_hex(kid_text, kid, sizeof kid) ||
        memcmp(kid, seal_key_kid(key), sizeof kid) != 0) {
        seal_key_destroy(key);
        return err_set(err,
                       "kid: does not belong to this public key; it is the first 16 hex digits of its SM3");
    }
    *ret = key;
    return true;
}

static const struct entry *entry_of_kid(const struct trust *trust, const uint8_t kid[SEAL_KID_BYTES])
{
    for (size_t i = 0; i < trust->key_count; i++)
        if (memcmp(seal_key_kid(trust->keys[i].key), kid, SEAL_KID_BYTES) == 0)
            return &trust->keys[i];
    return NULL;
}

static bool read_key(const json_t *map, struct trust *trust, struct err *err)
{
    struct entry entry = {0};
    bool demo = false;
    if (!json_is_object(map))
        return err_set(err, "a key must be an object");
    if (!read_role(map, &entry.role, err) || !read_text(map, "id", entry.id, sizeof entry.id, err) ||
        !read_time(map, "from", &entry.from, err) || !read_time(map, "until", &entry.until, err) ||
        !read_flag(map, "demo", &demo, err))
        return false;
    if (entry.until <= entry.from)
        return err_set(err, "until: must be later than from");
    if (demo && !trust->demo)
        return err_set(err, "demo: a demo key has no place in a list with demo: false; remove it");
    if (!read_public(map, &entry.key, err))
        return false;
    bool twice = entry_of_kid(trust, seal_key_kid(entry.key)) != NULL;
    /* Into the list first, so that trust_destroy frees it in any case. */
    trust->keys[trust->key_count++] = entry;
    return !twice || err_set(err, "public: this key stands in the list already; a key serves only one role");
}

static bool read_keys(const json_t *keys, struct trust *trust, struct err *err)
{
    size_t count = json_array_size(keys);
    if (count == 0 || count > KEYS_MAX)
        return err_set(err, "keys: a list of 1 to %d keys must stand here", KEYS_MAX);
    for (size_t i = 0; i < count; i++)
        if (!read_key(json_array_get(keys, i), trust, err))
            return err_prefix(err, "keys[%zu]", i);
    return true;
}

static bool read_list(const json_t *root, struct trust *trust, struct err *err)
{
    if (!json_is_object(root))
        return err_set(err, "an object with version, issued, expires, demo, hosts and keys must stand here");
    if (json_integer_value(json_object_get(root, "version")) != VERSION)
        return err_set(err, "version: this program reads version %d", VERSION);
    int64_t issued = 0;
    if (!read_time(root, "issued", &issued, err) || !read_time(root, "expires", &trust->expires, err))
        return false;
    if (trust->expires <= issued)
        return err_set(err, "expires: must be later than issued");
    return read_flag(root, "demo", &trust->demo, err) &&
           read_hosts(json_object_get(root, "hosts"), trust, err) &&
           read_keys(json_object_get(root, "keys"), trust, err);
}

bool trust_load(const char *path, struct trust **ret, struct err *err)
{
    struct buf text CLEANUP(buf_finish) = {0};
    json_error_t where;
    if (!buf_read_file(&text, path, FILE_MAX_BYTES, err))
        return false;
    json_t *root = json_loadb(buf_string(&text), text.len, JSON_REJECT_DUPLICATES, &where);
    if (!root)
        return err_set(err, "%s:%d:%d: not JSON: %s", path, where.line, where.column, where.text);
    struct trust *trust = calloc(1, sizeof *trust);
    check(trust);
    bool ok = read_list(root, trust, err);
    json_decref(root);
    if (!ok) {
        trust_destroy(trust);
        return err_prefix(err, "%s", path);
    }
    *ret = trust;
    return true;
}

void trust_destroy(struct trust *trust)
{
    if (!trust)
        return;
    for (size_t i = 0; i < trust->key_count; i++)
        seal_key_destroy(trust->keys[i].key);
    free(trust);
}

/* ---- asking ---- */

bool trust_demo(const struct trust *trust)
{
    return trust->demo;
}

bool trust_current(const struct trust *trust, int64_t now_s)
{
    return now_s < trust->expires;
}

bool trust_host(const struct trust *trust, const char *host)
{
    for (size_t i = 0; i < trust->host_count; i++)
        if (strcmp(trust->hosts[i], host) == 0)
            return true;
    return false;
}

static bool serves(const struct entry *entry, int64_t at_s)
{
    return entry->from <= at_s && at_s < entry->until;
}

const struct seal_key *trust_find_kid(const struct trust *trust, enum trust_role role,
                                      const uint8_t kid[SEAL_KID_BYTES], int64_t now_s)
{
    const struct entry *entry = entry_of_kid(trust, kid);
    if (!entry || entry->role != role || (now_s != TRUST_ANY_TIME && !serves(entry, now_s)))
        return NULL;
    return entry->key;
}

const struct seal_key *trust_find_id(const struct trust *trust, enum trust_role role, const char *id,
                                     int64_t now_s)
{
    const struct entry *found = NULL;
    for (size_t i = 0; i < trust->key_count; i++) {
        const struct entry *entry = &trust->keys[i];
        if (entry->role == role && (!id || strcmp(entry->id, id) == 0) && serves(entry, now_s) &&
            (!found || entry->from > found->from))
            found = entry;
    }
    return found ? found->key : NULL;
}

bool trust_serves(const struct trust *trust, const struct seal_key *key, int64_t from_s, int64_t until_s)
{
    const struct entry *entry = entry_of_kid(trust, seal_key_kid(key));
    return entry && entry->from < until_s && from_s < entry->until;
}

const char *trust_id_of(const struct trust *trust, const struct seal_key *key)
{
    const struct entry *entry = entry_of_kid(trust, seal_key_kid(key));
    return entry ? entry->id : NULL;
}
