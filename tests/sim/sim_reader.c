/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_reader.h"

#include <stdlib.h>
#include <string.h>

struct sim_reader {
    struct usim_dev *dev;
    struct sim_sam sam;
    bool split;
    struct buf pipes[2]; /* answers not yet read: header pipe (or the only one), body pipe */
};

const bool sim_reader_pair_row = false, sim_reader_split_row = true;

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
static const char *const strings[] = {"USBIDR", NULL};

const struct usim_shape sim_reader_pair_shape = {
    .desc = pair_descriptors, .desc_len = sizeof pair_descriptors, .strings = strings, .speed_mbit = 12};
const struct usim_shape sim_reader_split_shape = {
    .desc = split_descriptors, .desc_len = sizeof split_descriptors, .strings = strings, .speed_mbit = 12};

static void deliver(struct sim_reader *reader)
{
    struct buf frame = {0};
    while (sim_sam_answer(&reader->sam, usim_now_us(reader->dev), &frame)) {
        size_t head = reader->split ? SAM_HEADER : frame.len;
        buf_append(&reader->pipes[0], frame.data, head);
        buf_append(&reader->pipes[1], frame.data + head, frame.len - head);
        buf_consume(&frame, frame.len);
    }
    buf_finish(&frame);
    usim_wake(reader->dev, sim_sam_due_us(&reader->sam));
    usim_kick(reader->dev);
}

static int on_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    struct sim_reader *reader = model;
    (void)ep; /* header and body arrive one after the other and make one frame */
    sim_sam_feed(&reader->sam, packet, (size_t)len, usim_now_us(reader->dev));
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
    reader->split = *(const bool *)row;
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
