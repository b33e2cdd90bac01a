/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "link/wire.h"

#include "base/text.h"
#include <string.h>

#define CLASS(c) (1u << LINK_##c)
#define ANY      (CLASS(READER) | CLASS(PRINTER) | CLASS(AGENT))

static const struct {
    const char *name;
    size_t size;
    bool tail;
} table[LINK_TYPES] = {
#define X(name, body, tail) [LINK_##name] = {#name, sizeof(struct body), tail},
    LINK_MESSAGES(X)
#undef X
};

static const struct {
    unsigned classes, sides;
} routes[LINK_TYPES] = {
    [LINK_HELLO] = {ANY, WIRE_TO_KIOSK | WIRE_TO_PEER},
    [LINK_STATUS] = {CLASS(READER) | CLASS(PRINTER), WIRE_TO_KIOSK},
    [LINK_READ_START] = {CLASS(READER), WIRE_TO_PEER},
    [LINK_READ_STOP] = {CLASS(READER), WIRE_TO_PEER},
    [LINK_CARD_SEEN] = {CLASS(READER), WIRE_TO_KIOSK},
    [LINK_CARD] = {CLASS(READER), WIRE_TO_KIOSK},
    [LINK_CARD_REFUSED] = {CLASS(READER), WIRE_TO_KIOSK},
    [LINK_PRINT] = {CLASS(PRINTER), WIRE_TO_PEER},
    [LINK_PRINT_CANCEL] = {CLASS(PRINTER), WIRE_TO_PEER},
    [LINK_JOB] = {CLASS(PRINTER), WIRE_TO_KIOSK},
    [LINK_REQUEST] = {CLASS(AGENT), WIRE_TO_PEER},
    [LINK_REQUEST_CANCEL] = {CLASS(AGENT), WIRE_TO_PEER},
    [LINK_REPLY] = {CLASS(AGENT), WIRE_TO_KIOSK},
    [LINK_UPLINK] = {CLASS(AGENT), WIRE_TO_KIOSK},
    [LINK_UNKNOWN_DEVICE] = {CLASS(READER) | CLASS(PRINTER), WIRE_TO_KIOSK},
};

uint64_t wire_table_hash(void)
{
    uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */
    for (size_t type = 1; type < LINK_TYPES; type++) {
        for (const char *p = table[type].name; *p; p++)
            hash = (hash ^ (uint8_t)*p) * 0x100000001b3u;
        hash = (hash ^ (table[type].size << 1 | table[type].tail)) * 0x100000001b3u;
    }
    return hash;
}

size_t wire_body_size(enum link_type type)
{
    return table[type].size;
}

bool wire_allowed(enum link_type type, enum link_class link_class, enum wire_side side)
{
    return type > LINK_NONE && type < LINK_TYPES && (routes[type].classes & 1u << link_class) != 0 &&
           (routes[type].sides & side) != 0;
}

size_t wire_max(enum link_class link_class, enum wire_side side)
{
    size_t max = 0;
    for (enum link_type type = LINK_HELLO; type < LINK_TYPES; type++) {
        size_t size = sizeof(struct wire_header) + table[type].size + (table[type].tail ? LINK_TAIL_MAX : 0);
        if (wire_allowed(type, link_class, side) && size > max)
            max = size;
    }
    return max;
}

/* NUL-terminated valid UTF-8, zeros to the end: nothing can hide behind a text. */
static bool text_clean(const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    if (len == size || !text_valid(text, len))
        return false;
    while (len < size)
        if (text[len++])
            return false;
    return true;
}

static bool hello_ok(const void *body, size_t tail)
{
    (void)tail;
    const struct link_hello *hello = body;
    return hello->magic == LINK_MAGIC && text_clean(hello->version, sizeof hello->version);
}

static bool status_ok(const void *body, size_t tail)
{
    (void)tail;
    const struct link_status *status = body;
    return status->status < DEVICE_STATUSES && status->cause < DEVICE_CAUSE_COUNT && status->paper_mm >= -1 &&
           status->capabilities < CAPABILITY_CLEAR_PROVEN << 1 &&
           text_clean(status->model, sizeof status->model) && text_clean(status->asset, sizeof status->asset);
}

static bool nothing_ok(const void *body, size_t tail)
{
    (void)tail;
    return ((const struct link_nothing *)body)->zero == 0;
}

static bool card_ok(const void *body, size_t tail)
{
    (void)tail;
    return person_valid(body);
}

static bool card_refused_ok(const void *body, size_t tail)
{
    (void)tail;
    return ((const struct link_card_refused *)body)->cause < CARD_REFUSAL_COUNT;
}

static bool print_ok(const void *body, size_t tail)
{
    (void)tail;
    const struct link_print *print = body;
    return print->job && print->width_dots && print->width_dots % 8 == 0 && print->rows && print->cut <= 1 &&
           print->width_dots / 8 <= LINK_PRINT_MAX / print->rows;
}

static bool print_cancel_ok(const void *body, size_t tail)
{
    (void)tail;
    return ((const struct link_print_cancel *)body)->job != 0;
}

static bool job_ok(const void *body, size_t tail)
{
    (void)tail;
    const struct link_job *job = body;
    return job->job && job->state < JOB_STATES && job->proof < JOB_PROOFS &&
           job->cause < DEVICE_CAUSE_COUNT && (job->proof != PROOF_NONE) == (job->state == JOB_PRINTED);
}

static bool request_ok(const void *body, size_t tail)
{
    const struct link_request *request = body;
    return request->subject < SUBJECT_COUNT && request->length == tail && tail;
}

static bool request_cancel_ok(const void *body, size_t tail)
{
    (void)body;
    (void)tail;
    return true; /* any 16 bytes are an id */
}

static bool reply_ok(const void *body, size_t tail)
{
    const struct link_reply *reply = body;
    return reply->result < REPLY_RESULTS && reply->length == tail &&
           (reply->result == REPLY_ANSWER) == (tail > 0);
}

static bool uplink_ok(const void *body, size_t tail)
{
    (void)tail;
    return ((const struct link_uplink *)body)->up <= 1;
}

static bool unknown_device_ok(const void *body, size_t tail)
{
    (void)tail;
    const struct link_unknown_device *device = body;
    return device->vid <= 0xffff && device->pid <= 0xffff && device->interface <= 0xffffff;
}

static bool (*const checks[LINK_TYPES])(const void *body, size_t tail) = {
    [LINK_HELLO] = hello_ok,
    [LINK_STATUS] = status_ok,
    [LINK_READ_START] = nothing_ok,
    [LINK_READ_STOP] = nothing_ok,
    [LINK_CARD_SEEN] = nothing_ok,
    [LINK_CARD] = card_ok,
    [LINK_CARD_REFUSED] = card_refused_ok,
    [LINK_PRINT] = print_ok,
    [LINK_PRINT_CANCEL] = print_cancel_ok,
    [LINK_JOB] = job_ok,
    [LINK_REQUEST] = request_ok,
    [LINK_REQUEST_CANCEL] = request_cancel_ok,
    [LINK_REPLY] = reply_ok,
    [LINK_UPLINK] = uplink_ok,
    [LINK_UNKNOWN_DEVICE] = unknown_device_ok,
};

bool wire_parse(const uint8_t *bytes, size_t len, enum link_class link_class, enum wire_side side,
                struct link_message *ret, struct err *err)
{
    struct wire_header header;
    if (len < sizeof header)
        return err_set(err, "a message of %zu bytes is shorter than its header", len);
    memcpy(&header, bytes, sizeof header);
    if (header.zero || !wire_allowed((enum link_type)header.type, link_class, side))
        return err_set(err, "type %u has no business on this link", header.type);
    enum link_type type = (enum link_type)header.type;
    size_t payload = len - sizeof header, size = table[type].size;
    if (header.length != payload || payload < size ||
        payload - size > (table[type].tail ? (size_t)LINK_TAIL_MAX : 0))
        return err_set(err, "%s with %zu bytes does not fit its struct", link_type_word(type), payload);
    const uint8_t *body = bytes + sizeof header;
    if (!checks[type](body, payload - size))
        return err_set(err, "%s holds a value out of its range", link_type_word(type));
    *ret = (struct link_message){.type = type,
                                 .visit = header.visit,
                                 .body = body,
                                 .tail = body + size,
                                 .tail_len = payload - size,
                                 .fd = -1};
    return true;
}
