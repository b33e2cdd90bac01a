/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/deskbench/bench.h"

#include "base/text.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#define CARD_ID "card."
#define ENDS_MM 40 /* as in the line of SWITCH_PAPER_ENDS */

/* The paper is put back as if nobody had touched it while it has not run out; a new roll would tear off what
 * is just being printed. */
#define PAPER_BACK "paper out after 60000"

const struct bench_switch bench_switches[BENCH_SWITCHES] = {
    [SWITCH_READER_CABLE] = {"reader.cable", "拔掉读卡器", "Reader unplugged", GROUP_READER, "plugged", false,
                             "reader unplug", "reader plug"},
    [SWITCH_PAPER_LOW] = {"paper.low", "纸快用完", "Paper low", GROUP_PRINTER, NULL, false, "paper low",
                          PAPER_BACK},
    [SWITCH_PAPER_ENDS] = {"paper.ends", "打到一半没纸", "Paper ends in 40 mm", GROUP_PRINTER, NULL, false,
                           "paper out after 40", PAPER_BACK},
    [SWITCH_PAPER_OUT] = {"paper.out", "没纸了", "Paper out", GROUP_PRINTER, "paper_out", true, "paper out",
                          "paper load"},
    [SWITCH_PAPER_LOAD] = {"paper.load", "装一卷新纸", "Put in a new roll", GROUP_PRINTER, NULL, false,
                           "paper load", NULL},
    [SWITCH_COVER] = {"cover", "打开机盖", "Cover open", GROUP_PRINTER, "cover_open", true, "cover open",
                      "cover close"},
    [SWITCH_CUTTER] = {"cutter", "切刀卡住", "Cutter jammed", GROUP_PRINTER, "cutter_jam", true, "cutter jam",
                       "cutter clear"},
    [SWITCH_HEAD] = {"head", "打印头过热", "Head too hot", GROUP_PRINTER, "head_hot", true, "head hot",
                     "head cool"},
    [SWITCH_PRINTER_CABLE] = {"printer.cable", "拔掉打印机", "Printer unplugged", GROUP_PRINTER, "plugged",
                              false, "printer unplug", "printer plug"},
    [SWITCH_DISTRICT] = {"district", "区里连不上", "District out of reach", GROUP_PROGRAM, "district", false,
                         "stop district", "restart district"},
    [SWITCH_AGENT] = {"agent", "外联程序停了", "Agent stopped", GROUP_PROGRAM, "agent", false, "stop agent",
                      "restart agent"},
    [SWITCH_KIOSK_CRASH] = {"kiosk.crash", "主程序崩溃", "Kiosk crashes", GROUP_PROGRAM, "kiosk", false,
                            "kill kiosk", "restart kiosk"},
    [SWITCH_READER_CRASH] = {"reader.crash", "读卡程序崩溃", "Reader program crashes", GROUP_PROGRAM,
                             "reader", false, "kill reader", "restart reader"},
    [SWITCH_PRINTER_CRASH] = {"printer.crash", "打印程序崩溃", "Printer program crashes", GROUP_PROGRAM,
                              "printer", false, "kill printer", "restart printer"},
};

static json_t *parse(const char *json, const char *what, struct err *err)
{
    json_error_t error;
    json_t *root = json_loads(json, 0, &error);
    if (!root)
        err_set(err, "%s: %s", what, error.text);
    return root;
}

/* ---- cards ---- */

/* False: no name or no holder. A name that had to be cut would not be found again: it stays empty. */
static bool read_card(json_t *item, struct bench_card *ret)
{
    const char *name, *holder, *zh = "", *en = "";
    if (json_unpack(item, "{s:s, s:s, s?{s:s, s:s}}", "name", &name, "holder", &holder, "about", "zh", &zh,
                    "en", &en) != 0)
        return false;
    if (!text_copy(ret->name, sizeof ret->name, name))
        *ret->name = '\0';
    text_copy(ret->holder, sizeof ret->holder, holder);
    snprintf(ret->about, sizeof ret->about, "%s%s%s", zh, *zh && *en ? " " : "", en);
    return true;
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
        struct bench_card card = {0};
        if (!read_card(item, &card)) {
            json_decref(root);
            return err_set(err, "card list: card %zu has no name or no holder", i + 1);
        }
        if (count < BENCH_CARDS && *card.name)
            cards[count++] = card;
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

size_t bench_lying(const struct bench *bench)
{
    size_t count = 0;
    for (size_t i = 0; i < bench->card_count; i++)
        count += bench->cards[i].placed;
    return count;
}

/* ---- state ---- */

/* A key that is missing is said aloud: the simulator and this window have grown apart. */
static bool read_switches(struct bench *bench, const json_t *state, struct err *err)
{
    static const char *const devices[] = {[GROUP_READER] = "reader", [GROUP_PRINTER] = "printer"};
    for (size_t i = 0; i < BENCH_SWITCHES; i++) {
        const struct bench_switch *one = &bench_switches[i];
        if (one->group == GROUP_PROGRAM)
            continue;
        const json_t *device = json_object_get(state, devices[one->group]);
        const json_t *value = one->key ? json_object_get(device, one->key) : NULL;
        if (device && one->key && !json_is_boolean(value))
            return err_set(err, "state: the %s does not tell %s", devices[one->group], one->key);
        bench->there[i] = device != NULL;
        bench->on[i] = value && json_is_true(value) == one->when;
    }
    return true;
}

/* The near-end sensor also tells of a roll that is about to end or has ended: one key is on, the one that
 * says most. */
static bool read_paper(struct bench *bench, const json_t *printer, struct err *err)
{
    const json_t *left = json_object_get(printer, "paper_mm"), *low = json_object_get(printer, "paper_low");
    if (!printer)
        return true;
    if (!json_is_integer(left) || !json_is_boolean(low))
        return err_set(err, "state: the printer does not tell paper_mm or paper_low");
    bench->paper_mm = (int)json_integer_value(left);
    bool out = bench->on[SWITCH_PAPER_OUT], ends = !out && bench->paper_mm <= ENDS_MM;
    bench->on[SWITCH_PAPER_ENDS] = ends;
    bench->on[SWITCH_PAPER_LOW] = json_is_true(low) && !out && !ends;
    return true;
}

static unsigned count_of(const json_t *device, const char *key)
{
    return (unsigned)json_integer_value(json_object_get(device, key));
}

bool bench_take_state(struct bench *bench, const char *json, struct err *err)
{
    struct bench next = *bench;
    json_t *root = parse(json, "state", err);
    if (!root)
        return false;
    const json_t *printer = json_object_get(root, "printer");
    bool ok = read_switches(&next, root, err) && read_paper(&next, printer, err);
    for (size_t i = 0; i < next.card_count; i++)
        next.cards[i].placed = lies_there(json_object_get(root, "reader"), next.cards[i].name);
    next.sheets = count_of(printer, "sheets");
    next.taken = count_of(printer, "taken");
    next.torn = count_of(printer, "torn");
    next.hanging_rows = (int)count_of(printer, "hanging_rows");
    json_decref(root);
    if (ok)
        *bench = next;
    return ok;
}

/* ---- programs ---- */

static bool read_program(struct bench *bench, json_t *item, struct err *err)
{
    const char *name;
    int alive;
    if (json_unpack(item, "{s:s, s:b}", "name", &name, "alive", &alive) != 0)
        return err_set(err, "list: a program without name or alive");
    for (size_t i = 0; i < BENCH_SWITCHES; i++)
        if (bench_switches[i].group == GROUP_PROGRAM && strcmp(bench_switches[i].key, name) == 0) {
            bench->there[i] = true;
            bench->on[i] = !alive;
        }
    return true;
}

bool bench_take_programs(struct bench *bench, const char *json, struct err *err)
{
    struct bench next = *bench;
    json_t *root = json ? parse(json, "list", err) : NULL, *item;
    bool ok = !json || root;
    size_t i;
    for (i = 0; i < BENCH_SWITCHES; i++)
        if (bench_switches[i].group == GROUP_PROGRAM)
            next.there[i] = next.on[i] = false;
    json_array_foreach(root, i, item) ok = ok && read_program(&next, item, err);
    json_decref(root);
    if (ok)
        *bench = next;
    return ok;
}

/* ---- paper ---- */

static bool read_piece(json_t *item, struct bench_piece *ret, struct err *err)
{
    static const char *const kinds[] = {[KIND_SHEET] = "sheet", [KIND_PART] = "part", [KIND_TORN] = "torn"};
    const char *file, *kind;
    int number, waits;
    if (json_unpack(item, "{s:i, s:s, s:s, s:b}", "n", &number, "kind", &kind, "file", &file, "waits",
                    &waits) != 0)
        return err_set(err, "piece list: a piece without n, kind, file or waits");
    *ret = (struct bench_piece){.number = (unsigned)number, .waits = waits};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0)
            ret->kind = (enum bench_kind)i;
    return text_copy(ret->file, sizeof ret->file, file) ||
           err_set(err, "piece list: the file name is too long");
}

bool bench_take_pieces(struct bench *bench, const char *json, struct err *err)
{
    struct bench_piece newest[BENCH_PIECES];
    json_t *root = parse(json, "piece list", err);
    size_t all = json_array_size(root), count = all < BENCH_PIECES ? all : BENCH_PIECES;
    bool ok = root;
    for (size_t i = 0; ok && i < count; i++)
        ok = read_piece(json_array_get(root, all - 1 - i), &newest[i], err);
    if (ok) {
        memcpy(bench->pieces, newest, count * sizeof newest[0]);
        bench->piece_count = count;
    }
    json_decref(root);
    return ok;
}

unsigned bench_waiting(const struct bench *bench)
{
    return bench->sheets - bench->taken;
}

/* ---- touches ---- */

static bool order(struct bench_order *ret, enum bench_peer peer, const char *line)
{
    ret->peer = peer;
    return text_copy(ret->line, sizeof ret->line, line);
}

/* A card beside one that lies there is what happens at a real reader too: two cards, and neither is read. */
static bool touch_card(const struct bench *bench, const struct bench_card *card, struct bench_order *ret)
{
    char line[sizeof ret->line];
    size_t lying = bench_lying(bench);
    if (!card->placed && lying == BENCH_PLATE)
        return false;
    snprintf(line, sizeof line, "card %s %s%s", card->placed ? "lift" : "place", card->name,
             !card->placed && lying ? " second" : "");
    return order(ret, PEER_SIM, line);
}

bool bench_touch(const struct bench *bench, const char *id, struct bench_order *ret)
{
    for (size_t i = 0; i < BENCH_SWITCHES; i++) {
        const struct bench_switch *one = &bench_switches[i];
        if (bench->there[i] && strcmp(id, one->id) == 0)
            return order(ret, one->group == GROUP_PROGRAM ? PEER_RUN : PEER_SIM,
                         bench->on[i] ? one->off : one->on);
    }
    for (size_t i = 0; i < bench->card_count; i++)
        if (strncmp(id, CARD_ID, strlen(CARD_ID)) == 0 &&
            strcmp(id + strlen(CARD_ID), bench->cards[i].name) == 0)
            return touch_card(bench, &bench->cards[i], ret);
    return strcmp(id, BENCH_TAKE) == 0 && bench_waiting(bench) > 0 && order(ret, PEER_SIM, "sheet take");
}
