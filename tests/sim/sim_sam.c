/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_sam.h"

#include "base/text.h"
#include <string.h>

enum {
    SW3_DONE = 0x90,
    SW3_FOUND = 0x9f,
    SW3_NOT_ON_CARD = 0x91,
    SW3_CHECKSUM = 0x10,
    SW3_LENGTH = 0x11,
    SW3_ORDER = 0x21,
    SW3_READ_FAILED = 0x41,
    SW3_NO_CARD = 0x80,
    SW3_SELECT_FAILED = 0x81,
};

#define REQUEST_MAX   64      /* the longest request is 8 bytes after the preamble */
#define FRAME_WAIT_US 1000000 /* an unfinished frame is given up with SW3 11 */
#define QUICK_US      5000    /* commands without radio */
#define RF_US         40000   /* find and select */
#define SHORT_READ_US 120000  /* new address, management number */

static const uint8_t preamble[SAM_PREAMBLE] = {0xaa, 0xaa, 0xaa, 0x96, 0x69};

void sim_sam_frame(struct buf *ret, uint8_t sw3, const uint8_t *data, size_t len)
{
    buf_append(ret, preamble, sizeof preamble);
    size_t from = ret->len;
    buf_byte(ret, (uint8_t)((len + 4) >> 8));
    buf_byte(ret, (uint8_t)(len + 4));
    buf_byte(ret, 0);
    buf_byte(ret, 0);
    buf_byte(ret, sw3);
    buf_append(ret, data, len);
    uint8_t sum = 0;
    for (size_t i = from; i < ret->len; i++)
        sum ^= ret->data[i];
    buf_byte(ret, sum);
}

void sim_sam_base(const struct sim_card *card, struct buf *ret)
{
    static const uint8_t lengths[] = {CARD_TEXT >> 8, CARD_TEXT & 0xff, CARD_PHOTO >> 8, CARD_PHOTO & 0xff};
    uint8_t text[CARD_TEXT], photo[CARD_PHOTO];
    struct err err;
    check(sim_card_text(card, text, &err)); /* was tried when the card was loaded */
    sim_card_photo(card, photo);
    buf_append(ret, lengths, sizeof lengths);
    buf_append(ret, text, sizeof text);
    buf_append(ret, photo, sizeof photo);
}

void sim_sam_init(struct sim_sam *sam)
{
    *sam = (struct sim_sam){0};
}

void sim_sam_finish(struct sim_sam *sam)
{
    for (size_t i = 0; i < SAM_PLACES; i++)
        if (sam->places[i].present)
            sim_card_finish(&sam->places[i].card);
    buf_finish(&sam->in);
}

void sim_sam_reset(struct sim_sam *sam)
{
    sam->step = SAM_IDLE;
    sam->busy = false;
    buf_consume(&sam->in, sam->in.len);
}

/* ---- the plate ---- */

static size_t cards_present(const struct sim_sam *sam)
{
    size_t count = 0;
    for (size_t i = 0; i < SAM_PLACES; i++)
        count += sam->places[i].present;
    return count;
}

static const struct sim_card *only_card(const struct sim_sam *sam)
{
    for (size_t i = 0; i < SAM_PLACES; i++)
        if (sam->places[i].present)
            return cards_present(sam) == 1 ? &sam->places[i].card : NULL;
    return NULL;
}

bool sim_sam_place(struct sim_sam *sam, const char *folder, const char *name, bool second, struct err *err)
{
    size_t lying = cards_present(sam);
    if (lying != (second ? 1 : 0))
        return err_set(err, second ? "a second card needs exactly one on the plate"
                                   : "a card lies on the plate already");
    size_t i = sam->places[0].present ? 1 : 0;
    if (!sim_card_load(&sam->places[i].card, folder, name, err)) {
        sim_card_finish(&sam->places[i].card);
        return false;
    }
    text_copy(sam->places[i].name, sizeof sam->places[i].name, name);
    sam->places[i].present = true;
    if (!second)
        sam->spent = false;
    return true;
}

bool sim_sam_lift(struct sim_sam *sam, const char *name, struct err *err)
{
    bool any = false;
    for (size_t i = 0; i < SAM_PLACES; i++) {
        if (!sam->places[i].present || (name && strcmp(name, sam->places[i].name) != 0))
            continue;
        sim_card_finish(&sam->places[i].card);
        sam->places[i].present = false;
        any = true;
    }
    if (!any)
        return err_set(err, "no such card lies on the plate");
    sam->lifts++;
    sam->step = SAM_IDLE;
    if (cards_present(sam) == 0)
        sam->spent = false;
    return true;
}

/* ---- commands: each returns its verdict and appends its data ---- */

static uint8_t do_nothing(struct sim_sam *sam, struct buf *data)
{
    (void)sam, (void)data;
    return SW3_DONE;
}

static uint8_t do_reset(struct sim_sam *sam, struct buf *data)
{
    (void)data;
    sam->step = SAM_IDLE;
    return SW3_DONE;
}

/* 05.03-20260102-0001234567-0987654321, little-endian: the same invented module on every desk. */
static uint8_t do_id(struct sim_sam *sam, struct buf *data)
{
    static const uint8_t id[16] = {0x05, 0x00, 0x03, 0x00, 0x06, 0x25, 0x35, 0x01,
                                   0x87, 0xd6, 0x12, 0x00, 0xb1, 0x68, 0xde, 0x3a};
    (void)sam;
    buf_append(data, id, sizeof id);
    return SW3_DONE;
}

static uint8_t do_find(struct sim_sam *sam, struct buf *data)
{
    static const uint8_t iin[4];
    sam->step = SAM_IDLE;
    if (cards_present(sam) == 0 || sam->spent)
        return SW3_NO_CARD;
    sam->step = SAM_FOUND;
    buf_append(data, iin, sizeof iin);
    return SW3_FOUND;
}

static uint8_t do_select(struct sim_sam *sam, struct buf *data)
{
    static const uint8_t serial[8];
    if (sam->lifts != sam->lifts_at_start || (sam->step == SAM_FOUND && !only_card(sam))) {
        sam->step = SAM_IDLE; /* lifted, or two cards answer at once */
        return SW3_SELECT_FAILED;
    }
    if (sam->step != SAM_FOUND)
        return cards_present(sam) == 0 ? SW3_SELECT_FAILED : SW3_ORDER;
    sam->step = SAM_SELECTED;
    buf_append(data, serial, sizeof serial);
    return SW3_DONE;
}

/* The card a read may use, or NULL with the verdict. */
static const struct sim_card *readable(struct sim_sam *sam, uint8_t *ret_sw3)
{
    const struct sim_card *card = only_card(sam);
    if (sam->lifts != sam->lifts_at_start ||
        !card) { /* lifted meanwhile: even a card laid back must be lifted first */
        sam->step = SAM_IDLE;
        sam->spent = cards_present(sam) > 0;
        *ret_sw3 = SW3_READ_FAILED;
        return NULL;
    }
    *ret_sw3 = sam->step == SAM_SELECTED ? SW3_DONE : SW3_ORDER;
    return sam->step == SAM_SELECTED ? card : NULL;
}

static uint8_t do_read(struct sim_sam *sam, struct buf *data)
{
    uint8_t sw3;
    const struct sim_card *card = readable(sam, &sw3);
    if (!card)
        return sw3;
    if (sam->spent)
        return SW3_READ_FAILED; /* one read a placement */
    sim_sam_base(card, data);
    sam->spent = true;
    return sw3;
}

/* Cards of the simulator carry no fingerprints: length 0 stands between the photo's length and the text. */
static uint8_t do_read_with_prints(struct sim_sam *sam, struct buf *data)
{
    uint8_t sw3;
    const struct sim_card *card = readable(sam, &sw3);
    if (!card)
        return sw3;
    if (sam->spent)
        return SW3_READ_FAILED;
    static const uint8_t none[2];
    struct buf base = {0};
    sim_sam_base(card, &base);
    buf_append(data, base.data, 4);
    buf_append(data, none, sizeof none);
    buf_append(data, base.data + 4, base.len - 4);
    buf_finish(&base);
    sam->spent = true;
    return sw3;
}

static uint8_t do_new_address(struct sim_sam *sam, struct buf *data)
{
    uint8_t sw3, address[CARD_ADDRESS];
    const struct sim_card *card = readable(sam, &sw3);
    if (!card)
        return sw3;
    if (!sim_card_new_address(card, address))
        return SW3_NOT_ON_CARD;
    buf_append(data, address, sizeof address);
    return SW3_DONE;
}

static uint8_t do_card_number(struct sim_sam *sam, struct buf *data)
{
    uint8_t sw3, number[CARD_NUMBER];
    const struct sim_card *card = readable(sam, &sw3);
    if (!card)
        return sw3;
    sim_card_number(card, number);
    buf_append(data, number, sizeof number);
    return SW3_DONE;
}

static const struct {
    uint8_t command, parameter;
    size_t data_len;  /* of the request */
    int64_t takes_us; /* -1: the card's read_ms */
    uint8_t (*run)(struct sim_sam *sam, struct buf *data);
} commands[] = {
    {0x10, 0xff, 0, QUICK_US, do_reset},
    {0x11, 0xff, 0, QUICK_US, do_nothing},
    {0x12, 0xff, 0, QUICK_US, do_id},
    {0x20, 0x01, 0, RF_US, do_find},
    {0x20, 0x02, 0, RF_US, do_select},
    {0x30, 0x01, 0, -1, do_read},
    {0x30, 0x10, 0, -1, do_read_with_prints},
    {0x30, 0x03, 0, SHORT_READ_US, do_new_address},
    {0x30, 0x05, 0, SHORT_READ_US, do_card_number},
    {0x61, 0xff, 1, QUICK_US, do_nothing}, /* largest radio packet: taken, makes no difference */
};

static size_t find_command(uint8_t command, uint8_t parameter)
{
    size_t i = 0;
    while (i < COUNT_OF(commands) && (commands[i].command != command || commands[i].parameter != parameter))
        i++;
    return i;
}

/* ---- frames ---- */

static void start_verdict(struct sim_sam *sam, uint8_t sw3, int64_t now_us)
{
    sam->busy = true;
    sam->command = 0; /* a bare verdict: the parameter is its SW3 */
    sam->parameter = sw3;
    sam->due_us = now_us + QUICK_US;
}

static void start_command(struct sim_sam *sam, const uint8_t *body, size_t data_len, int64_t now_us)
{
    size_t i = find_command(body[0], body[1]);
    if (sam->broken) {
        start_verdict(sam, sam->broken, now_us);
        return;
    }
    if (i == COUNT_OF(commands) || commands[i].data_len != data_len) {
        start_verdict(sam, SW3_ORDER, now_us);
        return;
    }
    const struct sim_card *card = only_card(sam);
    int64_t read_us = card && sam->step == SAM_SELECTED ? card->read_ms * (int64_t)1000 : RF_US;
    sam->busy = true;
    sam->command = body[0];
    sam->parameter = body[1];
    sam->lifts_at_start = sam->lifts;
    sam->due_us = now_us + (commands[i].takes_us < 0 ? read_us : commands[i].takes_us);
}

/* Drops noise before the preamble, keeping what may be its beginning. */
static void synchronise(struct sim_sam *sam)
{
    size_t skip = 0;
    for (; skip < sam->in.len; skip++) {
        size_t left = sam->in.len - skip;
        if (memcmp(sam->in.data + skip, preamble, left < SAM_PREAMBLE ? left : SAM_PREAMBLE) == 0)
            break;
    }
    buf_consume(&sam->in, skip);
}

static void take_frame(struct sim_sam *sam, int64_t now_us)
{
    synchronise(sam);
    if (sam->busy || sam->in.len < SAM_HEADER)
        return;
    const uint8_t *frame = sam->in.data;
    size_t len = (size_t)frame[5] << 8 | frame[6];
    if (len < 3 || len > REQUEST_MAX) {
        buf_consume(&sam->in, sam->in.len);
        start_verdict(sam, SW3_LENGTH, now_us);
        return;
    }
    if (sam->in.len < SAM_HEADER + len)
        return;
    uint8_t sum = 0;
    for (size_t i = SAM_PREAMBLE; i < SAM_HEADER + len; i++)
        sum ^= frame[i];
    if (sum)
        start_verdict(sam, SW3_CHECKSUM, now_us);
    else
        start_command(sam, frame + SAM_HEADER, len - 3, now_us);
    buf_consume(&sam->in, SAM_HEADER + len);
}

void sim_sam_feed(struct sim_sam *sam, const uint8_t *bytes, size_t len, int64_t now_us)
{
    buf_append(&sam->in, bytes, len);
    sam->in_since_us = now_us;
    take_frame(sam, now_us);
}

bool sim_sam_answer(struct sim_sam *sam, int64_t now_us, struct buf *ret)
{
    if (!sam->busy && sam->in.len >= SAM_HEADER && now_us >= sam->in_since_us + FRAME_WAIT_US) {
        buf_consume(&sam->in, sam->in.len);
        start_verdict(sam, SW3_LENGTH, now_us - QUICK_US);
    }
    if (!sam->busy || now_us < sam->due_us)
        return false;
    struct buf data = {0};
    uint8_t sw3 = sam->parameter;
    if (sam->command)
        sw3 = commands[find_command(sam->command, sam->parameter)].run(sam, &data);
    sim_sam_frame(ret, sw3, data.data, data.len);
    buf_finish(&data);
    sam->busy = false;
    take_frame(sam, now_us); /* a command that came meanwhile */
    return true;
}

int64_t sim_sam_due_us(const struct sim_sam *sam)
{
    if (sam->busy)
        return sam->due_us;
    return sam->in.len >= SAM_HEADER ? sam->in_since_us + FRAME_WAIT_US : -1;
}
