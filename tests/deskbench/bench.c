/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/bench.h"

#include "base/text.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define CARD_ID "card."

const struct bench_switch bench_switches[BENCH_SWITCHES] = {
    {"reader.cable", "拔掉读卡器", "Cable pulled", "reader", "plugged", false, "reader unplug",
     "reader plug"},
    {"paper.low", "纸快用完", "Paper low", "printer", "paper_low", true, "paper low", "paper load"},
    {"paper.out", "没纸了", "Paper out", "printer", "paper_out", true, "paper out", "paper load"},
    {"paper.ends", "打到一半没纸", "Ends in 40 mm", "printer", NULL, false, "paper out after 40", NULL},
    {"paper.load", "装一卷新纸", "New roll", "printer", NULL, false, "paper load", NULL},
    {"cover", "打开机盖", "Cover open", "printer", "cover_open", true, "cover open", "cover close"},
    {"cutter", "切刀卡住", "Cutter jammed", "printer", "cutter_jam", true, "cutter jam", "cutter clear"},
    {"head", "打印头过热", "Head too hot", "printer", "head_hot", true, "head hot", "head cool"},
    {"printer.cable", "拔掉打印机", "Cable pulled", "printer", "plugged", false, "printer unplug",
     "printer plug"},
};

static json_t *parse(const char *json, const char *what, struct err *err)
{
    json_error_t error;
    json_t *root = json_loads(json, 0, &error);
    if (!root)
        err_set(err, "%s: %s", what, error.text);
    return root;
}

bool bench_take_cards(struct bench *bench, const char *json, struct err *err)
{
    json_t *root = parse(json, "card list", err), *item;
    struct bench_card cards[BENCH_CARDS] = {0};
    size_t i, count = 0;
    if (!root)
        return false;
    json_array_foreach(root, i, item)
    {
        const char *name, *holder;
        if (json_unpack(item, "{s:s, s:s}", "name", &name, "holder", &holder) != 0) {
            json_decref(root);
            return err_set(err, "card list: card %zu has no name or no holder", i + 1);
        }
        /* A name that had to be cut would not be found again. */
        if (count < BENCH_CARDS && text_copy(cards[count].name, sizeof cards[count].name, name))
            text_copy(cards[count++].holder, sizeof cards[0].holder, holder);
    }
    memcpy(bench->cards, cards, sizeof cards);
    bench->card_count = count;
    json_decref(root);
    return true;
}

static bool lies_there(const json_t *reader, const char *name)
{
    size_t i;
    json_t *card;
    json_array_foreach(json_object_get(reader, "cards"), i,
                       card) if (json_is_string(card) &&
                                 strcmp(json_string_value(card), name) == 0) return true;
    return false;
}

/* A key that is missing is said aloud: the simulator and this window have grown apart. */
static bool read_switches(struct bench *bench, const json_t *state, struct err *err)
{
    for (size_t i = 0; i < BENCH_SWITCHES; i++) {
        const struct bench_switch *one = &bench_switches[i];
        const json_t *device = json_object_get(state, one->device);
        const json_t *value = one->key ? json_object_get(device, one->key) : NULL;
        if (device && one->key && !json_is_boolean(value))
            return err_set(err, "state: the %s does not tell %s", one->device, one->key);
        bench->there[i] = device != NULL;
        bench->on[i] = value && json_is_true(value) == one->when;
    }
    return true;
}

bool bench_take_state(struct bench *bench, const char *json, struct err *err)
{
    struct bench next = *bench;
    json_t *root = parse(json, "state", err);
    if (!root)
        return false;
    bool ok = read_switches(&next, root, err);
    for (size_t i = 0; i < next.card_count; i++)
        next.cards[i].placed = lies_there(json_object_get(root, "reader"), next.cards[i].name);
    const json_t *printer = json_object_get(root, "printer");
    next.sheets = (unsigned)json_integer_value(json_object_get(printer, "sheets"));
    next.taken = (unsigned)json_integer_value(json_object_get(printer, "taken"));
    next.hanging_rows = (int)json_integer_value(json_object_get(printer, "hanging_rows"));
    json_decref(root);
    if (ok)
        *bench = next;
    return ok;
}

static bool read_sheet(json_t *item, struct bench_sheet *ret, struct err *err)
{
    const char *file;
    int number, taken;
    if (json_unpack(item, "{s:i, s:s, s:b}", "n", &number, "file", &file, "taken", &taken) != 0)
        return err_set(err, "sheet list: a sheet without n, file or taken");
    *ret = (struct bench_sheet){.number = (unsigned)number, .taken = taken};
    return text_copy(ret->file, sizeof ret->file, file) ||
           err_set(err, "sheet list: the file name is too long");
}

bool bench_take_sheets(struct bench *bench, const char *json, struct err *err)
{
    struct bench_sheet newest[BENCH_SHEETS];
    json_t *root = parse(json, "sheet list", err);
    size_t all = json_array_size(root), count = all < BENCH_SHEETS ? all : BENCH_SHEETS;
    bool ok = root;
    for (size_t i = 0; ok && i < count; i++)
        ok = read_sheet(json_array_get(root, all - 1 - i), &newest[i], err);
    if (ok) {
        memcpy(bench->newest, newest, count * sizeof newest[0]);
        bench->newest_count = count;
    }
    json_decref(root);
    return ok;
}

/* The plate takes one card at a time: another that lies there is lifted first. */
static size_t touch_card(const struct bench *bench, const struct bench_card *card,
                         char ret_lines[BENCH_LINES][BENCH_LINE])
{
    size_t count = 0;
    for (size_t i = 0; i < bench->card_count; i++)
        if (bench->cards[i].placed && count == 0)
            snprintf(ret_lines[count++], BENCH_LINE, "card lift");
    if (!card->placed)
        snprintf(ret_lines[count++], BENCH_LINE, "card place %s", card->name);
    return count;
}

size_t bench_touch(const struct bench *bench, const char *id, char ret_lines[BENCH_LINES][BENCH_LINE])
{
    for (size_t i = 0; i < BENCH_SWITCHES; i++)
        if (bench->there[i] && strcmp(id, bench_switches[i].id) == 0) {
            snprintf(ret_lines[0], BENCH_LINE, "%s",
                     bench->on[i] ? bench_switches[i].off : bench_switches[i].on);
            return 1;
        }
    for (size_t i = 0; i < bench->card_count; i++)
        if (strncmp(id, CARD_ID, strlen(CARD_ID)) == 0 &&
            strcmp(id + strlen(CARD_ID), bench->cards[i].name) == 0)
            return touch_card(bench, &bench->cards[i], ret_lines);
    if (strcmp(id, BENCH_TAKE) != 0 || bench->taken == bench->sheets)
        return 0;
    snprintf(ret_lines[0], BENCH_LINE, "sheet take");
    return 1;
}
