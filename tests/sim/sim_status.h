/* SPDX-License-Identifier: MulanPSL-2.0 */
/* The status bytes of an ESC/POS printer as pure functions of what its sensors see. */
#ifndef LIQU_TESTS_SIM_SIM_STATUS_H
#define LIQU_TESTS_SIM_SIM_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sim_status {
    bool offline, cover, paper_end, near_end;
    bool cutter;      /* cutter error */
    bool recoverable; /* goes away by itself: head hot, cover opened while printing */
};

/* DLE EOT n, n = 1 to 4. */
uint8_t sim_status_dle_eot(const struct sim_status *view, uint8_t n);
/* The four bytes of automatic status back, and the groups (bits of GS a n) in which two views differ. */
void sim_status_asb(const struct sim_status *view, uint8_t ret[4]);
uint8_t sim_status_asb_groups(const struct sim_status *a, const struct sim_status *b);
/* GS r 1 */
uint8_t sim_status_paper_byte(const struct sim_status *view);
/* GET_PORT_STATUS */
uint8_t sim_status_port_byte(const struct sim_status *view);
/* The notice of GS ( H fn 49; returns its length (at most 5). */
size_t sim_status_notice(const struct sim_status *view, bool with_cause, uint8_t ret[8]);

#endif
