/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/faults/plate.h"

#include "tests/sim/sim_reader.h"

bool plate_lay(struct usim_dev *reader, const char *folder, const char *name, struct err *err)
{
    return sim_sam_place(sim_reader_sam(reader->model), folder, name, false, err);
}

bool plate_lift(struct usim_dev *reader)
{
    struct err err;
    return sim_sam_lift(sim_reader_sam(reader->model), NULL, &err);
}

void plate_break(struct usim_dev *reader, uint8_t sw3)
{
    sim_reader_sam(reader->model)->broken = sw3;
}
