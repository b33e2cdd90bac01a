/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The elements of a screen as tests read them: over the inspect socket, and in the golden trees that say
 * where to touch on an image that has no such socket. Development builds only.
 */
#ifndef LIQU_KIOSK_SCREENS_TREE_H
#define LIQU_KIOSK_SCREENS_TREE_H

#include "ui/scene.h"
#include <jansson.h>

/* {"screen","w","h","elements":[{"id","role","label","x","y","w","h","enabled","focused","chosen","text_w","text_h","spoken"}]}
 * The caller owns it; it names whom the screen names. */
json_t *tree_json(const struct scene *scene, const char *screen);

#endif
