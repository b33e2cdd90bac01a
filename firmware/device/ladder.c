/* SPDX-License-Identifier: MulanPSL-2.0 */
#include "device/ladder.h"

static const struct {
    const char *word;
    int pause_ms;
} rungs[RUNGS] = {
    [RUNG_RESYNC] = {"resync", 100},
    [RUNG_REINIT] = {"re-init", 200},
    [RUNG_CLEAR_HALT] = {"clear halt", 500},
    [RUNG_CLASS_RESET] = {"class reset", 1000},
    [RUNG_PORT_RESET] = {"port reset", 2000},
    [RUNG_REOPEN] = {"re-open", 3000},
    [RUNG_OUT_OF_SERVICE] = {"out of service", 0},
};

enum rung ladder_climb(struct ladder *ladder, int64_t now_ms)
{
    if (now_ms - ladder->last_ms >= LADDER_CALM_MS)
        ladder->next = RUNG_RESYNC;
    ladder->last_ms = now_ms;
    int64_t *taken_ms = &ladder->taken_ms[ladder->taken % LADDER_BUDGET]; /* the oldest of them */
    bool spent = ladder->taken >= LADDER_BUDGET && now_ms - *taken_ms < LADDER_WINDOW_MS;
    enum rung rung = spent ? RUNG_OUT_OF_SERVICE : ladder->next;
    if (rung == RUNG_OUT_OF_SERVICE) {
        *ladder = (struct ladder){.next = RUNG_RESYNC, .last_ms = now_ms};
        return rung;
    }
    *taken_ms = now_ms;
    ladder->taken++;
    ladder->next = rung + 1;
    return rung;
}

int ladder_pause_ms(enum rung rung)
{
    return rungs[rung].pause_ms;
}

const char *rung_word(enum rung rung)
{
    return rungs[rung].word;
}
