/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_reader.h"

#include <stdlib.h>
#include <string.h>

struct sim_reader {
    struct usim_dev *dev;
    struct sim_sam sam;
    enum sim_reader_wire wire;
    struct buf pipes[2]; /* answers not yet read: header pipe (or the only one), body pipe */
};

const enum sim_reader_wire sim_reader_pair_row = WIRE_PAIR, sim_reader_split_row = WIRE_SPLIT,
                           sim_reader_hid_row = WIRE_HID, sim_reader_mute_row = WIRE_MUTE;

#define REPORT 64

/* 0400:C35A both: the id says nothing about the pipes, a driver has to look at the endpoints. Full speed,
 * class FF. */
static const uint8_t pair_descriptors[] = {
    18, 1, 0x10, 0x01, 0,  0,    0, 64,   0x00, 0x04, 0x5a, 0xc3, 0x63, 0x00, 0, 1, 0, 1, /* device */
    9,  2, 32,   0,    1,  1,    0, 0x80, 250, /* configuration, 500 mA */
    9,  4, 0,    0,    2,  0xff, 0, 0,    0,   /* interface */
    7,  5, 0x81, 2,    64, 0,    0,            /* bulk IN */
    7,  5, 0x02, 2,    64, 0,    0,            /* bulk OUT */
};
static const uint8_t split_descriptors[] = {
    18, 1,    0x10, 0x01, 0,   0, 0, 64, 0x00, 0x04, 0x5a, 0xc3, 0x63, 0x00, 0, 1,    0,    1,  9,  2, 46, 0,
    1,  1,    0,    0x80, 250, 9, 4, 0,  0,    4,    0xff, 0,    0,    0,    7, 5,    0x81, 2,  64, 0, 0,  7,
    5,  0x02, 2,    64,   0,   0, 7, 5,  0x85, 2,    64,   0,    0,    7,    5, 0x06, 2,    64, 0,  0,
};
/* Class 03 without a boot protocol; only the ids differ. */
#define HID_DESCRIPTORS(vid, pid)                                                                            \
    {                                                                                                        \
        18, 1, 0x10, 0x01, 0, 0, 0, 64, (vid)&0xff, (vid) >> 8, (pid)&0xff, (pid) >> 8, 0, 1, 0, 1, 0, 1, 9, \
            2, 41, 0, 1, 1, 0, 0x80, 250,           /* configuration */                                      \
            9, 4, 0, 0, 2, 3, 0, 0, 0,              /* interface */                                          \
            9, 0x21, 0x11, 0x01, 0, 1, 0x22, 34, 0, /* HID, a report descriptor of 34 bytes */               \
            7, 5, 0x81, 3, REPORT, 0, 1,            /* interrupt IN, every ms */                             \
            7, 5, 0x02, 3, REPORT, 0, 1,            /* interrupt OUT */                                      \
    }
static const uint8_t hid_descriptors[] = HID_DESCRIPTORS(0x1209, 0x0001);
static const uint8_t hid_other_descriptors[] = HID_DESCRIPTORS(0x0425, 0x8159);
static const char *const strings[] = {"USBIDR", NULL};

const struct usim_shape sim_reader_pair_shape = {
    .desc = pair_descriptors, .desc_len = sizeof pair_descriptors, .strings = strings, .speed_mbit = 12};
const struct usim_shape sim_reader_split_shape = {
    .desc = split_descriptors, .desc_len = sizeof split_descriptors, .strings = strings, .speed_mbit = 12};
const struct usim_shape sim_reader_hid_shape = {
    .desc = hid_descriptors, .desc_len = sizeof hid_descriptors, .strings = strings, .speed_mbit = 12};
const struct usim_shape sim_reader_hid_other_shape = {.desc = hid_other_descriptors,
                                                      .desc_len = sizeof hid_other_descriptors,
                                                      .strings = strings,
                                                      .speed_mbit = 12};

/* ---- HID reports: 88 or AA, serial 2, length 2 of what follows it but the sum, a byte, bytes, sum 2 ---- */

static uint16_t report_sum(const uint8_t *report, size_t counted)
{
    uint16_t sum = 0;
    for (size_t i = 3; i < 5 + counted; i++)
        sum = (uint16_t)(sum + report[i]);
    return sum;
}

/* A whole answer as reports; two bytes of no meaning stand before each report's share. */
static void wrap(const struct buf *frame, struct buf *ret)
{
    enum { AROUND = 10, SHARE = REPORT - AROUND };
    for (size_t at = 0; at < frame->len; at += SHARE) {
        size_t share = frame->len - at < SHARE ? frame->len - at : SHARE, counted = 1 + 2 + share;
        uint8_t report[REPORT] = {0xaa, 0, 0, (uint8_t)counted, 0, 0, 0x5a, 0xa5};
        memcpy(report + 8, frame->data + at, share);
        uint16_t sum = report_sum(report, counted);
        report[5 + counted] = (uint8_t)sum;
        report[5 + counted + 1] = (uint8_t)(sum >> 8);
        buf_append(ret, report, sizeof report);
    }
}

/* The bytes inside a request, or NULL: a wrapper that finds a report damaged says nothing. */
static const uint8_t *unwrap(const uint8_t *report, int len, size_t *ret_len)
{
    size_t counted = len < 8 ? 0 : (size_t)(report[3] | report[4] << 8);
    if (counted < 1 || report[0] != 0x88 || 5 + counted + 2 > (size_t)len)
        return NULL;
    if ((report[5 + counted] | report[5 + counted + 1] << 8) != report_sum(report, counted))
        return NULL;
    *ret_len = counted - 1;
    return report + 6;
}

static void deliver(struct sim_reader *reader)
{
    struct buf frame = {0};
    while (sim_sam_answer(&reader->sam, usim_now_us(reader->dev), &frame)) {
        size_t head = reader->wire == WIRE_SPLIT ? SAM_HEADER : frame.len;
        if (reader->wire == WIRE_HID) {
            wrap(&frame, &reader->pipes[0]);
        } else {
            buf_append(&reader->pipes[0], frame.data, head);
            buf_append(&reader->pipes[1], frame.data + head, frame.len - head);
        }
        buf_consume(&frame, frame.len);
    }
    buf_finish(&frame);
    usim_wake(reader->dev, sim_sam_due_us(&reader->sam));
    usim_kick(reader->dev);
}

static int on_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    struct sim_reader *reader = model;
    const uint8_t *bytes = packet;
    size_t count = (size_t)len;
    if (reader->wire == WIRE_HID)
        bytes = unwrap(packet, len, &count);
    /* Header and body arrive one after the other and make one frame; whoever speaks over one pair hears
     * nothing on another. */
    if (!bytes || reader->wire == WIRE_MUTE || (reader->wire != WIRE_SPLIT && ep != 0x02))
        return len;
    sim_sam_feed(&reader->sam, bytes, count, usim_now_us(reader->dev));
    usim_wake(reader->dev, sim_sam_due_us(&reader->sam));
    return len;
}

static int on_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    struct sim_reader *reader = model;
    struct buf *pipe = &reader->pipes[ep == 0x85];
    if (pipe->len == 0)
        return USIM_NAK;
    int len = pipe->len < (size_t)size ? (int)pipe->len : size;
    memcpy(packet, pipe->data, (size_t)len);
    buf_consume(pipe, (size_t)len);
    return len;
}

static void on_reset(void *model)
{
    struct sim_reader *reader = model;
    sim_sam_reset(&reader->sam);
    for (size_t i = 0; i < COUNT_OF(reader->pipes); i++)
        buf_consume(&reader->pipes[i], reader->pipes[i].len);
    usim_wake(reader->dev, -1);
}

static void on_tick(void *model)
{
    deliver(model);
}

const struct usim_ops sim_reader_ops = {
    .bulk_out = on_out, .bulk_in = on_in, .reset = on_reset, .tick = on_tick};

void *sim_reader_create(struct usim_dev *dev, const struct model_env *env, const void *row)
{
    (void)env;
    struct sim_reader *reader = calloc(1, sizeof *reader);
    check(reader);
    reader->dev = dev;
    reader->wire = *(const enum sim_reader_wire *)row;
    sim_sam_init(&reader->sam);
    return reader;
}

void sim_reader_destroy(void *model)
{
    struct sim_reader *reader = model;
    usim_wake(reader->dev, -1);
    sim_sam_finish(&reader->sam);
    for (size_t i = 0; i < COUNT_OF(reader->pipes); i++)
        buf_finish(&reader->pipes[i]);
    free(reader);
}

struct sim_sam *sim_reader_sam(struct sim_reader *reader)
{
    return &reader->sam;
}
