/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_rogue.h"

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

static int nothing_in(void *model, uint8_t ep, uint8_t *packet, int size)
{
    (void)model, (void)ep, (void)packet, (void)size;
    return USIM_NAK;
}

static void no_tick(void *model)
{
    (void)model;
}

const struct usim_ops sim_rogue_ops = {.bulk_out = refuse_out, .bulk_in = nothing_in, .tick = no_tick};

void *sim_rogue_create(struct usim_dev *dev, const struct model_env *env, const void *row)
{
    (void)env, (void)row;
    return dev;
}

void sim_rogue_destroy(void *model)
{
    (void)model;
}
