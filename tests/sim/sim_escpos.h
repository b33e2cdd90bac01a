/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * An ESC/POS interpreter of the simulated printer's own: bytes in, dot rows, feeds, cuts and requests out. It
 * shares nothing with drivers/, so that both would have to misread the manual in the same way. Text comes out
 * as crude marks, enough to see garbage on a sheet, and is told as text beside them. Real-time commands (DLE)
 * were executed on receipt and are only skipped here.
 */
#ifndef LIQU_TESTS_SIM_SIM_ESCPOS_H
#define LIQU_TESTS_SIM_SIM_ESCPOS_H

#include "base/buf.h"
#include "tests/sim/sim_symbol.h"
#include "tests/sim/sim_text.h"
#include <stdbool.h>
#include <stdint.h>

#define ESCPOS_BYTES_MAX 104 /* 832 dots: the widest head */
#define ESCPOS_LINE_ROWS 24

enum escpos_request {
    ESCPOS_INIT,   /* ESC @ */
    ESCPOS_ASB,    /* GS a n */
    ESCPOS_STATUS, /* GS r n */
    ESCPOS_INFO,   /* GS I n */
    ESCPOS_PROOF,  /* GS ( H fn 48: d1..d4 */
    ESCPOS_NOTIFY, /* GS ( H fn 49: d */
};

struct escpos_out {
    void (*row)(void *arg, const uint8_t *bits); /* one dot row over the whole head, 1 = black, MSB left */
    void (*feed)(void *arg, int rows);
    void (*cut)(void *arg,
                int feed_rows); /* < 0: where the paper stands; else feed to the cutter and so much more */
    void (*request)(void *arg, enum escpos_request request, const uint8_t *params);
    void (*text)(void *arg, const char *line); /* UTF-8; the rows of this line have just been given out */
};

struct escpos_command;
struct sim_escpos {
    const struct escpos_out *out;
    void *arg;
    int head_dots;
    enum { ESCPOS_GROUND, ESCPOS_LEAD, ESCPOS_ARGS, ESCPOS_RASTER, ESCPOS_BLOCK, ESCPOS_UNTIL_NUL } state;
    uint8_t args[16];
    int args_len;
    const struct escpos_command *command;
    unsigned unknown; /* commands that were not understood; none in a sane stream */
    /* modes */
    int align, spacing;
    int magnify;              /* width of characters; they keep their height */
    int bar_rows, bar_module; /* GS h, GS w */
    struct sim_text text;
    /* GS v 0 in progress */
    struct {
        int row_bytes, rows_left, got, scale_x, scale_y;
        uint8_t row[ESCPOS_BYTES_MAX];
    } raster;
    /* data of a counted command */
    struct buf block;
    size_t block_left;
    void (*block_done)(struct sim_escpos *parser);
    /* the text line being set */
    uint8_t line[ESCPOS_LINE_ROWS][ESCPOS_BYTES_MAX];
    int x;
    struct buf line_text;
    struct sim_symbol symbol; /* GS ( k */
    /* GS ( L store */
    struct {
        struct buf bits;
        int width, height, scale_x, scale_y;
    } graphics;
};

void sim_escpos_init(struct sim_escpos *parser, int head_dots, const struct escpos_out *out, void *arg);
void sim_escpos_finish(struct sim_escpos *parser);
/* Power-up state: also forgets a half-taken command. */
void sim_escpos_reset(struct sim_escpos *parser);
void sim_escpos_byte(struct sim_escpos *parser, uint8_t byte);
/* Bytes are still wanted by an unfinished command. */
bool sim_escpos_inside(const struct sim_escpos *parser);

#endif
