/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What has happened so far while a document is made: found, numbered, printing. Shared by issuing and
 * printing. */
#ifndef LIQU_KIOSK_SCREENS_PROGRESS_STEPS_H
#define LIQU_KIOSK_SCREENS_PROGRESS_STEPS_H

#include "kiosk/screens/view.h"

/* A card at the foot of the body (or of the sign in low reach), with a hint below it. */
void progress_steps(struct view *view, const char *hint);

#endif
