/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The panel a kiosk shows on, and what its millimetres decide: type and keys keep their size in millimetres
 * on every panel, so a small one holds fewer of them.
 */
#ifndef LIQU_BASE_PANEL_H
#define LIQU_BASE_PANEL_H

#include <stdbool.h>

/* Up to here above the floor a seated hand reaches. */
#define PANEL_REACH_MM 1200
/* The full pages are laid out for a shorter side of 268 mm (21.5"); below this a panel gets the compact ones.
 */
#define PANEL_FULL_MM 258
/* The compact pages are laid out for 10.1" upright: 135.6 × 217 mm. Nothing smaller can hold them. */
#define PANEL_LEAST_W_MM 135
#define PANEL_LEAST_H_MM 216

struct panel {
    int width, height; /* px */
    double px_per_mm;
    int lower_edge_mm; /* of the lit area above the floor */
};

double panel_width_mm(const struct panel *panel);
double panel_height_mm(const struct panel *panel);
bool panel_is_compact(const struct panel *panel);
/* px from the lower edge up to PANEL_REACH_MM; more than the height: a seat reaches all of it. */
int panel_reach_px(const struct panel *panel);
/* Whether moving the keys down changes anything: upright, and higher than a seat reaches. */
bool panel_needs_low(const struct panel *panel);

#endif
