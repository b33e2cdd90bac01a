/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The plate of the simulated reader, apart from whatever knows the kiosk's struct person: the simulator has
 * words of its own for the same cards. And what is below it. */
#ifndef LIQU_TESTS_FAULTS_PLATE_H
#define LIQU_TESTS_FAULTS_PLATE_H

#include "base/err.h"
#include "tests/sim/usim.h"

bool plate_lay(struct usim_dev *reader, const char *folder, const char *name, struct err *err) MUST_CHECK;
/* False when nothing lay there. */
bool plate_lift(struct usim_dev *reader);
/* The module answers everything with this SW3; 0: it is well. */
void plate_break(struct usim_dev *reader, uint8_t sw3);

#endif
