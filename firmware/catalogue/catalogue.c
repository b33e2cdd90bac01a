/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "catalogue/catalogue.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/place.h"
#include "base/text.h"
#include "catalogue/calendar.h"
#include "catalogue/item.h"
#include "catalogue/opening.h"
#include <dirent.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (1024 * 1024)
#define PATH_BYTES     1024
#define TARGET_MAX     12 /* the sealed part of the longest slip leaves no more */
#define SM3_BYTES      32

static const struct yaml_field town_table[] = {
    {.key = "code", .type = YAML_TEXT, .offset = offsetof(struct town, code), .required = true},
    {.key = "name", .type = YAML_WORDS, .offset = offsetof(struct town, name), .required = true},
    {0},
};
static const struct yaml_field unit_table[] = {
    {.key = "id", .type = YAML_TEXT, .offset = offsetof(struct unit, id), .required = true},
    {.key = "name", .type = YAML_WORDS, .offset = offsetof(struct unit, name), .required = true},
    {.key = "place", .type = YAML_WORDS, .offset = offsetof(struct unit, place), .required = true},
    {.key = "hours",
     .type = YAML_LIST,
     .offset = offsetof(struct unit, hours),
     .required = true,
     .table = opening_table,
     .item_size = sizeof(struct opening)},
    {.key = "phone", .type = YAML_TEXT, .offset = offsetof(struct unit, phone), .required = true},
    {.key = "target", .type = YAML_TEXT, .offset = offsetof(struct unit, target), .required = true},
    {0},
};
static const struct yaml_field consent_table[] = {
    {.key = "version",
     .type = YAML_INT,
     .offset = offsetof(struct catalogue, consent.version),
     .required = true,
     .min = 1,
     .max = 9999},
    {.key = "text", .type = YAML_WORDS, .offset = offsetof(struct catalogue, consent.text), .required = true},
    {0},
};

/* One file of the folder: opened, given to read, closed. */
typedef bool read_fn(struct catalogue *catalogue, const struct yaml_doc *doc, struct err *err);

static bool read_file(struct catalogue *catalogue, const char *folder, const char *name, read_fn *read,
                      struct err *err)
{
    char path[PATH_BYTES];
    struct yaml_doc *doc;
    place_join(path, sizeof path, folder, name);
    if (!yaml_open(path, &doc, err))
        return false;
    bool ok = read(catalogue, doc, err);
    yaml_close(doc);
    return ok;
}

static bool read_consent(struct catalogue *catalogue, const struct yaml_doc *doc, struct err *err)
{
    return yaml_load(doc, yaml_root(doc), consent_table, catalogue->arena, catalogue, err);
}

static bool read_towns(struct catalogue *catalogue, const struct yaml_doc *doc, struct err *err)
{
    const struct yaml_node *root = yaml_root(doc);
    if (!yaml_load_list(doc, root, town_table, sizeof(struct town), catalogue->arena, &catalogue->towns, err))
        return false;
    const struct town *towns = catalogue->towns.items;
    for (size_t i = 0; i < catalogue->towns.count; i++) {
        const struct yaml_node *code = yaml_get(yaml_at(root, i), "code");
        if (strlen(towns[i].code) != 9 || !text_is_digits(towns[i].code, 9))
            return yaml_error(doc, code, err, "\"%s\" is no town code; write its nine digits", towns[i].code);
        if (catalogue_town(catalogue, towns[i].code) != &towns[i])
            return yaml_error(doc, code, err, "the town %s stands twice; keep one", towns[i].code);
    }
    return true;
}

static bool read_units(struct catalogue *catalogue, const struct yaml_doc *doc, struct err *err)
{
    const struct yaml_node *root = yaml_root(doc);
    if (!yaml_load_list(doc, root, unit_table, sizeof(struct unit), catalogue->arena, &catalogue->units, err))
        return false;
    const struct unit *units = catalogue->units.items;
    for (size_t i = 0; i < catalogue->units.count; i++) {
        const struct yaml_node *node = yaml_at(root, i);
        if (catalogue_unit(catalogue, units[i].id) != &units[i])
            return yaml_error(doc, yaml_get(node, "id"), err, "the unit %s stands twice; keep one",
                              units[i].id);
        if (strlen(units[i].target) > TARGET_MAX)
            return yaml_error(doc, yaml_get(node, "target"), err,
                              "\"%s\" is longer than %d letters; shorten it", units[i].target, TARGET_MAX);
        /* It names the window's key file too. */
        if (units[i].target[strspn(units[i].target, "abcdefghijklmnopqrstuvwxyz0123456789-")])
            return yaml_error(doc, yaml_get(node, "target"), err,
                              "\"%s\" names a window; write a-z, 0-9 and - only", units[i].target);
        if (!opening_check(doc, yaml_get(node, "hours"), &units[i].hours, err))
            return false;
    }
    return true;
}

/* ---- items ---- */

static int is_item_file(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return entry->d_name[0] != '.' && dot && strcmp(dot, ".yaml") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int by_place(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank - b->rank;
    return a->zone != b->zone ? a->zone - b->zone : strcmp(a->code, b->code);
}

static bool read_items(struct catalogue *catalogue, const char *folder, struct dirent **names, size_t count,
                       struct err *err)
{
    catalogue->items = arena_alloc(catalogue->arena, count * sizeof *catalogue->items);
    for (size_t i = 0; i < count; i++) {
        char path[PATH_BYTES];
        place_join(path, sizeof path, folder, names[i]->d_name);
        if (!item_load(path, catalogue, &catalogue->items[catalogue->item_count], err))
            return false;
        catalogue->item_count++;
    }
    qsort(catalogue->items, catalogue->item_count, sizeof *catalogue->items, by_place);
    return true;
}

/* ---- version ---- */

static bool add_file(EVP_MD_CTX *digest, const char *folder, const char *name, struct err *err)
{
    char path[PATH_BYTES];
    struct buf text CLEANUP(buf_finish) = {0};
    place_join(path, sizeof path, folder, name);
    if (!buf_read_file(&text, path, FILE_MAX_BYTES, err))
        return false;
    check(EVP_DigestUpdate(digest, text.data, text.len));
    return true;
}

static bool digest_files(EVP_MD_CTX *digest, const char *folder, const char *items, struct dirent **names,
                         size_t count, struct err *err)
{
    check(EVP_DigestInit_ex(digest, EVP_sm3(), NULL));
    if (!add_file(digest, folder, "calendar.yaml", err) || !add_file(digest, folder, "consent.yaml", err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add_file(digest, items, names[i]->d_name, err))
            return false;
    return add_file(digest, folder, "towns.yaml", err) && add_file(digest, folder, "units.yaml", err);
}

static bool make_version(struct catalogue *catalogue, const char *folder, const char *items,
                         struct dirent **names, size_t count, struct err *err)
{
    uint8_t sum[SM3_BYTES];
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    check(digest);
    bool ok = digest_files(digest, folder, items, names, count, err);
    if (ok)
        check(EVP_DigestFinal_ex(digest, sum, NULL));
    EVP_MD_CTX_free(digest);
    if (!ok)
        return false;
    uint32_t newest = 0;
    for (size_t i = 0; i < catalogue->item_count; i++)
        if (catalogue->items[i].valid_from > newest)
            newest = catalogue->items[i].valid_from;
    char date[11], hex[5];
    clock_format_date(newest, date);
    text_hex(sum, 2, hex);
    snprintf(catalogue->version, sizeof catalogue->version, "%s-%s", date, hex);
    return true;
}

static bool load_items(struct catalogue *catalogue, const char *folder, struct err *err)
{
    char items[PATH_BYTES];
    struct dirent **names;
    place_join(items, sizeof items, folder, "items");
    int count = scandir(items, &names, is_item_file, by_bytes);
    if (count < 0)
        return err_errno(err, "%s: cannot read the folder", items);
    bool ok = count > 0 || err_set(err, "%s: there is no item; add one YAML file for each", items);
    ok = ok && read_items(catalogue, items, names, (size_t)count, err) &&
         make_version(catalogue, folder, items, names, (size_t)count, err);
    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return ok;
}

/* ---- the whole ---- */

bool catalogue_load(const char *folder, struct catalogue **ret, struct err *err)
{
    struct arena *arena = arena_create();
    struct catalogue *catalogue = arena_alloc(arena, sizeof *catalogue);
    char calendar[PATH_BYTES];
    catalogue->arena = arena;
    place_join(calendar, sizeof calendar, folder, "calendar.yaml");
    if (read_file(catalogue, folder, "consent.yaml", read_consent, err) &&
        read_file(catalogue, folder, "towns.yaml", read_towns, err) &&
        read_file(catalogue, folder, "units.yaml", read_units, err) &&
        calendar_load(calendar, &catalogue->calendar, err) && load_items(catalogue, folder, err)) {
        *ret = catalogue;
        return true;
    }
    catalogue_destroy(catalogue);
    return false;
}

void catalogue_destroy(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    calendar_destroy(catalogue->calendar);
    arena_destroy(catalogue->arena);
}

const struct item *catalogue_find(const struct catalogue *catalogue, const char *code)
{
    for (size_t i = 0; i < catalogue->item_count; i++)
        if (strcmp(catalogue->items[i].code, code) == 0)
            return &catalogue->items[i];
    return NULL;
}

const struct unit *catalogue_unit(const struct catalogue *catalogue, const char *id)
{
    const struct unit *units = catalogue->units.items;
    for (size_t i = 0; i < catalogue->units.count; i++)
        if (strcmp(units[i].id, id) == 0)
            return &units[i];
    return NULL;
}

const struct town *catalogue_town(const struct catalogue *catalogue, const char *code)
{
    const struct town *towns = catalogue->towns.items;
    for (size_t i = 0; i < catalogue->towns.count; i++)
        if (strcmp(towns[i].code, code) == 0)
            return &towns[i];
    return NULL;
}
