/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Receipt printers on USB: a finite receive buffer, real-time commands executed on receipt, the ESC/POS
 * interpreter behind the buffer, the mechanics behind that. A full buffer NAKs (full at 128 bytes left, ready
 * again at 256). Whether an offline printer NAKs as well is a memory switch of the real unit: `busy` (printer
 * busy full|offline). What is in the buffer survives a paper change and prints on.
 */
#ifndef LIQU_TESTS_SIM_SIM_PRINTER_H
#define LIQU_TESTS_SIM_SIM_PRINTER_H

#include "tests/sim/model.h"
#include "tests/sim/sim_mech.h"

/* What makes one model differ from another. */
struct printer_row {
    const char *maker, *model; /* answers of GS I 66 and 67; NULL: silent */
    const char *device_id;     /* IEEE 1284 */
    int dots, rows_per_m, buffer, speed_mm_s, cut_ms;
    int gap;               /* rows between head and cutter */
    int ahead;             /* rows the interpreter may run ahead of the head */
    bool process_id;       /* GS ( H; without it the command is swallowed in silence */
    bool cutter, near_end; /* has them */
    bool mute;             /* one-way: no IN pipe, no answers */
};

extern const struct usim_shape sim_printer_epson_shape, sim_printer_epson_512_shape,
    sim_printer_epson_vendor_shape, sim_printer_clone_80_shape, sim_printer_clone_58_shape,
    sim_printer_clone_low_shape, sim_printer_winbond_shape, sim_printer_wide_out_shape,
    sim_printer_two_settings_shape, sim_printer_mute_shape;
extern const struct usim_ops sim_printer_ops;
extern const struct printer_row sim_printer_epson_pid, sim_printer_epson_512, sim_printer_clone_80,
    sim_printer_clone_58, sim_printer_mute_oneway;

struct sim_printer;
void *sim_printer_create(struct usim_dev *dev, const struct model_env *env, const void *row);
void sim_printer_destroy(void *model);

/* For the control lines: change what they like in the mechanics, then say so; returns once the effect is
 * there. */
struct sim_mech *sim_printer_mech(struct sim_printer *printer);
void sim_printer_changed(struct sim_printer *printer);
/* Old paper out, new paper in. */
bool sim_printer_load(struct sim_printer *printer, int64_t rows, struct err *err) MUST_CHECK;
/* The switch of a printer whose USB side keeps its power (a bridge): off, it stays plugged, swallows what it
 * is sent and says nothing; on again it has forgotten everything but what is wrong mechanically. */
void sim_printer_power(struct sim_printer *printer, bool on);
/* Also NAK while offline. */
void sim_printer_busy_offline(struct sim_printer *printer, bool on);

struct printer_state {
    bool off, offline, busy_offline, inside_command;
    size_t buffered;
    unsigned unknown_commands;
};
struct printer_state sim_printer_state(const struct sim_printer *printer);

#endif
