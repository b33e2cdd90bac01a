/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/theme.h"

#include "base/panel.h"
#include <math.h>

#define DESIGN_PX_PER_MM 4.03

static const color palettes[2][COLOR_ROLES] = {
    {
#define X(name, normal, contrast) [COLOR_##name] = normal,
        THEME_COLORS(X)
#undef X
    },
    {
#define X(name, normal, contrast) [COLOR_##name] = contrast,
        THEME_COLORS(X)
#undef X
    },
};

static const struct {
    int px[2][2]; /* normal, elder; the same compact */
    enum font_weight weight;
    int line_percent;
} types[TYPE_ROLES] = {
#define X(name, normal, elder, compact, compact_elder, weight, line)                                         \
    [TYPE_##name] = {{{normal, elder}, {compact, compact_elder}}, FONT_##weight, line},
    THEME_TYPES(X)
#undef X
};

void theme_init(struct theme *theme, int width, int height, double px_per_mm, bool elder, bool contrast)
{
    const struct panel panel = {.width = width, .height = height, .px_per_mm = px_per_mm};
    *theme = (struct theme){.width = width,
                            .height = height,
                            .scale = px_per_mm / DESIGN_PX_PER_MM,
                            .elder = elder,
                            .contrast = contrast,
                            .compact = panel_is_compact(&panel)};
}

int theme_px(const struct theme *theme, int design_px)
{
    return (int)lround(design_px * theme->scale);
}

int theme_either(const struct theme *theme, int design_px, int compact_px)
{
    return theme_px(theme, theme->compact ? compact_px : design_px);
}

int theme_type_px(const struct theme *theme, int design_px)
{
    return (int)ceil(design_px * theme->scale - 0.01);
}

color theme_color(const struct theme *theme, enum color_role role)
{
    return palettes[theme->contrast][role];
}

struct text_style theme_type(const struct theme *theme, enum type_role type, enum color_role ink,
                             enum text_align align)
{
    int px = types[type].px[theme->compact][theme->elder];
    return (struct text_style){.px = theme_type_px(theme, px),
                               .line_px = theme_px(theme, px * types[type].line_percent / 100),
                               .weight = types[type].weight,
                               .align = align,
                               .ink = theme_color(theme, ink)};
}

int theme_border(const struct theme *theme)
{
    return theme_px(theme, theme->contrast ? 4 : 2);
}
