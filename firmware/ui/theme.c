/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "ui/theme.h"

#include <math.h>

#define DESIGN_PX_PER_MM 4.03
#define DESIGN_SIDE      1080 /* the shorter side that every screen is laid out for */

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
    int px[2]; /* normal, elder */
    enum font_weight weight;
    int line_percent;
} types[TYPE_ROLES] = {
#define X(name, normal, elder, weight, line) [TYPE_##name] = {{normal, elder}, FONT_##weight, line},
    THEME_TYPES(X)
#undef X
};

void theme_init(struct theme *theme, int width, int height, double px_per_mm, bool elder, bool contrast)
{
    *theme = (struct theme){.width = width,
                            .height = height,
                            .scale = fmin(px_per_mm / DESIGN_PX_PER_MM, fmin(width, height) / DESIGN_SIDE),
                            .elder = elder,
                            .contrast = contrast};
}

int theme_px(const struct theme *theme, int design_px)
{
    return (int)lround(design_px * theme->scale);
}

color theme_color(const struct theme *theme, enum color_role role)
{
    return palettes[theme->contrast][role];
}

struct text_style theme_type(const struct theme *theme, enum type_role type, enum color_role ink,
                             enum text_align align)
{
    int px = types[type].px[theme->elder];
    return (struct text_style){.px = theme_px(theme, px),
                               .line_px = theme_px(theme, px * types[type].line_percent / 100),
                               .weight = types[type].weight,
                               .align = align,
                               .ink = theme_color(theme, ink)};
}

int theme_border(const struct theme *theme)
{
    return theme_px(theme, theme->contrast ? 4 : 2);
}
