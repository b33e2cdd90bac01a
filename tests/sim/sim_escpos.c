/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_escpos_parts.h"

#include <string.h>

#define SPACING   30 /* rows a line by default */
#define CELL      12 /* dots a character of font A; Chinese ones take two */
#define BLOCK_MAX (1 << 20)

enum { DLE = 0x10, ESC = 0x1b, FS = 0x1c, GS = 0x1d };

struct escpos_command {
    uint8_t lead, code;
    uint8_t args; /* fixed parameters after the code */
    void (*run)(struct sim_escpos *parser,
                const uint8_t *args); /* NULL: understood, changes nothing we print */
};

/* ---- rows ---- */

static bool dot(const uint8_t *bits, int x)
{
    return bits[x / 8] >> (7 - x % 8) & 1;
}

void escpos_set_dot(uint8_t *bits, int x)
{
    bits[x / 8] |= (uint8_t)(0x80 >> x % 8);
}

static int aligned(const struct sim_escpos *parser, int width)
{
    int room = parser->head_dots - width;
    return room <= 0 || parser->align == 0 ? 0 : parser->align == 1 ? room / 2 : room;
}

void escpos_image_row(struct sim_escpos *parser, const uint8_t *bits, int width, int scale_x, int scale_y)
{
    uint8_t row[ESCPOS_BYTES_MAX] = {0};
    int from = aligned(parser, width * scale_x);
    for (int x = 0; x < width * scale_x && from + x < parser->head_dots; x++)
        if (dot(bits, x / scale_x))
            escpos_set_dot(row, from + x);
    for (int i = 0; i < scale_y; i++)
        parser->out->row(parser->arg, row);
}

/* ---- text ---- */

void escpos_flush_line(struct sim_escpos *parser)
{
    if (parser->x == 0)
        return;
    for (int y = 0; y < ESCPOS_LINE_ROWS; y++)
        escpos_image_row(parser, parser->line[y], parser->x, 1, 1);
    memset(parser->line, 0, sizeof parser->line);
    parser->x = 0;
    if (parser->line_text.len)
        parser->out->text(parser->arg, buf_string(&parser->line_text));
    buf_consume(&parser->line_text, parser->line_text.len);
}

static void new_line(struct sim_escpos *parser)
{
    int printed = parser->x ? ESCPOS_LINE_ROWS : 0;
    escpos_flush_line(parser);
    if (parser->spacing > printed)
        parser->out->feed(parser->arg, parser->spacing - printed);
}

/* A mark that shows the code's bits as bars: no font, but no two characters look alike. */
static void put_char(struct sim_escpos *parser, unsigned code, int cells)
{
    int width = CELL * cells * parser->magnify;
    if (parser->x + width > parser->head_dots)
        new_line(parser);
    for (int y = 2; y < 20 && code != ' '; y++)
        for (int i = 0; i < 8 * cells; i++)
            if (code >> i & 1 || y == 19)
                escpos_set_dot(parser->line[y], parser->x + 1 + i * width / (8 * cells + 1));
    parser->x += width;
}

/* What is jumped over reads as blanks. */
static void move_x(struct sim_escpos *parser, int x)
{
    if (x < 0 || x > parser->head_dots)
        return;
    for (int cell = parser->x; parser->line_text.len && cell + CELL <= x; cell += CELL)
        buf_byte(&parser->line_text, ' ');
    parser->x = x;
}

static void text_byte(struct sim_escpos *parser, uint8_t byte)
{
    if (byte == '\n' || (byte < 0x20 && !parser->text.len)) {
        if (byte == '\n')
            new_line(parser);
        return;
    }
    int cells = sim_text_byte(&parser->text, byte);
    if (!cells)
        return;
    const uint8_t *bytes = parser->text.bytes;
    put_char(parser, cells == 1 ? bytes[parser->text.len - 1] : (unsigned)bytes[0] << 8 | bytes[1], cells);
    sim_text_take(&parser->text, &parser->line_text);
}

/* ---- counted data ---- */

void escpos_start_block(struct sim_escpos *parser, size_t len, void (*done)(struct sim_escpos *parser))
{
    buf_consume(&parser->block, parser->block.len);
    parser->block_left = len;
    parser->block_done = done;
    if (len)
        parser->state = ESCPOS_BLOCK;
    else if (done)
        done(parser);
}

static void block_byte(struct sim_escpos *parser, uint8_t byte)
{
    if (parser->block_done && parser->block.len < BLOCK_MAX)
        buf_byte(&parser->block, byte);
    if (--parser->block_left)
        return;
    parser->state = ESCPOS_GROUND;
    if (parser->block_done)
        parser->block_done(parser);
}

size_t escpos_le16(const uint8_t *bytes)
{
    return bytes[0] | (size_t)bytes[1] << 8;
}

/* GS ( H: 48 48 d1..d4, 49 48 d */
static void process_id_done(struct sim_escpos *parser)
{
    const uint8_t *p = parser->block.data;
    if (parser->block.len == 6 && p[0] == 48)
        parser->out->request(parser->arg, ESCPOS_PROOF, p + 2);
    else if (parser->block.len == 3 && p[0] == 49)
        parser->out->request(parser->arg, ESCPOS_NOTIFY, p + 2);
}

/* GS ( x pL pH */
static void parenthesis(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_start_block(parser, escpos_le16(args + 1),
                       args[0] == 'L'   ? escpos_graphics_done
                       : args[0] == 'H' ? process_id_done
                       : args[0] == 'k' ? escpos_symbol_done
                                        : NULL);
}

/* ESC ( x pL pH: nothing of ours */
static void other_parenthesis(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_start_block(parser, escpos_le16(args + 1), NULL);
}

/* FS ( C fn 48: 48 m, m = 2 for UTF-8 */
static void encoding_done(struct sim_escpos *parser)
{
    const uint8_t *p = parser->block.data;
    if (parser->block.len == 2 && p[0] == 48)
        parser->text.utf8 = (p[1] & 0x0f) == 2;
}

static void chinese_parenthesis(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_start_block(parser, escpos_le16(args + 1), args[0] == 'C' ? encoding_done : NULL);
}

static void move_to(struct sim_escpos *parser, const uint8_t *args)
{
    move_x(parser, (int)escpos_le16(args));
}

static void move_by(struct sim_escpos *parser, const uint8_t *args)
{
    move_x(parser, parser->x + (int16_t)escpos_le16(args));
}

static void magnify(struct sim_escpos *parser, const uint8_t *args)
{
    parser->magnify = 1 + (args[0] >> 4 & 7);
}

static void code_page(struct sim_escpos *parser, const uint8_t *args)
{
    parser->text.code_page = args[0];
}

/* GS 8 L p1..p4 */
static void long_graphics(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_start_block(parser, escpos_le16(args + 1) | escpos_le16(args + 3) << 16,
                       args[0] == 'L' ? escpos_graphics_done : NULL);
}

/* ---- the rest ---- */

static void init(struct sim_escpos *parser, const uint8_t *args)
{
    sim_escpos_reset(parser);
    parser->out->request(parser->arg, ESCPOS_INIT, args);
}

static void asb(struct sim_escpos *parser, const uint8_t *args)
{
    parser->out->request(parser->arg, ESCPOS_ASB, args);
}

static void transmit_status(struct sim_escpos *parser, const uint8_t *args)
{
    parser->out->request(parser->arg, ESCPOS_STATUS, args);
}

static void transmit_info(struct sim_escpos *parser, const uint8_t *args)
{
    parser->out->request(parser->arg, ESCPOS_INFO, args);
}

static void align(struct sim_escpos *parser, const uint8_t *args)
{
    if (parser->x == 0 && (args[0] & 0x0f) <= 2)
        parser->align = args[0] & 0x0f;
}

static void spacing_default(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    parser->spacing = SPACING;
}

static void spacing(struct sim_escpos *parser, const uint8_t *args)
{
    parser->spacing = args[0];
}

static void feed_lines(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_flush_line(parser);
    if (args[0])
        parser->out->feed(parser->arg, args[0] * parser->spacing);
}

static void feed_dots(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_flush_line(parser);
    if (args[0])
        parser->out->feed(parser->arg, args[0]);
}

static void chinese_on(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    parser->text.chinese = true;
}

static void chinese_off(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    parser->text.chinese = false;
}

static void cut_here(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    escpos_flush_line(parser);
    parser->out->cut(parser->arg, -1);
}

static void cut_fed_done(struct sim_escpos *parser)
{
    escpos_flush_line(parser);
    parser->out->cut(parser->arg, parser->block.data[0]);
}

/* GS V m, with one more parameter from m = 65 on */
static void cut(struct sim_escpos *parser, const uint8_t *args)
{
    if (args[0] == 'A' || args[0] == 'B')
        escpos_start_block(parser, 1, cut_fed_done);
    else if (args[0] >= 65)
        escpos_start_block(parser, 1, NULL); /* cuts kept for later positions */
    else if (args[0] <= 1 || args[0] == 48 || args[0] == 49)
        cut_here(parser, args);
    else
        parser->unknown++;
}

static void until_nul(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    parser->state = ESCPOS_UNTIL_NUL;
}

static void code128_length_done(struct sim_escpos *parser)
{
    escpos_start_block(parser, parser->block.data[0], escpos_code128_done);
}

static void barcode_length_done(struct sim_escpos *parser)
{
    escpos_start_block(parser, parser->block.data[0], NULL);
}

static void bar_rows(struct sim_escpos *parser, const uint8_t *args)
{
    parser->bar_rows = args[0];
}

static void bar_module(struct sim_escpos *parser, const uint8_t *args)
{
    parser->bar_module = args[0];
}

/* GS k m: up to 6 the data end at NUL, from 65 on a count stands before them */
static void barcode(struct sim_escpos *parser, const uint8_t *args)
{
    if (args[0] <= 6)
        parser->state = ESCPOS_UNTIL_NUL;
    else
        escpos_start_block(parser, 1, args[0] == 73 ? code128_length_done : barcode_length_done);
}

/* GS * x y: x * y * 8 bytes */
static void downloaded_image(struct sim_escpos *parser, const uint8_t *args)
{
    escpos_start_block(parser, (size_t)args[0] * args[1] * 8, NULL);
}

/* FS 2 c1 c2: a user-defined Chinese character of 72 bytes */
static void chinese_glyph(struct sim_escpos *parser, const uint8_t *args)
{
    (void)args;
    escpos_start_block(parser, 72, NULL);
}

/* DLE EOT n: 7 and 8 have one more */
static void skip_status(struct sim_escpos *parser, const uint8_t *args)
{
    if (args[0] == 7 || args[0] == 8)
        escpos_start_block(parser, 1, NULL);
}

/* DLE DC4 fn */
static void skip_realtime(struct sim_escpos *parser, const uint8_t *args)
{
    static const uint8_t lengths[9] = {[1] = 2, [2] = 2, [3] = 5, [7] = 1, [8] = 7};
    escpos_start_block(parser, args[0] < sizeof lengths ? lengths[args[0]] : 0, NULL);
}

static const struct escpos_command commands[] = {
    {ESC, '@', 0, init},
    {ESC, 'a', 1, align},
    {ESC, 'J', 1, feed_dots},
    {ESC, 'd', 1, feed_lines},
    {ESC, '2', 0, spacing_default},
    {ESC, '3', 1, spacing},
    {ESC, 'i', 0, cut_here},
    {ESC, 'm', 0, cut_here},
    {ESC, '*', 3, escpos_column_image},
    {ESC, 'D', 0, until_nul},
    {ESC, '(', 3, other_parenthesis},
    {ESC, ' ', 1, NULL},
    {ESC, '!', 1, NULL},
    {ESC, '$', 2, move_to},
    {ESC, '\\', 2, move_by},
    {ESC, '-', 1, NULL},
    {ESC, 'E', 1, NULL},
    {ESC, 'G', 1, NULL},
    {ESC, 'M', 1, NULL},
    {ESC, 'R', 1, NULL},
    {ESC, 't', 1, code_page},
    {ESC, 'V', 1, NULL},
    {ESC, '{', 1, NULL},
    {ESC, '=', 1, NULL},
    {ESC, 'c', 2, NULL},
    {ESC, 'p', 3, NULL},
    {ESC, 'B', 2, NULL},
    {ESC, 'e', 1, feed_lines},
    {ESC, 'r', 1, NULL},
    {ESC, 'S', 0, NULL},
    {ESC, 'L', 0, NULL},
    {FS, '&', 0, chinese_on},
    {FS, '.', 0, chinese_off},
    {FS, '!', 1, NULL},
    {FS, '-', 1, NULL},
    {FS, 'S', 2, NULL},
    {FS, 'W', 1, NULL},
    {FS, 'C', 1, NULL},
    {FS, '2', 2, chinese_glyph},
    {FS, '(', 3, chinese_parenthesis},
    {FS, 'p', 2, NULL},
    {GS, 'a', 1, asb},
    {GS, 'r', 1, transmit_status},
    {GS, 'I', 1, transmit_info},
    {GS, 'V', 1, cut},
    {GS, 'v', 6, escpos_raster},
    {GS, '(', 3, parenthesis},
    {GS, '8', 5, long_graphics},
    {GS, 'k', 1, barcode},
    {GS, '*', 2, downloaded_image},
    {GS, '!', 1, magnify},
    {GS, '$', 2, NULL},
    {GS, 'B', 1, NULL},
    {GS, 'H', 1, NULL},
    {GS, 'L', 2, NULL},
    {GS, 'P', 2, NULL},
    {GS, 'W', 2, NULL},
    {GS, 'h', 1, bar_rows},
    {GS, 'w', 1, bar_module},
    {GS, 'f', 1, NULL},
    {GS, 'b', 1, NULL},
    {GS, '/', 1, NULL},
    {DLE, 0x04, 1, skip_status},
    {DLE, 0x05, 1, NULL},
    {DLE, 0x14, 1, skip_realtime},
};

static void run_command(struct sim_escpos *parser)
{
    parser->state = ESCPOS_GROUND;
    if (parser->command->run)
        parser->command->run(parser, parser->args);
}

static void code_byte(struct sim_escpos *parser, uint8_t code)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (commands[i].lead != parser->args[0] || commands[i].code != code)
            continue;
        parser->command = &commands[i];
        parser->args_len = 0;
        parser->state = ESCPOS_ARGS;
        if (commands[i].args == 0)
            run_command(parser);
        return;
    }
    parser->unknown++;
    parser->state = ESCPOS_GROUND;
}

void sim_escpos_byte(struct sim_escpos *parser, uint8_t byte)
{
    switch (parser->state) {
    case ESCPOS_GROUND:
        if (byte == ESC || byte == FS || byte == GS || byte == DLE) {
            parser->args[0] = byte;
            parser->state = ESCPOS_LEAD;
        } else {
            text_byte(parser, byte);
        }
        break;
    case ESCPOS_LEAD:
        code_byte(parser, byte);
        break;
    case ESCPOS_ARGS:
        parser->args[parser->args_len++] = byte;
        if (parser->args_len == parser->command->args)
            run_command(parser);
        break;
    case ESCPOS_RASTER:
        escpos_raster_byte(parser, byte);
        break;
    case ESCPOS_BLOCK:
        block_byte(parser, byte);
        break;
    case ESCPOS_UNTIL_NUL:
        if (byte == 0)
            parser->state = ESCPOS_GROUND;
        break;
    }
}

bool sim_escpos_inside(const struct sim_escpos *parser)
{
    return parser->state != ESCPOS_GROUND;
}

void sim_escpos_init(struct sim_escpos *parser, int head_dots, const struct escpos_out *out, void *arg)
{
    *parser = (struct sim_escpos){.out = out, .arg = arg, .head_dots = head_dots};
    sim_escpos_reset(parser);
}

void sim_escpos_finish(struct sim_escpos *parser)
{
    buf_finish(&parser->block);
    buf_finish(&parser->graphics.bits);
    buf_finish(&parser->line_text);
    sim_symbol_finish(&parser->symbol);
}

void sim_escpos_reset(struct sim_escpos *parser)
{
    parser->state = ESCPOS_GROUND;
    parser->align = 0;
    parser->spacing = SPACING;
    parser->magnify = 1;
    parser->bar_rows = 162;
    parser->bar_module = 3;
    parser->text = (struct sim_text){.chinese = true}; /* Chinese models power up so */
    buf_consume(&parser->line_text, parser->line_text.len);
    sim_symbol_reset(&parser->symbol);
    parser->graphics.height = 0;
    parser->x = 0;
    memset(parser->line, 0, sizeof parser->line);
}
