/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_rogue.h"

#include <stdlib.h>
#include <string.h>

#define REPORT_US 10000 /* bInterval */

struct sim_rogue {
    struct usim_dev *dev;
    unsigned reports;
    int64_t next_us;
};

/* A boot keyboard (03/01/01) with its HID descriptor. */
static const uint8_t keyboard_descriptors[] = {
    18, 1,    0x10, 0x01, 0, 0, 0,    8,    0x6d, 0x04, 0x1c, 0xc3, 0x00, 0x01, 1, 2,  0, 1,
    9,  2,    34,   0,    1, 1, 0,    0xa0, 50,   9,    4,    0,    0,    1,    3, 1,  1, 0,
    9,  0x21, 0x10, 0x01, 0, 1, 0x22, 63,   0,    7,    5,    0x81, 3,    8,    0, 10,
};
/* Bulk-only SCSI (08/06/50), as every stick. */
static const uint8_t storage_descriptors[] = {
    18,   1, 0x00, 0x02, 0,    0, 0, 64, 0x81, 0x07, 0x67, 0x55, 0x00, 0x01, 1, 2, 0,
    1,    9, 2,    32,   0,    1, 1, 0,  0x80, 100,  9,    4,    0,    0,    2, 8, 6,
    0x50, 0, 7,    5,    0x81, 2, 0, 2,  0,    7,    5,    0x02, 2,    0,    2, 0,
};
static const char *const keyboard_strings[] = {"Generic", "USB Keyboard", NULL};
static const char *const storage_strings[] = {"Generic", "USB Flash Disk", NULL};

const struct usim_shape sim_rogue_keyboard_shape = {.desc = keyboard_descriptors,
                                                    .desc_len = sizeof keyboard_descriptors,
                                                    .strings = keyboard_strings,
                                                    .speed_mbit = 12};
const struct usim_shape sim_rogue_storage_shape = {.desc = storage_descriptors,
                                                   .desc_len = sizeof storage_descriptors,
                                                   .strings = storage_strings,
                                                   .speed_mbit = 480};

static int refuse_out(void *model, uint8_t ep, const uint8_t *packet, int len)
{
    (void)model, (void)ep, (void)packet, (void)len;
    return USIM_STALL;
}

static int stall_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    (void)model, (void)ep, (void)packet, (void)size;
    return USIM_STALL;
}

/* Boot reports: modifiers, reserved, six keys. Each key goes down and up again. */
static int report_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    static const struct {
        uint8_t modifiers, key;
    } keys[] = {{0x08, 0x15}, {0, 0x06}, {0, 0x10}, {0, 0x07}, {0, 0x28}};
    struct sim_rogue *rogue = model;
    (void)ep;
    if (size < 8 || usim_now_us(rogue->dev) < rogue->next_us) {
        usim_wake(rogue->dev, rogue->next_us);
        return USIM_NAK;
    }
    size_t at = rogue->reports / 2 % COUNT_OF(keys);
    bool down = rogue->reports % 2 == 0;
    memset(packet, 0, 8);
    packet[0] = down ? keys[at].modifiers : 0;
    packet[2] = down ? keys[at].key : 0;
    rogue->reports++;
    rogue->next_us = usim_now_us(rogue->dev) + REPORT_US;
    return 8;
}

/* What a kernel asks before it believes in the keys. */
static int on_control(void *model, const uint8_t setup[8], uint8_t *data, int len)
{
    /* HID 1.11, E.6. */
    static const uint8_t reports[63] = {
        0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, 0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01,
        0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x03, 0x95, 0x05, 0x75, 0x01,
        0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x03, 0x95, 0x06,
        0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xc0};
    (void)model;
    if (setup[0] == 0x21) /* SET_IDLE, SET_PROTOCOL, SET_REPORT */
        return 0;
    if (setup[0] != 0x81 || setup[3] != 0x22)
        return USIM_STALL;
    int count = (int)sizeof reports < len ? (int)sizeof reports : len;
    memcpy(data, reports, (size_t)count);
    return count;
}

static void on_tick(void *model)
{
    struct sim_rogue *rogue = model;
    usim_kick(rogue->dev);
}

const struct usim_ops sim_rogue_keyboard_ops = {
    .control = on_control, .bulk_out = refuse_out, .bulk_in = report_in, .tick = on_tick};
const struct usim_ops sim_rogue_storage_ops = {.bulk_out = refuse_out, .bulk_in = stall_in, .tick = on_tick};

void *sim_rogue_create(struct usim_dev *dev, const struct model_env *env, const void *row)
{
    (void)env, (void)row;
    struct sim_rogue *rogue = calloc(1, sizeof *rogue);
    check(rogue);
    rogue->dev = dev;
    return rogue;
}

void sim_rogue_destroy(void *model)
{
    struct sim_rogue *rogue = model;
    usim_wake(rogue->dev, -1);
    free(rogue);
}

unsigned sim_rogue_reports(const void *model)
{
    return ((const struct sim_rogue *)model)->reports;
}
