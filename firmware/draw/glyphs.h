/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The ink of a run: HarfBuzz says which glyphs stand where, FreeType draws them. Internal to draw/.
 */
#ifndef LIQU_DRAW_GLYPHS_H
#define LIQU_DRAW_GLYPHS_H

#include "draw/fonts.h"

/* Draws the key's text, all of it in the one face, and adds it to the cache of runs. */
const struct run *glyphs_draw(struct fonts *fonts, const struct run_key *key, struct face *face);
/* Nothing of a text is left behind in HarfBuzz or FreeType. */
void glyphs_forget(struct fonts *fonts);

#endif
