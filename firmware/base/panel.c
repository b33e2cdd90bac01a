/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "base/panel.h"

double panel_width_mm(const struct panel *panel)
{
    return panel->width / panel->px_per_mm;
}

double panel_height_mm(const struct panel *panel)
{
    return panel->height / panel->px_per_mm;
}

bool panel_is_compact(const struct panel *panel)
{
    int side = panel->width < panel->height ? panel->width : panel->height;
    return side / panel->px_per_mm < PANEL_FULL_MM;
}

int panel_reach_px(const struct panel *panel)
{
    return (int)((PANEL_REACH_MM - panel->lower_edge_mm) * panel->px_per_mm);
}

bool panel_needs_low(const struct panel *panel)
{
    return panel->width <= panel->height && panel_reach_px(panel) < panel->height;
}
