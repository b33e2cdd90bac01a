/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Devices that have no business at a kiosk: a keyboard that types without end (Windows key and R, "cmd",
 * Enter), and a memory stick. They are there to be left alone. Whoever polls the keyboard all the same gets
 * its reports; the stick stalls.
 */
#ifndef LIQU_TESTS_SIM_SIM_ROGUE_H
#define LIQU_TESTS_SIM_SIM_ROGUE_H

#include "tests/sim/model.h"

extern const struct usim_shape sim_rogue_keyboard_shape, sim_rogue_storage_shape;
extern const struct usim_ops sim_rogue_keyboard_ops, sim_rogue_storage_ops;

void *sim_rogue_create(struct usim_dev *dev, const struct model_env *env, const void *row);
void sim_rogue_destroy(void *model);
/* Reports that somebody has taken from the keyboard since it was built. */
unsigned sim_rogue_reports(const void *model);

#endif
