/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * The look: colour roles in two palettes, type roles in two sizes for two sizes of panel, and the one
 * conversion from the design's pixels to the panel's. A design px is 1/4.03 mm (1080 × 1920 on 21.5");
 * theme_px turns such a length into the panel's own pixels, so that a key keeps its millimetres everywhere
 * and nothing shrinks: a small panel has fewer design px (546 × 874 on 10.1") and compact pages.
 */
#ifndef LIQU_UI_THEME_H
#define LIQU_UI_THEME_H

#include "draw/text_run.h"

/* X(NAME, normal, high contrast). ON_X is ink on X; every pair is at least 7:1. */
#define THEME_COLORS(X)                                                                                      \
    X(PAPER, 0xF4F1EA, 0x000000)                                                                             \
    X(CARD, 0xFFFFFF, 0x000000)                                                                              \
    X(INK, 0x14252E, 0xFFFFFF)                                                                               \
    X(INK2, 0x3F4E57, 0xFFFFFF)                                                                              \
    X(LINE, 0xD8D3C6, 0xFFFFFF)                                                                              \
    X(EDGE, 0x6F7B82, 0xFFFFFF)                                                                              \
    X(BAR, 0x0E3A52, 0x000000)                                                                               \
    X(ON_BAR, 0xFFFFFF, 0xFFFFFF)                                                                            \
    X(ON_BAR2, 0xD3E3EC, 0xFFFFFF)                                                                           \
    X(BAR_BUTTON, 0x1A4D69, 0x000000)                                                                        \
    X(BAR_LINE, 0x3D6E89, 0xFFFFFF)                                                                          \
    X(STEP_CARD, 0x16475F, 0x000000)                                                                         \
    X(HELP, 0xFFFFFF, 0xFFE45C)                                                                              \
    X(ON_HELP, 0x0E3A52, 0x000000)                                                                           \
    X(PRIMARY, 0x0E4A68, 0xFFE45C)                                                                           \
    X(PRIMARY_DEEP, 0x09364D, 0xD9BE2F)                                                                      \
    X(ON_PRIMARY, 0xFFFFFF, 0x000000)                                                                        \
    X(OUTLINE, 0x0E4A68, 0xFFE45C)                                                                           \
    X(PRESSED, 0xE0EBF1, 0x303030)                                                                           \
    X(TINT, 0xE0EBF1, 0x000000)                                                                              \
    X(ON_TINT, 0x0B3C55, 0xFFE45C)                                                                           \
    X(DONE, 0x14573D, 0xFFE45C)                                                                              \
    X(DONE_DEEP, 0x0D412D, 0xD9BE2F)                                                                         \
    X(ON_DONE, 0xFFFFFF, 0x000000)                                                                           \
    X(ON_DONE2, 0xDFEEE5, 0x000000)                                                                          \
    X(DONE_BLOCK, 0x1F6A4D, 0x000000)                                                                        \
    X(ON_DONE_BLOCK, 0xFFFFFF, 0xFFE45C)                                                                     \
    X(DONE_TINT, 0xDFEEE5, 0x000000)                                                                         \
    X(ON_DONE_TINT, 0x0F4730, 0xFFE45C)                                                                      \
    X(GUIDE_TINT, 0xF4E7CF, 0x000000)                                                                        \
    X(ON_GUIDE_TINT, 0x5F3D0C, 0xFFFFFF)                                                                     \
    X(ATTENTION_TINT, 0xFFEFCC, 0x000000)                                                                    \
    X(ON_ATTENTION_TINT, 0x5E3A00, 0xFFFFFF)                                                                 \
    X(ATTENTION_LINE, 0xB07A1A, 0xFFFFFF)                                                                    \
    X(DANGER, 0x961B15, 0xFFB3A8)                                                                            \
    X(DANGER_TINT, 0xFAE5E2, 0x000000)                                                                       \
    X(ON_DANGER_TINT, 0x86150F, 0xFFB3A8)                                                                    \
    X(OFF, 0xE9E5DC, 0x000000)                                                                               \
    X(ON_OFF, 0x34434C, 0xFFFFFF)                                                                            \
    X(FOOT, 0xFFFFFF, 0x000000)                                                                              \
    X(TOOL, 0xEDF0F0, 0x000000)                                                                              \
    X(SEAL, 0xA8231B, 0x000000)                                                                              \
    X(ON_SEAL, 0xFFFFFF, 0xFFFFFF)                                                                           \
    X(NIGHT, 0x0B2230, 0x0B2230)                                                                             \
    X(ON_NIGHT, 0xFFFFFF, 0xFFFFFF)                                                                          \
    X(NIGHT_MARK, 0xFFE45C, 0xFFE45C)                                                                        \
    X(NIGHT_OFF, 0x24404F, 0x24404F)                                                                         \
    X(ON_NIGHT_MARK, 0x000000, 0x000000)                                                                     \
    X(SCENE_GROUND, 0xE9E5DA, 0x000000)                                                                      \
    X(SCENE_GOOD, 0xDFEEE5, 0x000000)                                                                        \
    X(MACHINE, 0x0E3A52, 0xFFFFFF)                                                                           \
    X(MACHINE_GLASS, 0xD3E3EC, 0x000000)                                                                     \
    X(MACHINE_LIT, 0x2E9E6F, 0xFFE45C)                                                                       \
    X(MACHINE_DIM, 0x5C7F92, 0x000000)                                                                       \
    X(PLATE, 0x21333D, 0x000000)                                                                             \
    X(PLATE_GLASS, 0x1B5A45, 0x000000)                                                                       \
    X(PLATE_LIT, 0x9FDCC0, 0xFFFFFF)                                                                         \
    X(PLATE_BAR, 0xFFE45C, 0xFFE45C)                                                                         \
    X(PLATE_BAD, 0x5A2420, 0x000000)                                                                         \
    X(PLATE_BAD_RING, 0xFFB3A8, 0xFFB3A8)                                                                    \
    X(SHEET, 0xFFFFFF, 0x000000)                                                                             \
    X(SHEET_SHADE, 0xC9C2B2, 0xFFFFFF)                                                                       \
    X(SHEET_LINE, 0xB9C2C6, 0xFFFFFF)                                                                        \
    X(CARD_LINE, 0x9AA7AE, 0xFFFFFF)                                                                         \
    X(CARD_LINE2, 0xC6CED2, 0xFFFFFF)                                                                        \
    X(CARD_PHOTO, 0xD5E2EA, 0x000000)                                                                        \
    X(CARD_FACE, 0x6F8FA3, 0xFFFFFF)                                                                         \
    X(HOUSING, 0x21333D, 0xFFFFFF)                                                                           \
    X(SLOT, 0x0A151B, 0x000000)                                                                              \
    X(ARROW, 0x14573D, 0xFFE45C)                                                                             \
    X(ARROW_OFF, 0xA9C4B6, 0x6F6F6F)                                                                         \
    X(WHITE, 0xFFFFFF, 0xFFFFFF)                                                                             \
    X(BLACK, 0x000000, 0x000000)

enum color_role {
#define X(name, normal, contrast) COLOR_##name,
    THEME_COLORS(X)
#undef X
        COLOR_ROLES
};

/* X(NAME, px, elder px, compact px, compact elder px, weight, line height in per cent). Nothing is below 30,
 * and nothing elder below 42: cap heights of 5.5 and 7.6 mm. */
#define THEME_TYPES(X)                                                                                       \
    X(NOTE, 30, 42, 30, 42, REGULAR, 135)                                                                    \
    X(NOTE_B, 30, 42, 30, 42, BOLD, 135)                                                                     \
    X(BODY, 34, 46, 30, 42, REGULAR, 140)                                                                    \
    X(BODY_B, 34, 46, 30, 42, BOLD, 140)                                                                     \
    X(TEXT, 38, 50, 32, 44, REGULAR, 135)                                                                    \
    X(FACT, 38, 50, 32, 44, BOLD, 135)                                                                       \
    X(LABEL, 40, 54, 32, 44, BOLD, 135)                                                                      \
    X(H3, 44, 60, 36, 48, BOLD, 130)                                                                         \
    X(TILE, 50, 72, 38, 52, BOLD, 130)                                                                       \
    X(ACTION, 52, 72, 40, 54, BOLD, 120)                                                                     \
    X(H2, 56, 72, 42, 54, BOLD, 125)                                                                         \
    X(PAGE, 60, 84, 42, 54, BOLD, 125)                                                                       \
    X(H1, 68, 84, 46, 58, BOLD, 125)                                                                         \
    X(TITLE, 84, 100, 54, 64, BOLD, 125)                                                                     \
    X(BIG, 76, 92, 44, 56, BOLD, 125)                                                                        \
    X(LEAD, 44, 54, 31, 44, REGULAR, 130)                                                                    \
    X(NUMBER, 72, 72, 44, 52, BOLD, 125)                                                                     \
    X(DISPLAY, 156, 156, 76, 84, BOLD, 120)                                                                  \
    X(SECONDS, 360, 360, 200, 200, BOLD, 105)

enum type_role {
#define X(name, px, elder, compact, compact_elder, weight, line) TYPE_##name,
    THEME_TYPES(X)
#undef X
        TYPE_ROLES
};

struct theme {
    int width, height; /* of the panel, px */
    double scale;      /* panel px per design px */
    bool elder, contrast;
    bool compact; /* a small panel: base/panel.h */
};

/* px_per_mm: of the panel. */
void theme_init(struct theme *theme, int width, int height, double px_per_mm, bool elder, bool contrast);
/* A design length in panel px, rounded. */
int theme_px(const struct theme *theme, int design_px);
/* The same of one of two lengths: the second on a compact panel. */
int theme_either(const struct theme *theme, int design_px, int compact_px);
/* The same of a size of type, rounded up: never below its millimetres. */
int theme_type_px(const struct theme *theme, int design_px);
color theme_color(const struct theme *theme, enum color_role role);
struct text_style theme_type(const struct theme *theme, enum type_role type, enum color_role ink,
                             enum text_align align);
/* Outline of cards and tiles: 2 design px, 4 in high contrast. */
int theme_border(const struct theme *theme);

#endif
