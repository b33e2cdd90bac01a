/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "agent/carrier.h"

#include "agent/frame.h"
#include "agent/uplink.h"
#include "base/log.h"
#include "link/link.h"
#include <stdlib.h>
#include <string.h>

/* One visit asks once, and the outbox one row at a time; beyond this the kiosk is not what it says it is. */
#define IN_FLIGHT_MAX 64

static const int64_t timeout_ms[SUBJECT_COUNT] = {
    [SUBJECT_ISSUE] = 15000,
    [SUBJECT_CASE] = 15000,
    [SUBJECT_PROGRESS] = 15000,
};

struct flight {
    struct flight *next;
    struct carrier *carrier;
    uint8_t id[FRAME_ID_BYTES];
    uint64_t visit;
    struct timer timeout;
};

struct carrier {
    struct loop *loop;
    const char *station;
    struct link_peer *peer;
    struct uplink *uplink;
    struct flight *flights;
    size_t flight_count;
};

static struct flight *find_flight(const struct carrier *carrier, const uint8_t id[FRAME_ID_BYTES])
{
    struct flight *flight = carrier->flights;
    while (flight && memcmp(flight->id, id, FRAME_ID_BYTES) != 0)
        flight = flight->next;
    return flight;
}

static struct flight *add_flight(struct carrier *carrier, const struct link_request *request, uint64_t visit)
{
    struct flight *flight = calloc(1, sizeof *flight);
    check(flight);
    memcpy(flight->id, request->id, sizeof flight->id);
    flight->carrier = carrier;
    flight->visit = visit;
    flight->next = carrier->flights;
    carrier->flights = flight;
    carrier->flight_count++;
    return flight;
}

static void end_flight(struct flight *flight)
{
    struct flight **link = &flight->carrier->flights;
    while (*link != flight)
        link = &(*link)->next;
    *link = flight->next;
    flight->carrier->flight_count--;
    timer_stop(&flight->timeout);
    free(flight);
}

static void end_all(struct carrier *carrier)
{
    while (carrier->flights)
        end_flight(carrier->flights);
}

static void reply(struct carrier *carrier, const uint8_t id[FRAME_ID_BYTES], uint64_t visit,
                  enum reply_result result, const struct buf *bytes)
{
    struct link *link = link_peer_link(carrier->peer);
    struct link_reply body = {.result = result, .length = bytes ? (uint32_t)bytes->len : 0};
    memcpy(body.id, id, sizeof body.id);
    if (!link || !link_send_tail(link, LINK_REPLY, visit, &body, bytes ? bytes->data : NULL, body.length))
        log_notice("reply_lost", "the kiosk is gone");
}

static void on_timeout(void *arg)
{
    struct flight *flight = arg;
    log_notice("timeout", "the district did not answer in time");
    reply(flight->carrier, flight->id, flight->visit, REPLY_TIMEOUT, NULL);
    end_flight(flight);
}

static void take_request(struct carrier *carrier, const struct link_message *message)
{
    const struct link_request *request = message->body;
    if (find_flight(carrier, request->id)) {
        log_notice("request_again", "this id is already on its way");
        return;
    }
    struct buf frame = {0};
    frame_request(request->id, request_subject_word(request->subject), carrier->station, message->tail,
                  message->tail_len, &frame);
    if (carrier->flight_count < IN_FLIGHT_MAX && uplink_send(carrier->uplink, frame.data, frame.len)) {
        struct flight *flight = add_flight(carrier, request, message->visit);
        timer_start(carrier->loop, &flight->timeout, timeout_ms[request->subject], on_timeout, flight);
    } else {
        reply(carrier, request->id, message->visit, REPLY_DOWN, NULL);
    }
    buf_finish(&frame);
}

static void tell_uplink(struct carrier *carrier)
{
    struct link *link = link_peer_link(carrier->peer);
    struct link_uplink body = {.up = uplink_is_up(carrier->uplink)};
    if (link && !link_send(link, LINK_UPLINK, 0, &body))
        log_notice("uplink_untold", "the kiosk is gone");
}

/* ---- the kiosk's side ---- */

static void link_opened(void *arg, struct link *link)
{
    (void)link;
    tell_uplink(arg);
}

static void link_message(void *arg, struct link *link, struct link_message *message)
{
    struct carrier *carrier = arg;
    if (message->type == LINK_REQUEST) {
        take_request(carrier, message);
    } else if (message->type == LINK_REQUEST_CANCEL) {
        const struct link_request_cancel *cancel = message->body;
        struct flight *flight = find_flight(carrier, cancel->id);
        if (flight)
            end_flight(flight);
    } else {
        link_refuse(link, "not a message for the agent");
    }
}

static void link_closed(void *arg, struct link *link)
{
    (void)link;
    end_all(arg);
}

static const struct link_handler link_handler = {
    .opened = link_opened,
    .message = link_message,
    .closed = link_closed,
};

/* ---- the district's side ---- */

static void uplink_changed(void *arg, bool up)
{
    struct carrier *carrier = arg;
    tell_uplink(carrier);
    if (up)
        return;
    for (struct flight *flight = carrier->flights; flight; flight = flight->next)
        reply(carrier, flight->id, flight->visit, REPLY_DOWN, NULL);
    end_all(carrier);
}

static const enum reply_result results[] = {
    [FRAME_ANSWER] = REPLY_ANSWER,
    [FRAME_REFUSED] = REPLY_REFUSED,
    [FRAME_BUSY] = REPLY_DOWN,
};

static void uplink_message(void *arg, const void *message, size_t len)
{
    struct carrier *carrier = arg;
    struct frame_answer answer;
    struct err err;
    if (!frame_parse_answer(message, len, &answer, &err)) {
        log_notice("answer_dropped", "%s", err.text);
        return;
    }
    struct flight *flight = find_flight(carrier, answer.id);
    if (flight) {
        reply(carrier, flight->id, flight->visit, results[answer.kind], &answer.bytes);
        end_flight(flight);
    } else {
        log_notice("answer_dropped", "nobody waits for it: cancelled, too late or never asked");
    }
    buf_finish(&answer.bytes);
}

static const struct uplink_handler uplink_handler = {.changed = uplink_changed, .message = uplink_message};

struct carrier *carrier_start(struct loop *loop, const struct carrier_options *options)
{
    struct carrier *carrier = calloc(1, sizeof *carrier);
    check(carrier);
    carrier->loop = loop;
    carrier->station = options->station;
    carrier->uplink = uplink_start(loop, options->uplink_path, &uplink_handler, carrier);
    carrier->peer =
        link_peer_start(loop, options->link_path, LINK_AGENT, options->version, &link_handler, carrier);
    return carrier;
}

void carrier_stop(struct carrier *carrier)
{
    if (!carrier)
        return;
    end_all(carrier);
    link_peer_stop(carrier->peer);
    uplink_stop(carrier->uplink);
    free(carrier);
}
