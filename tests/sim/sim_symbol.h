/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The codes that a printer draws by itself: QR (GS ( k, cn = 49) and CODE128 (GS k, m = 73). */
#ifndef LIQU_TESTS_SIM_SIM_SYMBOL_H
#define LIQU_TESTS_SIM_SIM_SYMBOL_H

#include "base/buf.h"

struct sim_symbol {
    struct buf data; /* stored, until the next is */
    int module;      /* dots */
    int level;       /* 0 to 3: L M Q H */
};

void sim_symbol_reset(struct sim_symbol *symbol); /* module 3, level L, nothing stored */
void sim_symbol_finish(struct sim_symbol *symbol);
/* One whole command from cn on. True: what is stored is to be printed now. */
bool sim_symbol_command(struct sim_symbol *symbol, const uint8_t *bytes, size_t len);
/* Modules of a side; ret_rows gets side rows of (side + 7) / 8 bytes, 1 = black. 0: it does not fit a symbol.
 */
int sim_symbol_draw(const struct sim_symbol *symbol, struct buf *ret_rows);
/* Data as GS k has them, "{B" or "{C" first. One row of the bars, module dots wide each; returns its width in
 * dots, 0 for what these two sets cannot say. */
int sim_symbol_code128(const uint8_t *data, size_t len, int module, struct buf *ret_row);

#endif
