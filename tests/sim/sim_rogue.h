/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Devices that have no business at a kiosk: a keyboard that has typed something, and a memory stick. They are
 * there to be left alone; whoever opens them all the same gets honest descriptors and nothing else.
 */
#ifndef LIQU_TESTS_SIM_SIM_ROGUE_H
#define LIQU_TESTS_SIM_SIM_ROGUE_H

#include "tests/sim/model.h"

extern const struct usim_shape sim_rogue_keyboard_shape, sim_rogue_storage_shape;
extern const struct usim_ops sim_rogue_ops;

void *sim_rogue_create(struct usim_dev *dev, const struct model_env *env, const void *row);
void sim_rogue_destroy(void *model);

#endif
