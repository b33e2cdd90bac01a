/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ID-card readers on USB: the SAM behind one pair of bulk pipes (sam-pair: whole frames on one OUT and one
 * IN), behind two pairs (sam-split: 7 header bytes on 02 / 81, the body on 06 / 85; sam-mixed: it shows two
 * pairs and speaks over one), or behind HID reports (sam-hid: the wrapper that one public source describes,
 * under pid.codes' id for tests, because no source names the real ids; sam-hid-other: a unit on sale whose
 * wrapper nobody has published, and which says nothing here).
 */
#ifndef LIQU_TESTS_SIM_SIM_READER_H
#define LIQU_TESTS_SIM_SIM_READER_H

#include "tests/sim/model.h"
#include "tests/sim/sim_sam.h"

struct sim_reader;

enum sim_reader_wire { WIRE_PAIR, WIRE_SPLIT, WIRE_HID, WIRE_MUTE };
extern const struct usim_shape sim_reader_pair_shape, sim_reader_split_shape, sim_reader_hid_shape,
    sim_reader_hid_other_shape;
extern const struct usim_ops sim_reader_ops;
extern const enum sim_reader_wire sim_reader_pair_row, sim_reader_split_row, sim_reader_hid_row,
    sim_reader_mute_row;

void *sim_reader_create(struct usim_dev *dev, const struct model_env *env, const void *row);
void sim_reader_destroy(void *model);
/* The plate, for the control lines. */
struct sim_sam *sim_reader_sam(struct sim_reader *reader);

#endif
