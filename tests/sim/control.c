/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/control.h"

#include "base/text.h"
#include "tests/sim/control_request.h"
#include "tests/sim/sim_card.h"
#include "tests/sim/sim_printer.h"
#include "tests/sim/sim_reader.h"
#include "tests/sim/sim_rogue.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FULL_LOAD_M 60
#define CARD_ENDING ".yaml"

struct simbus *bus_of(const struct request *request)
{
    return request->control->bus;
}

struct sim_printer *printer_of(struct request *request)
{
    struct simbus *bus = bus_of(request);
    if (!bus->slots[SLOT_PRINTER].model)
        err_set(&request->err, "no printer was given to this simulator");
    return bus->slots[SLOT_PRINTER].model ? bus->slots[SLOT_PRINTER].dev.model : NULL;
}

static struct sim_sam *sam_of(struct request *request)
{
    struct simbus *bus = bus_of(request);
    if (!bus->slots[SLOT_READER].model) {
        err_set(&request->err, "no reader was given to this simulator");
        return NULL;
    }
    return sim_reader_sam(bus->slots[SLOT_READER].dev.model);
}

static bool to_number(struct request *request, const char *text, double *ret)
{
    char *end;
    *ret = text ? strtod(text, &end) : -1;
    if (!text || *end || !(*ret >= 0 && *ret <= 1e6))
        return err_set(&request->err, "a number is needed here");
    return true;
}

/* ---- cards and cables ---- */

static int is_card(const struct dirent *file)
{
    size_t len = strlen(file->d_name), ending = strlen(CARD_ENDING);
    return len > ending && strcmp(file->d_name + len - ending, CARD_ENDING) == 0;
}

static bool list_card(struct request *request, const char *name, const char *comma)
{
    struct sim_card card;
    char quoted_name[140], quoted_holder[300], zh[300], en[300];
    bool ok = sim_card_load(&card, bus_of(request)->env.cards, name, &request->err);
    if (ok) {
        text_json_quote(name, quoted_name, sizeof quoted_name);
        text_json_quote(card.name ? card.name : card.english_name, quoted_holder, sizeof quoted_holder);
        text_json_quote(card.about.zh ? card.about.zh : "", zh, sizeof zh);
        text_json_quote(card.about.en ? card.about.en : "", en, sizeof en);
        buf_printf(&request->answer, "%s{\"name\":%s,\"holder\":%s,\"about\":{\"zh\":%s,\"en\":%s}}", comma,
                   quoted_name, quoted_holder, zh, en);
    }
    sim_card_finish(&card);
    return ok;
}

static bool card_place(struct request *request)
{
    struct sim_sam *sam = sam_of(request);
    const char *name = request->words[2], *more = name ? request->words[3] : NULL;
    if (!sam)
        return false;
    if (!name || (more && strcmp(more, "second") != 0))
        return err_set(&request->err, "card place NAME [second]");
    return sim_sam_place(sam, bus_of(request)->env.cards, name, more != NULL, &request->err);
}

/* The cards there are, by file name, and who stands on each. */
static bool card_list(struct request *request)
{
    struct dirent **files;
    int count = scandir(bus_of(request)->env.cards, &files, is_card, alphasort);
    if (count < 0)
        return err_errno(&request->err, "%s", bus_of(request)->env.cards);
    struct buf *answer = &request->answer;
    bool ok = true;
    for (int i = 0; i < count; i++) {
        files[i]->d_name[strlen(files[i]->d_name) - strlen(CARD_ENDING)] = '\0';
        ok = ok && list_card(request, files[i]->d_name, answer->len ? "," : "[");
        free(files[i]);
    }
    free(files);
    buf_text(answer, count ? "]" : "[]");
    return ok;
}

static bool card_lift(struct request *request)
{
    struct sim_sam *sam = sam_of(request);
    return sam && sim_sam_lift(sam, request->words[2], &request->err);
}

static bool reader_plug(struct request *request)
{
    return simbus_plug(bus_of(request), SLOT_READER, &request->err);
}

static bool reader_unplug(struct request *request)
{
    return simbus_unplug(bus_of(request), SLOT_READER, &request->err);
}

static bool printer_plug(struct request *request)
{
    return simbus_plug(bus_of(request), SLOT_PRINTER, &request->err);
}

static bool printer_unplug(struct request *request)
{
    return simbus_unplug(bus_of(request), SLOT_PRINTER, &request->err);
}

/* SLOT_COUNT: neither of them. */
static enum slot rogue_slot(struct request *request)
{
    for (int slot = SLOT_KEYBOARD; slot <= SLOT_STORAGE; slot++)
        if (request->words[1] && strcmp(request->words[1], slot_names[slot]) == 0)
            return (enum slot)slot;
    err_set(&request->err, "keyboard or storage");
    return SLOT_COUNT;
}

static bool rogue_plug(struct request *request)
{
    enum slot slot = rogue_slot(request);
    if (slot == SLOT_COUNT)
        return false;
    if (!bus_of(request)->slots[slot].model)
        simbus_add(bus_of(request), model_find(slot, slot_names[slot]));
    return simbus_plug(bus_of(request), slot, &request->err);
}

static bool rogue_unplug(struct request *request)
{
    enum slot slot = rogue_slot(request);
    return slot != SLOT_COUNT && simbus_unplug(bus_of(request), slot, &request->err);
}

/* ---- the printer's outside ---- */

/* paper out: now; paper out after MM: when so much more has been printed or fed. */
static bool paper_out(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    double mm = 0;
    if (!printer)
        return false;
    if (request->words[2] &&
        (strcmp(request->words[2], "after") != 0 || !to_number(request, request->words[3], &mm)))
        return err_set(&request->err, "paper out [after MM]");
    struct sim_mech *mech = sim_printer_mech(printer);
    mech->paper_rows = sim_mech_rows(mech, mm);
    sim_printer_changed(printer);
    return true;
}

static bool paper_low(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    struct sim_mech *mech = sim_printer_mech(printer);
    mech->paper_rows = mech->near_end_rows - 1;
    sim_printer_changed(printer);
    return true;
}

static bool paper_load(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    double metres = FULL_LOAD_M;
    if (!printer || (request->words[2] && !to_number(request, request->words[2], &metres)))
        return false;
    return sim_printer_load(printer, sim_mech_rows(sim_printer_mech(printer), metres * 1000), &request->err);
}

/* A bool of the mechanics set by a line. */
static bool set_mech(struct request *request, size_t member, bool value)
{
    struct sim_printer *printer = printer_of(request);
    if (!printer)
        return false;
    memcpy((char *)sim_printer_mech(printer) + member, &value, sizeof value);
    sim_printer_changed(printer);
    return true;
}

static bool cover_open(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, cover_open), true);
}

static bool cover_close(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, cover_open), false);
}

static bool cutter_jam(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, cutter_jam), true);
}

static bool cutter_clear(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, cutter_jam), false);
}

static bool head_hot(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, head_hot), true);
}

static bool head_cool(struct request *request)
{
    return set_mech(request, offsetof(struct sim_mech, head_hot), false);
}

static bool printer_power(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    if (printer)
        sim_printer_power(printer, strcmp(request->words[1], "on") == 0);
    return printer != NULL;
}

static bool printer_busy(struct request *request)
{
    struct sim_printer *printer = printer_of(request);
    const char *when = request->words[2];
    if (!printer)
        return false;
    if (!when || (strcmp(when, "full") != 0 && strcmp(when, "offline") != 0))
        return err_set(&request->err, "printer busy full|offline");
    sim_printer_busy_offline(printer, strcmp(when, "offline") == 0);
    return true;
}

/* ---- the wire and the clock ---- */

static bool add_fault(struct request *request)
{
    struct simbus *bus = bus_of(request);
    const char *text = strchr(request->left, ' ');
    for (size_t i = 0; text && i < SLOT_COUNT; i++) {
        if (!bus->slots[i].model || strcmp(request->words[1], slot_names[i]) != 0)
            continue;
        if (strcmp(text + 1, "clear") != 0)
            return faults_add(&bus->slots[i].dev.faults, text + 1, &request->err);
        bus->slots[i].dev.faults.count = 0;
        return true;
    }
    return err_set(&request->err, "fault DEVICE KIND EP SKIP COUNT [ARG] | fault DEVICE clear");
}

static bool speed(struct request *request)
{
    double factor;
    if (!to_number(request, request->words[1], &factor))
        return false;
    if (factor < 0.01 || factor > 1000)
        return err_set(&request->err, "a speed lies between 0.01 and 1000");
    simbus_speed(bus_of(request), factor);
    return true;
}

static void listen(struct simbus *bus, usim_event *event, struct trace *trace)
{
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        bus->slots[i].dev.on_trace = event;
        bus->slots[i].dev.trace_arg = trace;
    }
}

static bool trace_off(struct request *request)
{
    listen(bus_of(request), NULL, NULL);
    trace_close(request->control->trace);
    request->control->trace = NULL;
    return true;
}

static bool trace_on(struct request *request)
{
    struct trace *trace;
    if (!*request->left)
        return err_set(&request->err, "trace on FILE.pcap");
    if (!trace_open(request->left, &trace, &request->err))
        return false;
    trace_off(request);
    request->control->trace = trace;
    listen(bus_of(request), trace_event, trace);
    for (size_t i = 0; i < SLOT_COUNT; i++)
        if (bus_of(request)->slots[i].dev.plugged)
            trace_device(trace, &bus_of(request)->slots[i].dev);
    return true;
}

/* From `liqu-sim exec`: the process that it will become. */
static bool join(struct request *request)
{
    uint64_t pid;
    if (!request->words[1] || !text_to_uint(request->words[1], INT32_MAX, &pid) || pid == 0)
        return err_set(&request->err, "join PID");
    struct usim_host *host = bus_of(request)->host;
    return host->join(host, (pid_t)pid, &request->answer, &request->err);
}

/* ---- state ---- */

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static void device_state(const struct simbus *bus, enum slot slot, struct buf *ret)
{
    const struct usim_dev *dev = &bus->slots[slot].dev;
    buf_printf(ret, "\"%s\":{\"model\":\"%s\",\"plugged\":%s,\"devnum\":%d,\"opens\":%u", slot_names[slot],
               bus->slots[slot].model->name, truth(dev->plugged), dev->devnum, dev->opens);
    buf_text(ret, ",\"faults\":[");
    for (unsigned i = 0; i < dev->faults.count; i++) {
        const struct fault *fault = &dev->faults.list[i];
        buf_printf(ret, "%s{\"kind\":\"%s\",\"ep\":\"%02x\",\"skip\":%u,\"count\":%u}", i ? "," : "",
                   fault_name(fault->kind), fault->ep, fault->skip, fault->count);
    }
    buf_text(ret, "]");
}

static void reader_state(const struct simbus *bus, struct buf *ret)
{
    const struct sim_sam *sam = sim_reader_sam(bus->slots[SLOT_READER].dev.model);
    buf_text(ret, ",\"cards\":[");
    const char *comma = "";
    for (size_t i = 0; i < SAM_PLACES; i++)
        if (sam->places[i].present) {
            char quoted[140];
            text_json_quote(sam->places[i].name, quoted, sizeof quoted);
            buf_printf(ret, "%s%s", comma, quoted);
            comma = ",";
        }
    buf_printf(ret, "],\"read\":%s", truth(sam->spent));
}

static void printer_state(const struct simbus *bus, struct buf *ret)
{
    struct sim_printer *printer = bus->slots[SLOT_PRINTER].dev.model;
    const struct sim_mech *mech = sim_printer_mech(printer);
    struct printer_state state = sim_printer_state(printer);
    buf_printf(
        ret,
        ",\"off\":%s,\"offline\":%s,\"busy\":\"%s\",\"buffered\":%zu,\"queued\":%zu,\"inside_command\":%s,"
        "\"unknown\":%u",
        truth(state.off), truth(state.offline), state.busy_offline ? "offline" : "full", state.buffered,
        mech->count, truth(state.inside_command), state.unknown_commands);
    buf_printf(ret,
               ",\"paper_mm\":%lld,\"paper_out\":%s,\"paper_low\":%s,\"cover_open\":%s,\"head_hot\":%s,"
               "\"cutter_jam\":%s,"
               "\"cutter_error\":%s",
               (long long)mech->paper_rows * 1000 / mech->rows_per_m, truth(mech->paper_rows <= 0),
               truth(mech->paper_rows < mech->near_end_rows), truth(mech->cover_open), truth(mech->head_hot),
               truth(mech->cutter_jam), truth(mech->cutter_error));
    buf_printf(ret,
               ",\"dots\":%d,\"head_to_cutter_rows\":%d,\"hanging_rows\":%d,\"sheets\":%u,\"torn\":%u,"
               "\"taken\":%u",
               mech->strip.width, mech->strip.gap, sim_strip_hanging(&mech->strip), mech->strip.sheets,
               mech->strip.torn, mech->strip.taken);
}

static bool state(struct request *request)
{
    const struct simbus *bus = bus_of(request);
    buf_printf(&request->answer, "{\"host\":\"%s\",\"speed\":%g", bus->host->name, bus->time.speed);
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
        if (!bus->slots[slot].model)
            continue;
        buf_text(&request->answer, ",");
        device_state(bus, (enum slot)slot, &request->answer);
        if (slot == SLOT_READER)
            reader_state(bus, &request->answer);
        if (slot == SLOT_PRINTER)
            printer_state(bus, &request->answer);
        if (slot == SLOT_KEYBOARD)
            buf_printf(&request->answer, ",\"reports\":%u", sim_rogue_reports(bus->slots[slot].dev.model));
        buf_text(&request->answer, "}");
    }
    buf_text(&request->answer, "}");
    return true;
}

static const struct {
    const char *words;
    bool (*serve)(struct request *request);
} lines[] = {
    {"card place", card_place},
    {"card lift", card_lift},
    {"card list", card_list},
    {"reader plug", reader_plug},
    {"reader unplug", reader_unplug},
    {"printer plug", printer_plug},
    {"printer unplug", printer_unplug},
    {"printer on", printer_power},
    {"printer off", printer_power},
    {"printer busy", printer_busy},
    {"paper out", paper_out},
    {"paper low", paper_low},
    {"paper load", paper_load},
    {"cover open", cover_open},
    {"cover close", cover_close},
    {"cutter jam", cutter_jam},
    {"cutter clear", cutter_clear},
    {"head hot", head_hot},
    {"head cool", head_cool},
    {"sheet list", sheet_list},
    {"sheet save", sheet_save},
    {"sheet peek", sheet_peek},
    {"sheet take", sheet_take},
    {"piece list", piece_list},
    {"fault", add_fault},
    {"plug", rogue_plug},
    {"unplug", rogue_unplug},
    {"speed", speed},
    {"trace on", trace_on},
    {"trace off", trace_off},
    {"join", join},
    {"state", state},
};

/* The index of the handler, and what stands behind its words; COUNT_OF(lines) for none. */
static size_t find_line(const char *line, const char **ret_left)
{
    size_t i = 0;
    for (; i < COUNT_OF(lines); i++) {
        size_t len = strlen(lines[i].words);
        if (strncmp(line, lines[i].words, len) != 0 || (line[len] && line[len] != ' '))
            continue;
        *ret_left = line + len + (line[len] == ' ');
        break;
    }
    return i;
}

static void split(struct request *request, char *copy)
{
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        request->words[count++] = word;
}

void control_line(void *arg, struct line_client *client, char *line)
{
    struct request request = {.control = arg};
    text_trim(line);
    size_t i = find_line(line, &request.left);
    if (i == COUNT_OF(lines)) {
        line_answer(client, "error usage no such line; they stand in tests/sim/README.md");
        return;
    }
    char *copy = strdup(line);
    check(copy);
    split(&request, copy);
    if (!lines[i].serve(&request))
        line_answer(client, "error refused %s", request.err.text);
    else if (request.answer.len)
        line_answer(client, "ok %s", buf_string(&request.answer));
    else
        line_answer(client, "ok");
    buf_finish(&request.answer);
    free(copy);
}
