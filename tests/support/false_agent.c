/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * false-agent: stands in liqu-agent's place and lies. The kiosk must refuse what it brings and write that
 * down; a visit with it proves that the agent is carried as an untrusted peer. It relays to the real district
 * and lies in one way: forged-receipt    the right receipt, signed with a key of its own replayed-receipt
 * from the second case on, the receipt of the first other-document    a genuine, signed document of somebody
 * else under the number asked for (needs the district's case key from STATE/keys: an insider who reads
 * requests but cannot sign) garbage           random bytes for every answer surplus-fd        a file
 * descriptor where none belongs unasked-reply     an answer to a question nobody asked, before the true one
 */
#include "agent/frame.h"
#include "agent/uplink.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/options.h"
#include "base/place.h"
#include "link/link.h"
#include "seal/envelope.h"
#include "ticket/receipt.h"
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define USAGE         "usage: false-agent --station NUMBER --lie KIND [--state DIR]\n"
#define GARBAGE_BYTES 200
/* Whose document other-document brings: one of assets/demo/people. */
#define OTHER_NAME   "张三"
#define OTHER_NUMBER "310199198802290035"

struct flight {
    struct flight *next;
    struct link_request request;
    uint64_t visit;
    struct seal_key *own_key;                  /* other-document: answers come to this instead */
    char reply_key[2 * SEAL_PUBLIC_BYTES + 1]; /* and go on to this */
};

struct false_agent {
    const struct lie *lie;
    const char *station;
    struct link_peer *peer;
    struct uplink *uplink;
    struct trust *trust;
    struct seal_key *case_key;
    struct buf first_receipt;
    struct flight *flights;
};

/* request: puts what goes to the district into ret; NULL relays what came. answer: puts what goes to the
 * kiosk into ret; NULL relays what came. before: sends something else first. */
struct lie {
    const char *name;
    void (*request)(struct false_agent *agent, struct flight *flight, const struct link_message *message,
                    struct buf *ret);
    void (*answer)(struct false_agent *agent, struct flight *flight, const struct buf *answer,
                   struct buf *ret);
    void (*before)(struct false_agent *agent, struct link *link, const struct flight *flight);
};

static void send_reply(struct link *link, const struct link_request *request, uint64_t visit,
                       enum reply_result result, const struct buf *bytes)
{
    struct link_reply body = {.result = result, .length = (uint32_t)bytes->len};
    memcpy(body.id, request->id, sizeof body.id);
    if (!link_send_tail(link, LINK_REPLY, visit, &body, bytes->data, bytes->len))
        log_notice("reply_lost", "the kiosk is gone");
}

/* ---- the lies ---- */

static void forge_receipt(struct false_agent *agent, struct flight *flight, const struct buf *answer,
                          struct buf *ret)
{
    if (flight->request.subject != SUBJECT_CASE) {
        buf_append(ret, answer->data, answer->len);
        return;
    }
    struct receipt receipt;
    struct seal_key *key = seal_key_generate();
    check(receipt_open(answer->data, answer->len, agent->trust, clock_real_s(), &receipt) == TICKET_OK);
    receipt_sign(key, &receipt, ret);
    seal_key_destroy(key);
}

static void replay_receipt(struct false_agent *agent, struct flight *flight, const struct buf *answer,
                           struct buf *ret)
{
    if (flight->request.subject == SUBJECT_CASE && !agent->first_receipt.len)
        buf_append(&agent->first_receipt, answer->data, answer->len);
    const struct buf *said = flight->request.subject == SUBJECT_CASE ? &agent->first_receipt : answer;
    buf_append(ret, said->data, said->len);
}

static void make_garbage(struct false_agent *agent, struct flight *flight, const struct buf *answer,
                         struct buf *ret)
{
    (void)agent, (void)flight, (void)answer;
    uint8_t bytes[GARBAGE_BYTES];
    seal_random(bytes, sizeof bytes);
    buf_append(ret, bytes, sizeof bytes);
}

/* The kiosk's question with another person in it, answered to a key of our own. */
static void ask_for_another(struct false_agent *agent, struct flight *flight,
                            const struct link_message *message, struct buf *ret)
{
    const char *subject = request_subject_word(flight->request.subject);
    struct buf text = {0};
    if (flight->request.subject != SUBJECT_ISSUE) {
        buf_append(ret, message->tail, message->tail_len);
        return;
    }
    check(envelope_open(agent->case_key, subject, flight->request.id, message->tail, message->tail_len,
                        &text) == ENVELOPE_OK);
    json_t *question = json_loadb(buf_string(&text), text.len, 0, NULL);
    char own_public[2 * SEAL_PUBLIC_BYTES + 1];
    flight->own_key = seal_key_generate();
    seal_key_public(flight->own_key, own_public);
    snprintf(flight->reply_key, sizeof flight->reply_key, "%s",
             json_string_value(json_object_get(question, "reply_key")));
    json_object_set_new(question, "reply_key", json_string(own_public));
    json_object_set_new(question, "person",
                        json_pack("{s:s, s:s}", "name", OTHER_NAME, "number", OTHER_NUMBER));
    char *changed = json_dumps(question, JSON_COMPACT);
    envelope_seal(agent->case_key, subject, flight->request.id, changed, strlen(changed), ret);
    free(changed);
    json_decref(question);
    buf_finish(&text);
}

static void bring_another(struct false_agent *agent, struct flight *flight, const struct buf *answer,
                          struct buf *ret)
{
    (void)agent;
    const char *subject = request_subject_word(flight->request.subject);
    struct buf text = {0};
    if (!flight->own_key) {
        buf_append(ret, answer->data, answer->len);
        return;
    }
    struct seal_key *reply_key = seal_key_from_public(flight->reply_key);
    check(reply_key && envelope_open(flight->own_key, subject, flight->request.id, answer->data, answer->len,
                                     &text) == ENVELOPE_OK);
    envelope_seal(reply_key, subject, flight->request.id, text.data, text.len, ret);
    seal_key_destroy(reply_key);
    buf_finish(&text);
}

static void send_descriptor(struct false_agent *agent, struct link *link, const struct flight *flight)
{
    (void)agent;
    struct link_reply body = {.result = REPLY_DOWN};
    memcpy(body.id, flight->request.id, sizeof body.id);
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    check(fd >= 0);
    if (!link_send_fd(link, LINK_REPLY, flight->visit, &body, fd))
        log_notice("reply_lost", "the kiosk is gone");
    close(fd);
}

static void send_unasked(struct false_agent *agent, struct link *link, const struct flight *flight)
{
    struct link_request nobodys = {0};
    struct buf bytes = {0};
    seal_random(nobodys.id, sizeof nobodys.id);
    make_garbage(agent, NULL, NULL, &bytes);
    send_reply(link, &nobodys, flight->visit, REPLY_ANSWER, &bytes);
    buf_finish(&bytes);
}

static const struct lie lies[] = {
    {.name = "forged-receipt", .answer = forge_receipt},
    {.name = "replayed-receipt", .answer = replay_receipt},
    {.name = "other-document", .request = ask_for_another, .answer = bring_another},
    {.name = "garbage", .answer = make_garbage},
    {.name = "surplus-fd", .before = send_descriptor},
    {.name = "unasked-reply", .before = send_unasked},
};

/* ---- relaying ---- */

static void take_request(struct false_agent *agent, struct link *link, const struct link_message *message)
{
    struct flight *flight = calloc(1, sizeof *flight);
    struct buf sealed = {0}, frame = {0};
    check(flight);
    flight->request = *(const struct link_request *)message->body;
    flight->visit = message->visit;
    flight->next = agent->flights;
    agent->flights = flight;
    if (agent->lie->request)
        agent->lie->request(agent, flight, message, &sealed);
    else
        buf_append(&sealed, message->tail, message->tail_len);
    frame_request(flight->request.id, request_subject_word(flight->request.subject), agent->station,
                  sealed.data, sealed.len, &frame);
    if (!uplink_send(agent->uplink, frame.data, frame.len))
        send_reply(link, &flight->request, flight->visit, REPLY_DOWN, &(struct buf){0});
    buf_finish(&sealed);
    buf_finish(&frame);
}

static void on_link_message(void *arg, struct link *link, struct link_message *message)
{
    if (message->type == LINK_REQUEST)
        take_request(arg, link, message);
}

static void tell_uplink(struct false_agent *agent)
{
    struct link *link = link_peer_link(agent->peer);
    struct link_uplink body = {.up = uplink_is_up(agent->uplink)};
    if (link && !link_send(link, LINK_UPLINK, 0, &body))
        log_notice("uplink_untold", "the kiosk is gone");
}

static void on_link_opened(void *arg, struct link *link)
{
    (void)link;
    tell_uplink(arg);
}

static void on_uplink_changed(void *arg, bool up)
{
    (void)up;
    tell_uplink(arg);
}

static struct flight *take_flight(struct false_agent *agent, const uint8_t id[FRAME_ID_BYTES])
{
    struct flight **at = &agent->flights;
    while (*at && memcmp((*at)->request.id, id, FRAME_ID_BYTES) != 0)
        at = &(*at)->next;
    struct flight *flight = *at;
    if (flight)
        *at = flight->next;
    return flight;
}

static void on_uplink_message(void *arg, const void *message, size_t len)
{
    struct false_agent *agent = arg;
    struct link *link = link_peer_link(agent->peer);
    struct frame_answer answer;
    struct err err;
    struct buf said = {0};
    if (!frame_parse_answer(message, len, &answer, &err)) {
        log_notice("answer_dropped", "%s", err.text);
        return;
    }
    struct flight *flight = take_flight(agent, answer.id);
    if (flight && link) {
        if (agent->lie->before)
            agent->lie->before(agent, link, flight);
        if (answer.kind == FRAME_ANSWER && agent->lie->answer)
            agent->lie->answer(agent, flight, &answer.bytes, &said);
        else
            buf_append(&said, answer.bytes.data, answer.bytes.len);
        send_reply(link, &flight->request, flight->visit,
                   answer.kind == FRAME_ANSWER ? REPLY_ANSWER : REPLY_REFUSED, &said);
    }
    if (flight)
        seal_key_destroy(flight->own_key);
    free(flight);
    buf_finish(&said);
    buf_finish(&answer.bytes);
}

static const struct link_handler link_handler = {.opened = on_link_opened, .message = on_link_message};
static const struct uplink_handler uplink_handler = {.changed = on_uplink_changed,
                                                     .message = on_uplink_message};

/* ---- starting ---- */

static const struct lie *find_lie(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(lies); i++)
        if (strcmp(lies[i].name, name) == 0)
            return &lies[i];
    return NULL;
}

struct options {
    const char *state, *station, *lie;
};

static void parse_options(char **argv, struct options *ret)
{
    static const struct option_row rows[] = {OPTION_VALUE(struct options, "--state", state),
                                             OPTION_VALUE(struct options, "--station", station),
                                             OPTION_VALUE(struct options, "--lie", lie),
                                             {0}};
    struct err err;
    options_help(argv, USAGE);
    if (!options_only(rows, argv, ret, &err) || (!ret->station && !err_set(&err, "whose agent? --station")) ||
        ((!ret->lie || !find_lie(ret->lie)) && !err_set(&err, "--lie: which?")))
        options_exit("false-agent", USAGE, &err);
}

static bool load(struct false_agent *agent, const struct place *place, struct err *err)
{
    char trust[640], key[640], log[640];
    place_join(trust, sizeof trust, place->state, "trust.json");
    place_join(key, sizeof key, place->state, "keys/case-demo.key");
    place_join(log, sizeof log, place->state, "log/agent.log");
    return log_open("agent", log, err) && trust_load(trust, &agent->trust, err) &&
           seal_key_load(key, &agent->case_key, err);
}

int main(int argc, char **argv)
{
    struct false_agent agent = {0};
    struct place place;
    struct err err;
    char link_path[640], uplink_path[640];
    struct options options = {0};
    (void)argc;
    parse_options(argv, &options);
    agent.station = options.station;
    agent.lie = find_lie(options.lie);
    if (!place_find(options.state, &place, &err) || !load(&agent, &place, &err))
        err_exit("false-agent", EXIT_ENVIRONMENT, &err);
    place_join(link_path, sizeof link_path, place.run, "agent.sock");
    place_join(uplink_path, sizeof uplink_path, place.run, "district.sock");

    struct loop *loop = loop_create();
    loop_catch_signals(loop);
    agent.uplink = uplink_start(loop, uplink_path, &uplink_handler, &agent);
    agent.peer = link_peer_start(loop, link_path, LINK_AGENT, "false", &link_handler, &agent);
    int result = loop_run(loop);

    link_peer_stop(agent.peer);
    uplink_stop(agent.uplink);
    loop_destroy(loop);
    for (struct flight *flight; (flight = agent.flights);) {
        agent.flights = flight->next;
        seal_key_destroy(flight->own_key);
        free(flight);
    }
    buf_finish(&agent.first_receipt);
    trust_destroy(agent.trust);
    seal_key_destroy(agent.case_key);
    return result;
}
