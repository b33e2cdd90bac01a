/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The status bytes of an ESC/POS printer as pure functions of what its sensors see. */
#ifndef LIQU_TESTS_SIM_SIM_PRINTER_STATUS_H
#define LIQU_TESTS_SIM_SIM_PRINTER_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct printer_view {
    bool offline, cover, paper_end, near_end;
    bool cutter;      /* cutter error */
    bool recoverable; /* goes away by itself: head hot, cover opened while printing */
};

/* DLE EOT n, n = 1 to 4. */
uint8_t printer_dle_eot(const struct printer_view *view, uint8_t n);
/* The four bytes of automatic status back, and the groups (bits of GS a n) in which two views differ. */
void printer_asb(const struct printer_view *view, uint8_t ret[4]);
uint8_t printer_asb_groups(const struct printer_view *a, const struct printer_view *b);
/* GS r 1 */
uint8_t printer_paper_byte(const struct printer_view *view);
/* GET_PORT_STATUS */
uint8_t printer_port_byte(const struct printer_view *view);
/* The notice of GS ( H fn 49; returns its length (at most 5). */
size_t printer_notice(const struct printer_view *view, bool with_cause, uint8_t ret[8]);

#endif
