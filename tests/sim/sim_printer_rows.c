/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The printer models: descriptors and one row of figures each. */
#include "tests/sim/sim_printer.h"

/* One interface with one setting: class, subclass, protocol, then OUT and IN with their packet sizes. */
#define DESCRIPTORS(vid, pid, class, subclass, protocol, out, out_size, in, in_size)                         \
    {                                                                                                        \
        18, 1, 0x00, 0x02, 0, 0, 0, 64, (vid)&0xff, (vid) >> 8, (pid)&0xff, (pid) >> 8, 0x00, 0x01, 1, 2, 3, \
            1, 9, 2, 32, 0, 1, 1, 0, 0xc0, 1, 9, 4, 0, 0, 2, class, subclass, protocol, 0, 7, 5, out, 2,     \
            (out_size)&0xff, (out_size) >> 8, 0, 7, 5, in, 2, (in_size)&0xff, (in_size) >> 8, 0,             \
    }
static const uint8_t epson_descriptors[] = DESCRIPTORS(0x04b8, 0x0e28, 7, 1, 2, 0x01, 64, 0x82, 64);
static const uint8_t epson_512_descriptors[] = DESCRIPTORS(0x04b8, 0x0202, 7, 1, 2, 0x01, 64, 0x82, 64);
static const uint8_t epson_vendor_descriptors[] =
    DESCRIPTORS(0x04b8, 0x0202, 0xff, 0xff, 0xff, 0x01, 64, 0x82, 64);
/* Gprinter: 6868:0500 comes with OUT 03, IN 84 and with OUT 01, IN 81, under the same id. */
static const uint8_t clone_80_descriptors[] = DESCRIPTORS(0x6868, 0x0500, 7, 1, 2, 0x03, 64, 0x84, 64);
static const uint8_t clone_low_descriptors[] = DESCRIPTORS(0x6868, 0x0500, 7, 1, 2, 0x01, 64, 0x81, 64);
static const uint8_t clone_58_descriptors[] = DESCRIPTORS(0x6868, 0x0200, 7, 1, 2, 0x02, 64, 0x81, 64);
static const uint8_t winbond_descriptors[] = DESCRIPTORS(0x0416, 0x5011, 7, 1, 2, 0x01, 64, 0x81, 64);
static const uint8_t wide_out_descriptors[] = DESCRIPTORS(0x20d1, 0x7007, 7, 1, 2, 0x01, 512, 0x82, 64);
/* One-way in setting 0, two-way in setting 1. */
static const uint8_t two_settings_descriptors[] = {
    18,   1, 0x00, 0x02, 0,  0, 0, 64,   0xc9, 0x1f, 0x16, 0x20, 0x00, 0x01, 1, 2, 3, 1, /* 1FC9:2016 */
    9,    2, 48,   0,    1,  1, 0, 0xc0, 1,    9,    4,    0,    0,    1,    7, 1, 1, 0,
    7,    5, 0x02, 2,    64, 0, 0, 9,    4,    0,    1,    2,    7,    1,    2, 0, 7, 5,
    0x02, 2, 64,   0,    0,  7, 5, 0x81, 2,    64,   0,    0,
};
/* Protocol 01: OUT only. */
static const uint8_t mute_descriptors[] = {
    18, 1, 0x00, 0x02, 0, 0, 0, 64,   0x16, 0x04, 0x11, 0x50, 0x00, 0x01, 1, 2, 0, 1, /* 0416:5011 */
    9,  2, 25,   0,    1, 1, 0, 0xc0, 1,    9,    4,    0,    0,    1,    7, 1, 1, 0, 7, 5, 0x01, 2, 64, 0, 0,
};
static const char *const epson_strings[] = {"EPSON", "TM-T20III", "X7TS000001", NULL};
static const char *const epson_512_strings[] = {"EPSON", "TM-T88V", "X8VS000001", NULL};
/* Poor and equal on every unit. */
static const char *const clone_80_strings[] = {"Printer", "Printer-80", "000000000", NULL};
static const char *const clone_58_strings[] = {"Printer", "Printer-58", "000000000", NULL};
static const char *const mute_strings[] = {"STMicroelectronics", "USB Printer P", NULL};

#define SHAPE(name, words, deaf)                                                                             \
    const struct usim_shape sim_printer_##name##_shape = {.desc = name##_descriptors,                        \
                                                          .desc_len = sizeof name##_descriptors,             \
                                                          .strings = words##_strings,                        \
                                                          .speed_mbit = 12,                                  \
                                                          .deaf_after_set_interface = (deaf)}
SHAPE(epson, epson, false);
SHAPE(epson_512, epson_512, false);
SHAPE(epson_vendor, epson, false);
SHAPE(clone_80, clone_80, false);
SHAPE(clone_low, clone_80, false);
SHAPE(clone_58, clone_58, false);
SHAPE(winbond, clone_80, true);
SHAPE(wide_out, clone_80, false);
SHAPE(two_settings, clone_80, false);
SHAPE(mute, mute, true);

const struct printer_row sim_printer_epson_pid = {
    .maker = "EPSON",
    .model = "TM-T20III",
    .device_id = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;",
    .dots = 576,
    .rows_per_m = 8000,
    .buffer = 4096,
    .speed_mm_s = 250,
    .cut_ms = 400,
    .gap = 104,
    .ahead = 0,
    .process_id = true,
    .cutter = true,
    .near_end = true,
};
/* 180 dpi: 512 dots across 72 mm. */
const struct printer_row sim_printer_epson_512 = {
    .maker = "EPSON",
    .model = "TM-T88V",
    .device_id = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;",
    .dots = 512,
    .rows_per_m = 7087,
    .buffer = 4096,
    .speed_mm_s = 300,
    .cut_ms = 400,
    .gap = 92,
    .ahead = 0,
    .process_id = true,
    .cutter = true,
    .near_end = true,
};
const struct printer_row sim_printer_clone_80 = {
    .device_id = "MFG:Printer;MDL:Printer-80;CMD:ESC/POS;",
    .dots = 576,
    .rows_per_m = 8000,
    .buffer = 32768,
    .speed_mm_s = 200,
    .cut_ms = 500,
    .gap = 112,
    .ahead = 24,
    .cutter = true,
};
const struct printer_row sim_printer_clone_58 = {
    .device_id = "MFG:Printer;MDL:Printer-58;CMD:ESC/POS;",
    .dots = 384,
    .rows_per_m = 8000,
    .buffer = 8192,
    .speed_mm_s = 90,
    .cut_ms = 500,
    .gap = 96,
    .ahead = 24,
    .cutter = true,
};
const struct printer_row sim_printer_mute_oneway = {
    .device_id = "MFG:STMicroelectronics;MDL:USB Printer P;CMD:ESC/POS;",
    .dots = 576,
    .rows_per_m = 8000,
    .buffer = 32768,
    .speed_mm_s = 150,
    .cut_ms = 500,
    .gap = 104,
    .ahead = 24,
    .cutter = true,
    .mute = true,
};
