/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "district/people.h"

#include "casework/number.h"
#include "district/record.h"
#include "person/person.h"
#include "ticket/document.h"
#include <dirent.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DUE_DAYS_MAX 3650

const char *const case_state_words[CASE_STATES + 1] = {
    [CASE_LODGED] = "lodged",
    [CASE_FORWARDED] = "forwarded",
    [CASE_CORRECTION] = "correction",
    [CASE_ACCEPTED] = "accepted",
    [CASE_REVIEWED] = "reviewed",
    [CASE_SUSPENDED] = "suspended",
    [CASE_APPROVED] = "approved",
    [CASE_REFUSED] = "refused",
    [CASE_ISSUED] = "issued",
    [CASE_CLOSED] = "closed",
    [CASE_WITHDRAWN] = "withdrawn",
    [CASE_LAPSED] = "lapsed",
    [CASE_NOT_ACCEPTED] = "not_accepted",
};

struct people {
    struct arena *arena;
    struct resident *residents;
    size_t count;
};

struct file {
    const char *number, *name;
    const struct yaml_node *records;
    struct yaml_list cases;
};

static const struct yaml_field case_fields[] = {
    {.key = "case", .type = YAML_TEXT, .offset = offsetof(struct known_case, number), .required = true},
    {.key = "item", .type = YAML_TEXT, .offset = offsetof(struct known_case, item), .required = true},
    {.key = "state",
     .type = YAML_ENUM,
     .offset = offsetof(struct known_case, state),
     .required = true,
     .names = case_state_words},
    {.key = "due_days",
     .type = YAML_INT,
     .offset = offsetof(struct known_case, due_days),
     .required = true,
     .min = -DUE_DAYS_MAX,
     .max = DUE_DAYS_MAX},
    {0},
};
static const struct yaml_field file_fields[] = {
    {.key = "number", .type = YAML_TEXT, .offset = offsetof(struct file, number), .required = true},
    {.key = "name", .type = YAML_TEXT, .offset = offsetof(struct file, name), .required = true},
    {.key = "records", .type = YAML_NODE, .offset = offsetof(struct file, records), .required = true},
    {.key = "cases",
     .type = YAML_LIST,
     .offset = offsetof(struct file, cases),
     .table = case_fields,
     .item_size = sizeof(struct known_case)},
    {0},
};

/* Scalars become strings: a document holds nothing but texts. */
static json_t *to_json(const struct yaml_node *node, struct arena *arena)
{
    switch (yaml_kind(node)) {
    case YAML_KIND_SCALAR:
        return json_string(yaml_text(node, arena));
    case YAML_KIND_SEQUENCE: {
        json_t *array = json_array();
        for (size_t i = 0; i < yaml_count(node); i++)
            json_array_append_new(array, to_json(yaml_at(node, i), arena));
        return array;
    }
    case YAML_KIND_MAPPING: {
        json_t *object = json_object();
        for (size_t i = 0; i < yaml_count(node); i++)
            json_object_set_new(object, yaml_key_at(node, i, arena), to_json(yaml_at(node, i), arena));
        return object;
    }
    }
    return NULL;
}

/* The document's own rules are the rules for a record: one filled on trial says where it is wrong. */
static bool try_record(const struct record *record, struct err *err)
{
    json_t *filled = record_fill(record->body, &(struct record_question){.today = 20260115});
    struct document document;
    char number[CASE_NUMBER_TEXT];
    case_number_format(case_number_make(118, 1, 20260115, 1), number);
    if (!filled)
        return err_set(err, "no months to show");
    json_object_set_new(filled, "title", json_string("trial"));
    json_object_set_new(filled, "number", json_string(number));
    json_object_set_new(filled, "issued", json_string("2026-01-15"));
    json_object_set_new(filled, "valid_until", json_null());
    bool ok = document_parse(filled, &document, err);
    if (ok)
        document_finish(&document);
    json_decref(filled);
    return ok;
}

static bool take_valid_days(struct record *record, struct err *err)
{
    const char *days = json_string_value(json_object_get(record->body, "valid_days"));
    if (!days)
        return true;
    record->valid_days = atoi(days);
    json_object_del(record->body, "valid_days");
    return record->valid_days > 0 || err_set(err, "valid_days is a number of days");
}

static bool take_record(const struct yaml_doc *doc, const struct yaml_node *node, struct arena *arena,
                        struct record *ret, struct err *err)
{
    struct err why;
    if (yaml_kind(node) == YAML_KIND_SCALAR) {
        const char *word = yaml_text(node, arena);
        if (strcmp(word, "empty") != 0 && strcmp(word, "down") != 0)
            return yaml_error(doc, node, err, "a record is a mapping, `empty` or `down`");
        ret->kind = *word == 'e' ? RECORD_EMPTY : RECORD_DOWN;
        return true;
    }
    if (yaml_kind(node) != YAML_KIND_MAPPING)
        return yaml_error(doc, node, err, "a record is a mapping, `empty` or `down`");
    ret->body = to_json(node, arena);
    return (take_valid_days(ret, &why) && try_record(ret, &why)) ||
           yaml_error(doc, node, err, "%s", why.text);
}

static bool take_records(const struct yaml_doc *doc, const struct yaml_node *node, struct arena *arena,
                         struct resident *ret, struct err *err)
{
    if (yaml_kind(node) != YAML_KIND_MAPPING)
        return yaml_error(doc, node, err, "records map an item's code to a record");
    ret->records = arena_alloc(arena, yaml_count(node) * sizeof *ret->records);
    for (size_t i = 0; i < yaml_count(node); i++) {
        struct record *record = &ret->records[ret->record_count++];
        record->item = yaml_key_at(node, i, arena);
        if (!take_record(doc, yaml_at(node, i), arena, record, err))
            return false;
    }
    return true;
}

static bool take_cases(const struct yaml_doc *doc, const struct file *file, struct err *err)
{
    const struct known_case *cases = file->cases.items;
    uint64_t number;
    for (size_t i = 0; i < file->cases.count; i++)
        if (!case_number_parse(cases[i].number, &number))
            return yaml_error(doc, yaml_root(doc), err, "case %zu: the number's digits do not agree", i + 1);
    return true;
}

static bool load_file(const char *path, struct arena *arena, struct resident *ret, struct err *err)
{
    struct yaml_doc *doc;
    struct file file = {0};
    if (!yaml_open(path, &doc, err))
        return false;
    bool ok = yaml_load(doc, yaml_root(doc), file_fields, arena, &file, err) && take_cases(doc, &file, err);
    if (ok) {
        *ret = (struct resident){.number = file.number, .name = file.name, .cases = file.cases};
        ok = take_records(doc, file.records, arena, ret, err);
    }
    yaml_close(doc);
    return ok;
}

static int is_yaml(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return entry->d_name[0] != '.' && len > 5 && strcmp(entry->d_name + len - 5, ".yaml") == 0;
}

static bool load_named(struct people *people, const char *folder, const char *name, struct err *err)
{
    char path[1024];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
        return err_set(err, "%s: this path is too long; choose a shorter one", folder);
    struct resident *resident = &people->residents[people->count++];
    if (!load_file(path, people->arena, resident, err))
        return false;
    return people_find(people, resident->number) == resident ||
           err_set(err, "%s: another file has the same number; each person stands once", path);
}

bool people_load(const char *folder, struct people **ret, struct err *err)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_yaml, alphasort);
    if (count < 0)
        return err_errno(err, "%s: cannot read the folder of people; give --people DIR", folder);
    struct people *people = calloc(1, sizeof *people);
    check(people);
    people->arena = arena_create();
    people->residents = arena_alloc(people->arena, (size_t)count * sizeof *people->residents);
    bool ok = true;
    for (int i = 0; i < count; i++) {
        ok = ok && load_named(people, folder, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    if (!ok) {
        people_destroy(people);
        return false;
    }
    *ret = people;
    return true;
}

void people_destroy(struct people *people)
{
    if (!people)
        return;
    for (size_t i = 0; i < people->count; i++)
        for (size_t j = 0; j < people->residents[i].record_count; j++)
            json_decref(people->residents[i].records[j].body);
    arena_destroy(people->arena);
    free(people);
}

size_t people_count(const struct people *people)
{
    return people->count;
}

const struct resident *people_at(const struct people *people, size_t i)
{
    return &people->residents[i];
}

const struct resident *people_find(const struct people *people, const char *number)
{
    for (size_t i = 0; i < people->count; i++)
        if (strcmp(people->residents[i].number, number) == 0)
            return &people->residents[i];
    return NULL;
}

const struct record *resident_record(const struct resident *resident, const char *item)
{
    for (size_t i = 0; i < resident->record_count; i++)
        if (strcmp(resident->records[i].item, item) == 0)
            return &resident->records[i];
    return NULL;
}
