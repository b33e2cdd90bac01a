/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * People write these files by hand. Without these tests a slip of the pen would load as something else, or be
 * refused without telling where it stands and what to write instead.
 */
#include "base/yaml.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct paper {
    struct words name;
    int tag, days;
};
struct thing {
    const char *code;
    int fee;
    bool open;
    uint32_t from;
    struct {
        int width;
    } screen;
    struct yaml_list papers, notes;
    const struct yaml_node *free_form;
};

static const char *const tags[] = {"card", "bring", NULL};
static const struct yaml_field paper_table[] = {
    {.key = "name", .type = YAML_WORDS, .offset = offsetof(struct paper, name), .required = true},
    {.key = "tag", .type = YAML_ENUM, .offset = offsetof(struct paper, tag), .names = tags, .required = true},
    {.key = "days", .type = YAML_INT, .offset = offsetof(struct paper, days), .min = 1, .max = 60},
    {0},
};
static const struct yaml_field screen_table[] = {
    {.key = "width", .type = YAML_INT, .offset = offsetof(struct thing, screen.width)},
    {0},
};
static const struct yaml_field thing_table[] = {
    {.key = "code", .type = YAML_TEXT, .offset = offsetof(struct thing, code), .required = true},
    {.key = "fee", .type = YAML_INT, .offset = offsetof(struct thing, fee)},
    {.key = "open", .type = YAML_BOOL, .offset = offsetof(struct thing, open)},
    {.key = "from", .type = YAML_DATE, .offset = offsetof(struct thing, from)},
    {.key = "screen", .type = YAML_MAP, .offset = 0, .table = screen_table},
    {.key = "papers",
     .type = YAML_LIST,
     .offset = offsetof(struct thing, papers),
     .table = paper_table,
     .item_size = sizeof(struct paper)},
    {.key = "notes", .type = YAML_TEXT_LIST, .offset = offsetof(struct thing, notes)},
    {.key = "free", .type = YAML_NODE, .offset = offsetof(struct thing, free_form)},
    {0},
};

static const char path[] = "yaml_test.tmp.yaml";

static void write_file(const char *text, size_t len)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    fclose(file);
}

static bool load(const char *text, struct arena *arena, struct thing *ret, struct yaml_doc **ret_doc,
                 struct err *err)
{
    *ret_doc = NULL;
    write_file(text, strlen(text));
    return yaml_open(path, ret_doc, err) &&
           yaml_load(*ret_doc, yaml_root(*ret_doc), thing_table, arena, ret, err);
}

static void every_type_arrives_in_its_field(void **state)
{
    (void)state;
    struct err err = {0};
    struct arena *arena = arena_create();
    struct yaml_doc *doc;
    struct thing thing = {.fee = 7, .screen.width = 800};
    bool ok = load("code: SD-105   # a remark\n"
                   "open: true\n"
                   "from: 2026-11-02\n"
                   "screen: {width: 1080}\n"
                   "papers:\n"
                   "  - {name: {zh: 卡, en: Card}, tag: card}\n"
                   "  - name: {zh: 健康证明, en: \"Health: certificate\"}\n"
                   "    tag: bring\n"
                   "    days: 5\n"
                   "notes: [一, \"二\"]\n"
                   "free: {rows: [[a, b]], n: 1}\n",
                   arena, &thing, &doc, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    assert_string_equal(thing.code, "SD-105");
    assert_true(thing.open);
    assert_int_equal(thing.from, 20261102);
    assert_int_equal(thing.fee, 7); /* absent: the default stays */
    assert_int_equal(thing.screen.width, 1080);
    assert_int_equal(thing.papers.count, 2);
    const struct paper *papers = thing.papers.items;
    assert_string_equal(papers[1].name.en, "Health: certificate");
    assert_int_equal(papers[1].tag, 1);
    assert_int_equal(papers[1].days, 5);
    assert_string_equal(((const char *const *)thing.notes.items)[1], "二");
    const struct yaml_node *rows = yaml_get(thing.free_form, "rows");
    assert_int_equal(yaml_kind(rows), YAML_KIND_SEQUENCE);
    assert_string_equal(yaml_text(yaml_at(yaml_at(rows, 0), 1), arena), "b");
    assert_string_equal(yaml_key_at(thing.free_form, 1, arena), "n");
    assert_null(yaml_get(rows, "rows"));
    assert_null(yaml_at(rows, 1));
    assert_null(yaml_text(rows, arena));
    yaml_close(doc);
    assert_string_equal(thing.code, "SD-105"); /* the arena, not the document, holds the texts */
    arena_destroy(arena);
}

static void every_mistake_tells_its_place_and_what_to_do(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"code: A\nfee: 3\nfee: 4\n", "3:1: the key \"fee\" stands twice; keep one of them"},
        {"code: A\npapers:\n  - {name: {zh: 卡, en: C}, tag: card, colour: red}\n",
         "3:39: the key \"colour\" is not known here; remove it or use one of: name, tag, days"},
        {"fee: 3\n", "1:1: the key \"code\" is missing; add it to this map"},
        {"code: A\npapers:\n  - {name: {zh: 卡}, tag: card}\n",
         "3:12: the key \"en\" is missing; add it to this map"},
        {"code: A\npapers:\n  - name: 卡\n    tag: card\n",
         "3:11: \"name\" has to be in both languages; write {zh: …, en: …}"},
        {"code: A\npapers:\n  - tag: cards\n    name: {zh: 卡, en: C}\n",
         "3:10: \"tag\" is \"cards\"; write one of: card, bring"},
        {"code: A\npapers:\n  - tag: card\n    name: {zh: 卡, en: C}\n    days: 61\n",
         "5:11: \"days\" is 61; write a number from 1 to 60"},
        {"code: A\npapers: none\n",
         "2:9: \"papers\" has to be a list; write one \"- \" line for each entry, or []"},
        {"code: A\nscreen: 3\n", "2:9: \"screen\" has to be a map; write KEY: VALUE lines"},
        {"code: A\nfee: \"3\"\n", "2:6: \"fee\" has to be a whole number; write digits without quotes"},
        {"code: A\nfee: 3.5\n", "2:6: \"fee\" has to be a whole number; write digits without quotes"},
        {"code: A\nfee: 99999999999\n", "2:6: \"fee\" has to be a whole number; write digits without quotes"},
        {"code: A\nopen: yes\n", "2:7: \"open\" has to be yes or no; write true or false without quotes"},
        {"code: A\nfrom: 2026-02-30\n", "2:7: \"from\" has to be a day of the calendar; write YYYY-MM-DD"},
        {"code: [A]\n", "1:7: \"code\" has to be a text; write one line of text"},
        {"code: \"\"\n", "1:7: \"code\" has to be a text; it is empty, so write it or remove the key"},
        {"code: 综合 服务\n",
         "1:7: a blank stands between two Chinese characters in \"code\"; remove it, or restore what "
         "was lost there"},
        {"code: A\nnotes: [窗口 1, 二 楼]\n",
         "2:15: a blank stands between two Chinese characters in \"this\"; remove it, or "
         "restore what was lost there"},
        {"code: &a A\n",
         "1:10: anchors (&), aliases (*) and tags (!) are not used here; write the value out"},
        {"code: !!str A\n",
         "1:13: anchors (&), aliases (*) and tags (!) are not used here; write the value out"},
        {"code: \"a\\0b\"\n", "1:7: a NUL stands in this text; remove it"},
        {"code: A\n\nname: \xff\n", "3:1: this line is not clean UTF-8; save the file as UTF-8"},
        {"", "1:1: the file is empty; put its data there or remove it"},
        {"code: A\n---\ncode: B\n", "2:1: a second document begins here; keep one document in a file"},
        {"code: A\n  fee: 3\n",
         "1:7: this is not YAML (invalid multiline plain key); mend the line or the one above it"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "1:25: nested too deeply; make the file flatter"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct err err = {0};
        struct arena *arena = arena_create();
        struct yaml_doc *doc;
        struct thing thing = {0};
        assert_false(load(cases[i].text, arena, &thing, &doc, &err));
        assert_memory_equal(err.text, path, strlen(path));
        assert_string_equal(err.text + strlen(path) + 1, cases[i].says);
        yaml_close(doc);
        arena_destroy(arena);
    }
}

static void quoted_text_shows_its_own_column(void **state)
{
    (void)state;
    struct err err = {0};
    struct arena *arena = arena_create();
    struct yaml_doc *doc;
    struct thing thing = {0};
    assert_true(load("code: \"A\"\n", arena, &thing, &doc, &err));
    assert_false(
        yaml_error(doc, yaml_get(yaml_root(doc), "code"), &err, "%s is odd; write another", thing.code));
    assert_string_equal(err.text, "yaml_test.tmp.yaml:1:7: A is odd; write another");
    yaml_close(doc);
    arena_destroy(arena);
}

static void missing_file_is_one_sentence(void **state)
{
    (void)state;
    struct err err;
    struct yaml_doc *doc;
    assert_false(yaml_open("/nowhere/x.yaml", &doc, &err));
    assert_string_equal(err.text, "/nowhere/x.yaml: cannot open the file: No such file or directory");
}

static int remove_file(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_arrives_in_its_field),
        cmocka_unit_test(every_mistake_tells_its_place_and_what_to_do),
        cmocka_unit_test(quoted_text_shows_its_own_column),
        cmocka_unit_test(missing_file_is_one_sentence),
    };
    if (chdir("/tmp") != 0)
        return 1;
    return cmocka_run_group_tests_name("yaml", tests, NULL, remove_file);
}
