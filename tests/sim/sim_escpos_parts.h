/* SPDX-License-Identifier: MulanPSL-2.0 */
/* What sim_escpos.c and sim_escpos_image.c share. */
#ifndef LIQU_TESTS_SIM_SIM_ESCPOS_PARTS_H
#define LIQU_TESTS_SIM_SIM_ESCPOS_PARTS_H

#include "tests/sim/sim_escpos.h"

/* ---- sim_escpos.c ---- */
size_t escpos_le16(const uint8_t *bytes);
void escpos_set_dot(uint8_t *bits, int x);
/* One row of an image of `width` dots, magnified and placed; dots beyond the head are lost. */
void escpos_image_row(struct sim_escpos *parser, const uint8_t *bits, int width, int scale_x, int scale_y);
void escpos_flush_line(struct sim_escpos *parser);
/* The next len bytes belong together; `done` (may be NULL) then finds them in parser->block. */
void escpos_start_block(struct sim_escpos *parser, size_t len, void (*done)(struct sim_escpos *parser));

/* ---- sim_escpos_image.c ---- */
void escpos_raster(struct sim_escpos *parser, const uint8_t *args);
void escpos_raster_byte(struct sim_escpos *parser, uint8_t byte);
void escpos_column_image(struct sim_escpos *parser, const uint8_t *args);
void escpos_graphics_done(struct sim_escpos *parser);
void escpos_symbol_done(struct sim_escpos *parser);
void escpos_code128_done(struct sim_escpos *parser);

#endif
