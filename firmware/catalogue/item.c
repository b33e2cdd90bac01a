/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * A guide that leaves something open is worth nothing: the rules here refuse what would send a resident away
 * twice, such as "其他材料" among the papers, or a route that ends at no window.
 */
#include "catalogue/item.h"

#include "base/text.h"
#include <stdio.h>
#include <string.h>

#define RANK_DEFAULT 100
#define STEP_MAX_HAN 40
#define LIMIT_MAX    730
#define CODE_LEN     6

const char *const zone_codes[ZONES + 1] = {"SD", "TJ", "SH", "BD", "CX", "ZH", NULL};
const char *const item_mode_names[] = {"instant", "handoff", "guide", NULL};
const char *const material_tag_names[] = {"card", "file", "form", "bring", "promise", "defer", NULL};
static const char *const subjects[] = {"person", "enterprise", NULL};
static const char *const routings[] = {"district", "town", "agent", NULL};
static const char *const forms[] = {"original", "copy", "electronic", NULL};
static const char *const input_kinds[] = {"choice", "digits", "text", NULL};
static const char *const approvals[] = {"1+1", "3-level", NULL};
static const char *const site_visits[] = {"none", "before", "after", NULL};
static const char *const batches[] = {"none", "spot", "early", "year", NULL};

static const struct yaml_field words_table[] = {
    {.key = "zh", .type = YAML_TEXT, .offset = offsetof(struct words, zh), .required = true},
    {.key = "en", .type = YAML_TEXT, .offset = offsetof(struct words, en), .required = true},
    {0},
};
static const struct yaml_field basis_table[] = {
    {.key = "text", .type = YAML_TEXT, .offset = offsetof(struct item, basis.text), .required = true},
    {.key = "sourced", .type = YAML_BOOL, .offset = offsetof(struct item, basis.sourced), .required = true},
    {0},
};
static const struct yaml_field limit_table[] = {
    {.key = "promised",
     .type = YAML_INT,
     .offset = offsetof(struct item, limit.promised),
     .required = true,
     .max = LIMIT_MAX},
    {.key = "statutory",
     .type = YAML_INT,
     .offset = offsetof(struct item, limit.statutory),
     .required = true,
     .max = LIMIT_MAX},
    {0},
};
static const struct yaml_field choice_table[] = {
    {.key = "value", .type = YAML_TEXT, .offset = offsetof(struct choice, value), .required = true},
    {.key = "label", .type = YAML_WORDS, .offset = offsetof(struct choice, label), .required = true},
    {0},
};
static const struct yaml_field input_table[] = {
    {.key = "name", .type = YAML_TEXT, .offset = offsetof(struct input, name), .required = true},
    {.key = "kind",
     .type = YAML_ENUM,
     .offset = offsetof(struct input, kind),
     .required = true,
     .names = input_kinds},
    {.key = "label", .type = YAML_WORDS, .offset = offsetof(struct input, label), .required = true},
    {.key = "choices",
     .type = YAML_LIST,
     .offset = offsetof(struct input, choices),
     .table = choice_table,
     .item_size = sizeof(struct choice)},
    {.key = "max", .type = YAML_INT, .offset = offsetof(struct input, max), .min = 1, .max = 60},
    {.key = "default", .type = YAML_TEXT, .offset = offsetof(struct input, default_value)},
    {0},
};
static const struct yaml_field material_table[] = {
    {.key = "name", .type = YAML_WORDS, .offset = offsetof(struct material, name), .required = true},
    {.key = "tag",
     .type = YAML_ENUM,
     .offset = offsetof(struct material, tag),
     .required = true,
     .names = material_tag_names},
    {.key = "form",
     .type = YAML_ENUM,
     .offset = offsetof(struct material, form),
     .required = true,
     .names = forms},
    {.key = "count",
     .type = YAML_INT,
     .offset = offsetof(struct material, count),
     .required = true,
     .min = 1,
     .max = 99},
    {.key = "primary", .type = YAML_BOOL, .offset = offsetof(struct material, primary), .required = true},
    {.key = "text", .type = YAML_WORDS, .offset = offsetof(struct material, text)},
    {.key = "recheck_months",
     .type = YAML_INT,
     .offset = offsetof(struct material, recheck_months),
     .min = 1,
     .max = 36},
    {.key = "days", .type = YAML_INT, .offset = offsetof(struct material, days), .min = 1, .max = 60},
    {0},
};
static const struct yaml_field eligibility_table[] = {
    {.key = "age_from",
     .type = YAML_INT,
     .offset = offsetof(struct eligibility, age_from),
     .min = 1,
     .max = 120},
    {.key = "age_to", .type = YAML_INT, .offset = offsetof(struct eligibility, age_to), .min = 1, .max = 120},
    {.key = "reason", .type = YAML_WORDS, .offset = offsetof(struct eligibility, reason), .required = true},
    {.key = "where", .type = YAML_WORDS, .offset = offsetof(struct eligibility, where)},
    {0},
};
#define FIELD(name, kind)   .key = #name, .type = kind, .offset = offsetof(struct item, name)
#define LIST_OF(what, rows) .table = rows, .item_size = sizeof(struct what)
static const struct yaml_field item_table[] = {
    {FIELD(code, YAML_TEXT), .required = true},
    {FIELD(version, YAML_INT), .required = true, .min = 1, .max = 9999},
    {FIELD(valid_from, YAML_DATE), .required = true},
    {FIELD(zone, YAML_ENUM), .required = true, .names = zone_codes},
    {FIELD(mode, YAML_ENUM), .required = true, .names = item_mode_names},
    {FIELD(subject, YAML_ENUM), .required = true, .names = subjects},
    {.key = "fee",
     .type = YAML_INT,
     .offset = offsetof(struct item, fee_fen),
     .required = true,
     .max = 100000000},
    {FIELD(trips, YAML_INT), .required = true, .max = 9},
    {FIELD(name, YAML_WORDS), .required = true},
    {FIELD(brief, YAML_WORDS)},
    {.key = "basis", .type = YAML_MAP, .required = true, .table = basis_table},
    {FIELD(routing, YAML_ENUM), .required = true, .names = routings},
    {.key = "limit", .type = YAML_MAP, .required = true, .table = limit_table},
    {FIELD(result, YAML_WORDS), .required = true},
    {FIELD(inputs, YAML_LIST), LIST_OF(input, input_table)},
    {FIELD(materials, YAML_LIST), .required = true, LIST_OF(material, material_table)},
    {FIELD(aliases, YAML_TEXT_LIST)},
    {FIELD(guide, YAML_WORDS)},
    {FIELD(ext_code, YAML_TEXT)},
    {FIELD(owner_unit, YAML_TEXT)},
    {FIELD(approval_path, YAML_ENUM), .names = approvals},
    {FIELD(eligibility, YAML_LIST), LIST_OF(eligibility, eligibility_table)},
    {FIELD(exclusions, YAML_LIST), LIST_OF(words, words_table)},
    {FIELD(excluded_periods, YAML_LIST), LIST_OF(words, words_table)},
    {FIELD(site_visit, YAML_ENUM), .names = site_visits},
    {FIELD(proxy, YAML_BOOL)},
    {FIELD(elder_shortlist, YAML_BOOL)},
    {FIELD(sensitive, YAML_BOOL)},
    {FIELD(batch, YAML_ENUM), .names = batches},
    {FIELD(steps, YAML_LIST), LIST_OF(words, words_table)},
    {FIELD(evaluation, YAML_BOOL)},
    {FIELD(rank, YAML_INT), .min = 1, .max = 999},
    {0},
};

/* What the rules share: the file, its root, what was read, and the catalogue around it. */
struct lint {
    const struct yaml_doc *doc;
    const struct yaml_node *root;
    const struct catalogue *catalogue;
    const struct item *item;
    struct err *err;
};

/* What leaves open what a resident has to do. */
static const char *const catch_all[] = {"其他",     "其它",   "等材料",     "相关材料", "有关证明",
                                        "必要材料", "视情况", "规定的材料", "补充材料", NULL};
static const char *const vague[] = {"及时", "适当", "原则上", "一般", "尽快", NULL};

/* NULL when the text holds none of the words. */
static const char *first_word(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strstr(text, *words))
            return *words;
    return NULL;
}

static bool check_code(const struct lint *lint, const char *path)
{
    const struct item *item = lint->item;
    const struct yaml_node *node = yaml_get(lint->root, "code");
    const char *code = item->code, *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
    if (strlen(code) != CODE_LEN || code[2] != '-' || !text_is_digits(code + 3, 3))
        return yaml_error(lint->doc, node, lint->err,
                          "\"%s\" is no item code; write a zone, - and three digits", code);
    if (strncmp(file, code, CODE_LEN) != 0 || strcmp(file + CODE_LEN, ".yaml") != 0)
        return yaml_error(lint->doc, node, lint->err,
                          "the code %s does not fit the file %s; rename one of them", code, file);
    if (strncmp(code, zone_codes[item->zone], 2) != 0)
        return yaml_error(lint->doc, yaml_get(lint->root, "zone"), lint->err,
                          "the zone %s does not fit the code %s; mend one of them", zone_codes[item->zone],
                          code);
    return true;
}

static bool check_limits(const struct lint *lint)
{
    const struct item *item = lint->item;
    const struct yaml_node *node = yaml_get(yaml_get(lint->root, "limit"), "promised");
    if (item->limit.promised > item->limit.statutory)
        return yaml_error(lint->doc, node, lint->err,
                          "promised %d working days, but the law gives %d; promise less",
                          item->limit.promised, item->limit.statutory);
    if (item->mode == MODE_INSTANT && item->limit.promised)
        return yaml_error(lint->doc, node, lint->err, "an instant item is done on the spot; write 0");
    return true;
}

static bool check_route(const struct lint *lint)
{
    const struct item *item = lint->item;
    const struct yaml_node *node = yaml_get(lint->root, "routing"),
                           *owner = yaml_get(lint->root, "owner_unit");
    const struct town *towns = lint->catalogue->towns.items;
    if (owner && !catalogue_unit(lint->catalogue, item->owner_unit))
        return yaml_error(lint->doc, owner, lint->err,
                          "the unit \"%s\" does not stand in units.yaml; add it there", item->owner_unit);
    if (item->routing == ROUTE_DISTRICT)
        return catalogue_unit(lint->catalogue, "district") ||
               yaml_error(lint->doc, node, lint->err, "units.yaml has no unit \"district\"; add it there");
    for (size_t i = 0; i < lint->catalogue->towns.count; i++) {
        char id[32];
        snprintf(id, sizeof id, "%s%s", item->routing == ROUTE_AGENT ? "agent-" : "", towns[i].code);
        if (!catalogue_unit(lint->catalogue, id))
            return yaml_error(lint->doc, node, lint->err,
                              "units.yaml has no unit \"%s\" for this route; add it there", id);
    }
    return true;
}

static bool check_inputs(const struct lint *lint)
{
    const struct yaml_node *list = yaml_get(lint->root, "inputs");
    if (lint->item->inputs.count > ITEM_INPUTS_MAX)
        return yaml_error(lint->doc, list, lint->err, "an item has at most %d inputs; ask for less",
                          ITEM_INPUTS_MAX);
    for (size_t i = 0; i < lint->item->inputs.count; i++) {
        const struct input *input = item_input(lint->item, i);
        const struct choice *choices = input->choices.items;
        const struct yaml_node *node = yaml_at(list, i);
        if (strspn(input->name, "abcdefghijklmnopqrstuvwxyz_") != strlen(input->name))
            return yaml_error(lint->doc, yaml_get(node, "name"), lint->err,
                              "\"%s\" names an input; write a-z and _ only", input->name);
        if (input->kind != INPUT_CHOICE) {
            if (!input->max || input->choices.count)
                return yaml_error(lint->doc, node, lint->err,
                                  "an input that is typed needs \"max\" characters and no choices; mend it");
            continue;
        }
        if (input->choices.count < 2)
            return yaml_error(lint->doc, node, lint->err, "a choice needs two choices or more; add them");
        bool found = !input->default_value;
        for (size_t c = 0; c < input->choices.count; c++) {
            found |= input->default_value && strcmp(choices[c].value, input->default_value) == 0;
            for (size_t other = 0; other < c; other++)
                if (strcmp(choices[c].value, choices[other].value) == 0)
                    return yaml_error(lint->doc, yaml_at(yaml_get(node, "choices"), c), lint->err,
                                      "the choice \"%s\" stands twice; keep one", choices[c].value);
        }
        if (!found)
            return yaml_error(lint->doc, yaml_get(node, "default"), lint->err,
                              "\"%s\" is none of the choices; write one of them", input->default_value);
    }
    return true;
}

/* The keys that belong to one tag only, and are needed there. */
static const struct {
    const char *key;
    enum material_tag tag;
} tag_keys[] = {
    {"text", MATERIAL_PROMISE},
    {"recheck_months", MATERIAL_PROMISE},
    {"days", MATERIAL_DEFER},
};

static bool check_material(const struct lint *lint, const struct material *material,
                           const struct yaml_node *node)
{
    const char *word = first_word(material->name.zh, catch_all);
    if (word)
        return yaml_error(lint->doc, yaml_get(node, "name"), lint->err,
                          "\"%s\" leaves open what to bring; name each paper in a line of its own", word);
    if (material->primary && (material->tag == MATERIAL_PROMISE || material->tag == MATERIAL_DEFER))
        return yaml_error(lint->doc, yaml_get(node, "tag"), lint->err,
                          "a primary paper cannot be promised or come later; write bring, or primary: false");
    for (size_t i = 0; i < COUNT_OF(tag_keys); i++) {
        bool needed = (int)tag_keys[i].tag == material->tag, given = yaml_get(node, tag_keys[i].key);
        if (needed != given)
            return yaml_error(lint->doc, node, lint->err, "a paper tagged %s %s \"%s\"; %s it",
                              material_tag_names[material->tag], needed ? "needs" : "has no", tag_keys[i].key,
                              needed ? "add" : "remove");
    }
    return true;
}

static bool check_materials(const struct lint *lint)
{
    const struct yaml_node *list = yaml_get(lint->root, "materials");
    if (lint->item->mode == MODE_HANDOFF && !lint->item->materials.count)
        return yaml_error(lint->doc, list, lint->err, "a hand-off needs its papers; list them, the card too");
    if (lint->item->materials.count > ITEM_MATERIALS_MAX)
        return yaml_error(lint->doc, list, lint->err, "an item has at most %d materials; join some",
                          ITEM_MATERIALS_MAX);
    for (size_t i = 0; i < lint->item->materials.count; i++)
        if (!check_material(lint, item_material(lint->item, i), yaml_at(list, i)))
            return false;
    return true;
}

/* An instruction: nothing vague, nothing left open. */
static bool check_plain(const struct lint *lint, const struct yaml_node *node, const char *zh)
{
    const char *word = first_word(zh, vague);
    if (!word)
        word = first_word(zh, catch_all);
    return !word || yaml_error(lint->doc, node, lint->err,
                               "\"%s\" tells nobody what to do; write a day or a deed", word);
}

static bool check_steps(const struct lint *lint)
{
    const struct words *steps = lint->item->steps.items;
    if (lint->item->guide.zh && !check_plain(lint, yaml_get(lint->root, "guide"), lint->item->guide.zh))
        return false;
    if (lint->item->mode == MODE_GUIDE && !lint->item->guide.zh)
        return yaml_error(lint->doc, lint->root, lint->err,
                          "a guide has no \"guide\"; say in words where it can be done");
    for (size_t i = 0; i < lint->item->steps.count; i++) {
        const struct yaml_node *node = yaml_at(yaml_get(lint->root, "steps"), i);
        if (!check_plain(lint, node, steps[i].zh))
            return false;
        if (text_count(steps[i].zh) > STEP_MAX_HAN)
            return yaml_error(lint->doc, node, lint->err, "a step has at most %d characters; split it",
                              STEP_MAX_HAN);
    }
    return true;
}

static bool check_names(const struct lint *lint)
{
    static const char *const keys[] = {"name", "brief", "result"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const struct yaml_node *node = yaml_get(lint->root, keys[i]);
        const char *zh = node ? yaml_text(yaml_get(node, "zh"), lint->catalogue->arena) : "";
        if (strncmp(zh, "务服务", strlen("务服务")) == 0)
            return yaml_error(lint->doc, node, lint->err, "\"%s\" has lost its first character; restore it",
                              zh);
    }
    return true;
}

bool item_load(const char *path, const struct catalogue *catalogue, struct item *ret, struct err *err)
{
    struct yaml_doc *doc;
    if (!yaml_open(path, &doc, err))
        return false;
    struct item item = {.rank = RANK_DEFAULT, .evaluation = true};
    struct lint lint = {
        .doc = doc, .root = yaml_root(doc), .catalogue = catalogue, .item = &item, .err = err};
    bool ok = yaml_load(doc, lint.root, item_table, catalogue->arena, &item, err) &&
              check_code(&lint, path) && check_names(&lint) && check_limits(&lint) && check_route(&lint) &&
              check_inputs(&lint) && check_materials(&lint) && check_steps(&lint);
    yaml_close(doc);
    if (ok)
        *ret = item;
    return ok;
}

const struct material *item_material(const struct item *item, size_t i)
{
    return i < item->materials.count ? (const struct material *)item->materials.items + i : NULL;
}

const struct input *item_input(const struct item *item, size_t i)
{
    return i < item->inputs.count ? (const struct input *)item->inputs.items + i : NULL;
}

size_t item_to_bring(const struct item *item)
{
    size_t count = 0;
    for (size_t i = 0; i < item->materials.count; i++)
        count += item_material(item, i)->tag == MATERIAL_BRING;
    return count;
}
