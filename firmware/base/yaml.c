/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Two halves: libfyaml's events become a small tree of our own, in which every node knows its line and column
 * (libfyaml's documents do not tell the place of a mapping); then the tables walk that tree. Anchors, aliases
 * and tags are refused: a data file says everything where it stands.
 */
#include "base/yaml.h"

#include "base/clock.h"
#include "base/text.h"
#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX_BYTES (1024 * 1024)
#define DEPTH_MAX      24

struct yaml_node {
    enum yaml_kind kind;
    bool plain; /* a scalar without quotes */
    int line, column;
    const char *text; /* of a scalar */
    size_t count;
    struct yaml_node *first, *last, *next; /* children, and the way to the next brother */
    const struct yaml_node *key;           /* of a mapping's value */
};

struct yaml_doc {
    char *path;
    struct arena *arena;
    struct yaml_node *root;
};

static bool error_at(const struct yaml_doc *doc, int line, int column, struct err *err, const char *text)
{
    return err_set(err, "%s:%d:%d: %s", doc->path, line, column, text);
}

bool yaml_error(const struct yaml_doc *doc, const struct yaml_node *node, struct err *err, const char *format,
                ...)
{
    char text[sizeof err->text];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_at(doc, node->line, node->column, err, text);
}

/* ---- from libfyaml's events to the tree ---- */

struct reader {
    struct yaml_doc *doc;
    struct fy_parser *parser;
    struct fy_diag *diag;
    int line, column; /* of the last event that had a place */
    struct err *err;
};

/* libfyaml tells a fault through its diagnostics; the first one is the cause, the others follow from it. */
static bool syntax_error(struct reader *reader)
{
    void *cursor = NULL;
    const struct fy_diag_error *fault = fy_diag_errors_iterate(reader->diag, &cursor);
    char text[256];
    snprintf(text, sizeof text, "this is not YAML (%s); mend the line or the one above it",
             fault && fault->msg ? fault->msg : "it ends too early");
    if (fault && fault->line > 0)
        return error_at(reader->doc, fault->line, fault->column, reader->err, text);
    return error_at(reader->doc, reader->line, reader->column, reader->err, text);
}

static struct fy_event *next_event(struct reader *reader)
{
    struct fy_event *event = fy_parser_parse(reader->parser);
    if (!event)
        return NULL;
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark) {
        reader->line = mark->line + 1;
        reader->column = mark->column + 1;
    }
    return event;
}

/* Takes one event of that type away; the stream is in order as long as libfyaml delivers. */
static bool expect_event(struct reader *reader, enum fy_event_type type)
{
    struct fy_event *event = next_event(reader);
    bool fits = event && event->type == type;
    if (event)
        fy_parser_event_free(reader->parser, event);
    return fits;
}

static struct yaml_node *node_new(struct reader *reader, enum yaml_kind kind)
{
    struct yaml_node *node = arena_alloc(reader->doc->arena, sizeof *node);
    *node = (struct yaml_node){.kind = kind, .line = reader->line, .column = reader->column};
    return node;
}

static bool scalar(struct reader *reader, const struct fy_event *event, struct yaml_node **ret)
{
    size_t len = 0;
    const char *text = fy_token_get_text(event->scalar.value, &len);
    enum fy_scalar_style style = fy_token_scalar_style(event->scalar.value);
    struct yaml_node *node = node_new(reader, YAML_KIND_SCALAR);
    node->plain = style == FYSS_PLAIN;
    if (style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED)
        node->column--; /* libfyaml's mark stands behind the quote */
    if (!text)
        len = 0;
    if (memchr(text ? text : "", 0, len))
        return yaml_error(reader->doc, node, reader->err, "a NUL stands in this text; remove it");
    char *copy = arena_alloc(reader->doc->arena, len + 1);
    if (len)
        memcpy(copy, text, len);
    node->text = copy;
    *ret = node;
    return true;
}

static void append(struct yaml_node *parent, struct yaml_node *child)
{
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

static bool check_key(struct reader *reader, const struct yaml_node *map, const struct yaml_node *key)
{
    if (key->kind != YAML_KIND_SCALAR || !*key->text)
        return yaml_error(reader->doc, key, reader->err, "a key has to be a word; write KEY: VALUE");
    if (yaml_get(map, key->text))
        return yaml_error(reader->doc, key, reader->err, "the key \"%s\" stands twice; keep one of them",
                          key->text);
    return true;
}

enum step { STEP_NODE, STEP_END, STEP_FAULT };
static enum step read_node(struct reader *reader, int depth, struct yaml_node **ret);

static bool read_children(struct reader *reader, int depth, struct yaml_node *parent)
{
    for (;;) {
        struct yaml_node *key = NULL, *child = NULL;
        enum step step = read_node(reader, depth, &child);
        if (step != STEP_NODE)
            return step == STEP_END;
        if (parent->kind == YAML_KIND_MAPPING) {
            key = child;
            if (!check_key(reader, parent, key) || read_node(reader, depth, &child) != STEP_NODE)
                return false;
        }
        child->key = key;
        append(parent, child);
    }
}

static enum step read_node(struct reader *reader, int depth, struct yaml_node **ret)
{
    struct fy_event *event = next_event(reader);
    if (!event) {
        syntax_error(reader);
        return STEP_FAULT;
    }
    enum fy_event_type type = event->type;
    bool ok = false;
    /* Anchor and tag stand at the same place in the data of all three kinds of node. */
    bool node = type == FYET_SCALAR || type == FYET_SEQUENCE_START || type == FYET_MAPPING_START;
    if (type == FYET_ALIAS || (node && (event->scalar.anchor || event->scalar.tag)))
        error_at(reader->doc, reader->line, reader->column, reader->err,
                 "anchors (&), aliases (*) and tags (!) are not used here; write the value out");
    else if (node && depth >= DEPTH_MAX)
        error_at(reader->doc, reader->line, reader->column, reader->err,
                 "nested too deeply; make the file flatter");
    else if (type == FYET_SCALAR)
        ok = scalar(reader, event, ret);
    else
        ok = true;
    fy_parser_event_free(reader->parser, event);
    if (!ok)
        return STEP_FAULT;
    if (!node)
        return STEP_END;
    if (type == FYET_SCALAR)
        return STEP_NODE;
    *ret = node_new(reader, type == FYET_MAPPING_START ? YAML_KIND_MAPPING : YAML_KIND_SEQUENCE);
    return read_children(reader, depth + 1, *ret) ? STEP_NODE : STEP_FAULT;
}

static bool read_stream(struct reader *reader)
{
    if (!expect_event(reader, FYET_STREAM_START))
        return syntax_error(reader);
    if (!expect_event(reader, FYET_DOCUMENT_START)) {
        if (fy_diag_got_error(reader->diag))
            return syntax_error(reader);
        return error_at(reader->doc, 1, 1, reader->err, "the file is empty; put its data there or remove it");
    }
    if (read_node(reader, 0, &reader->doc->root) != STEP_NODE)
        return false;
    if (!expect_event(reader, FYET_DOCUMENT_END))
        return syntax_error(reader);
    struct fy_event *event = next_event(reader);
    bool end = event && event->type == FYET_STREAM_END;
    if (event)
        fy_parser_event_free(reader->parser, event);
    else
        return syntax_error(reader);
    return end || error_at(reader->doc, reader->line, reader->column, reader->err,
                           "a second document begins here; keep one document in a file");
}

/* libfyaml would read an empty value where the bytes are not UTF-8. */
static bool check_utf8(const struct yaml_doc *doc, const struct buf *text, struct err *err)
{
    const char *at = buf_string(text), *end = at + text->len;
    for (int line = 1; at < end; line++) {
        size_t len = strcspn(at, "\n");
        if (!text_valid(at, len) || (at + len < end && !at[len]))
            return error_at(doc, line, 1, err, "this line is not clean UTF-8; save the file as UTF-8");
        at += len + 1;
    }
    return true;
}

/* libfyaml's messages are collected by syntax_error, not printed. */
static void silent(struct fy_diag *diag, void *user, const char *text, size_t len)
{
    (void)diag;
    (void)user;
    (void)text;
    (void)len;
}

static bool parse(struct yaml_doc *doc, const struct buf *text, struct err *err)
{
    struct fy_diag_cfg diag_cfg;
    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    diag_cfg.output_fn = silent;
    struct reader reader = {
        .doc = doc, .diag = fy_diag_create(&diag_cfg), .line = 1, .column = 1, .err = err};
    check(reader.diag);
    fy_diag_set_collect_errors(reader.diag, true);
    reader.parser =
        fy_parser_create(&(struct fy_parse_cfg){.flags = FYPCF_COLLECT_DIAG, .diag = reader.diag});
    check(reader.parser);
    check(fy_parser_set_string(reader.parser, buf_string(text), text->len) == 0);
    bool ok = read_stream(&reader);
    fy_parser_destroy(reader.parser);
    fy_diag_destroy(reader.diag);
    return ok;
}

bool yaml_open(const char *path, struct yaml_doc **ret_doc, struct err *err)
{
    struct buf text CLEANUP(buf_finish) = {0};
    if (!buf_read_file(&text, path, FILE_MAX_BYTES, err))
        return false;
    struct arena *arena = arena_create();
    struct yaml_doc *doc = arena_alloc(arena, sizeof *doc);
    *doc = (struct yaml_doc){.path = arena_text(arena, path), .arena = arena};
    if (!check_utf8(doc, &text, err) || !parse(doc, &text, err)) {
        yaml_close(doc);
        return false;
    }
    *ret_doc = doc;
    return true;
}

void yaml_close(struct yaml_doc *doc)
{
    if (doc)
        arena_destroy(doc->arena);
}

/* ---- raw access ---- */

const struct yaml_node *yaml_root(const struct yaml_doc *doc)
{
    return doc->root;
}

enum yaml_kind yaml_kind(const struct yaml_node *node)
{
    return node->kind;
}

size_t yaml_count(const struct yaml_node *node)
{
    return node->count;
}

const struct yaml_node *yaml_at(const struct yaml_node *node, size_t i)
{
    const struct yaml_node *child = node->first;
    while (child && i--)
        child = child->next;
    return child;
}

const struct yaml_node *yaml_get(const struct yaml_node *node, const char *key)
{
    for (const struct yaml_node *child = node->first; child; child = child->next)
        if (child->key && strcmp(child->key->text, key) == 0)
            return child;
    return NULL;
}

const char *yaml_text(const struct yaml_node *node, struct arena *arena)
{
    return node->kind == YAML_KIND_SCALAR ? arena_text(arena, node->text) : NULL;
}

const char *yaml_key_at(const struct yaml_node *node, size_t i, struct arena *arena)
{
    const struct yaml_node *child = yaml_at(node, i);
    return child && child->key ? arena_text(arena, child->key->text) : NULL;
}

/* ---- tables ---- */

struct load {
    const struct yaml_doc *doc;
    struct arena *arena;
    struct err *err;
};

static bool load_map(const struct load *load, const struct yaml_node *node, const struct yaml_field *table,
                     void *ret);

static const struct yaml_field words_table[] = {
    {.key = "zh", .type = YAML_TEXT, .offset = offsetof(struct words, zh), .required = true},
    {.key = "en", .type = YAML_TEXT, .offset = offsetof(struct words, en), .required = true},
    {0},
};

/* The word for messages: the key of the value, or of the list it stands in. */
static const char *word(const struct yaml_node *node)
{
    return node->key ? node->key->text : "this";
}

static bool wrong(const struct load *load, const struct yaml_node *node, const char *is, const char *todo)
{
    return yaml_error(load->doc, node, load->err, "\"%s\" has to be %s; %s", word(node), is, todo);
}

static bool load_text(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    (void)field;
    if (node->kind != YAML_KIND_SCALAR)
        return wrong(load, node, "a text", "write one line of text");
    if (!*node->text)
        return wrong(load, node, "a text", "it is empty, so write it or remove the key");
    if (text_blank_between_cjk(node->text))
        return yaml_error(load->doc, node, load->err,
                          "a blank stands between two Chinese characters in \"%s\"; remove it, or restore "
                          "what was lost there",
                          word(node));
    *(const char **)ret = arena_text(load->arena, node->text);
    return true;
}

static bool load_int(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                     void *ret)
{
    const char *text = node->kind == YAML_KIND_SCALAR && node->plain ? node->text : "";
    bool negative = *text == '-';
    uint64_t value = 0;
    if (!text_to_uint(text + negative, INT32_MAX, &value))
        return wrong(load, node, "a whole number", "write digits without quotes");
    int number = negative ? -(int)value : (int)value;
    if (field->max > field->min && (number < field->min || number > field->max))
        return yaml_error(load->doc, node, load->err, "\"%s\" is %d; write a number from %d to %d",
                          word(node), number, field->min, field->max);
    *(int *)ret = number;
    return true;
}

static bool load_bool(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    (void)field;
    const char *text = node->kind == YAML_KIND_SCALAR && node->plain ? node->text : "";
    bool yes = strcmp(text, "true") == 0;
    if (!yes && strcmp(text, "false") != 0)
        return wrong(load, node, "yes or no", "write true or false without quotes");
    *(bool *)ret = yes;
    return true;
}

static bool load_date(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    (void)field;
    if (node->kind != YAML_KIND_SCALAR || !clock_parse_date(node->text, ret))
        return wrong(load, node, "a day of the calendar", "write YYYY-MM-DD");
    return true;
}

static bool load_words(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                       void *ret)
{
    (void)field;
    if (node->kind != YAML_KIND_MAPPING)
        return wrong(load, node, "in both languages", "write {zh: …, en: …}");
    return load_map(load, node, words_table, ret);
}

static bool load_enum(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    struct buf allowed CLEANUP(buf_finish) = {0};
    for (int i = 0; field->names[i]; i++) {
        if (node->kind == YAML_KIND_SCALAR && strcmp(node->text, field->names[i]) == 0) {
            *(int *)ret = i;
            return true;
        }
        buf_printf(&allowed, "%s%s", i ? ", " : "", field->names[i]);
    }
    return yaml_error(load->doc, node, load->err, "\"%s\" is %s%s%s; write one of: %s", word(node),
                      node->kind == YAML_KIND_SCALAR ? "\"" : "not a word",
                      node->kind == YAML_KIND_SCALAR ? node->text : "",
                      node->kind == YAML_KIND_SCALAR ? "\"" : "", buf_string(&allowed));
}

static bool load_nested(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                        void *ret)
{
    return load_map(load, node, field->table, ret);
}

typedef bool load_fn(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                     void *ret);

static bool load_items(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                       load_fn *item, struct yaml_list *ret)
{
    if (node->kind != YAML_KIND_SEQUENCE)
        return wrong(load, node, "a list", "write one \"- \" line for each entry, or []");
    uint8_t *items = node->count ? arena_alloc(load->arena, node->count * field->item_size) : NULL;
    uint8_t *at = items;
    for (const struct yaml_node *child = node->first; child; child = child->next, at += field->item_size)
        if (!item(load, child, field, at))
            return false;
    *ret = (struct yaml_list){.items = items, .count = node->count};
    return true;
}

static bool load_list(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    return load_items(load, node, field, load_nested, ret);
}

static bool load_text_list(const struct load *load, const struct yaml_node *node,
                           const struct yaml_field *field, void *ret)
{
    (void)field;
    static const struct yaml_field texts = {.item_size = sizeof(const char *)};
    return load_items(load, node, &texts, load_text, ret);
}

static bool load_node(const struct load *load, const struct yaml_node *node, const struct yaml_field *field,
                      void *ret)
{
    (void)load;
    (void)field;
    *(const struct yaml_node **)ret = node;
    return true;
}

static load_fn *const loaders[] = {
    [YAML_TEXT] = load_text,  [YAML_INT] = load_int,     [YAML_BOOL] = load_bool,
    [YAML_DATE] = load_date,  [YAML_WORDS] = load_words, [YAML_ENUM] = load_enum,
    [YAML_MAP] = load_nested, [YAML_LIST] = load_list,   [YAML_TEXT_LIST] = load_text_list,
    [YAML_NODE] = load_node,
};

static const struct yaml_field *find_field(const struct yaml_field *table, const char *key)
{
    for (; table->key; table++)
        if (strcmp(table->key, key) == 0)
            return table;
    return NULL;
}

static bool unknown_key(const struct load *load, const struct yaml_node *key, const struct yaml_field *table)
{
    struct buf known CLEANUP(buf_finish) = {0};
    for (const struct yaml_field *field = table; field->key; field++)
        buf_printf(&known, "%s%s", field == table ? "" : ", ", field->key);
    return yaml_error(load->doc, key, load->err,
                      "the key \"%s\" is not known here; remove it or use one of: %s", key->text,
                      buf_string(&known));
}

static bool load_map(const struct load *load, const struct yaml_node *node, const struct yaml_field *table,
                     void *ret)
{
    if (node->kind != YAML_KIND_MAPPING)
        return wrong(load, node, "a map", "write KEY: VALUE lines");
    for (const struct yaml_node *child = node->first; child; child = child->next) {
        const struct yaml_field *field = find_field(table, child->key->text);
        if (!field)
            return unknown_key(load, child->key, table);
        if (!loaders[field->type](load, child, field, (uint8_t *)ret + field->offset))
            return false;
    }
    for (const struct yaml_field *field = table; field->key; field++)
        if (field->required && !yaml_get(node, field->key))
            return yaml_error(load->doc, node, load->err, "the key \"%s\" is missing; add it to this map",
                              field->key);
    return true;
}

bool yaml_load(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_field *table,
               struct arena *arena, void *ret, struct err *err)
{
    return load_map(&(struct load){doc, arena, err}, node, table, ret);
}

bool yaml_load_list(const struct yaml_doc *doc, const struct yaml_node *node, const struct yaml_field *table,
                    size_t item_size, struct arena *arena, struct yaml_list *ret, struct err *err)
{
    const struct yaml_field field = {.table = table, .item_size = item_size};
    return load_list(&(struct load){doc, arena, err}, node, &field, ret);
}
