/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Pages as GS v 0 bands, and the few other commands a job is made of. Pure.
 */
#ifndef LIQU_DRIVERS_PRINTER_ESCPOS_RASTER_H
#define LIQU_DRIVERS_PRINTER_ESCPOS_RASTER_H

#include "base/buf.h"
#include "link/messages.h"

/* Two unanswered bands of the widest head stay far below the smallest receive buffer in the field (4 KiB). */
#define BAND_ROWS     24
#define HEAD_DOTS_MAX 832
#define ROWS_PER_MM   8 /* 203 dpi */

/* Appends rows from..from + count - 1 of the page as one band. Dots that would spell a real-time command (10
 * 04 n, 10 05 n, 10 14 n are executed even inside an image) are flipped, one a command. */
void escpos_band(const uint8_t *page, uint32_t width_dots, uint32_t from, uint32_t count, struct buf *ret);
/* GS ( H: the printer answers 37 22 and the four characters once everything before is printed. */
void escpos_process_id(const char id[4], struct buf *ret);
/* The characters for a job's body ('B') or cut ('C'); they differ from those of the jobs before. */
void escpos_id_of(uint64_t job, char kind, char ret[4]);

/* How a printer proves what it did, by what it says it is (GS I); model NULL or "" when it does not say. */
enum job_proof escpos_proof_of(const char *maker, const char *model);

#endif
