/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The pictures of the interpreter: rasters, columns, stored graphics, symbols. */
#include "tests/sim/sim_escpos_parts.h"

static int head_bytes(const struct sim_escpos *parser)
{
    return (parser->head_dots + 7) / 8;
}

/* GS v 0: '0' m xL xH yL yH */
void escpos_raster(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_flush_line(parser);
    parser->raster.scale_x = args[1] & 1 ? 2 : 1;
    parser->raster.scale_y = args[1] & 2 ? 2 : 1;
    parser->raster.row_bytes = (int)escpos_le16(args + 2);
    parser->raster.rows_left = (int)escpos_le16(args + 4);
    parser->raster.got = 0;
    if (parser->raster.row_bytes && parser->raster.rows_left)
        parser->state = ESCPOS_RASTER;
}

void escpos_raster_byte(struct sim_escpos *parser, uint8_t byte)
{
    int kept = head_bytes(parser);
    if (parser->raster.got < kept)
        parser->raster.row[parser->raster.got] = byte;
    if (++parser->raster.got < parser->raster.row_bytes)
        return;
    int width = 8 * (parser->raster.row_bytes < kept ? parser->raster.row_bytes : kept);
    escpos_image_row(parser, parser->raster.row, width, parser->raster.scale_x, parser->raster.scale_y);
    parser->raster.got = 0;
    if (--parser->raster.rows_left == 0)
        parser->state = ESCPOS_GROUND;
}

/* ESC * 33: 24-dot columns at full density, set into the text line. Other densities are skipped. */
static void column_done(struct sim_escpos *parser)
{
    for (size_t i = 0; i + 2 < parser->block.len && parser->x < parser->head_dots; i += 3, parser->x++)
        for (int y = 0; y < ESCPOS_LINE_ROWS; y++)
            if (parser->block.data[i + (size_t)y / 8] >> (7 - y % 8) & 1)
                escpos_set_dot(parser->line[y], parser->x);
}

void escpos_column_image(struct sim_escpos *parser, const uint8_t *args)
{
    size_t columns = escpos_le16(args + 1);
    escpos_start_block(parser, args[0] >= 32 ? 3 * columns : columns, args[0] == 33 ? column_done : NULL);
}

static void print_graphics(struct sim_escpos *parser)
{
    size_t stride = ((size_t)parser->graphics.width + 7) / 8;
    int kept = parser->graphics.width;
    if (kept > parser->head_dots)
        kept = parser->head_dots;
    escpos_flush_line(parser);
    for (int y = 0; y < parser->graphics.height; y++)
        escpos_image_row(parser, parser->graphics.bits.data + (size_t)y * stride, kept,
                         parser->graphics.scale_x, parser->graphics.scale_y);
    parser->graphics.height = 0;
}

/* Fn 112: 48 112 a bx by c xL xH yL yH data. Only monochrome, and only when the data are all there. */
static void store_graphics(struct sim_escpos *parser)
{
    const uint8_t *p = parser->block.data;
    if (parser->block.len < 10 || p[2] != 48)
        return;
    size_t width = escpos_le16(p + 6), height = escpos_le16(p + 8), size = (width + 7) / 8 * height;
    if (parser->block.len - 10 < size)
        return;
    parser->graphics.width = (int)width;
    parser->graphics.height = (int)height;
    parser->graphics.scale_x = p[3] == 2 ? 2 : 1;
    parser->graphics.scale_y = p[4] == 2 ? 2 : 1;
    buf_consume(&parser->graphics.bits, parser->graphics.bits.len);
    buf_append(&parser->graphics.bits, p + 10, size);
}

void escpos_graphics_done(struct sim_escpos *parser)
{
    const uint8_t *p = parser->block.data;
    if (parser->block.len < 2 || p[0] != 48)
        return;
    if (p[1] == 112)
        store_graphics(parser);
    else if ((p[1] == 50 || p[1] == 2) && parser->graphics.height)
        print_graphics(parser);
}

/* GS ( k cn fn …: the printer draws the symbol; no quiet zone around it */
void escpos_symbol_done(struct sim_escpos *parser)
{
    struct buf rows = {0};
    if (!sim_symbol_command(&parser->symbol, parser->block.data, parser->block.len))
        return;
    int side = sim_symbol_draw(&parser->symbol, &rows);
    escpos_flush_line(parser);
    for (int y = 0; y < side; y++)
        escpos_image_row(parser, rows.data + (size_t)y * (size_t)((side + 7) / 8), side,
                         parser->symbol.module, parser->symbol.module);
    buf_finish(&rows);
}

void escpos_code128_done(struct sim_escpos *parser)
{
    struct buf row = {0};
    int width = sim_symbol_code128(parser->block.data, parser->block.len, parser->bar_module, &row);
    escpos_flush_line(parser);
    if (width && width <= parser->head_dots) /* what does not fit is not printed at all */
        escpos_image_row(parser, row.data, width, 1, parser->bar_rows);
    buf_finish(&row);
}
