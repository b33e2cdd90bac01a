/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * 30 cm of paper as the printer sees a document: lines of text, a third of their dots black, gaps between
 * them.
 */
#ifndef LIQU_TESTS_BENCH_LONG_PAGE_H
#define LIQU_TESTS_BENCH_LONG_PAGE_H

#include <stddef.h>
#include <stdint.h>

#define LONG_PAGE_DOTS 576
#define LONG_PAGE_ROWS 2400 /* 8 dots a mm */
#define LONG_PAGE_LINE 45   /* of which the last third is empty */

static inline void long_page_fill(uint8_t page[LONG_PAGE_DOTS / 8 * LONG_PAGE_ROWS])
{
    size_t stride = LONG_PAGE_DOTS / 8;
    for (size_t row = 0; row < LONG_PAGE_ROWS; row++)
        for (size_t i = 0; i < stride; i++)
            page[row * stride + i] =
                row % LONG_PAGE_LINE < LONG_PAGE_LINE * 2 / 3 ? (uint8_t)(0x49 << (i + row / 4) % 3) : 0;
}

#endif
