/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The three links, and which engine hears what. Peers are not believed: link.c checks shapes, this file
 * checks that a message makes sense from that peer; what is turned away is audited.
 */
#include "base/log.h"
#include "base/version.h"
#include "kiosk/kiosk.h"
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A peer that is refused tries again twice a second, and one that lies may do so without pause; one audit row
 * a minute tells it as well. */
#define AUDIT_EVERY_MS 60000

static void audit_seldom(struct kiosk *kiosk, struct kiosk_peer *peer, const char *kind, const char *ref)
{
    int64_t now = clock_real_mono_ms();
    log_notice(kind, "%s", ref);
    if (peer->told_at_ms && now - peer->told_at_ms < AUDIT_EVERY_MS)
        return;
    peer->told_at_ms = now;
    kiosk_audit(kiosk, kind, ref);
}

static void audit_refusal(struct kiosk *kiosk, struct kiosk_peer *peer, const char *name, const char *why)
{
    char ref[160];
    snprintf(ref, sizeof ref, "%s: %s", name, why);
    audit_seldom(kiosk, peer, "link_refused", ref);
}

static void gone(struct visit_device *device)
{
    *device =
        (struct visit_device){.status = {.status = DEVICE_ABSENT, .cause = CAUSE_NO_ANSWER, .paper_mm = -1}};
}

static void status_changed(struct kiosk *kiosk)
{
    visit_service(kiosk);
    visit_changed(kiosk);
}

typedef void message_fn(struct kiosk *kiosk, const struct link_message *message);

static void dispatch(struct kiosk *kiosk, struct link *link, const struct link_message *message,
                     message_fn *const table[LINK_TYPES])
{
    if (table[message->type])
        table[message->type](kiosk, message);
    else
        link_refuse(link, "not this peer's message");
}

/* The place of this device among those told in the last minute, or one that may be taken; NULL: there are too
 * many.
 */
static struct kiosk_unknown *find_unknown(struct kiosk *kiosk, const struct link_unknown_device *device,
                                          int64_t now)
{
    struct kiosk_unknown *free_place = NULL;
    for (size_t i = 0; i < KIOSK_UNKNOWN_MAX; i++) {
        struct kiosk_unknown *place = &kiosk->unknown[i];
        bool old = !place->at_ms || now - place->at_ms >= AUDIT_EVERY_MS;
        if (!old && place->vid == device->vid && place->pid == device->pid)
            return NULL;
        if (old)
            free_place = place;
    }
    return free_place;
}

/* Nothing of the visit changes: whoever stands here may have plugged it in, or not. */
static void device_unknown(struct kiosk *kiosk, const struct link_message *message)
{
    const struct link_unknown_device *device = message->body;
    char ref[64];
    int64_t now = clock_real_mono_ms();
    struct kiosk_unknown *place = find_unknown(kiosk, device, now);
    if (!place)
        return;
    *place = (struct kiosk_unknown){device->vid, device->pid, now};
    snprintf(ref, sizeof ref, "%04X:%04X, interface %06X", device->vid, device->pid, device->interface);
    log_notice("unknown_device", "%s", ref);
    kiosk_audit(kiosk, "unknown_device", ref);
}

/* ---- reader ---- */

static void reader_opened(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    kiosk->reader.link = link;
    kiosk->visit.reader.connected = true;
    kiosk->visit.reader.status =
        (struct link_status){.status = DEVICE_ABSENT, .cause = CAUSE_STARTING, .paper_mm = -1};
    if (kiosk->reading) {
        kiosk->reading = false;
        card_reading(kiosk, true);
    }
    card_reader_changed(kiosk);
    status_changed(kiosk);
}

static void reader_status(struct kiosk *kiosk, const struct link_message *message)
{
    kiosk->visit.reader.status = *(const struct link_status *)message->body;
    card_reader_changed(kiosk);
    status_changed(kiosk);
}

static void reader_seen(struct kiosk *kiosk, const struct link_message *message)
{
    card_seen(kiosk, message->visit);
}

static void reader_card(struct kiosk *kiosk, const struct link_message *message)
{
    card_read(kiosk, message->visit, message->body);
}

static void reader_card_refused(struct kiosk *kiosk, const struct link_message *message)
{
    const struct link_card_refused *refused = message->body;
    card_refused(kiosk, message->visit, (enum card_refusal)refused->cause);
}

static void reader_message(void *arg, struct link *link, struct link_message *message)
{
    static message_fn *const table[LINK_TYPES] = {[LINK_STATUS] = reader_status,
                                                  [LINK_CARD_SEEN] = reader_seen,
                                                  [LINK_CARD] = reader_card,
                                                  [LINK_CARD_REFUSED] = reader_card_refused,
                                                  [LINK_UNKNOWN_DEVICE] = device_unknown};
    dispatch(arg, link, message, table);
}

static void reader_closed(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    (void)link;
    kiosk->reader.link = NULL;
    gone(&kiosk->visit.reader);
    card_reader_changed(kiosk);
    status_changed(kiosk);
}

static void reader_refused(void *arg, const char *why)
{
    struct kiosk *kiosk = arg;
    audit_refusal(kiosk, &kiosk->reader, "reader", why);
}

/* ---- printer ---- */

static void printer_opened(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    kiosk->printer.link = link;
    kiosk->visit.printer.connected = true;
    kiosk->visit.printer.status =
        (struct link_status){.status = DEVICE_ABSENT, .cause = CAUSE_STARTING, .paper_mm = -1};
    status_changed(kiosk);
}

static void printer_status(struct kiosk *kiosk, const struct link_message *message)
{
    kiosk->visit.printer.status = *(const struct link_status *)message->body;
    printing_printer_status(kiosk);
    status_changed(kiosk);
}

static void printer_job(struct kiosk *kiosk, const struct link_message *message)
{
    printing_job(kiosk, message->body);
}

static void printer_message(void *arg, struct link *link, struct link_message *message)
{
    static message_fn *const table[LINK_TYPES] = {
        [LINK_STATUS] = printer_status, [LINK_JOB] = printer_job, [LINK_UNKNOWN_DEVICE] = device_unknown};
    dispatch(arg, link, message, table);
}

static void printer_closed(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    (void)link;
    kiosk->printer.link = NULL;
    gone(&kiosk->visit.printer);
    printing_printer_lost(kiosk);
    status_changed(kiosk);
}

static void printer_refused(void *arg, const char *why)
{
    struct kiosk *kiosk = arg;
    audit_refusal(kiosk, &kiosk->printer, "printer", why);
}

/* ---- agent ---- */

static void agent_opened(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    kiosk->agent.link = link;
}

static void agent_uplink(struct kiosk *kiosk, const struct link_message *message)
{
    kiosk->visit.uplink_up = ((const struct link_uplink *)message->body)->up;
    if (kiosk->visit.uplink_up)
        delivery_uplink_up(kiosk);
    visit_changed(kiosk);
}

static void agent_reply(struct kiosk *kiosk, const struct link_message *message)
{
    if (delivery_reply(kiosk, message->body, message->tail, message->tail_len))
        return;
    /* Of a visit that is over: too late, which is nobody's fault. */
    if (message->visit && !visit_is_current(kiosk, message->visit))
        return;
    if (!instant_reply(kiosk, message->body, message->tail, message->tail_len))
        audit_seldom(kiosk, &kiosk->agent, "reply_dropped", "nobody asked");
}

static void agent_message(void *arg, struct link *link, struct link_message *message)
{
    static message_fn *const table[LINK_TYPES] = {[LINK_UPLINK] = agent_uplink, [LINK_REPLY] = agent_reply};
    dispatch(arg, link, message, table);
}

static void agent_closed(void *arg, struct link *link)
{
    struct kiosk *kiosk = arg;
    (void)link;
    kiosk->agent.link = NULL;
    kiosk->visit.uplink_up = false;
    delivery_lost(kiosk);
    instant_agent_lost(kiosk);
    visit_changed(kiosk);
}

static void agent_refused(void *arg, const char *why)
{
    struct kiosk *kiosk = arg;
    audit_refusal(kiosk, &kiosk->agent, "agent", why);
}

/* ---- all three ---- */

static const struct link_handler reader_handler = {reader_opened, reader_message, reader_closed,
                                                   reader_refused};
static const struct link_handler printer_handler = {printer_opened, printer_message, printer_closed,
                                                    printer_refused};
static const struct link_handler agent_handler = {agent_opened, agent_message, agent_closed, agent_refused};

static bool user_of(const char *name, uid_t *ret, struct err *err)
{
    if (strcmp(name, "self") == 0) {
        *ret = geteuid();
        return true;
    }
    const struct passwd *user = getpwnam(name);
    if (!user)
        return err_set(
            err, "peers: there is no user \"%s\" on this machine; mend station.yaml or make the user", name);
    *ret = user->pw_uid;
    return true;
}

static bool open_one(struct kiosk *kiosk, struct kiosk_peer *peer, enum link_class link_class,
                     const char *file, const char *user, const struct link_handler *handler, struct err *err)
{
    char path[600];
    uid_t uid = (uid_t)-1;
    place_join(path, sizeof path, kiosk->place.run, file);
    return user_of(user, &uid, err) && link_server_open(kiosk->loop, path, link_class, uid, LIQU_VERSION,
                                                        handler, kiosk, &peer->server, err);
}

bool peers_open(struct kiosk *kiosk, struct err *err)
{
    const struct station *station = kiosk->station;
    gone(&kiosk->visit.reader);
    gone(&kiosk->visit.printer);
    return open_one(kiosk, &kiosk->reader, LINK_READER, "reader.sock", station->peers.reader, &reader_handler,
                    err) &&
           open_one(kiosk, &kiosk->printer, LINK_PRINTER, "printer.sock", station->peers.printer,
                    &printer_handler, err) &&
           open_one(kiosk, &kiosk->agent, LINK_AGENT, "agent.sock", station->peers.agent, &agent_handler,
                    err);
}

void peers_close(struct kiosk *kiosk)
{
    link_server_close(kiosk->reader.server);
    link_server_close(kiosk->printer.server);
    link_server_close(kiosk->agent.server);
}
