/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * YAML files into structs, driven by tables. Every mistake is one sentence "FILE:LINE:COLUMN: what; what to
 * do": unknown keys, keys given twice, wrong types, missing keys, a {zh, en} pair with one half, a
 * Han-blank-Han damage. Built on libfyaml. Errors of meaning found later are reported through yaml_error with
 * the node's own place.
 */
#ifndef LIQU_BASE_YAML_H
#define LIQU_BASE_YAML_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A phrase in both languages. */
struct words {
    const char *zh, *en;
};

struct yaml_list {
    void *items; /* count structs of the sub-table's size, or const char * for YAML_TEXT_LIST */
    size_t count;
};

enum yaml_type {
    YAML_TEXT,      /* const char *, non-empty valid UTF-8, in the arena */
    YAML_INT,       /* int, decimal, within [min, max] when max > min */
    YAML_BOOL,      /* bool: true or false */
    YAML_DATE,      /* uint32_t YYYYMMDD from YYYY-MM-DD */
    YAML_WORDS,     /* struct words from {zh, en} */
    YAML_ENUM,      /* int: index into names (NULL-terminated) */
    YAML_MAP,       /* a nested struct by its own table */
    YAML_LIST,      /* struct yaml_list of structs by the sub-table, item_size bytes each */
    YAML_TEXT_LIST, /* struct yaml_list of const char * */
    YAML_NODE,      /* const struct yaml_node *: kept raw, valid while the document is open */
};

struct yaml_field {
    const char *key; /* NULL ends the table */
    enum yaml_type type;
    size_t offset;
    bool required;
    const char *const *names;       /* YAML_ENUM */
    const struct yaml_field *table; /* YAML_MAP, YAML_LIST */
    size_t item_size;               /* YAML_LIST */
    int min, max;                   /* YAML_INT */
};

struct yaml_doc;
struct yaml_node;

/* *ret_doc owns everything parsed; the text is at most 1 MiB. */
bool yaml_open(const char *path, struct yaml_doc **ret_doc, struct err *err) MUST_CHECK;
void yaml_close(struct yaml_doc *doc);                         /* takes NULL */
const struct yaml_node *yaml_root(const struct yaml_doc *doc); /* never NULL after a good open */

/* Fills the struct at ret by the table; texts and lists go into the arena. A missing optional key leaves what
 * stands in ret (set defaults before). On failure ret may be half-filled. */
bool yaml_load(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_field *table,
               struct arena *arena, void *ret, struct err *err) MUST_CHECK;
/* A top-level sequence of maps (units.yaml, towns.yaml, calendar.yaml). */
bool yaml_load_list(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_field *table,
                    size_t item_size, struct arena *arena, struct yaml_list *ret, struct err *err) MUST_CHECK;

/* Raw access for free-form parts (the district's records). All return NULL / 0 / false when the shape
 * differs. */
enum yaml_kind { YAML_KIND_SCALAR, YAML_KIND_SEQUENCE, YAML_KIND_MAPPING };
enum yaml_kind yaml_kind(const struct yaml_node *node);
size_t yaml_count(const struct yaml_node *node);
const struct yaml_node *yaml_at(const struct yaml_node *node, size_t i); /* sequence item, or mapping value */
const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key);
/* Copies the scalar (or, with _key_at, the i-th mapping key) into the arena. */
const char *yaml_text(const struct yaml_node *node, struct arena *arena);
const char *yaml_key_at(const struct yaml_node *node, size_t i, struct arena *arena);

/* Always false: "FILE:LINE:COLUMN: text" at the node. */
bool yaml_error(const struct yaml_doc *doc, const struct yaml_node *node, struct err *err, const char *format,
                ...) PRINTF(4, 5);

#endif
