/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/support/engine.h"

#include "agent/frame.h"
#include "base/log.h"
#include "base/text.h"
#include "base/wipe.h"
#include "journal/store.h"
#include "tests/support/test_time.h"
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define VERSION "test"
#define STATION "31011411803"

static void must(bool ok, const struct err *err)
{
    if (!ok)
        fail_msg("%s", err->text);
}

static void path_of(const struct engine *engine, const char *name, char ret[96])
{
    snprintf(ret, 96, "%s/%s", engine->folder, name);
}

/* ---- keys and the trust list ---- */

static void list_key(json_t *keys, const char *role, const char *id, const struct seal_key *key)
{
    char public[2 * SEAL_PUBLIC_BYTES + 1], kid[2 * SEAL_KID_BYTES + 1];
    seal_key_public(key, public);
    text_hex(seal_key_kid(key), SEAL_KID_BYTES, kid);
    json_array_append_new(keys, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "kid", kid, "role", role,
                                          "id", id, "public", public, "from", "2026-01-01T00:00:00Z", "until",
                                          "2099-01-01T00:00:00Z", "demo", 1));
}

static void make_trust(struct engine *engine)
{
    struct err err;
    char path[96];
    struct seal_key *case_key = seal_key_generate(), *window = seal_key_generate();
    json_t *keys = json_array();
    engine->document_key = seal_key_generate();
    engine->kiosk.ticket_key = seal_key_generate();
    list_key(keys, "ticket", "118-03", engine->kiosk.ticket_key);
    list_key(keys, "document", "demo", engine->document_key);
    list_key(keys, "case", "demo", case_key);
    list_key(keys, "window", "demo-window", window);
    json_t *list =
        json_pack("{s:i, s:s, s:s, s:b, s:[s], s:o}", "version", 1, "issued", "2026-01-01T00:00:00Z",
                  "expires", "2099-01-01T00:00:00Z", "demo", 1, "hosts", "T.LIQU.EXAMPLE", "keys", keys);
    path_of(engine, "trust.json", path);
    assert_int_equal(json_dump_file(list, path, 0), 0);
    json_decref(list);
    must(trust_load(path, &engine->kiosk.trust, &err), &err);
    path_of(engine, "keys/document-demo.key", path);
    must(seal_key_save(engine->document_key, path, &err), &err);
    path_of(engine, "keys/case-demo.key", path);
    must(seal_key_save(case_key, path, &err), &err);
    seal_key_destroy(case_key);
    seal_key_destroy(window);
}

/* ---- the reader ---- */

static void reader_opened(void *arg, struct link *link)
{
    struct link_status status = {.status = DEVICE_ONLINE, .paper_mm = -1};
    (void)arg;
    assert_true(link_send(link, LINK_STATUS, 0, &status));
}

static void reader_message(void *arg, struct link *link, struct link_message *message)
{
    struct engine *engine = arg;
    (void)link;
    engine->reader.visit = message->type == LINK_READ_START ? message->visit : 0;
}

static const struct link_handler reader_handler = {.opened = reader_opened, .message = reader_message};

static void start_reader(struct engine *engine)
{
    char path[96];
    path_of(engine, "reader.sock", path);
    engine->reader.peer =
        link_peer_start(engine->kiosk.loop, path, LINK_READER, VERSION, &reader_handler, engine);
}

static void await(struct engine *engine, struct link_peer *peer)
{
    for (int i = 0; i < 50 && !link_peer_link(peer); i++)
        engine_wait(engine, 20);
    engine_settle(engine);
}

void engine_reader_restart(struct engine *engine)
{
    link_peer_stop(engine->reader.peer);
    engine->reader.visit = 0;
    engine_settle(engine);
    start_reader(engine);
    await(engine, engine->reader.peer);
}

struct person engine_person(void)
{
    return (struct person){.layout = CARD_MAINLAND,
                           .birth = 19510307,
                           .valid_from = 20060101,
                           .sex = '2',
                           .ethnic = "01",
                           .name = ENGINE_NAME,
                           .address = "上海市测试区云桥路1号",
                           .number = ENGINE_NUMBER,
                           .authority = "测试市公安局"};
}

void engine_place(struct engine *engine, const struct person *person)
{
    struct link *link = link_peer_link(engine->reader.peer);
    struct link_nothing nothing = {0};
    uint64_t visit = engine->reader.visit;
    assert_true(link_send(link, LINK_CARD_SEEN, visit, &nothing));
    assert_true(link_send(link, LINK_CARD, visit, person));
    engine_settle(engine);
}

/* ---- the printer ---- */

static void send_status(struct engine *engine, enum device_status status, enum device_cause cause)
{
    struct link_status body = {
        .status = status, .cause = cause, .paper_mm = cause == CAUSE_PAPER_OUT ? 0 : 60000};
    assert_true(link_send(link_peer_link(engine->printer.peer), LINK_STATUS, 0, &body));
}

static void note_page_out(struct engine *engine)
{
    engine->printer.out = realloc(engine->printer.out, (engine->printer.out_count + 1) * SEAL_SM3_BYTES);
    check(engine->printer.out);
    memcpy(engine->printer.out[engine->printer.out_count++], engine->printer.page, SEAL_SM3_BYTES);
}

static bool is_out(const struct engine *engine)
{
    for (size_t i = 0; i < engine->printer.out_count; i++)
        if (memcmp(engine->printer.out[i], engine->printer.page, SEAL_SM3_BYTES) == 0)
            return true;
    return false;
}

static void send_job(struct engine *engine, uint64_t job, enum job_state state, enum device_cause cause)
{
    struct link_job body = {
        .job = job, .state = state, .cause = cause, .proof = state == JOB_PRINTED ? PROOF_ECHO : PROOF_NONE};
    if (job == engine->printer.job && (state == JOB_PRINTED || state == JOB_UNKNOWN))
        note_page_out(engine);
    assert_true(link_send(link_peer_link(engine->printer.peer), LINK_JOB, 0, &body));
}

static void printer_opened(void *arg, struct link *link)
{
    struct link_status status = {.status = DEVICE_ONLINE, .paper_mm = 60000};
    (void)arg;
    assert_true(link_send(link, LINK_STATUS, 0, &status));
}

static void printer_message(void *arg, struct link *link, struct link_message *message)
{
    struct engine *engine = arg;
    struct err err;
    size_t len;
    (void)link;
    if (message->type == LINK_PRINT_CANCEL)
        engine->printer.cancels++;
    if (message->type != LINK_PRINT)
        return;
    const struct link_print *print = message->body;
    const uint8_t *page = link_page_map(message->fd, print, &len, &err);
    must(page != NULL, &err);
    seal_sm3(page, len, engine->printer.page);
    link_page_unmap(page, len);
    engine->printer.twice += is_out(engine);
    engine->printer.job = print->job;
    engine->printer.pages++;
    if (engine->printer.prints)
        send_job(engine, print->job, JOB_PRINTED, CAUSE_NONE);
}

static const struct link_handler printer_handler = {.opened = printer_opened, .message = printer_message};

static void start_printer(struct engine *engine)
{
    char path[96];
    path_of(engine, "printer.sock", path);
    engine->printer.peer =
        link_peer_start(engine->kiosk.loop, path, LINK_PRINTER, VERSION, &printer_handler, engine);
}

void engine_printer_status(struct engine *engine, enum device_status status, enum device_cause cause)
{
    send_status(engine, status, cause);
    engine_settle(engine);
}

void engine_job(struct engine *engine, uint64_t job, enum job_state state, enum device_cause cause)
{
    send_job(engine, job, state, cause);
    engine_settle(engine);
}

void engine_printer_gone(struct engine *engine)
{
    link_peer_stop(engine->printer.peer);
    engine->printer.peer = NULL;
    engine_settle(engine);
}

void engine_printer_restart(struct engine *engine)
{
    engine_printer_gone(engine);
    start_printer(engine);
    await(engine, engine->printer.peer);
}

/* ---- the agent ---- */

void engine_reply(struct engine *engine, uint64_t visit, const uint8_t id[16], enum reply_result result,
                  const void *bytes, size_t len)
{
    struct link_reply body = {.result = result, .length = (uint32_t)len};
    memcpy(body.id, id, sizeof body.id);
    assert_true(link_send_tail(link_peer_link(engine->agent.peer), LINK_REPLY, visit, &body, bytes, len));
}

static struct frame_answer ask_district(struct engine *engine)
{
    const struct link_request *request = &engine->agent.request;
    struct buf frame = {0}, said = {0};
    struct frame_answer answer = {0};
    struct err err;
    frame_request(request->id, request_subject_word(request->subject), STATION, engine->agent.sealed.data,
                  engine->agent.sealed.len, &frame);
    assert_true(district_handle(engine->district, frame.data, frame.len, &said));
    must(frame_parse_answer(said.data, said.len, &answer, &err), &err);
    buf_finish(&frame);
    buf_finish(&said);
    return answer;
}

void engine_answer(struct engine *engine)
{
    struct frame_answer answer = ask_district(engine);
    engine_reply(engine, engine->agent.visit, engine->agent.request.id,
                 answer.kind == FRAME_ANSWER ? REPLY_ANSWER : REPLY_REFUSED, answer.bytes.data,
                 answer.bytes.len);
    buf_finish(&answer.bytes);
}

void engine_true_answer(struct engine *engine, struct buf *ret)
{
    struct frame_answer answer = ask_district(engine);
    assert_int_equal(envelope_open(engine->kiosk.request.reply_key, "issue", engine->agent.request.id,
                                   answer.bytes.data, answer.bytes.len, ret),
                     ENVELOPE_OK);
    buf_finish(&answer.bytes);
}

void engine_agent_gone(struct engine *engine)
{
    link_peer_stop(engine->agent.peer);
    engine->agent.peer = NULL;
    engine_settle(engine);
}

void engine_uplink(struct engine *engine, bool up)
{
    struct link_uplink body = {.up = up};
    assert_true(link_send(link_peer_link(engine->agent.peer), LINK_UPLINK, 0, &body));
    engine_settle(engine);
}

static void agent_opened(void *arg, struct link *link)
{
    struct link_uplink up = {.up = 1};
    (void)arg;
    assert_true(link_send(link, LINK_UPLINK, 0, &up));
}

static void agent_message(void *arg, struct link *link, struct link_message *message)
{
    struct engine *engine = arg;
    (void)link;
    if (message->type == LINK_REQUEST_CANCEL)
        engine->agent.cancels++;
    if (message->type != LINK_REQUEST)
        return;
    engine->agent.request = *(const struct link_request *)message->body;
    engine->agent.visit = message->visit;
    buf_finish(&engine->agent.sealed);
    buf_append(&engine->agent.sealed, message->tail, message->tail_len);
    engine->agent.requests++;
    if (!engine->agent.holds)
        engine_answer(engine);
}

/* ---- all of it ---- */

static void on_repaint(void *arg)
{
    ((struct engine *)arg)->repaints++;
}

static void on_expect(void *arg)
{
    ((struct engine *)arg)->expects++;
}

static void on_forget(void *arg)
{
    ((struct engine *)arg)->forgets++;
}

static void open_files(struct engine *engine)
{
    struct kiosk *kiosk = &engine->kiosk;
    struct err err;
    char path[96];
    must(station_load("assets/station.demo.yaml", &kiosk->station, &err), &err);
    must(catalogue_load("assets/catalogue", &kiosk->catalogue, &err), &err);
    must(fonts_open("assets/fonts/fonts.yaml", &kiosk->fonts, &err), &err);
    make_trust(engine);
    path_of(engine, "journal.db", path);
    must(journal_open(path, &kiosk->clock, &kiosk->journal, &err), &err);
    const struct district_places places = {
        .state = engine->folder, .catalogue = "assets/catalogue", .people = "assets/demo/people"};
    must(district_open(&places, &engine->district, &err), &err);
}

static void start_peers(struct engine *engine)
{
    static const struct link_handler agent_handler = {.opened = agent_opened, .message = agent_message};
    struct err err;
    char path[96];
    must(peers_open(&engine->kiosk, &err), &err);
    start_reader(engine);
    path_of(engine, "agent.sock", path);
    engine->agent.peer =
        link_peer_start(engine->kiosk.loop, path, LINK_AGENT, VERSION, &agent_handler, engine);
    start_printer(engine);
    engine_settle(engine);
    assert_true(engine->visit->uplink_up);
}

struct engine *engine_open(void)
{
    struct engine *engine = calloc(1, sizeof *engine);
    char path[96];
    check(engine);
    strcpy(engine->folder, "/tmp/liqu-engine-XXXXXX");
    assert_non_null(mkdtemp(engine->folder));
    path_of(engine, "keys", path);
    assert_int_equal(mkdir(path, 0700), 0);
    engine->visit = &engine->kiosk.visit;
    engine->printer.prints = true;
    struct kiosk *kiosk = &engine->kiosk;
    kiosk->repaint = on_repaint;
    kiosk->expect = on_expect;
    kiosk->forget = on_forget;
    kiosk->screen = engine;
    text_copy(kiosk->place.run, sizeof kiosk->place.run, engine->folder);
    tr_init();
    struct err err;
    path_of(engine, "test.log", path);
    must(log_open("test", path, &err), &err);
    open_files(engine);
    test_time_begin();
    kiosk->loop = loop_create();
    visit_init(kiosk);
    start_peers(engine);
    return engine;
}

void engine_close(struct engine *engine)
{
    struct kiosk *kiosk = &engine->kiosk;
    char command[96];
    assert_int_equal(engine->printer.twice, 0);
    engine_journal_writable(engine, true);
    if (kiosk->visit.number)
        visit_end(kiosk, VISIT_ENDED_FAULT, VISIT_IDLE);
    link_peer_stop(engine->reader.peer);
    link_peer_stop(engine->printer.peer);
    link_peer_stop(engine->agent.peer);
    buf_finish(&engine->agent.sealed);
    free(engine->printer.out);
    delivery_lost(kiosk);
    peers_close(kiosk);
    district_close(engine->district);
    seal_key_destroy(engine->document_key);
    visit_finish(kiosk);
    log_close();
    snprintf(command, sizeof command, "rm -r %s", engine->folder);
    assert_int_equal(system(command), 0);
    free(engine);
}

int engine_set_up(void **state)
{
    *state = engine_open();
    return 0;
}

int engine_tear_down(void **state)
{
    engine_close(*state);
    return 0;
}

void engine_expect(const struct engine *engine, enum visit_state state)
{
    assert_string_equal(visit_state_word(engine->visit->state), visit_state_word(state));
}

void engine_settle(struct engine *engine)
{
    for (int i = 0; i < 60; i++)
        loop_turn(engine->kiosk.loop, 0);
}

void engine_wait(struct engine *engine, int ms)
{
    for (int64_t end = clock_real_mono_ms() + ms; clock_real_mono_ms() < end;)
        loop_turn(engine->kiosk.loop, 5);
}

void engine_push_clock(struct engine *engine, int seconds)
{
    engine->kiosk.clock.ahead_s += seconds;
    visit_clock_moved(&engine->kiosk);
    engine_settle(engine);
}

/* ---- the journal ---- */

int engine_count(struct engine *engine, const char *table, const char *state)
{
    struct err err;
    struct buf text = {0};
    must(journal_count(engine->kiosk.journal, &text, &err), &err);
    json_t *json = json_loadb(buf_string(&text), text.len, 0, NULL);
    int count = (int)json_integer_value(json_object_get(json_object_get(json, table), state));
    json_decref(json);
    buf_finish(&text);
    return count;
}

void engine_journal_writable(struct engine *engine, bool writable)
{
    const char *sql = writable ? "PRAGMA query_only = OFF" : "PRAGMA query_only = ON";
    assert_int_equal(sqlite3_exec(engine->kiosk.journal->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* ---- walking ---- */

static void walk_to_confirm(struct engine *engine, enum engine_way way, enum visit_state state)
{
    struct person person = engine_person();
    visit_begin(engine->visit);
    visit_open_zone(engine->visit, ZONE_ANY, FILTER_ALL);
    if (state == VISIT_ZONE)
        return;
    visit_open_item(engine->visit, way == ENGINE_INSTANT ? "SH-001" : "SD-105");
    if (state == VISIT_ITEM)
        return;
    visit_next(engine->visit);
    engine_settle(engine);
    if (state != VISIT_SCAN_CARD)
        engine_place(engine, &person);
    wipe(&person, sizeof person);
}

void engine_go(struct engine *engine, enum engine_way way, enum visit_state state)
{
    walk_to_confirm(engine, way, state);
    for (int i = 0; i < 8 && engine->visit->state != state; i++) {
        visit_next(engine->visit);
        engine_settle(engine);
    }
    engine_expect(engine, state);
}
