/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "tests/sim/sim_status.h"

static uint8_t bit(bool on, int value)
{
    return on ? (uint8_t)value : 0;
}

uint8_t sim_status_dle_eot(const struct sim_status *view, uint8_t n)
{
    bool error = view->cutter || view->recoverable;
    switch (n) {
    case 1: /* the drawer pin of an unused connector is high */
        return (uint8_t)(0x12 | 0x04 | bit(view->offline, 0x08) | bit(view->cutter, 0x20));
    case 2:
        return (uint8_t)(0x12 | bit(view->cover, 0x04) | bit(view->paper_end, 0x20) | bit(error, 0x40));
    case 3:
        return (uint8_t)(0x12 | bit(view->cutter, 0x08) | bit(view->recoverable, 0x40));
    default:
        return (uint8_t)(0x12 | bit(view->near_end, 0x0c) | bit(view->paper_end, 0x60));
    }
}

void sim_status_asb(const struct sim_status *view, uint8_t ret[4])
{
    ret[0] = (uint8_t)(0x14 | bit(view->offline, 0x08) | bit(view->cover, 0x20));
    ret[1] = (uint8_t)(bit(view->cutter, 0x08) | bit(view->recoverable, 0x40));
    ret[2] = sim_status_paper_byte(view);
    ret[3] = 0x0f;
}

uint8_t sim_status_asb_groups(const struct sim_status *a, const struct sim_status *b)
{
    return (uint8_t)(bit(a->offline != b->offline || a->cover != b->cover, 0x02) |
                     bit(a->cutter != b->cutter || a->recoverable != b->recoverable, 0x04) |
                     bit(a->paper_end != b->paper_end || a->near_end != b->near_end, 0x08));
}

uint8_t sim_status_paper_byte(const struct sim_status *view)
{
    return (uint8_t)(bit(view->near_end, 0x03) | bit(view->paper_end, 0x0c));
}

uint8_t sim_status_port_byte(const struct sim_status *view)
{
    bool error = view->cutter || view->recoverable || view->cover;
    return (uint8_t)(bit(view->paper_end, 0x20) | bit(!view->offline, 0x10) |
                     bit(!error && !view->paper_end, 0x08));
}

size_t sim_status_notice(const struct sim_status *view, bool with_cause, uint8_t ret[8])
{
    size_t len = 0;
    ret[len++] = 0x37;
    ret[len++] = 0x23;
    if (with_cause)
        ret[len++] = (uint8_t)(0x40 | bit(view->cover, 1) | bit(view->paper_end, 2) |
                               bit(view->cutter || view->recoverable, 4));
    ret[len++] = 0;
    return len;
}
