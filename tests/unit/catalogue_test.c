/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The catalogue is written by people who never see the code. Without these tests a wrong item would reach a
 * resident, as a paper nobody asked for, a day that cannot be kept or a window that does not exist.
 */
#include "base/place.h"
#include "catalogue/catalogue.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char folder[] = "assets/catalogue"; /* make runs the units in the root of the tree */
static char copy[64];

static void copy_catalogue(void)
{
    char command[1024];
    snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'", copy, folder, copy);
    assert_int_equal(system(command), 0);
}

/* Replaces the first occurrence of old (all of it must stand there) in a file of the copy. */
static void edit(const char *name, const char *old, const char *new)
{
    char path[256];
    struct err err;
    struct buf text CLEANUP(buf_finish) = {0};
    place_join(path, sizeof path, copy, name);
    assert_true(buf_read_file(&text, path, 1 << 20, &err));
    const char *at = strstr(buf_string(&text), old);
    assert_non_null(at);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%.*s%s%s", (int)(at - buf_string(&text)), buf_string(&text), new, at + strlen(old));
    fclose(file);
}

static void assert_refused(const char *says)
{
    struct catalogue *catalogue = NULL;
    struct err err = {0};
    assert_false(catalogue_load(copy, &catalogue, &err));
    assert_null(catalogue);
    if (!strstr(err.text, says) || strncmp(err.text, copy, strlen(copy)) != 0)
        assert_string_equal(err.text, says);
}

static void shipped_catalogue_loads(void **state)
{
    (void)state;
    struct catalogue *catalogue;
    struct err err = {0};
    bool ok = catalogue_load(folder, &catalogue, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    assert_int_equal(catalogue->towns.count, 12);
    assert_string_equal(catalogue_town(catalogue, "310114118")->name.zh, "江桥镇");
    assert_non_null(catalogue_unit(catalogue, "310114118"));
    assert_null(catalogue_find(catalogue, "XX-999"));
    for (size_t i = 1; i < catalogue->item_count; i++)
        assert_true(catalogue->items[i - 1].rank <= catalogue->items[i].rank);

    const struct item *record = catalogue_find(catalogue, "SH-001");
    assert_int_equal(record->mode, MODE_INSTANT);
    assert_string_equal(record->result.zh, "社会保险缴费情况");
    assert_string_equal(item_input(record, 0)->default_value, "12");
    assert_int_equal(item_input(record, 0)->choices.count, 2);
    assert_null(item_input(record, 1));
    assert_int_equal(item_to_bring(record), 0);

    const struct item *food = catalogue_find(catalogue, "SD-105");
    static const int tags[] = {MATERIAL_CARD,    MATERIAL_FILE,  MATERIAL_BRING,
                               MATERIAL_PROMISE, MATERIAL_DEFER, MATERIAL_FORM};
    assert_int_equal(food->materials.count, COUNT_OF(tags));
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        assert_int_equal(item_material(food, i)->tag, tags[i]);
    assert_non_null(item_material(food, 3)->text.en);
    assert_int_equal(item_material(food, 3)->recheck_months, 1);
    assert_int_equal(item_material(food, 4)->days, 5);
    assert_int_equal(food->limit.promised, 12);
    assert_int_equal(food->limit.statutory, 20);
    assert_int_equal(item_to_bring(food), 1);
    catalogue_destroy(catalogue);
}

static void version_follows_every_byte_of_every_file(void **state)
{
    (void)state;
    static const char *const files[] = {"calendar.yaml", "consent.yaml", "items/SH-001.yaml", "towns.yaml",
                                        "units.yaml"};
    char seen[COUNT_OF(files) + 2][32];
    struct catalogue *catalogue;
    struct err err;
    for (size_t i = 0; i < COUNT_OF(files) + 2; i++) {
        copy_catalogue();
        if (i < COUNT_OF(files))
            edit(files[i], "# SPDX", "#  SPDX");
        assert_true(catalogue_load(copy, &catalogue, &err));
        memcpy(seen[i], catalogue->version, sizeof seen[i]);
        catalogue_destroy(catalogue);
        assert_memory_equal(seen[i], "2026-11-02-", 11);
        assert_int_equal(strlen(seen[i]), 15);
    }
    for (size_t i = 0; i < COUNT_OF(files); i++)
        for (size_t other = i + 1; other < COUNT_OF(files) + 1; other++)
            assert_string_not_equal(seen[i], seen[other]);
    assert_string_equal(seen[COUNT_OF(files)], seen[COUNT_OF(files) + 1]);
}

static void a_new_item_is_one_file(void **state)
{
    (void)state;
    char command[512];
    struct catalogue *catalogue;
    struct err err;
    copy_catalogue();
    snprintf(command, sizeof command,
             "cp %s/items/SH-001.yaml %s/items/SH-002.yaml; touch %s/items/SH-003.yaml~", copy, copy, copy);
    assert_int_equal(system(command), 0);
    assert_refused("SH-002.yaml:2:7: the code SH-001 does not fit the file SH-002.yaml; rename one of them");
    edit("items/SH-002.yaml", "SH-001", "SH-002");
    assert_true(catalogue_load(copy, &catalogue, &err));
    assert_non_null(catalogue_find(catalogue, "SH-002"));
    catalogue_destroy(catalogue);
}

static void one_wrong_file_refuses_the_whole(void **state)
{
    (void)state;
    static const struct {
        const char *file, *old, *new, *says;
    } cases[] = {
        {"items/SD-105.yaml", "promised: 12", "promised: 21",
         ":14:19: promised 21 working days, but the law gives 20; promise less"},
        {"items/SD-105.yaml", "从业人员健康证明", "其他材料", "\"其他\" leaves open what to bring"},
        {"items/SD-105.yaml", "从业人员健康证明", "健康证明等材料", "\"等材料\" leaves open what to bring"},
        {"items/SD-105.yaml", "tag: defer, days: 5,", "tag: defer,",
         "a paper tagged defer needs \"days\"; add it"},
        {"items/SD-105.yaml", "tag: bring,", "tag: bring, days: 5,",
         "a paper tagged bring has no \"days\"; remove it"},
        {"items/SD-105.yaml", "recheck_months: 1\n", "\n",
         "a paper tagged promise needs \"recheck_months\"; add it"},
        {"items/SD-105.yaml", "days: 5, form: original, count: 1, primary: false",
         "days: 5, form: original, count: 1, primary: true",
         "a primary paper cannot be promised or come later"},
        {"items/SD-105.yaml", "zone: SD", "zone: SH", "the zone SH does not fit the code SD-105"},
        {"items/SD-105.yaml", "zone: SD", "zone: XX",
         "\"zone\" is \"XX\"; write one of: SD, TJ, SH, BD, CX, ZH"},
        {"items/SD-105.yaml", "fee: 0\n", "fee: 0\nowner_unit: nobody\n",
         "the unit \"nobody\" does not stand in units.yaml"},
        {"units.yaml", "id: agent-310114002", "id: agent-2",
         "units.yaml has no unit \"agent-310114002\" for this route; add it there"},
        {"units.yaml", "id: district", "id: centre", "units.yaml has no unit \"district\"; add it there"},
        {"units.yaml", "id: \"310114118\"", "id: \"310114999\"",
         "units.yaml has no unit \"310114118\" for this route"},
        {"units.yaml", "id: \"310114118\"", "id: \"310114001\"", "the unit 310114001 stands twice; keep one"},
        {"units.yaml", "target: demo-window", "target: demo-window-12",
         "\"demo-window-12\" is longer than 12 letters"},
        {"units.yaml", "target: demo-window", "target: 窗口",
         "\"窗口\" names a window; write a-z, 0-9 and - only"},
        {"units.yaml", "days: mon-fri", "days: mon-fry", "\"mon-fry\" are no weekdays"},
        {"units.yaml", "days: sat-sun", "days: sun-sat", "\"sun-sat\" run backwards"},
        {"units.yaml", "to: \"16:30\"", "to: \"8:30\"", "\"8:30\" is no time after 09:00"},
        {"towns.yaml", "310114002", "310114001", "the town 310114001 stands twice; keep one"},
        {"towns.yaml", "\"310114002\"", "\"31011400\"", "\"31011400\" is no town code"},
        {"items/SH-001.yaml", "default: \"12\"", "default: \"36\"",
         "\"36\" is none of the choices; write one of them"},
        {"items/SH-001.yaml", "value: \"24\"", "value: \"12\"", "the choice \"12\" stands twice; keep one"},
        {"items/SH-001.yaml", "kind: choice", "kind: digits",
         "an input that is typed needs \"max\" characters and no choices"},
        {"items/SH-001.yaml", "promised: 0, statutory: 0", "promised: 1, statutory: 1",
         "an instant item is done on the spot"},
        {"items/SH-001.yaml", "result: {zh: 社", "result: {zh: 务服务社",
         "has lost its first character; restore it"},
        {"items/SH-001.yaml", "mode: instant", "mode: instant\ncolour: red",
         "the key \"colour\" is not known here"},
        {"items/SH-001.yaml", "城镇职工社会保险", "城镇职工 社会保险",
         "a blank stands between two Chinese characters"},
        {"items/SD-105.yaml", "带上要带的材料", "尽快带上要带的材料", "\"尽快\" tells nobody what to do"},
        {"items/SD-105.yaml", "带上要带的材料", "带上要带的材料和其他证件",
         ":42:5: \"其他\" tells nobody what to do"},
        {"items/SD-105.yaml", "拿好凭证",
         "拿好凭证拿好凭证拿好凭证拿好凭证拿好凭证拿好凭证拿好凭证拿好凭证拿好凭证",
         "a step has at most 40 characters; split it"},
        {"items/SD-105.yaml", "也可以带齐材料", "也可以带齐相关材料", "\"相关材料\" tells nobody what to do"},
        {"items/SD-105.yaml", "code: SD-105", "code: SD-1O5", "\"SD-1O5\" is no item code"},
        {"items/SD-105.yaml", "materials:\n", "materials: []\npapers:\n",
         "the key \"papers\" is not known here"},
        {"items/ZH-105.yaml", "mode: handoff", "mode: visit", "\"mode\" is \"visit\"; write one of: instant"},
        {"items/ZH-105.yaml", "version: 1\n", "", "\"version\" is missing"},
        {"items/ZH-105.yaml", "valid_from: 2026-11-02", "valid_from: 2026-11-31", "\"valid_from\""},
        {"items/SH-201.yaml", "materials: []", "materials: none", "\"materials\" has to be"},
        {"items/SH-201.yaml", "mode: guide", "mode: handoff",
         "a hand-off needs its papers; list them, the card too"},
        {"items/SH-201.yaml", "guide:\n  zh:", "exclusions:\n  zh:", "the key \"exclusions\" stands twice"},
        {"items/BD-005.yaml", "name: purpose", "name: Purpose 1",
         "\"Purpose 1\" names an input; write a-z and _ only"},
        {"items/TJ-001.yaml", "    max: 10\n", "", "an input that is typed needs \"max\" characters"},
        {"consent.yaml", "version: 1", "version: 0", "\"version\" is 0; write a number from 1 to 9999"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        copy_catalogue();
        edit(cases[i].file, cases[i].old, cases[i].new);
        assert_refused(cases[i].says);
    }
}

static void optional_fields_arrive(void **state)
{
    (void)state;
    struct catalogue *catalogue;
    struct err err = {0};
    copy_catalogue();
    edit("items/SH-001.yaml", "proxy: false",
         "proxy: true\next_code: \"310114000000001\"\nowner_unit: district\nbatch: spot\n"
         "exclusions: [{zh: 退休的人, en: Retired people}]\n"
         "eligibility: [{age_from: 16, reason: {zh: 未满 16 岁, en: Under 16}, where: {zh: 到窗口, en: At "
         "the window}}]\n");
    bool ok = catalogue_load(copy, &catalogue, &err);
    assert_string_equal(err.text, "");
    assert_true(ok);
    const struct item *item = catalogue_find(catalogue, "SH-001");
    assert_true(item->proxy);
    assert_int_equal(item->batch, BATCH_SPOT);
    assert_string_equal(item->owner_unit, "district");
    assert_string_equal(((const struct words *)item->exclusions.items)->en, "Retired people");
    assert_int_equal(((const struct eligibility *)item->eligibility.items)->age_from, 16);
    assert_int_equal(catalogue_find(catalogue, "SD-105")->site_visit, SITE_VISIT_AFTER);
    catalogue_destroy(catalogue);
}

static void missing_folder_is_one_sentence(void **state)
{
    (void)state;
    struct catalogue *catalogue;
    struct err err;
    assert_false(catalogue_load("/nowhere", &catalogue, &err));
    assert_string_equal(err.text, "/nowhere/consent.yaml: cannot open the file: No such file or directory");
}

static int name_copy(void **state)
{
    (void)state;
    snprintf(copy, sizeof copy, "/tmp/liqu-catalogue-%d", (int)getpid());
    return 0;
}

static int remove_copy(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", copy);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_catalogue_loads), cmocka_unit_test(version_follows_every_byte_of_every_file),
        cmocka_unit_test(a_new_item_is_one_file),  cmocka_unit_test(one_wrong_file_refuses_the_whole),
        cmocka_unit_test(optional_fields_arrive),  cmocka_unit_test(missing_folder_is_one_sentence),
    };
    return cmocka_run_group_tests_name("catalogue", tests, name_copy, remove_copy);
}
