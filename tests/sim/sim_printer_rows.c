/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The printer models: descriptors and one row of figures each. */
#include "tests/sim/sim_printer.h"

/* Class 07/01/02: bulk OUT 01, bulk IN 82, as an Epson TM in printer-class mode. */
static const uint8_t epson_descriptors[] = {
    18, 1, 0x00, 0x02, 0, 0, 0, 64,   0xb8, 0x04, 0x28, 0x0e, 0x00, 0x01, 1, 2, 3, 1, /* 04B8:0E28 */
    9,  2, 32,   0,    1, 1, 0, 0xc0, 1,                                              /* self-powered */
    9,  4, 0,    0,    2, 7, 1, 2,    0,    7,    5,    0x01, 2,    64,   0, 0, 7, 5, 0x82, 2, 64, 0, 0,
};
/* The pipes of the Gprinter class of clones: OUT 03, IN 84; poor strings. 6868:0500 is 80 mm wide,
 * 6868:0200 58. */
#define CLONE_DESCRIPTORS(pid_high)                                                                          \
    {                                                                                                        \
        18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x68, 0x68, 0x00, pid_high, 0x00, 0x01, 1, 2, 0, 1, 9, 2, 32, 0, 1,  \
            1, 0, 0xc0, 1, 9, 4, 0, 0, 2, 7, 1, 2, 0, 7, 5, 0x03, 2, 64, 0, 0, 7, 5, 0x84, 2, 64, 0, 0,      \
    }
static const uint8_t clone_80_descriptors[] = CLONE_DESCRIPTORS(0x05);
static const uint8_t clone_58_descriptors[] = CLONE_DESCRIPTORS(0x02);
/* Protocol 01: OUT only. */
static const uint8_t mute_descriptors[] = {
    18, 1, 0x00, 0x02, 0, 0, 0, 64,   0x16, 0x04, 0x11, 0x50, 0x00, 0x01, 1, 2, 0, 1, /* 0416:5011 */
    9,  2, 25,   0,    1, 1, 0, 0xc0, 1,    9,    4,    0,    0,    1,    7, 1, 1, 0, 7, 5, 0x01, 2, 64, 0, 0,
};
static const char *const epson_strings[] = {"EPSON", "TM-T20III", "X7TS000001", NULL};
static const char *const clone_80_strings[] = {"Printer", "Printer-80", NULL};
static const char *const clone_58_strings[] = {"Printer", "Printer-58", NULL};
static const char *const mute_strings[] = {"STMicroelectronics", "USB Printer P", NULL};

const struct usim_shape sim_printer_epson_shape = {epson_descriptors, sizeof epson_descriptors, epson_strings,
                                                   12};
const struct usim_shape sim_printer_clone_80_shape = {clone_80_descriptors, sizeof clone_80_descriptors,
                                                      clone_80_strings, 12};
const struct usim_shape sim_printer_clone_58_shape = {clone_58_descriptors, sizeof clone_58_descriptors,
                                                      clone_58_strings, 12};
const struct usim_shape sim_printer_mute_shape = {mute_descriptors, sizeof mute_descriptors, mute_strings,
                                                  12};

const struct printer_row sim_printer_epson_pid = {
    .maker = "EPSON",
    .model = "TM-T20III",
    .device_id = "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20III;CLS:PRINTER;",
    .dots = 576,
    .buffer = 4096,
    .speed_mm_s = 250,
    .cut_ms = 400,
    .gap = 104,
    .ahead = 0,
    .process_id = true,
    .cutter = true,
    .near_end = true,
};
const struct printer_row sim_printer_clone_80 = {
    .device_id = "MFG:Printer;MDL:Printer-80;CMD:ESC/POS;",
    .dots = 576,
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
    .buffer = 32768,
    .speed_mm_s = 150,
    .cut_ms = 500,
    .gap = 104,
    .ahead = 24,
    .cutter = true,
    .mute = true,
};
