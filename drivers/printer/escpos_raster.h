/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * Pages as image bands, and the few other commands a job is made of; what a printer can do by what it says it
 * is. Pure.
 */
#ifndef LIQU_DRIVERS_PRINTER_ESCPOS_RASTER_H
#define LIQU_DRIVERS_PRINTER_ESCPOS_RASTER_H

#include "base/buf.h"
#include "link/messages.h"

/* Two unanswered bands of the widest head stay far below the smallest receive buffer in the field (4 KiB). */
#define BAND_ROWS     24
#define HEAD_DOTS_MAX 832

/* How a printer takes images. GS 8 L, the long form of GS ( L, is never needed: a band has at most 2.5 kB. */
enum escpos_image {
    IMAGE_RASTER,  /* GS v 0: every clone, old Epson models */
    IMAGE_GRAPHICS /* GS ( L, store and print: what Epson documents since GS v 0 became obsolete */
};

/* Appends rows from..from + count - 1 of the page as one band. Dots that would spell a real-time command (10
 * 04 n, 10 05 n, 10 14 n are executed even inside an image) are flipped, one a command. */
void escpos_band(enum escpos_image image, const uint8_t *page, uint32_t width_dots, uint32_t from,
                 uint32_t count, struct buf *ret);
/* Paper that so many rows take, rounded up. A page of 512 dots is one of 180 dpi: 72 mm as well. */
int32_t escpos_rows_mm(uint32_t rows, uint32_t width_dots);
/* GS ( H: the printer answers 37 22 and the four characters once everything before is printed. */
void escpos_process_id(const char id[4], struct buf *ret);
/* The characters for a job's body ('B') or cut ('C'); they differ from those of the jobs before. */
void escpos_id_of(uint64_t job, char kind, char ret[4]);

struct escpos_model {
    enum job_proof proof; /* how it proves what it did; an echo still has to be tried */
    enum escpos_image image;
    uint32_t head_dots; /* 0: not known */
};
/* By what it says of itself: maker "" when GS I is silent; the model then is that of its device id, or "". */
struct escpos_model escpos_model_of(const char *maker, const char *model);

#endif
